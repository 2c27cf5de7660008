"""What a spreadsheet would run is shown instead, and comes back as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.formula import guard, unguard

SIGNS = "'=+-@\t\r＝＋－＠ a1"  # noqa: RUF001 – full-width signs run as well


@pytest.mark.parametrize("typed", ['=HYPERLINK("x")', "@SUM(A1)", "+1", "-1", "\t=1", "\r=1", "＝1", "'=1", "''@x"])  # noqa: RUF001
def test_what_would_run_gets_one_quote(typed: str) -> None:
    assert guard(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "'tis late", "a=b", "2026-11-16T09:00:00Z", "C-1042"])
def test_what_would_not_run_stays_as_it_is(typed: str) -> None:
    assert guard(typed) == typed


@given(st.text(st.sampled_from(SIGNS), max_size=6) | st.text(max_size=20))
def test_every_text_comes_back_as_it_was(typed: str) -> None:
    assert unguard(guard(typed)) == typed
