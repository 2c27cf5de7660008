"""Delivery and fulfilment failure: the goods came late, wrong, damaged or not at all."""

from datetime import datetime

from caselight.core.choice import Choice
from caselight.core.records.base import Nature, Record
from caselight.core.records.field import Span, Stage, field


class DeliveryFailure(Choice):
    """What was wrong with what arrived, or did not."""

    LATE = "late or missed delivery"
    INCORRECT = "incorrect fulfilment"
    DAMAGED = "damaged or lost item"
    PACKAGING = "poor packaging or handling"


class Delivery(Record):
    """F9: the kind of failure, promised time and actual time."""

    key = "delivery"
    title = "Delivery failure"
    family = "service failure"
    nature = Nature.CUSTOMER_FACING
    tags = ("delivery", "fulfilment")
    guidance = "An order came late, wrong, damaged or not at all. One case an order, unless one cause hit many."

    failure: DeliveryFailure | None = field(
        "Kind of failure",
        "The first thing that went wrong: late and damaged on the way is damaged.",
        required=Stage.RESOLVING,
    )
    order_reference: str | None = field(
        "Order reference",
        "The order or parcel number as the client writes it. For many orders, the number of the batch.",
        required=Stage.RESOLVING,
        personal=True,
    )
    promised_at: datetime | None = field(
        "Promised time",
        "The latest time the customer was given; the end of the window, not its start.",
        required=Stage.RESOLVING,
        future=True,
    )
    delivered_at: datetime | None = field(
        "Actual time",
        "When it reached the customer. Leave it empty while it has not, or if it is lost.",
        span=Span("promised_at", "Late by"),
    )
    items: str | None = field(
        "Items concerned",
        "What was ordered and what arrived, where they differ; the state of what is damaged.",
        multiline=True,
    )
    carrier: str | None = field(
        "Carrier or warehouse",
        "Who had the goods when it went wrong, if that is known.",
    )
