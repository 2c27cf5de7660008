"""What passes between the customer and us: interactions, and what the customer thinks of it afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caselight.core.choice import Choice
from caselight.core.records.field import Stage, field
from caselight.core.records.standard import Channel
from caselight.core.sheets.base import Sheet


class Direction(Choice):
    """Who spoke to whom."""

    OUT = "to the customer"
    IN = "from the customer"


class Interaction(Sheet):
    """R4: one call, mail or message with the customer."""

    key = "interaction"
    title = "Interaction"
    line = "Interaction"
    guidance = "One contact with the customer. To the customer keeps the promises to respond and to update."
    rows = (
        ("direction", "channel", "at"),
        ("said",),
        ("acknowledged", "understood", "satisfied"),
        ("offered", "due_at"),
        ("customer", "contact"),
    )
    says = (
        "{direction} by {channel}[, {customer}][, {contact}].",
        "{said}",
        "Offered: {offered}.",
        "Next word promised for {due_at}.",
    )
    follow_up = "Promised word to the customer"

    direction: Direction | None = field(
        "Direction",
        "To the customer only when it reached them: an answer, a call that was picked up.",
        required=Stage.LOGGING,
    )
    channel: Channel | None = field(
        "Channel",
        "The way this contact took, not the one of the first.",
        required=Stage.LOGGING,
    )
    said: str | None = field(
        "What was said",
        "The customer's words and ours, as short as they stay true. Kept apart, so that it can be erased.",
        multiline=True,
        personal=True,
        required=Stage.LOGGING,
    )
    acknowledged: bool | None = field(
        "Issue acknowledged",
        "Yes where we said that it went wrong, without an excuse. Beside it: did the customer feel understood.",
        no="issue not acknowledged",
    )
    understood: bool | None = field(
        "Understood",
        "Yes where the customer said, or showed, that we grasped it.",
        no="not understood",
    )
    satisfied: bool | None = field(
        "Satisfied with this reply",
        "With this reply, not with the whole case. Leave it empty where you cannot tell.",
        no="not satisfied with this reply",
    )
    offered: str | None = field(
        "Resolution offered",
        "What was offered, in one line: a refund of 40, a new parcel by Friday.",
    )
    due_at: datetime | None = field(
        "Next word promised for",
        "When the customer was told to hear again. It is listed until the customer has been told.",
        future=True,
    )
    at: datetime | None = field(
        "When",
        "Leave it empty for now. The promises count from when it is entered.",
    )
    customer: str | None = field(
        "Customer",
        "Who it was, if it matters who. Kept apart, so that it can be erased.",
        personal=True,
    )
    contact: str | None = field(
        "Contact",
        "How to reach them again: number or address. Kept apart, so that it can be erased.",
        personal=True,
    )

    @classmethod
    def reaches_the_customer(cls, details: Mapping[str, Any]) -> bool:
        """Say whether it went to the customer."""
        return details.get("direction") == Direction.OUT


class Feedback(Sheet):
    """R8: how satisfied the customer was before and after, what they suggest, whether they will return."""

    key = "feedback"
    title = "Feedback"
    line = "Feedback"
    guidance = "The customer's own marks, asked and not guessed. 1 is very dissatisfied, 5 very satisfied."
    rows = (("score_before", "score", "would_return"), ("said",), ("suggestions",), ("channel", "at"))
    says = (
        "Satisfaction {score} of 5[, {score_before} before][, would return {would_return} of 10].",
        "{said}",
        "Suggests: {suggestions}",
    )

    score_before: int | None = field(
        "Satisfaction before",
        "From 1 to 5, at the time it went wrong. Satisfaction after: now that we have acted.",
        least=1,
        most=5,
    )
    score: int | None = field(
        "Satisfaction after",
        "From 1 to 5, now that we have acted.",
        least=1,
        most=5,
        required=Stage.LOGGING,
    )
    would_return: int | None = field(
        "Likely to return",
        "From 0, certainly not, to 10, certainly.",
        most=10,
    )
    said: str | None = field(
        "In the customer's words",
        "Word for word where you can. Kept apart, so that it can be erased.",
        multiline=True,
        personal=True,
    )
    suggestions: str | None = field(
        "Suggestions",
        "What the customer would have us do differently. Kept apart, so that it can be erased.",
        multiline=True,
        personal=True,
    )
    channel: Channel | None = field(
        "Channel",
        "How the feedback reached us.",
    )
    at: datetime | None = field(
        "When",
        "Leave it empty for now.",
    )
