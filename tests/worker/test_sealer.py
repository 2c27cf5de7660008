"""Sealing beside the sweep: what is new at each turn, and an error in the log where it cannot be."""

import threading
from datetime import datetime

import pytest

from acts import a_case
from caselight.services import sealing
from caselight.settings import Settings
from caselight.worker import loop, sealer
from floor import Floor
from proving import now, places, verify


def turns(floor: Floor, times: int) -> None:
    """Let the sealer have so many turns, then stop it."""
    stop, left = threading.Event(), iter(range(times - 1))

    def clock() -> datetime:
        if next(left, None) is None:
            stop.set()
        return now()

    sealer.run(floor.store, clock=clock, stop=stop, settings=Settings(), every_s=0)


def test_it_seals_what_is_new_once_however_many_turns_it_has(floor: Floor) -> None:
    a_case(floor)

    turns(floor, 3)

    found = verify(floor.store)
    assert (found.is_whole, found.seals, found.unsealed) == (True, 1, 0)


def test_a_sweep_by_hand_seals_too(floor: Floor) -> None:
    a_case(floor)

    loop.once(floor.store)

    assert verify(floor.store).unsealed == 0


def test_what_cannot_be_sealed_is_said_in_the_log_and_tried_again(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a_case(floor)
    turns(floor, 1)
    places(floor.store).copy.write_text("x")
    turns(floor, 2)
    monkeypatch.setattr(sealing, "seal", lambda *_, **__: 1 / 0)
    turns(floor, 1)

    assert caplog.text.count("is cut off") == 2
    assert "Nothing could be sealed; the next turn tries again." in caplog.text
