"""Service recoveries of the demo: customers who were let down badly, and what is done to win them back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from caselight.core.lifecycle import CLOSES_AFTER
from caselight.services.demo import scenario
from caselight.services.demo.dice import Dice
from caselight.services.demo.lives import Move
from caselight.services.demo.stories import Story

RECOVERED = 0.55
SERIOUS = 2  # P1 and P2
REMEDIES = ("Refund", "Replacement", "Apology call", "Credit", "Gesture of goodwill")
REMEDY_WEIGHTS = (25, 20, 35, 15, 5)
AFTER = timedelta(minutes=40)
COMPLAINT = "unresolved complaint"


def recovery(story: Story, moves: Sequence[Move], *, seed: int, now: datetime) -> Story | None:
    """Return the recovery that follows a failure, if it is a serious one or a complaint and somebody set about it."""
    dice = Dice.of(seed, story.key, "recovery")
    fixed = next((move.at for move in moves if move.verb == "resolve"), None)
    if not story.client.share or fixed is None or not (_hurt(story, moves) and dice.chance(RECOVERED)):
        return None
    opened = (fixed + dice.span(AFTER, 0.9)).astimezone(UTC).replace(microsecond=0)
    if opened >= now:
        return None
    priority = dice.weighted((3, 4), (70, 30))
    impact, urgency = dice.pick(scenario.IMPACT_AND_URGENCY[priority])
    remedy = dice.weighted(REMEDIES, REMEDY_WEIGHTS)
    return replace(
        story,
        key=f"{story.key}/recovery",
        opened_at=opened,
        occurred_at=opened - timedelta(minutes=dice.whole(1, 15)),
        record_type="recovery",
        named=story.service,
        title=f"{remedy} for a customer of {story.service}, {story.place}",
        priority=priority,
        impact=impact,
        urgency=urgency,
        is_by_hand=False,
        customers_affected=1,
        carrier=None,
    )


def following(moves: Sequence[Move], failure: Story) -> Iterator[Move]:
    """Yield the moves of a recovery: the first names the case it follows, and it closes by itself."""
    first, *rest = moves
    yield replace(first, given={**first.given, "follows": failure.key})
    fixed_at = first.at
    for move, after in zip_longest(rest, rest[1:]):
        fixed_at = move.at if move.verb == "resolve" else fixed_at
        closes_at = fixed_at + CLOSES_AFTER
        if move.verb != "close":
            yield move
        elif after is None or after.at > closes_at:
            yield Move(closes_at, "close", None, {})


def _hurt(story: Story, moves: Sequence[Move]) -> bool:
    return story.priority <= SERIOUS or moves[0].given["details"].get("failure") == COMPLAINT
