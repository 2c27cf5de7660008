"""The generator writes what the services would have written: its moves, done through the door, give the same rows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, SYSTEM, Principal, Role, Scope
from caselight.core.records import TYPES
from caselight.services.demo.floor import Floor
from caselight.services.demo.generate import DemoCase, cases
from caselight.services.demo.lay import floor_of, lay
from caselight.services.demo.play import played
from caselight.services.desk import perform
from caselight.services.verbs import VERBS, add_sheet, decline, finish_sheet, log, resolve_escalation
from caselight.services.whole_repeats import repeating
from caselight.store.bulk import WholeCase
from caselight.store.engine import Store
from caselight.store.tables import Case, CaseClock, CaseSheet, Escalation, Event, EventText

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
DONE_BY = {
    **VERBS,
    "log": log,
    "add sheet": add_sheet,
    "finish sheet": finish_sheet,
    "decline": decline,
    "resolve escalation": resolve_escalation,
}
TO_AN_ESCALATION = ("decline", "resolve escalation")
EACH = 2  # lives of each pattern
NAMES = ("into", "follows")  # another case
UNDER_WATCH = {"id", "case_id", "client_id", "matrix_id", "cycle", "cycle_at", "next_at"}
STATE = ("kind", "at", "recorded_at", "actor_id", "client_id", "status", "team_id", "tier", "owner_id", "is_accepted")


@pytest.fixture
def laid(store: Store) -> Floor:
    store.transact(lambda session: lay(session, NOW), EVERYTHING)
    with store.reading(EVERYTHING) as session:
        return floor_of(session)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # the services are tried on both by their own tests
def test_every_kind_of_life_is_what_the_services_would_have_written(store: Store, laid: Floor) -> None:
    numbers: dict[str, int] = {}
    made = list(_various(cases(laid, seed=7, now=NOW, days=9)))

    for moment in sorted((move.at, index, step) for index, case in enumerate(made) for step, move in _doable(case)):
        _, index, step = moment
        numbers[made[index].story.key] = _do(store, made[index], step, numbers, laid)

    with store.reading(EVERYTHING) as session:
        for case in repeating([_played(case, numbers, laid) for case in made]):
            assert _told(case) == _kept(session, case.number or 0), case.case["title"]


def _played(case: DemoCase, numbers: dict[str, int], floor: Floor) -> WholeCase:
    moves = [move for _, move in _doable(case)]
    whole = played(moves, floor, floor.clients[case.story.client.name], numbers=numbers)
    return replace(whole, number=numbers[case.story.key])


def _various(made: list[DemoCase]) -> Iterator[DemoCase]:
    """Yield a few cases of each pattern of life, and the cases they are merged into or follow."""
    by_pattern = sorted(made, key=_pattern)
    few = [case for _, group in groupby(by_pattern, key=_pattern) for case in list(group)[:EACH]]
    originals = {move.given[name] for case in few for move in case.moves for name in NAMES if move.given.get(name)}
    keys = {case.story.key for case in few} | originals
    return (case for case in made if case.story.key in keys)


def _pattern(case: DemoCase) -> tuple[str, ...]:
    rare = {"wait", "escalate", "hand off", "reopen", "cancel", "merge", "update", "close", *TO_AN_ESCALATION}
    record_type = case.story.record_type
    is_failure = TYPES[record_type].family == "service failure"
    return "" if is_failure else record_type, *sorted({move.verb for move in case.moves} & rare)


def _doable(case: DemoCase) -> Iterator[tuple[int, Any]]:
    """Yield the moves without the closing that comes by itself, whatever is owed."""
    for step, move in enumerate(case.moves):
        if move.verb != "close" or move.actor is not None:
            yield step, move
        else:
            return


def _do(store: Store, case: DemoCase, step: int, numbers: dict[str, int], floor: Floor) -> int:
    move = case.moves[step]
    given = {name: value for name, value in move.given.items() if (move.verb, name) != ("finish sheet", "kind")}
    given |= {name: numbers[given[name]] for name in NAMES if name in given}
    if move.verb in TO_AN_ESCALATION:
        given["escalation_id"] = _newest(store, numbers[case.story.key])
        given.pop("back", None)
    done = perform(
        store,
        DONE_BY[move.verb],
        actor=_principal(move.actor, floor),
        now=move.at,
        request=f"{case.story.key} {step}",
        case=numbers.get(case.story.key),
        **given,
    )
    return done.case_id


def _newest(store: Store, number: int) -> int:
    with store.reading(EVERYTHING) as session:
        ids = select(col(Escalation.id)).where(col(Escalation.case_id) == number, col(Escalation.way) == "functional")
        return max(filter(None, session.scalars(ids)))


def _principal(user_id: int | None, floor: Floor) -> Principal:
    if user_id is None:
        return SYSTEM
    (team,) = (team for team in floor.teams.values() if user_id in team.people)
    scope = Scope(frozenset(account.id for account in floor.clients.values()))
    return Principal(user_id, "an agent", Role.AGENT, scope, team_id=team.id)


def _told(whole: WholeCase) -> tuple[Any, ...]:
    known = {name: value for name, value in whole.case.items() if value is not None}
    events = [([getattr(fact, name) for name in STATE], _came_to(fact.body), dict(fact.texts)) for fact in whole.facts]
    clocks = sorted((dict(clock) for clock in whole.clocks), key=lambda clock: str(clock["promise"]))
    return known, events, clocks, list(whole.sheets), [_raised(row) for row in whole.escalations]


def _kept(session: Session, number: int) -> tuple[Any, ...]:
    case = session.get_one(Case, number).model_dump(exclude={"id", "version", "head"}, exclude_none=True)
    events = []
    for event in session.scalars(select(Event).where(col(Event.case_id) == number).order_by(col(Event.seq))):
        texts = session.scalars(select(EventText).where(col(EventText.event_id) == event.id))
        body = {name: value for name, value in event.body.items() if name != "texts"}
        state = [getattr(event, name) for name in STATE]
        events.append((state, _came_to(body), {text.field: text.text for text in texts}))
    clocks = session.scalars(select(CaseClock).where(col(CaseClock.case_id) == number).order_by(col(CaseClock.promise)))
    sheets = session.scalars(select(CaseSheet).where(col(CaseSheet.case_id) == number).order_by(col(CaseSheet.number)))
    raised = session.scalars(select(Escalation).where(col(Escalation.case_id) == number).order_by(col(Escalation.id)))
    return (
        case,
        events,
        [clock.model_dump(exclude=UNDER_WATCH) for clock in clocks],
        [sheet.model_dump(exclude={"case_id", "client_id", "withdrawn_at"}) for sheet in sheets],
        [_raised(row.model_dump()) for row in raised if row.way == "functional"],
    )


def _raised(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return an escalation without its ids, and without what only the sweep needs."""
    left_out = {"id", "case_id", "client_id", "cycle", "follows", "person_id", "next_at"}
    return {name: value for name, value in columns.items() if name not in left_out}


def _came_to(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body with each clock as it stood afterwards: what it was before, the event before says.

    The demo keeps no watch on the first line in its past: the first sweep begins it.
    """
    raised = {key: noted for key, noted in body.get("escalations", {}).items() if key.startswith("functional")}
    clocks = {promise: after for promise, (_, after) in body.get("clocks", {}).items()}
    return {**body, "clocks": clocks, "escalations": raised}
