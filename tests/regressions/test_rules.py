"""A rule that is saved is a rule that runs: one test, from the admin's form to the record, for each kind of rule."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from caselight.core.hours import BusinessHours
from caselight.core.matrix import Row
from caselight.core.matrix_defaults import ROWS
from caselight.core.people import EVERYTHING
from caselight.core.promises import Promise
from caselight.services import calendars, contracts, matrix, verbs
from caselight.services.contracts import Aim
from caselight.services.sweeping import sweep
from caselight.store.tables import Team
from escalating import RESOLVED, a_case, case_of, do, escalations, firings, notices
from floor import OFFICE, Floor, at

EARLY = at("Mon 08:00")
NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})


def save_row(floor: Floor, *, tier: int, priority: int = 1, **given: Any) -> None:
    """Save a row of the matrix as an admin does: the shipped one but for what is given."""
    base = next(row for row in ROWS if (row.priority, row.tier) == (priority, tier))
    matrix.set_row(floor.store, _dated(replace(base, **given)), actor=floor.admin, now=EARLY)


def _dated(row: Row) -> Row:
    return row if row.valid_from >= EARLY else replace(row, valid_from=EARLY)


def save_contract(floor: Floor, *aims: Aim, **given: Any) -> None:
    """Save a version of the client's contract as a manager does."""
    draft = contracts.Draft(client_id=floor.client, valid_from=EARLY, percent=90, aims=aims, **given)
    contracts.add(floor.store, draft, actor=floor.manager, now=EARLY)


def raised(floor: Floor, number: int, *, by: str = "Tue 10:00") -> list[tuple[str, int | None, Any]]:
    """Sweep, and return what was raised: its way, its team and when."""
    sweep(floor.store, now=at(by))
    return [(row.way, row.team_id, row.raised_at) for row in escalations(floor, number)]


@pytest.mark.parametrize(
    ("tier", "row", "first"),
    [
        (1, {"acknowledge_minutes": 3}, (2, "Mon 10:03")),
        (1, {"next_tier": 3}, (3, "Mon 10:05")),
        (1, {"is_round_the_clock": False, "acknowledge_minutes": 5}, (2, "Mon 10:05")),
        (1, {"valid_from": at("Mon 09:00"), "acknowledge_minutes": 2}, (2, "Mon 10:02")),
        (1, {"valid_from": at("Mon 11:00"), "acknowledge_minutes": 2}, (2, "Mon 10:05")),  # not yet
        (1, {"valid_until": at("Mon 09:00"), "acknowledge_minutes": 2}, (2, "Mon 10:05")),  # no longer
        (1, {"record_type": "technical", "acknowledge_minutes": 4}, (2, "Mon 10:04")),
        (1, {"record_type": "delivery", "acknowledge_minutes": 4}, (2, "Mon 10:05")),  # of another type
    ],
)
def test_a_row_of_the_matrix_says_who_is_called_and_when(
    floor: Floor, tier: int, row: dict[str, Any], first: tuple[int, str]
) -> None:
    save_row(floor, tier=tier, **row)

    ((_, team, when), *_) = raised(floor, a_case(floor, priority=1))

    assert (team, when) == ({2: floor.network, 3: floor.experts}[first[0]], at(first[1]))


def test_a_row_for_one_client_says_nothing_of_another(floor: Floor) -> None:
    save_row(floor, tier=1, client_id=floor.client, acknowledge_minutes=2)
    theirs = a_case(floor, priority=1, client_id=floor.foreign, actor=floor.outsider)
    ours = a_case(floor, priority=1)

    assert raised(floor, ours)[0][2] == at("Mon 10:02")
    assert raised(floor, theirs)[0][2] == at("Mon 10:05")


def test_a_time_to_resolve_at_a_tier_is_watched_after_the_case_is_taken(floor: Floor) -> None:
    save_row(floor, tier=1, resolve_minutes=20)
    number = a_case(floor, priority=1)
    do(floor, verbs.own, "Mon 10:02", case=number)

    assert raised(floor, number, by="Mon 10:21") == [("functional", floor.network, at("Mon 10:20"))]


def test_a_row_in_the_clients_hours_sleeps_at_night(floor: Floor) -> None:
    save_row(floor, tier=1, is_round_the_clock=False)

    called = raised(floor, a_case(floor, "Mon 20:00", priority=1))

    assert next(when for way, _, when in called if way == "functional") == at("Tue 09:05")


def test_the_team_that_a_row_names_is_the_one_called(floor: Floor) -> None:
    other = floor.store.transact(lambda session: _a_team(session, tier=2), EVERYTHING)
    save_row(floor, tier=2, team_id=other)

    assert raised(floor, a_case(floor, priority=1))[0][1] == other


