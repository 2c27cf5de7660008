"""The ladder of a case in words: who was called, what was missed, and who is called next if nobody acts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from caselight.core.calling import Call
from caselight.core.escalation import Step, Way
from caselight.core.ladder import Coming, Ladder
from caselight.core.lateness import is_overdue
from caselight.core.people import Principal
from caselight.core.wording import clock, date, duration
from caselight.store import escalations
from caselight.store import ladder as reads
from caselight.store.escalations import EscalationRow
from caselight.ui import data, html

PAST = 6  # rungs behind us that are shown; the Case page has them all
MANAGER = "a manager"
TO_DO = {Step.ACKNOWLEDGE: "to acknowledge", Step.RESOLVE: "to resolve"}


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the ladder; `shape` is done, late or coming."""

    at: datetime
    when: str
    shape: str
    what: str
    how: str = ""
    is_next: bool = False


def show(me: Principal, number: int, now: datetime, zone: tzinfo) -> None:
    """Draw the ladder of a case, with who is next at its head; nothing where nothing was or will be called."""
    rows = data.read(escalations.of_case, me.scope, number, first_line=True)
    ladder = read(me, number, now)
    if ladder is None:
        return
    behind, ahead = past(rows, now, zone), coming(ladder, rows, now, zone)
    if behind or ahead:
        html.draw("escalation_ladder", headline=headline(ahead, now), rungs=[*behind[-PAST:], *ahead])


def read(me: Principal, number: int, now: datetime) -> Ladder | None:
    """Return what the ladder of a case is worked out from, read again when the data changes and every hour."""
    return data.read(reads.of_case, me.scope, number, at=now.replace(minute=0, second=0, microsecond=0))


def past(rows: Iterable[EscalationRow], now: datetime, zone: tzinfo) -> list[Rung]:
    """Return what is behind us on the escalations that are open: raised, acknowledged, missed."""
    found = [rung for row in rows if row.ended_at is None for rung in _behind(row, now, zone)]
    return sorted(found, key=lambda rung: rung.at)


def coming(ladder: Ladder, rows: Sequence[EscalationRow], now: datetime, zone: tzinfo) -> list[Rung]:
    """Return what will happen by itself, in order; the first is next."""
    called = [(rung.at, name(rung)) for rung in ladder.coming(now)]
    known = {at for at, _ in called}
    steps = [
        (at, f"{_briefly(row)} {TO_DO[step]}")
        for row in rows
        if row.ended_at is None and row.passed_on_at is None and row.way != Way.FIRST_LINE
        for step, at in due(row)
        if at not in known and not is_overdue(at, now)
    ]
    ordered = sorted([*called, *steps])
    return [
        Rung(at, _when(at, now, zone), "coming", what, soon(at, now), is_next=place == 0)
        for place, (at, what) in enumerate(ordered)
    ]


def headline(ahead: Sequence[Rung], now: datetime) -> str:
    """Return who is next, and when."""
    return f"next: {ahead[0].what}, {soon(ahead[0].at, now)}" if ahead else "nobody else is called by itself"


def due(row: EscalationRow) -> Iterator[tuple[Step, datetime]]:
    """Yield the steps of an escalation that are not done and have a due instant."""
    if row.acknowledged_at is None and row.ack_due_at is not None:
        yield Step.ACKNOWLEDGE, row.ack_due_at
    if row.resolve_due_at is not None:
        yield Step.RESOLVE, row.resolve_due_at


def name(rung: Coming) -> str:
    """Return who is called: T2 Network, or a manager."""
    return team(rung.call) if rung.call else MANAGER


def team(call: Call) -> str:
    """Return the team of a call with its tier."""
    return f"T{call.desk.tier} {call.desk.name}"


def caller(row: EscalationRow) -> str:
    """Return who was called by an escalation."""
    if row.way == Way.HIERARCHICAL:
        return row.person or MANAGER
    return f"T{row.to_tier} {row.team or ''}".strip()


def soon(at: datetime, now: datetime) -> str:
    """Return how soon; what is due and not yet swept comes any moment."""
    return f"in {duration(at - now)}" if at > now else "any moment"


def _behind(row: EscalationRow, now: datetime, zone: tzinfo) -> Iterator[Rung]:
    who = caller(row)[:1].upper() + caller(row)[1:]
    yield Rung(
        row.raised_at, _when(row.raised_at, now, zone), "done", f"{who} {'told' if _is_watch(row) else 'called'}"
    )
    if row.acknowledged_at is not None and row.acknowledged_by is not None:
        at = row.acknowledged_at
        yield Rung(at, _when(at, now, zone), "done", f"Acknowledged by {row.acknowledged_by}")
    for step, at in due(row):
        if is_overdue(at, now):
            late = f"{duration(now - at)} late"
            yield Rung(at, _when(at, now, zone), "late", f"{_briefly(row)} did not {step}", late)


def _briefly(row: EscalationRow) -> str:
    return "Manager" if row.way == Way.HIERARCHICAL else f"T{row.to_tier}"


def _is_watch(row: EscalationRow) -> bool:
    return row.way == Way.FIRST_LINE


def _when(at: datetime, now: datetime, zone: tzinfo) -> str:
    is_today = at.astimezone(zone).date() == now.astimezone(zone).date()
    return clock(at, zone) if is_today else date(at, zone, now=now)
