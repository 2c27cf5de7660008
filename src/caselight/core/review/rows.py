"""The tables of a review, in words: clocks, misses, causes, services, and what was done."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from caselight.core import sla
from caselight.core.availability import Lost, Spell, grouped, lost
from caselight.core.problems import Course, Rate, compared, standing
from caselight.core.promises import Promise
from caselight.core.review.chance import shares_differ
from caselight.core.review.facts import Acted, Facts
from caselight.core.review.period import Period
from caselight.core.sla import Counted, Kept, Way, Window
from caselight.core.wording import FEW, date, duration, moment, percent, reference

Row = dict[str, Any]
NO_SERVICE = "none in particular"
UNKNOWN = "unknown"
MOST = 8  # causes


def window(period: Period, *, back: int = 0) -> Window:
    """Return the period, or the one of the same length before it, as promises are judged in it."""
    return Window(period.since - back * period.span, period.until - back * period.span)


def of_promise(rows: Iterable[Kept], promise: str, judged: Window) -> Counted:
    """Return how the promises of one kind came out, counted when decided."""
    return sla.counted([row for row in rows if row.promise == promise], Way.DECIDED, judged)


def clocks(facts: Facts) -> Iterator[Row]:
    """Yield a row for each kind of promise that was made: as the contract counts, and as if nothing had been held."""
    for promise in reversed(sla.PROMISES):
        rows = [row for row in facts.promises if row.promise == promise]
        if not rows:
            continue
        found, raw = (count(rows, Way.DECIDED, window(facts.period)) for count in (sla.counted, sla.raw))
        was = of_promise(facts.promises_before, promise, window(facts.period, back=1))
        left = sla.left(rows, facts.opened, promise, way=Way.DECIDED, window=window(facts.period))
        held = sum((row.paused for row in (*found.met, *found.missed)), timedelta())
        yield {
            "promise": promise.value,
            "name": promise.value.capitalize(),
            "clause": sla.clauses(rows) or "not named",
            "met": len(found.met),
            "missed": len(found.missed),
            "raw_met": len(raw.met),
            "raw_missed": len(raw.missed),
            "met_before": len(was.met),
            "n_before": was.n,
            "share": percent(len(found.met), found.n) if found.n else "n/a",
            "raw_share": percent(len(raw.met), raw.n) if raw.n else "n/a",
            "share_before": percent(len(was.met), was.n) if was.n else "n/a",
            "agreed": f"{facts.agreed:.1%}" if facts.agreed and promise == Promise.RESOLUTION else "none",
            "is_below": _is_below(found, facts.agreed) if promise == Promise.RESOLUTION else False,
            "differs": shares_differ(len(found.met), found.n, len(was.met), was.n),
            "excluded": len(left),
            "why": sla.reasons(left),
            "paused": duration(held) if held else "none",
        }


def misses(facts: Facts) -> list[Row]:
    """Return every promise missed in the period, the latest by the greatest share first."""
    found = sla.counted(facts.promises, Way.DECIDED, window(facts.period)).missed
    zone = ZoneInfo(facts.period.zone)
    worst = sorted(found, key=lambda row: (-late(row, facts), row.case, row.promise))
    return [
        {
            "case": reference(row.case),
            "title": row.title,
            "priority": f"P{row.priority}",
            "promise": row.promise,
            "clause": row.clause or "not named",
            "target": duration(row.target),
            "due": moment(row.missed_at or row.opened_at, zone),
            "late": ("" if row.stopped_at else "open, ") + duration(late(row, facts)),
            "late_s": round(late(row, facts).total_seconds()),
            "paused": duration(row.paused) if row.paused else "",
        }
        for row in worst
    ]


def late(row: Kept, facts: Facts) -> timedelta:
    """Return by how much a promise was missed; what is open still is late until the period's end."""
    return (row.stopped_at or facts.period.until) - (row.missed_at or facts.period.until)


