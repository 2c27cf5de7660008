"""The forecast: what will be missed within so much working time, and the risk of the rest where it may be said."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.clock import Clock
from caselight.core.forecast import Cohort, Coming, Matured, Watched, cohorts, look_ahead
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.lateness import OpenCase
from caselight.core.promises import Promise
from opened import open_case

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FRIDAY_EVENING = MONDAY + 4 * DAY + 18 * HOUR
SINCE = MONDAY - 90 * DAY
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = BusinessHours.from_dict({"zone": "UTC", "weekly": WEEK})
CELL = (1, 3)
MISSED = float("inf")
used = st.one_of(st.floats(0, 1), st.just(MISSED))


def a_case(number: int = 1, *, client: int = 1, priority: int = 3) -> OpenCase:
    return open_case(number, client_id=client, priority=priority, opened_at=MONDAY, touched_at=MONDAY)


def a_promise(due: datetime | None, number: int = 1, **said: object) -> Watched:
    given = {"promise": Promise.RESOLUTION, "target": 8 * HOUR, "hours": ALWAYS} | said
    return Watched(case=a_case(number), due_at=due, **given)


def past(
    shares: list[float], *, cell: tuple[int, int] = CELL, began: datetime = SINCE
) -> dict[tuple[int, int], Cohort]:
    return cohorts([Matured(cell, began, share) for share in shares], since=SINCE)


def half_missed(n: int = 40) -> list[float]:
    return [0.3, MISSED] * (n // 2)


def slow_share(shares: list[float], asked: float) -> float:
    """Return how many of those open at a share missed; none where none was open."""
    still = [share for share in shares if share >= asked]
    return still.count(MISSED) / len(still) if still else 0


@given(st.lists(used, min_size=1, max_size=60), st.lists(used, max_size=60), st.lists(st.floats(-1, 2), min_size=2))
def test_a_risk_is_a_share_and_never_falls_as_the_target_is_used_up(
    shares: list[float], others: list[float], asked: list[float]
) -> None:
    matured = [Matured(CELL, SINCE, share) for share in shares] + [Matured((1, 1), SINCE, share) for share in others]
    cohort = cohorts(matured, since=SINCE)[CELL]

    risks = [cohort.risk(share) for share in sorted(asked)]

    assert all(0 <= risk <= 1 for risk in risks)
    assert all(earlier <= later + 1e-12 for earlier, later in pairwise(risks))


@given(st.lists(used, min_size=1, max_size=60), st.lists(used, max_size=60), st.floats(0, 1))
def test_the_risk_is_the_formula_counted_slowly(shares: list[float], others: list[float], asked: float) -> None:
    matured = [Matured(CELL, SINCE, share) for share in shares] + [Matured((1, 1), SINCE, share) for share in others]

    risk = cohorts(matured, since=SINCE)[CELL].risk(asked)

    prior = slow_share(shares + others, asked)
    still = sum(share >= asked for share in shares)
    assert risk == pytest.approx((shares.count(MISSED) + 10 * prior) / (still + 10))


def test_the_past_of_another_client_changes_no_risk() -> None:
    matured = [Matured(CELL, SINCE, share) for share in half_missed()]
    foreign = [Matured((2, 3), SINCE, MISSED)] * 50

    assert cohorts(matured, since=SINCE)[CELL].risk(0.5) == cohorts(matured + foreign, since=SINCE)[CELL].risk(0.5)


@given(st.integers(1, 48 * 60), st.integers(0, 7 * 24 * 60))
def test_a_case_stands_in_the_stretch_that_holds_its_working_time(target: int, after: int) -> None:
    clock = Clock.start(target * MINUTE, OFFICE, MONDAY)
    now, due = MONDAY + after * MINUTE, clock.due_at()
    left = target * MINUTE - clock.elapsed(now)

    found = look_ahead([a_promise(due, hours=OFFICE, target=target * MINUTE)], {}, now)

    holding = [high for low, high, rows in found.between() if rows]
    if now > due or left > 120 * MINUTE:
        assert holding == []
    else:
        assert holding == [min(high for high in (30 * MINUTE, 60 * MINUTE, 120 * MINUTE) if left <= high)]
        assert found.coming[0].left == left


def test_a_weekend_is_no_working_time() -> None:
    monday_morning = MONDAY + 7 * DAY + 9 * HOUR + 20 * MINUTE

    [coming] = look_ahead([a_promise(monday_morning, hours=OFFICE)], {}, FRIDAY_EVENING).within(30 * MINUTE)

    assert (coming.left, coming.due_at) == (20 * MINUTE, monday_morning)


def test_due_this_very_instant_is_coming_and_a_moment_ago_is_not() -> None:
    assert len(look_ahead([a_promise(MONDAY)], {}, MONDAY).within(30 * MINUTE)) == 1
    assert look_ahead([a_promise(MONDAY)], {}, MONDAY + MINUTE).coming == ()


def test_a_case_counts_once_by_the_promise_that_is_missed_first() -> None:
    both = [a_promise(MONDAY + 50 * MINUTE), a_promise(MONDAY + 20 * MINUTE, promise=Promise.FIRST_RESPONSE)]

    found = look_ahead(both, past(half_missed()), MONDAY)

    assert [(one.case.number, one.promise) for one in found.coming] == [(1, "first response")]
    assert found.rest == ()
    assert [len(rows) for _, _, rows in found.between()] == [1, 0, 0]


def test_a_late_first_response_leaves_the_resolution_its_risk() -> None:
    late = [a_promise(MONDAY - HOUR, promise=Promise.FIRST_RESPONSE), a_promise(MONDAY + 4 * HOUR)]

    found = look_ahead(late, past(half_missed()), MONDAY)

    assert [(one.used, one.why) for one in found.rest] == [(0.5, "")]


def test_what_falls_due_after_that_is_named() -> None:
    watched = [a_promise(MONDAY + 20 * MINUTE, 1), a_promise(MONDAY + 9 * HOUR, 2), a_promise(MONDAY + 3 * HOUR, 3)]

    assert look_ahead(watched, {}, MONDAY).then == Coming(a_case(3), "resolution", MONDAY + 3 * HOUR, 3 * HOUR)
    assert look_ahead(watched[:1], {}, MONDAY).then is None


def test_before_anything_is_used_the_risk_is_the_base_rate() -> None:
    [chance] = look_ahead([a_promise(MONDAY + 8 * HOUR)], past([0.0, 0.2, 0.5, MISSED] * 10), MONDAY).rest

    assert (chance.used, chance.risk, chance.base) == (0, 0.25, 0.25)


@pytest.mark.parametrize("promise", [{"due": MONDAY - HOUR}, {"due": MONDAY + 5 * HOUR, "is_missed": True}])
def test_what_is_late_already_has_no_risk_left(promise: dict[str, object]) -> None:
    assert look_ahead([a_promise(**promise)], past(half_missed()), MONDAY).rest == ()


def test_a_paused_case_is_in_no_stretch_and_says_that_it_is_paused() -> None:
    found = look_ahead([a_promise(None, spent=6 * HOUR)], past(half_missed()), MONDAY)

    assert found.coming == ()
    assert [(one.is_paused, one.used, one.risk, one.why) for one in found.rest] == [(True, 0.75, None, "paused")]


def test_the_rest_stands_worst_first_and_what_has_none_last() -> None:
    unknown = a_promise(MONDAY + 3 * HOUR, 3)._replace(case=a_case(3, priority=1))
    paused = a_promise(None, 4, spent=7 * HOUR)
    watched = [paused, unknown, a_promise(MONDAY + 7 * HOUR, 1), a_promise(MONDAY + 3 * HOUR, 2)]

    rest = look_ahead(watched, past([0.1, 0.2, 0.5, MISSED] * 10), MONDAY).rest

    assert [one.case.number for one in rest] == [2, 1, 3, 4]
    assert rest[0].risk > rest[1].risk
    assert (rest[2].risk, rest[2].n) == (None, 0)


@pytest.mark.parametrize(
    ("shares", "began", "target", "why"),
    [
        (half_missed(28), SINCE, 8 * HOUR, "28 past cases, 30 are needed"),
        (half_missed(30), SINCE, 8 * HOUR, ""),
        (half_missed(), MONDAY - 31 * HOUR, 8 * HOUR, "the history is shorter than 4 times the target"),
        (half_missed(), MONDAY - 32 * HOUR, 8 * HOUR, ""),
        ([0.5] * 60, SINCE, 8 * HOUR, "none of 60 past cases missed, too few to tell them apart"),
        ([0.5] * 99 + [MISSED], SINCE, 8 * HOUR, "1 of 100 past cases missed, too few to tell them apart"),
        ([0.5] * 98 + [MISSED] * 2, SINCE, 8 * HOUR, ""),
        ([0.5] + [MISSED] * 99, SINCE, 8 * HOUR, "99 of 100 past cases missed, too many to tell them apart"),
    ],
)
def test_a_risk_is_shown_only_where_the_past_can_tell(
    shares: list[float], began: datetime, target: timedelta, why: str
) -> None:
    [chance] = look_ahead([a_promise(MONDAY + 4 * HOUR, target=target)], past(shares, began=began), MONDAY).rest

    assert chance.why == why
    assert (chance.risk is None) == bool(why)


def test_the_history_counts_in_the_hours_of_the_target() -> None:
    """A target of 8 office hours fits four times into four working days, not into 32 hours by the wall."""
    watched = [a_promise(MONDAY + 12 * HOUR, hours=OFFICE)]

    [short] = look_ahead(watched, past(half_missed(), began=MONDAY - 5 * DAY), MONDAY).rest  # Wednesday to Friday
    [fits] = look_ahead(watched, past(half_missed(), began=MONDAY - 6 * DAY), MONDAY).rest

    assert short.why == "the history is shorter than 4 times the target"
    assert fits.why == ""


def test_history_begins_no_earlier_than_it_is_read() -> None:
    assert past([0.5], began=SINCE - DAY)[CELL].began_at == SINCE
    assert np.array_equal(past([0.7, 0.2])[CELL].used, [0.2, 0.7])
