"""A CSV file taken apart into rows of text: nothing guessed, every oddity named by its place."""

import csv
import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from caselight.core.choice import nearest
from caselight.core.mapping import Map
from caselight.core.refusal import Refusal
from caselight.core.text import quoted
from caselight.services.importing.faults import Fault, Faults

MOST_BYTES = 50 * 1024 * 1024
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NOT_CSV = {b"PK\x03\x04": "an Excel or zip file", b"\xd0\xcf\x11\xe0": "an old Excel file", b"%PDF": "a PDF"}
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
GZIP = b"\x1f\x8b"


class Row(NamedTuple):
    """The cells of the wanted columns; the header is row 1, blank lines count."""

    row: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text; `notes` say what was found out about it rather than said in the MAP."""

    sha256: str
    columns: tuple[str, ...]
    rows: list[Row]
    notes: tuple[str, ...]


def read(path: Path, given: Map, faults: Faults) -> Sheet:
    """Return the wanted columns of every row; refuse what is no CSV, note what is odd about single rows."""
    data, sha256 = _bytes(path)
    text, encoding = _decoded(data, given)
    delimiter = given.delimiter or _delimiter(text, given)
    records = _records(text, delimiter)
    row, _, header = next(records, (0, 0, []))
    header = [name.strip() for name in header]
    _check_header(header, given)
    wanted = given.wanted()
    rows = list(_rows(records, header, wanted, faults))
    if not rows and not faults.count:
        raise Refusal(f"The file has a header in row {row} but no rows under it. Nothing to import.")
    ignored = [name for name in header if name not in wanted]
    notes = [f"Read as {encoding}, columns separated by {DELIMITERS.get(delimiter, quoted(delimiter))}."]
    notes += [f"Columns not in the MAP, ignored: {', '.join(map(quoted, ignored))}."] if ignored else []
    return Sheet(sha256, wanted, rows, tuple(notes))


def _bytes(path: Path) -> tuple[bytes, str]:
    """Return the file's bytes, unpacked, and the SHA-256 of what lies on the disk."""
    try:
        with path.open("rb") as file:
            packed = file.read(MOST_BYTES + 1)
        data = _unpacked(packed) if packed.startswith(GZIP) else packed
    except OSError as error:
        raise Refusal(f"The file cannot be read: {error.strerror or error}. Check its name.") from error
    if len(data) > MOST_BYTES:
        raise Refusal(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it, cases kept whole.")
    for start, name in NOT_CSV.items():
        if data.startswith(start):
            raise Refusal(f"This is not a CSV: it looks like {name}. Save it as CSV (UTF-8) and try again.")
    return data, hashlib.sha256(packed).hexdigest()


def _unpacked(packed: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(packed)) as file:
            return file.read(MOST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refusal("The compressed file is damaged or cut off. Fetch it again.") from error


def _decoded(data: bytes, given: Map) -> tuple[str, str]:
    encoding = next((name for bom, name in BOMS.items() if data.startswith(bom)), given.encoding)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(_undecodable(data, error)) from error
    if not text.strip():
        raise Refusal("The file is empty: no rows. Nothing to import.")
    return text, encoding.removesuffix("-sig").upper()


def _undecodable(data: bytes, error: UnicodeDecodeError) -> str:
    """Say at which row, column and byte the text stops being text."""
    before = data[: error.start].decode(error.encoding, errors="replace")
    rows = list(csv.reader(io.StringIO(before, newline="")))
    line = before.count("\n") + 1
    header, last = (rows[0], rows[-1]) if rows else ([], [])
    column = quoted(header[len(last) - 1]) if 0 < len(last) <= len(header) else "unknown"
    return (
        f"Nothing was imported. row {len(rows)} (line {line}), column {column}: byte {error.start:,} "
        f"(0x{data[error.start]:02X}) is not {error.encoding.upper()}. "
        'Save the file as UTF-8, or write encoding = "cp1252" (Windows-1252) in the MAP.'
    )


def _delimiter(text: str, given: Map) -> str:
    """Return the delimiter that splits the header into most of the wanted columns; it is said in the report."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    wanted = set(given.wanted())

    def found(delimiter: str) -> int:
        return len(wanted & {name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])})

    return max(DELIMITERS, key=found)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield row number, line number and cells of every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row, line = 0, 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Refusal(_broken(error, line)) from error
        if cells is None:
            return
        row += 1
        if any(cell.strip() for cell in cells):
            yield row, line, cells
        line = reader.line_num + 1


def _broken(error: csv.Error, line: int) -> str:
    if "expected after" in str(error):
        return f"Nothing was imported. line {line}: a quote in the middle of a quoted value. Double it, or remove it."
    return (
        f"Nothing was imported. A quote opened in the row that begins at line {line} is never closed, or a value there "
        f"is longer than {csv.field_size_limit():,} characters. Close it, or double it inside a text."
    )


def _check_header(header: Sequence[str], given: Map) -> None:
    twice = [name for name, count in Counter(header).items() if count > 1 and name in given.wanted()]
    if twice:
        raise Refusal(f"row 1 (line 1): the column {quoted(twice[0])} is there twice. Rename one of them.")
    for name in given.wanted():
        if name in header:
            continue
        near = nearest(name, dict.fromkeys(header))
        meant = f"Did you mean {quoted(near)}?" if near else f"The first row says: {quoted(', '.join(header))}."
        raise Refusal(
            f"The file has no column {quoted(name)}, which the MAP names. {meant} Mend the MAP or the header."
        )


def _rows(
    records: Iterator[tuple[int, int, list[str]]], header: Sequence[str], wanted: Sequence[str], faults: Faults
) -> Iterator[Row]:
    """Yield the wanted cells of each row; a row that is not as wide as the header is a fault."""
    places = [header.index(name) for name in wanted]
    short: Fault | None = None
    for row, line, cells in records:
        if short:
            faults.add(short)
            short = None
        if len(cells) < len(header):
            reason = f"{len(cells)} columns instead of {len(header)}. Is a delimiter missing?"
            short = Fault(row, line, header[len(cells)], None, reason)
        elif len(cells) > len(header):
            reason = f"{len(cells)} columns instead of {len(header)}. Put quotes around a value that holds a delimiter."
            faults.add(Fault(row, line, "", None, reason))
        elif [cell.strip() for cell in cells] == list(header):
            faults.add(Fault(row, line, "", None, "the header again. Remove this row."))
        else:
            yield Row(row, line, tuple(cells[place] for place in places))
    if short:
        reason = f"the file looks cut off here: {short.reason.split('.')[0]} in its last row. Export it again."
        faults.add(Fault(short.row, short.line, short.column, None, reason))
