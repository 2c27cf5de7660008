"""The desk under pressure: many at once, the same request again, a crash in the middle."""

import threading
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.services.desk import Done, perform
from caselight.services.work import Work
from caselight.store.tables import Case, Event
from floor import Floor, at
from proving import verify

AT_ONCE = 8


def all_at_once(what: Callable[[int], Done]) -> list[Done]:
    """Run it in eight threads that start together, and return what each did."""
    ready = threading.Barrier(AT_ONCE)
    done: list[Done] = []

    def run(who: int) -> None:
        ready.wait()
        done.append(what(who))

    threads = [threading.Thread(target=run, args=(who,)) for who in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def log(floor: Floor, request: str = "") -> Done:
    return perform(
        floor.store,
        verbs.log,
        actor=floor.lead,
        now=at("Mon 10:00"),
        request=request or uuid.uuid4().hex,
        client_id=floor.client,
        record_type="technical",
        title="Voice lines down",
    )


def count(floor: Floor, column: object) -> int:
    with floor.store.reading(EVERYTHING) as session:
        return session.scalar(select(func.count(column))) or 0  # type: ignore[call-overload]


def test_one_request_sent_eight_times_at_once_logs_one_case(floor: Floor) -> None:
    done = all_at_once(lambda _who: log(floor, request="one"))

    assert count(floor, col(Case.id)) == 1
    assert len({one.case_id for one in done}) == 1
    assert sum(one.was_repeat for one in done) == AT_ONCE - 1


def test_eight_people_on_one_case_lose_nothing(floor: Floor) -> None:
    number = log(floor).case_id

    def add_notes(who: int) -> Done:
        for word in ("first", "second", "third"):
            done = perform(
                floor.store,
                verbs.note,
                actor=floor.lead,
                now=at("Mon 10:05"),
                request=uuid.uuid4().hex,
                case=number,
                note=f"{who} {word}",
            )
        return done

    all_at_once(add_notes)

    assert count(floor, col(Event.id)) == 1 + 3 * AT_ONCE
    assert verify(floor.store).is_whole


def test_eight_cases_logged_at_once_have_eight_numbers(floor: Floor) -> None:
    done = all_at_once(lambda _who: log(floor))

    assert len({one.case_id for one in done}) == AT_ONCE


def test_a_verb_that_fails_half_way_leaves_the_case_as_it_was(floor: Floor) -> None:
    number = log(floor).case_id

    def half(work: Work, case: Case) -> Event:
        case.title = "Half done"
        work.record(case, "case:updated")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        perform(floor.store, half, actor=floor.lead, now=at("Mon 11:00"), request="r", case=number)

    with floor.store.reading(EVERYTHING) as session:
        assert session.get_one(Case, number).title == "Voice lines down"
    assert count(floor, col(Event.id)) == 1


def test_a_change_without_an_event_does_not_commit(floor: Floor) -> None:
    number = log(floor).case_id

    def sneak(session: Session) -> None:
        case = session.get_one(Case, number)
        case.title, case.version = "Sneaked in", 2

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        floor.store.transact(sneak, EVERYTHING)
