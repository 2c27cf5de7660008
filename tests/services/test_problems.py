"""Problems: what keeps coming back, with its cases, its corrective action, and every act on record."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from acts import a_case
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Conflict, Denied, NotFound, Refusal
from caselight.services import problems
from caselight.services.problems import Draft
from caselight.store import problems as kept
from caselight.store.tables import Event, EventText
from floor import Floor, at
from proving import breaks

NOW = at("Wed 10:00")
BASE = {"title": "Voice lines drop at noon", "record_type": "technical"}


def begun(floor: Floor, *cases: int, **given: Any) -> int:
    return problems.begin(floor.store, floor.client, Draft(**{**BASE, **given}), cases=cases, actor=floor.lead, now=NOW)


def row(floor: Floor, number: int) -> kept.ProblemRow:
    with floor.store.reading(EVERYTHING) as session:
        return next(row for row in kept.problems(session, EVERYTHING) if row.id == number)


def told(floor: Floor, number: int) -> list[Event]:
    with floor.store.reading(EVERYTHING) as session:
        rows = select(Event).where(col(Event.subject) == f"problem:{number}").order_by(col(Event.seq))
        return list(session.scalars(rows))


def test_a_problem_groups_cases_and_every_act_is_an_event(floor: Floor) -> None:
    one, two = a_case(floor, "Mon 10:00", service="Voice"), a_case(floor, "Tue 10:00", service="Voice")

    number = begun(floor, one, service="Voice")
    problems.link(floor.store, number, [one, two], actor=floor.lead, now=NOW)
    problems.unlink(floor.store, number, one, actor=floor.lead, now=NOW)

    kinds = ["problem:opened", "problem:case_linked", "problem:case_linked", "problem:case_unlinked"]
    assert [event.kind for event in told(floor, number)] == kinds
    with floor.store.reading(EVERYTHING) as session:
        assert [case.number for case in kept.cases_of(session, EVERYTHING, number)] == [two]
        assert kept.behind(session, EVERYTHING, two) == number
        assert kept.behind(session, EVERYTHING, one) is None
        free = kept.unlinked(session, EVERYTHING, row(floor, number).kind, since=at("Mon 00:00"))
        assert [case.number for case in free] == [one]
        assert list(breaks(session)) == []
    assert (row(floor, number).cases, row(floor, number).version) == (1, 4)


def test_what_people_wrote_is_kept_apart_from_the_event(floor: Floor) -> None:
    number = begun(floor, action="Replace the trunk.")

    (opened,) = told(floor, number)
    with floor.store.reading(EVERYTHING) as session:
        texts = {text.field: text.text for text in session.scalars(select(EventText))}
    assert texts == {"title": "Voice lines drop at noon", "action": "Replace the trunk."}
    assert "trunk" not in str(opened.body)


def test_the_corrective_action_and_the_day_it_took_effect_are_on_record(floor: Floor) -> None:
    number = begun(floor)
    given = {**BASE, "root_cause": "vendor", "action": "Replace the trunk.", "effective_at": NOW}

    problems.change(floor.store, number, Draft(**given), seen=1, actor=floor.manager, now=NOW)
    problems.change(floor.store, number, Draft(**given), seen=2, actor=floor.manager, now=NOW)  # nothing new
    problems.close(floor.store, number, seen=2, actor=floor.manager, now=NOW)
    problems.reopen(floor.store, number, seen=3, actor=floor.manager, now=NOW)

    assert [event.kind for event in told(floor, number)[1:]] == [
        "problem:changed",
        "problem:closed",
        "problem:reopened",
    ]
    assert told(floor, number)[1].body["changes"]["root_cause"] == [None, "vendor"]
    assert (row(floor, number).effective_at, row(floor, number).closed_at) == (NOW, None)


def test_whoever_saw_an_older_version_is_told_who_was_faster(floor: Floor) -> None:
    number = begun(floor)
    problems.change(floor.store, number, Draft(**BASE, root_cause="vendor"), seen=1, actor=floor.manager, now=NOW)

    with pytest.raises(Conflict, match="Manager One changed problem"):
        problems.change(floor.store, number, Draft(**BASE), seen=1, actor=floor.lead, now=NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"action": "x" * 2001}, "action"),
        ({"record_type": "spaceship"}, "record_type"),
        ({"root_cause": "the moon"}, "root_cause"),
        ({"effective_at": NOW}, "action"),
        ({"service": "Vault"}, "service"),
        ({"owner_id": 999}, "owner_id"),
    ],
)
def test_what_cannot_be_is_refused_next_to_its_field(floor: Floor, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        begun(floor, **given)

    assert list(refused.value.fields) == [field]


def test_nobody_outside_the_client_owns_its_problem(floor: Floor) -> None:
    with pytest.raises(Refusal):
        begun(floor, owner_id=floor.outsider.user_id)

    assert row(floor, begun(floor, owner_id=floor.agent.user_id)).owner == "Agent One"


def test_a_case_belongs_to_one_problem(floor: Floor) -> None:
    case = a_case(floor)
    first, second = begun(floor, case), begun(floor)

    with pytest.raises(Refusal, match=f"linked to problem {first}"):
        problems.link(floor.store, second, [case], actor=floor.lead, now=NOW)
    with pytest.raises(Refusal, match="not linked"):
        problems.unlink(floor.store, second, case, actor=floor.lead, now=NOW)


def test_a_problem_is_closed_once_its_cause_is_known_and_reopened_only_when_closed(floor: Floor) -> None:
    number = begun(floor)

    with pytest.raises(Refusal, match="root cause"):
        problems.close(floor.store, number, seen=1, actor=floor.lead, now=NOW)
    with pytest.raises(Refusal, match="is open"):
        problems.reopen(floor.store, number, seen=1, actor=floor.lead, now=NOW)
    problems.change(floor.store, number, Draft(**BASE, root_cause="vendor"), seen=1, actor=floor.lead, now=NOW)
    problems.close(floor.store, number, seen=2, actor=floor.lead, now=NOW)
    with pytest.raises(Refusal, match="closed already"):
        problems.close(floor.store, number, seen=3, actor=floor.lead, now=NOW)


def test_an_agent_does_not_keep_problems(floor: Floor) -> None:
    number = begun(floor)

    with pytest.raises(Denied):
        problems.begin(floor.store, floor.client, Draft(**BASE), actor=floor.agent, now=NOW)
    with pytest.raises(Denied):
        problems.link(floor.store, number, [], actor=floor.auditor, now=NOW)


def test_another_clients_problem_and_case_are_told_as_missing(floor: Floor) -> None:
    number = begun(floor)
    theirs = a_case(floor, actor=floor.outsider, client_id=floor.foreign)

    with pytest.raises(NotFound):
        problems.begin(floor.store, floor.foreign, Draft(**BASE), actor=floor.lead, now=NOW)
    for actor in (floor.lead, floor.admin):
        with pytest.raises(NotFound):
            problems.link(floor.store, number, [theirs], actor=actor, now=NOW)
    with pytest.raises(NotFound):
        problems.close(floor.store, 999, seen=1, actor=floor.lead, now=NOW)
    with floor.store.reading(EVERYTHING) as session:
        assert kept.problems(session, floor.outsider.scope) == []
        assert kept.cases_of(session, floor.outsider.scope, number) == []


def test_the_rate_before_and_after_counts_what_came_again(floor: Floor) -> None:
    for when in ("Mon 10:00", "Tue 10:00", "Wed 10:00"):
        a_case(floor, when, service="Voice")
    a_case(floor, "Tue 11:00", service="Voice", record_type="delivery")
    kind = row(floor, begun(floor, service="Voice")).kind

    with floor.store.reading(EVERYTHING) as session:
        before = kept.rate(session, EVERYTHING, kind, since=at("Mon 00:00"), until=at("Wed 00:00"))
        after = kept.rate(session, EVERYTHING, kind, since=at("Wed 00:00"), until=at("Sun 00:00"))
        foreign = kept.rate(
            session, floor.outsider.scope, kind, since=NOW - timedelta(days=9), until=NOW + timedelta(days=9)
        )

    assert ((before.hits, before.n), (after.hits, after.n), foreign.n) == ((1, 3), (1, 1), 0)
