"""The wall's two tables: whose case is late, and how each contract month stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from caselight.core import lateness
from caselight.core.board import Standing, month_began
from caselight.core.lateness import OpenCase
from caselight.core.wording import FEW, MONTHS, duration, reference, share

LINES = 9
CLIENTS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list, in words."""

    case: str
    client: str
    priority: str
    tier: str
    owner: str
    lateness: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The list: overdue first, then, under a line that says so, what falls due next."""

    title: str
    note: str
    last_column: str
    late: tuple[Row, ...]
    divider: str
    next: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One client's contract month: places on the track in per cent, and the words beside it."""

    client: str
    at: float
    target: float
    share: str
    n: str
    allowance: str
    is_below: bool
    is_few: bool
    is_tight: bool


def listing(cases: Sequence[OpenCase], now: datetime, *, hides_owners: bool = False, lines: int = LINES) -> Listing:
    """Return the lines of the list, nine where nobody says how many have room."""
    late, due = lateness.overdue(cases, now), lateness.next_due(cases, now)
    soon = len(lateness.due_soon(cases, now))
    if not late:
        rows = _rows(due[:lines], now, hides_owners)
        return Listing("Next due", "nothing is overdue", "Due in", (), "", rows)
    shown = late[:lines]
    room = max(0, lines - 1 - len(shown))
    then = due[:room]
    note = f"first {len(shown)} of {len(late):,}" if len(late) > len(shown) else ""
    divider = _divider(len(then), soon) if then else ""
    return Listing(
        "Overdue, oldest first",
        note,
        "Overdue by",
        _rows(shown, now, hides_owners),
        divider,
        _rows(then, now, hides_owners),
    )


def bars(standings: Iterable[Standing]) -> tuple[list[Bar], str]:
    """Return a row per client, the worst gap to its target first, and what is left out, in words."""
    ranked = sorted((each for each in standings if each.n), key=lambda each: (each.gap, each.client))
    shown = ranked[:CLIENTS]
    note = f"first {len(shown)} of {len(ranked)}" if len(ranked) > len(shown) else ""
    low = min((min(each.share, each.per_mille / 1000) for each in shown), default=0.9)
    floor = max(0.0, low - (1 - low) * 0.15)
    return [_bar(each, floor) for each in shown], note


def period(now: datetime, zone: tzinfo) -> str:
    """Return the days of the month so far: 1–18 Nov."""
    local = now.astimezone(zone)
    month = MONTHS[month_began(now, zone).astimezone(zone).month - 1]
    return f"1–{local.day} {month}" if local.day > 1 else f"1 {month}"


def _bar(each: Standing, floor: float) -> Bar:
    def place(value: float) -> float:
        return round(100 * (value - floor) / (1 - floor), 2)

    is_few = each.n < FEW
    return Bar(
        client=each.client,
        at=place(each.share),
        target=place(each.per_mille / 1000),
        share=share(each.met, each.n),
        n="" if is_few else f"n {each.n:,}",
        allowance=_allowance(each.allowance),
        is_below=each.gap < 0,
        is_few=is_few,
        is_tight=each.allowance <= 1,
    )


def _allowance(left: int) -> str:
    return f"{-left:,} too many" if left < 0 else f"can still miss {left:,}"


def _divider(shown: int, soon: int) -> str:
    if soon > shown:
        return f"Then next due, first {shown} of {soon:,} in 30 min"
    return f"Then next due, {soon or 'none'} in 30 min"


def _rows(cases: Iterable[OpenCase], now: datetime, hides_owners: bool) -> tuple[Row, ...]:  # noqa: FBT001 – one flag, one meaning
    return tuple(_row(case, now, "assigned" if hides_owners and case.owner else case.owner or "") for case in cases)


def _row(case: OpenCase, now: datetime, owner: str) -> Row:
    due_at = case.due_at or now
    is_late = lateness.is_overdue(case.due_at, now)
    return Row(
        case=reference(case.number),
        client=case.client,
        priority=f"P{case.priority}",
        tier=f"T{case.tier}" if case.tier else "",
        owner=owner,
        lateness=duration(now - due_at) if is_late else duration(due_at - now),
        is_late=is_late,
    )
