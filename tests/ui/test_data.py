import gc
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from caselight.core.people import EVERYTHING, Role, Scope
from caselight.services import sessions
from caselight.store import board, wall
from caselight.store.engine import Store
from caselight.store.tables import Heartbeat
from caselight.store.version import DataVersion
from caselight.ui import data
from caselight.ui.freshness import Paced, Steady

SignIn = Callable[..., str]


@pytest.mark.usefixtures("place")
def test_what_did_not_change_is_not_read_again() -> None:
    assert data.read(board.open_cases, EVERYTHING) is data.read(board.open_cases, EVERYTHING)


def test_what_changed_is_read_again(sign_in: SignIn) -> None:
    first = data.read(board.open_cases, EVERYTHING)

    sign_in(Role.LEAD)  # an event like any other
    data.look_again()

    assert data.read(board.open_cases, EVERYTHING) is not first


@pytest.mark.usefixtures("place")
def test_a_scope_never_gets_what_another_was_given() -> None:
    mine = data.read(board.open_cases, Scope(frozenset({1})))

    assert {case.client_id for case in mine} == {1}
    assert {case.client_id for case in data.read(board.open_cases, Scope(frozenset({2})))} == {2}


@pytest.mark.usefixtures("cookies", "place")
def test_nobody_is_there_without_a_cookie() -> None:
    assert data.me() is None
    assert data.actor() is None


def test_a_revoked_session_is_nobody_at_once_for_writing_and_soon_for_reading(place: Store, sign_in: SignIn) -> None:
    token = sign_in(Role.LEAD)
    assert data.me() is not None

    sessions.end(place, token, now=datetime.now(UTC))

    assert data.actor() is None
    data.look_again()
    assert data.me() is None


class Away(DataVersion):
    """A data version whose database can be taken away."""

    is_away = False

    def current(self) -> tuple[int, int]:
        if self.is_away:
            raise OperationalError("SELECT", {}, Exception("away"))
        return super().current()


def test_while_the_database_is_away_the_last_answer_stays_and_its_age_grows(
    place: Store, caplog: pytest.LogCaptureFixture
) -> None:
    times = iter(datetime(2026, 11, 16, 10, minute, tzinfo=UTC) for minute in range(60))
    version = Away(place)
    steady = Steady(version, now=lambda: next(times))
    stamp = steady.current()
    seen = steady.as_of

    version.is_away = True
    with caplog.at_level(logging.ERROR):
        again = [steady.current() for _ in range(3)]

    assert again == [stamp] * 3
    assert steady.as_of == seen
    assert len(caplog.records) == 1  # an outage is told once

    version.is_away = False
    steady.current()
    assert steady.as_of > seen


def test_a_pace_asks_again_after_its_span_and_not_while_the_database_is_away(place: Store) -> None:
    clock = [datetime(2026, 11, 16, 10, tzinfo=UTC)]
    version = Away(place)
    paced = Paced(Steady(version, now=lambda: clock[0]), now=lambda: clock[0], every=timedelta(minutes=10))
    first = paced.current()

    clock[0] += timedelta(minutes=9)
    assert paced.current() == first

    version.is_away = True
    clock[0] += timedelta(hours=1)
    assert paced.current() == first

    version.is_away = False
    assert paced.current() != first


def test_a_heartbeat_is_seen_although_it_is_no_event(place: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data.read_often(wall.heartbeat, EVERYTHING, "worker") is None
    now = datetime.now(UTC)
    place.transact(lambda session: session.add(Heartbeat(name="worker", at=now)), EVERYTHING)

    monkeypatch.setattr(data, "now", lambda: now + timedelta(seconds=5))
    data._paced.cache_clear()

    assert data.read_often(wall.heartbeat, EVERYTHING, "worker") == now


def test_reading_leaves_no_transaction_open(place: Store) -> None:
    data.read(board.open_cases, EVERYTHING)
    gc.collect()

    place.transact(lambda session: session.execute(text("DELETE FROM heartbeats")), EVERYTHING)
