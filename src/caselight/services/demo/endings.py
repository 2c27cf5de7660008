"""How a demo case ends: fixed and closed, fixed twice, or taken out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from caselight.core.lifecycle import CLOSES_AFTER, REOPEN_WITHIN
from caselight.services.demo import scenario, words
from caselight.services.demo.details import analysis, fill
from caselight.services.demo.dice import Dice
from caselight.services.demo.filled import About, Filled
from caselight.services.demo.floor import Floor
from caselight.services.demo.lives import Move, Worked, worked
from caselight.services.demo.stories import Story


def life(story: Story, floor: Floor, *, seed: int, attempt: int, policy_since: datetime) -> list[Move]:
    """Return every move of a case, those after now included; another attempt is another life of the same case."""
    dice = Dice.of(seed, story.key, "life", attempt)
    done = worked(story, floor, dice, policy_since=policy_since)
    known = about(story, done.moves[-1].at, dice)
    filled = fill(story.record_type, known)
    first = logged(story, floor, filled, dice)
    if dice.chance(scenario.CANCELLED):
        return [first, *_cancelled(done.moves, dice)]
    by_hand = story.root_cause is not None and dice.chance(scenario.CLOSED_BY_HAND)
    given = {"note": dice.pick(words.FIXED), "details": filled.resolving}
    if by_hand:
        filled = replace(filled, closing=filled.closing | analysis(known))
    else:
        given |= _why(story, filled)
    fixed = replace(done.moves[-1], given=given)
    closed = _closed(story, fixed, filled, dice, by_hand=by_hand)
    tail = (
        _again(story, floor, replace(done, moves=[fixed]), filled, closed, dice)
        if dice.chance(scenario.REOPENED)
        else [closed]
    )
    return [first, *done.moves[:-1], fixed, *tail]


def twin(story: Story, moves: list[Move], floor: Floor, *, seed: int) -> tuple[Story, list[Move]] | None:
    """Return the same trouble logged a second time and merged into the first, if this one has a twin."""
    dice = Dice.of(seed, story.key, "twin")
    over = next((move.at for move in moves if move.verb in {"resolve", "cancel"}), None)
    if over is None or not dice.chance(scenario.TWINS):
        return None
    window = min(over - story.opened_at, timedelta(hours=2))
    opened, merged = (_whole(story.opened_at + window * share) for share in sorted((dice.between(0.1, 0.9), 0.95)))
    again = replace(story, key=f"{story.key}/twin", opened_at=opened)
    filled = fill(story.record_type, about(again, over, dice))
    first = logged(again, floor, filled, dice)
    given = {"into": story.key, "note": dice.pick(words.MERGED)}
    return again, [first, Move(merged, "merge", dice.pick(floor.teams[story.client.team].people), given)]


def logged(story: Story, floor: Floor, filled: Filled, dice: Dice) -> Move:
    """Return the move that logs a story, by somebody of the client's own team."""
    team = floor.teams[story.client.team]
    given = {
        "client_id": floor.clients[story.client.name].id,
        "record_type": story.record_type,
        "title": story.title,
        "occurred_at": story.occurred_at,
        "priority": story.priority if story.is_by_hand else None,
        "impact": story.impact,
        "urgency": story.urgency,
        "team_id": team.id,
        "service": story.named,
        "channel": story.channel,
        "customers_affected": story.customers_affected,
        "details": filled.logging,
        "note": dice.pick(words.LOGGED),
    }
    return Move(story.opened_at, "log", dice.pick(team.people), given)


def about(story: Story, resolved_at: datetime, dice: Dice) -> About:
    """Return what is known when the fields of a story are filled in."""
    return About(
        dice=dice,
        service=story.service,
        place=story.place,
        cause=story.cause,
        serious=story.priority <= 2,  # noqa: PLR2004 – P1 and P2
        carrier=story.carrier,
        occurred_at=story.occurred_at,
        opened_at=story.opened_at,
        resolved_at=resolved_at,
    )


def _cancelled(moves: list[Move], dice: Dice) -> list[Move]:
    """Return the first few moves, then the end."""
    kept = dice.whole(0, min(2, len(moves) - 1))
    last = moves[kept]
    return [*moves[:kept], Move(last.at, "cancel", last.actor, {"note": dice.pick(words.CANCELLED)})]


def _why(story: Story, filled: Filled) -> dict[str, Any]:
    """Return what is owed at closing, told at once."""
    return {"root_cause": story.root_cause, "details": filled.resolving | filled.closing}


def _closed(story: Story, fixed: Move, filled: Filled, dice: Dice, *, by_hand: bool) -> Move:
    """Return how it closes: by hand within the hour, else by itself after five days."""
    if by_hand:
        return Move(fixed.at + timedelta(minutes=dice.whole(2, 60)), "close", fixed.actor, _why(story, filled))
    return Move(fixed.at + CLOSES_AFTER, "close", None, {})


def _again(story: Story, floor: Floor, done: Worked, filled: Filled, closed: Move, dice: Dice) -> list[Move]:
    """Return the moves of a case that comes back: reopened, answered, fixed for good."""
    hours = floor.clients[story.client.name].hours_for(story.priority)
    fixed = done.moves[-1]
    back = fixed.at + min(dice.span(timedelta(hours=20), 0.9), REOPEN_WITHIN - timedelta(days=1))
    work = dice.span(scenario.MEDIAN[story.priority] * story.client.pace * 0.4, 0.6)
    answered, over = (_whole(hours.due(back, work * share)) for share in (0.3, 1))
    for_good = Move(over, "resolve", done.agent, {"note": dice.pick(words.FIXED)} | _why(story, filled))
    return [
        *([closed] if closed.at < back else []),
        Move(back, "reopen", done.agent, {"note": dice.pick(words.REOPENED)}),
        Move(answered, "tell", done.agent, {"note": dice.pick(words.ANSWERS)}),
        for_good,
        _closed(story, for_good, filled, dice, by_hand=False),
    ]


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
