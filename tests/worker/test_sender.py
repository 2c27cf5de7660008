"""Sending beside the sweep: whoever is slow holds up nobody else, and what fails is tried again."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from caselight.core.people import EVERYTHING
from caselight.services import sending
from caselight.store.pulse import heartbeats
from caselight.worker import loop, sender
from escalating import a_case
from floor import Floor, at
from killing import WORKER
from outgoing import a_channel, outgoing
from receivers import Inbox, settings, web

PATIENCE_S = 10


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def until() -> Iterator[Callable[[Callable[[], bool]], bool]]:
    """Return a way to wait for something that other threads do."""
    given_up = threading.Event()
    timer = threading.Timer(PATIENCE_S, given_up.set)
    timer.start()

    def wait(is_so: Callable[[], bool]) -> bool:
        while not is_so() and not given_up.wait(0.01):
            pass
        return is_so()

    yield wait
    timer.cancel()


def test_a_slow_receiver_delays_neither_the_others_nor_the_sweep(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, until: Callable[[Callable[[], bool]], bool]
) -> None:
    monkeypatch.setenv("CASELIGHT_CHANNELS_HTTP", "1")
    monkeypatch.setenv("CASELIGHT_CHANNELS_PRIVATE", "1")
    stop = threading.Event()
    with web() as slow, web() as quick:
        slow.holds = threading.Event()
        a_channel(floor, slow, name="Slow", kinds=["logged"])
        a_channel(floor, quick, name="Quick", kinds=["logged"])
        a_case(floor)
        given = {"clock": now, "stop": stop, "every_s": 0.01}
        worker = threading.Thread(target=loop.work, args=(floor.store,), kwargs=given)
        worker.start()

        assert until(lambda: bool(slow.documents) and bool(quick.documents))
        first = _beat(floor)
        assert until(lambda: _beat(floor) > first)
        slow.holds.set()
        assert until(lambda: all(row.sent_at for row in outgoing(floor)))
        stop.set()
        worker.join(PATIENCE_S)

    assert not worker.is_alive()
    assert (len(slow.documents), len(quick.documents)) == (1, 1)


def test_it_goes_on_after_the_database_was_away_and_after_a_bug(
    floor: Floor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    until: Callable[[Callable[[], bool]], bool],
) -> None:
    real = {"targets_due": sending.targets_due, "drain": sending.drain}
    for name, whole in real.items():
        monkeypatch.setattr(sending, name, _failing_once(whole))
    stop = threading.Event()
    with web() as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        a_case(floor)
        given = {"clock": lambda: at("Mon 10:00"), "stop": stop, "settings": settings(), "every_s": 0.01}
        worker = threading.Thread(target=sender.run, args=(floor.store,), kwargs=given)
        worker.start()

        assert until(lambda: bool(inbox.documents))
        stop.set()
        worker.join(PATIENCE_S)

    assert "The outbox could not be read" in caplog.text
    assert "Sending to a receiver failed" in caplog.text


def test_sweeping_once_sends_as_well(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELIGHT_CHANNELS_HTTP", "1")
    monkeypatch.setenv("CASELIGHT_CHANNELS_PRIVATE", "1")
    with web() as inbox, web(500) as broken:
        _two_channels(floor, inbox, broken)
        a_case(floor)

        swept = loop.once(floor.store, as_of=at("Mon 10:00"))

    assert (swept.sent.sent, swept.sent.failed) == (1, 1)
    assert "sent 1, not taken 1" in swept.told()
    assert set(swept.as_dict()) == {"as_of", "raised", "notices", "late", "failed"}


def test_a_process_killed_while_it_sends_leaves_the_notice_to_the_next(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, until: Callable[[Callable[[], bool]], bool]
) -> None:
    monkeypatch.setenv("CASELIGHT_CHANNELS_HTTP", "1")
    monkeypatch.setenv("CASELIGHT_CHANNELS_PRIVATE", "1")
    with web() as inbox:
        inbox.holds = threading.Event()
        a_channel(floor, inbox, kinds=["logged"])
        a_case(floor)
        worker = subprocess.Popen([sys.executable, "-c", WORKER, floor.store.url])  # noqa: S603 – our own worker
        assert until(lambda: bool(inbox.keys))
        worker.kill()
        worker.wait()
        inbox.holds.set()
        (left,) = outgoing(floor)

        loop.once(floor.store, as_of=now() + sending.LEASE)

    assert (left.tries, left.sent_at) == (1, None)
    assert outgoing(floor)[0].sent_at is not None
    assert len(inbox.keys) == 2
    assert len(set(inbox.keys)) == 1


def _two_channels(floor: Floor, one: Inbox, other: Inbox) -> None:
    a_channel(floor, one, name="One", kinds=["logged"])
    a_channel(floor, other, name="Other", kinds=["logged"])


def _beat(floor: Floor) -> datetime:
    with floor.store.reading(EVERYTHING) as session:
        return heartbeats(session).get("worker", at("Mon 00:00"))


def _failing_once(whole: Callable[..., object]) -> Callable[..., object]:
    failed = threading.Event()

    def act(*args: object, **given: object) -> object:
        if not failed.is_set():
            failed.set()
            raise OSError("away")
        return whole(*args, **given)

    return act
