"""The rows of the Cases page, and the populations that tiles and marks open there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlmodel import Session, col

from caselight.core.lifecycle import LEFT_OUT, OPEN
from caselight.core.people import Scope
from caselight.core.promises import Promise
from caselight.core.refusal import NotFound
from caselight.core.wording import number
from caselight.store.scoping import IS_OPEN, unsearched, within
from caselight.store.tables import Case, CaseClock, Client, Team, User

COUNTS = col(Case.status).not_in(LEFT_OUT)
UNKNOWN = "unknown"  # what stands for a root cause that nobody gave
AnySelect = Select[*tuple[Any, ...]]
stopped_at, due_at = col(CaseClock.stopped_at), col(CaseClock.due_at)
# When the resolution promise was missed: the first miss stays on record, later ones are seen in the clock.
missed_at = func.coalesce(
    col(CaseClock.first_missed_at), case((or_(stopped_at.is_(None), stopped_at > due_at), due_at), else_=None)
)
HAS_RESOLUTION_CLOCK = and_(col(CaseClock.case_id) == col(Case.id), col(CaseClock.promise) == Promise.RESOLUTION)


class Listed(NamedTuple):
    """One case of a list."""

    number: int
    client: str
    title: str
    record_type: str
    status: str
    waiting_reason: str | None
    priority: int
    tier: int | None
    owner: str | None
    opened_at: datetime
    resolved_at: datetime | None
    external_id: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows: everything said must hold; what is not said does not matter."""

    words: str = ""
    record_types: Collection[str] = ()
    statuses: Collection[str] = ()
    priorities: Collection[int] = ()
    numbers: Collection[int] | None = None
    between: tuple[tuple[str, datetime, datetime], ...] = ()  # a population of a period: its name, from, to
    causes: Collection[str] = ()  # root causes; UNKNOWN is none
    services: Collection[int] = ()  # 0: none in particular
    teams: Collection[int] = ()  # that hold the case now

    def among(self, *, record_types: Collection[str] = (), statuses: Collection[str] = ()) -> "Wanted":
        """Return the part of this that is also of one of these types, and in one of these statuses."""
        types, states = _both(self.record_types, record_types), _both(self.statuses, statuses)
        if types is None or states is None:
            return replace(self, numbers=())
        return replace(self, record_types=types, statuses=states)


def resolved_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for cases resolved in [since, until)."""
    return and_(COUNTS, col(Case.resolved_at) >= since, col(Case.resolved_at) < until)


def opened_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for cases opened in [since, until)."""
    return and_(COUNTS, col(Case.opened_at) >= since, col(Case.opened_at) < until)


def logged_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for cases opened in [since, until), whatever became of them."""
    return and_(col(Case.opened_at) >= since, col(Case.opened_at) < until)


def responded_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for cases opened in [since, until) whose customer had a first response by then."""
    return and_(opened_between(since, until), col(Case.first_response_at) < until)


def acknowledged_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for cases opened in [since, until) that somebody took by then."""
    return and_(opened_between(since, until), col(Case.acknowledged_at) < until)


def entered_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for cases that people entered in [since, until): neither a tool that reported them, nor a file."""
    return and_(opened_between(since, until), col(Case.source).is_(None))


def missed_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for resolution clocks missed in [since, until), dated at the due instant; `until` is no later than now."""
    return and_(COUNTS, missed_at >= since, missed_at < until)


def met_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for resolution clocks met in [since, until), dated at the stop."""
    return and_(COUNTS, missed_at.is_(None), stopped_at >= since, stopped_at < until)


