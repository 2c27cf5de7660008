"""What the agents of the living floor fill in on a case besides its record."""

from typing import Any

from caselight.services.demo import words
from caselight.services.demo.dice import Dice

Fields = dict[str, Any]
CHANNELS = ("voice", "email", "chat")
REMEDIES = (("refund", 45), ("credit", 15), ("replacement", None), ("apology", None), ("call back", None))
SAID = (
    "Quick, and nobody passed me on.",
    "It works again, but it took three calls.",
    "Fine in the end.",
    "I would have liked to hear earlier.",
)


def interaction(dice: Dice) -> Fields:
    """Return a word to the customer."""
    spoken = {"direction": "to the customer", "channel": dice.pick(CHANNELS), "said": dice.pick(words.ANSWERS)}
    return spoken | {"acknowledged": True, "satisfied": dice.chance(0.7)}


def action(dice: Dice) -> Fields:
    """Return something done for the customer; money where it is given."""
    remedy, usual = dice.pick(REMEDIES)
    paid = {"amount": str(dice.whole(usual // 3, usual * 3)), "currency": "EUR"} if usual else {}
    return {"action": remedy, **paid}


def feedback(dice: Dice) -> Fields:
    """Return what the customer thinks of it afterwards."""
    score = dice.weighted((1, 2, 3, 4, 5), (6, 9, 20, 40, 25))
    would_return = min(10, 2 * score + dice.whole(0, 1))
    return {"score": score, "would_return": would_return, "said": dice.pick(SAID), "channel": dice.pick(CHANNELS)}
