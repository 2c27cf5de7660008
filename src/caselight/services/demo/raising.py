"""Why a demo case is escalated, and what comes of it: kinds, refusals, and what is said at the end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from caselight.core.escalation_kinds import KINDS
from caselight.services.demo import words
from caselight.services.demo import words_escalations as said
from caselight.services.demo.dice import Dice
from caselight.services.demo.floor import Floor
from caselight.services.demo.lives import Move
from caselight.services.demo.stories import Story
from caselight.services.demo.weaving import moment

# How often which kind, of those that fit the case; what they owe is in KINDS.
WEIGHTS = {
    "tiered": 44, "time": 14, "technical": 14, "customer": 9, "priority": 3, "internal": 4, "process": 3,
    "experience": 3, "exception": 1, "complaint": 3, "dispute": 1, "urgent": 1,
}  # fmt: skip
ONLY_FOR = {"technical": ("technical", "delivery"), "process": ("process_deviation", "compliance", "communication")}
SERIOUS = 2  # urgent ones and those of priority come of P1 and P2
REFUSED = 0.05
ROOM = timedelta(minutes=20)  # for an escalation that is refused before the one that is not
ANSWERED = 0.25  # of those that owe nothing at the end


def escalated(story: Story, moves: Sequence[Move], floor: Floor, *, seed: int) -> list[Move]:
    """Return the moves with each escalation said in full, some refused once, and what came of the last."""
    dice = Dice.of(seed, story.key, "escalations")
    return list(_told(story, moves, floor, dice))


def _told(story: Story, moves: Sequence[Move], floor: Floor, dice: Dice) -> Iterator[Move]:
    before, team_id, kind = moves[0], moves[0].given["team_id"], ""
    for move in moves:
        if move.verb == "escalate":
            kind, given = _given(story, move.given, dice)
            gap = move.at - before.at
            if gap > ROOM and before.verb in {"own", "acknowledge", "tell", "note"} and dice.chance(REFUSED):
                yield from _refused(before, move, floor, team_id, dice)
            yield Move(move.at, move.verb, None if kind == "time" else move.actor, given)
        else:
            if move.verb == "resolve" and kind and before.verb not in {"escalate", "hand off"}:
                yield from _answered(kind, before, move, dice)
                kind = ""
            yield move
        before, team_id = move, move.given.get("team_id", team_id)


def _given(story: Story, given: Mapping[str, Any], dice: Dice) -> tuple[str, dict[str, Any]]:
    """Return the kind of an escalation, and what is said as it is raised."""
    fits = [kind for kind in WEIGHTS if story.record_type in ONLY_FOR.get(kind, (story.record_type,))]
    if story.priority > SERIOUS:
        fits = [kind for kind in fits if kind not in {"urgent", "priority"}]
    kind = dice.weighted(fits, [WEIGHTS[kind] for kind in fits])
    reason = dice.pick(said.WHY_HIGHER[kind]) if kind in said.WHY_HIGHER else given["reason"]
    details = {name: dice.pick(said.SAID_OF[name]) for name in KINDS[kind].owed}
    return kind, {**given, "reason": reason, "kind": kind, "details": details}


def _refused(before: Move, move: Move, floor: Floor, team_id: int, dice: Dice) -> Iterator[Move]:
    """Yield an escalation that the team called sends back, and who takes the case again."""
    gap = move.at - before.at
    raised, declined, taken = (moment(before.at + gap * share) for share in (0.2, 0.5, 0.8))
    above, below = floor.team(move.given["team_id"]), floor.team(team_id)
    reason = dice.pick(words.ESCALATED)
    yield Move(raised, "escalate", move.actor, {"reason": reason, "team_id": above.id, "kind": "tiered", "details": {}})
    sent = {"reason": dice.pick(said.REFUSED), "back": below.id}
    yield Move(declined, "decline", dice.pick(above.people), sent)
    yield Move(taken, "own", move.actor, {})


def _answered(kind: str, before: Move, move: Move, dice: Dice) -> Iterator[Move]:
    """Yield what came of the escalation, where its kind owes that or somebody says it all the same."""
    owed = KINDS[kind].owed_at_end
    if (owed and move.actor is not None) or dice.chance(ANSWERED):
        details = {name: dice.pick(said.SAID_OF[name]) for name in owed}
        at = moment(before.at + (move.at - before.at) * dice.between(0.5, 0.95))
        yield Move(at, "resolve escalation", move.actor, {"outcome": dice.pick(said.CAME_OF_IT), "details": details})
