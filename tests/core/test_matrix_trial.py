"""A change is tried: what would be wrong or mended, and for how many open cases others would be called."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from caselight.core.calling import Desk
from caselight.core.hours import BusinessHours
from caselight.core.matrix import TIERS, Facts, Fault, Row, faults, row_for
from caselight.core.matrix_defaults import ROWS
from caselight.core.matrix_effect import effects
from caselight.core.matrix_trial import Group, Matrix, Trial, compared
from caselight.core.priority import Priority

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})
DESK, NETWORK, CARE, EXPERTS = Desk(1, "Desk", 1), Desk(2, "Network", 2), Desk(3, "Care", 2), Desk(4, "Experts", 3)
DESKS = (DESK, NETWORK, CARE, EXPERTS)
BEFORE = Matrix(ROWS, DESKS)
OPEN = (
    Group(Facts(7, "technical", 1), 1, 5),
    Group(Facts(8, "technical", 3), None, 2),
    Group(Facts(7, "delivery", 1), 3, 1),
)
AT_TWO = next(row for row in ROWS if (row.priority, row.tier) == (1, 2))
TYPES = ("technical", "delivery")


def tried(after: Matrix, before: Matrix = BEFORE) -> Trial:
    return compared(before, after, OPEN, clients=(7, 8), types=TYPES, at=NOW)


def with_row(row: Row) -> Matrix:
    return BEFORE._replace(rows=(*ROWS, row))


def test_nothing_differs_where_nothing_is_changed() -> None:
    assert tried(BEFORE) == Trial((), (), (), open=8)


def test_a_row_that_names_a_team_sends_these_cases_elsewhere() -> None:
    trial = tried(with_row(replace(AT_TWO, id=1, client_id=7, team_id=CARE.id)))

    (only,) = trial.otherwise
    assert (trial.elsewhere, trial.in_other_time) == (5, 0)
    assert (only.before, only.after) != (None, None)
    assert only.after is not None
    assert only.after.desk == CARE


def test_a_row_with_another_time_calls_the_same_team() -> None:
    trial = tried(with_row(replace(AT_TWO, id=1, client_id=7, acknowledge_minutes=3)))

    assert (trial.elsewhere, trial.in_other_time) == (0, 5)


def test_a_team_on_shift_no_more_is_passed_over() -> None:
    alone = BEFORE._replace(desks=(DESK, NETWORK, EXPERTS))

    trial = tried(alone._replace(desks=(DESK, replace(NETWORK, hours=NIGHTS), EXPERTS)), alone)

    assert trial.elsewhere == 7  # those at tier 1, and at the second step those without a team


def test_a_tier_without_a_team_calls_nobody_there() -> None:
    trial = tried(BEFORE._replace(desks=()))

    assert trial.elsewhere == 7
    assert all(each.after is None for each in trial.otherwise)


def test_a_tie_that_appears_and_a_gap_that_vanishes_are_told() -> None:
    gap = Matrix([row for row in ROWS if row.priority != 1], DESKS)
    tie = with_row(replace(AT_TWO, id=1, priority=None, record_type="technical"))

    assert [fault.kind for fault in tried(tie).appear] == ["tie"]
    assert [fault.kind for fault in tried(BEFORE, gap).vanish] == ["gap", "gap", "gap"]


def test_types_that_get_the_same_stand_in_one_line() -> None:
    rows = [
        *ROWS,
        replace(AT_TWO, id=1, record_type="technical", team_id=NETWORK.id),
        *_for("delivery"),
        *_for("compliance"),
    ]

    found = effects(rows, 7, types=("technical", "delivery", "compliance", "other"), priorities=(1, 4), at=NOW)

    said = [(effect.priority, effect.types) for effect in found]
    assert said == [
        (1, ("other",)),
        (1, ("technical", "delivery", "compliance")),
        (4, ("technical", "delivery", "compliance", "other")),
    ]


def test_a_fault_stands_where_the_row_would() -> None:
    (found,) = effects([row for row in ROWS if row.tier != 2], 7, types=("technical",), priorities=(1,), at=NOW)

    assert [isinstance(each, Fault) for each in found.at_tier] == [False, True, False]


def _for(kind: str) -> list[Row]:
    return [replace(AT_TWO, id=hash(kind) % 1000 + 2, record_type=kind, team_id=NETWORK.id)]


A_ROW = st.builds(
    Row,
    id=st.integers(1, 99),
    client_id=st.sampled_from([None, 1, 2]),
    record_type=st.sampled_from([None, "a", "b"]),
    priority=st.sampled_from([None, 1, 2, 3, 4]),
    tier=st.sampled_from(TIERS),
    acknowledge_minutes=st.just(5),
    resolve_minutes=st.just(60),
    thresholds=st.just({100: ("manager",)}),
    valid_from=st.just(NOW),
)


@given(st.lists(A_ROW, max_size=12, unique_by=lambda row: row.id))
def test_asking_for_one_client_no_row_names_is_asking_for_all_of_them(rows: list[Row]) -> None:
    clients, types = (3, 1, 4, 2, 5), ("c", "a", "d", "b")

    found = {fault.key for fault in faults(rows, clients=clients, types=types, at=NOW)}

    every = (
        row_for(rows, Facts(c, t, p.value), tier, NOW)
        for c in clients
        for t in types
        for p in Priority
        for tier in TIERS
    )
    assert found == {fault.key for fault in every if isinstance(fault, Fault)}
