"""Guessing is made slow for everyone who guesses, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.services import throttle
from caselight.store.engine import Store
from caselight.store.tables import Lockout
from floor import at

NINE = at("Mon 09:00")
MINUTE = timedelta(minutes=1)


def tried(store: Store, now: datetime = NINE, *, login: str = "lena", address: str = "10.0.0.7") -> bool:
    return throttle.attempt(store, login=login, address=address, now=now)


def test_five_tries_are_free_and_the_sixth_waits_a_minute(store: Store) -> None:
    assert [tried(store) for _ in range(6)] == [True] * 5 + [False]
    assert not tried(store, NINE + MINUTE - timedelta(seconds=1))
    assert tried(store, NINE + MINUTE)


def test_each_pause_is_twice_the_last_up_to_a_quarter_of_an_hour(store: Store) -> None:
    now, pauses = NINE, []
    for _ in range(5):
        tried(store, now)
    for _ in range(6):
        waited = 1
        while not tried(store, now + waited * MINUTE):
            waited += 1
        pauses.append(waited)
        now += waited * MINUTE

    assert pauses == [1, 2, 4, 8, 15, 15]


def test_tries_during_a_pause_do_not_lengthen_it(store: Store) -> None:
    for _ in range(5):
        tried(store)

    for second in range(0, 60, 5):
        assert not tried(store, NINE + timedelta(seconds=second))

    assert tried(store, NINE + MINUTE)


def test_a_right_password_makes_the_person_begin_anew(store: Store) -> None:
    for _ in range(5):
        tried(store)

    throttle.succeeded(store, login="lena", address="10.0.0.7")

    assert [tried(store) for _ in range(6)] == [True] * 5 + [False]


def test_one_person_paused_leaves_the_others_of_the_floor_alone(store: Store) -> None:
    for _ in range(6):
        tried(store)

    assert tried(store, login="omar")


def test_thirty_wrong_tries_from_one_address_pause_it_for_all_names(store: Store) -> None:
    went = [tried(store, login=f"guess {number}") for number in range(31)]

    assert went == [True] * 30 + [False]
    assert tried(store, login="guess 31", address="10.0.0.8")


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),  # a customer of an IPv6 network has a whole /64
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("10.0.0.7", "10.0.0.8", False),
        ("testclient", "testclient", True),
    ],
)
def test_an_address_is_counted_as_what_one_customer_holds(
    store: Store, first: str, second: str, *, is_one: bool
) -> None:
    for number in range(30):
        tried(store, login=f"guess {number}", address=first)

    assert tried(store, login="other", address=second) is not is_one


def test_signing_in_often_never_pauses_an_address(store: Store) -> None:
    for number in range(40):
        assert tried(store, login=f"agent {number}")
        throttle.succeeded(store, login=f"agent {number}", address="10.0.0.7")


def test_after_an_hour_of_quiet_all_is_forgotten(store: Store) -> None:
    for _ in range(5):
        tried(store)

    later = NINE + timedelta(hours=1, seconds=1)

    assert [tried(store, later) for _ in range(6)] == [True] * 5 + [False]


def test_many_tries_at_once_are_five_all_the_same(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        went = list(pool.map(lambda _: tried(store), range(16)))

    assert sum(went) == 5


def test_a_password_typed_as_a_user_name_is_not_kept(store: Store) -> None:
    tried(store, login="copper lantern in the rain")

    with store.reading(EVERYTHING) as session:
        assert not any("copper" in key for key in session.scalars(select(col(Lockout.key))))


def test_a_program_may_ask_a_hundred_times_at_once_and_then_fifty_times_a_second(store: Store) -> None:
    burst = [throttle.paced(store, user_id=1, now=NINE) for _ in range(101)]
    assert burst == [timedelta()] * 100 + [throttle.STEP]

    later = NINE + timedelta(seconds=1)
    went = [not throttle.paced(store, user_id=1, now=later) for _ in range(51)]
    assert went == [True] * 50 + [False]
    assert not throttle.paced(store, user_id=2, now=later)  # another key is another's


def test_many_processes_count_a_program_together(store: Store) -> None:
    other = Store(store.url)
    with ThreadPoolExecutor(4) as pool:
        went = list(pool.map(lambda n: throttle.paced((store, other)[n % 2], user_id=1, now=NINE), range(104)))
    other.dispose()

    assert went.count(timedelta()) == 100
