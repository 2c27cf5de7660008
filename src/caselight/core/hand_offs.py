"""Hand-offs: from whom to whom a case went, how long it waited to be accepted, and whether a note came with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

HANDED_OFF = "case:handed_off"
MOVES = (HANDED_OFF, "case:escalated")  # either ends the wait of the hand-off before it


class Step(NamedTuple):
    """One event of a case, as far as hand-offs go by it."""

    seq: int
    kind: str
    at: datetime
    is_accepted: bool | None
    by: str
    has_note: bool


class HandOff(NamedTuple):
    """One hand-off; never accepted where neither who accepted it nor an end of the wait is known."""

    seq: int
    at: datetime
    has_note: bool
    ended_at: datetime | None = None  # accepted, or passed on before anybody accepted it
    accepted_by: str | None = None

    def waited(self, now: datetime) -> timedelta:
        """Return how long it waited, or has waited by now."""
        return (self.ended_at or now) - self.at


def hand_offs(steps: Iterable[Step]) -> list[HandOff]:
    """Return the hand-offs of a case in their order; the steps come oldest first."""
    found: list[HandOff] = []
    for step in steps:
        if found and found[-1].ended_at is None and (step.is_accepted or step.kind in MOVES):
            found[-1] = found[-1]._replace(ended_at=step.at, accepted_by=step.by if step.is_accepted else None)
        if step.kind == HANDED_OFF:
            found.append(HandOff(step.seq, step.at, step.has_note))
    return found
