"""The clocks of a case: from the versions in force when it was opened, and the promise that is kept again and again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING
from caselight.core.promises import Promise
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.store.tables import Calendar, CaseClock, Contract, Target
from floor import OFFICE, Floor, at
from story import a_case, a_resolved_case, do

EVENINGS = OFFICE | {"weekly": {day: [["13:00", "21:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}


def promise(floor: Floor, **target: object) -> None:
    """Add a target to our client's contract."""

    def unit(session: Session) -> None:
        contract = session.scalars(select(Contract).where(col(Contract.client_id) == floor.client)).one()
        usual = {"contract_id": contract.id, "priority": 3, "promise": Promise.UPDATE, "minutes": 240}
        session.add(Target(**(usual | target)))

    floor.store.transact(unit, EVERYTHING)


def clock(floor: Floor, number: int, promise: Promise) -> CaseClock:
    with floor.store.reading(EVERYTHING) as session:
        wanted = select(CaseClock).where(col(CaseClock.case_id) == number, col(CaseClock.promise) == promise)
        return session.scalars(wanted).one()


def test_each_update_to_the_customer_begins_a_new_round(floor: Floor) -> None:
    promise(floor)
    number = a_case(floor, "Mon 10:00")

    do(floor, verbs.tell, "Mon 13:30", case=number, note="We are looking.")
    do(floor, verbs.tell, "Mon 17:30", case=number, note="Still looking.")  # due exactly now is in time
    do(floor, verbs.tell, "Mon 22:00", case=number, note="Found it.")

    row = clock(floor, number, Promise.UPDATE)
    assert (row.kept, row.missed) == (2, 1)
    assert (row.started_at, row.due_at) == (at("Mon 22:00"), at("Tue 02:00"))
    assert row.first_missed_at == at("Mon 21:30")


def test_an_update_that_never_came_is_missed_when_the_case_is_resolved(floor: Floor) -> None:
    promise(floor)
    late = a_resolved_case(floor, "Mon 10:00", "Mon 15:00")
    early = a_resolved_case(floor, "Mon 10:00", "Mon 12:00", external_id="other")

    assert (clock(floor, late, Promise.UPDATE).kept, clock(floor, late, Promise.UPDATE).missed) == (0, 1)
    assert (clock(floor, early, Promise.UPDATE).kept, clock(floor, early, Promise.UPDATE).missed) == (0, 0)


def test_a_reopened_case_owes_the_next_update_from_then_on(floor: Floor) -> None:
    promise(floor)
    number = a_resolved_case(floor, "Mon 10:00", "Mon 12:00")

    do(floor, verbs.reopen, "Mon 15:00", case=number)

    assert clock(floor, number, Promise.UPDATE).due_at == at("Mon 19:00")


def test_undoing_an_update_takes_its_round_back(floor: Floor) -> None:
    promise(floor)
    number = a_case(floor, "Mon 10:00")
    done = do(floor, verbs.tell, "Mon 12:00", case=number, note="Wrong case.")

    do(floor, verbs.undo, "Mon 12:00", case=number, seq=done.version)

    row = clock(floor, number, Promise.UPDATE)
    assert (row.kept, row.missed, row.started_at, row.due_at) == (0, 0, at("Mon 10:00"), at("Mon 14:00"))


def test_a_target_for_the_record_type_goes_before_the_one_for_any(floor: Floor) -> None:
    promise(floor, promise=Promise.RESOLUTION, record_type="technical", minutes=90)

    ours = clock(floor, a_case(floor, "Mon 10:00"), Promise.RESOLUTION)
    other = clock(floor, a_case(floor, "Mon 10:00", record_type="customer_service"), Promise.RESOLUTION)

    assert (ours.target_s, other.target_s) == (90 * 60, 24 * 3600)


@pytest.mark.parametrize("verb", [verbs.acknowledge, verbs.own])
def test_an_acknowledgement_promised_is_kept_by_whoever_takes_the_case_first(floor: Floor, verb: Any) -> None:
    promise(floor, promise=Promise.ACKNOWLEDGEMENT, minutes=30)
    number = a_case(floor, "Mon 10:00")

    do(floor, verb, "Mon 10:30", case=number)  # due exactly now is in time
    do(floor, verbs.hand_off, "Mon 11:00", case=number, team_id=floor.network)
    do(floor, verbs.own, "Mon 16:00", case=number)

    row = clock(floor, number, Promise.ACKNOWLEDGEMENT)
    assert (row.stopped_at, row.first_missed_at) == (at("Mon 10:30"), None)


