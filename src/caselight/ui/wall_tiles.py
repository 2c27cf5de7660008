"""The wall's tiles: each number with what it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from caselight.core import lateness
from caselight.core.baseline import Usual
from caselight.core.board import Promised, Speed
from caselight.core.lateness import OpenCase
from caselight.core.wording import clock, duration
from caselight.store.interruptions import DownNow

UNKNOWN = "usual not known yet"


@dataclass(frozen=True, slots=True)
class Tile:
    """A label, one or two values, each with the lines under it; `look` names the CSS class, `shape` the mark."""

    label: str
    values: tuple[tuple[str, tuple[str, str]], ...]
    look: str = ""
    shape: str = ""
    aside: str = ""


def hero(cases: Sequence[OpenCase], now: datetime, *, late_until: datetime | None, zone: tzinfo) -> Tile:
    """Return the overdue cases: filled while one is not acknowledged, outlined when all are, plain at none."""
    late = lateness.overdue(cases, now)
    if not late:
        lines = _clear(now, late_until, zone) if cases else ("no case", "is open")
        return Tile("Overdue cases", (("0", lines),), look="hero")
    is_new = any(not case.is_accepted for case in late) or bool(lateness.unanswered(late))
    lines = (_unanswered(cases, late), _owners(late))
    return Tile(
        "Overdue cases", ((f"{len(late):,}", lines),), look="hero new" if is_new else "hero known", shape="late"
    )


def soon(cases: Sequence[OpenCase], now: datetime) -> Tile:
    """Return the cases due within half an hour."""
    due = lateness.due_soon(cases, now)
    if due:
        lines = (f"next in {duration(_due(due[0]) - now)}", _owners(due))
        return Tile("Due in 30 min", ((f"{len(due):,}", lines),), shape="attention")
    after = lateness.next_due(cases, now)
    lines = ("next due", f"in {duration(_due(after[0]) - now)}") if after else ("nothing", "falls due")
    return Tile("Due in 30 min", (("0", lines),))


def speed(last: Speed, before: Speed) -> Tile:
    """Return how fast cases of the last 24 hours were resolved, against the weeks before."""
    values = (
        (_span(last.half, last.beyond), ("half within", _usual(before.half))),
        (_span(last.most, last.beyond), ("9 in 10 within", _usual(before.most))),
    )
    aside = f"n {last.resolved:,}, {last.unresolved:,} open"
    return Tile("Time to resolve, last 24 h", values, look="pair", aside=aside)


def missed(due: Sequence[Promised], now: datetime, usual: Usual | None, *, is_known: bool) -> Tile:
    """Return the resolution promises missed of those that fell due today; `is_known` when there is history enough."""
    fell = [promise for promise in due if promise.due_at <= now]
    late = sum(promise.missed(now) for promise in fell)
    against = "usual <1 by now" if is_known else UNKNOWN
    if usual:
        against = f"usual {between(usual)} by now"
    return Tile("SLA missed today", ((f"{late:,}", (f"of {len(fell):,} due", against)),))


def interruptions(down: Sequence[DownNow], now: datetime) -> Tile:
    """Return the unplanned interruptions that last, with the customers they hit as far as anybody has said."""
    if not down:
        return Tile("Interruptions now", (("0", ("nothing is", "interrupted")),))
    said = [each.customers for each in down if each.customers is not None]
    hit = f"{'over ' if len(said) < len(down) else ''}{sum(said):,} customers" if any(said) else "customers unknown"
    longest = f"longest {duration(now - down[0].since)}"
    return Tile("Interruptions now", ((f"{len(down):,}", (hit, longest)),), shape="attention")


def between(usual: Usual) -> str:
    """Return the band in whole cases: 3–11."""
    return f"{int(usual.low):,}–{int(usual.high):,}"


def _clear(now: datetime, since: datetime | None, zone: tzinfo) -> tuple[str, str]:
    if since is None:
        return "clear for", "more than a week"
    return f"clear since {clock(since, zone)}", f"({duration(now - since)})"


def _unanswered(cases: Sequence[OpenCase], late: Sequence[OpenCase]) -> str:
    """Return how many escalations wait to be acknowledged; where none does, how many of the late cases do."""
    if escalations := len(lateness.unanswered(cases)):
        return f"{escalations:,} escalation{'s' * (escalations > 1)} unanswered"
    waiting = len(lateness.unacknowledged(late))
    return f"{waiting:,} not acknowledged" if waiting else "all acknowledged"


def _owners(cases: Sequence[OpenCase]) -> str:
    unowned = len(lateness.unowned(cases))
    return f"{unowned:,} without owner" if unowned else "all have an owner"


def _due(case: OpenCase) -> datetime:
    return case.due_at or lateness.NEVER


def _span(span: timedelta | None, beyond: timedelta | None) -> str:
    if span is not None:
        return duration(span)
    return f"> {duration(beyond)}" if beyond is not None else "n/a"


def _usual(span: timedelta | None) -> str:
    return f"usual {duration(span)}" if span is not None else UNKNOWN
