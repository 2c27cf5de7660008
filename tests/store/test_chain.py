"""The chain: a rewritten, removed or forged event is found and named."""

import uuid
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from caselight.core.chain import canonical, commitment, link
from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.store.tables import Case, Event, EventText
from floor import Floor, at
from proving import tamper, verify


def a_case_with_three_events(floor: Floor) -> int:
    given: dict[str, Any] = {"client_id": floor.client, "record_type": "technical", "title": "Lines down"}
    number = perform(floor.store, verbs.log, actor=floor.lead, now=at("Mon 10:00"), request=uuid.uuid4().hex, **given)
    for word in ("first", "second"):
        perform(
            floor.store,
            verbs.note,
            actor=floor.lead,
            now=at("Mon 10:05"),
            request=uuid.uuid4().hex,
            case=number.case_id,
            note=word,
        )
    return number.case_id


def test_the_canonical_text_never_changes_between_releases() -> None:
    meta = {"v": 1, "at": at("Mon 10:00"), "body": {"b": [1, None, True], "a": "e\u0301"}}

    assert canonical(meta) == '{"at":"2026-11-16T10:00:00.000000Z","body":{"a":"é","b":[1,null,true]},"v":1}'.encode()
    assert link("0" * 64, meta) == "47b309064d71376aa30cb866c43b707edff8132f4029220987f6a72154457124"
    assert commitment(b"salt", "text") == "8f40d2c1caea4f10a6375603f18ed44f186066fd94eb7c3f1d115d8dc245527d"


def test_a_float_has_no_canonical_text() -> None:
    with pytest.raises(TypeError, match="floats"):
        canonical({"share": 0.1})


def test_an_untouched_chain_holds(floor: Floor) -> None:
    a_case_with_three_events(floor)

    assert (
        verify(floor.store).told().startswith("3 events verified; every chain holds.\nThere is no seal yet; 3 events")
    )


@pytest.mark.parametrize("statement", ["UPDATE events SET kind = 'x'", "DELETE FROM events"])
def test_the_database_itself_refuses_to_change_an_event(floor: Floor, statement: str) -> None:
    a_case_with_three_events(floor)

    with pytest.raises(DBAPIError, match="append-only"):
        floor.store.transact(lambda session: session.connection().exec_driver_sql(statement), EVERYTHING)


def test_a_case_cannot_change_without_its_event(floor: Floor) -> None:
    number = a_case_with_three_events(floor)
    same, next_one = (
        update(Case).where(col(Case.id) == number).values(title="x", **more) for more in ({}, {"version": 4})
    )

    with pytest.raises(DBAPIError, match="next version"):
        floor.store.transact(lambda session: session.execute(same), EVERYTHING)
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        floor.store.transact(lambda session: session.execute(next_one), EVERYTHING)


def test_replacing_an_event_is_refused(floor: Floor) -> None:
    if not floor.store.is_sqlite:
        pytest.skip("INSERT OR REPLACE is SQLite's")
    a_case_with_three_events(floor)

    with pytest.raises(DBAPIError, match="append-only"):
        floor.store.transact(
            lambda session: session.connection().exec_driver_sql("INSERT OR REPLACE INTO events SELECT * FROM events"),
            EVERYTHING,
        )


TAMPERED = {
    "an event changed": (update(Event).where(col(Event.seq) == 2).values(kind="case:closed"), 2, "was changed after"),
    "an event removed": (delete(Event).where(col(Event.seq) == 2), 3, "seq 2 is missing"),
    "a text changed": (update(EventText).where(col(EventText.text) == "first").values(text="forged"), 2, "text “note”"),
    "a case set back": (update(Case).values(version=2), 3, "does not stand at its newest event"),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_is_found_and_the_case_named(floor: Floor, kind: str) -> None:
    statement, seq, reason = TAMPERED[kind]
    number = a_case_with_three_events(floor)
    erase = delete(EventText).where(col(EventText.text) == "first")

    tamper(
        floor.store,
        lambda session: [session.execute(step) for step in ((erase, statement) if seq == 3 else (statement,))],
    )

    found = verify(floor.store)
    assert not found.is_whole
    assert (found.broken[0].case_id, found.broken[0].seq) == (number, seq)
    assert reason in found.broken[0].reason


def test_an_erased_text_leaves_the_chain_whole(floor: Floor) -> None:
    a_case_with_three_events(floor)

    floor.store.transact(
        lambda session: session.execute(delete(EventText).where(col(EventText.text) == "first")), EVERYTHING
    )

    assert verify(floor.store).is_whole


def test_what_json_does_not_know_has_no_canonical_text() -> None:
    with pytest.raises(TypeError, match="set has no canonical text"):
        canonical({"clients": {1, 2}})
