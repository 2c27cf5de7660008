"""Degradation: a service works, but badly."""

from caselight.core.choice import Choice
from caselight.core.records.field import Stage, field
from caselight.core.records.interruption import Effect, Schedulable


class Symptom(Choice):
    """How customers notice it."""

    SLOW = "slow response"
    ERRORS = "raised error rate"
    BOTH = "slow and failing"


class Degradation(Schedulable):
    """I4: slow response, a raised error rate, no full outage."""

    key = "degradation"
    title = "Degradation"
    tags = ("degradation", "slow")
    guidance = "It can be used, but slowly or with errors. If nobody can use it any more, it is an outage."
    usual_effect = Effect.DEGRADED

    symptom: Symptom | None = field(
        "Symptom",
        "What customers notice most.",
        required=Stage.RESOLVING,
    )
    measured: str | None = field(
        "Measured",
        "The usual and the worst value with their unit: answer in 0.4 s, now 6 s; 2 % of calls, now 35 %.",
    )
