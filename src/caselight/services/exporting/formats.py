"""The formats of a file of cases; the register is at the end."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from caselight.core.export_tables import ATTACHMENTS, CASES, TABLES, Table, packed_as
from caselight.core.formula import guard
from caselight.core.records.reading import cell
from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services.exporting.cells import Cells
from caselight.services.exporting.whole import Whole

MOST_ROWS = 1_048_576  # of a worksheet
IN_MEMORY = 1_000_000  # bytes


class Writer(Protocol):
    """What takes cases one by one and has written the file once it is finished."""

    def add(self, whole: Whole) -> None:
        """Write one case."""

    def finish(self) -> None:
        """Write what stands at the end."""


class Jsonl:
    """One JSON object a line: the case, and under "logs" what repeats on it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def add(self, whole: Whole) -> None:
        """Write one line."""
        told = {name: [_in_order(table, row) for row in whole.rows[name]] for name, table in TABLES.items()}
        (case,), repeated = told.pop(CASES), {name: rows for name, rows in told.items() if rows}
        line = {"case": reference(whole.number), **case} | ({"logs": repeated} if repeated else {})
        self._out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def finish(self) -> None:
        """Do nothing: every line stands by itself."""


class Csv:
    """One row a case, and nothing of what repeats on it."""

    def __init__(self, out: IO[bytes], tables: tuple[str, ...] = (CASES,)) -> None:
        self._outs = {name: out if name == CASES else _spool() for name in tables}
        self._texts = {name: io.TextIOWrapper(out, "utf-8", newline="") for name, out in self._outs.items()}
        self._tables = {name: csv.writer(text) for name, text in self._texts.items()}
        for name, table in self._tables.items():
            table.writerow(TABLES[name].header)

    def add(self, whole: Whole) -> None:
        """Write the rows of one case."""
        for name, table in self._tables.items():
            table.writerows([_text(value) for value in row] for row in _rows(TABLES[name], whole))

    def finish(self) -> None:
        """Write out what is held back, and let go of the file."""
        for text in self._texts.values():
            text.detach()

    def outs(self) -> dict[str, IO[bytes]]:
        """Return what was written by table."""
        return self._outs


class Zip:
    """A CSV for every table and every attachment as it is, in one archive."""

    def __init__(self, out: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._csv = Csv(_spool(), tuple(TABLES))

    def add(self, whole: Whole) -> None:
        """Write the rows of one case, and pack what is attached to it."""
        self._csv.add(whole)
        for row in whole.rows[ATTACHMENTS]:
            name = packed_as(reference(whole.number), row["attachment"], row["media_type"])
            self._archive.writestr(name, whole.content(row["attachment"]))

    def finish(self) -> None:
        """Pack the tables."""
        self._csv.finish()
        with self._archive as archive:
            for name, table in self._csv.outs().items():
                table.seek(0)
                with archive.open(f"{name}.csv", "w", force_zip64=True) as packed:
                    while some := table.read(IN_MEMORY):
                        packed.write(some)
                table.close()


class Xlsx:
    """A worksheet for every table."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._book = Workbook(write_only=True)
        self._left = dict.fromkeys(TABLES, MOST_ROWS - 1)
        self._pages: dict[str, WriteOnlyWorksheet] = {}
        for name, table in TABLES.items():
            page = self._pages[name] = self._book.create_sheet(name)
            page.freeze_panes = "A2"
            page.append(table.header)

    def add(self, whole: Whole) -> None:
        """Write the rows of one case."""
        for name, page in self._pages.items():
            rows = list(_rows(TABLES[name], whole))
            self._left[name] -= len(rows)
            if self._left[name] < 0:
                raise Refusal(
                    f"There are more {name} than a worksheet can hold. Narrow the list, or take JSON lines instead."
                )
            for row in rows:
                page.append([value if _is_number(value) else _shown(value) for value in row])

    def finish(self) -> None:
        """Write the workbook."""
        self._book.save(self._out)


def _rows(table: Table, whole: Whole) -> list[list[Any]]:
    return [[_named(whole, row).get(name) for name in table.header] for row in whole.rows[table.name]]


def _in_order(table: Table, row: Cells) -> Cells:
    return {name: row[name] for name in table.header if name in row}


def _named(whole: Whole, row: Cells) -> Cells:
    return {**row, "case": reference(whole.number)}


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _text(value: object) -> str:
    return guard(cell(value))


def _shown(value: object) -> str:
    """Return a text as a worksheet can hold it: without the control characters that XML has no way to write."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", _text(value)))


def _spool() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=IN_MEMORY)


FORMATS: dict[str, Callable[[IO[bytes]], Writer]] = {"csv": Csv, "xlsx": Xlsx, "jsonl": Jsonl, "zip": Zip}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "zip": "application/zip",
}
