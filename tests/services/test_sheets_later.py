"""Sheets corrected, followed up and undone: both versions stay on record."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from acts import REFUND, SPOKEN, WORDS, a_case, add, do, kinds, newest, sheets_of
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Conflict, NotFound, Refusal
from caselight.services import verbs
from caselight.store import casefile, sheets
from caselight.store.tables import EventText
from floor import Floor, at
from proving import breaks


def test_an_erased_word_leaves_the_chain_whole_and_the_sheet_correctable(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "interaction", **SPOKEN)
    floor.store.transact(
        lambda session: [
            session.delete(text)
            for text in session.scalars(select(EventText).where(col(EventText.field).startswith("sheet.")))
        ],
        EVERYTHING,
    )

    do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=seq, fields={"channel": "chat"})

    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
    assert sheets_of(floor, number)[0].details == {"direction": "to the customer", "channel": "chat"}


def test_a_correction_keeps_both_versions_on_record(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "action", **REFUND)

    do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=seq, fields={"amount": "1149.5", "what": "RF-3391"})

    (row,) = sheets_of(floor, number)
    event = newest(floor.store, number)
    assert row.details == REFUND | {"amount": "1149.50", "what": "RF-3391"}
    assert event.kind == "case:action_corrected"
    assert event.body["sheets"][str(seq)]["changes"] == {"amount": ["1249.00", "1149.50"], "what": None}


def test_a_correction_of_one_field_leaves_the_customers_words(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "feedback", score=2, said=WORDS)

    again = do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=seq, fields={"score": 3}).version

    (row,) = sheets_of(floor, number)
    with floor.store.reading(EVERYTHING) as session:
        texts = casefile.texts(session, floor.lead.scope, number)
    assert row.words_seq == again
    assert texts[again][f"sheet.{seq}.said"] == WORDS


def test_two_people_correcting_different_fields_both_keep_theirs(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "action", **REFUND)
    do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=seq, seen=seq, fields={"worked": True})

    do(floor, verbs.correct_sheet, "Mon 10:26", case=number, sheet=seq, seen=seq, fields={"department": "Billing"})

    assert sheets_of(floor, number)[0].details == REFUND | {
        "amount": "1249.00",
        "worked": True,
        "department": "Billing",
    }


def test_two_people_correcting_one_field_are_told(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "action", **REFUND)
    do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=seq, seen=seq, fields={"amount": "100"})

    with pytest.raises(Conflict, match="Lead One changed this 1m ago: action, amount"):
        do(floor, verbs.correct_sheet, "Mon 10:26", case=number, sheet=seq, seen=seq, fields={"amount": "200"})


def test_the_promised_word_is_due_until_the_customer_has_been_told(floor: Floor) -> None:
    number = a_case(floor)
    add(floor, number, "interaction", **SPOKEN, due_at=at("Mon 12:00").isoformat())
    before = sheets_of(floor, number)[0].done_at

    do(floor, verbs.tell, "Mon 11:50", case=number, note="It is booked.")

    assert (before, sheets_of(floor, number)[0].done_at) == (None, at("Mon 11:50"))


def test_a_follow_up_is_marked_done_once(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "resolution", what="New parcel.", confirmed="no answer from the customer")
    due = add(floor, number, "action", **REFUND, due_at=at("Tue 10:00").isoformat())

    do(floor, verbs.finish_sheet, "Tue 09:00", case=number, sheet=due)

    assert sheets_of(floor, number)[1].done_at == at("Tue 09:00")
    assert kinds(floor, number)[-1] == "case:action_done"
    with pytest.raises(Refusal, match="already done"):
        do(floor, verbs.finish_sheet, "Tue 09:01", case=number, sheet=due)
    with pytest.raises(Refusal, match="Nothing is due"):
        do(floor, verbs.finish_sheet, "Tue 09:01", case=number, sheet=seq)


def test_a_correction_that_changes_nothing_is_refused(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "action", **REFUND)

    with pytest.raises(Refusal, match="Nothing was changed"):
        do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=seq, fields={"amount": "1249.00"})
    with pytest.raises(NotFound, match="no such sheet"):
        do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=99, fields={"amount": "1"})


def test_undoing_takes_back_a_sheet_and_what_it_stopped(floor: Floor) -> None:
    number = a_case(floor)
    promised = add(floor, number, "interaction", **SPOKEN, due_at=at("Mon 12:00").isoformat())
    told = add(floor, number, "interaction", "Mon 11:00", **SPOKEN)

    do(floor, verbs.undo, "Mon 11:00", case=number, seq=told)

    (row,) = sheets_of(floor, number)
    assert (row.number, row.done_at) == (promised, None)


def test_undoing_a_correction_puts_back_numbers_and_words(floor: Floor) -> None:
    number = a_case(floor)
    seq = add(floor, number, "feedback", score=2, said=WORDS)
    fields = {"score": 5, "said": "It is fine.", "would_return": 9}
    corrected = do(floor, verbs.correct_sheet, "Mon 10:25", case=number, sheet=seq, fields=fields).version

    do(floor, verbs.undo, "Mon 10:25", case=number, seq=corrected)

    (row,) = sheets_of(floor, number)
    assert (row.details, row.words_seq) == ({"score": 2}, seq)
    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []


def test_follow_ups_are_listed_by_when_they_are_due(floor: Floor) -> None:
    number, other = a_case(floor), a_case(floor, title="Lines noisy")
    add(floor, number, "action", **REFUND, due_at=at("Wed 10:00").isoformat())
    add(floor, other, "interaction", **SPOKEN, due_at=at("Tue 10:00").isoformat())
    add(floor, other, "measure", purpose="prevents the like", what="An alarm.", due_at=at("Fri 10:00").isoformat())
    cancelled = a_case(floor)
    add(floor, cancelled, "action", **REFUND, due_at=at("Tue 11:00").isoformat())
    do(floor, verbs.cancel, "Mon 11:00", case=cancelled, note="Logged twice.")

    with floor.store.reading(EVERYTHING) as session:
        soon = sheets.follow_ups(session, floor.lead.scope, until=at("Thu 00:00"))
        promised = sheets.follow_ups(session, floor.lead.scope, until=at("Thu 00:00"), kinds=("interaction",))
        corrective = sheets.follow_ups(session, floor.lead.scope, until=at("Sat 00:00"), kinds=("measure",))

    assert [(row.case_id, row.kind) for row in soon] == [(other, "interaction"), (number, "action")]
    assert [row.title for row in promised] == ["Lines noisy"]
    assert [row.due_at for row in corrective] == [at("Fri 10:00")]
