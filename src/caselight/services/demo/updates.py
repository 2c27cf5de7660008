"""What the customer of a demo case is told as promised: again and again while it is open, mostly in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from caselight.core.clock import Clock
from caselight.core.promises import Promise
from caselight.services.demo import scenario, words
from caselight.services.demo.clocks import target_of
from caselight.services.demo.dice import Dice
from caselight.services.demo.floor import Account, Floor
from caselight.services.demo.lives import Move
from caselight.services.demo.stories import Story

TOLD_AT, TOLD_LATE = (0.8, 0.99), (1.05, 1.5)  # share of the interval that has passed by then
ENDS = ("resolve", "cancel", "merge")


def kept_informed(story: Story, moves: Sequence[Move], floor: Floor, dice: Dice) -> list[Move]:
    """Return the moves and, between them, the updates that the contract promises once a first answer was given."""
    account = floor.clients[story.client.name]
    if not account.promises(story.priority):
        return list(moves)
    told = _Informing(floor, account, dice, scenario.UPDATED_LATE, _started(account, story))
    return list(_between(moves, told))


def informed_until(story: Story, moves: Sequence[Move], floor: Floor, dice: Dice, at: datetime) -> list[Move]:
    """Return the moves and every update in time, the last one at an instant if one is still owed then."""
    account = floor.clients[story.client.name]
    if not account.promises(story.priority):
        return list(moves)
    told = _Informing(floor, account, dice, 0, _started(account, story))
    return [*_between(moves, told), *told.up_to(at), *told.last_word(at)]


def _between(moves: Sequence[Move], told: "_Informing") -> Iterator[Move]:
    for move in moves:
        yield from told.up_to(move.at)
        told.follow(move)
        yield move


def _started(account: Account, story: Story) -> Clock:
    target, hours = target_of(Promise.UPDATE, story.priority), account.hours_for(story.priority)
    return Clock.start(target, hours, story.opened_at)


@dataclass(slots=True)
class _Informing:
    """The promise of updates on one case while its moves go by, and who has the case."""

    floor: Floor
    account: Account
    dice: Dice
    late: float
    clock: Clock
    is_answered: bool = False
    people: Sequence[int] = ()
    owner: int | None = None
    share: float = field(default=0, init=False)

    def up_to(self, end: datetime) -> Iterator[Move]:
        """Yield the updates that come before an instant."""
        while self.is_answered and (at := self._next()) is not None and at < end:
            yield self._word(at)

    def last_word(self, at: datetime) -> Iterator[Move]:
        """Yield an update now where the promise runs."""
        if self.is_answered and self._next() is not None:
            yield self._word(at)

    def _word(self, at: datetime) -> Move:
        self._begin(at)
        return Move(at, "tell", self.owner or self.dice.pick(self.people), {"note": self.dice.pick(words.ANSWERS)})

    def _next(self) -> datetime | None:
        if self.clock.stopped_at:
            return None
        return self.clock.reached_at(timedelta(seconds=round(self.clock.target.total_seconds() * self.share)))

    def _begin(self, at: datetime) -> None:
        self.clock, self.is_answered = self.clock.restart(at), True
        self.share = self.dice.between(*(TOLD_LATE if self.dice.chance(self.late) else TOLD_AT))

    def follow(self, move: Move) -> None:
        """Let the promise and the case's team and owner follow a move."""
        if team_id := move.given.get("team_id", move.given.get("back")):
            self.people, self.owner = self.floor.team(team_id).people, None
        if move.verb == "own":
            self.owner = move.actor
        elif move.verb == "tell":
            self._begin(move.at)
        elif move.verb == "wait":
            self.clock = self.clock.pause(move.at)
        elif move.verb == "go on":
            self.clock = self.clock.resume(move.at)
        elif move.verb in ENDS:
            self.clock = self.clock.stop(move.at)
        elif move.verb == "reopen":
            self.clock = self.clock.reopen(move.at)
            self._begin(move.at)
        elif move.verb == "update":
            priority = move.given["fields"]["priority"]
            self.clock = self.clock.aim(target_of(Promise.UPDATE, priority), self.account.hours_for(priority))
