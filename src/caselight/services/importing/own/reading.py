"""An export of our own taken apart into the rows of its tables."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook

from caselight.core.export_tables import CASES, TABLES
from caselight.core.formula import unguard
from caselight.core.refusal import Refusal

MOST_BYTES = 500 * 1024 * 1024  # unpacked
PACKED = b"PK\x03\x04"
NOT_OURS = (
    "This is no export of Caselight's that can be read back. Export as xlsx, jsonl or zip: a csv has the cases alone."
)


class Raw(NamedTuple):
    """One row of a table, its first row under the header being 2; what is empty is not there."""

    table: str
    row: int
    cells: dict[str, Any]


def read(path: Path) -> tuple[str, list[Raw]]:
    """Return the SHA-256 of the file and its rows; refuse what is no such file."""
    try:
        data = path.read_bytes()
        if not data.startswith(PACKED):
            rows = list(_lines(data.decode("utf-8-sig")))
        elif _names(data) & {"xl/workbook.xml"}:
            rows = list(_worksheets(data))
        else:
            rows = list(_archive(data))
    except OSError as error:
        raise Refusal(f"The file cannot be read: {error.strerror or error}. Check its name.") from error
    except (ValueError, KeyError, zipfile.BadZipFile, csv.Error) as error:
        raise Refusal(NOT_OURS) from error
    if not rows:
        raise Refusal("The file holds no cases. Nothing to import.")
    return hashlib.sha256(data).hexdigest(), rows


def _names(data: bytes) -> set[str]:
    """Return what is in an archive; refuse one that would grow too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
            raise Refusal(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB unpacked. Export it in parts.")
        return set(archive.namelist())


def _lines(text: str) -> Iterator[Raw]:
    for number, line in enumerate(text.splitlines() if text.lstrip()[:1] == "{" else [text], start=1):
        case = json.loads(line)
        logs = case.pop("logs", {})
        yield Raw(CASES, number, case)
        for table in TABLES:
            yield from (Raw(table, number, {"case": case["case"], **row}) for row in logs.get(table, ()))


def _worksheets(data: bytes) -> Iterator[Raw]:
    book = load_workbook(io.BytesIO(data), read_only=True)
    for table in TABLES:
        if table in book.sheetnames:
            yield from _rows(table, book[table].iter_rows(values_only=True))
    book.close()


def _archive(data: bytes) -> Iterator[Raw]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for table in TABLES:
            with archive.open(f"{table}.csv") as file:
                text = io.TextIOWrapper(file, "utf-8-sig", newline="")
                yield from _rows(table, csv.reader(text, strict=True))


def _rows(table: str, rows: Iterable[Sequence[Any]]) -> Iterator[Raw]:
    rows = iter(rows)
    header = next(rows, ())
    for number, cells in enumerate(rows, start=2):
        told = {str(name): _typed(cell) for name, cell in zip(header, cells, strict=False) if cell not in (None, "")}
        if told:
            yield Raw(table, number, told)


def _typed(cell: object) -> object:
    """Return what a cell held before it was written: text without its guard, whole numbers as such."""
    if isinstance(cell, str):
        return unguard(cell)
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
