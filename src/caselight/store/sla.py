"""The promises of a period as its SLA counts them, each as it stood at the end of the period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.hours import BusinessHours
from caselight.core.lifecycle import LEFT_OUT
from caselight.core.people import Scope
from caselight.core.sla import Kept, Opened
from caselight.store import calendars, sla_clocks
from caselight.store.among import ALL, Among
from caselight.store.rewound import changed_since
from caselight.store.scoping import unsearched, within
from caselight.store.sla_clocks import ClockOf
from caselight.store.tables import Case, Client, Contract, Target

Clauses = Mapping[tuple[int, int, str, str], str]


def promises(
    session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime
) -> tuple[Kept, ...]:
    """Return the promises that may have a verdict in [since, until), or that were made in it, as known at its end.

    Found by `clocks_stopped` and `clocks_due`; cancelled and merged cases are left out. What changed later is put back
    from its events, by `events_at`: one statement, and one more for every 5,000 cases that changed.
    """
    clocks = sla_clocks.clocks(session, scope, among, since=since, until=until)
    hours, clauses = calendars.hours(session), _clauses(session, scope)
    raw, used = _raw_due(clocks, hours), _used(clocks, hours)
    return tuple(
        _kept(clock, _clause(clauses, clock), raw_due, share, until)
        for clock, raw_due, share in zip(clocks, raw, used, strict=True)
    )


def opened(
    session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime
) -> tuple[Opened, ...]:
    """Return the cases opened in [since, until), by `cases_opened`, as they stood at its end."""
    before = changed_since(session, scope, until).cases
    columns = ("id", "title", "priority", "opened_at", "status", "record_type", "team_id")
    statement = (
        select(col(Client.name), *(col(getattr(Case, name)) for name in columns))
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .where(col(Case.opened_at) >= since, col(Case.opened_at) < until)
        .order_by(col(Case.opened_at), col(Case.id))
    )
    if not before:
        statement = among.narrow(statement)
    rows = session.execute(within(statement, unsearched(col(Case.client_id)), scope)).mappings()
    then = [{**row, **before.get(row["id"], {})} for row in rows]
    return tuple(
        Opened(row["id"], row["name"], row["title"], row["priority"], row["opened_at"], row["status"] in LEFT_OUT)
        for row in then
        if among.lets(row["priority"], row["record_type"], row["team_id"])
    )


def _clauses(session: Session, scope: Scope) -> Clauses:
    statement = (
        select(
            col(Target.contract_id),
            col(Target.priority),
            col(Target.promise),
            col(Target.record_type),
            col(Target.clause),
        )
        .join(Contract, col(Contract.id) == col(Target.contract_id))
        .where(col(Target.clause) != "")
    )
    rows = session.execute(within(statement, col(Contract.client_id), scope))
    return {(contract, priority, promise, kind): clause for contract, priority, promise, kind, clause in rows}


def _clause(clauses: Clauses, clock: ClockOf) -> str:
    """Return where the contract says so: what it says of the record type goes before what it says of any."""
    about = (clock.contract_id, clock.priority, clock.promise)
    return clauses.get((*about, clock.record_type)) or clauses.get((*about, ""), "")


def _raw_due(clocks: Sequence[ClockOf], hours: Mapping[int | None, BusinessHours]) -> list[datetime]:
    """Return when each would have fallen due had it never been held."""
    found = [clock.due_at or clock.started_at for clock in clocks]
    for calendar_id, places in _by_calendar(clocks, (place for place, one in enumerate(clocks) if _was_held(one))):
        starts = np.array([clocks[place].started_at.timestamp() for place in places])
        targets = np.array([clocks[place].target_s for place in places])
        for place, at in zip(places, hours[calendar_id].due_seconds(starts, targets).tolist(), strict=True):
            found[place] = datetime.fromtimestamp(at, UTC)
    return found


def _used(clocks: Sequence[ClockOf], hours: Mapping[int | None, BusinessHours]) -> list[float | None]:
    """Return the share of its target that each had used when it stopped in time; the rest lies before it was due."""
    found: list[float | None] = [None] * len(clocks)
    in_time = (
        place for place, one in enumerate(clocks) if one.stopped_at and one.due_at and one.stopped_at <= one.due_at
    )
    for calendar_id, places in _by_calendar(clocks, in_time):
        stops = np.array([_seconds(clocks[place].stopped_at) for place in places])
        dues = np.array([_seconds(clocks[place].due_at) for place in places])
        targets = np.array([clocks[place].target_s for place in places])
        shares = np.maximum(1 - hours[calendar_id].elapsed_seconds(stops, dues) / targets, 0)
        for place, share in zip(places, shares.tolist(), strict=True):
            found[place] = share
    return found


def _by_calendar(clocks: Sequence[ClockOf], places: Iterable[int]) -> Iterable[tuple[int | None, list[int]]]:
    found = defaultdict[int | None, list[int]](list)
    for place in places:
        found[clocks[place].calendar_id].append(place)
    return found.items()


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else float("nan")


def _was_held(clock: ClockOf) -> bool:
    return len(clock.runs) > 1 or _is_held(clock)


def _is_held(clock: ClockOf) -> bool:
    return clock.stopped_at is None and clock.runs[-1][1] is not None


def _kept(clock: ClockOf, clause: str, raw_due_at: datetime, used: float | None, until: datetime) -> Kept:
    """Return the promise as known at an instant: what stopped later had not stopped, and a miss is due before it."""
    stop = clock.stopped_at if clock.stopped_at and clock.stopped_at < until else None
    end = stop or until
    first = clock.first_missed_at if clock.first_missed_at and clock.first_missed_at < until else None
    missed = clock.due_at if clock.due_at and clock.due_at < end else None
    return Kept(
        case=clock.case,
        client=clock.client,
        title=clock.title,
        priority=clock.priority,
        promise=clock.promise,
        clause=clause,
        target=timedelta(seconds=clock.target_s),
        opened_at=clock.opened_at,
        due_at=clock.due_at,
        stopped_at=stop,
        missed_at=first or missed,
        is_paused=_is_held(clock),
        paused=_paused(clock, end),
        raw_due_at=raw_due_at,
        raw_missed_at=min(
            (at for at in (raw_due_at if raw_due_at < end else None, first or missed) if at), default=None
        ),
        used=used if stop and not (first or missed) else None,
    )


def _paused(clock: ClockOf, end: datetime) -> timedelta:
    """Return how long it was held by the wall clock."""
    if not _was_held(clock):
        return timedelta()
    edges = [(datetime.fromisoformat(str(run[0])), run[1]) for run in clock.runs]
    gaps = [start - datetime.fromisoformat(str(stop)) for (_, stop), (start, _) in pairwise(edges)]
    last = edges[-1][1]
    if _is_held(clock):
        gaps.append(max(end - datetime.fromisoformat(str(last)), timedelta()))
    return sum(gaps, timedelta())
