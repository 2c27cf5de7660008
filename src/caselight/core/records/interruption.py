"""What every interruption says: which services were down or slow, from when until when, and how badly."""

from datetime import datetime
from typing import ClassVar

from caselight.core.choice import Choice
from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Span, Stage, field


class Severity(Choice):
    """How badly an interruption hit; none counts in no figure."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    NONE = "none"


class Effect(Choice):
    """Whether a service was gone, or merely bad."""

    OUT = "out"
    DEGRADED = "degraded"


class Interruption(Record):
    """I1 and I10: the services, the time, the severity, what was done, how it ended, what it meant."""

    family = "interruption"
    nature = Nature.TECHNICAL
    usual_severity: ClassVar[Severity] = Severity.MINOR  # while nobody has said it
    usual_effect: ClassVar[Effect] = Effect.OUT
    is_always_planned: ClassVar[bool] = False

    affected_services: tuple[str, ...] | None = field(
        "Affected services",
        "As the client names them. Each gets its own interval, so that one can come back before another.",
        offers="services",
        required=Stage.RESOLVING,
    )
    down_from: datetime | None = field(
        "Interrupted from",
        "When it began for customers, not when the alarm came.",
        required=Stage.RESOLVING,
    )
    down_until: datetime | None = field(
        "Interrupted until",
        "When customers had it back. Leave it empty while it lasts; resolving asks for it.",
        required=Stage.RESOLVING,
        span=Span("down_from", "Downtime", open_end="while it still lasts"),
    )
    severity: Severity | None = field(
        "Severity",
        "Minor: some customers, work goes on. Major: a service or many customers. Critical: a core service for all. "
        "None: nobody noticed; it counts in no figure.",
        required=Stage.RESOLVING,
    )
    effect: Effect | None = field(
        "Out or degraded",
        "Out: it could not be used. Degraded: it worked, but slowly or with errors.",
    )
    actions_taken: str | None = field(
        "Actions taken",
        "What was done to end it, when and by whom, and whether it helped. One action a line.",
        multiline=True,
        required=Stage.CLOSING,
    )
    resolution: str | None = field(
        "Final resolution",
        "What ended it in the end. A workaround is none: say that it is one, and what is still to be done.",
        multiline=True,
        required=Stage.CLOSING,
    )
    impact_assessment: str | None = field(
        "Impact assessment",
        "Customers, services and minutes it cost, as far as known, and what it kept people from.",
        multiline=True,
        required=Stage.CLOSING,
    )


class Schedulable(Interruption):
    """An interruption that somebody may have planned."""

    is_planned: bool | None = field(
        "Planned",
        "Yes only if the client was told before it began; then it is no unplanned downtime.",
    )
    announced_at: datetime | None = field(
        "Announced at",
        "When the client was told of the planned work. Needed where it was planned.",
    )
