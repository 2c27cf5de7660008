"""The contracts, calendars and rows of the matrix that an export names, as they are here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.instant import write
from caselight.core.text import quoted
from caselight.services.exporting.promises import said
from caselight.services.importing.faults import Fault, Faults
from caselight.services.importing.own.kept import Kept, Values
from caselight.store.export_promises import matrix_names
from caselight.store.tables import Calendar, Client, Contract
from caselight.store.tables.config import BEGINNING

OR_WITHOUT = "or import with --without-promises"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The ids behind what clocks and escalations name."""

    contracts: Mapping[tuple[str, datetime], int]
    calendars: Mapping[tuple[str, datetime], int]
    matrix: Mapping[str, int]

    def calendar(self, row: Values) -> int | None:
        """Return the version of the calendar that a row names; around the clock is none."""
        return self.calendars[_version(row)] if row.get("calendar") else None


def agreed(session: Session) -> Agreed:
    """Return all that is agreed here, by name, in three statements."""
    contracts = select(col(Client.name), col(Contract.valid_from), col(Contract.id)).join(
        Contract, col(Contract.client_id) == col(Client.id)
    )
    calendars = select(col(Calendar.name), col(Calendar.valid_from), col(Calendar.id))
    return Agreed(
        {(name, valid_from): number for name, valid_from, number in session.execute(contracts)},
        {(name, valid_from): number for name, valid_from, number in session.execute(calendars)},
        {said(row.said): row.id for row in matrix_names(session)},
    )


def refuse_missing(new: Iterable[Kept], here: Agreed, faults: Faults) -> None:
    """Find the rows that name a contract or a calendar that is not here."""
    for one in new:
        for row in one.clocks.values():
            if (one.case["client"], row["contract_from"]) not in here.contracts:
                reason = f"{one.case['client']} has no contract here that holds from then. Make it first, {OR_WITHOUT}."
                _add(row, "clocks.contract_from", write(row["contract_from"]), reason, faults)
        for table, rows in (("clocks", one.clocks.values()), ("escalations", one.escalations.values())):
            for row in rows:
                if row.get("calendar") and _version(row) not in here.calendars:
                    since = "its beginning" if _version(row)[1] == BEGINNING else write(row["calendar_from"])
                    reason = f"No calendar {quoted(row['calendar'])} holds here from {since}. Make it, {OR_WITHOUT}."
                    _add(row, f"{table}.calendar", row["calendar"], reason, faults)


def without_matrix(new: Iterable[Kept], here: Agreed) -> int:
    """Return how many clocks that go on name a row of the matrix that is not here."""
    rows = [row for one in new for row in one.clocks.values() if "stopped_at" not in row]
    return sum(bool(row.get("matrix")) and row["matrix"] not in here.matrix for row in rows)


def _version(row: Values) -> tuple[str, datetime]:
    return row["calendar"], row.get("calendar_from", BEGINNING)


def _add(row: Values, column: str, value: str, reason: str, faults: Faults) -> None:
    faults.add(Fault(row["row"], row["row"], column, value, reason))
