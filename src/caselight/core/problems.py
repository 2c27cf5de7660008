"""Problems: how far one has come, and whether what was done about it keeps its cases from coming back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from caselight.core.recurrence import WITHIN
from caselight.core.stats import wilson

BEFORE = timedelta(days=90)  # what a corrective action is measured against


@dataclass(frozen=True, slots=True)
class Course:
    """The instants and facts that say how far a problem has come."""

    root_cause: str | None
    action_due_at: datetime | None
    effective_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rate:
    """Of so many cases of a client, those that were one more of a kind."""

    hits: int
    n: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of the share; None without cases."""
        return wilson(self.hits, self.n)


def standing(course: Course, now: datetime) -> str:
    """Return how far a problem has come, in words."""
    if course.closed_at is not None:
        return "closed"
    if course.effective_at is not None and course.effective_at <= now:
        return "corrected"
    if is_action_overdue(course, now):
        return "corrective action overdue"
    if course.action_due_at is not None:
        return "corrective action under way"
    return "cause known" if course.root_cause else "cause unknown"


def is_action_overdue(course: Course, now: datetime) -> bool:
    """Say whether a corrective action was to be in effect by now and is not."""
    is_open = course.closed_at is None and (course.effective_at is None or course.effective_at > now)
    return is_open and course.action_due_at is not None and course.action_due_at < now


def again(opened: Iterable[datetime], since: datetime, until: datetime) -> int:
    """Return how many cases of one kind opened in [since, until) came within 30 days of an earlier one.

    The instants must reach 30 days further back than `since`.
    """
    in_order = sorted(opened)
    return sum(since <= at < until and at - before <= WITHIN for before, at in pairwise(in_order))


def compared(before: Rate, after: Rate) -> str:
    """Return whether it comes less or more often than before; nothing where the intervals overlap or cannot tell."""
    one, other = before.interval, after.interval
    if one is None or other is None:
        return ""
    if other[1] < one[0]:
        return "less often than before"
    return "more often than before" if other[0] > one[1] else ""
