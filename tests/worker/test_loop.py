"""The worker: it sweeps by the database's clock, mistrusts its own, and stops when told."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.store.engine import Store
from caselight.store.pulse import heartbeats
from caselight.worker import loop
from floor import Floor


def now() -> datetime:
    return datetime.now(UTC)


def ahead(of: timedelta) -> Callable[[], datetime]:
    return lambda: now() + of


def beats(store: Store) -> dict[str, datetime]:
    with store.reading(EVERYTHING) as session:
        return heartbeats(session)


def test_a_turn_sweeps_by_the_databases_clock_and_leaves_a_sign_of_life(floor: Floor) -> None:
    perform(
        floor.store,
        verbs.log,
        actor=floor.lead,
        now=now() - timedelta(minutes=6),
        request="late",
        client_id=floor.client,
        record_type="technical",
        title="Voice lines down",
        priority=1,
    )

    swept_at = loop.turn(floor.store, clock=now)

    assert swept_at is not None
    assert beats(floor.store)["worker"] == swept_at
    assert loop.once(floor.store).raised == 0


@pytest.mark.parametrize("apart", [timedelta(seconds=40), timedelta(seconds=-40)])
def test_a_machine_whose_clock_is_off_escalates_nothing(floor: Floor, apart: timedelta) -> None:
    assert loop.turn(floor.store, clock=ahead(apart)) is None

    assert beats(floor.store) == {}


def test_a_clock_that_went_back_escalates_nothing(floor: Floor) -> None:
    assert loop.turn(floor.store, clock=now, last=now() + timedelta(hours=1)) is None


def test_it_goes_on_after_a_failure_and_stops_when_told(floor: Floor) -> None:
    stop, asked = threading.Event(), 0

    def failing_once() -> datetime:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise OSError("the clock is away")
        stop.set()
        return now()

    loop.work(floor.store, clock=failing_once, stop=stop, every_s=0.001)

    assert asked == 2
    assert "worker" in beats(floor.store)


def test_an_instant_given_is_swept_whatever_the_clocks_say(floor: Floor) -> None:
    swept = loop.once(floor.store, as_of=datetime(2030, 1, 1, tzinfo=UTC))

    assert swept.as_dict() == {
        "as_of": "2030-01-01T00:00:00Z",
        "raised": 0,
        "notices": 0,
        "late": 0,
        "failed": 0,
    }
