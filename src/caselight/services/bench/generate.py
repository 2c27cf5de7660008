"""Cases to measure on: two years of them, four events each, 2.4 % open; the same number gives the same cases."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from caselight.core.instant import write
from caselight.core.lifecycle import Status
from caselight.core.promises import Promise
from caselight.services.bench.floor import CLIENTS, HOURS, PEOPLE, RESPOND_WITHIN, SPAN
from caselight.store.bulk import WholeCase
from caselight.store.chain import Fact

SEED = 11
OPEN = 0.024  # share of all cases
OPENED_LATELY = timedelta(days=60)  # where the open ones lie
CLOSED_AFTER = timedelta(days=5)
HALF = {1: 0.7, 2: 1.5, 3: 6.0, 4: 14.0}  # hours to resolve by priority, half within
SHARES = (4, 16, 55, 25)  # of the priorities
PAUSED = 0.3  # share of the open cases whose resolution waits


def cases(count: int, *, now: datetime) -> Iterator[WholeCase]:
    """Yield cases in the order they were opened, the last one just before `now`."""
    dice = Random(SEED)  # noqa: S311 – invented cases, not a secret
    for place in range(count):
        age = SPAN * ((count - place - dice.random()) / count)
        yield _case(dice, now - age, now=now)


def _case(dice: Random, opened: datetime, *, now: datetime) -> WholeCase:
    client, priority = dice.randint(1, CLIENTS), dice.choices((1, 2, 3, 4), SHARES)[0]
    takes = timedelta(hours=dice.lognormvariate(0, 1) * HALF[priority])
    stays_open = opened > now - OPENED_LATELY and dice.random() < OPEN * (SPAN / OPENED_LATELY)
    resolved = None if stays_open or opened + takes >= now else opened + takes
    answered = min(opened + takes / 4, now)
    status = _status(dice, resolved, now)
    owner = dice.randint(1, PEOPLE)
    state = {"status": status, "team_id": 1, "owner_id": owner, "is_accepted": True}
    case = {
        "client_id": client,
        "record_type": "technical",
        "title": f"Line {dice.randrange(10_000)} drops calls",
        "priority": priority,
        "customers_affected": dice.randrange(500),
        "occurred_at": opened,
        "opened_at": opened,
        "acknowledged_at": answered,
        "first_response_at": answered,
        "first_resolved_at": resolved,
        "resolved_at": resolved,
        "closed_at": resolved + CLOSED_AFTER if resolved and status == Status.CLOSED else None,
        "touched_at": resolved or answered,
    }
    return WholeCase(case | state, list(_facts(case, state)), _clocks(case, status))


def _status(dice: Random, resolved: datetime | None, now: datetime) -> Status:
    if resolved is None:
        return Status.WAITING if dice.random() < PAUSED else Status.IN_PROGRESS
    return Status.CLOSED if now - resolved > CLOSED_AFTER else Status.RESOLVED


def _facts(case: dict[str, Any], state: dict[str, Any]) -> Iterator[Fact]:
    """Yield the four events of a case; what it ends with depends on how it stands."""
    answered, resolved, closed = case["acknowledged_at"], case["resolved_at"], case["closed_at"]
    lives = {
        Status.CLOSED: (("case:resolved", Status.RESOLVED, resolved), ("case:closed", Status.CLOSED, closed)),
        Status.RESOLVED: (("case:noted", Status.IN_PROGRESS, answered), ("case:resolved", Status.RESOLVED, resolved)),
        Status.WAITING: (("case:noted", Status.IN_PROGRESS, answered), ("case:waiting", Status.WAITING, answered)),
        Status.IN_PROGRESS: (("case:noted", Status.IN_PROGRESS, answered),) * 2,
    }
    began = (("case:logged", Status.NEW, case["opened_at"]), ("case:acknowledged", Status.IN_PROGRESS, answered))
    for kind, status, at in (*began, *lives[state["status"]]):
        texts = {"title": case["title"]} if kind == "case:logged" else {}
        yield Fact(kind, at, at, tier=1, texts=texts, **{**state, "status": status, "actor_id": state["owner_id"]})


def _clocks(case: dict[str, Any], status: Status) -> list[dict[str, Any]]:
    response = _clock(case, Promise.FIRST_RESPONSE, RESPOND_WITHIN, stopped=case["first_response_at"])
    target = timedelta(hours=HOURS[case["priority"]])
    resolution = _clock(case, Promise.RESOLUTION, target, stopped=case["resolved_at"])
    if status == Status.WAITING:
        paused = write(case["acknowledged_at"])
        resolution |= {"due_at": None, "runs": [[write(case["opened_at"]), paused]]}
    return [response, resolution]


def _clock(case: dict[str, Any], promise: Promise, target: timedelta, *, stopped: datetime | None) -> dict[str, Any]:
    began, due = case["opened_at"], case["opened_at"] + target
    return {
        "promise": promise,
        "contract_id": case["client_id"],
        "target_s": int(target.total_seconds()),
        "waiting_pauses": promise == Promise.RESOLUTION,
        "runs": [[write(began), write(stopped) if stopped else None]],
        "started_at": began,
        "due_at": due,
        "stopped_at": stopped,
        "first_missed_at": due if stopped and stopped > due else None,
    }
