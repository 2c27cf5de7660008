"""What the demo's agents fill in is complete and goes together."""

from collections.abc import Callable
from typing import Any

import pytest

from caselight.core.sheets import SHEETS, checked
from caselight.services.demo import filled_in
from caselight.services.demo.dice import Dice
from floor import at


@pytest.mark.parametrize(
    ("kind", "fill"),
    [("interaction", filled_in.interaction), ("action", filled_in.action), ("feedback", filled_in.feedback)],
)
def test_every_sheet_of_the_demo_is_accepted(kind: str, fill: Callable[[Dice], dict[str, Any]]) -> None:
    for key in range(50):
        given = fill(Dice.of(7, "filled in", key))

        assert set(given) <= set(checked(SHEETS[kind], given, now=at("Mon 10:00")))
