"""The matrix as an admin keeps it: installed, changed with its event, checked before it is saved."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.hours import BusinessHours
from caselight.core.matrix_defaults import ROWS
from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import matrix, matrix_trial, verbs
from caselight.store import matrix as kept
from caselight.store.tables import Event
from escalating import a_case, do
from floor import Floor, at
from proving import breaks

NOW = at("Mon 08:00")
NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})


def a_row(floor: Floor, **given: Any) -> Any:
    base = next(row for row in ROWS if (row.priority, row.tier) == (1, 2))
    return replace(base, **{"client_id": floor.client, "valid_from": NOW, **given})


def test_a_new_install_has_the_shipped_rows_once(floor: Floor) -> None:
    first = floor.store.transact(lambda session: matrix.install(session, now=NOW), EVERYTHING)
    second = floor.store.transact(lambda session: matrix.install(session, now=NOW), EVERYTHING)

    with floor.store.reading(EVERYTHING) as session:
        assert kept.faults_now(session, EVERYTHING, at=NOW) == []
        assert len(kept.rows(session)) == first
    assert second == 0
    assert first == 2 * len(ROWS)  # the bank has its own


def test_a_row_set_is_an_event_and_holds_from_its_day_on(floor: Floor) -> None:
    matrix.set_row(floor.store, a_row(floor, acknowledge_minutes=3), actor=floor.admin, now=NOW)

    number = a_case(floor, priority=1)
    with floor.store.reading(EVERYTHING) as session:
        call, *_ = kept.would_be_called(session, floor.lead.scope, number, at=at("Mon 10:00"))
        kinds = list(session.scalars(select(col(Event.kind)).where(col(Event.subject) == "matrix")))
        broken = list(breaks(session))
    assert (call.desk.name, call.row.acknowledge_minutes) == ("Network", 3)
    assert kinds == ["matrix:row_set"]
    assert broken == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tier": 4}, "tier"),
        ({"record_type": "spaceship"}, "record_type"),
        ({"client_id": 999}, "client_id"),
        ({"team_id": 1}, "team_id"),  # a team of another tier
        ({"next_tier": 2}, "next_tier"),
        ({"acknowledge_minutes": 0}, "acknowledge_minutes"),
        ({"acknowledge_minutes": 500}, "acknowledge_minutes"),  # more than resolving
        ({"thresholds": {50: ["owner"]}}, "thresholds"),  # no breach
        ({"thresholds": {100: ["the moon"]}}, "thresholds"),
        ({"valid_from": NOW - timedelta(minutes=1)}, "valid_from"),
        ({"valid_until": NOW}, "valid_until"),
    ],
)
def test_a_row_that_cannot_be_is_refused_next_to_its_field(floor: Floor, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        matrix.set_row(floor.store, a_row(floor, **given), actor=floor.admin, now=NOW)

    assert list(refused.value.fields) == [field]


def test_a_tie_is_shown_before_it_is_saved(floor: Floor) -> None:
    floor.store.transact(lambda session: matrix.install(session, now=NOW), EVERYTHING)
    row = a_row(floor, client_id=None, priority=None, record_type="technical")

    found = matrix_trial.try_row(floor.store, row, actor=floor.admin, now=NOW)

    assert {fault.kind for fault in found.appear} == {"tie"}


def test_a_row_ends_and_the_one_below_holds_again(floor: Floor) -> None:
    row = matrix.set_row(floor.store, a_row(floor, acknowledge_minutes=3), actor=floor.admin, now=NOW)

    matrix.end_row(floor.store, row, at=at("Mon 09:00"), actor=floor.admin, now=NOW)

    number = a_case(floor, priority=1)
    with floor.store.reading(EVERYTHING) as session:
        call, *_ = kept.would_be_called(session, floor.lead.scope, number, at=at("Mon 10:00"))
    assert call.row.acknowledge_minutes == 10


def test_a_row_cannot_end_in_the_past(floor: Floor) -> None:
    row = matrix.set_row(floor.store, a_row(floor), actor=floor.admin, now=NOW)

    with pytest.raises(Refusal, match="in the past"):
        matrix.end_row(floor.store, row, at=NOW - timedelta(days=1), actor=floor.admin, now=NOW)


def test_a_team_on_another_shift_is_passed_over(floor: Floor) -> None:
    matrix.set_shifts(floor.store, floor.network, NIGHTS, actor=floor.admin, now=NOW)

    number = a_case(floor)
    with floor.store.reading(EVERYTHING) as session:
        (call,) = kept.would_be_called(session, floor.lead.scope, number, at=at("Mon 10:00"))
    assert (call.desk.name, call.passed_over) == ("Platform", (2,))


def test_shifts_taken_away_mean_always(floor: Floor) -> None:
    matrix.set_shifts(floor.store, floor.network, NIGHTS, actor=floor.admin, now=NOW)

    matrix.set_shifts(floor.store, floor.network, None, actor=floor.admin, now=NOW)

    with floor.store.reading(EVERYTHING) as session:
        assert all(desk.hours is None for desk in kept.desks(session))


def test_only_an_admin_changes_the_matrix(floor: Floor) -> None:
    with pytest.raises(Denied):
        matrix.set_row(floor.store, a_row(floor), actor=floor.manager, now=NOW)
    with pytest.raises(Denied):
        matrix.set_shifts(floor.store, floor.network, None, actor=floor.lead, now=NOW)


def test_who_is_called_for_a_foreign_case_is_not_told(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.note, "Mon 10:01", case=number, note="Looking.")

    with floor.store.reading(EVERYTHING) as session, pytest.raises(NotFound):
        kept.would_be_called(session, Scope(frozenset({floor.foreign})), number, at=NOW)
