"""The key figures of what really happened through the desk, at any instant and in any scope."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from caselight.core.lateness import overdue
from caselight.core.people import EVERYTHING, Principal, Scope
from caselight.core.refusal import Refusal
from caselight.services import calendars
from caselight.services.desk import perform
from caselight.services.figures import of, told
from caselight.services.verbs import acknowledge, cancel, escalate, go_on, hand_off, log, reopen, resolve, undo, wait
from caselight.store.board import open_cases
from caselight.store.kpi_reads import kpi
from floor import Floor, at

LATE = at("Sun 12:00")
count = iter(range(1_000_000))


def do(
    floor: Floor, verb: Callable[..., Any], when: str | datetime, *, by: Principal | None = None, **given: Any
) -> int:
    now = at(when) if isinstance(when, str) else when
    done = perform(floor.store, verb, actor=by or floor.lead, now=now, request=f"r{next(count)}", **given)
    return done.case_id


def logged(floor: Floor, when: str, *, priority: int = 1, **said: Any) -> int:
    said = {"client_id": floor.client, "record_type": "imported", "title": "Voice lines down"} | said
    return do(floor, log, when, priority=priority, team_id=floor.desk, **said)


def figures(floor: Floor, as_of: datetime = LATE, scope: Scope = EVERYTHING, **asked: Any) -> dict[str, Any]:
    return of(floor.store, scope, as_of=as_of, **asked)["kpis"]


@pytest.fixture
def worked(floor: Floor) -> int:
    """Return a P1 case: logged, taken, escalated, taken there, waiting for an hour, resolved late."""
    case = logged(floor, "Mon 10:00")
    do(floor, acknowledge, "Mon 10:06", case=case)
    do(floor, escalate, "Mon 11:00", case=case, reason="Needs the network team")
    do(floor, acknowledge, "Mon 11:30", case=case)
    do(floor, resolve, "Mon 16:00", case=case)
    return case


@pytest.mark.usefixtures("worked")
def test_what_happened_through_the_desk_is_what_the_figures_say(floor: Floor) -> None:
    found = figures(floor)

    resolved = found["time_to_resolve"]["calendar"]
    assert (resolved["n"], resolved["median_h"]) == (1, 6.0)
    assert found["acknowledge"]["calendar"]["median_h"] == pytest.approx(0.1)
    assert found["escalations"] == {"1>2": 1, "1>3": 0, "2>3": 0, "cases": 1, "never_accepted": 0}
    assert found["escalation_to_accept"]["1>2"]["median_h"] == 0.5
    assert found["hand_offs"] == {"total": 1, "cases": 1, "max": 1}
    assert found["sla"]["resolution"]["decided"] == {"met": 0, "missed": 1, "excluded": 0, "percent": 0.0}


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize(
    ("as_of", "open_cases", "late", "missed", "accepted"),
    [
        ("Mon 09:00", 0, 0, 0, 0),
        ("Mon 10:30", 1, 0, 0, 0),
        ("Mon 11:15", 1, 1, 0, 0),  # no first response within an hour
        ("Mon 15:00", 1, 1, 1, 1),  # open, and four hours have passed
        ("Mon 17:00", 0, 0, 1, 1),
    ],
)
def test_every_figure_is_as_of_the_instant(
    floor: Floor, as_of: str, open_cases: int, late: int, missed: int, accepted: int
) -> None:
    found = figures(floor, at(as_of))

    assert (found["cases"], found["open"], found["overdue"]) == (min(1, accepted + open_cases), open_cases, late)
    assert (found["sla"] or {"resolution": {"decided": {"missed": 0}}})["resolution"]["decided"]["missed"] == missed
    assert (found["escalation_to_accept"] or {"1>2": {"n": 0}})["1>2"]["n"] == accepted


def test_overdue_is_the_same_number_as_on_the_wall(floor: Floor) -> None:
    for hour in range(9, 17):
        logged(floor, f"Mon {hour:02}:00", priority=1 + hour % 4)
    waiting = logged(floor, "Mon 09:30", priority=1)
    do(floor, wait, "Mon 09:40", case=waiting, reason="The supplier")

    for now in (at("Mon 17:00"), at("Tue 10:00"), at("Fri 10:00")):
        with floor.store.reading(EVERYTHING) as session:
            on_the_wall = len(overdue(open_cases(session, EVERYTHING), now))
        assert figures(floor, now)["overdue"] == on_the_wall


def test_what_was_taken_back_never_happened(floor: Floor) -> None:
    case = logged(floor, "Mon 10:00")
    do(floor, resolve, "Mon 11:00", case=case)
    do(floor, undo, at("Mon 11:00") + timedelta(seconds=20), case=case, seq=2)
    do(floor, hand_off, "Mon 12:00", case=case, team_id=floor.network)
    do(floor, undo, at("Mon 12:00") + timedelta(seconds=20), case=case, seq=4)

    found = figures(floor)

    assert (found["open"], found["reopened"], found["hand_offs"]["total"]) == (1, None, 0)
    assert found["first_resolution"]["calendar"] == found["time_to_resolve"]["calendar"]
    assert found["time_to_resolve"]["calendar"]["n"] == 0


def test_a_case_logged_by_mistake_counts_as_cancelled(floor: Floor) -> None:
    case = logged(floor, "Mon 10:00")
    do(floor, undo, at("Mon 10:00") + timedelta(seconds=20), case=case, seq=1)
    do(floor, cancel, "Mon 12:00", case=logged(floor, "Mon 11:00"), note="Twice")

    found = figures(floor)

    assert (found["cases"], found["open"], found["overdue"], found["sla"]) == (2, 0, 0, None)


def test_reopening_undoes_a_resolution_but_not_the_first_one(floor: Floor) -> None:
    case = logged(floor, "Mon 10:00")
    do(floor, resolve, "Mon 12:00", case=case)
    do(floor, reopen, "Tue 10:00", case=case)

    found = figures(floor)

    assert (found["reopened"], found["open"]) == (1, 1)
    assert found["first_resolution"]["calendar"]["median_h"] == 2.0
    assert found["time_to_resolve"]["calendar"]["n"] == 0
    assert figures(floor, at("Mon 18:00"))["time_to_resolve"]["calendar"]["n"] == 1


def test_business_hours_are_those_in_force_at_each_time(floor: Floor) -> None:
    """Open 09 to 17, from Tuesday 12:00 on 13 to 21: an edit changes nothing of what was counted before."""
    case = logged(floor, "Mon 15:00")
    do(floor, wait, "Mon 16:00", case=case, reason="The supplier")
    do(floor, go_on, "Tue 14:00", case=case)
    do(floor, resolve, "Tue 20:00", case=case)
    before = figures(floor)["time_to_resolve"]
    late = {day: [["13:00", "21:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}

    calendars.add(
        floor.store,
        calendars.Draft(name="Office", zone="UTC", weekly=late, valid_from=at("Tue 12:00")),
        actor=floor.admin,
        now=at("Tue 11:00"),
    )
    after = figures(floor)["time_to_resolve"]

    assert (before["business"]["median_h"], before["business_minus_waiting"]["median_h"]) == (10.0, 4.0)
    assert (after["business"]["median_h"], after["business_minus_waiting"]["median_h"]) == (2 + 3 + 7, 1 + 6)
    assert figures(floor, at("Mon 17:00"))["time_to_resolve"]["business"]["open"] == 1


def test_nobody_sees_a_figure_of_a_foreign_client(floor: Floor) -> None:
    logged(floor, "Mon 10:00")
    logged(floor, "Mon 11:00", client_id=floor.foreign, by=floor.admin)

    assert figures(floor)["cases"] == 2
    assert figures(floor, scope=floor.agent.scope)["cases"] == 1
    assert figures(floor, clients=["quillstone bank"])["cases"] == 1
    with pytest.raises(Refusal, match=r"no client .Quillstone Bank.*Clients: Norvane Telecom[.]"):
        figures(floor, scope=floor.agent.scope, clients=["Quillstone Bank"])


def test_filters_are_read_as_people_write_them_and_said_in_the_answer(floor: Floor) -> None:
    logged(floor, "Mon 10:00", priority=1)
    logged(floor, "Tue 10:00", priority=2)
    asked = {"priorities": ["P2", "critical"], "since": at("Tue 00:00"), "clients": ["Norvane Telecom"]}

    answer = of(floor.store, EVERYTHING, as_of=LATE, zone="Europe/Berlin", **asked)

    assert answer["filter"] == {
        "clients": ["Norvane Telecom"],
        "priorities": [2, 1],
        "from": "2026-11-17T00:00:00Z",
        "to": None,
        "zone": "Europe/Berlin",
    }
    assert (answer["kpis"]["cases"], answer["kpis"]["open"]) == (1, 2)
    assert set(answer["kpis"]) == set(answer["definitions"])
    assert "time_to_resolve (hours)" in told(answer)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"zone": "Mars"}, "no time zone"),
        ({"priorities": ["P9"]}, "P1"),
        ({"since": at("Tue 10:00"), "until": at("Mon 10:00")}, "ends at 2026-11-16T10:00:00Z, before it begins"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(floor: Floor, asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        figures(floor, **asked)


def test_the_statements_do_not_grow_with_the_cases(floor: Floor) -> None:
    def statements() -> int:
        seen: list[str] = []
        with floor.store.reading(EVERYTHING) as session:
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", keep := lambda *given: seen.append(given[2]))
            kpi(session, EVERYTHING, as_of=datetime(2027, 1, 1, tzinfo=UTC))
            event.remove(engine, "before_cursor_execute", keep)
        return len([one for one in seen if one.startswith("SELECT")])

    few = statements()
    for hour in range(8):
        logged(floor, f"Mon {hour + 9:02}:00")

    assert statements() == few
