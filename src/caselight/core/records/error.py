"""Error: one application fails at one thing."""

from caselight.core.choice import Choice
from caselight.core.records.field import Stage, field
from caselight.core.records.interruption import Effect, Interruption


class Failing(Choice):
    """What the application fails at."""

    TRANSACTION = "failed transaction"
    API = "API error"
    BUG = "bug"


class Error(Interruption):
    """I5: one application; a failed transaction, an API error, a bug."""

    key = "error"
    title = "Application error"
    tags = ("error", "bug")
    guidance = "One application does one thing wrong, again and again. Something that happened once is an incident."
    usual_effect = Effect.DEGRADED

    application: str | None = field(
        "Application",
        "Its name and version, and the screen or call that fails.",
        required=Stage.RESOLVING,
    )
    failing: Failing | None = field(
        "Kind of error",
        "A failed transaction leaves something half done: say so in the actions. A bug does the wrong thing.",
        required=Stage.RESOLVING,
    )
    error_log: str | None = field(
        "Error log excerpt",
        "The few lines that show it failing, with their times. Leave out names and numbers of customers.",
        multiline=True,
    )
