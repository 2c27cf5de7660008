"""How a demo case is worked on: taken, answered, moved between teams, held, fixed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from caselight.core.hours import BusinessHours
from caselight.services.demo import scenario, words
from caselight.services.demo.dice import Dice
from caselight.services.demo.floor import Floor, Seats
from caselight.services.demo.routes import route
from caselight.services.demo.stories import Story

ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Move:
    """A verb done to a case at an instant; nobody as its actor is the system."""

    at: datetime
    verb: str
    actor: int | None
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Beat:
    """A verb at an offset from the opening, in open time without waiting; a team change names the next team."""

    offset: timedelta
    verb: str
    given: Mapping[str, Any] = field(default_factory=dict)
    team: Seats | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """The moves from the first touch to the first resolution, and who had the case then."""

    moves: list[Move]
    team: Seats
    agent: int


def worked(story: Story, floor: Floor, dice: Dice, *, policy_since: datetime) -> Worked:
    """Return how the case is worked on until it is resolved, whenever that will be."""
    hours = floor.clients[story.client.name].hours_for(story.priority)
    teams = route(story, floor, dice)
    highest = max(team.tier for team in teams)
    median = scenario.MEDIAN[story.priority] * story.client.pace
    total = dice.span(median, scenario.SIGMA) * scenario.LONGER_AT_TIER[highest]
    is_new_policy = story.opened_at >= policy_since
    passing = _passing(story, teams, total, dice, is_new_policy=is_new_policy)
    said = _said(story, total, dice)
    answered = min(beat.offset for beat in said if beat.verb == "tell")
    beats = sorted([*passing, *said, Beat(total, "resolve")], key=lambda beat: beat.offset)
    hold = _hold(story.opened_at, answered, total, hours, dice) if dice.chance(scenario.WAITS) else None
    return _cast(_timed(story.opened_at, beats, hold, hours, dice), teams[0], dice)


def acknowledgement(priority: int, tier: int, dice: Dice, *, is_new_policy: bool) -> timedelta:
    """Return how long the people of a tier take to take a case; by the new policy tier 2 needs half."""
    minutes = scenario.ACKNOWLEDGE[priority][tier - 1] * scenario.ACKNOWLEDGE_SHARE
    halved = 0.5 if tier == 2 and is_new_policy else 1.0  # noqa: PLR2004 – tier 2
    return dice.span(timedelta(minutes=minutes * halved), scenario.ACKNOWLEDGE_SIGMA)


def _passing(story: Story, teams: list[Seats], total: timedelta, dice: Dice, *, is_new_policy: bool) -> Iterator[Beat]:
    """Yield how the case comes to each team in turn, and who takes it there."""
    arrives = [ZERO, *(total * share for share in sorted(dice.between(0.1, 0.85) for _ in teams[1:])), total]
    for index, team in enumerate(teams):
        came, leaves = arrives[index : index + 2]
        if index:
            yield _arrival(came, teams[: index + 1], dice)
        delay = acknowledgement(story.priority, team.tier, dice, is_new_policy=is_new_policy)
        yield from _taken(came + min(delay, (leaves - came) * 0.6), leaves, dice)


def _said(story: Story, total: timedelta, dice: Dice) -> list[Beat]:
    """Return what the customer is told, the first time by the target or late, and what colleagues are."""
    target = timedelta(minutes=scenario.FIRST_RESPONSE[story.priority])
    answer = min(dice.span(target * scenario.RESPONSE_SHARE, scenario.RESPONSE_SIGMA), total * 0.95)
    left = total - answer
    tells = [answer, *(answer + left * dice.between(0.1, 0.9) for _ in range(dice.count(scenario.UPDATES)))]
    notes = [total * dice.between(0.05, 0.98) for _ in range(dice.count(scenario.NOTES))]
    return [
        *(Beat(offset, "tell", {"note": dice.pick(words.ANSWERS)}) for offset in tells),
        *(Beat(offset, "note", {"note": dice.pick(words.NOTES)}) for offset in notes),
    ]


def _arrival(offset: timedelta, came: list[Seats], dice: Dice) -> Beat:
    """Return the move to the last of the teams: up by escalation, sideways or down by hand-off."""
    before, team = came[-2:]
    if team.tier > before.tier:
        return Beat(offset, "escalate", {"reason": dice.pick(words.ESCALATED), "team_id": team.id}, team)
    note = dice.pick(words.BACK if team in came[:-2] else words.HANDED_OFF)
    return Beat(offset, "hand off", {"team_id": team.id, "note": note}, team)


def _taken(offset: timedelta, leaves: timedelta, dice: Dice) -> list[Beat]:
    """Return who takes it: most become its owner at once, some later, some never."""
    if dice.chance(scenario.OWNED_AT_ONCE):
        return [Beat(offset, "own")]
    later = Beat(offset + (leaves - offset) * dice.between(0.1, 0.9), "own")
    return [Beat(offset, "acknowledge"), *([later] if dice.chance(0.5) else [])]


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch of waiting: where in the work it begins, and how long it lasts by the wall clock."""

    offset: timedelta
    lasts: timedelta
    reason: str


def _hold(opened_at: datetime, answered: timedelta, total: timedelta, hours: BusinessHours, dice: Dice) -> Hold:
    share = min(float(dice.rng.beta(2, 3)), 0.9)
    life = hours.due(opened_at, total) - opened_at
    lasts = life * share / (1 - share) + dice.span(timedelta(hours=scenario.WAITING_HOURS), scenario.SIGMA)
    reason = dice.weighted(words.WAITING, words.WAITING_WEIGHTS)
    return Hold(answered + (total - answered) * dice.between(0.1, 0.8), lasts, reason)


def _timed(
    opened_at: datetime, beats: list[Beat], hold: Hold | None, hours: BusinessHours, dice: Dice
) -> list[tuple[datetime, Beat]]:
    """Put the beats on the wall clock, what comes after the waiting later by it."""
    if hold is None:
        return _at(opened_at, ZERO, beats, hours)
    waiting, going_on = (
        Beat(hold.offset, "wait", {"reason": hold.reason}),
        Beat(ZERO, "go on", {"note": dice.pick(words.WENT_ON)}),
    )
    before = _at(opened_at, ZERO, [beat for beat in beats if beat.offset <= hold.offset] + [waiting], hours)
    ((resumes_at, _),) = _at(before[-1][0] + hold.lasts, -timedelta(minutes=dice.whole(1, 15)), [going_on], hours)
    after = _at(resumes_at, hold.offset, [beat for beat in beats if beat.offset > hold.offset], hours)
    return [*before, (resumes_at, going_on), *after]


def _at(start: datetime, since: timedelta, beats: list[Beat], hours: BusinessHours) -> list[tuple[datetime, Beat]]:
    targets = [(beat.offset - since).total_seconds() for beat in beats]
    instants = hours.due_seconds(start.timestamp(), targets)
    return [(datetime.fromtimestamp(round(at), UTC), beat) for at, beat in zip(instants.tolist(), beats, strict=True)]


def _cast(timed: list[tuple[datetime, Beat]], team: Seats, dice: Dice) -> Worked:
    """Give each beat to somebody who may do it: the owner, else anybody in the team that has the case."""
    owner: int | None = None
    moves = []
    agent = dice.pick(team.people)
    for at, beat in timed:
        agent = owner or dice.pick(team.people)
        moves.append(Move(at, beat.verb, agent, beat.given))
        if beat.verb == "own":
            owner = agent
        if beat.team:
            owner, team = None, beat.team
    return Worked(moves, team, agent)
