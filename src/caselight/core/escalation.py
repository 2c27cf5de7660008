"""An escalation's two steps: acknowledge, which never pauses, and resolve, which pauses as the case does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from caselight.core.clock import Clock

SILENT_INTERVALS = 2  # times the update interval: then an acknowledged escalation is called anew


class Way(StrEnum):
    """What an escalation does to the case."""

    FUNCTIONAL = "functional"  # moves it to a higher tier
    HIERARCHICAL = "hierarchical"  # adds a manager's eyes
    FIRST_LINE = "first line"  # nothing yet: the first tier's own targets


class Trigger(StrEnum):
    """What raised it."""

    TIME = "time"
    PRIORITY = "priority"
    CUSTOMER = "customer"
    AGENT = "agent"
    RULE = "rule"


class Step(StrEnum):
    """What can fall due on an escalation."""

    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class OpenEscalation:
    """An escalation that has not ended, as the rules need it."""

    id: int
    case: int
    way: str
    armed_at: datetime
    ack_due_at: datetime | None
    acknowledged_at: datetime | None
    resolve_due_at: datetime | None
    is_passed_on: bool = False
    cycle: int = 0
    calendar_id: int | None = None  # none: around the clock
    to_tier: int | None = None
    is_urgent: bool = False

    @property
    def is_unanswered(self) -> bool:
        """Say whether somebody must still acknowledge it; one that was passed on is the next tier's to answer."""
        return self.acknowledged_at is None and not self.is_passed_on

    def due(self) -> Iterable[tuple[Step, datetime]]:
        """Yield the steps not done that have a due instant."""
        if self.acknowledged_at is None and self.ack_due_at is not None:
            yield Step.ACKNOWLEDGE, self.ack_due_at
        if self.resolve_due_at is not None:
            yield Step.RESOLVE, self.resolve_due_at


def silent_at(
    resolving: Clock, acknowledged_at: datetime, spoken: Sequence[datetime], every: timedelta
) -> datetime | None:
    """Return when nothing was said for twice the update interval after the acknowledgement, or will have been.

    Measured in the resolve step's own time, so that it stands still while the step pauses; None while it does.
    """
    since = acknowledged_at
    for at in sorted(spoken):
        limit = _silent_from(resolving, since, every)
        if limit is not None and at > limit:
            return limit
        since = max(since, at)
    return _silent_from(resolving, since, every)


def _silent_from(resolving: Clock, since: datetime, every: timedelta) -> datetime | None:
    return resolving.reached_at(resolving.elapsed(since) + SILENT_INTERVALS * every)
