"""What we do for the customer: actions, the recovery checklist, and the resolution they confirm."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from caselight.core.choice import Choice
from caselight.core.records.field import Stage, field
from caselight.core.sheets.base import Sheet


class Remedy(Choice):
    """What was done to put it right."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    CREDIT = "credit"
    APOLOGY = "apology"
    REPAIR = "repair"
    CALL_BACK = "call back"
    OTHER = "other action"


class Currency(Choice):
    """The currencies that remedies are paid in."""

    AUD = "AUD"
    BRL = "BRL"
    CAD = "CAD"
    CHF = "CHF"
    CZK = "CZK"
    DKK = "DKK"
    EUR = "EUR"
    GBP = "GBP"
    HUF = "HUF"
    INR = "INR"
    JPY = "JPY"
    MXN = "MXN"
    NOK = "NOK"
    NZD = "NZD"
    PHP = "PHP"
    PLN = "PLN"
    RON = "RON"
    SEK = "SEK"
    SGD = "SGD"
    USD = "USD"
    ZAR = "ZAR"


class Confirmation(Choice):
    """What the customer said to the resolution."""

    CONFIRMED = "confirmed by the customer"
    REFUSED = "not accepted by the customer"
    NO_ANSWER = "no answer from the customer"
    NOT_ASKED = "customer not asked yet"


class Action(Sheet):
    """R5: one thing done for the customer, with what it cost and whether it worked."""

    key = "action"
    title = "Action"
    line = "Action"
    guidance = "One thing done to put it right: what, how much, by whom, and whether it worked."
    rows = (("action", "amount", "currency"), ("what",), ("by", "department"), ("worked", "due_at", "at"))
    says = ("{action}[ of {money}][, by {by}][, {department}].", "{what}", "Follow-up due {due_at}.")
    follow_up = "Follow-up of the action"

    action: Remedy | None = field(
        "Action",
        "The nearest of the list; other action only with a line that says what.",
        required=Stage.LOGGING,
    )
    amount: Decimal | None = field(
        "Amount",
        "What the customer gets, not what it costs us. Only where money is given.",
    )
    currency: Currency | None = field(
        "Currency",
        "The currency the customer is paid in.",
    )
    what: str | None = field(
        "What was done",
        "Enough for a colleague to follow: reference, article, how it was sent.",
    )
    by: str | None = field(
        "Done by",
        "The employee who did it, if it was not you. Department: where it was done.",
        offers="people",
    )
    department: str | None = field(
        "Department",
        "The department that did it, or has to.",
        offers="teams",
    )
    worked: bool | None = field(
        "It worked",
        "Yes where it did for the customer what it should. Leave it empty until you know, then correct it.",
        no="it did not work",
    )
    due_at: datetime | None = field(
        "Follow-up due",
        "When somebody must look whether it arrived and helped.",
        future=True,
    )
    at: datetime | None = field(
        "When",
        "Leave it empty for now.",
    )

    @classmethod
    def faults(cls, details: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an amount without its currency, and another action that is not said."""
        found = {}
        if details.get("amount") and not details.get("currency"):
            found["currency"] = "Choose the currency of the amount."
        if details.get("action") == Remedy.OTHER and not details.get("what"):
            found["what"] = "Say in one line what was done."
        return found


class Resolution(Sheet):
    """R6: the final resolution, whether the customer confirmed it, and the follow-up."""

    key = "resolution"
    title = "Resolution"
    line = "Resolution"
    guidance = "What settled it for the customer, and what they say to it. Resolving the case is a step of its own."
    rows = (("what",), ("confirmed", "due_at"))
    says = ("{what}", "{confirmed}.", "Follow-up due {due_at}.")
    follow_up = "Follow-up with the customer"
    owed = Stage.CLOSING
    owed_for = "recovery"

    what: str | None = field(
        "Final resolution",
        "What the customer has now that they did not have before.",
        multiline=True,
        required=Stage.LOGGING,
    )
    confirmed: Confirmation | None = field(
        "Customer confirmed",
        "Their own answer. A silence is no confirmation.",
        required=Stage.LOGGING,
    )
    due_at: datetime | None = field(
        "Follow-up due",
        "When to ask whether it still holds.",
        future=True,
    )


class Checklist(Sheet):
    """R2: were the right steps of a recovery followed."""

    key = "checklist"
    title = "Recovery checklist"
    line = "Action"
    guidance = "Tick a step when it is done, in any order. What stays empty is what was left out."
    rows = (
        ("listened", "apologised", "explained"),
        ("asked", "offered", "delivered"),
        ("confirmed", "followed_up", "reported"),
    )
    is_single = True

    listened: bool | None = field("Heard the customer out", "Before anything was offered.")
    apologised: bool | None = field("Apologised", "For what happened, without an excuse.")
    explained: bool | None = field("Explained what went wrong", "In the customer's terms, as far as it was known.")
    asked: bool | None = field("Asked what would settle it", "The customer's own wish, noted in an interaction.")
    offered: bool | None = field("Offered a remedy", "Within what the client allows.")
    delivered: bool | None = field("Delivered the remedy", "It has arrived, not only been ordered.")
    confirmed: bool | None = field("Customer confirmed", "The customer said that it is settled.")
    followed_up: bool | None = field("Followed up", "Asked again some days later whether it still holds.")
    reported: bool | None = field("Passed on what was learned", "To the team, or in a review.")