def _a_team(session: Session, *, tier: int) -> int:
    team = Team(name="Field Engineers", tier=tier)
    session.add(team)
    session.flush()
    return team.id or 0


def test_thresholds_of_ones_own_are_passed_and_their_people_told(floor: Floor) -> None:
    save_row(floor, tier=1, priority=3, thresholds={60: ["lead"], 100: ["manager"]})
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    sweep(floor.store, now=at("Mon 10:37"))  # the first response is due at 11:00

    assert [(one.threshold, one.due_at) for one in firings(floor, number)] == [(60, at("Mon 10:36"))]
    assert [notice.told for notice in notices(floor, number)] == [["lead"]]


def test_after_the_last_threshold_it_is_said_again_every_hundred_percent(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    sweep(floor.store, now=at("Mon 16:00"))  # six times the hour of the first response

    passed = [one.threshold for one in firings(floor, number) if one.clock.startswith("first response")]
    assert passed == [50, 75, 100, 150, 250, 350, 450, 550]


def test_shifts_decide_who_is_there(floor: Floor) -> None:
    matrix.set_shifts(floor.store, floor.network, NIGHTS, actor=floor.admin, now=EARLY)

    assert raised(floor, a_case(floor, priority=1))[0][:2] == ("functional", floor.experts)


@pytest.mark.parametrize("promise", list(Promise))
def test_each_promise_of_a_contract_is_watched_and_its_breach_calls_a_manager(floor: Floor, promise: Promise) -> None:
    save_contract(floor, Aim(promise=promise, priority=4, minutes=30))
    number = a_case(floor, priority=4)

    assert raised(floor, number, by="Mon 10:31") == [("hierarchical", floor.desk, at("Mon 10:30"))]


def test_a_target_for_one_record_type_is_watched_for_that_type_only(floor: Floor) -> None:
    save_contract(floor, Aim(promise=Promise.RESOLUTION, priority=4, minutes=30, record_type="technical"))
    technical, other = a_case(floor, priority=4), a_case(floor, priority=4, record_type="customer_service")

    assert raised(floor, technical, by="Mon 10:31")[0][2] == at("Mon 10:30")
    assert raised(floor, other, by="Mon 10:31") == []


@pytest.mark.parametrize(("pauses", "breaches"), [(True, []), (False, [at("Mon 10:30")])])
def test_whether_waiting_pauses_is_as_the_contract_says(floor: Floor, *, pauses: bool, breaches: list[Any]) -> None:
    save_contract(floor, Aim(promise=Promise.RESOLUTION, priority=4, minutes=30), waiting_pauses=pauses)
    number = a_case(floor, priority=4)
    do(floor, verbs.wait, "Mon 10:10", case=number, reason="the customer")

    assert [when for _, _, when in raised(floor, number, by="Mon 10:31")] == breaches


def test_a_promised_update_says_when_silence_calls_anew(floor: Floor) -> None:
    save_contract(floor, Aim(promise=Promise.UPDATE, priority=1, minutes=20))
    number = a_case(floor, priority=1)
    do(floor, verbs.escalate, "Mon 10:01", case=number, reason="Needs the vendor", team_id=floor.experts)
    do(floor, verbs.own, "Mon 10:05", case=number)
    do(floor, verbs.tell, "Mon 10:06", case=number, note="The vendor is called.")

    sweep(floor.store, now=at("Mon 10:47"))  # twice the twenty minutes after the last word

    row = next(row for row in escalations(floor, number) if row.way == "functional")
    assert (row.cycle, row.armed_at) == (1, at("Mon 10:46"))


def test_a_holiday_saved_by_an_admin_holds_the_sweep_back(floor: Floor) -> None:
    draft = calendars.Draft(
        name="Office",
        zone="UTC",
        weekly=OFFICE["weekly"],
        valid_from=EARLY,
        holidays={at("Tue 00:00").date(): "Founders' day"},
    )
    calendars.add(floor.store, draft, actor=floor.admin, now=EARLY)
    number = a_case(floor, "Mon 16:30")

    assert raised(floor, number, by="Wed 09:00") == []
    assert raised(floor, number, by="Wed 09:31")[0][2] == at("Wed 09:30")


def test_five_days_after_it_was_resolved_a_case_closes(floor: Floor) -> None:
    number = a_case(floor, details={"affected_services": ["voice"]})
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED)

    sweep(floor.store, now=at("Mon 11:00") + timedelta(days=5, seconds=1))

    assert case_of(floor, number).status == "closed"
