"""Customer service failure: a customer was served late, wrongly or not at all."""

from datetime import datetime

from caselight.core.choice import Choice
from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Span, Stage, field


class ServiceFailure(Choice):
    """What went wrong between the customer and us."""

    DELAYED_RESPONSE = "delayed response"
    DELAYED_RESOLUTION = "delayed resolution"
    INCORRECT_INFORMATION = "incorrect information"
    UNRESOLVED_COMPLAINT = "unresolved complaint"
    ESCALATION_HANDLING = "escalation-handling failure"
    CONDUCT = "rude or careless service"
    OTHER = "other"


class CustomerService(Record):
    """F7: delayed response or resolution, incorrect information, unresolved complaint, escalation handled badly."""

    key = "customer_service"
    title = "Customer service failure"
    family = "service failure"
    nature = Nature.CUSTOMER_FACING
    tags = ("service", "customer")
    guidance = "A customer waited too long, was told something wrong, or was left with a complaint. Judge no colleague."

    failure: ServiceFailure | None = field(
        "Kind of failure",
        "The one that the customer felt most. Delayed response: no answer; delayed resolution: no result.",
        required=Stage.RESOLVING,
    )
    asked_at: datetime | None = field(
        "Customer asked at",
        "The first contact about this, on whichever channel.",
    )
    answered_at: datetime | None = field(
        "Customer answered at",
        "The first useful answer, not an automatic reply. Leave it empty while there is none.",
        span=Span("asked_at", "Customer waited", open_end="while the customer is still waiting"),
    )
    told: str | None = field(
        "What the customer was told",
        "Word for word where the information was wrong, and where it came from.",
        multiline=True,
    )
    expected: str | None = field(
        "What the customer expects",
        "In the customer's own words. Still unresolved complaints: what would settle it.",
        multiline=True,
    )
    escalation_fault: str | None = field(
        "How the escalation was handled",
        "Only where one was: who should have had it by when, and what happened instead.",
        multiline=True,
    )
