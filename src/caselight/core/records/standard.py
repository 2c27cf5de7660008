"""The fields that every record has: columns of the case, declared like those of a type."""

from datetime import datetime

from caselight.core.choice import Choice
from caselight.core.priority import Level, Priority
from caselight.core.records.base import Template
from caselight.core.records.field import Stage, field


class Channel(Choice):
    """The way on which somebody told us."""

    VOICE = "voice"
    EMAIL = "email"
    CHAT = "chat"
    SOCIAL = "social"
    PORTAL = "portal"
    IN_PERSON = "in person"


class RootCause(Choice):
    """Why it went wrong, in the terms of F14."""

    TECHNICAL_OUTAGE = "technical outage"
    AGENT_ERROR = "agent error"
    PROCESS_LAPSE = "process lapse"
    MISSED_ESCALATION = "missed escalation"
    COMMUNICATION_BREAKDOWN = "communication breakdown"
    VENDOR = "vendor"
    OTHER = "other"


class Standard(Template):
    """What every record says, whatever its type."""

    title: str | None = field(
        "What went wrong",
        "One line a colleague understands tomorrow: what fails, for whom.",
        required=Stage.LOGGING,
    )
    client: str | None = field(
        "Client",
        "Whose customers are hit. Cannot be changed after saving.",
        offers="clients",
        required=Stage.LOGGING,
    )
    record_type: str | None = field(
        "Record type",
        "What failed first. The type decides the fields below.",
        offers="types",
        required=Stage.LOGGING,
    )
    occurred_at: datetime | None = field(
        "Occurred",
        "When it began, not when you heard of it. The lag to now is measured.",
        required=Stage.LOGGING,
    )
    channel: Channel | None = field(
        "Channel",
        "How it reached you first.",
    )
    impact: Level | None = field(
        "Impact",
        "How much is hit. High: many customers or a core service. Low: one customer who can go on.",
    )
    urgency: Level | None = field(
        "Urgency",
        "How soon it hurts. High: now or within the hour. Low: it can wait for days.",
    )
    priority: Priority | None = field(
        "Priority",
        "Proposed from impact and urgency. Setting it by hand is recorded as an override.",
        required=Stage.LOGGING,
    )
    customers_affected: int | None = field(
        "Customers affected",
        "A first guess is better than nothing; it can be corrected later. Leave it empty while unknown.",
        unit="customers",
    )
    external_id: str | None = field(
        "Client's own id",
        "The number of the case in the client's own system, if it has one.",
    )
    team: str | None = field(
        "Team",
        "Chosen by the routing rules from client, type and priority.",
        offers="teams",
    )
    owner: str | None = field(
        "Owner",
        "Who sees it through. Left empty, the team takes it from its queue.",
        offers="people",
    )
    service: str | None = field(
        "Service",
        "The client's service that is hit, so that its failures and downtime add up.",
        offers="services",
    )
    root_cause: RootCause | None = field(
        "Root cause",
        "The first cause that, had it been absent, would have prevented this. Other only with a note that says why.",
        required=Stage.CLOSING,
    )
