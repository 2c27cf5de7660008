"""Every row of a file read as the MAP says, before anything is written."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from caselight.core import instant
from caselight.core.lifecycle import Status
from caselight.core.mapping import PLACE, Map
from caselight.core.mapping.parts import CONSTANTS
from caselight.core.mapping.values import Reader, readers
from caselight.core.refusal import Refusal
from caselight.core.text import is_blank
from caselight.services.importing import details
from caselight.services.importing.faults import Fault, Faults
from caselight.services.importing.file import Row, Sheet
from caselight.services.importing.said import Said

OWED = frozenset({"case", "client", "title", "priority"})
OWED_BY = {"events": OWED | {"at", "status"}, "cases": OWED | {"opened"}}
ENDED = (Status.RESOLVED, Status.CLOSED, Status.CANCELLED)
NOT_BEFORE = (
    ("acknowledged", "opened"),
    ("first_response", "opened"),
    ("resolved", "opened"),
    ("resolved", "acknowledged"),
    ("resolved", "first_response"),
    ("closed", "opened"),
    ("closed", "resolved"),
)


def check(sheet: Sheet, given: Map, *, now: datetime, faults: Faults) -> list[list[Said]]:
    """Return the rows of each case in the order they happened; faults are added, never raised."""
    reading = _Reading(given, sheet.columns, readers(given, now=now), faults)
    rows = [said for said in map(reading.row, sheet.rows) if said.values["case"]]
    details.read(rows, given, now=now, faults=faults)
    _look_alikes(rows, given, faults)
    if given.table == "cases":
        _one_row_each(rows, given, faults)
        for said in rows:
            _in_order(said, given, faults)
    by_case: defaultdict[tuple[str, str], list[Said]] = defaultdict(list)
    for said in rows:
        client = str(said.values["client"]) if given.table == "cases" else ""
        by_case[client, said.values["case"]].append(said)
    if given.table == "events" and not faults.count:
        for events in by_case.values():
            events.sort(key=lambda said: said.values["at"])  # stable: the file's order breaks ties
    return list(by_case.values())


@dataclass(slots=True)
class _Reading:
    """The cells of a row read one by one; a value seen before is not read again."""

    given: Map
    columns: tuple[str, ...]
    readers: Mapping[str, Reader]
    faults: Faults
    _known: dict[tuple[str, str], tuple[Any, str]] = field(default_factory=dict)
    _roles: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    _constants: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role, named in self.given.columns:
            names = (named,) if isinstance(named, str) else named or ()
            if names:
                self._roles.append((role, self.given.join.join(names), tuple(map(self.columns.index, names))))
        for role in CONSTANTS & set(self.given.constants):
            self._constants[role] = self._constant(role, str(self.given.constants[role]))

    def row(self, row: Row) -> Said:
        """Return what the row says; each cell that cannot be read is a fault of its own."""
        values: dict[str, Any] = dict(self._constants)
        for role, column, places in self._roles:
            value, reason = self._read(role, self._cell(row, places))
            if reason:
                shown = self.given.join.join(row.cells[place] for place in places)
                self.faults.add(Fault(row.row, row.line, column, shown or None, reason))
            if value is not None or role not in values:
                values[role] = value
        for name, cell in self.given.details.items():
            own = (self._cell(row, [self.columns.index(column)]) for column in cell.columns)
            first = next(filter(None, own), "")
            values[f"details.{name}"] = self._read(f"details.{name}", first)[0]
        if self.given.title is not None and not values.get("title"):
            values["title"] = self._title(row)
        return Said(row.row, row.line, values)

    def _cell(self, row: Row, places: Iterable[int]) -> str:
        cells = [row.cells[place].strip() for place in places]
        known = ["" if cell in self.given.missing else cell for cell in cells]
        return self.given.join.join(known) if any(known) else ""

    def _read(self, role: str, cell: str) -> tuple[Any, str]:
        found = self._known.get((role, cell))
        if found is None:
            found = self._known[role, cell] = self._read_anew(role, cell)
        return found

    def _read_anew(self, role: str, cell: str) -> tuple[Any, str]:
        owed = (
            role in OWED_BY[self.given.table]
            and role not in self._constants
            and not (role == "title" and self.given.title)
        )
        if is_blank(cell):
            return None, "empty, but needed. Fill it in." if owed else ""
        try:
            return self.readers[role](cell), ""
        except Refusal as refusal:
            return None, refusal.sentence

    def _constant(self, role: str, said: str) -> Any:  # noqa: ANN401 – as various as the roles
        value, reason = self._read_anew(role, said)
        if reason:
            raise Refusal(f"The MAP needs mending: constants.{role}: {reason}")
        return value

    def _title(self, row: Row) -> str | None:
        said = PLACE.sub(lambda place: row.cells[self.columns.index(place[1])], self.given.title or "")
        value, reason = self._read("title", said)
        if reason:
            self.faults.add(Fault(row.row, row.line, "title", said, reason))
        return None if value is None else str(value)


def _look_alikes(rows: Iterable[Said], given: Map, faults: Faults) -> None:
    """Find ids that differ by a mark that nobody sees."""
    first: dict[str, Said] = {}
    for said in rows:
        seen = "".join(mark for mark in said.values["case"] if unicodedata.category(mark) != "Cf")
        other = first.setdefault(seen, said)
        if other.values["case"] != said.values["case"]:
            reason = f"looks like the id in row {other.row} (line {other.line}) but is not the same. Write both alike."
            faults.add(Fault(said.row, said.line, given.columns.case, said.values["case"], reason))


def _one_row_each(rows: Iterable[Said], given: Map, faults: Faults) -> None:
    first: dict[tuple[str, str], Said] = {}
    for said in rows:
        other = first.setdefault((str(said.values["client"]), said.values["case"]), said)
        if other is not said:
            reason = f"the same case as in row {other.row} (line {other.line}). Keep one of the two."
            faults.add(Fault(said.row, said.line, given.columns.case, said.values["case"], reason))


def _in_order(said: Said, given: Map, faults: Faults) -> None:
    """Find an end before its beginning, and a status that contradicts the instants."""
    ended, state = said.values.get("resolved") or said.values.get("closed"), said.values.get("status")
    if state and (state.status in ENDED) != bool(ended):
        reason = "has an end, though. Mend one of the two." if ended else "but no instant of it. Fill that in."
        faults.add(Fault(said.row, said.line, given.join.join(given.columns.status), state.status, reason))
    for later, earlier in NOT_BEFORE:
        end, start = said.values.get(later), said.values.get(earlier)
        if end and start and end < start:
            column = getattr(given.columns, later)
            reason = f"lies before {getattr(given.columns, earlier)}, {instant.write(start)}. Mend one of the two."
            faults.add(Fault(said.row, said.line, column, instant.write(end), reason))
