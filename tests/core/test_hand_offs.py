"""Hand-offs: accepted after a while, passed on, or still waiting; with a note or without."""

from datetime import UTC, datetime, timedelta

from caselight.core.hand_offs import HandOff, Step, hand_offs

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def step(seq: int, kind: str, *, accepted: bool = False, note: bool = True) -> Step:
    return Step(seq, f"case:{kind}", NOON + seq * MINUTE, accepted, f"person {seq}", note)


def test_a_hand_off_is_accepted_by_the_next_who_has_the_case() -> None:
    steps = [step(1, "logged"), step(2, "handed_off", note=False), step(3, "noted"), step(5, "owned", accepted=True)]

    (found,) = hand_offs(steps)

    assert found == HandOff(2, NOON + 2 * MINUTE, has_note=False, ended_at=NOON + 5 * MINUTE, accepted_by="person 5")
    assert found.waited(NOON + 60 * MINUTE) == 3 * MINUTE


def test_one_that_is_passed_on_was_never_accepted() -> None:
    first, second = hand_offs([step(1, "handed_off"), step(4, "handed_off"), step(6, "noted")])

    assert (first.ended_at, first.accepted_by) == (NOON + 4 * MINUTE, None)
    assert second.ended_at is None
    assert second.waited(NOON + 10 * MINUTE) == 6 * MINUTE


def test_a_case_that_stayed_where_it_was_has_none() -> None:
    assert hand_offs([step(1, "logged"), step(2, "owned", accepted=True)]) == []
