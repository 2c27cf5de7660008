"""The lists behind tiles and marks: a name in the URL stands for exactly the cases that were counted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from caselight.core.lifecycle import OPEN
from caselight.core.records import FAILURES
from caselight.core.wording import date as date_of
from caselight.store.caselist import Wanted
from caselight.ui import (
    daily,
    failure_week,
    filters,
    narrowing,
    outage_seen,
    overlooked,
    overview,
    quality,
    recovery_seen,
    sla_month,
    speed,
    speed_flow,
    speed_load,
)
from caselight.ui.filters import Asked
from caselight.ui.states import STATES

Build = Callable[[Asked, datetime, date | None], Wanted]


@dataclass(frozen=True, slots=True)
class Population:
    """A list with a name: what it is called, and which cases it wants."""

    label: str
    wanted: Build


def of(name: str, asked: Asked, now: datetime, *, day: date | None) -> Wanted:
    """Return the cases that a name in the URL stands for; an unknown name, or none, stands for all."""
    wanted = POPULATIONS[name].wanted(asked, now, day) if name in POPULATIONS else Wanted()
    if day and name not in BY_DAY:
        wanted = replace(wanted, between=(*wanted.between, ("opened", *daily.day_of(day, asked.zone))))
    return replace(wanted, priorities=asked.among.priorities)


def label(name: str, asked: Asked, now: datetime, *, day: date | None) -> str:
    """Return what the list shows, in words; empty for the list of all cases."""
    said = [POPULATIONS[name].label.format(period=asked.period)] if name in POPULATIONS else []
    if day:
        midnight, _ = daily.day_of(day, asked.zone)
        said.append(f"{'' if said else 'opened '}on {date_of(midnight, asked.zone, now=now)}")
    return " ".join(said)


def _in_state(name: str) -> Build:
    def wanted(asked: Asked, now: datetime, _day: date | None) -> Wanted:
        found = STATES[name].find(filters.open_cases(asked), now)
        return Wanted(numbers=frozenset(case.number for case in found))

    return wanted


def _overlooked(one: overlooked.Overlooked) -> Build:
    return lambda asked, now, _day: Wanted(numbers=frozenset(one.numbers(asked, now)))


def _in_period(name: str) -> Build:
    return lambda asked, now, _day: Wanted(between=((name, *asked.between(now)),))


def _this_month(name: str) -> Build:
    return lambda asked, now, _day: Wanted(between=((name, *overview.month(now, overview.contract_zone(asked, now))),))


def _failures(asked: Asked, now: datetime, day: date | None) -> Wanted:
    between = daily.day_of(day, asked.zone) if day else narrowing.opened() or asked.between(now)
    return Wanted(between=(("opened", *between),), record_types=FAILURES)


BY_DAY = ("failures",)


def _numbers(find: Callable[[Asked, datetime], frozenset[int]]) -> Build:
    return lambda asked, now, _day: Wanted(numbers=find(asked, now))


POPULATIONS = {
    **{name: Population(each.label.lower(), _overlooked(each)) for name, each in overlooked.LISTS.items()},
    **{name: Population(state.label.lower(), _in_state(name)) for name, state in STATES.items()},
    "open": Population("open", lambda _asked, _now, _day: Wanted(statuses=OPEN)),
    "failures": Population("failures", _failures),
    "failures_at": Population("failures of one hour of the week in the last {period}", failure_week.at),
    "entered": Population("entered by people in the last {period}", _in_period("entered")),
    "entered_late": Population(
        "entered more than 15 min after they occurred, in the last {period}", _numbers(quality.late)
    ),
    "edited_late": Population("resolved in the last {period} and edited while resolved", _numbers(quality.edited)),
    "interrupted": Population("interrupted in the last {period}", outage_seen.interrupted),
    "planned": Population("planned work in the last {period}", outage_seen.planned),
    "down_now": Population("down now", outage_seen.lasting),
    **{f"recovery_{name}": Population(label, wanted) for name, (label, wanted) in recovery_seen.lists().items()},
    "resolved": Population("resolved in the last {period}", _in_period("resolved")),
    "responded": Population("opened in the last {period} and answered", _in_period("responded")),
    "acknowledged": Population("opened in the last {period} and acknowledged", _in_period("acknowledged")),
    **{name: Population(f"open for {said}", speed_load.wanted(name)) for name, (_, _, said) in speed_load.AGES.items()},
    "done_in_week": Population("of one week of Speed", speed.done_in_week),
    speed_load.OPEN_AT: Population("open at one instant", speed_load.open_at),
    "handed": Population("opened in the last {period} that changed teams", speed_flow.handed),
    "returned": Population("opened in the last {period} that came back to the team before", speed_flow.returned),
    "lane": Population("opened in the last {period} that went this way between teams", speed_flow.in_lane),
    "sla": Population("with a resolution promise decided in the last {period}", _in_period("sla")),
    "sla_missed": Population("with the resolution promise missed in the last {period}", _in_period("sla_missed")),
    "sla_met": Population("with the resolution promise met in the last {period}", _in_period("sla_met")),
    "sla_until": Population("with a resolution promise decided this contract month, by one day's end", sla_month.until),
    "sla_month": Population("with a resolution promise decided this contract month", _this_month("sla")),
}
