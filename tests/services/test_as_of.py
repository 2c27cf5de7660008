"""What a figure was is what it is when it is asked for again later, whatever has happened since."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from caselight.core.forecast import Watched
from caselight.core.people import EVERYTHING
from caselight.core.promises import Promise
from caselight.core.refusal import Refusal
from caselight.services import verbs
from caselight.services.desk import Done, Verb, perform
from caselight.services.figures import of
from caselight.store import forecast
from caselight.store.tables import Target
from floor import Floor, at

GIVEN: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "own": {},
    "wait": {"reason": "The supplier"},
    "go_on": {},
    "tell": {"note": "We are on it."},
    "escalate": {"reason": "Needs more skill"},
    "resolve": {},
    "reopen": {},
    "cancel": {"note": "Twice"},
}
STEPS, OFTEN_UNDONE = 35, 0.2


@pytest.fixture
def promising(floor: Floor) -> Floor:
    """Return the floor where the customer is also promised an update every two hours."""
    target = Target(contract_id=1, priority=1, promise=Promise.UPDATE, minutes=120)
    floor.store.transact(lambda session: session.add(target), EVERYTHING)
    return floor


@pytest.mark.parametrize("seed", range(2))
def test_figures_asked_for_later_are_those_of_the_time(promising: Floor, seed: int) -> None:
    dice, now, numbers = random.Random(seed), at("Mon 08:00"), list[int]()  # noqa: S311 – any floor's day
    told, ran = {}, {}
    for _ in range(STEPS):
        now += timedelta(minutes=dice.randint(5, 400))
        _act(promising, dice, now, numbers)
        now += timedelta(minutes=1)
        told[now] = of(promising.store, EVERYTHING, as_of=now, priorities=[1, 2])["kpis"]
        ran[now] = _running(promising)

    for when, was in told.items():
        assert of(promising.store, EVERYTHING, as_of=when, priorities=[1, 2])["kpis"] == was, when
    for when, promises in ran.items():
        assert _running(promising, as_of=when) == promises, when


def _act(floor: Floor, dice: random.Random, now: datetime, numbers: list[int]) -> None:
    """Log a case, or do something to one, and now and then take it back; what is refused is not done."""
    name = dice.choice(["log", "log", "priority", "hand_off", *GIVEN])
    if name == "log" or not numbers:
        said = {"client_id": floor.client, "record_type": "imported", "title": "Lines down", "team_id": floor.desk}
        numbers.append(_do(floor, verbs.log, now, priority=dice.randint(1, 4), **said).case_id)
        return
    verb = getattr(verbs, "update" if name == "priority" else name)
    chosen = {
        "priority": {"fields": {"priority": dice.randint(1, 4)}},
        "hand_off": {"team_id": dice.choice((floor.desk, floor.network, floor.experts))},
    }
    try:
        done = _do(floor, verb, now, case=dice.choice(numbers), **GIVEN.get(name, chosen.get(name, {})))
        if dice.random() < OFTEN_UNDONE:
            _do(floor, verbs.undo, now + timedelta(seconds=20), case=done.case_id, seq=done.version)
    except Refusal:
        return


def _do(floor: Floor, verb: Verb, now: datetime, **given: Any) -> Done:
    return perform(floor.store, verb, actor=floor.lead, now=now, request=uuid.uuid4().hex, **given)


def _running(floor: Floor, *, as_of: datetime | None = None) -> list[tuple[Any, ...]]:
    with floor.store.reading(EVERYTHING) as session:
        found = forecast.watched_at(session, EVERYTHING, as_of) if as_of else forecast.watched(session, EVERYTHING)
    return sorted(map(_said, found))


def _said(one: Watched) -> tuple[Any, ...]:
    due = one.due_at.isoformat() if one.due_at else ""
    return one.case.number, one.case.priority, one.case.status, one.promise, one.target, due, one.spent, one.is_missed
