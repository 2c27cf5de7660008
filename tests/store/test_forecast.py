"""What the forecast reads: the promises that run, at any instant and in any scope, and how the past ended."""

from datetime import timedelta
from functools import partial

import pytest

import acts
from acts import do, read
from caselight.core.forecast import Watched
from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import calendars, forecast, matured
from floor import Floor, at

HOUR = timedelta(hours=1)
a_case = partial(acts.a_case, record_type="imported")  # which owes nothing


def now(floor: Floor, scope: Scope = EVERYTHING) -> list[Watched]:
    with floor.store.reading(EVERYTHING) as session:
        return forecast.watched(session, scope)


def then(floor: Floor, when: str, scope: Scope = EVERYTHING) -> list[Watched]:
    with floor.store.reading(EVERYTHING) as session:
        return forecast.watched_at(session, scope, at(when))


def told(watched: list[Watched]) -> list[tuple[int, str, object, timedelta]]:
    return sorted((one.case.number, one.promise, str(one.due_at), one.spent) for one in watched)


def test_what_runs_is_told_with_its_hours_and_a_pause_with_the_time_used(floor: Floor) -> None:
    case = a_case(floor, priority=1)
    do(floor, verbs.wait, "Mon 11:30", case=case, reason="The supplier")

    found = {one.promise: one for one in now(floor) if "escalation" not in one.promise}

    assert set(found) == {"first response", "resolution"}
    assert (found["resolution"].due_at, found["resolution"].spent) == (None, 1.5 * HOUR)
    assert found["first response"].due_at == at("Mon 11:00")


def test_at_an_instant_it_is_as_it_was_read_then(floor: Floor) -> None:
    case = a_case(floor, "Mon 10:00", priority=2)
    other = a_case(floor, "Mon 10:30")
    do(floor, verbs.wait, "Mon 11:00", case=case, reason="The supplier")
    as_read = {"Mon 11:10": now(floor)}
    do(floor, verbs.go_on, "Mon 12:00", case=case)
    as_read["Mon 12:10"] = now(floor)
    do(floor, verbs.resolve, "Mon 14:00", case=case)
    do(floor, verbs.cancel, "Mon 15:00", case=other, note="Twice")
    as_read["Mon 15:10"] = now(floor)
    do(floor, verbs.reopen, "Tue 09:00", case=case)
    as_read["Tue 09:10"] = now(floor)

    for when, was in as_read.items():
        assert told(then(floor, when)) == told(was), when
    assert then(floor, "Mon 09:00") == []


def test_a_miss_that_came_later_is_taken_back(floor: Floor) -> None:
    a_case(floor, "Mon 10:00", priority=1)
    case = a_case(floor, "Mon 10:00", priority=1)
    do(floor, verbs.resolve, "Mon 16:00", case=case)
    assert read(floor, case).status == "resolved"

    found = [one for one in then(floor, "Mon 13:00") if one.case.number == case and one.promise == "resolution"]

    assert [(one.is_missed, one.case.status) for one in found] == [(False, "new")]


def test_nobody_reads_a_promise_or_the_past_of_a_foreign_client(floor: Floor) -> None:
    a_case(floor, priority=1)
    foreign = a_case(floor, client_id=floor.foreign, priority=1, actor=floor.admin)

    with floor.store.reading(EVERYTHING) as session:
        past = matured.past(session, floor.agent.scope, until=at("Sun 10:00"))
    seen = {one.case.number for one in [*now(floor, floor.agent.scope), *then(floor, "Mon 12:00", floor.agent.scope)]}

    assert foreign not in seen
    assert {client for client, _ in past} == {floor.client}


def test_the_past_tells_the_share_used_without_the_pauses(floor: Floor) -> None:
    """P3: 24 office hours. Two used, two more waited, two used again: a sixth."""
    kept, missed, cancelled = (a_case(floor, "Mon 10:00") for _ in range(3))
    do(floor, verbs.wait, "Mon 12:00", case=kept, reason="The supplier")
    do(floor, verbs.go_on, "Mon 14:00", case=kept)
    do(floor, verbs.resolve, "Mon 16:00", case=kept)
    do(floor, verbs.cancel, "Mon 12:00", case=cancelled, note="Twice")
    until = at("Mon 10:00") + timedelta(days=10)

    with floor.store.reading(EVERYTHING) as session:
        rows = matured.ended(session, EVERYTHING, since=at("Mon 00:00"), until=until)
        used = sorted(matured.shares(rows, calendars.hours(session), until))
        [cohort] = matured.past(session, EVERYTHING, until=until).values()

    assert used == [pytest.approx(4 / 24), float("inf")]
    assert (cohort.n, cohort.missed, missed) == (2, 1, missed)


def test_what_was_cancelled_after_its_due_instant_is_a_miss_until_then(floor: Floor) -> None:
    case = a_case(floor, "Mon 10:00", priority=1)
    do(floor, verbs.cancel, "Mon 16:00", case=case, note="Twice")

    with floor.store.reading(EVERYTHING) as session:
        before, after = (matured.past(session, EVERYTHING, until=at(when)) for when in ("Mon 15:00", "Mon 17:00"))

    assert [cohort.missed for cohort in before.values()] == [1]
    assert after == {}
