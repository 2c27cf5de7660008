"""What nobody has in hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from caselight.core.lateness import RunningPromise
from caselight.core.overlooked import update_missed, without_next_step
from opened import CASE

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("given", "is_listed"),
    [
        ({}, True),
        ({"next_step": ""}, True),
        ({"next_step": "Call the carrier back"}, False),
        ({"status": "waiting"}, False),  # it says for what
        ({"status": "new"}, True),
    ],
)
def test_a_case_worked_on_without_a_next_step_is_listed(given: dict[str, str], *, is_listed: bool) -> None:
    assert bool(without_next_step([replace(CASE, **given)])) == is_listed


@pytest.mark.parametrize(
    ("promise", "due_at", "is_listed"),
    [
        ("update to the customer", NOW - HOUR, True),
        ("update to the customer", NOW, False),  # due exactly now is not late yet
        ("update to the customer", None, False),  # held
        ("resolution", NOW - HOUR, False),
    ],
)
def test_a_promised_update_past_due_is_listed(promise: str, due_at: datetime | None, *, is_listed: bool) -> None:
    case = replace(CASE, promises=(RunningPromise(promise, due_at, HOUR),))

    assert bool(update_missed([case], NOW)) == is_listed


def test_the_oldest_stands_first() -> None:
    older = replace(CASE, number=2, opened_at=NOW - 2 * HOUR)

    assert without_next_step([CASE, older]) == [older, CASE]
