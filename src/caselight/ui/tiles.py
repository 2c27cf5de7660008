"""The four tiles of the Overview: a number, what it is held against, and the list that makes it up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from caselight.core import lateness
from caselight.core.board import DAY, Speed, Standing
from caselight.core.lateness import OpenCase
from caselight.core.wording import FEW, duration, share
from caselight.ui.filters import Asked


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile in words; its link opens exactly the cases it counts."""

    label: str
    value: str
    lines: tuple[str, str]
    link: str
    shape: str = ""  # late, attention


def overdue(cases: Sequence[OpenCase], now: datetime, asked: Asked) -> Tile:
    """Return what is overdue, and whose problem it is."""
    late = lateness.overdue(cases, now)
    soon = len(lateness.due_soon(cases, now))
    untaken, ownerless = len(lateness.unacknowledged(late)), len(lateness.unowned(late))
    next_due = next((case.due_at for case in lateness.next_due(cases, now)), None)
    longest = late[0].due_at if late else None
    return Tile(
        "Overdue cases",
        f"{len(late):,}",
        (f"{untaken:,} not acknowledged, {ownerless:,} without owner", f"longest by {duration(now - longest)}")
        if longest
        else ("nothing is overdue", f"next due in {duration(next_due - now)}, {soon:,} due soon" if next_due else ""),
        asked.link("cases", list="overdue"),
        "late" if late else "",
    )


def open_now(cases: Sequence[OpenCase], now: datetime, a_day_ago: int, asked: Asked) -> Tile:
    """Return what is open against the same hour yesterday, and how much of it is old."""
    old = sum(now - case.opened_at > DAY for case in cases)
    change = len(cases) - a_day_ago
    words = f"{abs(change):,} {'more' if change > 0 else 'fewer'} than a day ago" if change else "as many as a day ago"
    return Tile("Open cases", f"{len(cases):,}", (words, f"{old:,} older than 24 h"), asked.link("cases", list="open"))


def sla(now: Standing, before: Standing, by_client: Iterable[Standing], asked: Asked) -> Tile:
    """Return the share of promises kept in the period, against the one before and against the targets."""
    judged = [each for each in by_client if each.n]
    below = sum(each.gap < 0 for each in judged)
    n = "" if now.n < FEW else f", n {now.n:,}"
    return Tile(
        f"SLA met, {asked.period}",
        share(now.met, now.n),
        (
            f"{_points(now, before, asked.period)}{n}",
            f"{below} of {len(judged)} client{'s' * (len(judged) != 1)} below target",
        ),
        asked.link("cases", list="sla", period=asked.period),
        "attention" if below else "",
    )


def speed(now: Speed, before: Speed, asked: Asked) -> Tile:
    """Return the time to resolve, open cases counted at their age, against the period before."""
    most = f"9 in 10 within {_within(now.most)}"
    return Tile(
        "Time to resolve, half within",
        _within(now.half),
        (_faster(now.half, before.half, asked.period), f"{most}, n {now.resolved:,}, {now.unresolved:,} open counted"),
        asked.link("cases", list="resolved", period=asked.period),
    )


def _points(now: Standing, before: Standing, period: str) -> str:
    if now.n < FEW or before.n < FEW:
        return f"too few to compare, prior {period} {share(before.met, before.n)}"
    points = round(100 * (now.share - before.share), 1)
    if points == 0:
        return f"as in the prior {period}"
    return f"{abs(points)} pt {'higher' if points > 0 else 'lower'} than prior {period}"


def _faster(now: timedelta | None, before: timedelta | None, period: str) -> str:
    if now is None or before is None:
        return f"too few to compare with the prior {period}"
    if abs(now - before) < timedelta(minutes=1):
        return f"as in the prior {period}"
    return f"{duration(now - before)} {'slower' if now > before else 'faster'} than prior {period}"


def _within(span: timedelta | None) -> str:
    return "n/a" if span is None else duration(span)
