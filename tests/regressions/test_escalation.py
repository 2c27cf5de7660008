"""Escalation: what others forgot, repeated or never did, on both databases (table: test_table.py)."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text, update
from sqlmodel import col

from caselight.core.hours import BusinessHours
from caselight.core.people import EVERYTHING
from caselight.services import matrix, verbs
from caselight.services.desk import perform
from caselight.services.sweeping import sweep
from caselight.store.engine import Store
from caselight.store.tables import Delivery, Escalation, Notice, SignIn, User
from caselight.worker import loop
from escalating import a_case, case_of, do, escalations, firings, notices
from floor import Floor, at

A_WEEK = timedelta(weeks=1)
NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})


def test_two_workers_at_once_give_one_notice(floor: Floor) -> None:
    numbers = [a_case(floor, priority=1) for _ in range(12)]

    with ThreadPoolExecutor(2) as pool:
        swept = list(pool.map(lambda now: sweep(floor.store, now=now), [at("Mon 10:06")] * 2))
    again = sweep(floor.store, now=at("Mon 10:06"))

    assert {(len(notices(floor, number)), len(escalations(floor, number))) for number in numbers} == {(1, 1)}
    assert sum(one.notices for one in swept) + again.notices == len(numbers)


class PowerCutError(BaseException):
    """What no part of the product catches."""


@contextmanager
def power_cut_after(store: Store, commits: int) -> Iterator[None]:
    """Let the machine go dark when so many transactions are through, before the next one commits."""
    seen = 0

    def count(_connection: object) -> None:
        nonlocal seen
        seen += 1
        if seen > commits:
            raise PowerCutError

    event.listen(store.engine, "commit", count)
    try:
        with pytest.raises(PowerCutError):
            yield
    finally:
        event.remove(store.engine, "commit", count)


def test_a_sweep_that_dies_half_way_is_finished_by_the_next(floor: Floor) -> None:
    numbers = [a_case(floor, priority=1) for _ in range(6)]

    with power_cut_after(floor.store, 3):
        sweep(floor.store, now=at("Mon 10:06"))
    done = [len(notices(floor, number)) for number in numbers]
    sweep(floor.store, now=at("Mon 10:07"))

    assert 0 < sum(done) < len(numbers)
    assert [len(notices(floor, number)) for number in numbers] == [1] * len(numbers)
    assert [len(escalations(floor, number)) for number in numbers] == [1] * len(numbers)
    assert {one.due_at for number in numbers for one in firings(floor, number)} == {at("Mon 10:05")}


def test_a_restart_in_a_quiet_window_goes_on_when_it_ends(floor: Floor) -> None:
    number = a_case(floor, "Fri 16:30")  # an hour of the office to acknowledge it
    loop.once(floor.store, as_of=at("Fri 18:00"))

    for night in ("Sat 03:00", "Sun 12:00"):
        restarted = Store(floor.store.url)
        assert loop.once(restarted, as_of=at(night)).raised == 0
        restarted.dispose()
    loop.once(floor.store, as_of=at("Mon 09:31") + A_WEEK)

    (raised, *_) = escalations(floor, number)
    assert raised.raised_at == at("Mon 09:30") + A_WEEK


def test_a_chain_goes_on_to_its_end_through_any_number_of_restarts(floor: Floor) -> None:
    number = a_case(floor, priority=1)

    for moment in ("Mon 10:06", "Mon 10:16", "Mon 10:31"):
        restarted = Store(floor.store.url)
        loop.once(restarted, as_of=at(moment))
        restarted.dispose()

    assert [(row.way, row.raised_at) for row in escalations(floor, number)] == [
        ("functional", at("Mon 10:05")),
        ("functional", at("Mon 10:15")),
        ("hierarchical", at("Mon 10:30")),
    ]


def test_people_are_told_though_nobody_is_signed_in(floor: Floor) -> None:
    floor.store.transact(lambda session: session.execute(update(User).values(password_hash="x")), EVERYTHING)
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    sweep(floor.store, now=at("Mon 11:01"))

    with floor.store.reading(EVERYTHING) as session:
        assert session.scalars(select(SignIn)).all() == []
        told = select(col(Delivery.user_id)).join(Notice, col(Notice.id) == col(Delivery.notice_id))
        assert floor.manager.user_id in session.scalars(told.where(col(Notice.case_id) == number)).all()


@pytest.mark.parametrize("ended", ["resolved", "closed", "cancelled", "merged"])
def test_nothing_is_said_of_a_case_that_is_over(floor: Floor, ended: str) -> None:
    floor.store.transact(lambda session: session.execute(update(User).values(password_hash="x")), EVERYTHING)
    number = a_case(floor, priority=4)  # owes no analysis
    do(floor, verbs.escalate, "Mon 10:01", case=number, reason="Needs the vendor")
    said = len(notices(floor, number))
    end(floor, number, ended)

    for later in ("Mon 10:30", "Tue 10:00", "Sun 10:00"):
        sweep(floor.store, now=at(later))

    assert len(notices(floor, number)) == said
    assert {row.next_at for row in escalations(floor, number)} == {None}


def end(floor: Floor, number: int, how: str) -> None:
    """End a case at 10:03, before anything falls due."""
    if how == "cancelled":
        do(floor, verbs.cancel, "Mon 10:03", case=number, note="A test call.")
    elif how == "merged":
        other = a_case(floor, "Mon 10:02", priority=4, title="Something else")
        do(floor, verbs.merge, "Mon 10:03", case=number, into=other, note="Logged twice.")
    else:
        times = {"down_from": at("Mon 10:00").isoformat(), "down_until": at("Mon 10:02").isoformat()}
        done = {"affected_services": ["Voice"], "recovery_actions": "Rerouted."}
        do(floor, verbs.resolve, "Mon 10:03", case=number, details=done | times)
    if how == "closed":
        do(floor, verbs.close, "Mon 10:04", case=number, root_cause="vendor", details=done)


def test_after_an_acknowledgement_nothing_more_is_said_of_acknowledging(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    sweep(floor.store, now=at("Mon 10:06"))
    do(floor, verbs.acknowledge, "Mon 10:07", case=number)
    said = len(notices(floor, number))

    for minute in range(8, 30):
        sweep(floor.store, now=at(f"Mon 10:{minute:02}"))

    assert len(notices(floor, number)) == said
    assert [row.to_tier for row in escalations(floor, number)] == [2]


def test_a_poisoned_case_stops_nobody_else_at_any_turn(floor: Floor) -> None:
    poisoned = a_case(floor, priority=1)
    sound = [a_case(floor, f"Mon 10:{minute:02}", priority=1) for minute in range(3)]
    spoil = text("UPDATE clocks SET runs = '[]' WHERE case_id = :number")
    floor.store.transact(lambda session: session.execute(spoil, {"number": poisoned}), EVERYTHING)

    failed = [sweep(floor.store, now=at(f"Mon 10:{minute:02}")).failed for minute in (6, 7, 8, 12)]

    assert failed == [1, 0, 0, 1]  # put off, and tried again later
    assert all(escalations(floor, number) for number in sound)
    assert case_of(floor, poisoned).team_id == floor.desk


def test_a_worker_that_started_again_settles_what_fell_due_while_it_was_away(floor: Floor) -> None:
    now = datetime.now(UTC)
    given = {"client_id": floor.client, "record_type": "technical", "title": "Lines down", "priority": 1}
    opened = now - timedelta(hours=3)
    number = perform(floor.store, verbs.log, actor=floor.lead, now=opened, request="away", **given).case_id
    stop = threading.Event()

    def once_more() -> datetime:
        stop.set()
        return datetime.now(UTC)

    loop.work(floor.store, clock=once_more, stop=stop, every_s=0.001)

    with floor.store.reading(EVERYTHING) as session:
        rows = session.scalars(select(Escalation).where(col(Escalation.case_id) == number)).all()
    assert [row.raised_at - opened for row in rows if row.way == "functional"] == [
        timedelta(minutes=5),
        timedelta(minutes=15),
    ]


def test_a_shift_plan_saved_today_is_asked_by_the_sweep_of_today(floor: Floor) -> None:
    before = a_case(floor, "Mon 08:00", priority=1)
    sweep(floor.store, now=at("Mon 08:06"))
    matrix.set_shifts(floor.store, floor.network, NIGHTS, actor=floor.admin, now=at("Mon 09:00"))
    after = a_case(floor, "Mon 10:00", priority=1)

    sweep(floor.store, now=at("Mon 10:06"))

    assert escalations(floor, before)[0].team_id == floor.network
    assert escalations(floor, after)[0].team_id == floor.experts
