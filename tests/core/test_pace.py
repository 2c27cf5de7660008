"""The pace of a stage, against Kaplan and Meier worked out one case at a time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from caselight.core.board import LEAST_AT_RISK
from caselight.core.pace import Timed, opened_in, pace, pace_of_week, resolved_in, weeks

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPANS = st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=40)


def timed(opened: float, done: float | None, *, is_open: bool = False) -> Timed:
    """Return a case opened and done so many hours ago."""
    return Timed(1, NOW - opened * HOUR, None if done is None else NOW - done * HOUR, is_open)


def slowly(spans: list[tuple[int, bool]], share: float) -> int | None:
    """Return the quantile in hours by going through the hours one by one."""
    left = 1.0
    for hour in sorted({span for span, is_done in spans if is_done}):
        at_risk = sum(span >= hour for span, _ in spans)
        left *= 1 - sum(span == hour and is_done for span, is_done in spans) / at_risk
        if left <= 1 - share + 1e-9:
            return hour if at_risk >= LEAST_AT_RISK else None
    return None


@given(SPANS)
def test_the_pace_is_that_of_kaplan_and_meier_and_hidden_where_few_are_watched(spans: list[tuple[int, bool]]) -> None:
    rows = [timed(span + is_done, 1 if is_done else None, is_open=not is_done) for span, is_done in spans]

    found = pace(rows, NOW)

    assert [span and span / HOUR for span in (found.half, found.most)] == [slowly(spans, 0.5), slowly(spans, 0.9)]
    assert (found.done, found.waiting) == (sum(done for _, done in spans), sum(not done for _, done in spans))
    assert found.is_few == (found.done < 20)


def test_in_a_week_the_backlog_is_watched_from_the_age_it_had() -> None:
    quick = [timed(2 + hour, 1 + hour) for hour in range(30)]
    old = [timed(900, None, is_open=True) for _ in range(30)]

    found = pace_of_week([*quick, *old], NOW - 168 * HOUR, NOW)

    assert (found.half, found.done, found.waiting) == (HOUR, 30, 30)
    assert pace([*quick, *old], NOW).most is None


def test_a_window_of_resolutions_holds_those_resolved_in_it_and_those_open_at_its_end() -> None:
    inside, later, before, open_then = timed(9, 3), timed(9, 1), timed(9, 5), timed(9, None, is_open=True)
    newer = timed(1, None, is_open=True)

    found = resolved_in([inside, later, before, open_then, newer], NOW - 4 * HOUR, NOW - 2 * HOUR)

    assert found == [inside, later._replace(done_at=None), open_then]


def test_a_window_of_openings_leaves_out_what_ended_without_the_stage() -> None:
    done, waits, never, before = timed(3, 1), timed(3, None, is_open=True), timed(3, None), timed(5, 1)

    assert opened_in([done, waits, never, before], NOW - 4 * HOUR, NOW) == [done, waits]


def test_weeks_begin_on_the_zones_monday_through_a_change_of_the_clocks() -> None:
    found = weeks(NOW, ZoneInfo("Europe/London"), 5)

    assert found[-1] == (datetime(2026, 11, 16, tzinfo=UTC), NOW)
    assert found[0] == (datetime(2026, 10, 18, 23, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
    assert all(end == start for (_, end), (start, _) in pairwise(found))
