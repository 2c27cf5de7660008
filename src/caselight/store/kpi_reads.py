"""What the key figures need, in a few statements, and the figures of a scope at an instant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from sqlalchemy import ColumnElement, Row, and_, select
from sqlmodel import Session, col

from caselight.core.instant import write
from caselight.core.kpis import Cases, Events, Facts, compute, definitions
from caselight.core.kpis.facts import CODES, Mask, Seconds
from caselight.core.people import Scope
from caselight.core.priority import Priority
from caselight.core.recurrence import kind_of, numbered
from caselight.core.refusal import Refusal
from caselight.core.text import quoted
from caselight.store import calendars, interruptions, recoveries
from caselight.store.among import ALL, Among
from caselight.store.clocks import clocks, put_back
from caselight.store.escalations import open_at
from caselight.store.rewound import Before, changed_since
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, Client, Event

Rows = Sequence[Row[Any]]
EVENT = tuple(
    col(getattr(Event, name)) for name in ("case_id", "seq", "kind", "at", "status", "team_id", "tier", "is_accepted")
)
Which = ColumnElement[bool] | None
MAY_CHANGE = {"service_id", "root_cause", "priority", "acknowledged_at", "first_response_at"}


class Known(NamedTuple):
    """A case, with what may have been different at as-of."""

    id: int
    client_id: int
    service_id: int | None
    root_cause: str | None
    record_type: str
    priority: int
    opened_at: datetime
    acknowledged_at: datetime | None
    first_response_at: datetime | None


def kpi(
    session: Session,
    scope: Scope,
    *,
    as_of: datetime,
    clients: Sequence[str] = (),
    priorities: Sequence[int] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    zone: str = "UTC",
) -> dict[str, Any]:
    """Return every key figure as known at `as_of`, the filter, and the definitions; refuse what makes no sense.

    The window is [since, until). Everything is as it stood at `as_of`; escalations' pauses are those on record now.
    """
    if since and until and since > until:
        raise Refusal(f"The period ends at {write(until)}, before it begins at {write(since)}. Swap the two.")
    chosen = scope.narrowed(named_clients(session, scope, clients))
    wanted = [Priority.parse(priority) for priority in priorities]
    facts = facts_at(session, chosen, as_of=as_of, priorities=wanted, since=since, until=until, zone=_zone(zone))
    return {
        "as_of": write(as_of),
        "filter": {
            "clients": list(clients),
            "priorities": [priority.value for priority in wanted],
            "from": write(since) if since else None,
            "to": write(until) if until else None,
            "zone": zone,
        },
        "kpis": compute(facts),
        "definitions": definitions(),
    }


def facts_at(
    session: Session,
    scope: Scope,
    *,
    as_of: datetime,
    priorities: Sequence[int] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    zone: str = "UTC",
) -> Facts:
    """Return what was known at `as_of` of the cases in scope; cases of other priorities only give context."""
    events = _events(session, scope, as_of)
    known = {row.case_id for row in events}
    before = changed_since(session, scope, as_of)
    cases = [row for row in _cases(session, scope, as_of, before) if row.id in known]
    place = {row.id: index for index, row in enumerate(cases)}
    events = [row for row in events if row.case_id in place]
    promises = put_back(session, clocks(session, scope), before)
    return Facts(
        as_of=as_of,
        cases=case_columns(cases, frozenset(priorities)),
        events=event_columns(without_undone(events), place),
        promises=[replace(row, case=place[row.case]) for row in promises if row.case in place],
        escalations=open_at(session, scope, as_of),
        downs=interruptions.downs(session, scope, place, as_of=as_of),
        recoveries=recoveries.recoveries(session, scope, also_left_out=True),
        others=recoveries.marks(session, scope, as_of=as_of, also_left_out=True),
        hours=calendars.of_clients(session, scope),
        since=since.timestamp() if since else -np.inf,
        until=until.timestamp() if until else np.inf,
        zone=zone,
    )


def opened_facts(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> Facts:
    """Return what was known at `until` of the cases opened in [since, until) and their events, by `cases_opened`.

    For figures that need neither promises nor what came before; types and teams as the cases have them now.
    """
    opened = and_(col(Case.opened_at) >= since, *replace(among, priorities=()).conditions())
    events = _events(session, scope, until, opened)
    known = {row.case_id for row in events}
    cases = [
        row for row in _cases(session, scope, until, changed_since(session, scope, until), opened) if row.id in known
    ]
    place = {row.id: index for index, row in enumerate(cases)}
    events = [row for row in events if row.case_id in place]
    return Facts(
        as_of=until,
        cases=case_columns(cases, frozenset(among.priorities)),
        events=event_columns(without_undone(events), place),
        since=since.timestamp(),
        until=until.timestamp(),
    )


def named_clients(session: Session, scope: Scope, names: Sequence[str]) -> list[int]:
    """Return the ids behind the names; foreign and missing are told in the same words."""
    rows = session.execute(within(select(col(Client.name), col(Client.id)), col(Client.id), scope))
    known = {name.casefold(): (name, client_id) for name, client_id in rows}
    for name in names:
        if name.casefold() not in known:
            listed = ", ".join(sorted(name for name, _ in known.values())) or "none yet"
            raise Refusal(f"There is no client {quoted(name)}. Clients: {listed}.")
    return [known[name.casefold()][1] for name in names]


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal(f"{quoted(name)} is no time zone: use an IANA name such as Europe/London.") from error


def _cases(session: Session, scope: Scope, as_of: datetime, before: Before, which: Which = None) -> list[Known]:
    statement = select(*(col(getattr(Case, name)) for name in Known._fields)).where(col(Case.opened_at) <= as_of)
    if which is not None:
        statement = statement.where(which)
    rows = session.execute(within(statement.order_by(unsearched(col(Case.id))), unsearched(col(Case.client_id)), scope))
    found = []
    for row in rows:
        then = before.cases.get(row[0], {})
        found.append(Known(*row)._replace(**{name: then[name] for name in MAY_CHANGE & then.keys()}))
    return found


def _events(session: Session, scope: Scope, as_of: datetime, which: Which = None) -> Rows:
    statement = select(*EVENT).where(col(Event.case_id).is_not(None), col(Event.at) <= as_of)
    if which is not None:
        statement = statement.join(Case, col(Case.id) == col(Event.case_id)).where(which, col(Case.opened_at) <= as_of)
    statement = statement.order_by(col(Event.case_id), col(Event.seq))
    return session.execute(within(statement, unsearched(col(Event.client_id)), scope)).all()


def without_undone(events: Rows) -> Rows:
    """Leave out what was taken back, and the taking back; a case whose logging was undone stays, cancelled."""
    gone = {
        (row.case_id, row.seq - back)
        for before, row in pairwise(events)
        if row.kind == "case:undone" != before.kind and before.case_id == row.case_id and before.seq > 1
        for back in (0, 1)
    }
    return [row for row in events if (row.case_id, row.seq) not in gone] if gone else events


def case_columns(rows: Sequence[Known], priorities: frozenset[int]) -> Cases:
    """Return the columns of cases; those of other priorities only give context."""
    return Cases(
        number=np.array([row.id for row in rows], dtype=np.int64),
        client=np.array([row.client_id for row in rows], dtype=np.int64),
        kind=numbered(
            kind_of(
                client_id=row.client_id,
                service_id=row.service_id,
                root_cause=row.root_cause,
                record_type=row.record_type,
            )
            for row in rows
        ),
        opened=_seconds([row.opened_at for row in rows]),
        acknowledged=_seconds([row.acknowledged_at for row in rows]),
        responded=_seconds([row.first_response_at for row in rows]),
        is_chosen=np.array([not priorities or row.priority in priorities for row in rows], dtype=bool),
    )


def event_columns(rows: Rows, place: dict[int, int]) -> Events:
    """Return the columns of events; `place` says where each case stands among the cases."""
    cancelling: Mask = np.array([row.kind == "case:cancelled" for row in rows], dtype=bool)
    return Events(
        case=np.array([place[row.case_id] for row in rows], dtype=np.int64),
        at=_seconds([row.at for row in rows]),
        status=np.array([CODES[row.status] for row in rows], dtype=np.int64),
        team=np.array([row.team_id or 0 for row in rows], dtype=np.int64),
        tier=np.array([row.tier or 0 for row in rows], dtype=np.int64),
        is_accepted=np.array([bool(row.is_accepted) for row in rows], dtype=bool),
        is_cancelling=cancelling,
    )


def _seconds(instants: Sequence[datetime | None]) -> Seconds:
    return np.array([at.timestamp() if at else np.nan for at in instants], dtype=np.float64)
