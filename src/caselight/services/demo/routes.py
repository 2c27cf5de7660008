"""Which teams a demo case passes through: up the tiers, sometimes sideways, sometimes to and fro."""

from caselight.services.demo import scenario
from caselight.services.demo.dice import Dice
from caselight.services.demo.floor import Floor, Seats
from caselight.services.demo.stories import Story


def route(story: Story, floor: Floor, dice: Dice) -> list[Seats]:
    """Return the teams in the order in which they have the case."""
    teams = [floor.teams[story.client.team]]
    for _ in range(dice.count(scenario.SIDEWAYS)):
        teams.append(_beside(teams[-1], floor, dice))
    if dice.chance(scenario.PING_PONG):
        teams += [_beside(teams[-1], floor, dice), teams[-1]]
    return teams + [floor.teams[name] for name in _upwards(story, dice)]


def _upwards(story: Story, dice: Dice) -> list[str]:
    highest = dice.weighted((1, 2, 3), scenario.HIGHEST_TIER)
    second = scenario.SECOND_TIER.get(story.record_type, "Care Desk")
    goes_straight = dice.chance(scenario.STRAIGHT_TO_THREE)
    return {1: [], 2: [second], 3: ["Specialists"] if goes_straight else [second, "Specialists"]}[highest]


def _beside(team: Seats, floor: Floor, dice: Dice) -> Seats:
    return dice.pick([other for other in floor.teams.values() if other.tier == team.tier and other.id != team.id])
