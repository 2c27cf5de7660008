"""Any number of workers, killed at any line: each notice arrives, and a repeat carries the key of the first."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.core.retry import MOST_TRIES
from caselight.services import sending
from caselight.services.sending import LEASE, LOST, Sent, Target
from caselight.store.engine import Store
from caselight.store.tables import Delivery
from escalating import a_case
from floor import Floor, at
from outgoing import a_channel, outgoing, send
from receivers import settings, web

NOW = at("Mon 10:00")


class Killed(BaseException):
    """What ends a worker at once."""


def drain(store: Store, target: Target, now: datetime = NOW) -> Sent:
    return sending.drain(store, target, clock=lambda: now, settings=settings())


def the_target(floor: Floor) -> Target:
    (target,) = sending.targets_due(floor.store, now=NOW)
    return target


def test_two_workers_at_once_send_each_notice_once(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        numbers = {a_case(floor) for _ in range(12)}
        target = the_target(floor)

        with ThreadPoolExecutor(4) as crew:
            done = list(crew.map(lambda _: drain(floor.store, target), range(4)))

    assert sum(each.sent for each in done) == len(numbers)
    assert len(inbox.keys) == len(set(inbox.keys)) == len(numbers)
    assert {document["case"] for document in inbox.documents} == {f"C-{number}" for number in numbers}


def test_a_worker_killed_between_sending_and_writing_it_down_repeats_with_the_same_key(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web() as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        a_case(floor)
        with monkeypatch.context() as dying:
            dying.setattr(sending, "_settle", _die)
            with pytest.raises(Killed):
                drain(floor.store, the_target(floor))

        send(floor, NOW + timedelta(seconds=30), settings())  # still held by the dead one
        within_the_lease = len(inbox.keys)
        send(floor, NOW + LEASE, settings())

    assert within_the_lease == 1
    assert len(inbox.keys) == 2
    assert len(set(inbox.keys)) == 1
    (row,) = outgoing(floor)
    assert (row.sent_at, row.tries) == (NOW + LEASE, 2)


def test_one_that_comes_back_too_late_writes_over_nobody(floor: Floor) -> None:
    with web(500, 200) as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        a_case(floor)
        target = the_target(floor)
        late = floor.store.transact(lambda session: sending._claim(session, target, NOW), EVERYTHING)
        assert late is not None
        drain(floor.store, target, NOW + LEASE)  # another, after the lease, is told 500
        drain(floor.store, target, NOW + 2 * LEASE)  # and then 200

        sending._fail(floor.store, late, NOW + 3 * LEASE, "late")

    (row,) = outgoing(floor)
    assert (row.sent_at, row.error, row.next_try_at) == (NOW + 2 * LEASE, "", None)


def test_what_kills_its_worker_each_time_is_given_up_too(floor: Floor) -> None:
    a_channel(floor, kinds=["logged"])
    a_case(floor)
    used_up = update(Delivery).values(tries=MOST_TRIES, first_try_at=NOW).where(col(Delivery.next_try_at).is_not(None))
    floor.store.transact(lambda session: session.execute(used_up), EVERYTHING)

    drain(floor.store, the_target(floor))

    (row,) = outgoing(floor)
    assert (row.dead_at, row.error) == (NOW, LOST)


def test_a_receiver_that_hangs_is_left_after_a_bound(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "TOTAL_S", 0.2)
    with web() as inbox:
        inbox.holds = threading.Event()
        a_channel(floor, inbox, kinds=["logged"])
        a_case(floor)

        done = drain(floor.store, the_target(floor))
        inbox.holds.set()

    assert (done.sent, done.failed) == (0, 1)
    assert outgoing(floor)[0].error == "No answer within 0 seconds."


def test_one_that_is_down_does_not_use_up_what_waits_behind(floor: Floor) -> None:
    with web(500) as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        for _ in range(3):
            a_case(floor)

        drain(floor.store, the_target(floor))

    assert sorted(row.tries for row in outgoing(floor)) == [0, 0, 1]


def _die(*_: object) -> None:
    raise Killed
