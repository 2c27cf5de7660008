"""What the customers of a demo case say of it afterwards: a third of those who are asked answer."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from caselight.services.demo import words_sheets as words
from caselight.services.demo.dice import Dice
from caselight.services.demo.filled import Fields
from caselight.services.demo.floor import Floor
from caselight.services.demo.holding import first, held
from caselight.services.demo.lives import Move
from caselight.services.demo.play import played
from caselight.services.demo.stories import Story
from caselight.services.demo.weaving import Given, moment

ASKED, ANSWERED = 0.73, 0.32  # of the resolved cases, all recoveries; of those asked
SCORES, BEFORE = (1, 2, 3, 4, 5), (36, 42, 18, 4, 0)
IN_TIME, LATE = (0, 2, 14, 63, 21), (10, 25, 36, 23, 6)  # where every promise was kept, and where one was not
LET_DOWN = (5, 9, 24, 40, 22)  # in time, but a recovery
LOYAL = 0.35  # of 10 more likely to return, when somebody set about winning them back
AFTER = timedelta(hours=20)
PLEASED, SO_SO = 4, 3
CHANNELS, CHANNEL_WEIGHTS = ("email", "voice", "chat", "portal"), (60, 20, 12, 8)


def feedback(story: Story, moves: Sequence[Move], floor: Floor, *, seed: int) -> Iterator[Given]:
    """Yield what the customer thinks of it, some time after it was resolved."""
    dice, fixed = Dice.of(seed, story.key, "feedback"), first(moves, frozenset({"resolve"}))
    is_asked = story.record_type == "recovery" or dice.chance(ASKED)
    if fixed is None or story.record_type == "maintenance" or not (is_asked and dice.chance(ANSWERED)):
        return
    at = moment(fixed + dice.span(AFTER, 0.9))
    is_recovery = story.record_type == "recovery"
    in_time = LET_DOWN if is_recovery else IN_TIME
    score = dice.weighted(SCORES, LATE if _missed(story, moves, floor) else in_time)
    yield Given(at, "feedback", held(moves, floor, at).by(dice), _marks(score, dice, loyal=LOYAL if is_recovery else 0))


def _marks(score: int, dice: Dice, *, loyal: float) -> Fields:
    would_return = min(10, max(0, round(0.8 + loyal + 1.55 * score + 1.3 * dice.rng.standard_normal())))
    fields: Fields = {
        "score_before": dice.weighted(SCORES, BEFORE),
        "score": score,
        "would_return": would_return,
        "channel": dice.weighted(CHANNELS, CHANNEL_WEIGHTS),
    }
    if dice.chance(0.45):
        pleased = words.PLEASED if score >= PLEASED else words.SO_SO
        fields["said"] = dice.pick(pleased if score >= SO_SO else words.CROSS)
    if dice.chance(0.2):
        fields["suggestions"] = dice.pick(words.SUGGESTIONS)
    return fields


def _missed(story: Story, moves: Sequence[Move], floor: Floor) -> bool:
    """Say whether a promise was missed on the way to the resolution."""
    until = next(number for number, move in enumerate(moves, start=1) if move.verb == "resolve")
    case = played(moves[:until], floor, floor.clients[story.client.name], numbers={})
    return any(clock["first_missed_at"] for clock in case.clocks)
