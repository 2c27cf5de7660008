"""How far a problem has come, and whether the fix held: with n, and no word where the figures cannot tell."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.problems import Course, Rate, again, compared, is_action_overdue, standing
from caselight.core.recurrence import WITHIN, Kind, Seen, earlier

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
DAY = timedelta(days=1)
KIND = Kind(1, None, "vendor", None)
instants = st.lists(st.sampled_from([0, 1, 29, 30, 31, 60, 61, 90]).map(lambda days: NOW + days * DAY), max_size=8)


@pytest.mark.parametrize(
    ("course", "word"),
    [
        (Course(None, None, None, None), "cause unknown"),
        (Course("vendor", None, None, None), "cause known"),
        (Course("vendor", NOW, None, None), "corrective action under way"),  # due exactly now is not late
        (Course("vendor", NOW - DAY, None, None), "corrective action overdue"),
        (Course("vendor", NOW - DAY, NOW + DAY, None), "corrective action overdue"),  # in effect only tomorrow
        (Course("vendor", NOW - DAY, NOW, None), "corrected"),
        (Course("vendor", NOW - DAY, None, NOW), "closed"),
    ],
)
def test_a_problem_says_how_far_it_has_come(course: Course, word: str) -> None:
    assert standing(course, NOW) == word
    assert is_action_overdue(course, NOW) == (word == "corrective action overdue")


@given(instants, st.integers(0, 60), st.integers(0, 60))
def test_what_comes_again_is_what_has_an_earlier_one(opened: list[datetime], start: int, days: int) -> None:
    since, until = NOW + start * DAY, NOW + (start + days) * DAY
    cases = [Seen(number, at, KIND) for number, at in enumerate(sorted(opened))]

    expected = [case for case in cases if since <= case.opened_at < until and earlier(case, cases)]

    assert again(opened, since, until) == len(expected)


def test_thirty_days_apart_still_recurs() -> None:
    assert again([NOW, NOW + WITHIN], NOW, NOW + 2 * WITHIN) == 1
    assert again([NOW, NOW + WITHIN + DAY], NOW, NOW + 2 * WITHIN) == 0


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (Rate(40, 100), Rate(5, 100), "less often than before"),
        (Rate(5, 100), Rate(40, 100), "more often than before"),
        (Rate(4, 10), Rate(1, 10), ""),  # too few to tell
        (Rate(0, 0), Rate(1, 10), ""),
        (Rate(1, 10), Rate(0, 0), ""),
    ],
)
def test_a_word_is_said_only_where_the_intervals_do_not_overlap(before: Rate, after: Rate, word: str) -> None:
    assert compared(before, after) == word
