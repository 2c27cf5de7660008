"""The parts of the recoveries of a period: what each is called, its definition, and which are in it."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from caselight.core.records.base import fields_by_name
from caselight.core.recovery import POINTS, Recovery
from caselight.core.sheets import SHEETS
from caselight.core.sheets.doing import Remedy
from caselight.core.stats import wilson

MARKS, CHANCES = range(1, 6), range(11)
Test = Callable[[Recovery, datetime], bool]


class Part(NamedTuple):
    """A part of the recoveries: its name, its definition, and which are in it."""

    label: str
    says: str
    holds: Test


class Share(NamedTuple):
    """So many of so many, with its 95 % interval; None of nothing."""

    hits: int
    n: int
    interval: tuple[float, float] | None

    @classmethod
    def of(cls, hits: int, n: int) -> "Share":
        """Return so many of so many with their interval."""
        return cls(hits, n, wilson(hits, n))

    @property
    def value(self) -> float | None:
        """Return the share itself."""
        return self.hits / self.n if self.n else None


def _step(name: str) -> Test:
    return lambda one, _now: bool(getattr(one, name))


def _follow_up(*standing: str) -> Test:
    return lambda one, now: one.follow_up(now) in standing


def _marked(name: str, mark: int) -> Test:
    return lambda one, _now: getattr(one, name) == mark


def _left(point: str) -> Test:
    return lambda one, _now: one.leaves_out(point)


def _lacks(name: str) -> Test:
    return lambda one, _now: not getattr(one, name)


def _likely(marks: Collection[int | None]) -> Test:
    return lambda one, _now: one.would_return in marks


def _did(action: str) -> Test:
    return lambda one, _now: any(sheet.details.get("action") == action for sheet in one.of("action"))


PARTS: dict[str, Part] = {
    "opened": Part(
        "Opened", "Recoveries opened in the period; cancelled and merged ones are left out.", lambda *_: True
    ),
    "offered": Part(
        "Remedy offered",
        "A reply offered something, an action was done, or a resolution is on record.",
        _step("is_offered"),
    ),
    "accepted": Part(
        "Accepted",
        "The customer confirmed the resolution, was satisfied with a reply that offered something, or an action worked;"
        " not where they refused the resolution.",
        _step("is_accepted"),
    ),
    "confirmed": Part(
        "Confirmed by the customer",
        "The last resolution says that the customer confirmed it.",
        _step("is_confirmed"),
    ),
    "agreed": Part(
        "Follow-up set", "The resolution has a follow-up with a due time.", _follow_up("done", "overdue", "ahead")
    ),
    "done": Part("Follow-up done", "Every follow-up of its resolutions is done.", _follow_up("done")),
    "overdue": Part(
        "Follow-up overdue", "A follow-up of its resolutions is past its due time and not done.", _follow_up("overdue")
    ),
    "settled": Part("Settled", "Resolved, and not opened again.", _step("settled_at")),
    "asked": Part(
        "Asked", "Settled and not noted as not asked yet; or a mark was given all the same.", _step("was_asked")
    ),
    "answered": Part("Answered", "The customer gave a mark for the time after.", _step("feedback")),
    "recovered": Part(
        "Won back",
        "Of those who answered: they confirmed the resolution, and the mark after is 4 or 5, or above the one before."
        " Silence is no success.",
        _step("is_recovered"),
    ),
    "dissatisfied": Part(
        "Dissatisfied at first", "Answered, with a mark of 1 or 2 for the time before.", _step("was_dissatisfied")
    ),
    "turned": Part(
        "Satisfied after", "Dissatisfied at first, and a mark of 4 or 5 for the time after.", _step("is_turned")
    ),
    "replied": Part("First reply", "The customer heard from us.", _step("replied_at")),
    "acted": Part("With an action", "At least one action is on record.", lambda one, _: any(one.of("action"))),
    "paid": Part("With an amount", "At least one action has an amount.", lambda one, _: bool(one.given)),
    "checked": Part("With a checklist", "Settled, with a checklist.", _step("has_checklist")),
    "unchecked": Part(
        "Without a checklist",
        "Settled, without a checklist.",
        lambda one, _: one.settled_at is not None and not one.has_checklist,
    ),
    "repaid": Part(
        "Won back with an amount", "Won back, with an amount.", lambda one, _: one.is_recovered and bool(one.given)
    ),
    "likely": Part("9 or 10 of 10", "Likely to return: 9 or 10 of 10.", _likely((9, 10))),
    "unlikely": Part("0 to 6 of 10", "Likely to return: 6 of 10 at most.", _likely(range(7))),
    "not_replied": Part("Without a reply", "No word to the customer is on record.", _lacks("replied_at")),
    "not_acted": Part("Without an action", "No action is on record.", _lacks("remedied_at")),
    "not_confirmed": Part("Not confirmed", "The customer has not confirmed it.", _lacks("confirmed_at")),
    **{f"before_{mark}": Part(f"{mark} before", "The mark before.", _marked("before", mark)) for mark in MARKS},
    **{f"after_{mark}": Part(f"{mark} after", "The mark after.", _marked("after", mark)) for mark in MARKS},
    **{
        f"return_{mark}": Part(f"{mark} of 10", "How likely to return.", _marked("would_return", mark))
        for mark in CHANCES
    },
    **{
        f"left_{point}": Part(
            fields_by_name(SHEETS["checklist"])[point].label,
            "Settled with a checklist that does not tick it.",
            _left(point),
        )
        for point in POINTS
    },
    **{
        f"did_{action.replace(' ', '_')}": Part(
            action.capitalize(), "An action of this kind is on record.", _did(action)
        )
        for action in Remedy
    },
}


def part(rows: Iterable[Recovery], name: str, now: datetime) -> list[Recovery]:
    """Return the recoveries of a part."""
    holds = PARTS[name].holds
    return [one for one in rows if holds(one, now)]


def share(rows: Iterable[Recovery], hits: str, of: str, now: datetime) -> Share:
    """Return the share that one part is of another that holds it."""
    whole = part(rows, of, now)
    return Share.of(len(part(whole, hits, now)), len(whole))
