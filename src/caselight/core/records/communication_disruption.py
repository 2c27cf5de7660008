"""Communication disruption: voice or data does not get through."""

from caselight.core.choice import Choice
from caselight.core.records.field import Stage, field
from caselight.core.records.interruption import Schedulable, Severity


class Carries(Choice):
    """What does not get through."""

    VOICE = "voice"
    DATA = "data"
    BOTH = "voice and data"


class CommunicationDisruption(Schedulable):
    """I6: voice or data."""

    key = "communication_disruption"
    title = "Communication disruption"
    tags = ("voice", "lines")
    guidance = "Calls or data do not get through, or break off. A message that nobody passed on is a breakdown instead."
    usual_severity = Severity.MAJOR

    carries: Carries | None = field(
        "Voice or data",
        "What does not get through.",
        required=Stage.RESOLVING,
    )
    line: str | None = field(
        "Line or number",
        "The trunk, circuit or hotline hit, and in which direction: calls in, calls out.",
    )
