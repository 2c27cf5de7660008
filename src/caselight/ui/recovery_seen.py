"""The recoveries of a period as the Recovery page reads them, and the lists its numbers open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from caselight.core import recovery_report as report
from caselight.core.people import Right
from caselight.core.records.base import Nature
from caselight.core.recovery import Mark, Recovery
from caselight.core.recovery_parts import PARTS, part
from caselight.store import recoveries
from caselight.store.caselist import Wanted
from caselight.store.recoveries import Comment, Due
from caselight.ui import data
from caselight.ui.filters import Asked

ALL = "All natures"
AMONG_COLLEAGUES = ("left_", "checked", "unchecked", "department", "paid_department", "comments")


@dataclass(frozen=True, slots=True)
class Seen:
    """The recoveries of a period as they stand, and those of the one before as they stood when it ended."""

    rows: tuple[Recovery, ...]
    before: tuple[Recovery, ...]
    others: tuple[Mark, ...]
    now: datetime
    then: datetime
    nature: str

    def part(self, name: str) -> list[Recovery]:
        """Return a part of the recoveries of the period."""
        return part(self.rows, name, self.now)

    def part_before(self, name: str) -> list[Recovery]:
        """Return the same part of the period before."""
        return part(self.before, name, self.then)


def of(asked: Asked, nature: str, now: datetime) -> Seen:
    """Return the recoveries opened in the period and in the one before, of all natures of failure or one."""
    this, prior = asked.between(now), asked.between(now, back=1)
    known = data.read(recoveries.recoveries, asked.scope, asked.among, since=_midnight(prior[0]))
    chosen = [one for one in known if nature in ("", ALL) or one.nature == nature.lower()]
    return Seen(
        tuple(one for one in chosen if this[0] <= one.opened_at < this[1]),
        tuple(one.known(prior[1]) for one in chosen if prior[0] <= one.opened_at < prior[1]),
        others(asked, now),
        now,
        prior[1],
        nature,
    )


def others(asked: Asked, now: datetime) -> tuple[Mark, ...]:
    """Return the marks on other cases opened in the period whose promises were kept, as of the last ten minutes."""
    since, until = asked.between(now)
    found = data.read_slowly(
        recoveries.marks,
        asked.scope,
        asked.among,
        as_of=now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0),
        since=_midnight(since),
    )
    return tuple(mark for mark in found if since <= mark.opened_at < until)


def comments(asked: Asked, seen: Seen) -> list[Comment]:
    """Return what the customers of these recoveries said and suggested, newest first."""
    since = _midnight(min((one.opened_at for one in seen.rows), default=seen.now))
    found = data.read(recoveries.comments, asked.scope, asked.among, since=since)
    numbers = {one.number for one in seen.rows}
    return [one for one in found if one.case in numbers]


def overdue(asked: Asked, now: datetime) -> tuple[Due, ...]:
    """Return the follow-ups of recoveries that are past due now, whenever these were opened."""
    until = now.replace(second=0, microsecond=0)
    return data.read(recoveries.overdue, asked.scope, asked.among, until=until)


def link(asked: Asked, name: str, nature: str = "", **more: str) -> str:
    """Return the address of the list of a part."""
    said = {} if nature in ("", ALL) else {"nature": nature}
    return asked.link("cases", **{"list": f"recovery_{name}", "period": asked.period} | said | more)


def natures() -> list[str]:
    """Return the natures of a failure as the filter calls them."""
    return [ALL, *(nature.capitalize() for nature in Nature)]


def lists() -> dict[str, tuple[str, Callable[[Asked, datetime, date | None], Wanted]]]:
    """Return the lists that the page opens: what each is called, and which cases it wants."""
    opened = "recoveries opened in the last {period}: "
    named = {name: (opened + each.label.lower(), _finding(name, _part(name))) for name, each in PARTS.items()}
    return named | {
        "department": (opened + "with an action of one department", _finding("department", _of_department)),
        "paid_action": (opened + "with an amount on one kind of action", _finding("paid_action", _paid("action"))),
        "paid_department": (
            opened + "with an amount by one department",
            _finding("paid_department", _paid("department")),
        ),
        "comments": (opened + "with a comment", _finding("comments", _with_comment)),
        "compared": ("opened in the last {period}, no recovery, promises kept, with a mark", _compared),
        "late": ("recoveries with an overdue follow-up", _late),
    }


def _part(name: str) -> Callable[[Asked, Seen], Sequence[int]]:
    return lambda _asked, seen: [one.number for one in seen.part(name)]


def _of_department(_asked: Asked, seen: Seen) -> Sequence[int]:
    found = report.departments(seen.rows).get(st.query_params.get("hit", ""), [])
    return [one.number for one in found]


def _paid(by: str) -> Callable[[Asked, Seen], Sequence[int]]:
    def find(_asked: Asked, seen: Seen) -> Sequence[int]:
        found = report.paid(seen.rows, **{by: st.query_params.get("hit", "")})
        return [one.number for one in found]

    return find


def _with_comment(asked: Asked, seen: Seen) -> Sequence[int]:
    return [one.case for one in comments(asked, seen)]


def _finding(
    name: str, find: Callable[[Asked, Seen], Sequence[int]]
) -> Callable[[Asked, datetime, date | None], Wanted]:
    """Return the list that a function finds; what colleagues write among themselves is no list for anybody else."""

    def wanted(asked: Asked, now: datetime, _day: date | None) -> Wanted:
        me = data.me()
        if name.startswith(AMONG_COLLEAGUES) and not (me and me.may(Right.COLLEAGUES)):
            return Wanted(numbers=frozenset())
        seen = of(asked, st.query_params.get("nature", ALL), now)
        return Wanted(numbers=frozenset(find(asked, seen)))

    return wanted


def _compared(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    return Wanted(numbers=frozenset(mark.number for mark in others(asked, now)))


def _late(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    return Wanted(numbers=frozenset(one.case for one in overdue(asked, now)))


def _midnight(at: datetime) -> datetime:
    """Return the beginning of a day, so that what is read is kept through the day."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
