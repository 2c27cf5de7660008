"""Sheets are added with one event each; the customer's words are kept apart."""

from typing import Any

import pytest

from acts import REFUND, SPOKEN, WORDS, a_case, add, clock, do, kinds, newest, read, sheets_of
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import verbs
from caselight.store import casefile, sheets
from floor import Floor, at


def test_a_word_to_the_customer_is_their_first_response(floor: Floor) -> None:
    number = a_case(floor)

    add(floor, number, "interaction", **SPOKEN)

    assert clock(floor, number, "first response").stopped_at == at("Mon 10:20")
    assert read(floor, number).first_response_at == at("Mon 10:20")
    assert kinds(floor, number) == ["case:logged", "case:interaction_added"]


def test_what_the_customer_says_is_no_response(floor: Floor) -> None:
    number = a_case(floor)

    add(floor, number, "interaction", **SPOKEN | {"direction": "from the customer"})

    assert clock(floor, number, "first response").stopped_at is None


def test_a_response_said_to_have_been_earlier_counts_from_its_entry(floor: Floor) -> None:
    number = a_case(floor)

    add(floor, number, "interaction", "Mon 11:30", **SPOKEN, at=at("Mon 10:05").isoformat())

    assert clock(floor, number, "first response").stopped_at == at("Mon 11:30")
    assert sheets_of(floor, number)[0].at == at("Mon 10:05")


def test_the_customers_words_lie_in_the_texts_and_nowhere_else(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "feedback", score=2, said=WORDS)

    (row,) = sheets_of(floor, number)
    event = newest(floor.store, number)
    with floor.store.reading(EVERYTHING) as session:
        texts = casefile.texts(session, floor.lead.scope, number)

    assert (row.number, row.details) == (seq, {"score": 2})
    assert WORDS not in str(event.body)
    assert texts[seq] == {f"sheet.{seq}.said": WORDS}


def test_adding_never_conflicts_with_what_others_do(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    add_as_seen_before = do(floor, verbs.add_sheet, "Mon 10:06", case=number, seen=1, kind="interaction", fields=SPOKEN)

    assert add_as_seen_before.version == 3


def test_the_same_request_adds_one_sheet(floor: Floor) -> None:
    number = a_case(floor)

    for _ in range(2):
        do(floor, verbs.add_sheet, "Mon 10:20", request="twice", case=number, kind="action", fields=REFUND)

    assert len(sheets_of(floor, number)) == 1


def test_a_case_has_one_checklist(floor: Floor) -> None:
    number = a_case(floor)
    add(floor, number, "checklist", listened=True)

    with pytest.raises(Refusal, match="one recovery checklist already"):
        add(floor, number, "checklist", apologised=True)


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("action", {"amount": "20"}, "Action: fill this in"),
        ("action", {"action": "refund", "amount": "20"}, "Choose the currency"),
        ("action", {"action": "other action"}, "Say in one line"),
        ("feedback", {"score": 6}, "from 1 to 5"),
        ("measure", {"purpose": "corrects the cause", "what": "An alarm."}, "when it must be in place"),
        ("interaction", SPOKEN | {"colour": "red"}, "there is no field"),
        ("rumour", {}, "no such kind of sheet"),
    ],
)
def test_what_is_wrong_on_a_sheet_is_said(floor: Floor, kind: str, fields: dict[str, Any], told: str) -> None:
    number = a_case(floor)

    with pytest.raises(Refusal, match=told):
        add(floor, number, kind, **fields)

    assert sheets_of(floor, number) == []


def test_an_agent_fills_in_sheets_of_the_own_team_only(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.hand_off, "Mon 10:05", case=number, team_id=floor.network)

    with pytest.raises(Denied, match="is with Network"):
        do(floor, verbs.add_sheet, "Mon 10:06", actor=floor.agent, case=number, kind="action", fields=REFUND)


def test_a_sheet_is_seen_in_its_clients_scope_only(floor: Floor) -> None:
    number = a_case(floor)
    add(floor, number, "action", **REFUND, due_at=at("Tue 10:00").isoformat())

    with floor.store.reading(EVERYTHING) as session:
        assert sheets.of_case(session, floor.outsider.scope, number) == []
        assert sheets.follow_ups(session, floor.outsider.scope, until=at("Fri 10:00")) == []
    with pytest.raises(NotFound):
        do(floor, verbs.add_sheet, "Mon 10:06", actor=floor.outsider, case=number, kind="action", fields=REFUND)
