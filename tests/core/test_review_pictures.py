"""The charts of a review: nothing lies on the axis or at the very top."""

import re
from typing import Any

import pytest

from caselight.core.review import pictures
from caselight.services.printing import drawn

NAMES = [f"{day} Oct" for day in range(1, 32)]


def days(alarm: int) -> list[dict[str, Any]]:
    """Return a month of tens, with one day above the usual."""
    usual = {"expected": 10.0, "low": 4.0, "high": 16.0}
    counts = {name: 37 if at == alarm else 10 for at, name in enumerate(NAMES)}
    return [{"name": name, "count": count, "alarm": count > usual["high"], **usual} for name, count in counts.items()]


@pytest.mark.parametrize(("alarm", "anchor"), [(0, "start"), (15, "middle"), (30, "end")])
def test_the_number_of_a_day_above_the_usual_lies_off_the_axis(alarm: int, anchor: str) -> None:
    svg = drawn({"days": pictures.days(days(alarm))})["days"]

    assert re.search(r'text-anchor="(\w+)"[^>]*>37<', svg)[1] == anchor  # type: ignore[index]


def test_a_slow_week_is_not_drawn_at_the_very_top() -> None:
    rows = [{"name": name, "half_s": 3600, "most_s": 446_400, "n": 50} for name in NAMES[:5]]

    spec = pictures.paces(rows)

    (domain,) = {tuple(layer["encoding"]["y"]["scale"]["domain"]) for layer in spec["layer"]}
    assert domain[1] > 1.1 * 124
