"""How much open work each team has: by weight, shared out by name."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from caselight.core.lateness import OpenCase
from caselight.core.workload import WEIGHTS, loads, weight
from opened import open_case

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)


def a_case(number: int, priority: int, team: str | None, owner: str | None) -> OpenCase:
    return open_case(number, priority=priority, team=team, owner=owner)


cases = st.lists(
    st.builds(
        a_case,
        st.integers(1, 99),
        st.integers(1, 4),
        st.none() | st.sampled_from(["Network", "Desk"]),
        st.none() | st.sampled_from(["B. Yilmaz", "A. Rahman"]),
    )
)


def test_a_critical_case_weighs_as_much_as_eight_low_ones() -> None:
    assert weight([a_case(1, 1, None, None)]) == weight([a_case(n, 4, None, None) for n in range(8)]) == 4


def test_teams_and_owners_stand_by_name_whoever_has_more() -> None:
    found = loads(
        [
            a_case(1, 4, "Network", "B. Yilmaz"),
            a_case(2, 1, "Network", "A. Rahman"),
            a_case(3, 2, "Network", None),
            a_case(4, 1, "Desk", None),
        ]
    )

    assert [(team.team, team.cases, team.weight) for team in found] == [("Desk", 1, 4), ("Network", 3, 6.5)]
    assert [share.name for share in found[1].shares] == ["no owner", "A. Rahman", "B. Yilmaz"]


@given(cases)
def test_no_case_is_lost_between_team_and_owner(some: list[OpenCase]) -> None:
    found = loads(some)

    assert sum(team.cases for team in found) == len(some)
    assert sum(share.weight for team in found for share in team.shares) == sum(WEIGHTS[case.priority] for case in some)
