"""Planned maintenance: announced, logged, and never counted as unplanned downtime."""

from datetime import datetime

from caselight.core.records.field import Span, Stage, field
from caselight.core.records.interruption import Interruption, Severity


class Maintenance(Interruption):
    """I7: always logged; the window may lie ahead."""

    key = "maintenance"
    title = "Planned maintenance"
    tags = ("maintenance", "planned")
    guidance = "Work that was announced before it begins. Log it when it is announced. Unannounced work is an outage."
    usual_severity = Severity.NONE
    is_always_planned = True

    announced_at: datetime | None = field(
        "Announced at",
        "When the client was told; it must lie before the work begins.",
        required=Stage.LOGGING,
    )
    down_from: datetime | None = field(
        "Begins",
        "When the window opens; it may lie ahead.",
        required=Stage.LOGGING,
        future=True,
    )
    down_until: datetime | None = field(
        "Ends",
        "When it is announced to end; at resolving, when customers really had it back.",
        required=Stage.RESOLVING,
        future=True,
        span=Span("down_from", "Window", open_end="while it still lasts"),
    )
    severity: Severity | None = field(
        "Severity",
        "Leave it empty: planned work counts in no figure. Work that outlasts its window is an outage of its own.",
    )
    work: str | None = field(
        "Work done",
        "What is changed, and how it is undone if it fails.",
        multiline=True,
        required=Stage.RESOLVING,
    )
