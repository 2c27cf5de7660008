"""Whole cases with their whole past, written in a few statements."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import insert, inspect, select, update
from sqlmodel import Session, SQLModel, col

from caselight.core.chain import GENESIS
from caselight.store import numbers
from caselight.store.chain import Fact, linked
from caselight.store.tables import (
    Attachment,
    Case,
    CaseClock,
    CaseSheet,
    Escalation,
    Event,
    EventText,
    Interval,
    ThresholdFiring,
)

AT_ONCE = 500  # parameters of one IN


class Threshold(NamedTuple):
    """A threshold that was passed: its columns, and the places of the escalations it is of, and that it raised."""

    columns: Mapping[str, Any]
    clock: str  # its promise, or the step of the escalation
    of: int | None = None
    raised: int | None = None


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case before it is written: its columns (no id, version or head), its events in order, and what hangs on it.

    What hangs on it is columns without id, case_id and client_id; an escalation is named by its place among those of
    the case, the first being 1. Without a number it gets the next one.
    """

    case: Mapping[str, Any]
    facts: Sequence[Fact]
    clocks: Sequence[Mapping[str, Any]] = ()
    number: int | None = None
    intervals: Sequence[Mapping[str, Any]] = ()
    sheets: Sequence[Mapping[str, Any]] = ()
    escalations: Sequence[Mapping[str, Any]] = ()
    thresholds: Sequence[Threshold] = ()
    attachments: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class _Rows:
    case: dict[str, Any]
    events: list[dict[str, Any]]
    texts: list[list[dict[str, Any]]]  # one list per event
    clocks: list[dict[str, Any]]
    intervals: list[dict[str, Any]]
    sheets: list[dict[str, Any]]
    escalations: list[dict[str, Any]]
    attachments: list[dict[str, Any]]


def write_cases(session: Session, cases: Sequence[WholeCase]) -> list[int]:
    """Write cases with all that hangs on them; return the numbers. One case may name only earlier ones."""
    taken = _numbers(session, cases)
    rows = [_rows(whole, number) for whole, number in zip(cases, taken, strict=True)]
    insert_rows(session, Event, [event for row in rows for event in row.events])
    insert_rows(session, Case, [row.case for row in rows])
    insert_rows(session, CaseClock, [clock for row in rows for clock in row.clocks])
    insert_rows(session, Interval, [interval for row in rows for interval in row.intervals])
    insert_rows(session, CaseSheet, [sheet for row in rows for sheet in row.sheets])
    insert_rows(session, Attachment, [one for row in rows for one in row.attachments])
    insert_rows(session, Escalation, [one | {"follows": None} for row in rows for one in row.escalations])
    _tie(session, rows, dict(zip(taken, cases, strict=True)))
    insert_rows(session, EventText, list(_texts(session, rows)))
    return taken


def insert_rows(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Insert rows without making objects of them; none is nothing to do."""
    if rows:
        session.execute(insert(inspect(model).local_table), rows)


def _numbers(session: Session, cases: Sequence[WholeCase]) -> list[int]:
    """Return a number for each case: its own, or the next of the database's sequence."""
    given = [whole.number for whole in cases if whole.number is not None]
    fresh = iter(numbers.take(session, len(cases) - len(given), beyond=max(given, default=0)))
    return [whole.number if whole.number is not None else next(fresh) for whole in cases]


def _rows(whole: WholeCase, number: int) -> _Rows:
    """Chain the facts of one case and stand the case at its newest event."""
    client_id, prev = whole.case["client_id"], GENESIS
    events, texts = [], []
    for seq, fact in enumerate(whole.facts, start=1):
        told = replace(fact, case_id=number, client_id=client_id)
        event, told_texts = linked(told, subject=f"case:{number}", seq=seq, prev=prev)
        prev = event["hash"]
        events.append(event)
        texts.append(told_texts)
    case = dict(_defaults(Case)) | dict(whole.case) | {"id": number, "version": len(events), "head": prev}
    ids = {"case_id": number, "client_id": client_id}
    clocks = [dict(_defaults(CaseClock)) | _looked_at(clock) | dict(clock) | ids for clock in whole.clocks]
    plain = (whole.intervals, whole.sheets, whole.attachments)
    intervals, sheets, attached = ([dict(row) | ids for row in rows] for rows in plain)
    raised = [dict(_defaults(Escalation)) | dict(row) | ids for row in whole.escalations]
    return _Rows(case, events, texts, clocks, intervals, sheets, raised, attached)


def _looked_at(clock: Mapping[str, Any]) -> dict[str, Any]:
    """Have the first sweep look at a clock that has not stopped."""
    return {"next_at": None if clock.get("stopped_at") else clock["started_at"]}


def _tie(session: Session, rows: Sequence[_Rows], cases: Mapping[int, WholeCase]) -> None:
    """Name escalations by the ids that the database gave them: those that others follow, and those of thresholds."""
    follow = [one for row in rows for one in row.escalations if one.get("follows")]
    if not follow and not any(whole.thresholds for whole in cases.values()):
        return
    found: defaultdict[int, list[int]] = defaultdict(list)
    for start in range(0, len(rows), AT_ONCE):
        some = [row.case["id"] for row in rows[start : start + AT_ONCE]]
        ids = select(col(Escalation.case_id), col(Escalation.id)).where(col(Escalation.case_id).in_(some))
        for number, escalation_id in session.execute(ids.order_by(col(Escalation.id))):
            found[number].append(escalation_id)
    for row in rows:
        mine = found[row.case["id"]]
        for place, one in enumerate(row.escalations):
            if one.get("follows"):
                follows = update(Escalation).where(col(Escalation.id) == mine[place])
                session.execute(follows.values(follows=mine[one["follows"] - 1]))
    fired = [_fired(number, whole, one, found[number]) for number, whole in cases.items() for one in whole.thresholds]
    insert_rows(session, ThresholdFiring, fired)


def _fired(number: int, whole: WholeCase, one: Threshold, mine: Sequence[int]) -> dict[str, Any]:
    clock = f"escalation:{mine[one.of - 1]}:{one.clock}" if one.of else f"{one.clock}:{number}"
    raised = mine[one.raised - 1] if one.raised else None
    ids = {"case_id": number, "client_id": whole.case["client_id"]}
    return {**one.columns, **ids, "clock": clock, "raised": raised}


def _texts(session: Session, rows: Sequence[_Rows]) -> Iterator[dict[str, Any]]:
    """Yield the rows of texts, each with the id that the database gave to its event."""
    told = {
        (event["case_id"], event["seq"]): texts
        for row in rows
        for event, texts in zip(row.events, row.texts, strict=True)
        if texts
    }
    tellers = sorted({number for number, _ in told})
    for start in range(0, len(tellers), AT_ONCE):
        some = tellers[start : start + AT_ONCE]
        ids = select(col(Event.case_id), col(Event.seq), col(Event.id)).where(col(Event.case_id).in_(some))
        for number, seq, event_id in session.execute(ids):
            yield from ({"event_id": event_id, **row} for row in told.get((number, seq), ()))


@cache
def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    """Return what a row of the model holds where nothing is said; what must be said, and the id, are left out."""
    fields = {name: about for name, about in model.model_fields.items() if name != "id" and not about.is_required()}
    return {name: about.get_default(call_default_factory=True) for name, about in fields.items()}
