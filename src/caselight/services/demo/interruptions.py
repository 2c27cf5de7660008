"""The interruptions of the demo: what was down, from when until when, and how it was mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from caselight.core.lifecycle import CLOSES_AFTER
from caselight.services.demo import scenario, words
from caselight.services.demo.clients import CLIENTS, ELLERY, NORVANE, DemoClient
from caselight.services.demo.details import fill
from caselight.services.demo.dice import Dice
from caselight.services.demo.endings import about, logged
from caselight.services.demo.floor import Floor
from caselight.services.demo.lives import Move, acknowledgement
from caselight.services.demo.stories import Story
from caselight.services.demo.updates import informed_until, kept_informed

COUNT, PER_DAYS = 420, 180
TYPES = ("outage", "degradation", "communication_disruption", "vendor", "error")
TYPE_WEIGHTS = (35, 40, 10, 10, 5)
SEVERITIES, SEVERITY_WEIGHTS = ("minor", "major", "critical"), (78, 18, 4)
PRIORITY = {"minor": 3, "major": 2, "critical": 1}
AFFECTED = {"minor": 40, "major": 600, "critical": 4000}  # customers, at the median
LASTS, LASTS_SIGMA = timedelta(minutes=45), 1.1
LONGEST = timedelta(hours=30)
OVERLAPS = 0.08
LAG = timedelta(minutes=6)
CHECKED = timedelta(minutes=12)  # from the end until somebody says that it is fixed
WINDOW, ANNOUNCED = timedelta(hours=2), timedelta(days=7)
SUNDAY = 6
# Still lasting at the end: client, type, severity, minutes since it began.
STILL_DOWN: tuple[tuple[DemoClient, str, str, int], ...] = (
    (NORVANE, "outage", "major", 55),
    (ELLERY, "degradation", "minor", 32),
)
TITLES = {
    "outage": ("{service} down in {place}", "{service} not reachable from {place}", "No {service} at all, {place}"),
    "degradation": ("{service} slow in {place}", "{service} times out now and then, {place}"),
    "communication_disruption": ("Calls from {place} break off", "No line to {place}"),
    "vendor": ("{service} waits for a supplier, {place}", "Supplier of {service} not answering"),
    "error": ("{service} shows an error page in {place}", "{service} books twice"),
}


@dataclass(frozen=True, slots=True)
class Spell:
    """What was interrupted, from when until when; without an end it still lasts."""

    client: DemoClient
    record_type: str
    service: str
    severity: str
    start: datetime
    end: datetime | None


def interruptions(floor: Floor, *, seed: int, now: datetime, days: int) -> Iterator[tuple[Story, Sequence[Move]]]:
    """Yield the interruptions of the days that end now, planned work included, with their moves."""
    for number in range(round(COUNT * days / PER_DAYS)):
        dice = Dice.of(seed, "interruption", number)
        yield _lived(_spell(seed, number, now=now, days=days), f"interruption {number}", floor, dice, now)
    for client in CLIENTS:
        for day in _sundays(client, now - timedelta(days=days), now + ANNOUNCED) if client.share else ():
            start = datetime.combine(day, time(2), ZoneInfo(client.zone)).astimezone(UTC)
            yield _maintained(client, start, floor, Dice.of(seed, "maintenance", client.name, day))


def _spell(seed: int, number: int, *, now: datetime, days: int) -> Spell:
    """Return one interruption; some begin while the one before them still lasts, at the same client."""
    dice = Dice.of(seed, "spell", number)
    if number < len(STILL_DOWN):
        client, record_type, severity, minutes = STILL_DOWN[number]
        return Spell(client, record_type, client.services[0], severity, now - timedelta(minutes=minutes), None)
    spell = _alone(dice, now, days)
    if number == len(STILL_DOWN) or not dice.chance(OVERLAPS):
        return spell
    before = _alone(Dice.of(seed, "spell", number - 1), now, days)
    start = before.start + ((before.end or now) - before.start) * dice.between(0.1, 0.9)
    return replace(spell, client=before.client, service=dice.pick(before.client.services), **_lasting(dice, start, now))


def _alone(dice: Dice, now: datetime, days: int) -> Spell:
    shares = [client.share for client in CLIENTS]
    client = dice.weighted(CLIENTS, shares)
    start = now - timedelta(hours=1) - timedelta(days=days) * dice.between(0, 1)
    return Spell(
        client,
        dice.weighted(TYPES, TYPE_WEIGHTS),
        dice.pick(client.services),
        dice.weighted(SEVERITIES, SEVERITY_WEIGHTS),
        **_lasting(dice, start, now),
    )


def _lasting(dice: Dice, start: datetime, now: datetime) -> dict[str, Any]:
    """Return when it began and ended, in whole seconds, the end before now."""
    start = start.replace(microsecond=0)
    lasts = min(dice.span(LASTS, LASTS_SIGMA), LONGEST, (now - start) * 0.7)
    return {"start": start, "end": (start + lasts).replace(microsecond=0)}


def _lived(spell: Spell, key: str, floor: Floor, dice: Dice, now: datetime) -> tuple[Story, Sequence[Move]]:
    """Return the interruption as a case: logged soon after it began, answered, ended, resolved."""
    over = spell.end or now + timedelta(hours=2)
    story = _story(spell, key, dice, latest=min(over, now))
    checked = dice.span(CHECKED, 0.8) if spell.end is None else min(dice.span(CHECKED, 0.8), (now - over) * 0.5)
    resolved = max(over, story.opened_at) + checked
    filled = fill(spell.record_type, about(story, over, dice))
    said = {"severity": spell.severity}
    first = logged(story, floor, replace(filled, logging=filled.logging | said), dice)
    team = floor.teams[spell.client.team]
    agent = dice.pick(team.people)
    left = resolved - story.opened_at
    took = min(acknowledgement(story.priority, 1, dice, is_new_policy=False), left * 0.4)
    target = timedelta(minutes=scenario.FIRST_RESPONSE[story.priority])
    answered = max(took, min(dice.span(target * scenario.RESPONSE_SHARE, scenario.RESPONSE_SIGMA), left * 0.9))
    fixed = {
        "note": dice.pick(words.FIXED),
        "root_cause": story.root_cause,
        "details": filled.resolving | said | filled.closing,
    }
    moves = [
        first,
        Move(_whole(story.opened_at + took), "own", agent, {}),
        Move(_whole(story.opened_at + answered), "tell", agent, {"note": dice.pick(words.ANSWERS)}),
        Move(_whole(resolved), "resolve", agent, fixed),
        Move(_whole(resolved) + CLOSES_AFTER, "close", None, {}),
    ]
    if spell.end is None:
        begun = [move for move in moves[:3] if move.at <= now]
        return story, informed_until(story, begun, floor, dice, now - timedelta(minutes=3))
    return story, kept_informed(story, moves, floor, dice)


def _story(spell: Spell, key: str, dice: Dice, *, latest: datetime) -> Story:
    priority = PRIORITY[spell.severity]
    impact, urgency = scenario.IMPACT_AND_URGENCY[priority][0]
    place = dice.pick(spell.client.places)
    title = dice.pick(TITLES[spell.record_type]).format(service=spell.service, place=place)
    phrase, kind, _ = dice.pick([cause for cause in words.CAUSES if "technical" in cause[2]])
    lag = min(dice.span(LAG, 1.1), (latest - spell.start) * 0.5)
    return Story(
        client=spell.client,
        key=key,
        opened_at=_whole(spell.start + lag),
        occurred_at=spell.start,
        record_type=spell.record_type,
        title=title[0].upper() + title[1:],
        service=spell.service,
        named=spell.service,
        place=place,
        priority=priority,
        impact=impact,
        urgency=urgency,
        is_by_hand=False,
        channel=dice.weighted(scenario.CHANNELS, scenario.CHANNEL_WEIGHTS),
        customers_affected=round(AFFECTED[spell.severity] * dice.between(0.2, 3)) if dice.chance(0.85) else None,
        cause=phrase,
        root_cause="vendor" if spell.record_type == "vendor" else kind,
    )


def _sundays(client: DemoClient, since: datetime, until: datetime) -> Iterator[date]:
    """Yield the first Sunday of each month of a period, in the client's zone."""
    zone = ZoneInfo(client.zone)
    day, last = since.astimezone(zone).date() + timedelta(days=8), until.astimezone(zone).date() - timedelta(days=1)
    while day < last:
        if day.weekday() == SUNDAY and day.day <= SUNDAY + 1:
            yield day
        day += timedelta(days=1)


