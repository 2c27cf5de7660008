"""Who has a demo case at an instant, and how it stands then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caselight.services.demo.dice import Dice
from caselight.services.demo.floor import Floor, Seats
from caselight.services.demo.lives import Move

TAKES = frozenset({"own", "acknowledge"})
ENDS = frozenset({"resolve", "cancel", "merge", "close"})


@dataclass(frozen=True, slots=True)
class Held:
    """A case in somebody's hands: the team, its owner if it has one, since when it is taken, whether it is over."""

    team: Seats
    owner: int | None
    taken_at: datetime | None
    is_over: bool

    def by(self, dice: Dice) -> int:
        """Return who may act: the owner, else anybody of the team."""
        return self.owner or dice.pick(self.team.people)


def held(moves: Sequence[Move], floor: Floor, at: datetime) -> Held:
    """Return who has the case at an instant, after all that was done by then."""
    now = Held(floor.team(moves[0].given["team_id"]), None, None, is_over=False)
    for move in moves[1:]:
        if move.at > at:
            break
        if team_id := move.given.get("team_id", move.given.get("back")):
            now = Held(floor.team(team_id), None, None, is_over=False)
        elif move.verb in TAKES:
            now = Held(now.team, move.actor if move.verb == "own" else now.owner, move.at, is_over=False)
        elif move.verb in ENDS or move.verb == "reopen":
            now = Held(now.team, now.owner, now.taken_at, is_over=move.verb != "reopen")
    return now


def first(moves: Sequence[Move], verbs: frozenset[str]) -> datetime | None:
    """Return when one of the verbs was done first."""
    return next((move.at for move in moves if move.verb in verbs), None)
