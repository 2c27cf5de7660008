"""Communication breakdown: somebody who had to know was not told."""

from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Stage, field


class Communication(Record):
    """F11: departments involved, what was missed, what the customer felt, what was learned."""

    key = "communication"
    title = "Communication breakdown"
    family = "service failure"
    nature = Nature.CUSTOMER_FACING
    tags = ("comms", "communication")
    guidance = "A hand-off or an update did not reach those who needed it. Say what was not said, to whom."

    departments: tuple[str, ...] | None = field(
        "Departments involved",
        "All that gave, carried or needed the message; ours and the client's.",
        offers="teams",
        required=Stage.RESOLVING,
    )
    missed: str | None = field(
        "Missed hand-offs or updates",
        "One a line: from whom, to whom, due when, noticed when.",
        multiline=True,
        required=Stage.RESOLVING,
    )
    customer_impact: str | None = field(
        "Customer impact",
        "What customers noticed: how many, how long, what it kept them from. Write none if nothing.",
        multiline=True,
        required=Stage.CLOSING,
    )
    lessons_learned: str | None = field(
        "Lessons learned",
        "What you will do differently from now on. A change, not a resolve to be careful.",
        multiline=True,
        required=Stage.CLOSING,
    )
