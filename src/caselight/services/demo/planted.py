"""Cases planted by hand: what the wall shows at the start, and every edge that a clock or a list must survive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from caselight.core.promises import Promise
from caselight.services.demo import clients, scenario, words
from caselight.services.demo.details import fill
from caselight.services.demo.dice import Dice
from caselight.services.demo.endings import about, logged
from caselight.services.demo.floor import Floor, Seats
from caselight.services.demo.lives import Move
from caselight.services.demo.raising import escalated
from caselight.services.demo.stories import Story
from caselight.services.demo.updates import informed_until

Script = tuple[tuple[int, str], ...]  # minutes after the opening, and what is done

RESOLUTION, RESPONSE = Promise.RESOLUTION, Promise.FIRST_RESPONSE
NOBODY: Script = ()
TAKEN: Script = ((3, "acknowledge"), (11, "tell"))
OWNED: Script = ((4, "own"), (12, "tell"), (40, "note"))
PASSED_UP: Script = (*TAKEN, (170, "escalate"), (176, "own"))
TO_THE_TOP: Script = (*PASSED_UP, (272, "to the top"))


@dataclass(frozen=True, slots=True)
class Planted:
    """One case: its clock must be counted round the clock, so that its minutes hold at any hour of the week."""

    name: str
    client: clients.DemoClient
    priority: int
    record_type: str
    title: str
    service: str
    script: Script
    due: tuple[Promise, int] | None = None  # the promise falls due so many minutes after now
    opened: int = 0  # else: minutes before now


NORVANE, ELLERY, PARCELO = clients.NORVANE, clients.ELLERY, clients.PARCELO
QUILLSTONE, TARRIN, MARROW = clients.QUILLSTONE, clients.TARRIN, clients.MARROW

WALL = (
    Planted("late 1", NORVANE, 3, "technical", "Activation stuck at step 4 for new lines in Corran Bay",
            "Fibre broadband", OWNED, (RESOLUTION, -187)),
    Planted("late 2", PARCELO, 2, "technical", "Label printer queue stuck in Hall 3",
            "Home delivery", OWNED, (RESOLUTION, -96)),
    Planted("late 3", NORVANE, 1, "technical", "No dial tone in Millbrook exchange",
            "Home phone", TO_THE_TOP, (RESOLUTION, -41)),
    Planted("late 4", NORVANE, 3, "customer_service", "Customer passed on 4 times without an answer",
            "Mobile voice", NOBODY, (RESPONSE, -23)),
    Planted("late 5", PARCELO, 2, "delivery", "Courier left 30 parcels at the wrong depot",
            "Home delivery", NOBODY, (RESPONSE, -14)),
    Planted("late 6", ELLERY, 2, "communication", "Evening desk not told about the refill change",
            "Prescription refills", TAKEN, (RESOLUTION, -7)),
    Planted("soon 1", NORVANE, 2, "technical", "Mobile data slow since last night, north sector",
            "Mobile data", OWNED, (RESOLUTION, 12)),
    Planted("soon 2", QUILLSTONE, 1, "technical", "Mobile banking rejects one-time codes",
            "Mobile banking", PASSED_UP, (RESOLUTION, 19)),
    Planted("soon 3", PARCELO, 2, "customer_service", "Promised call back did not happen",
            "Returns", NOBODY, (RESPONSE, 24)),
    Planted("soon 4", TARRIN, 2, "technical", "Outage line gives the wrong area",
            "Outage line", OWNED, (RESOLUTION, 28)),
)  # fmt: skip
EDGES = (
    Planted("due exactly now", NORVANE, 3, "process_deviation", "Callback list of Dunmore not worked in the evening",
            "Billing portal", OWNED, (RESOLUTION, 0)),
    Planted("resolved exactly at due", NORVANE, 2, "technical", "Set-top box sign-in loops back to the start page",
            "Set-top box", (*OWNED, (480, "resolve")), opened=4000),
    Planted("paused past its nominal due", PARCELO, 2, "technical", "Voucher refused at Checkout",
            "Checkout", (*OWNED, (120, "wait")), opened=1800),
    Planted("reopened after it was met", NORVANE, 3, "technical", "Number porting hangs after confirmation",
            "Mobile voice", (*OWNED, (300, "resolve"), (2950, "reopen")), opened=3130),
    Planted("no target", MARROW, 4, "customer_service", "Wrong opening hours given for Ticket office",
            "Ticket office", OWNED, opened=1200),
    Planted("no calendar", MARROW, 2, "technical", "Streaming not reachable from Studio 2",
            "Streaming", (*OWNED, (150, "resolve")), opened=9000),
    Planted("no calendar, by hours", MARROW, 3, "communication", "Two desks answered the same customer",
            "Ticket office", (*OWNED, (700, "resolve")), opened=14_000),
    Planted("raised mid-life", ELLERY, 4, "technical", "Reminder texts sent twice",
            "Appointment line", (*OWNED, (169, "tell"), (170, "raise")), opened=300),
    Planted("two updates in one second", NORVANE, 3, "technical", "Top-ups charged but not credited",
            "Billing portal", (*OWNED, (60, "note"), (60, "note"), (200, "resolve")), opened=2400),
    Planted("cancelled", NORVANE, 3, "compliance", "Recording announcement not played",
            "Mobile voice", ((6, "own"), (25, "cancel")), opened=1700),
    Planted("duplicate", PARCELO, 2, "technical", "Voucher refused at Checkout",
            "Checkout", ((9, "merge"),), opened=1770),
)  # fmt: skip
MERGES_INTO = {"duplicate": "paused past its nominal due"}
RAISED_TO = 2
CALLED = {"raise": "update", "to the top": "escalate"}  # what the verb is called where it is not as in a script


def planted(floor: Floor, *, seed: int, now: datetime) -> Iterator[tuple[Story, list[Move]]]:
    """Yield the planted cases with their moves."""
    for case in (*WALL, *EDGES):
        dice = Dice.of(seed, "planted", case.name)
        story = _story(case, _opened(case, now), dice)
        moves = escalated(story, list(_moves(case, story, floor, dice)), floor, seed=seed)
        told = Dice.of(seed, "planted", case.name, "updates")
        yield story, informed_until(story, moves, floor, told, now - timedelta(minutes=told.whole(1, 5)))


def _opened(case: Planted, now: datetime) -> datetime:
    if case.due is None:
        return now - timedelta(minutes=case.opened)
    promise, minutes = case.due
    return now + timedelta(minutes=minutes - scenario.PROMISED[promise][case.priority])


def _story(case: Planted, opened_at: datetime, dice: Dice) -> Story:
    impact, urgency = scenario.IMPACT_AND_URGENCY[case.priority][0]
    return Story(
        client=case.client,
        key=case.name,
        opened_at=opened_at,
        occurred_at=opened_at - timedelta(minutes=dice.whole(1, 20)),
        record_type=case.record_type,
        title=case.title,
        service=case.service,
        named=case.service,
        place=case.client.places[0],
        priority=case.priority,
        impact=impact,
        urgency=urgency,
        is_by_hand=False,
        channel=dice.weighted(scenario.CHANNELS, scenario.CHANNEL_WEIGHTS),
        customers_affected=dice.whole(1, 400) if case.priority <= RAISED_TO else dice.whole(1, 12),
        cause="supplier interface down",
        root_cause="vendor",
    )


def _moves(case: Planted, story: Story, floor: Floor, dice: Dice) -> Iterator[Move]:
    fixed = next((minutes for minutes, verb in case.script if verb == "resolve"), 60)
    filled = fill(story.record_type, about(story, story.opened_at + timedelta(minutes=fixed), dice))
    yield logged(story, floor, filled, dice)
    team = floor.teams[case.client.team]
    agent = dice.pick(team.people)
    for minutes, verb in case.script:
        at = story.opened_at + timedelta(minutes=minutes)
        given = _given(verb, case, floor, dice)
        if verb == "resolve":
            given |= {"root_cause": story.root_cause, "details": filled.resolving | filled.closing}
        yield Move(at, CALLED.get(verb, verb), agent, given)
        if "team_id" in given:
            agent = dice.pick(floor.team(given["team_id"]).people)


def _given(verb: str, case: Planted, floor: Floor, dice: Dice) -> dict[str, Any]:
    """Return what the verb is told."""
    above: Seats = floor.teams[scenario.SECOND_TIER.get(case.record_type, "Care Desk")]
    said: dict[str, dict[str, Any]] = {
        "tell": {"note": dice.pick(words.ANSWERS)},
        "note": {"note": dice.pick(words.NOTES)},
        "wait": {"reason": words.WAITING[0]},
        "escalate": {"reason": dice.pick(words.ESCALATED), "team_id": above.id},
        "to the top": {"reason": dice.pick(words.ESCALATED), "team_id": floor.teams["Specialists"].id},
        "raise": {"fields": {"priority": RAISED_TO}, "note": "More customers than we thought."},
        "resolve": {"note": dice.pick(words.FIXED)},
        "reopen": {"note": dice.pick(words.REOPENED)},
        "cancel": {"note": dice.pick(words.CANCELLED)},
        "merge": {"into": MERGES_INTO.get(case.name), "note": dice.pick(words.MERGED)},
    }
    return dict(said.get(verb, {}))
