"""An export of our own taken apart into the rows of its tables."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook

from caselight.core.export_tables import CASES, TABLES
from caselight.core.formula import unguard
from caselight.core.refusal import Refusal
from caselight.core.text import quoted

MOST_BYTES = 500 * 1024 * 1024  # unpacked
PACKED = b"PK\x03\x04"
NOT_OURS = "This is no export of Caselight's that can be read back. Export as zip, jsonl, xlsx or csv, or use a MAP."
SEPARATORS = ",;\t"


class Raw(NamedTuple):
    """One row of a table, its first row under the header being 2; what is empty is not there."""

    table: str
    row: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """A file of our own: its rows, and the bytes of what is attached where it is an archive."""

    sha256: str
    rows: list[Raw]
    is_alone: bool  # a table of cases and nothing of what hangs on them
    packed: bytes = field(default=b"", repr=False)

    def content(self, name: str) -> bytes | None:
        """Return a file of the archive; None where it is not there."""
        with zipfile.ZipFile(io.BytesIO(self.packed)) as archive:
            return archive.read(name) if name in archive.NameToInfo else None


def read(path: Path) -> Export:
    """Return what the file holds; refuse what is no such file."""
    is_alone, packed = False, b""
    try:
        data = path.read_bytes()
        if not data.startswith(PACKED):
            text = data.decode("utf-8-sig")
            is_alone = text.startswith(tuple(f"case{mark}" for mark in SEPARATORS))
            rows = list(_table(text) if is_alone else _lines(text))
        elif _names(data) & {"xl/workbook.xml"}:
            rows = list(_worksheets(data))
        else:
            rows, packed = list(_archive(data)), data
    except OSError as error:
        raise Refusal(f"The file cannot be read: {error.strerror or error}. Check its name.") from error
    except (ValueError, KeyError, zipfile.BadZipFile, csv.Error) as error:
        raise Refusal(NOT_OURS) from error
    if not rows:
        raise Refusal("The file holds no cases. Nothing to import.")
    return Export(hashlib.sha256(data).hexdigest(), rows, is_alone, packed)


def _names(data: bytes) -> set[str]:
    """Return what is in an archive; refuse one that would grow too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
            raise Refusal(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB unpacked. Export it in parts.")
        return set(archive.namelist())


def _table(text: str) -> Iterator[Raw]:
    """Yield the rows of a table of cases, saved with commas, semicolons or tabs."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=text[len("case")], strict=True)
    header = next(rows)
    strange = [name for name in header if name not in TABLES[CASES].header]
    if strange:
        raise Refusal(f"cases, row 1: an export has no column {quoted(strange[0])}. Remove it, or use a MAP.")
    yield from _rows(CASES, chain([header], rows), is_even=True)


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
        if f"{CASES}.csv" not in archive.NameToInfo:
            raise KeyError(CASES)
        for table in TABLES:
            if f"{table}.csv" not in archive.NameToInfo:
                continue  # an export of before the table was
            with archive.open(f"{table}.csv") as file:
                text = io.TextIOWrapper(file, "utf-8-sig", newline="")
                yield from _rows(table, csv.reader(text, strict=True), is_even=True)


def _rows(table: str, rows: Iterable[Sequence[Any]], *, is_even: bool = False) -> Iterator[Raw]:
    rows = iter(rows)
    header = next(rows, ())
    for number, cells in enumerate(rows, start=2):
        if is_even and cells and len(cells) != len(header):
            raise Refusal(f"{table}, row {number}: {len(cells)} columns instead of {len(header)}. Export it anew.")
        told = {str(name): _typed(cell) for name, cell in zip(header, cells, strict=False) if cell not in (None, "")}
        if told:
            yield Raw(table, number, told)


def _typed(cell: object) -> object:
    """Return what a cell held before it was written: text without its guard, whole numbers as such."""
    if isinstance(cell, str):
        return unguard(cell)
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
