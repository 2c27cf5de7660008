"""What follows from the root cause of a demo case that is closed by hand: its corrective action."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from caselight.core.instant import write
from caselight.services.demo.dice import Dice
from caselight.services.demo.filled import Fields
from caselight.services.demo.lives import Move
from caselight.services.demo.stories import Story
from caselight.services.demo.weaving import Given, moment

PURPOSES = ("corrects the cause", "prevents the like", "none needed")
WEIGHTS, BIG_WEIGHTS = (14, 10, 76), (50, 38, 12)  # P3 and P4; P1 and P2
BIG = 2
DONE = 0.99
A_WEEK = timedelta(days=7)
NONE_NEEDED = (
    "Seen before: the change is under way with the earlier case.",
    "One of a kind; the way of working already rules it out.",
    "Not ours to change; the client knows.",
)
CHANGES: dict[str, tuple[str, ...]] = {
    "vendor": ("Second supplier on call for {service}.", "Penalty for late hand-over agreed with the supplier."),
    "process lapse": ("{service}: the form does not let the step out any more.", "Checklist cut to 6 steps."),
    "technical outage": ("Alarm on {service} before it fills up.", "{service} released to one site first."),
    "agent error": ("Old page on {service} taken down.", "The desktop asks before it saves {service}."),
    "communication breakdown": ("News about {service} stand on every hand-over sheet.", "One list for both desks."),
    "missed escalation": ("{service}: the second tier is called by the clock.", "Tier 2 is called sooner."),
    "other": ("Backup for {service} tested each month.", "The form checks the customer's data for {service}."),
}  # fmt: skip


def measures(story: Story, moves: Sequence[Move], *, seed: int) -> Iterator[Given]:
    """Yield the corrective action owed by whoever closes a case by hand."""
    for before, close in pairwise(moves):
        if close.verb == "close" and close.actor is not None:
            dice = Dice.of(seed, story.key, "measure")
            at = moment(before.at + (close.at - before.at) * dice.between(0.3, 0.9))
            fields, due_at = _measure(story, at, dice)
            done_at = moment(at + (due_at - at) * dice.between(0.3, 1)) if due_at and dice.chance(DONE) else None
            yield Given(at, "measure", close.actor, fields, done_at)


def _measure(story: Story, at: datetime, dice: Dice) -> tuple[Fields, datetime | None]:
    """Return one corrective action, and when it must be in place."""
    purpose = dice.weighted(PURPOSES, BIG_WEIGHTS if story.priority <= BIG else WEIGHTS)
    if purpose == PURPOSES[-1]:
        return {"purpose": purpose, "what": dice.pick(NONE_NEEDED)}, None
    due_at = (at + A_WEEK * dice.whole(1, 4)).replace(minute=0, second=0)
    what = dice.pick(CHANGES[story.root_cause or "other"]).format(service=story.service)
    return {"purpose": purpose, "what": what, "due_at": write(due_at)}, due_at
