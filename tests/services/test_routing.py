"""The routing rules as an admin keeps them, and as every new case follows them."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from acts import a_case, do, read
from caselight.core.hours import BusinessHours
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.core.routing import Route
from caselight.services import matrix, routing, verbs
from caselight.store import routing as kept
from caselight.store.tables import Event, User
from floor import Floor, at
from proving import breaks

NOW = at("Mon 08:00")
NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})


def a_route(floor: Floor, **given: Any) -> Route:
    base = {"client_id": floor.client, "record_type": "technical", "team_id": floor.network, "valid_from": NOW}
    return Route(**{**base, **given})


def set_route(floor: Floor, now: datetime = NOW, **given: Any) -> int:
    return routing.set_route(floor.store, a_route(floor, **given), actor=floor.admin, now=now)


def told(floor: Floor, subject: str) -> list[Event]:
    with floor.store.reading(EVERYTHING) as session:
        rows = select(Event).where(col(Event.subject) == subject).order_by(col(Event.seq))
        return list(session.scalars(rows))


def test_a_new_case_goes_by_the_rule_and_its_event_says_which(floor: Floor) -> None:
    rule = set_route(floor, priority=3)

    number = a_case(floor)

    assert read(floor, number).team_id == floor.network
    (logged,) = told(floor, f"case:{number}")
    assert (logged.team_id, logged.tier) == (floor.network, 2)
    assert logged.body["routing"] == {"rule": rule, "about": [floor.client, "technical", 3]}


def test_a_person_may_still_choose_the_team(floor: Floor) -> None:
    set_route(floor)

    number = a_case(floor, team_id=floor.experts)

    assert read(floor, number).team_id == floor.experts
    assert "routing" not in told(floor, f"case:{number}")[0].body


def test_the_owner_of_the_rule_gets_the_case_until_somebody_else_is_named(floor: Floor) -> None:
    set_route(floor, team_id=floor.desk, owner_id=floor.agent.user_id)

    assert read(floor, a_case(floor)).owner_id == floor.agent.user_id
    assert read(floor, a_case(floor, owner_id=floor.lead.user_id)).owner_id == floor.lead.user_id


def test_an_owner_not_on_shift_is_passed_over_and_the_event_says_so(floor: Floor) -> None:
    set_route(floor, team_id=floor.desk, owner_id=floor.agent.user_id)
    matrix.set_shifts(floor.store, floor.desk, NIGHTS, actor=floor.admin, now=NOW)

    number = a_case(floor)

    case = read(floor, number)
    assert (case.team_id, case.owner_id) == (floor.desk, None)
    passed = told(floor, f"case:{number}")[0].body["routing"]["passed_over"]
    assert passed == {"owner_id": floor.agent.user_id, "why": "is not on shift"}


def test_an_owner_who_left_after_the_rule_was_made_is_passed_over(floor: Floor) -> None:
    set_route(floor, team_id=floor.desk, owner_id=floor.agent.user_id)

    def leave(session: Any) -> None:
        session.get_one(User, floor.agent.user_id).is_active = False

    floor.store.transact(leave, EVERYTHING)

    number = a_case(floor)

    assert told(floor, f"case:{number}")[0].body["routing"]["passed_over"]["why"] == "has left"


def test_where_no_rule_speaks_the_writers_team_has_it_and_the_event_names_the_gap(floor: Floor) -> None:
    number = a_case(floor)

    assert read(floor, number).team_id == floor.lead.team_id
    assert told(floor, f"case:{number}")[0].body["routing"] == {"fault": "gap"}


def test_a_newer_rule_takes_the_place_of_an_older_one_and_each_act_is_an_event(floor: Floor) -> None:
    first = set_route(floor)
    set_route(floor, team_id=floor.experts, valid_from=at("Tue 08:00"))
    routing.end_route(floor.store, first, at=at("Wed 08:00"), actor=floor.admin, now=at("Tue 09:00"))

    before, after = a_case(floor, "Mon 10:00"), a_case(floor, "Tue 10:00")

    assert [read(floor, number).team_id for number in (before, after)] == [floor.network, floor.experts]
    assert [event.kind for event in told(floor, "routing")] == ["routing:rule_set"] * 2 + ["routing:rule_ended"]
    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"record_type": "spaceship"}, "record_type"),
        ({"client_id": 999}, "client_id"),
        ({"priority": 5}, "priority"),
        ({"team_id": 999}, "team_id"),
        ({"owner_id": 999}, "owner_id"),
        ({"owner_id": 1}, "owner_id"),  # of another team
        ({"valid_from": at("Mon 07:59")}, "valid_from"),
        ({"valid_until": NOW}, "valid_until"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_next_to_its_field(floor: Floor, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        set_route(floor, **given)

    assert list(refused.value.fields) == [field]
    assert told(floor, "routing") == []


def test_a_rule_is_tried_on_the_cases_of_the_last_days_before_it_is_saved(floor: Floor) -> None:
    for when in ("Mon 10:00", "Tue 10:00"):
        a_case(floor, when)
    a_case(floor, "Tue 11:00", team_id=floor.network)
    a_case(floor, "Tue 12:00", record_type="delivery")

    trial = routing.preview(
        floor.store, a_route(floor, valid_from=at("Wed 08:00")), actor=floor.admin, now=at("Wed 08:00")
    )

    assert (trial.cases, trial.held, trial.elsewhere) == (4, 3, 2)
    assert {fault.kind for fault in trial.faults} == {"gap"}
    assert told(floor, "routing") == []


def test_a_tie_is_shown_before_it_is_saved(floor: Floor) -> None:
    set_route(floor, client_id=None, record_type=None)
    set_route(floor, record_type=None)

    route = a_route(floor, client_id=None)
    trial = routing.preview(floor.store, route, actor=floor.admin, now=NOW)

    assert {fault.kind for fault in trial.faults} == {"tie"}
    with floor.store.reading(EVERYTHING) as session:
        assert kept.faults_now(session, EVERYTHING, types=("technical", "delivery"), at=NOW) == []


def test_a_rule_ends_once_and_never_in_the_past(floor: Floor) -> None:
    rule = set_route(floor)

    with pytest.raises(Refusal, match="in the past"):
        routing.end_route(floor.store, rule, at=at("Mon 07:00"), actor=floor.admin, now=NOW)
    routing.end_route(floor.store, rule, at=at("Tue 08:00"), actor=floor.admin, now=NOW)
    with pytest.raises(Refusal, match="ends by then anyhow"):
        routing.end_route(floor.store, rule, at=at("Wed 08:00"), actor=floor.admin, now=NOW)
    with pytest.raises(NotFound):
        routing.end_route(floor.store, 999, at=NOW, actor=floor.admin, now=NOW)


def test_only_an_admin_changes_the_rules(floor: Floor) -> None:
    route = a_route(floor)

    for act in (routing.set_route, routing.preview):
        with pytest.raises(Denied):
            act(floor.store, route, actor=floor.manager, now=NOW)
    with pytest.raises(Denied):
        routing.end_route(floor.store, 1, at=NOW, actor=floor.lead, now=NOW)


def test_the_rules_of_another_client_are_not_read(floor: Floor) -> None:
    set_route(floor)
    set_route(floor, client_id=None, team_id=floor.desk)

    with floor.store.reading(EVERYTHING) as session:
        found = kept.rules(session, floor.outsider.scope)
        arrived = kept.arrivals(session, floor.outsider.scope, since=NOW)

    assert [route.client_id for route in found.routes] == [None]
    assert arrived == []


def test_a_rule_made_for_one_client_never_moves_anothers_case(floor: Floor) -> None:
    set_route(floor)

    number = do(
        floor,
        verbs.log,
        "Mon 10:00",
        actor=floor.outsider,
        client_id=floor.foreign,
        record_type="technical",
        title="Vault door",
        priority=3,
    ).case_id

    assert read(floor, number).team_id == floor.outsider.team_id
