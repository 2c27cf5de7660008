"""Where time goes and how cases change hands: the command line's figures, read for one period alone."""

import pytest

from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import flow, kpi_reads
from caselight.store.among import Among
from floor import Floor, at
from story import a_case, do

WEEK = {"since": at("Mon 00:00"), "until": at("Thu 00:00")}


def moved(floor: Floor) -> int:
    """Log a case before the period, one that changes teams and comes back, and one that stays."""
    a_case(floor, "Sun 10:00")
    number = a_case(floor, "Mon 10:00", team_id=floor.desk)
    do(floor, verbs.hand_off, "Mon 11:00", case=number, team_id=floor.network, note="lines")
    do(floor, verbs.hand_off, "Mon 12:00", case=number, team_id=floor.desk, note="no lines")
    do(floor, verbs.wait, "Mon 14:00", case=number, reason="customer")
    do(floor, verbs.go_on, "Mon 16:00", case=number)
    a_case(floor, "Wed 22:00", priority=1)
    return number


@pytest.mark.parametrize("priorities", [(), (3,)])
def test_hand_offs_and_returns_are_those_of_the_command_line(floor: Floor, priorities: tuple[int, ...]) -> None:
    number = moved(floor)

    with floor.store.reading(EVERYTHING) as session:
        found = flow.of_period(session, EVERYTHING, Among(priorities), **WEEK)
        said = kpi_reads.kpi(session, EVERYTHING, as_of=WEEK["until"], priorities=priorities, **WEEK)["kpis"]

    assert (found.hand_offs, len(found.handed)) == (said["hand_offs"]["total"], said["hand_offs"]["cases"])
    assert found.returns == said["ping_pong"]["total"] == 1
    assert found.handed == {number}
    assert found.cases == said["cases"]


def test_time_is_split_by_status_and_by_tier_and_adds_up(floor: Floor) -> None:
    moved(floor)

    with floor.store.reading(EVERYTHING) as session:
        found = flow.of_period(session, EVERYTHING, **WEEK)
        nobody = flow.of_period(session, Scope(frozenset()), **WEEK)

    hours = (24 * 2 + 14) + 2  # open since Monday 10:00, and since Wednesday 22:00
    assert sum(found.by_status.values()) == hours * 3600
    assert found.by_status["waiting"] == 2 * 3600
    assert found.by_tier[2] == 3600
    assert found.waiting == {floor.client: pytest.approx(2 / hours)}
    assert (nobody.cases, nobody.waiting, nobody.handed) == (0, {}, frozenset())
