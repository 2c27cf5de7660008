"""What a demo case is about: its type, what went wrong, for whom, how badly, and why."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from caselight.services.demo.arrivals import Arrival
from caselight.services.demo.clients import TYPES, DemoClient
from caselight.services.demo.dice import Dice
from caselight.services.demo.scenario import (
    BY_HAND,
    CHANNEL_WEIGHTS,
    CHANNELS,
    COURIER,
    IMPACT_AND_URGENCY,
    PRIORITIES,
    REPEATS,
    UNKNOWN_CAUSE,
    ZIPF,
)
from caselight.services.demo.words import CAUSES, SYMPTOMS

AFFECTED = {"high": 180, "medium": 24, "low": 1}  # customers, median by impact
KNOWN_TROUBLES = 6  # of a client in a month
OF_A_SERVICE = 0.25  # how often a trouble is one of a service, against one that is not
LAG = timedelta(minutes=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A case before anybody works on it."""

    client: DemoClient
    key: str
    opened_at: datetime
    occurred_at: datetime
    record_type: str
    title: str
    service: str
    named: str | None  # the service that the record names; none where the trouble is not one of a service
    place: str
    priority: int
    impact: str
    urgency: str
    is_by_hand: bool
    channel: str
    customers_affected: int | None
    cause: str  # the phrase
    root_cause: str | None  # its kind, where anybody found out
    carrier: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong, and why."""

    record_type: str
    title: str
    service: str
    place: str
    cause: str


def story(client: DemoClient, arrival: Arrival, *, seed: int) -> Story:
    """Return the story of an arrival."""
    dice = Dice.of(seed, arrival.key)
    trouble = _told(_trouble(client, arrival, dice, seed), arrival.told)
    priority = 2 if "title" in arrival.told else dice.weighted(PRIORITIES, client.priorities)
    impact, urgency, is_by_hand = _judged(priority, dice)
    kinds = {phrase: kind for phrase, kind, _ in CAUSES}
    is_known = "cause" in arrival.told or not dice.chance(UNKNOWN_CAUSE)
    return Story(
        client=client,
        key=arrival.key,
        opened_at=arrival.at,
        occurred_at=arrival.at - dice.span(LAG, 1.1),
        record_type=trouble.record_type,
        title=trouble.title,
        service=trouble.service,
        named=_named(trouble, arrival.told),
        place=trouble.place,
        priority=priority,
        impact=impact,
        urgency=urgency,
        is_by_hand=is_by_hand,
        channel=dice.weighted(CHANNELS, CHANNEL_WEIGHTS),
        customers_affected=_affected(impact, dice),
        cause=trouble.cause,
        root_cause=kinds.get(trouble.cause, trouble.cause) if is_known else None,
        carrier=COURIER if trouble.cause == "courier ran late" else None,
    )


def _trouble(client: DemoClient, arrival: Arrival, dice: Dice, seed: int) -> Trouble:
    """Return a new trouble, or one that the client has again and again this month."""
    if not dice.chance(REPEATS):
        return _anything(client, dice)
    known = dice.weighted(range(KNOWN_TROUBLES), [1 / (rank + 1) for rank in range(KNOWN_TROUBLES)])
    return _anything(client, Dice.of(seed, client.name, f"{arrival.at:%Y-%m}", "trouble", known))


def _anything(client: DemoClient, dice: Dice) -> Trouble:
    record_type = dice.weighted(TYPES, client.types)
    service, place = dice.weighted(client.services, range(len(client.services), 0, -1)), dice.pick(client.places)
    symptoms = client.symptoms.get(record_type, ()) + SYMPTOMS[record_type]
    title = dice.weighted(symptoms, [OF_A_SERVICE if "{service}" in symptom else 1 for symptom in symptoms]).format(
        service=service, place=place, n=dice.whole(2, 9)
    )
    return Trouble(record_type, title[0].upper() + title[1:], service, place, _cause(record_type, dice))


def _told(trouble: Trouble, told: dict[str, str]) -> Trouble:
    """Return the trouble with what the arrival fixes; a type that is fixed brings a courier's words."""
    if told and "title" not in told:
        return replace(trouble, **told, title=f"Parcel late from {trouble.place}, promised yesterday")
    return replace(trouble, **told)


def _named(trouble: Trouble, told: dict[str, str]) -> str | None:
    """Return the service where the title tells of it, or where it is fixed."""
    is_told = "service" in told or trouble.service.casefold() in trouble.title.casefold()
    return trouble.service if is_told else None


def _cause(record_type: str, dice: Dice) -> str:
    fits = [(phrase, rank**-ZIPF) for rank, (phrase, _, types) in enumerate(CAUSES, 1) if record_type in types]
    return dice.weighted([phrase for phrase, _ in fits], [weight for _, weight in fits])


def _judged(priority: int, dice: Dice) -> tuple[str, str, bool]:
    """Return impact and urgency, and whether somebody set a priority that they do not propose."""
    if dice.chance(BY_HAND):
        others = [other for other in PRIORITIES if other != priority]
        return *dice.pick(IMPACT_AND_URGENCY[dice.pick(others)]), True
    return *dice.pick(IMPACT_AND_URGENCY[priority]), False


def _affected(impact: str, dice: Dice) -> int | None:
    if dice.chance(0.25):
        return None
    return max(1, round(AFFECTED[impact] * dice.span(timedelta(seconds=1000), 0.9).total_seconds() / 1000))