def decided_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Hold for resolution clocks met or missed in [since, until)."""
    return or_(met_between(since, until), missed_between(since, until))


def decided_since(since: datetime) -> ColumnElement[bool]:
    """Join a case to its resolution clock where that may have been met or missed since an instant.

    A miss is never later than the stop, so these are the clocks stopped since and those running: each half found by
    `clocks_stopped`. The promise is said in both, not beside them, or SQLite walks all clocks of that promise.
    """
    is_resolution = col(CaseClock.promise) == Promise.RESOLUTION
    halves = (stopped_at >= since, stopped_at.is_(None))
    return and_(col(CaseClock.case_id) == col(Case.id), or_(*(and_(is_resolution, half) for half in halves)))


POPULATIONS = {
    "resolved": resolved_between,
    "opened": opened_between,
    "responded": responded_between,
    "acknowledged": acknowledged_between,
    "logged": logged_between,
    "entered": entered_between,
    "sla": decided_between,
    "sla_met": met_between,
    "sla_missed": missed_between,
}


def rows(session: Session, scope: Scope, wanted: Wanted, *, page: int, size: int) -> list[Listed]:
    """Return one page of the list, newest first; pages count from 1."""
    statement = (
        select(
            col(Case.id),
            col(Client.name),
            col(Case.title),
            col(Case.record_type),
            col(Case.status),
            col(Case.waiting_reason),
            col(Case.priority),
            col(Team.tier),
            col(User.name),
            col(Case.opened_at),
            col(Case.resolved_at),
            col(Case.external_id),
        )
        .select_from(Case)
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .join(User, col(User.id) == col(Case.owner_id), isouter=True)
        .order_by(col(Case.opened_at).desc(), col(Case.id).desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return [Listed(*row) for row in session.execute(narrowed(statement, scope, wanted))]


def total(session: Session, scope: Scope, wanted: Wanted) -> int:
    """Return how many cases the whole list holds."""
    statement = select(func.count()).select_from(Case)
    return int(session.execute(narrowed(statement, scope, wanted)).scalar_one())


def narrowed(statement: AnySelect, scope: Scope, wanted: Wanted) -> AnySelect:
    """Return a statement on cases narrowed to the scope and to what is wanted."""
    statement = within(statement, col(Case.client_id), scope)
    if decided := [since for name, since, _ in wanted.between if name.startswith("sla")]:
        statement = statement.join(CaseClock, decided_since(max(decided)))
    for name, since, until in wanted.between:
        statement = statement.where(POPULATIONS[name](since, until))
    for column, values in _among(wanted):
        statement = statement.where(column.in_(sorted(values)))
    if wanted.statuses and all(status in OPEN for status in wanted.statuses):
        statement = statement.where(IS_OPEN)
    return statement.where(_says(wanted.words)) if wanted.words.strip() else statement


def _among(wanted: Wanted) -> Iterator[tuple[Any, Collection[Any]]]:
    """Yield the columns that must hold one of some values; an empty set of numbers is no case at all."""
    asked = (
        (col(Case.record_type), wanted.record_types),
        (col(Case.status), wanted.statuses),
        (col(Case.priority), wanted.priorities),
        (col(Case.team_id), wanted.teams),
        (func.coalesce(col(Case.root_cause), UNKNOWN), wanted.causes),  # so no index of all its history is walked
        (func.coalesce(col(Case.service_id), 0), wanted.services),
    )
    yield from ((column, values) for column, values in asked if values)
    if wanted.numbers is not None:
        yield col(Case.id), wanted.numbers


def _both(these: Collection[str], those: Collection[str]) -> tuple[str, ...] | None:
    """Return what both let through, where nothing said lets everything through; None when that is nothing."""
    if not (these and those):
        return tuple(these or those)
    return tuple(each for each in these if each in those) or None


def _says(words: str) -> ColumnElement[bool]:
    """Hold for the case of this number, of this id at the client, or with all these words in its title."""
    either = [and_(*(col(Case.title).icontains(word, autoescape=True) for word in words.split()))]
    either.append(func.lower(col(Case.external_id)) == words.strip().lower())
    try:
        either.append(col(Case.id) == number(words))
    except NotFound:
        return or_(*either)
    return or_(*either)
