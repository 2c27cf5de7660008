"""Technical failure: a system did not do what it should."""

from datetime import datetime

from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Span, Stage, field


class Technical(Record):
    """F6: error log, downtime, affected services, root cause analysis, recovery actions."""

    key = "technical"
    title = "Technical failure"
    family = "service failure"
    nature = Nature.TECHNICAL
    tags = ("tech", "technical")
    guidance = "A system, line or application failed. Say what stopped working and for whom, not why."

    affected_services: tuple[str, ...] | None = field(
        "Affected services or modules",
        "As the client names them, so that the failures of one service add up.",
        offers="services",
        required=Stage.RESOLVING,
    )
    down_from: datetime | None = field(
        "Down from",
        "When it stopped working, not when you heard of it.",
        required=Stage.RESOLVING,
    )
    down_until: datetime | None = field(
        "Down until",
        "When it worked again. Leave it empty while it is still down.",
        required=Stage.RESOLVING,
        span=Span("down_from", "Downtime", open_end="while the service is still down"),
    )
    error_log: str | None = field(
        "Error log excerpt",
        "The few lines that show it failing, with their times. Leave out names and numbers of customers.",
        multiline=True,
    )
    recovery_actions: str | None = field(
        "Recovery actions",
        "What was done, when, and whether it helped. One action a line.",
        multiline=True,
    )
