"""Everything the Case page shows about one case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.ledger import Turn
from caselight.core.lifecycle import Status
from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import Calendar, Case, CaseClock, Client, Contract, Event, EventText, Service, Team, User


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The case as it stands, with the names behind its ids."""

    id: int
    version: int
    client_id: int
    client: str
    industry: str
    zone: str
    record_type: str
    title: str
    status: str
    waiting_reason: str | None
    priority: int
    impact: str | None
    urgency: str | None
    is_priority_by_hand: bool
    team_id: int | None
    team: str | None
    tier: int | None
    owner_id: int | None
    owner: str | None
    is_accepted: bool
    service_id: int | None
    service: str | None
    channel: str | None
    root_cause: str | None
    customers_affected: int | None
    next_step: str | None
    source: str | None
    external_id: str | None
    occurred_at: datetime
    opened_at: datetime
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    touched_at: datetime
    reopens: int
    merged_into: int | None
    follows: int | None
    details: dict[str, Any]


NAMES = {
    "client": Client.name,
    "industry": Client.industry,
    "zone": Client.zone,
    "team": Team.name,
    "tier": Team.tier,
    "owner": User.name,
    "service": Service.name,
}
COLUMNS: tuple[ColumnElement[Any], ...] = tuple(
    col(NAMES.get(each.name) or getattr(Case, each.name)).label(each.name) for each in fields(CaseFile)
)


class ClockRow(NamedTuple):
    """One promise as it was written down, with the hours and the contract it is measured by."""

    promise: str
    target_s: int
    runs: list[list[str | None]]
    hours: dict[str, Any] | None
    calendar: str | None
    stopped_at: datetime | None
    first_missed_at: datetime | None
    valid_from: datetime
    kept: int = 0
    missed: int = 0
    waiting_pauses: bool = False

    def clock(self) -> Clock:
        """Return the clock that the row stands for."""
        hours = BusinessHours.from_dict(self.hours) if self.hours else ALWAYS
        return Clock.from_rows(
            self.runs, target=timedelta(seconds=self.target_s), hours=hours, stopped_at=self.stopped_at
        )


class Told(NamedTuple):
    """One event of the case; the state it carries is the one after it."""

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: str | None
    status: str | None
    team: str | None
    tier: int | None
    owner: str | None
    body: dict[str, Any]
    is_accepted: bool | None = None


def case_file(session: Session, scope: Scope, number: int) -> CaseFile | None:
    """Return the case of this number; None where it is missing or another scope's."""
    statement = (
        select(*COLUMNS)
        .select_from(Case)
        .join(Client, col(Client.id) == col(Case.client_id))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .join(User, col(User.id) == col(Case.owner_id), isouter=True)
        .join(Service, col(Service.id) == col(Case.service_id), isouter=True)
        .where(col(Case.id) == number)
    )
    found = session.execute(within(statement, col(Case.client_id), scope)).mappings().one_or_none()
    return CaseFile(**found) if found else None


def clocks(session: Session, scope: Scope, number: int) -> list[ClockRow]:
    """Return the promises of a case."""
    return clocks_of(session, scope, [number]).get(number, [])


def clocks_of(session: Session, scope: Scope, some: Sequence[int]) -> dict[int, list[ClockRow]]:
    """Return the promises of these cases by the number of the case."""
    statement = (
        select(
            col(CaseClock.case_id),
            col(CaseClock.promise),
            col(CaseClock.target_s),
            col(CaseClock.runs),
            col(Calendar.hours),
            col(Calendar.name),
            col(CaseClock.stopped_at),
            col(CaseClock.first_missed_at),
            col(Contract.valid_from),
            col(CaseClock.kept),
            col(CaseClock.missed),
            col(CaseClock.waiting_pauses),
        )
        .join(Contract, col(Contract.id) == col(CaseClock.contract_id))
        .join(Calendar, col(Calendar.id) == col(CaseClock.calendar_id), isouter=True)
        .where(col(CaseClock.case_id).in_(some))
        .order_by(col(CaseClock.case_id), col(CaseClock.target_s), col(CaseClock.promise))
    )
    found: defaultdict[int, list[ClockRow]] = defaultdict(list)
    for case, *row in session.execute(within(statement, col(CaseClock.client_id), scope)):
        found[case].append(ClockRow(*row))
    return found


def events(session: Session, scope: Scope, number: int) -> list[Told]:
    """Return all events of a case, oldest first."""
    owner = aliased(User)
    statement = (
        select(
            col(Event.seq),
            col(Event.kind),
            col(Event.at),
            col(Event.recorded_at),
            col(User.name),
            col(Event.status),
            col(Team.name),
            col(Event.tier),
            col(owner.name),
            col(Event.body),
            col(Event.is_accepted),
        )
        .join(User, col(User.id) == col(Event.actor_id), isouter=True)
        .join(Team, col(Team.id) == col(Event.team_id), isouter=True)
        .join(owner, col(owner.id) == col(Event.owner_id), isouter=True)
    )
    return [Told(*row) for row in session.execute(_of_case(statement, scope, number))]


def texts(session: Session, scope: Scope, number: int) -> dict[int, dict[str, str]]:
    """Return the free texts of a case's events by seq; an erased text is not there."""
    statement = select(col(Event.seq), col(EventText.field), col(EventText.text)).join(
        EventText, col(EventText.event_id) == col(Event.id)
    )
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for seq, field, text in session.execute(_of_case(statement, scope, number)):
        found[seq][field] = text
    return dict(found)


def turns(events: Iterable[Told], texts: Mapping[int, Mapping[str, str]]) -> list[Turn]:
    """Return where a case turned, for its ledgers; a wait carries its reason and the note that came with it."""
    found: list[Turn] = []
    reason = ""
    for event in events:
        if event.status is None or (found and found[-1].status == event.status):
            continue
        said = texts.get(event.seq, {})
        reason = said.get("waiting_reason", reason if event.kind == "case:undone" else "")
        why = ": ".join(filter(None, (reason, said.get("note")))) if event.status == Status.WAITING else ""
        found.append(Turn(event.at, event.status, event.actor or "", why))
    return found


def _of_case(statement: Select[*tuple[Any, ...]], scope: Scope, number: int) -> Select[*tuple[Any, ...]]:
    narrowed = within(statement, col(Event.client_id), scope)
    return narrowed.where(col(Event.case_id) == number).order_by(col(Event.seq))
