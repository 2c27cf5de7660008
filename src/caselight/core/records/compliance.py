"""Compliance or SLA breach: a contract, a rule or a law was not kept."""

from datetime import datetime

from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Stage, field


class Compliance(Record):
    """F10: breach details, the clause affected, when notice was given, corrective measures."""

    key = "compliance"
    title = "Compliance or SLA breach"
    family = "service failure"
    nature = Nature.PROCEDURAL
    tags = ("sla", "compliance", "breach")
    guidance = (
        "A contract clause, a regulation or a service level was not kept. Log it at once: notice periods run already."
    )

    breach_details: str | None = field(
        "Breach details",
        "What should have been, what was, since when, and how it was found. No personal data.",
        multiline=True,
        required=Stage.LOGGING,
    )
    clause: str | None = field(
        "Contract clause or regulation affected",
        "Its number and name, so that the client finds it: 4.2 First response.",
        required=Stage.LOGGING,
    )
    is_reportable: bool | None = field(
        "Must be reported to an authority",
        "Yes where a law sets a time in which to report it. In doubt say yes and ask your compliance team.",
    )
    notified_at: datetime | None = field(
        "Client notified at",
        "When the client was told in the form that the contract asks for; a call alone may not count.",
        required=Stage.RESOLVING,
    )
    corrective_measures: str | None = field(
        "Corrective measures taken",
        "What was changed, by whom, and what will show that it holds. One measure a line.",
        multiline=True,
        required=Stage.CLOSING,
    )
