"""The lists behind the numbers of Escalations: a name in the URL stands for exactly the escalations counted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

import streamlit as st

from caselight.core.escalation_kinds import KINDS
from caselight.core.escalation_report import ENDINGS, TRIGGERS, Raised, never_accepted
from caselight.core.wording import date as date_of
from caselight.core.wording import duration, moment, reference
from caselight.ui import daily, html
from caselight.ui.filters import Asked

PAGE = 25
Test = Callable[[Raised, datetime], bool]
NAMES = ("list", "tier", "kind", "trigger", "ended", "called", "day")


@dataclass(frozen=True, slots=True)
class Named:
    """A list with a name: what it is called, whether of those open now or of those raised in the period, and which."""

    label: str
    is_of_now: bool
    test: Test = lambda _one, _now: True


LISTS = {
    "open": Named("open", is_of_now=True),
    "overdue": Named("overdue", is_of_now=True, test=lambda one, now: one.is_overdue(now)),
    "unacknowledged": Named("not acknowledged", is_of_now=True, test=lambda one, _: one.is_unanswered),
    "unowned": Named("on a case without owner", is_of_now=True, test=lambda one, _: one.owner_id is None),
    "urgent": Named("urgent and open", is_of_now=True, test=lambda one, _: one.is_urgent),
    "raised": Named("raised in the last {period}", is_of_now=False),
    "over": Named("ended, of those raised in the last {period}", is_of_now=False, test=lambda one, _: not one.is_open),
    "never": Named(
        "never accepted, of those raised in the last {period}",
        is_of_now=False,
        test=lambda one, _: never_accepted(one),
    ),
    "prevention": Named(
        "urgent, ended, and without a prevention, of those raised in the last {period}",
        is_of_now=False,
        test=lambda one, _: one.owes_prevention,
    ),
}


@dataclass(frozen=True, slots=True)
class Pick:
    """What a link asks for: a named list, and what each escalation of it must be."""

    name: str = "open"
    tier: str = ""
    kind: str = ""
    trigger: str = ""
    ended: str = ""
    called: str = ""  # the team
    day: str = ""

    def of(self, now_open: Iterable[Raised], raised: Iterable[Raised], asked: Asked, now: datetime) -> list[Raised]:
        """Return the escalations of this list, oldest first; those raised are narrowed to the period, or to a day."""
        named = LISTS[self.name]
        if named.is_of_now:
            rows = now_open
        else:
            since, until = self._between(asked, now)
            rows = (row for row in raised if since <= row.raised_at < until)
        return [row for row in rows if named.test(row, now) and self._holds(row)]

    def label(self, asked: Asked) -> str:
        """Return what the list shows, in words."""
        name = "raised" if self.day and self.name == "raised" else LISTS[self.name].label.format(period=asked.period)
        said = [name, *filter(None, (f"tier {self.tier}" * bool(self.tier), self.kind, self.called))]
        said += [TRIGGERS.get(self.trigger, self.trigger).lower()] if self.trigger else []
        said += [ENDINGS.get(self.ended, self.ended).lower()] if self.ended else []
        return ", ".join([*said, *([f"on {self._day(asked)}"] if self.day else [])])

    def _between(self, asked: Asked, now: datetime) -> tuple[datetime, datetime]:
        if not self.day:
            return asked.between(now)
        return daily.day_of(date.fromisoformat(self.day), asked.zone)

    def _day(self, asked: Asked) -> str:
        return date_of(daily.day_of(date.fromisoformat(self.day), asked.zone)[0], asked.zone)

    def _holds(self, row: Raised) -> bool:
        wanted = (
            (self.tier, str(row.to_tier or "")),
            (self.kind, row.way),
            (self.trigger, row.trigger),
            (self.ended, row.ending),
            (self.called, row.team or ""),
        )
        return all(not asked or asked == known for asked, known in wanted)


def picked() -> Pick | None:
    """Return the list that the URL names, if it names one."""
    given = {name: str(st.query_params.get(name, "")) for name in NAMES}
    if not any(given.values()):
        return None
    name = given.pop("list")
    try:
        date.fromisoformat(given["day"])
    except ValueError:
        given["day"] = ""
    return Pick(name if name in LISTS else "raised" if given["day"] else "open", **given)


def link(asked: Asked, name: str, **more: str) -> str:
    """Return the address of a list."""
    return asked.link("escalations", list=name, **more)


def show(rows: Sequence[Raised], pick: Pick, asked: Asked, now: datetime) -> None:
    """Draw one page of a list, how many it holds, and the way back."""
    pages = max(1, ceil(len(rows) / PAGE))
    page = min(int(st.session_state.get("escalations_page", 1)), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    html.draw(
        "escalations_list",
        rows=[line(row, asked, now) for row in shown],
        total=len(rows),
        what=pick.label(asked),
        close=asked.link("escalations"),
    )
    if pages > 1:
        st.pagination(pages, key="escalations_page")


def line(row: Raised, asked: Asked, now: datetime) -> dict[str, str | bool]:
    """Return one escalation of a list in words."""
    kind = KINDS.get(row.kind)
    return {
        "case": reference(row.case),
        "client": row.client,
        "title": row.title,
        "priority": f"P{row.priority}",
        "kind": kind.label if kind else row.kind,
        "to": f"T{row.to_tier or '?'} {row.team or ''}".strip() if row.way == "functional" else "a manager's eyes",
        "raised": moment(row.raised_at, asked.zone, now=now),
        "state": state(row, now),
        "is_late": row.is_overdue(now),
    }


def state(row: Raised, now: datetime) -> str:
    """Return how it stands: how late it is, or what came of it."""
    if not row.is_open:
        return ENDINGS.get(row.ending, row.ending).lower()
    dues = [at for _, at in row.standing.due()]
    if row.is_overdue(now):
        return f"overdue by {duration(now - min(dues))}"
    if row.passed_on_at:
        return "passed on"
    step = "not acknowledged" if row.is_unanswered else f"with {row.taker}" if row.taker else "acknowledged"
    return f"{step}, due in {duration(min(dues) - now)}" if dues else f"{step}, held"
