"""Service recovery: what is done to win a customer back."""

from datetime import datetime

from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Stage, field


class Recovery(Record):
    """R1 and R3: what went wrong, with which product, when, for whom, and how the customer took it."""

    key = "recovery"
    title = "Service recovery"
    family = "recovery"
    tags = ("recovery", "winback")
    guidance = "A customer was let down and is to be won back. One case a customer; it follows the case of the failure."

    customer: str | None = field(
        "Customer",
        "Name or number, as the client writes it. It is kept apart and can be erased.",
        required=Stage.LOGGING,
        personal=True,
    )
    failed: Nature | None = field(
        "Nature of the failure",
        "Technical: a system. Procedural: a step or a rule. Customer-facing: how the customer was treated.",
        required=Stage.RESOLVING,
    )
    product: str | None = field(
        "Product or service",
        "What the customer has of the client, as the client names it.",
        offers="services",
        required=Stage.RESOLVING,
    )
    happened_at: datetime | None = field(
        "Failed at",
        "When the customer was let down; the case begins when somebody sets about mending it.",
        required=Stage.RESOLVING,
    )
    first_reaction: str | None = field(
        "First reaction",
        "What the customer said or did at first, in their own words. What they say later goes into the log.",
        multiline=True,
        required=Stage.RESOLVING,
    )
