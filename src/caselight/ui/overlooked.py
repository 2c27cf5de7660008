"""What is overlooked: one table of lists, each counted on the Overview and opened by its count."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from caselight.core import lateness, overlooked
from caselight.core.people import Principal, Right
from caselight.store import problems, sheets
from caselight.ui import data, filters, html
from caselight.ui.filters import Asked
from caselight.ui.problems import OVERDUE, overdue

Numbers = Callable[[Asked, datetime], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Overlooked:
    """A list of cases that somebody ought to see to."""

    label: str
    numbers: Numbers


def show(me: Principal, asked: Asked, now: datetime) -> None:
    """Draw each list with its count, for those who can do something about it."""
    if not me.may(Right.WORK):
        return
    counts = [
        (each.label, len(set(each.numbers(asked, now))), asked.link("cases", list=name)) for name, each in LISTS.items()
    ]
    late = len(overdue(data.read(problems.problems, asked.scope), now))
    html.draw(
        "overlooked", counts=[*counts, ("Action on a problem overdue", late, asked.link("problems", list=OVERDUE))]
    )


def _due(kinds: tuple[str, ...]) -> Numbers:
    """Return the cases with a sheet of these kinds whose follow-up is past due."""

    def numbers(asked: Asked, now: datetime) -> Iterable[int]:
        until = now.replace(second=0, microsecond=0)  # by the minute, so that the answer is kept that long
        rows = data.read(sheets.follow_ups, asked.scope, until=until, kinds=kinds)
        return [row.case_id for row in rows if asked.passes(row.priority)]

    return numbers


def _open(find: Callable[[list[lateness.OpenCase], datetime], list[lateness.OpenCase]]) -> Numbers:
    return lambda asked, now: [case.number for case in find(filters.open_cases(asked), now)]


_promised_word = _due(("interaction",))
_missed_update = _open(overlooked.update_missed)

LISTS = {
    "unowned": Overlooked("No owner", _open(lambda cases, _: lateness.unowned(cases))),
    "no_step": Overlooked("No next step", _open(lambda cases, _: overlooked.without_next_step(cases))),
    "stuck": Overlooked(f"Untouched {lateness.STUCK_AFTER.days * 24} h", _open(lateness.stuck)),
    "update_missed": Overlooked(
        "Promised update missed", lambda asked, now: {*_missed_update(asked, now), *_promised_word(asked, now)}
    ),
    "follow_up": Overlooked("Follow-up overdue", _due(("action", "resolution"))),
    "measure": Overlooked("Corrective action overdue", _due(("measure", "review"))),
}
