"""What comes next on the demo's open cases, written down by most who have one."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from caselight.services.demo import words_sheets as words
from caselight.services.demo.dice import Dice
from caselight.services.demo.floor import Floor
from caselight.services.demo.holding import held
from caselight.services.demo.lives import Move
from caselight.services.demo.stories import Story

WRITTEN = 0.85
SOON = timedelta(minutes=6)


def next_step(story: Story, moves: Sequence[Move], floor: Floor, *, seed: int, now: datetime) -> Iterator[Move]:
    """Yield the move that says what comes next, if the case is open and taken now."""
    dice, there = Dice.of(seed, story.key, "next step"), held(moves, floor, now)
    if there.is_over or there.taken_at is None or not dice.chance(WRITTEN):
        return
    at = there.taken_at + dice.span(SOON, 0.5)
    if at < now:
        yield Move(at, "update", there.by(dice), {"fields": {"next_step": dice.pick(words.NEXT_STEPS)}})
