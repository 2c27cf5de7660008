"""The look back at some serious demo cases, days after they were resolved."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from caselight.core.instant import write
from caselight.services.demo import words_sheets as words
from caselight.services.demo.dice import Dice
from caselight.services.demo.filled import Fields
from caselight.services.demo.floor import Floor
from caselight.services.demo.holding import first, held
from caselight.services.demo.lives import Move
from caselight.services.demo.stories import Story
from caselight.services.demo.weaving import Given, moment

REVIEWED = {1: 0.6, 2: 0.1}  # by priority
DONE = 0.97
A_DAY = timedelta(days=1)


def reviews(story: Story, moves: Sequence[Move], floor: Floor, *, seed: int) -> Iterator[Given]:
    """Yield the review of a serious case."""
    dice, fixed = Dice.of(seed, story.key, "review"), first(moves, frozenset({"resolve"}))
    if fixed is None or story.record_type == "recovery" or not dice.chance(REVIEWED.get(story.priority, 0)):
        return
    at = moment(fixed + A_DAY * dice.between(0.8, 4))
    due_at = (at + A_DAY * dice.whole(7, 28)).replace(minute=0, second=0)
    there = held(moves, floor, at)
    fields: Fields = {
        "prevention": words.PREVENTION[story.root_cause or "other"].format(service=story.service),
        "went_well": dice.pick(words.WENT_WELL),
        "to_improve": dice.pick(words.TO_IMPROVE),
        "participants": list(dict.fromkeys((story.client.team, there.team.name))),
        "due_at": write(due_at),
    }
    done_at = moment(at + (due_at - at) * dice.between(0.4, 1)) if dice.chance(DONE) else None
    yield Given(at, "review", there.by(dice), fields, done_at)
