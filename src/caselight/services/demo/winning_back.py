"""What is filled in on a demo recovery: talks with the customer, what was done for them, and what settled it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from caselight.core.instant import write
from caselight.services.demo import words_sheets as words
from caselight.services.demo.dice import Dice
from caselight.services.demo.filled import Fields
from caselight.services.demo.floor import Floor
from caselight.services.demo.holding import TAKES, first, held
from caselight.services.demo.lives import Move
from caselight.services.demo.stories import Story
from caselight.services.demo.weaving import Given, moment

A_DAY = timedelta(days=1)
CURRENCIES = {"Europe/London": "GBP", "Europe/Berlin": "EUR", "Asia/Singapore": "SGD"}  # elsewhere: USD
USUAL = {"refund": 45, "credit": 15}  # of money, at the median
REMEDIES = {"Refund": "refund", "Replacement": "replacement", "Credit": "credit", "Gesture of goodwill": "other action"}
CALLED_BACK = 0.3  # of those who get no more than an apology
CHANNELS, CHANNEL_WEIGHTS = ("voice", "email", "chat"), (60, 28, 12)
CONFIRMATIONS = (
    "confirmed by the customer",
    "no answer from the customer",
    "not accepted by the customer",
    "customer not asked yet",
)
CONFIRMATION_WEIGHTS = (74, 15, 7, 4)
FOLLOWED_UP, FORGOTTEN = 0.7, 0.06
MADE_UP_FOR = 3, 21  # days after it was due, when somebody went through what was left lying
STEPS = {"listened": 95, "apologised": 93, "explained": 85, "asked": 76, "offered": 97, "delivered": 90, "reported": 40}


def winning_back(story: Story, moves: Sequence[Move], floor: Floor, *, seed: int) -> Iterator[Given]:
    """Yield the sheets of a recovery; nothing where nobody has taken it."""
    taken, fixed = first(moves, TAKES), first(moves, frozenset({"resolve"}))
    if story.record_type != "recovery" or taken is None or fixed is None:
        return
    remedy = _remedy(story, Dice.of(seed, story.key, "remedy"))
    back = _Back(moves, floor, remedy, taken, fixed)
    yield from back.talks(Dice.of(seed, story.key, "talks"))
    yield from back.actions(Dice.of(seed, story.key, "actions"))
    yield from back.settled(Dice.of(seed, story.key, "settled"))


def _remedy(story: Story, dice: Dice) -> Fields:
    """Return what the title promises, with its amount where money is given."""
    kind = REMEDIES.get(story.title.split(" for ")[0]) or ("call back" if dice.chance(CALLED_BACK) else "apology")
    if kind not in USUAL:
        return {"action": kind}
    amount = max(5, round(USUAL[kind] * dice.span(timedelta(seconds=1000), 0.6).total_seconds() / 1000))
    return {"action": kind, "amount": str(amount), "currency": CURRENCIES.get(story.client.zone, "USD")}


@dataclass(frozen=True, slots=True)
class _Back:
    """A recovery between the moment somebody takes it and its resolution."""

    moves: Sequence[Move]
    floor: Floor
    remedy: Fields
    taken: datetime
    fixed: datetime

    def talks(self, dice: Dice) -> Iterator[Given]:
        """Yield what passes between the customer and us, the first word theirs."""
        shares = sorted(dice.between(0.05, 0.8) for _ in range(1 + dice.count(1.1)))
        for number, share in enumerate(shares):
            is_ours = number > 0 or dice.chance(0.4)
            fields: Fields = {
                "direction": "to the customer" if is_ours else "from the customer",
                "channel": dice.weighted(CHANNELS, CHANNEL_WEIGHTS),
                "said": dice.pick(words.TOLD if is_ours else words.HEARD),
            }
            if is_ours:
                fields |= {"acknowledged": dice.chance(0.95), "understood": dice.chance(0.8)}
                fields["satisfied"] = dice.chance(0.4 + 0.4 * share)
                fields["offered"] = words.OFFERED[self.remedy["action"]].format(**self.remedy)
            yield self._given(self._between(share), "interaction", fields, dice)

    def actions(self, dice: Dice) -> Iterator[Given]:
        """Yield what was done for the customer, by which desk, and whether it worked."""
        at = self._between(dice.between(0.82, 0.9))
        fields = self.remedy | {"what": words.DID[self.remedy["action"]], "department": self._desk(at)}
        if dice.chance(0.8):
            fields["worked"] = dice.chance(0.93)
        yield self._due(at, "action", fields, dice, asked=0.35)

    def settled(self, dice: Dice) -> Iterator[Given]:
        """Yield the resolution with the customer's answer, its follow-up, and the steps that were followed."""
        confirmed = dice.weighted(CONFIRMATIONS, CONFIRMATION_WEIGHTS)
        fields = {"what": words.SETTLED[self.remedy["action"]], "confirmed": confirmed}
        settled = self._due(self._between(dice.between(0.92, 0.99)), "resolution", fields, dice, asked=FOLLOWED_UP)
        yield settled
        ticked: Fields = {name: True for name, share in STEPS.items() if dice.chance(share / 100)}
        ticked |= {"confirmed": True} if confirmed == CONFIRMATIONS[0] else {}
        ticked |= {"followed_up": True} if settled.done_at else {}
        looked = max(self.fixed, settled.done_at or self.fixed) + timedelta(minutes=dice.whole(2, 90))
        yield self._given(moment(looked), "checklist", ticked, dice)

    def _due(self, at: datetime, kind: str, fields: Fields, dice: Dice, *, asked: float) -> Given:
        """Return a sheet with a follow-up some days later, done by then or soon after; a few are forgotten at first."""
        if not dice.chance(asked):
            return self._given(at, kind, fields, dice)
        due_at = (at + A_DAY * dice.whole(2, 7)).replace(minute=0, second=0)
        done_at = at + (due_at - at) * dice.between(0.5, 1.05)
        if dice.chance(FORGOTTEN):
            done_at = due_at + A_DAY * dice.between(*MADE_UP_FOR)
        return self._given(at, kind, fields | {"due_at": write(due_at)}, dice, moment(done_at))

    def _given(self, at: datetime, kind: str, fields: Fields, dice: Dice, done_at: datetime | None = None) -> Given:
        return Given(at, kind, self._by(at, dice), fields, done_at, self._by(done_at, dice) if done_at else None)

    def _by(self, at: datetime, dice: Dice) -> int:
        return held(self.moves, self.floor, at).by(dice)

    def _between(self, share: float) -> datetime:
        return moment(self.taken + (self.fixed - self.taken) * share)

    def _desk(self, at: datetime) -> str:
        return held(self.moves, self.floor, at).team.name
