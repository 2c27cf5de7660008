"""Targets are read as people type them, and written back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import spans
from caselight.core.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "minutes"), [("30m", 30), ("8h", 480), ("1h 30m", 90), ("1H30", 90), (" 45 ", 45), ("0m", 0)]
)
def test_a_target_is_read_as_it_is_typed(text: str, minutes: int) -> None:
    assert spans.read(text) == minutes


@pytest.mark.parametrize("text", ["", "soon", "2d", "-5m", "1.5h", "h"])
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="Write it as 30m"):
        spans.read(text)


@given(st.integers(0, 600_000))
def test_what_is_written_is_read_back(minutes: int) -> None:
    assert spans.read(spans.write(minutes)) == minutes
