"""What a review is worked out from: plain rows, read once in one snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from caselight.core.availability import Spell
from caselight.core.baseline import Judged
from caselight.core.pace import Pace
from caselight.core.problems import Course, Rate
from caselight.core.recovery import Recovery
from caselight.core.review.period import Period
from caselight.core.sla import Kept, Opened
from caselight.core.tallies import Bar, Pareto
from caselight.core.versions import VersionedHours

NO_PACE = Pace(None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Failures counted: in the period, in the one before, day by day beside the usual, and by type and cause."""

    n: int
    before: int
    types: Sequence[Bar]
    causes: Pareto
    counts: Mapping[object, int]  # by cause
    days: Sequence[Judged]
    history: Sequence[tuple[date, int]]  # the days before the period: how much a count wavers by itself


@dataclass(frozen=True, slots=True)
class Acted:
    """A problem with what was done about it, and how often its kind came before and since."""

    number: int
    title: str
    course: Course
    action: str
    cases: int
    before: Rate | None = None
    after: Rate | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Of so many cases opened in a window, those that came within 30 days of an earlier one of their kind."""

    hits: int = 0
    n: int = 0


NONE_AGAIN = Again()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known of a period of one client at the data time."""

    client: str
    period: Period
    as_of: datetime
    failures: Figures
    promises: Sequence[Kept] = ()
    promises_before: Sequence[Kept] = ()
    opened: Sequence[Opened] = ()
    agreed: float | None = None  # the share of resolutions to be kept; none: no contract
    pace: Pace = NO_PACE
    pace_before: Pace = NO_PACE
    paces: Sequence[Pace] = ()  # by bucket
    spells: Sequence[Spell] = ()
    hours: VersionedHours | None = None
    services: Mapping[int, str] = field(default_factory=dict)
    acted: Sequence[Acted] = ()
    again: Again = NONE_AGAIN
    again_before: Again = NONE_AGAIN
    escalated: int = 0
    escalated_before: int = 0
    urgent: int = 0
    recoveries: Sequence[Recovery] = ()  # opened in the period, as they stand at the data time
    recoveries_before: Sequence[Recovery] = ()  # in the one before, as they stood when it ended