def causes(facts: Facts) -> list[Row]:
    """Return the root causes in Pareto's order, the known first, each with its share of all failures."""
    rows = [
        {
            "name": UNKNOWN if cause.key is None else str(cause.key),
            "n": facts.failures.counts[cause.key],
            "share": f"{cause.weight / (facts.failures.n or 1):.0%}",
            "so_far": f"{cause.so_far:.0%}",
            "is_unknown": cause.key is None,
        }
        for cause in facts.failures.causes.causes
    ]
    known = [row for row in rows if not row["is_unknown"]]
    return [*known[:MOST], *(row for row in rows if row["is_unknown"])]


def whole(facts: Facts, *, back: int) -> Lost:
    """Return what the period lost, or the one before it, each moment counted once."""
    judged = window(facts.period, back=back)
    return lost(facts.spells, since=judged.since.timestamp(), until=judged.until.timestamp(), hours=facts.hours)


def services(facts: Facts) -> list[Row]:
    """Return the client's services that were interrupted, the least available first."""
    since, until = facts.period.since.timestamp(), facts.period.until.timestamp()
    found = [
        (service_name(facts, service), lost(given, since=since, until=until, hours=facts.hours))
        for service, given in grouped(facts.spells, _service).items()
    ]
    told = [one for one in found if one[1].n or one[1].planned_n]
    return [
        {
            "name": name,
            "n": each.n,
            "blocks": each.blocks,
            "unplanned": span(each.unplanned_s),
            "out": span(each.out_s),
            "planned": span(each.planned_s),
            "available": share(each.available, each.unplanned_s),
            "agreed": "around the clock" if each.agreed_s is None else share(each.agreed, each.agreed_lost_s or 0.0),
        }
        for name, each in sorted(told, key=lambda one: (-one[1].unplanned_s, one[0]))
    ]


def service_name(facts: Facts, service: object) -> str:
    """Return what a service is called by the client."""
    return facts.services.get(service, NO_SERVICE) if isinstance(service, int) else NO_SERVICE


def actions(facts: Facts) -> list[Row]:
    """Return what was done so that it does not come again, and what came of it."""
    zone, at = ZoneInfo(facts.period.zone), facts.period.until
    rows = []
    for each in facts.acted:
        course = as_at(each.course, facts)
        effective = course.effective_at if course.effective_at and course.effective_at <= at else None
        due = course.action_due_at
        rows.append(
            {
                "problem": each.number,
                "title": each.title,
                "action": each.action or "none yet",
                "standing": standing(course, at),
                "since": date(effective, zone, now=at) if effective else "",
                "due": date(due, zone, now=at) if due and not effective else "",
                "cases": each.cases,
                "before": rate(each.before),
                "after": rate(each.after),
                "verdict": effect(each),
            }
        )
    return rows


def as_at(course: Course, facts: Facts) -> Course:
    """Return a course as it stood at the period's end: what was closed later was open."""
    closed = course.closed_at if course.closed_at and course.closed_at <= facts.period.until else None
    return Course(course.root_cause, course.action_due_at, course.effective_at, closed)


def effect(each: Acted) -> str:
    """Return what a corrective action changed, or that it cannot be told yet."""
    if each.after is None or each.before is None:
        return "not in effect"
    return compared(each.before, each.after) or "within what chance makes"


def rate(found: Rate | None) -> str:
    """Return a rate with what it is a share of."""
    if found is None:
        return ""
    if found.n < FEW:
        return f"{found.hits} of {found.n}" if found.n else "no case"
    return f"{100 * found.hits / found.n:.1f}% of {found.n:,}"


def share(left: float | None, lost_s: float) -> str:
    """Return an availability to two decimals; all and nothing only where it is so."""
    if left is None:
        return "no agreed time"
    shown = 100 * left
    if lost_s > 0:
        shown = max(min(shown, 99.99), 0.01 if left > 0 else 0.0)
    return f"{shown:.2f}%"


def span(seconds: float) -> str:
    """Return seconds as a duration: none for none."""
    return duration(timedelta(seconds=seconds)) if seconds else "none"


def _service(spell: Spell) -> object:
    return spell.service


def _is_below(found: Counted, agreed: float | None) -> bool:
    return agreed is not None and found.n > 0 and len(found.met) / found.n < agreed


def first(rows: Sequence[Row], most: int) -> tuple[Sequence[Row], int]:
    """Return the first so many rows, and how many are left."""
    return rows[:most], max(len(rows) - most, 0)
