"""The living floor: agents played through the services, step by step, until stopped."""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from numpy.random import PCG64, Generator
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from caselight.core.lifecycle import CLOSES_AFTER, Status
from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Refusal
from caselight.services.demo import scenario
from caselight.services.demo.agents import Agents
from caselight.services.demo.arrivals import A_DAY
from caselight.services.demo.dice import Dice
from caselight.services.demo.floor import Floor
from caselight.services.demo.lay import floor_of
from caselight.services.demo.shift import Shift
from caselight.store.board import open_cases
from caselight.store.engine import Store
from caselight.store.tables import Case, Client

LOG = logging.getLogger(__name__)
PAUSE_S = 5.0
A_STEP = timedelta(seconds=PAUSE_S)
LONGEST = timedelta(minutes=1)  # played after a pause of the machine, before the speed
AT_ONCE = 10  # cases closed in one step
LATELY = timedelta(days=2)


def live(
    store: Store,
    *,
    clock: Callable[[], datetime],
    stop: threading.Event,
    speed: float = 1.0,
    rng: Generator | None = None,
) -> None:
    """Play agents until stopped, so many times faster than life; a database that is away is waited for.

    Raises Refusal where no demo is loaded.
    """
    rng = rng or Generator(PCG64(secrets.randbits(64)))
    last = clock()
    while not stop.wait(PAUSE_S):
        now = clock()
        try:
            step(store, now=now, rng=rng, span=min(now - last, LONGEST) * speed)
        except DBAPIError:
            LOG.warning("The database cannot be reached; the agents wait.", exc_info=True)
        last = now


def step(store: Store, *, now: datetime, rng: Generator, span: timedelta = A_STEP) -> int:
    """Play one stretch of time that ends now; return how much was done, a case taken and answered at once being one.

    Touches cases of demo clients only, and of these none that a visitor owns.
    """
    with store.reading(EVERYTHING) as session:
        floor, cases, ended = _floor(session), open_cases(session, _demo(session)), _resolved(session)
    agents = Agents(store, floor, now, Dice(rng))
    people = {None, *(person for team in floor.teams.values() for person in team.people)}
    shift = Shift(agents, [case for case in cases if case.owner_id in people], span)
    done = shift.arrive() + shift.catch_up() + shift.keep_promises() + shift.receive() + shift.go_on() + shift.work()
    return done + _close(agents, ended) + _reopen(agents, ended, span)


def _floor(session: Session) -> Floor:
    if session.scalars(_demo_clients().limit(1)).first() is None:
        raise Refusal("No demo is loaded here. Run caselight demo first.")
    return floor_of(session)


def _demo(session: Session) -> Scope:
    return Scope(frozenset(session.scalars(_demo_clients())))


def _demo_clients() -> Any:  # noqa: ANN401 – a statement
    return select(col(Client.id)).where(col(Client.is_demo))


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that is resolved and not closed yet."""

    number: int
    team_id: int
    resolved_at: datetime


def _resolved(session: Session) -> list[Ended]:
    """Return the demo's resolved cases, oldest first."""
    rows = (
        select(col(Case.id), col(Case.team_id), col(Case.resolved_at))
        .where(col(Case.status) == Status.RESOLVED, col(Case.client_id).in_(_demo_clients()))
        .order_by(col(Case.resolved_at), col(Case.id))
    )
    return [Ended(*row) for row in session.execute(rows)]


def _close(agents: Agents, ended: Sequence[Ended]) -> int:
    """Close what was resolved five days ago."""
    over = [case for case in ended if case.resolved_at <= agents.now - CLOSES_AFTER]
    return sum(agents.close(case.number) for case in over[:AT_ONCE])


def _reopen(agents: Agents, ended: Sequence[Ended], span: timedelta) -> int:
    """Reopen one now and then, of those resolved lately."""
    lately = [case for case in ended if case.resolved_at > agents.now - LATELY]
    a_day = scenario.CASES_PER_DAY * scenario.REOPENED * (span / A_DAY)
    if not lately or not agents.dice.chance(min(a_day, 1)):
        return 0
    case = agents.dice.pick(lately)
    return int(agents.reopen(case.number, agents.dice.pick(agents.floor.team(case.team_id).people)))
