"""A few digits find the case that is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.oneline import matches

THEIRS, MINE = False, True
CLOSED, OPEN = False, True
CASES = [
    (48176, THEIRS, OPEN),
    (47176, THEIRS, CLOSED),
    (48209, THEIRS, OPEN),
    (48309, MINE, OPEN),
    (48409, THEIRS, OPEN),
    (42, THEIRS, OPEN),
    (8209, THEIRS, CLOSED),
]


@pytest.mark.parametrize(
    ("digits", "numbers"),
    [
        ("176", (48176,)),  # the only open one
        ("47176", (47176,)),  # a full number also finds a closed one
        ("09", (48309, 48409, 48209)),  # mine first, then the newest
        ("48209", (48209,)),
        ("8209", (48209, 8209)),  # the end of an open one before a closed one of exactly this number
        ("0042", (42,)),
        ("999", ()),
        ("", ()),
    ],
)
def test_digits_mean_the_end_of_an_open_number(digits: str, numbers: tuple[int, ...]) -> None:
    assert matches(digits, CASES) == numbers


def test_the_full_number_of_an_open_case_means_it_alone() -> None:
    assert matches("1042", [(11042, MINE, OPEN), (1042, THEIRS, OPEN)]) == (1042,)


@given(st.text("0123456789", max_size=3), st.sets(st.integers(1, 99_999), max_size=200))
def test_a_tie_lists_at_most_nine_that_all_end_so(digits: str, numbers: set[int]) -> None:
    found = matches(digits, [(number, MINE, OPEN) for number in numbers])

    assert len(found) <= 9
    assert all(f"{number:04}".endswith(digits) for number in found)
