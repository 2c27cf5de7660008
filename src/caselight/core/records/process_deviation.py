"""Process deviation: what was done is not what was agreed."""

from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Stage, field


class ProcessDeviation(Record):
    """F8: the steps taken, who took them, where they left the process, what came of it."""

    key = "process_deviation"
    title = "Process deviation"
    family = "service failure"
    nature = Nature.PROCEDURAL
    tags = ("process", "deviation")
    guidance = (
        "A step was left out, added, or done differently from what was agreed. Describe the work, not the person."
    )

    steps: str | None = field(
        "Step-by-step breakdown",
        "One step a line, with its time, in the order in which they were done. Mark the one that differs.",
        multiline=True,
        required=Stage.CLOSING,
    )
    deviation_point: str | None = field(
        "Deviation point",
        "The first step where what was done and what was agreed part: name both.",
        required=Stage.RESOLVING,
    )
    team_member: str | None = field(
        "Team member involved",
        "Who did the step, so that they can be asked. The name is kept apart and can be erased.",
        offers="people",
        personal=True,
    )
    resulting_impact: str | None = field(
        "Resulting impact",
        "What followed for customers, the client and the work that came after. Write none if nothing did.",
        multiline=True,
        required=Stage.CLOSING,
    )
