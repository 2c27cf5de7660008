"""A contract changes by its next version: frozen results never move, running clocks only when told to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.core.promises import Promise
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import contracts, verbs
from caselight.services.contracts import Aim, Draft
from caselight.store.tables import Case, CaseClock, Contract, Event
from floor import Floor, at
from proving import verify
from story import a_case, a_resolved_case, do

HOUR = timedelta(hours=1)


def a_draft(floor: Floor, valid_from: str = "Tue 00:00", **given: Any) -> Draft:
    """Return a contract that promises a resolution in half the time."""
    aims = [Aim(promise=Promise.RESOLUTION, priority=priority, minutes=120) for priority in (1, 2, 3, 4)]
    return Draft(**({"client_id": floor.client, "valid_from": at(valid_from), "percent": 92.5, "aims": aims} | given))


def clocks(floor: Floor) -> dict[tuple[int, str], dict[str, Any]]:
    with floor.store.reading(EVERYTHING) as session:
        return {(row.case_id, row.promise): row.model_dump() for row in session.scalars(select(CaseClock))}


def kinds(floor: Floor, number: int) -> list[str]:
    with floor.store.reading(EVERYTHING) as session:
        return list(
            session.scalars(select(col(Event.kind)).where(col(Event.case_id) == number).order_by(col(Event.seq)))
        )


def test_a_version_holds_for_cases_opened_from_then_on(floor: Floor) -> None:
    before = a_case(floor, "Mon 10:00", priority=2)

    contracts.add(floor.store, a_draft(floor), actor=floor.manager, now=at("Mon 12:00"))

    after = a_case(floor, "Tue 10:00", priority=2)
    found = clocks(floor)
    assert found[before, "resolution"]["target_s"] == 8 * 3600
    assert found[after, "resolution"]["target_s"] == 2 * 3600


def test_a_version_tells_who_made_it_and_keeps_what_it_promises(floor: Floor) -> None:
    number, _ = contracts.add(floor.store, a_draft(floor), actor=floor.manager, now=at("Mon 12:00"))

    with floor.store.reading(EVERYTHING) as session:
        version = session.get_one(Contract, number)
        event = session.scalars(select(Event).where(col(Event.subject) == f"contract:{number}")).one()
    assert (version.percent, version.retention_months) == (925, 24)
    assert (event.kind, event.actor_id, event.client_id) == ("contract:added", floor.manager.user_id, floor.client)
    assert len(event.body["targets"]) == 4
    assert verify(floor.store).is_whole


def test_a_preview_says_which_running_clocks_would_move_and_by_how_much(floor: Floor) -> None:
    running = a_case(floor, "Mon 10:00", priority=2)
    a_resolved_case(floor, "Mon 10:00", "Mon 11:00", priority=2)
    a_case(floor, "Mon 10:00", client_id=floor.foreign, actor=floor.admin)
    frozen = clocks(floor)

    moves = contracts.preview(floor.store, a_draft(floor, "Mon 11:00"), actor=floor.manager, now=at("Mon 11:30"))

    assert [(move.case, move.promise, move.by) for move in moves] == [(running, "resolution", -6 * HOUR)]
    assert (moves[0].due_at, moves[0].new_due_at) == (at("Mon 18:00"), at("Mon 12:00"))
    assert clocks(floor) == frozen


def test_applied_to_running_cases_each_moved_clock_has_its_event(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=2)
    draft = a_draft(floor, "Mon 11:00")

    _, moved = contracts.add(floor.store, draft, actor=floor.manager, now=at("Mon 11:30"), apply_to_running=True)

    row = clocks(floor)[number, "resolution"]
    assert [move.case for move in moved] == [number]
    assert (row["target_s"], row["due_at"]) == (2 * 3600, at("Mon 12:00"))
    assert kinds(floor, number) == ["case:logged", "case:clock_moved"]
    assert verify(floor.store).is_whole


def test_frozen_results_never_change(floor: Floor) -> None:
    met = a_resolved_case(floor, "Mon 10:00", "Mon 15:00", priority=2)
    missed = a_resolved_case(floor, "Mon 10:00", "Mon 20:00", priority=2)
    frozen = clocks(floor)

    contracts.add(
        floor.store, a_draft(floor, "Mon 09:00"), actor=floor.manager, now=at("Tue 11:30"), apply_to_running=True
    )

    assert clocks(floor) == frozen
    assert kinds(floor, met) == kinds(floor, missed) == ["case:logged", "case:resolved"]


def test_a_miss_of_the_old_contract_outlives_a_kinder_one(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=1)  # 4 hours around the clock
    kind = a_draft(floor, "Mon 09:00", aims=[Aim(promise=Promise.RESOLUTION, priority=1, minutes=6000)])

    contracts.add(floor.store, kind, actor=floor.manager, now=at("Mon 15:00"), apply_to_running=True)

    row = clocks(floor)[number, "resolution"]
    assert (row["first_missed_at"], row["due_at"]) == (at("Mon 14:00"), at("Mon 10:00") + timedelta(minutes=6000))


def test_a_clock_held_for_the_customer_runs_on_where_waiting_no_longer_holds_it(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=2)
    do(floor, verbs.wait, "Mon 11:00", case=number, reason="the customer")

    contracts.add(
        floor.store,
        a_draft(floor, "Mon 11:00", waiting_pauses=False),
        actor=floor.manager,
        now=at("Mon 12:00"),
        apply_to_running=True,
    )

    row = clocks(floor)[number, "resolution"]
    assert (row["waiting_pauses"], row["due_at"]) == (False, at("Mon 13:00"))  # one hour used, one held


def test_a_version_that_begins_later_moves_nothing_that_runs_now(floor: Floor) -> None:
    with pytest.raises(Refusal, match="begins later"):
        contracts.add(
            floor.store, a_draft(floor, "Wed 00:00"), actor=floor.manager, now=at("Mon 12:00"), apply_to_running=True
        )


RESOLVE = Aim(promise=Promise.RESOLUTION, priority=2, minutes=60)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"aims": [replace(RESOLVE, minutes=0)]}, "resolution:2", "from one minute to 366 days"),
        ({"aims": [replace(RESOLVE, minutes=-5)]}, "resolution:2", "from one minute to 366 days"),
        ({"aims": [replace(RESOLVE, minutes=10 * 366 * 24 * 60)]}, "resolution:2", "from one minute to 366 days"),
        ({"aims": [replace(RESOLVE, calendar_id=99)]}, "resolution:2", "Choose a calendar"),
        ({"aims": [replace(RESOLVE, record_type="ticket")]}, "resolution:2:ticket", "Choose a record type"),
        ({"aims": [replace(RESOLVE, priority=5)]}, "resolution:5", "from P1 to P4"),
        ({"aims": [RESOLVE, RESOLVE]}, "resolution:2", "promised twice"),
        ({"aims": [replace(RESOLVE, clause="x" * 201)]}, "resolution:2", "200 is the most"),
        ({"aims": []}, "aims", "at least one target"),
        ({"percent": 0}, "percent", "above 0"),
        ({"percent": 101}, "percent", "at most 100"),
        ({"retention_months": 0}, "retention_months", "months"),
    ],
)
def test_a_contract_nobody_could_keep_is_refused_beside_its_field(
    floor: Floor, given: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        contracts.add(floor.store, a_draft(floor, **given), actor=floor.manager, now=at("Mon 12:00"))

    assert sentence in refused.value.fields[field]


def test_a_second_version_from_the_same_instant_is_refused(floor: Floor) -> None:
    contracts.add(floor.store, a_draft(floor), actor=floor.manager, now=at("Mon 12:00"))

    with pytest.raises(Refusal, match="begins at that very instant"):
        contracts.add(floor.store, a_draft(floor), actor=floor.manager, now=at("Mon 12:00"))


def test_only_a_manager_of_the_client_changes_its_contract(floor: Floor) -> None:
    for actor in (floor.agent, floor.lead, floor.auditor):
        with pytest.raises(Denied, match="may not change contracts"):
            contracts.preview(floor.store, a_draft(floor), actor=actor, now=at("Mon 12:00"))
    with pytest.raises(NotFound, match="No such client"):
        contracts.add(floor.store, a_draft(floor, client_id=floor.foreign), actor=floor.manager, now=at("Mon 12:00"))


def test_the_case_stays_at_its_newest_event(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=2)
    contracts.add(
        floor.store, a_draft(floor, "Mon 11:00"), actor=floor.manager, now=at("Mon 11:30"), apply_to_running=True
    )

    do(floor, verbs.acknowledge, "Mon 11:40", case=number)

    with floor.store.reading(EVERYTHING) as session:
        assert session.get_one(Case, number).version == 3
