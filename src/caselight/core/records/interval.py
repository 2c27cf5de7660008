"""One interval of an interruption: a service, from when until when, and how badly."""

from datetime import datetime

from caselight.core.records.base import Template
from caselight.core.records.field import Span, Stage, field
from caselight.core.records.interruption import Effect, Severity


class IntervalForm(Template):
    """What is said of each interval; a case has as many as it has services and spells."""

    service: str | None = field(
        "Service",
        "The client's service that was hit. Leave it empty if it was none in particular.",
        offers="services",
    )
    started_at: datetime | None = field(
        "From",
        "When customers first had it. Correcting it later keeps both times on record.",
        required=Stage.LOGGING,
        future=True,
    )
    ended_at: datetime | None = field(
        "Until",
        "When customers had it back. Leave it empty while it lasts.",
        future=True,
        span=Span("started_at", "Lasted", open_end="while it still lasts"),
    )
    severity: Severity | None = field(
        "Severity",
        "Minor, major and critical are downtime. None: nobody noticed; it counts in no figure.",
        required=Stage.LOGGING,
    )
    effect: Effect | None = field(
        "Out or degraded",
        "Out: it could not be used. Degraded: it worked, but slowly or with errors.",
        required=Stage.LOGGING,
    )
    is_planned: bool | None = field(
        "Planned",
        "Yes only if the client was told before it began.",
    )
    announced_at: datetime | None = field(
        "Announced at",
        "When the client was told of planned work.",
    )
