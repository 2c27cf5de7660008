"""What gets into a sheet: its fields one by one, then together; the personal ones apart."""

from datetime import UTC, datetime
from typing import Any

import pytest

from caselight.core.records import form_fields
from caselight.core.refusal import Refusal
from caselight.core.sheets import SHEETS, checked, hundredths, is_words, template_of, words

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TOMORROW = "2026-01-06T12:00:00Z"


@pytest.mark.parametrize(
    ("kind", "given", "faults"),
    [
        ("action", {"action": "refund", "amount": "20"}, {"currency": "Choose the currency of the amount."}),
        ("action", {"action": "other action"}, {"what": "Say in one line what was done."}),
        ("measure", {"purpose": "prevents the like", "what": "An alarm."}, {"due_at": "Say when it must be in place."}),
    ],
)
def test_what_does_not_go_together_is_told_at_its_field(
    kind: str, given: dict[str, Any], faults: dict[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        checked(SHEETS[kind], given, now=NOW)

    assert refused.value.fields == faults


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("action", {"action": "refund", "amount": "20.00", "currency": "EUR"}),
        ("measure", {"purpose": "prevents the like", "what": "An alarm.", "due_at": TOMORROW}),
        ("measure", {"purpose": "none needed", "what": "It was a drill."}),
        ("feedback", {"score": 3}),
    ],
)
def test_what_goes_together_is_kept(kind: str, given: dict[str, Any]) -> None:
    assert checked(SHEETS[kind], given, now=NOW) == given


def test_an_instant_that_lies_ahead_may_be_due_and_never_have_been() -> None:
    spoken = {"direction": "to the customer", "channel": "chat", "said": "Tomorrow."}

    assert checked(SHEETS["interaction"], spoken | {"due_at": TOMORROW}, now=NOW)["due_at"] == TOMORROW
    with pytest.raises(Refusal, match="ahead"):
        checked(SHEETS["interaction"], spoken | {"at": TOMORROW}, now=NOW)


def test_an_erased_word_need_not_be_said_again() -> None:
    erased = {"direction": "to the customer", "channel": "chat"}

    assert checked(SHEETS["interaction"], erased, now=NOW, before=erased) == erased
    with pytest.raises(Refusal, match="What was said"):
        checked(SHEETS["interaction"], erased, now=NOW, before=erased | {"said": "Tomorrow."})


def test_only_what_goes_to_the_customer_reaches_them() -> None:
    reaches = SHEETS["interaction"].reaches_the_customer

    assert reaches({"direction": "to the customer"})
    assert not reaches({"direction": "from the customer"})
    assert not SHEETS["feedback"].reaches_the_customer({"score": 3})


def test_personal_fields_are_found_among_the_texts_of_their_event() -> None:
    texts = {"sheet.7.said": "Never again.", "sheet.8.said": "Another sheet's.", "note": "A note."}

    assert words("feedback", 7, texts) == {"said": "Never again."}


def test_a_kind_that_does_not_exist_is_refused() -> None:
    assert template_of("review") is SHEETS["review"]
    with pytest.raises(Refusal, match="no such kind of sheet"):
        template_of("rumour")


def test_money_is_kept_in_whole_hundredths() -> None:
    assert (hundredths("1249.50"), hundredths("0.07"), hundredths(None)) == (124_950, 7, None)


def test_words_are_what_somebody_typed_and_not_what_they_chose() -> None:
    assert [about.name for about in form_fields(SHEETS["action"]) if is_words(about)] == ["what", "by", "department"]
