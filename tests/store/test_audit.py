"""The audit trail: everything for who sees everything, one's own clients' for the others."""

from dataclasses import replace
from datetime import timedelta

import pytest

from acts import a_case, do
from caselight.core.people import EVERYTHING, Role, Scope
from caselight.services import accounts, verbs
from caselight.services.accounts import Account, Place
from caselight.store import audit
from caselight.store.audit import SYSTEM, Entry, Wanted
from floor import Floor, at

WEEK = Wanted(at("Mon 00:00"), at("Sun 00:00"))


def found(floor: Floor, wanted: Wanted = WEEK, scope: Scope = EVERYTHING) -> list[Entry]:
    with floor.store.reading(EVERYTHING) as session:
        rows = audit.page(session, scope, wanted, page=1, size=50)
        assert audit.total(session, scope, wanted) == len(rows)
        assert [row.id for row in audit.every(session, scope, wanted)] == [row.id for row in reversed(rows)]
    return rows


@pytest.fixture
def case(floor: Floor) -> int:
    number = a_case(floor, "Mon 10:00")
    do(floor, verbs.note, "Mon 10:05", case=number, note="Looking.", actor=floor.agent)
    a_case(floor, "Mon 11:00", actor=floor.outsider, client_id=floor.foreign)
    account = Account("new.one", "New One", Place(Role.AGENT, [floor.client], floor.desk), "x")
    accounts.create(floor.store, account, actor=floor.admin, now=at("Tue 09:00"))
    return number


def test_the_newest_comes_first_and_says_who_did_what_to_what(floor: Floor, case: int) -> None:
    newest, _, noted, logged = found(floor)

    assert (newest.kind, newest.actor, newest.client) == ("user:created", "Admin One", None)
    assert (noted.subject, noted.seq, noted.actor, noted.client) == (f"case:{case}", 2, "Agent One", "Norvane Telecom")
    assert noted.prev == logged.hash


def test_nobody_reads_of_another_client_or_of_the_house_without_seeing_all(floor: Floor, case: int) -> None:
    assert {row.client for row in found(floor, scope=floor.lead.scope)} == {"Norvane Telecom"}
    assert found(floor, replace(WEEK, subject=f"case:{case}"), floor.outsider.scope) == []


def test_it_is_narrowed_by_kind_person_period_and_subject(floor: Floor, case: int) -> None:
    assert [row.kind for row in found(floor, replace(WEEK, about=("user", "wall")))] == ["user:created"]
    assert [row.kind for row in found(floor, replace(WEEK, actor_id=floor.agent.user_id))] == ["case:noted"]
    assert found(floor, replace(WEEK, actor_id=SYSTEM)) == []
    assert len(found(floor, replace(WEEK, until=at("Mon 10:05")))) == 1
    long_ago = Wanted(at("Mon 00:00") - timedelta(days=9), at("Mon 00:00"), subject=f"case:{case}")
    assert [row.seq for row in found(floor, long_ago)] == [2, 1]


def test_people_are_those_who_work_for_the_clients_in_scope(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        everybody, ours = audit.people(session, EVERYTHING), audit.people(session, floor.lead.scope)

    assert floor.outsider.user_id in everybody
    assert floor.outsider.user_id not in ours
    assert floor.agent.user_id in ours
