"""Weeks held out: each risk is said from what was known before, and judged by what came of it."""

from datetime import timedelta

import pytest
from history import NOW, cases

from caselight.core.people import EVERYTHING
from caselight.services import held_out
from caselight.store import matured
from caselight.store.bulk import write_cases
from floor import Floor


@pytest.fixture
def lived(floor: Floor) -> Floor:
    """Return the floor after ten weeks of cases: one in four takes three times as long as its target."""
    floor.store.transact(lambda session: write_cases(session, cases(floor.client)), EVERYTHING)
    return floor


def test_a_curve_that_knows_the_past_beats_its_base_rate(lived: Floor) -> None:
    found = held_out.of(lived.store, EVERYTHING, now=NOW, weeks=2)

    whole = found.whole
    assert whole.predictions == sum(week.predictions for week in found.weeks) > 100
    assert whole.brier is not None
    assert whole.brier_of_base_rate is not None
    assert whole.brier < whole.brier_of_base_rate
    assert sum(each["n"] for each in found.bins) == whole.predictions
    assert "of base rate" in found.told()


def test_nothing_that_came_later_changes_what_was_said(lived: Floor) -> None:
    earlier = NOW - timedelta(weeks=2)
    with lived.store.reading(EVERYTHING) as session:
        before = matured.past(session, EVERYTHING, until=earlier)
    lived.store.transact(
        lambda session: write_cases(session, cases(lived.client, since=earlier, late=True)), EVERYTHING
    )

    with lived.store.reading(EVERYTHING) as session:
        after = matured.past(session, EVERYTHING, until=earlier)

    assert {cell: (cohort.n, cohort.missed) for cell, cohort in before.items()} == {
        cell: (cohort.n, cohort.missed) for cell, cohort in after.items()
    }


def test_where_nothing_may_be_said_there_is_no_score(floor: Floor) -> None:
    found = held_out.of(floor.store, EVERYTHING, now=NOW, weeks=1)

    assert (found.whole.predictions, found.whole.brier, found.whole.missed, found.bins) == (0, None, None, [])
    assert "n/a" in found.told()
