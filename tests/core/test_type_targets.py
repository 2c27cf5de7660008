"""Targets for one record type, typed and written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.priority import Priority
from caselight.core.promises import Promise
from caselight.core.records.register import TYPES
from caselight.core.refusal import Refusal
from caselight.core.type_targets import TypeTarget, read, write

targets = st.lists(
    st.builds(
        TypeTarget,
        st.sampled_from(sorted(TYPES)),
        st.sampled_from([each.value for each in Promise]),
        st.sampled_from([each.value for each in Priority]),
        st.integers(1, 10_000),
    ),
    unique_by=lambda one: one[:3],
)


def test_a_line_names_type_promise_and_a_time_for_each_priority() -> None:
    assert read("\noutage, Resolution: P1 2h, p2 1h 30m\n") == [
        TypeTarget("outage", "resolution", 1, 120),
        TypeTarget("outage", "resolution", 2, 90),
    ]


@given(targets)
def test_what_is_written_is_read_back(known: list[TypeTarget]) -> None:
    assert read(write(known)) == sorted(known)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("outage resolution P1 2h", "Line 2: .* cannot be read"),
        ("outtage, resolution: P1 2h", "Did you mean outage"),
        ("zzz, resolution: P1 2h", "One of: Technical failure"),
        ("outage, repair: P1 2h", "is not in the list"),
        ("outage, resolution: P9 2h", "Line 2"),
        ("outage, resolution: P1 soon", "no target"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_a_way_out(line: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        read(f"\n{line}")