def test_an_acknowledgement_undone_runs_again_as_if_it_had_never_been(floor: Floor) -> None:
    promise(floor, promise=Promise.ACKNOWLEDGEMENT, minutes=30)
    number = a_case(floor, "Mon 10:00")
    done = do(floor, verbs.acknowledge, "Mon 10:10", case=number)

    do(floor, verbs.undo, "Mon 10:10", case=number, seq=done.version)

    row = clock(floor, number, Promise.ACKNOWLEDGEMENT)
    assert (row.stopped_at, row.due_at) == (None, at("Mon 10:30"))


def test_waiting_never_holds_an_acknowledgement_whatever_a_target_says(floor: Floor) -> None:
    promise(floor, promise=Promise.ACKNOWLEDGEMENT, minutes=30, waiting_pauses=True)
    promise(floor, minutes=30, waiting_pauses=True)
    number = a_case(floor, "Mon 10:00")

    do(floor, verbs.wait, "Mon 10:10", case=number, reason="the customer")

    assert clock(floor, number, Promise.ACKNOWLEDGEMENT).due_at == at("Mon 10:30")
    assert clock(floor, number, Promise.UPDATE).due_at is None


@pytest.mark.parametrize(("opened", "due"), [("Mon 10:00", "Mon 11:00"), ("Tue 10:00", "Tue 14:00")])
def test_a_case_counts_by_the_calendar_version_in_force_when_it_was_opened(floor: Floor, opened: str, due: str) -> None:
    floor.store.transact(
        lambda session: session.add(Calendar(name="Office", valid_from=at("Tue 00:00"), hours=EVENINGS)), EVERYTHING
    )

    number = a_case(floor, opened)

    assert clock(floor, number, Promise.FIRST_RESPONSE).due_at == at(due)


def test_a_new_priority_stays_with_the_calendar_version_the_clock_began_by(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00")
    began_by = clock(floor, number, Promise.RESOLUTION).calendar_id
    floor.store.transact(
        lambda session: session.add(Calendar(name="Office", valid_from=at("Mon 00:00"), hours=EVENINGS)), EVERYTHING
    )

    do(floor, verbs.update, "Mon 11:00", case=number, fields={"priority": 4})

    row = clock(floor, number, Promise.RESOLUTION)
    assert (row.calendar_id, row.target_s) == (began_by, 48 * 3600)


def test_a_case_resolved_while_it_waits_keeps_its_pause(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00")
    do(floor, verbs.wait, "Mon 11:00", case=number, reason="the customer")
    details = {"affected_services": ["Voice"], "down_from": at("Mon 10:00").isoformat()}
    details["down_until"] = at("Mon 10:30").isoformat()

    do(floor, verbs.resolve, "Mon 16:00", case=number, details=details)

    row = clock(floor, number, Promise.RESOLUTION)
    assert row.runs == [["2026-11-16T10:00:00Z", "2026-11-16T11:00:00Z"]]
    assert row.stopped_at == at("Mon 16:00")


def test_what_was_resolved_late_between_two_sweeps_is_a_miss(floor: Floor) -> None:
    number = a_resolved_case(floor, "Mon 10:00", "Mon 19:00", priority=2)

    row = clock(floor, number, Promise.RESOLUTION)

    assert row.first_missed_at == row.due_at == at("Mon 18:00")


def test_reopening_resumes_the_clock_and_never_erases_the_first_miss(floor: Floor) -> None:
    number = a_resolved_case(floor, "Mon 10:00", "Mon 19:00", priority=2)

    do(floor, verbs.reopen, "Tue 09:00", case=number)

    row = clock(floor, number, Promise.RESOLUTION)
    assert (row.stopped_at, row.first_missed_at) == (None, at("Mon 18:00"))
    assert row.runs[-1] == ["2026-11-17T09:00:00Z", None]


def test_history_counts_by_the_offset_at_the_time(floor: Floor) -> None:
    berlin = {"zone": "Europe/Berlin", "weekly": OFFICE["weekly"], "holidays": []}
    floor.store.transact(
        lambda session: session.add(
            Calendar(name="Office", valid_from=datetime(2026, 10, 1, tzinfo=UTC), hours=berlin)
        ),
        EVERYTHING,
    )
    friday = datetime(2026, 10, 23, 14, 30, tzinfo=UTC)  # 16:30 in Berlin; the clocks change on Sunday

    number = _opened(floor, friday)

    assert clock(floor, number, Promise.FIRST_RESPONSE).due_at == friday + timedelta(days=2, hours=18)  # Mon 09:30


def _opened(floor: Floor, when: datetime) -> int:
    given = {"client_id": floor.client, "record_type": "technical", "title": "Lines down", "priority": 3}
    return perform(floor.store, verbs.log, actor=floor.lead, now=when, request="a", **given).case_id
