"""Priorities are read as people write them, and proposed from impact and urgency."""

import pytest

from caselight.core import priority
from caselight.core.priority import Level, Priority
from caselight.core.refusal import Refusal


@pytest.mark.parametrize("given", ["P2", "p2", "2", 2, " High ", "HIGH", "P2 High", Priority.HIGH])
def test_every_way_to_say_a_priority_is_understood(given: object) -> None:
    assert priority.parse(given) == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Hgih", '"Hgih" is not in the list: did you mean P2 High?'),
        ("crit", "did you mean P1 Critical?"),
        ("9", '"9" is not in the list. Choose one of: P1 Critical, P2 High, P3 Medium, P4 Low.'),
        ("1" * 40, "Choose one of"),
        ("1e400", "is not in the list"),
        ("\u0663", "is not in the list"),  # an Arabic three is not ours
        (True, "is not in the list"),
        (1.0, "is not in the list"),
        (None, "is not in the list"),
    ],
)
def test_anything_else_is_refused_with_the_nearest(given: object, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        priority.parse(given)

    assert said in refusal.value.sentence


@pytest.mark.parametrize(
    ("impact", "urgency", "proposed"),
    [
        ("high", "high", 1),
        ("high", "medium", 2),
        ("medium", "high", 2),
        ("high", "low", 3),
        ("medium", "medium", 3),
        ("low", "high", 3),
        ("medium", "low", 4),
        ("low", "medium", 4),
        ("low", "low", 4),
    ],
)
def test_impact_and_urgency_propose_a_priority(impact: str, urgency: str, proposed: int) -> None:
    assert priority.propose(impact, urgency) == proposed


def test_a_stored_priority_is_shown_in_full() -> None:
    assert priority.label(1) == "P1 Critical"
    assert Level.HIGH.label == "High"
