"""Whether winning customers back works: the figures of the Recovery page, as of any instant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from caselight.core import recovery_report as report
from caselight.core.kpis.facts import Facts
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import kpi
from caselight.core.recovery import POINTS, Recovery
from caselight.core.recovery_parts import CHANCES, MARKS, Share, part, share
from caselight.core.recovery_report import Difference, Marks, Time
from caselight.core.sheets.base import HUNDREDTHS

PATH = ("opened", "offered", "accepted", "confirmed", "settled")
FOLLOW_UP = ("agreed", "done", "overdue")


@kpi("recovery", unit="cases, %, marks of 5 and of 10, hours, money")
def recovery(lives: Lives) -> dict[str, Any] | None:
    """Recoveries opened in the window, neither cancelled nor merged, as known at as-of; null where there are none.

    Offered: a reply offered something, an action was done, or a resolution is on record. Accepted: confirmed, pleased
    with such a reply, or an action worked; not where the resolution was refused. Confirmed: by the last resolution.
    Follow-ups are those of resolutions. Asked: settled and not noted as not asked, or answered. Recovered, of those
    who answered: confirmed, and the mark after is 4 or 5, or above the one before. Turned: from 1 or 2 to 4 or 5.
    Marks are the last of each customer. Times run from the opening by the wall clock, those without the step counted
    as waiting until settled or as-of (Kaplan-Meier). Compared: marks on other cases opened in the window whose
    promises were kept; a difference only where both are at least 20. A sheet corrected since counts as it says now.
    """
    facts = lives.facts
    rows = _rows(lives)
    if not rows:
        return None
    now = facts.as_of
    return {
        "path": {name: len(part(rows, name, now)) for name in PATH},
        "follow_up": {name: len(part(rows, name, now)) for name in FOLLOW_UP},
        "answered": _share(share(rows, "answered", "asked", now)),
        "recovered": _share(share(rows, "recovered", "answered", now)),
        "turned": _share(share(rows, "turned", "dissatisfied", now)),
        "before": _marks(report.marks((one.before for one in rows), MARKS)),
        "after": _marks(report.marks((one.after for one in rows), MARKS)),
        "would_return": _marks(report.marks((one.would_return for one in rows), CHANCES)),
        "amounts": {name: len(part(rows, name, now)) for name in ("acted", "paid")},
        "given": {each.currency: each.total / HUNDREDTHS for each in report.money(rows)},
        "time_to_reply": _time(report.time_to(rows, lambda one: one.replied_at, now)),
        "time_to_remedy": _time(report.time_to(rows, lambda one: one.remedied_at, now)),
        "time_to_confirmation": _time(report.time_to(rows, lambda one: one.confirmed_at, now)),
        "left_out": {"of": len(part(rows, "checked", now))}
        | {point: len(part(rows, f"left_{point}", now)) for point in POINTS},
        "compared": _compared(lives, rows),
    }


def _rows(lives: Lives) -> list[Recovery]:
    """Return the recoveries that count, with what the events say of them."""
    facts = lives.facts
    place = {number: at for at, number in enumerate(facts.cases.number.tolist())}
    found = []
    for one in facts.recoveries:
        at = place.get(one.number)
        if at is None or not (lives.counts[at] and lives.opened[at]):
            continue
        told = replace(one, responded_at=_instant(facts.cases.responded[at]), settled_at=_instant(lives.resolved[at]))
        found.append(told.known(facts.as_of))
    return found


def _compared(lives: Lives, rows: list[Recovery]) -> dict[str, Any]:
    facts: Facts = lives.facts
    counting = set(facts.cases.number[lives.counts & lives.opened].tolist())
    others = [mark for mark in facts.others if mark.number in counting]
    after = report.difference([one.after for one in rows if one.after is not None], [mark.score for mark in others])
    back = report.difference(
        [one.would_return for one in rows if one.would_return is not None],
        [mark.would_return for mark in others if mark.would_return is not None],
    )
    return {
        "others": len(others),
        **_difference("", after),
        **_difference("return_", back),
        "above": report.above(rows, others).hits,
    }


def _share(found: Share) -> dict[str, Any]:
    low, high = found.interval or (None, None)
    percents = {"percent": found.value, "low_percent": low, "high_percent": high}
    return {"hits": found.hits, "n": found.n} | {
        name: None if value is None else 100 * value for name, value in percents.items()
    }


def _marks(found: Marks) -> dict[str, Any]:
    low, high = found.interval or (None, None)
    sums = {"n": found.n, "median": found.median, "mean": found.mean, "low": low, "high": high}
    return sums | {str(mark): count for mark, count in found.counts.items()}


def _time(found: Time) -> dict[str, Any]:
    return {"n": found.done, "open": found.rest, "median_h": _hours(found.half), "p90_h": _hours(found.most)}


def _difference(name: str, found: Difference | None) -> dict[str, float | None]:
    low, high = found.interval if found else (None, None)
    return {f"{name}difference": found.value if found else None, f"{name}low": low, f"{name}high": high}


def _hours(span: timedelta | None) -> float | None:
    return None if span is None else span / timedelta(hours=1)


def _instant(seconds: float) -> datetime | None:
    return None if np.isnan(seconds) else datetime.fromtimestamp(seconds, UTC)
