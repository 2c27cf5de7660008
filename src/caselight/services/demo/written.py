"""Everything that is written on a demo case beside what is done to it: sheets, and what comes next."""

from collections.abc import Sequence
from datetime import datetime

from caselight.services.demo.asking import feedback
from caselight.services.demo.floor import Floor
from caselight.services.demo.lives import Move
from caselight.services.demo.measures import measures
from caselight.services.demo.next_steps import next_step
from caselight.services.demo.reviews import reviews
from caselight.services.demo.stories import Story
from caselight.services.demo.weaving import woven
from caselight.services.demo.winning_back import winning_back

KINDS = (winning_back, feedback, reviews)


def written(story: Story, moves: Sequence[Move], floor: Floor, *, seed: int, now: datetime) -> list[Move]:
    """Return the moves of a case with all that is written on it between them."""
    sheets = [*measures(story, moves, seed=seed)]
    for kind in KINDS:
        sheets += kind(story, moves, floor, seed=seed)
    return woven([*moves, *next_step(story, moves, floor, seed=seed, now=now)], sheets)
