"""The sweep: what falls due is recorded once, in order, whenever and by whomever it is found."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from caselight.core.hours import BusinessHours
from caselight.core.people import EVERYTHING
from caselight.services import matrix, verbs
from caselight.services.sweeping import Swept, beat, sweep
from caselight.store import due
from caselight.store.pulse import heartbeats
from caselight.store.tables import CaseClock, PutOff, ThresholdFiring
from escalating import a_case, case_of, do, escalations, firings, kinds, notices
from floor import Floor, at
from proving import breaks

NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})
A_MINUTE = timedelta(minutes=1)


def sweep_at(floor: Floor, when: str | datetime) -> Swept:
    return sweep(floor.store, now=at(when) if isinstance(when, str) else when)


def test_what_nobody_acknowledges_goes_to_the_next_tier_from_the_instant_it_was_due(floor: Floor) -> None:
    number = a_case(floor, priority=1)

    sweep_at(floor, "Mon 10:08")

    case, (row,) = case_of(floor, number), escalations(floor, number)
    assert (case.team_id, case.is_accepted) == (floor.network, False)
    assert (row.trigger, row.raised_at, row.ack_due_at) == ("time", at("Mon 10:05"), at("Mon 10:15"))


def test_due_exactly_now_nothing_happens_yet(floor: Floor) -> None:
    number = a_case(floor, priority=1)

    swept = sweep_at(floor, "Mon 10:05")

    assert (swept.raised, escalations(floor, number)) == (0, [])


def test_an_unacknowledged_escalation_goes_on_and_stays_listed(floor: Floor) -> None:
    number = a_case(floor, priority=1)

    sweep_at(floor, "Mon 10:16")

    assert [(row.to_tier, row.raised_at, row.ended_at) for row in escalations(floor, number)] == [
        (2, at("Mon 10:05"), None),
        (3, at("Mon 10:15"), None),
    ]


def test_above_the_last_tier_a_manager_is_called_once(floor: Floor) -> None:
    number = a_case(floor, priority=1)

    sweep_at(floor, "Mon 18:00")

    ways = [row.way for row in escalations(floor, number)]
    assert ways.count("hierarchical") == 1
    assert escalations(floor, number)[-1].raised_at == at("Mon 10:30")


def test_what_was_acknowledged_and_not_resolved_in_time_goes_on_too(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.own, "Mon 10:02", case=number)

    sweep_at(floor, "Mon 10:31")

    (row,) = escalations(floor, number)
    assert (row.to_tier, row.raised_at) == (2, at("Mon 10:30"))


def test_a_broken_promise_adds_a_managers_eyes(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    sweep_at(floor, "Mon 11:01")

    (row,) = escalations(floor, number)
    assert (row.way, row.raised_at) == ("hierarchical", at("Mon 11:00"))
    assert [(one.threshold, one.due_at) for one in firings(floor, number)] == [
        (50, at("Mon 10:30")),
        (75, at("Mon 10:45")),
        (100, at("Mon 11:00")),
    ]


def test_a_late_sweep_says_one_thing_the_highest_to_all_concerned(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    swept = sweep_at(floor, "Mon 11:20")

    (notice,) = notices(floor, number)
    assert swept.notices == 1
    assert (notice.kind, notice.key, notice.body["percent"]) == ("raised", f"first response:{number}/100/0", 100)
    assert notice.told == ["owner", "lead", "manager", "client contact"]
    assert all(firing.is_late for firing in firings(floor, number))


def test_a_sweep_run_twice_records_and_says_nothing_new(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    sweep_at(floor, "Mon 12:00")
    before = (firings(floor, number), kinds(floor, number), notices(floor, number))

    again = sweep_at(floor, "Mon 12:00")

    assert (again.raised, again.notices, again.failed) == (0, 0, 0)
    assert (firings(floor, number), kinds(floor, number), notices(floor, number)) == before


def test_more_than_a_hundred_overdue_at_once_all_escalate(floor: Floor) -> None:
    numbers = [a_case(floor, priority=1) for _ in range(120)]

    sweep_at(floor, "Mon 10:06")

    assert all(len(escalations(floor, number)) == 1 for number in numbers)


def test_nobody_on_shift_at_the_next_tier_goes_one_further(floor: Floor) -> None:
    matrix.set_shifts(floor.store, floor.network, NIGHTS, actor=floor.admin, now=at("Mon 08:00"))
    number = a_case(floor, priority=1)

    sweep_at(floor, "Mon 10:06")

    assert case_of(floor, number).team_id == floor.experts


def test_an_acknowledged_escalation_nothing_is_heard_of_is_called_anew(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.escalate, "Mon 10:01", case=number, reason="Needs the vendor", team_id=floor.experts)
    do(floor, verbs.own, "Mon 10:05", case=number)
    do(floor, verbs.tell, "Mon 10:05", case=number, note="The vendor is called.")

    sweep_at(floor, "Mon 11:06")

    (row,) = escalations(floor, number)
    assert (row.cycle, row.acknowledged_at, row.armed_at, row.ack_due_at) == (
        1,
        None,
        at("Mon 11:05"),
        at("Mon 11:20"),
    )
    assert kinds(floor, number)[-1] == "case:escalation_rearmed"
    assert not case_of(floor, number).is_accepted


def test_a_note_in_time_keeps_the_acknowledgement(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.escalate, "Mon 10:01", case=number, reason="Needs the vendor", team_id=floor.experts)
    do(floor, verbs.own, "Mon 10:05", case=number)
    do(floor, verbs.note, "Mon 10:50", case=number, note="Vendor is on it.")

    sweep_at(floor, "Mon 11:30")

    assert escalations(floor, number)[0].cycle == 0


def test_a_poisoned_case_is_put_off_and_reported_and_the_others_go_on(floor: Floor) -> None:
    poisoned, sound = a_case(floor, priority=1), a_case(floor, priority=1)
    spoil = text("UPDATE clocks SET runs = '[]' WHERE case_id = :number")
    floor.store.transact(lambda session: session.execute(spoil, {"number": poisoned}), EVERYTHING)

    swept = sweep_at(floor, "Mon 10:06")

    assert (swept.failed, len(escalations(floor, sound))) == (1, 1)
    with floor.store.reading(EVERYTHING) as session:
        put_off = session.scalars(select(PutOff)).one()
    assert (put_off.case_id, put_off.until) == (poisoned, at("Mon 10:11"))
    assert sweep_at(floor, "Mon 10:07").failed == 0


def test_events_come_in_order_and_every_chain_holds(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.note, "Mon 11:00", case=number, note="Still looking.")

    sweep_at(floor, "Mon 18:00")

    with floor.store.reading(EVERYTHING) as session:
        instants = list(session.execute(text("SELECT at FROM events WHERE case_id = :n ORDER BY seq"), {"n": number}))
        assert instants == sorted(instants)
        assert list(breaks(session)) == []


def test_an_escalation_by_time_is_not_the_touch_of_a_person(floor: Floor) -> None:
    number = a_case(floor, priority=1)

    sweep_at(floor, "Mon 18:00")

    assert case_of(floor, number).touched_at == at("Mon 10:00")


def test_a_worker_leaves_a_sign_of_life(floor: Floor) -> None:
    beat(floor.store, now=at("Mon 10:00"))
    beat(floor.store, now=at("Mon 10:01"))

    with floor.store.reading(EVERYTHING) as session:
        assert heartbeats(session)["worker"] == at("Mon 10:01")


def test_the_database_has_a_clock_of_its_own(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        now = due.now_of(session)

    assert now.utcoffset() == timedelta()


def test_what_is_due_is_found_by_its_own_index(floor: Floor) -> None:
    if not floor.store.is_sqlite:
        pytest.skip("the plan of PostgreSQL depends on how much there is")
    statement = select(col(CaseClock.case_id)).where(col(CaseClock.next_at) < at("Mon 10:00"))
    compiled = statement.order_by(col(CaseClock.next_at)).limit(10).compile(floor.store.engine)

    with floor.store.reading(EVERYTHING) as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", (str(at("Mon 10:00")), 10, 0))

        assert "clocks_next" in str(plan.all())


def test_a_threshold_cannot_be_recorded_twice(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    sweep_at(floor, "Mon 10:06")

    with floor.store.reading(EVERYTHING) as session:
        rows = session.scalars(select(ThresholdFiring).where(col(ThresholdFiring.case_id) == number)).all()

    keys = [(row.clock, row.threshold, row.cycle) for row in rows]
    assert len(keys) == len(set(keys))
