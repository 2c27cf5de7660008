"""Whole cases: numbered, chained and checked by the database like any others."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING
from caselight.store.bulk import WholeCase, write_cases
from caselight.store.chain import Fact
from caselight.store.engine import Store
from caselight.store.tables import Case, CaseClock, Client, Contract, Event, EventText
from proving import breaks

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def client_id(store: Store) -> int:
    def unit(session: Session) -> int:
        session.add(client := Client(name="Norvane Telecom"))
        session.flush()
        session.add(Contract(client_id=client.id, valid_from=NINE, percent=900))
        return client.id

    return store.transact(unit, EVERYTHING)


def a_case(client_id: int, *, number: int | None = None, facts: int = 2, **columns: object) -> WholeCase:
    at = [NINE + timedelta(minutes=minute) for minute in range(facts)]
    case = {"client_id": client_id, "record_type": "technical", "title": "Voice lines down", "priority": 2}
    case |= {"occurred_at": NINE, "opened_at": NINE, "touched_at": NINE} | columns
    stood = {"status": "new", "is_accepted": False}  # as the case stands
    facts_of = [Fact("case:noted", one, one, texts={"note": f"at {one}"}, **stood) for one in at]
    return WholeCase(case, facts_of, number=number)


def test_whole_cases_get_numbers_in_a_row_and_sound_chains(store: Store, client_id: int) -> None:
    cases = [a_case(client_id), a_case(client_id, facts=3)]

    first, second = store.transact(lambda session: write_cases(session, cases), EVERYTHING)

    assert second == first + 1
    with store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
        assert session.get(Case, second).version == 3
        assert len(session.scalars(select(EventText)).all()) == 5


def test_a_number_may_be_given_and_the_next_ones_lie_above_it(store: Store, client_id: int) -> None:
    (given,) = store.transact(lambda session: write_cases(session, [a_case(client_id, number=70_000)]), EVERYTHING)

    (fresh,) = store.transact(lambda session: write_cases(session, [a_case(client_id)]), EVERYTHING)

    assert (given, fresh) == (70_000, 70_001)


def test_given_and_fresh_numbers_mix_in_one_batch(store: Store, client_id: int) -> None:
    cases = [a_case(client_id), a_case(client_id, number=80_000), a_case(client_id)]

    numbers = store.transact(lambda session: write_cases(session, cases), EVERYTHING)

    assert numbers == [80_001, 80_000, 80_002]


def test_a_texts_row_hangs_on_its_own_event(store: Store, client_id: int) -> None:
    store.transact(
        lambda session: write_cases(session, [a_case(client_id, facts=2), a_case(client_id, facts=2)]), EVERYTHING
    )

    with store.reading(EVERYTHING) as session:
        pairs = session.execute(
            select(col(Event.at), col(EventText.text)).join(EventText, col(EventText.event_id) == col(Event.id))
        ).all()
    assert len(pairs) == 4
    assert all(text == f"at {at}" for at, text in pairs)


def test_clocks_are_written_for_their_case(store: Store, client_id: int) -> None:
    contract_id = 1
    clock = {"promise": "resolution", "contract_id": contract_id, "target_s": 60, "waiting_pauses": True}
    clock |= {"runs": [["2026-03-02T09:00:00Z", None]], "started_at": NINE, "due_at": NINE}
    plain = a_case(client_id)

    def unit(session: Session) -> list[int]:
        return write_cases(session, [WholeCase(plain.case, plain.facts, [clock])])

    (number,) = store.transact(unit, EVERYTHING)

    with store.reading(EVERYTHING) as session:
        (row,) = session.scalars(select(CaseClock))
        assert (row.case_id, row.client_id, row.runs) == (number, client_id, [["2026-03-02T09:00:00Z", None]])


def test_a_case_without_events_is_refused_by_the_database(store: Store, client_id: int) -> None:
    with pytest.raises(IntegrityError):
        store.transact(lambda session: write_cases(session, [a_case(client_id, facts=0)]), EVERYTHING)


def test_nothing_to_write_writes_nothing(store: Store) -> None:
    assert store.transact(lambda session: write_cases(session, []), EVERYTHING) == []