def _maintained(client: DemoClient, start: datetime, floor: Floor, dice: Dice) -> tuple[Story, Sequence[Move]]:
    """Return planned work: logged when it is announced, waiting for its window, done in it."""
    announced, service = start - ANNOUNCED, client.services[0]
    impact, urgency = scenario.IMPACT_AND_URGENCY[4][0]
    story = Story(
        client=client,
        key=f"maintenance {client.name} {start:%Y-%m-%d}",
        opened_at=announced,
        occurred_at=announced,
        record_type="maintenance",
        title=f"Monthly maintenance of {service}",
        service=service,
        named=service,
        place=client.places[0],
        priority=4,
        impact=impact,
        urgency=urgency,
        is_by_hand=False,
        channel="portal",
        customers_affected=None,
        cause="planned work",
        root_cause="other",
    )
    filled = fill("maintenance", about(story, start + WINDOW, dice))
    agent = dice.pick(floor.teams[client.team].people)
    minute = timedelta(minutes=1)
    done = {"note": "Done as announced.", "root_cause": "other", "details": filled.resolving | filled.closing}
    moves = [
        logged(story, floor, filled, dice),
        Move(announced + 4 * minute, "own", agent, {}),
        Move(announced + 9 * minute, "tell", agent, {"note": "Announced the window to the client."}),
        Move(announced + 10 * minute, "wait", agent, {"reason": "the planned window"}),
        Move(start, "go on", agent, {"note": "The window is open."}),
        Move(start + WINDOW, "resolve", agent, done),
        Move(start + WINDOW + CLOSES_AFTER, "close", None, {}),
    ]
    return story, moves


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
