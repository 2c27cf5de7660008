"""What the figures are worked out from: cases, their events and their promises, up to one instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from caselight.core.downtime import Down
from caselight.core.escalation import OpenEscalation
from caselight.core.hours import BusinessHours
from caselight.core.lifecycle import LEFT_OUT, OPEN, Status
from caselight.core.recovery import Mark, Recovery
from caselight.core.versions import VersionedHours

Seconds = NDArray[np.float64]  # since 1970, or a span; not a number where nothing is known
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

CODES: dict[str, int] = {status: code for code, status in enumerate(Status)}
ENDS = (Status.RESOLVED, Status.CLOSED)


class Cases(NamedTuple):
    """One entry per case, in the order of their numbers."""

    number: Whole
    client: Whole
    kind: Whole  # as core.recurrence numbers them
    opened: Seconds
    acknowledged: Seconds
    responded: Seconds
    is_chosen: Mask  # by the filter on priorities; the others only give context


class Events(NamedTuple):
    """One entry per event, by case and in its order; none is later than as-of."""

    case: Whole  # place of its case among the cases
    at: Seconds
    status: Whole  # CODES
    team: Whole  # 0: none
    tier: Whole  # 0: none
    is_accepted: Mask
    is_cancelling: Mask  # the source said cancelled, whatever the status


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A clock as its row holds it today: it may have moved since as-of."""

    case: int  # place of its case among the cases
    promise: str
    target_s: int
    hours: BusinessHours
    runs: Sequence[Sequence[str | None]]
    due_at: datetime | None
    stopped_at: datetime | None
    first_missed_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """Everything known at `as_of`, and the window asked for: [since, until) in seconds since 1970."""

    as_of: datetime
    cases: Cases
    events: Events
    promises: Sequence[PromiseRow] = ()
    escalations: Sequence[OpenEscalation] = ()  # open at as-of
    downs: Sequence[Down] = ()  # unplanned, begun by as-of; `case` is a place among the cases
    recoveries: Sequence[Recovery] = ()
    others: Sequence[Mark] = ()  # what other customers say, to compare
    hours: Mapping[int, VersionedHours] = field(default_factory=dict)  # by client
    since: float = -np.inf
    until: float = np.inf
    zone: str = "UTC"

    @property
    def now(self) -> float:
        """Return as-of in seconds since 1970."""
        return self.as_of.timestamp()

    def within(self, instants: Seconds) -> Mask:
        """Say which instants lie in the window."""
        return (instants >= self.since) & (instants < self.until)


def codes(statuses: Sequence[Status]) -> list[int]:
    """Return the codes of these statuses."""
    return [CODES[status] for status in statuses]


ENDED, OPENED, LEFT = codes(ENDS), codes(OPEN), codes(LEFT_OUT)
