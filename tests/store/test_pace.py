"""What the Speed page reads, against cases made by the verbs and the command line's figures."""

import pytest

from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import kpi_reads, pace
from caselight.store.among import Among
from floor import Floor, at
from story import a_case, a_resolved_case, do

WEEK = (at("Mon 00:00"), at("Fri 00:00"))
KEYS = {"resolve": "time_to_resolve", "response": "first_response", "ack": "acknowledge"}


def a_day(floor: Floor) -> None:
    """Log cases of every kind: done at once, done late, never done, cancelled, resolved without."""
    for hour in (8, 9, 10, 11):
        number = a_case(floor, f"Tue {hour}:00")
        do(floor, verbs.acknowledge, f"Tue {hour}:20", case=number)
        do(floor, verbs.tell, f"Tue {hour}:45", case=number, note="We are on it")
    a_case(floor, "Tue 12:00")
    a_resolved_case(floor, "Tue 12:30", "Wed 10:00")
    a_resolved_case(floor, "Fri 08:00", "Fri 10:00")  # after the window
    do(floor, verbs.cancel, "Tue 13:30", case=a_case(floor, "Tue 13:00"), note="logged twice")
    a_case(floor, "Tue 13:00", priority=1)


@pytest.mark.parametrize("stage", KEYS)
@pytest.mark.parametrize("priorities", [(), (3,)])
def test_every_stage_has_the_figures_of_the_command_line(floor: Floor, stage: str, priorities: tuple[int, ...]) -> None:
    a_day(floor)
    since, until = WEEK

    with floor.store.reading(EVERYTHING) as session:
        given = {"since": since, "until": until}
        kpis = kpi_reads.kpi(session, EVERYTHING, as_of=until, priorities=priorities, **given)["kpis"]
        found = pace.measured(session, EVERYTHING, Among(priorities), stage=stage, weeks=(WEEK,), **given)

    said = kpis[KEYS[stage]]["calendar"]
    assert (found.now.done, found.now.waiting) == (said["n"], said["open"])
    assert found.now.done > 0
    assert [(week.done, week.waiting) for week in found.weeks] == [(said["n"], said["open"])]
    assert sum(own.done for own in found.clients.values()) == found.now.done


def test_a_stage_done_after_the_period_was_not_done_in_it(floor: Floor) -> None:
    number = a_case(floor, "Tue 10:00")
    do(floor, verbs.acknowledge, "Fri 10:00", case=number)
    since, until = WEEK

    with floor.store.reading(EVERYTHING) as session:
        found = pace.measured(session, EVERYTHING, stage="ack", since=since, until=until, weeks=(WEEK,))

    assert (found.now.done, found.now.waiting) == (0, 1)


def test_a_client_has_a_target_where_there_is_one_round_the_clock(floor: Floor) -> None:
    a_resolved_case(floor, "Tue 10:00", "Tue 12:00", priority=1)
    since, until = WEEK

    with floor.store.reading(EVERYTHING) as session:
        one = pace.targets(session, EVERYTHING, stage="resolve", since=since, until=until)
        nobody = pace.targets(session, Scope(frozenset()), stage="resolve", since=since, until=until)
    a_resolved_case(floor, "Tue 10:00", "Tue 12:00", priority=2)
    with floor.store.reading(EVERYTHING) as session:
        two = pace.targets(session, EVERYTHING, stage="resolve", since=since, until=until)
        again = pace.targets(session, EVERYTHING, Among((1,)), stage="resolve", since=since, until=until)

    assert one == again == {floor.client: 4 * 3600}
    assert (two, nobody) == ({floor.client: None}, {})


def test_the_backlog_is_counted_at_each_instant_within_scope_and_filter(floor: Floor) -> None:
    a_case(floor, "Mon 10:00")
    a_resolved_case(floor, "Mon 10:00", "Tue 10:00")
    a_case(floor, "Mon 10:00", priority=1)
    a_case(floor, "Mon 10:00", actor=floor.outsider, client_id=floor.foreign)
    instants = (at("Mon 09:00"), at("Mon 12:00"), at("Wed 00:00"))

    with floor.store.reading(EVERYTHING) as session:
        found = pace.standing_at(session, floor.lead.scope, Among((3,), ("technical",)), instants=instants)

    assert found.counts == (0, 2, 1)
    assert found.ahead.expected == 1 + 1 / 4
