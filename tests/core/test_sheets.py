"""Sheets: every kind complete, what is owed when, and how they are told."""

from decimal import Decimal
from typing import Any

import pytest

from caselight.core.records import TYPES, Stage, Template, form_fields, validate
from caselight.core.records.field import field
from caselight.core.refusal import Refusal
from caselight.core.sheets import SHEETS, Sheet, owing, said, serious
from caselight.core.sheets.saying import money

TECHNICAL = TYPES["technical"]


class Priced(Template):
    """Something with a price."""

    price: Decimal | None = field("Price", "What it costs.")


@pytest.mark.parametrize("sheet", SHEETS.values())
def test_every_sheet_says_what_it_is_and_lays_out_all_its_fields(sheet: type[Sheet]) -> None:
    laid_out = [name for row in sheet.rows for name in row]

    assert SHEETS[sheet.key] is sheet
    assert sheet.title[0].isupper()
    assert sheet.guidance.endswith(".")
    assert sorted(laid_out) == sorted(about.name for about in form_fields(sheet))
    assert ("due_at" in laid_out) == bool(sheet.follow_up)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1249", "1249.00"), ("1249.5", "1249.50"), ("1249,50", "1249.50"), (" 0 ", "0.00"), (12, "12.00")],
)
def test_an_amount_is_read_with_a_point_or_a_comma(typed: Any, kept: str) -> None:
    assert validate(Priced, {"price": typed}) == {"price": kept}


@pytest.mark.parametrize("typed", ["1,249", "1.249", "1 249", "-5", "twelve", "1249.505", "NaN", "1e3", True])
def test_what_could_be_two_amounts_is_none(typed: Any) -> None:
    with pytest.raises(Refusal, match=r"is not an amount. Write it like 1249 or 1249.50."):
        validate(Priced, {"price": typed})


@pytest.mark.parametrize(
    ("amount", "shown"), [("0", "0"), ("1249", "1,249"), ("1249.50", "1,249.50"), ("1000000", "1,000,000")]
)
def test_an_amount_shows_its_hundredths_only_where_there_are_some(amount: str, shown: str) -> None:
    assert money(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("kind", "details", "told"),
    [
        ("action", {"action": "refund"}, "Refund."),
        (
            "action",
            {"action": "refund", "amount": "1249.00", "currency": "NOK", "department": "Finance", "worked": False},
            "Refund of NOK 1,249, Finance. It did not work.",
        ),
        (
            "interaction",
            {"direction": "from the customer", "channel": "voice", "said": "Where is it?"}
            | {"acknowledged": True, "understood": True, "satisfied": False},
            "From the customer by voice. Where is it? Issue acknowledged, understood, not satisfied with this reply.",
        ),
        (
            "interaction",
            {"direction": "to the customer", "channel": "email", "said": "Today", "offered": "a refund", "due_at": "x"},
            "To the customer by email. Today. Offered: a refund. Next word promised for <x>.",
        ),
        (
            "feedback",
            {"score": 2, "would_return": 3, "said": "A voucher [sic] is {not} it!"},
            "Satisfaction 2 of 5, would return 3 of 10. A voucher [sic] is {not} it!",
        ),
        ("feedback", {"score": 5, "score_before": 1}, "Satisfaction 5 of 5, 1 before."),
        (
            "review",
            {"prevention": "An alarm.", "participants": ["Network", "Desk"]},
            "To prevent it: An alarm. With Network, Desk.",
        ),
        ("checklist", {"listened": True, "apologised": False}, "Heard the customer out, not apologised."),
        ("checklist", {}, ""),
    ],
)
def test_a_sheet_is_told_in_plain_sentences(kind: str, details: dict[str, Any], told: str) -> None:
    assert said(SHEETS[kind], details, moment=lambda stored: f"<{stored}>") == told


@pytest.mark.parametrize(
    ("priority", "what", "why"),
    [
        (1, {"is_urgent": False, "has_missed": False, "recurs": False}, "P1"),
        (2, {"is_urgent": True, "has_missed": True, "recurs": True}, "P2"),
        (3, {"is_urgent": True, "has_missed": True, "recurs": True}, "an urgent escalation"),
        (3, {"is_urgent": False, "has_missed": True, "recurs": True}, "a missed promise"),
        (4, {"is_urgent": False, "has_missed": False, "recurs": True}, "a recurrence"),
        (3, {"is_urgent": False, "has_missed": False, "recurs": False}, ""),
    ],
)
def test_a_case_is_serious_for_one_of_five_reasons(priority: int, what: dict[str, bool], why: str) -> None:
    assert serious(priority, **what) == why


@pytest.mark.parametrize(
    ("stage", "why", "sheets", "owed"),
    [
        (Stage.RESOLVING, "P1", (), []),
        (Stage.CLOSING, "P1", (), ["Root cause analysis", "Corrective action", "Root cause"]),
        (Stage.CLOSING, "P1", ("measure",), ["Root cause analysis", "Root cause"]),
        (Stage.CLOSING, "", (), ["Root cause"]),
    ],
)
def test_a_corrective_action_is_owed_at_closing_for_a_serious_case(
    stage: Stage, why: str, sheets: tuple[str, ...], owed: list[str]
) -> None:
    details = {"affected_services": ["Voice"], "down_from": "x", "down_until": "x"}

    missing = owing(TECHNICAL, details, stage, root_cause=None, sheets=sheets, why=why)

    assert [about.label for about in missing] == owed


def test_a_root_cause_that_is_known_is_not_owed() -> None:
    details = {"affected_services": ["Voice"], "down_from": "x", "down_until": "x"}

    assert owing(TECHNICAL, details, Stage.CLOSING, root_cause="vendor", sheets=(), why="") == []


def test_a_recovery_owes_the_resolution_that_the_customer_was_asked_about() -> None:
    def labels(*sheets: str) -> list[str]:
        owed = owing(TYPES["recovery"], {}, Stage.CLOSING, root_cause="vendor", sheets=sheets, why="")
        return [about.label for about in owed if about.name.startswith("sheet:")]

    assert labels() == ["Resolution"]
    assert labels("resolution") == []
