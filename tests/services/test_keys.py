"""Keys for programs: one client, shown once, over when revoked."""

from datetime import timedelta

import pytest

from caselight.core.people import EVERYTHING, Role
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import keys
from floor import Floor, at


def a_key(floor: Floor, name: str = "uptime", client: str = "Norvane Telecom") -> str:
    return keys.make(floor.store, name, client=client, actor=floor.admin, now=at("Mon 09:00"))


def test_a_key_stands_for_a_source_that_sees_one_client(floor: Floor) -> None:
    holder = keys.holder(floor.store, a_key(floor))

    assert holder is not None
    assert (holder.name, holder.role, holder.scope.clients) == ("uptime", Role.SOURCE, frozenset({floor.client}))


def test_a_revoked_key_opens_nothing(floor: Floor) -> None:
    key = a_key(floor)

    assert keys.revoke(floor.store, "uptime", actor=floor.admin, now=at("Mon 10:00")) == 1

    assert keys.holder(floor.store, key) is None
    with floor.store.reading(EVERYTHING) as session:
        assert [(each.name, each.revoked_at) for each in keys.every(session, EVERYTHING)] == [
            ("uptime", at("Mon 10:00"))
        ]


def test_the_last_use_of_a_key_is_noted_at_most_once_a_minute(floor: Floor) -> None:
    key = a_key(floor)

    for when in ("Mon 10:00", "Mon 10:00", "Mon 10:05"):
        keys.used(floor.store, key, now=at(when) + timedelta(seconds=59))
    nobody = keys.used(floor.store, key + "x", now=at("Mon 11:00"))

    with floor.store.reading(EVERYTHING) as session:
        [kept] = keys.every(session, floor.manager.scope)
        foreign = keys.every(session, floor.outsider.scope)
    assert (kept.last_used_at, nobody, foreign) == (at("Mon 10:05") + timedelta(seconds=59), None, [])
    assert kept.created_by == floor.admin.name


def test_a_new_key_of_a_name_is_the_same_source(floor: Floor) -> None:
    first = keys.holder(floor.store, a_key(floor))
    keys.revoke(floor.store, "uptime", actor=floor.admin, now=at("Mon 10:00"))

    second = keys.holder(floor.store, a_key(floor))

    assert first is not None
    assert second is not None
    assert first.user_id == second.user_id


def test_a_name_belongs_to_one_client_for_good(floor: Floor) -> None:
    a_key(floor)

    with pytest.raises(Refusal, match="reports for another client"):
        a_key(floor, client="Quillstone Bank")


@pytest.mark.parametrize("name", ["", "x", "Uptime", "up time", "source:up", "a" * 41])
def test_a_source_is_named_so_that_it_can_be_typed(floor: Floor, name: str) -> None:
    with pytest.raises(Refusal, match="Name the source"):
        a_key(floor, name)


def test_a_client_that_is_not_there_is_said_so(floor: Floor) -> None:
    with pytest.raises(Refusal, match="no client called Nowhere"):
        a_key(floor, client="Nowhere")


def test_only_an_admin_makes_and_revokes_keys(floor: Floor) -> None:
    with pytest.raises(Denied):
        keys.make(floor.store, "uptime", client="Norvane Telecom", actor=floor.manager, now=at("Mon 09:00"))
    with pytest.raises(Denied):
        keys.revoke(floor.store, "uptime", actor=floor.manager, now=at("Mon 09:00"))


def test_a_key_that_never_was_cannot_be_revoked(floor: Floor) -> None:
    with pytest.raises(NotFound, match="no key named uptime"):
        keys.revoke(floor.store, "uptime", actor=floor.admin, now=at("Mon 09:00"))
