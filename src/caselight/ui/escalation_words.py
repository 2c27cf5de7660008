"""One escalation in words: what it is, where it went, what is late on it, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from caselight.core.calling import Call
from caselight.core.escalation import Trigger, Way
from caselight.core.escalation_kinds import KINDS, Kind
from caselight.core.lateness import is_overdue
from caselight.core.wording import clock, duration, moment
from caselight.store.escalations import EscalationRow
from caselight.ui.ladder import caller, due, team

RAISED = {
    Trigger.TIME: "raised by the clock",
    Trigger.PRIORITY: "raised by its priority",
    Trigger.CUSTOMER: "asked for by the customer",
    Trigger.AGENT: "raised by the team",
    Trigger.RULE: "raised by a rule",
}


@dataclass(frozen=True, slots=True)
class View:
    """One escalation; a column is its label, what stands there, and a word on it."""

    kind: str
    about: str
    is_urgent: bool
    is_over: bool
    shape: str  # late, attention or none
    state: str
    route: str
    reason: str
    columns: tuple[tuple[str, str, str], ...]
    said: tuple[tuple[str, str], ...]


def view(row: EscalationRow, now: datetime, zone: tzinfo) -> View:
    """Return one escalation in words."""
    shape, state = _state(row, now)
    kind = KINDS.get(row.kind)
    return View(
        kind=kind.label if kind else row.kind,
        about=f"{row.way}, {RAISED[Trigger(row.trigger)]}",
        is_urgent=row.is_urgent,
        is_over=row.ended_at is not None,
        shape=shape,
        state=state,
        route=_route(row),
        reason=row.reason or "",
        columns=_columns(row, now, zone),
        said=tuple((label(name), str(value)) for name, value in row.details.items()),
    )


def label(name: str) -> str:
    """Return the name of a field as a form shows it."""
    return name.replace("_", " ").capitalize()


def called(call: Call | None, kind: Kind, tier: int | None) -> str:
    """Return who is called if a case is escalated now, by when they must acknowledge, and what stands in the way."""
    if call is None:
        return f"No team is above tier {tier}. Hand it off, or ask for a manager's eyes."
    allowed = min(filter(None, (call.row.acknowledge, kind.acknowledge_at_most)))
    is_always = call.row.is_round_the_clock or kind.is_urgent
    within = duration(allowed) + ("" if is_always else " of client hours")
    said = [f"Calls {team(call)} at once, to acknowledge within {within}."]
    if call.passed_over:
        said.append(f"Nobody is on shift at tier {', '.join(map(str, call.passed_over))}.")
    if not call.is_there:
        said.append("Nobody is on shift there now.")
    return " ".join(said)


def _state(row: EscalationRow, now: datetime) -> tuple[str, str]:
    """Return the shape and the words of how it stands."""
    if row.ended_at is not None:
        return "", row.outcome or "ended"
    late = [f"{step} overdue by {duration(now - at)}" for step, at in due(row) if is_overdue(at, now)]
    if late:
        return "late", late[0]
    if row.passed_on_at is not None:
        return "", "passed on"
    coming = [f"{step} in {duration(at - now)}" for step, at in due(row)]
    return ("", coming[0]) if coming else ("", "held while the case waits")


def _route(row: EscalationRow) -> str:
    if row.way == Way.HIERARCHICAL:
        return f"{row.person or 'A manager'} looks on; team and owner stayed"
    return f"T{row.from_tier or '?'} {row.from_team or 'no team'} → {caller(row)}"


def _columns(row: EscalationRow, now: datetime, zone: tzinfo) -> tuple[tuple[str, str, str], ...]:
    return (
        ("Raised", _when(row.raised_at, now, zone), f"by {row.initiator}" if row.initiator else "by itself"),
        ("Acknowledge", *_acknowledge(row, now, zone)),
        ("Resolve", *_resolve(row, now, zone)),
        ("Outcome", *_outcome(row, now, zone)),
    )


def _acknowledge(row: EscalationRow, now: datetime, zone: tzinfo) -> tuple[str, str]:
    anew = f"called anew {row.cycle} time{'s' * (row.cycle > 1)}" if row.cycle else ""
    if row.acknowledged_at is None:
        return (f"by {_when(row.ack_due_at, now, zone)}" if row.ack_due_at else "no time set"), anew
    late = row.ack_due_at is not None and is_overdue(row.ack_due_at, row.acknowledged_at)
    by = f"by {row.acknowledged_by}" if row.acknowledged_by else ""
    words = ", ".join(
        filter(
            None,
            (by, f"{duration(row.acknowledged_at - row.ack_due_at)} late" if late and row.ack_due_at else "", anew),
        )
    )
    return _when(row.acknowledged_at, now, zone), words


def _resolve(row: EscalationRow, now: datetime, zone: tzinfo) -> tuple[str, str]:
    if row.resolve_due_at is None:
        return "", "held while the case waits"
    at = row.ended_at or now
    late = f"{duration(at - row.resolve_due_at)} late" if is_overdue(row.resolve_due_at, at) else ""
    return f"by {_when(row.resolve_due_at, now, zone)}", late


def _outcome(row: EscalationRow, now: datetime, zone: tzinfo) -> tuple[str, str]:
    if row.ended_at is not None:
        return row.outcome or "ended", _when(row.ended_at, now, zone)
    return "open", f"passed on {_when(row.passed_on_at, now, zone)}" if row.passed_on_at else ""


def _when(at: datetime, now: datetime, zone: tzinfo) -> str:
    is_today = at.astimezone(zone).date() == now.astimezone(zone).date()
    return clock(at, zone) if is_today else moment(at, zone, now=now)
