"""The promises of a period, against cases made by the verbs and against `caselight kpi`."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from caselight.core import sla
from caselight.core.people import EVERYTHING, Scope
from caselight.core.sla import Way, Window
from caselight.services import verbs
from caselight.store import sla as reads
from caselight.store.among import Among
from caselight.store.kpi_reads import kpi
from caselight.store.tables import Target
from floor import Floor, at
from story import a_case, a_resolved_case, do

WEEK = {"since": at("Mon 00:00"), "until": at("Thu 12:00")}
HOUR = timedelta(hours=1)


def a_week(floor: Floor) -> None:
    """Let promises come out in every way: met, missed, held, running, reopened, cancelled."""
    a_resolved_case(floor, "Mon 10:00", "Mon 14:00", priority=1)  # due exactly then
    a_resolved_case(floor, "Mon 10:00", "Mon 16:00", priority=1)
    a_case(floor, "Mon 11:00", priority=1)
    a_case(floor, "Thu 11:00", priority=3)
    held = a_case(floor, "Tue 09:00", priority=1)
    do(floor, verbs.wait, "Tue 10:00", case=held, reason="customer")
    waited = a_case(floor, "Tue 09:00", priority=2)
    do(floor, verbs.wait, "Tue 10:00", case=waited, reason="customer")
    do(floor, verbs.go_on, "Tue 20:00", case=waited)
    details = {
        "affected_services": ["Voice"],
        "down_from": "2026-11-17T09:00:00Z",
        "down_until": "2026-11-17T10:00:00Z",
    }
    do(floor, verbs.resolve, "Tue 21:00", case=waited, details=details)
    again = a_resolved_case(floor, "Tue 09:00", "Tue 10:00", priority=2)
    do(floor, verbs.reopen, "Wed 09:00", case=again, note="It is back")
    do(floor, verbs.cancel, "Mon 10:30", case=a_case(floor, "Mon 10:00"), note="logged twice")
    a_resolved_case(floor, "Wed 10:00", "Thu 15:00", priority=4)  # after the end


@pytest.mark.parametrize("since", ["Mon 00:00", "Mon 15:00", "Tue 20:30"])
@pytest.mark.parametrize("until", ["Thu 12:00", "Fri 00:00"])
@pytest.mark.parametrize("priorities", [(), (1, 2)])
def test_every_way_to_count_gives_the_figures_of_the_command(
    floor: Floor, since: str, until: str, priorities: tuple[int, ...]
) -> None:
    a_week(floor)
    window = {"since": at(since), "until": at(until)}

    with floor.store.reading(EVERYTHING) as session:
        said = kpi(session, EVERYTHING, as_of=at(until), priorities=priorities, **window)["kpis"]["sla"]
        rows = reads.promises(session, EVERYTHING, Among(priorities), **window)
        opened = reads.opened(session, EVERYTHING, Among(priorities), **window)

    for name, promise in (("response", "first response"), ("resolution", "resolution")):
        of_promise = [row for row in rows if row.promise == promise]
        for way in Way:
            counts = sla.counted(of_promise, way, Window(**window))
            left = sla.left(rows, opened, promise, way=way, window=Window(**window))
            figures = said[name][way.replace(" ", "_")]
            assert (len(counts.met), len(counts.missed), len(left)) == (
                figures["met"],
                figures["missed"],
                figures["excluded"],
            )


@pytest.mark.parametrize("until", ["Mon 12:00", "Tue 12:00", "Tue 23:00", "Wed 12:00"])
@pytest.mark.parametrize("priorities", [(), (1,), (2, 3)])
def test_a_period_that_is_over_counts_as_it_stood_at_its_end(
    floor: Floor, until: str, priorities: tuple[int, ...]
) -> None:
    a_week(floor)
    moved = a_resolved_case(floor, "Mon 11:00", "Tue 11:00", priority=1)
    do(floor, verbs.reopen, "Tue 13:00", case=moved, note="It is back")
    do(floor, verbs.update, "Wed 09:00", case=moved, fields={"priority": 3})
    do(floor, verbs.cancel, "Wed 10:00", case=a_case(floor, "Mon 09:00", priority=2), note="logged twice")
    window = {"since": at("Mon 00:00"), "until": at(until)}

    with floor.store.reading(EVERYTHING) as session:
        said = kpi(session, EVERYTHING, as_of=at(until), priorities=priorities, **window)["kpis"]["sla"]
        rows = reads.promises(session, EVERYTHING, Among(priorities), **window)
        opened = reads.opened(session, EVERYTHING, Among(priorities), **window)

    for name, promise in (("response", "first response"), ("resolution", "resolution")):
        for way in Way:
            counts = sla.counted([row for row in rows if row.promise == promise], way, Window(**window))
            left = sla.left(rows, opened, promise, way=way, window=Window(**window))
            figures = said[name][way.replace(" ", "_")]
            assert [len(counts.met), len(counts.missed), len(left)] == [
                figures[each] for each in ("met", "missed", "excluded")
            ]


def test_types_and_teams_narrow_as_a_case_stood_at_the_end(floor: Floor) -> None:
    outage = a_case(floor, "Mon 10:00", record_type="outage", team_id=floor.network, priority=1)
    of_desk = a_case(floor, "Mon 10:00", team_id=floor.desk, priority=1)
    moved = a_case(floor, "Mon 10:00", team_id=floor.desk, priority=1)
    do(floor, verbs.escalate, "Thu 13:00", case=moved, reason="Needs more")
    with floor.store.reading(EVERYTHING) as session:
        for until, asked, numbers in (
            ("Thu 12:00", Among(record_types=("outage",)), {outage}),
            ("Thu 12:00", Among(teams=(floor.desk,)), {of_desk, moved}),
            ("Thu 12:00", Among(teams=(floor.network,)), {outage}),
            ("Thu 12:00", Among(record_types=("outage",), teams=(floor.desk,)), set()),
            ("Thu 14:00", Among(teams=(floor.desk,)), {of_desk}),
            ("Thu 14:00", Among((1,), teams=(floor.network,)), {outage, moved}),
            ("Thu 14:00", Among((2,), teams=(floor.network,)), set()),
        ):
            given = {"since": at("Mon 00:00"), "until": at(until)}
            assert {row.case for row in reads.promises(session, EVERYTHING, asked, **given)} == numbers
            assert {case.case for case in reads.opened(session, EVERYTHING, asked, **given)} == numbers


def test_a_pause_moves_the_due_instant_but_not_the_one_by_the_wall(floor: Floor) -> None:
    a_week(floor)

    with floor.store.reading(EVERYTHING) as session:
        rows = [row for row in reads.promises(session, EVERYTHING, **WEEK) if row.promise == "resolution"]

    waited = next(row for row in rows if row.opened_at == at("Tue 09:00") and row.stopped_at == at("Tue 21:00"))
    assert (waited.due_at, waited.raw_due_at, waited.paused) == (at("Wed 03:00"), at("Tue 17:00"), 10 * HOUR)
    assert (waited.missed_at, waited.raw_missed_at) == (None, at("Tue 17:00"))
    assert waited.used == pytest.approx(2 / 8)
    held = next(row for row in rows if row.is_paused)
    assert (held.due_at, held.raw_missed_at, held.paused) == (None, at("Tue 13:00"), 50 * HOUR)
    assert held.used is None


def test_a_promise_names_the_clause_of_its_contract(floor: Floor) -> None:
    a_case(floor, "Mon 10:00", priority=1)
    says = update(Target).where(col(Target.promise) == "resolution", col(Target.priority) == 1).values(clause="7.2")
    floor.store.transact(lambda session: session.execute(says), EVERYTHING)

    with floor.store.reading(EVERYTHING) as session:
        rows = reads.promises(session, EVERYTHING, **WEEK)

    assert {row.promise: row.clause for row in rows} == {"first response": "", "resolution": "7.2"}


def test_nothing_of_another_client_is_read(floor: Floor) -> None:
    a_case(floor, "Mon 10:00", actor=floor.outsider, client_id=floor.foreign, priority=1)

    with floor.store.reading(EVERYTHING) as session:
        for scope in (floor.lead.scope, Scope(frozenset())):
            assert reads.promises(session, scope, **WEEK) == ()
            assert reads.opened(session, scope, **WEEK) == ()
