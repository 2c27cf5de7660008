"""Where a new case goes: the rule that names more wins, and nobody is given what they cannot take."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.hours import BusinessHours
from caselight.core.routing import Hand, Route, Rules, Unclear, destination, faults, route_for
from caselight.core.specific import Facts

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
A_CASE = Facts(client_id=7, record_type="technical", priority=1)
NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})
DESK, NETWORK = 1, 2
ANY = Route(id=1, team_id=DESK, valid_from=NOW - timedelta(days=9))

routes = st.lists(
    st.builds(
        Route,
        id=st.integers(1, 9),
        client_id=st.none() | st.integers(7, 8),
        record_type=st.none() | st.sampled_from(["technical", "delivery"]),
        priority=st.none() | st.integers(1, 4),
        team_id=st.integers(1, 3),
        valid_from=st.sampled_from([NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)]),
        valid_until=st.none() | st.just(NOW + timedelta(days=2)),
    ),
    max_size=8,
    unique_by=lambda route: route.id,
)


def going(*some: Route, hands: dict[int, Hand] | None = None, own_team: int | None = 3, at: datetime = NOW) -> object:
    teams = ((NETWORK, 2), (DESK, 1), (3, 1))
    return destination(Rules(some, teams, hands or {}), A_CASE, own_team=own_team, at=at)


def test_the_rule_that_names_more_wins() -> None:
    closer = replace(ANY, id=2, client_id=7, priority=1, team_id=NETWORK)

    went = going(closer, ANY)

    assert (went.team_id, went.route, went.fault) == (NETWORK, closer, "")


def test_where_no_rule_speaks_it_stays_with_the_writers_team_and_that_is_a_fault() -> None:
    foreign = replace(ANY, client_id=8)

    assert (going(foreign).team_id, going(foreign).fault) == (3, "gap")
    assert going(foreign, own_team=None).team_id == DESK
    assert destination(Rules(), A_CASE, own_team=None, at=NOW).team_id is None


def test_of_a_tie_the_newest_holds_until_it_is_mended() -> None:
    by_client, by_type = replace(ANY, id=2, client_id=7), replace(ANY, id=3, record_type="technical", team_id=NETWORK)

    went = going(by_type, by_client)

    assert (went.route, went.fault) == (by_type, "tie")
    (fault,) = faults([ANY, by_client, by_type], clients=[7, 9], types=["technical", "delivery"], at=NOW)
    assert fault.sentence == "2 rules speak of P1 technical equally closely. End one; until then the newest holds."


def test_what_no_rule_speaks_of_is_told_once_a_priority() -> None:
    found = faults([replace(ANY, priority=1)], clients=[7], types=["technical", "delivery"], at=NOW)

    assert [fault.case for fault in found] == ["P2 technical", "P3 technical", "P4 technical"]


@pytest.mark.parametrize(
    ("hand", "why"),
    [
        (Hand(5, "A. Rahman"), ""),
        (Hand(5, "A. Rahman", is_active=False), "has left"),
        (Hand(5, "A. Rahman", sees=frozenset({8})), "does not work for this client"),
        (Hand(5, "A. Rahman", sees=frozenset({7}), hours=NIGHTS), "is not on shift"),
    ],
)
def test_an_owner_who_cannot_take_it_is_passed_over_and_that_is_said(hand: Hand, why: str) -> None:
    went = going(replace(ANY, owner_id=5), hands={5: hand})

    assert went.team_id == DESK
    assert (went.owner_id, went.why) == ((None, why) if why else (5, ""))
    assert went.passed_over == (hand if why else None)


def test_the_same_owner_gets_it_when_their_shift_has_begun() -> None:
    hands = {5: Hand(5, "A. Rahman", hours=NIGHTS)}

    assert going(replace(ANY, owner_id=5), hands=hands, at=NOW.replace(hour=22)).owner_id == 5


@given(routes)
def test_no_rule_in_force_names_more_than_the_one_that_holds(some: list[Route]) -> None:
    found = route_for(some, A_CASE, NOW)

    speaking = [route for route in some if route.holds(NOW) and route.is_for(A_CASE)]
    if isinstance(found, Unclear):
        assert found.kind == ("tie" if speaking else "gap")
    else:
        assert found in speaking
        assert found.says == max(route.says for route in speaking)


@given(routes)
def test_the_order_of_the_rows_does_not_matter(some: list[Route]) -> None:
    assert going(*some) == going(*reversed(some))


@given(routes)
def test_a_rule_for_another_case_changes_nothing(some: list[Route]) -> None:
    other = replace(ANY, id=10, client_id=99, record_type="delivery", priority=4)

    assert going(*some, other) == going(*some)
