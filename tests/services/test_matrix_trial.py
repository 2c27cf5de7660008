"""A row is tried on the open cases and on every client before it is set or ended; nothing is written."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from caselight.core.matrix import Row
from caselight.core.matrix_defaults import ROWS
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import matrix, matrix_trial
from caselight.store import matrix as kept
from caselight.store.tables import Event
from escalating import a_case
from floor import Floor, at

NOW = at("Mon 08:00")


def a_row(floor: Floor, **given: Any) -> Row:
    base = next(row for row in ROWS if (row.priority, row.tier) == (1, 2))
    return replace(base, **{"client_id": floor.client, "valid_from": NOW, **given})


def install(floor: Floor) -> None:
    floor.store.transact(lambda session: matrix.install(session, now=NOW), EVERYTHING)


def events(floor: Floor) -> int:
    with floor.store.reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


def test_a_row_is_tried_on_the_open_cases_and_nothing_is_written(floor: Floor) -> None:
    install(floor)
    a_case(floor, priority=1)
    a_case(floor, priority=1)
    a_case(floor, priority=4)
    before = events(floor)

    trial = matrix_trial.try_row(floor.store, a_row(floor, acknowledge_minutes=3), actor=floor.admin, now=NOW)

    assert (trial.open, trial.elsewhere, trial.in_other_time) == (3, 0, 2)
    assert events(floor) == before


def test_a_row_that_cannot_be_is_refused_when_tried(floor: Floor) -> None:
    with pytest.raises(Refusal) as refused:
        matrix_trial.try_row(floor.store, a_row(floor, tier=4), actor=floor.admin, now=NOW)

    assert list(refused.value.fields) == ["tier"]


def test_ending_the_only_row_about_something_opens_a_gap(floor: Floor) -> None:
    install(floor)
    with floor.store.reading(EVERYTHING) as session:
        only = next(row.id for row in kept.rows(session) if (row.client_id, row.priority, row.tier) == (None, 4, 3))

    trial = matrix_trial.try_end(floor.store, only or 0, at=NOW, actor=floor.admin, now=NOW)

    assert [(fault.kind, fault.facts.priority, fault.tier) for fault in trial.appear] == [("gap", 4, 3)]


def test_a_row_that_is_not_there_cannot_be_ended(floor: Floor) -> None:
    with pytest.raises(NotFound):
        matrix_trial.try_end(floor.store, 999, at=NOW, actor=floor.admin, now=NOW)


def test_a_row_that_ends_earlier_anyhow_is_not_made_to_last_longer(floor: Floor) -> None:
    row = matrix.set_row(floor.store, a_row(floor), actor=floor.admin, now=NOW)
    matrix.end_row(floor.store, row, at=at("Mon 09:00"), actor=floor.admin, now=NOW)

    with pytest.raises(Refusal, match="ends by then anyhow"):
        matrix.end_row(floor.store, row, at=at("Mon 10:00"), actor=floor.admin, now=NOW + timedelta(minutes=5))


def test_only_an_admin_tries_a_change(floor: Floor) -> None:
    with pytest.raises(Denied):
        matrix_trial.try_row(floor.store, a_row(floor), actor=floor.manager, now=NOW)
    with pytest.raises(Denied):
        matrix_trial.try_end(floor.store, 1, at=NOW, actor=floor.lead, now=NOW)
