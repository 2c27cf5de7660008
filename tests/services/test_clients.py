"""Clients are added and corrected by an admin, and every change is an event."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Role
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import accounts, clients, sessions
from caselight.services.accounts import Account, Place
from caselight.services.clients import Draft
from caselight.store import agreements
from caselight.store.tables import Client, Event
from floor import Floor, at
from proving import verify

TARRIN: dict[str, Any] = {"name": "Tarrin Utilities", "industry": "utilities", "zone": "America/Chicago"}


def test_a_client_is_added_and_corrected_with_an_event_each(floor: Floor) -> None:
    number = clients.save(floor.store, Draft(**TARRIN), actor=floor.admin, now=at("Mon 10:00"))

    clients.save(
        floor.store, Draft(**TARRIN | {"zone": "UTC"}), actor=floor.admin, now=at("Mon 11:00"), client_id=number
    )

    with floor.store.reading(EVERYTHING) as session:
        assert session.get_one(Client, number).zone == "UTC"
        told = session.scalars(select(Event).where(col(Event.subject) == f"client:{number}").order_by(col(Event.seq)))
        events = [(event.kind, event.body["changes"].get("zone")) for event in told]
    assert events == [("client:created", ["UTC", "America/Chicago"]), ("client:updated", ["America/Chicago", "UTC"])]
    assert verify(floor.store).is_whole


def test_saving_the_same_again_is_no_event(floor: Floor) -> None:
    number = clients.save(floor.store, Draft(**TARRIN), actor=floor.admin, now=at("Mon 10:00"))

    clients.save(floor.store, Draft(**TARRIN), actor=floor.admin, now=at("Mon 11:00"), client_id=number)

    with floor.store.reading(EVERYTHING) as session:
        assert len(session.scalars(select(Event).where(col(Event.subject) == f"client:{number}")).all()) == 1


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"name": " "}, "name", "Name the client"),
        ({"name": "Norvane  Telecom"}, "name", "already"),
        ({"zone": "Chicago"}, "zone", "Europe/Oslo"),
        ({"industry": "x" * 101}, "industry", "at most 100"),
        ({"calendar_id": 99}, "calendar_id", "Choose a calendar"),
    ],
)
def test_a_client_that_makes_no_sense_is_refused_beside_its_field(
    floor: Floor, given: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        clients.save(floor.store, Draft(**TARRIN | given), actor=floor.admin, now=at("Mon 10:00"))

    assert sentence in refused.value.fields[field]


def test_only_an_admin_changes_clients(floor: Floor) -> None:
    with pytest.raises(Denied, match="Only an admin"):
        clients.save(floor.store, Draft(**TARRIN), actor=floor.manager, now=at("Mon 10:00"))
    with pytest.raises(NotFound):
        clients.save(floor.store, Draft(**TARRIN), actor=floor.admin, now=at("Mon 10:00"), client_id=99)


def test_the_admin_pages_read_within_their_scope(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        seen = agreements.clients(session, floor.manager.scope)
        theirs = agreements.versions(session, floor.admin.scope, floor.foreign)
        ours = agreements.versions(session, floor.manager.scope, floor.client)

        assert [(row.name, row.calendar, row.versions) for row in seen] == [("Norvane Telecom", "Office", 1)]
        assert agreements.versions(session, floor.manager.scope, floor.foreign) == []
        assert agreements.targets(session, floor.manager.scope, theirs[0].id) == []
        assert len(agreements.targets(session, floor.manager.scope, ours[0].id)) == 8
        assert [row.name for row in agreements.calendars(session, floor.manager.scope)] == ["Office"]
        assert agreements.open_cases(session, floor.manager.scope, floor.client) == 0


def test_whether_our_staff_are_named_is_the_managers_to_say_for_their_clients_alone(floor: Floor) -> None:
    now = at("Mon 10:00")
    for _ in range(2):
        clients.name_staff(floor.store, floor.client, names=True, actor=floor.manager, now=now)

    with pytest.raises(NotFound):
        clients.name_staff(floor.store, floor.foreign, names=True, actor=floor.manager, now=now)
    with pytest.raises(NotFound):
        clients.name_staff(floor.store, 999, names=True, actor=floor.admin, now=now)
    with pytest.raises(Denied):
        clients.name_staff(floor.store, floor.client, names=False, actor=floor.lead, now=now)
    with floor.store.reading(EVERYTHING) as session:
        told = session.scalars(select(Event).where(col(Event.kind) == "client:updated")).all()
        named = dict(session.execute(select(col(Client.id), col(Client.names_staff))).all())
    assert [event.body["changes"] for event in told] == [{"names_staff": [False, True]}]
    assert named == {floor.client: True, floor.foreign: False}


@pytest.mark.parametrize("names", [True, False])
def test_only_the_clients_own_people_are_told_names_by_the_contract(floor: Floor, *, names: bool) -> None:
    now = at("Mon 10:00")
    clients.name_staff(floor.store, floor.client, names=names, actor=floor.admin, now=now)

    told = {}
    for client in (floor.client, floor.foreign):
        account = Account(f"viewer.{client}", "Viewer", Place(Role.CLIENT, [client]), "x")
        person = accounts.create(floor.store, account, actor=floor.admin, now=now)
        viewer = sessions.who(floor.store, sessions.start(floor.store, person, now=now), now=now)
        assert viewer is not None
        told[client] = viewer.knows_staff

    assert told == {floor.client: names, floor.foreign: False}
    assert floor.agent.knows_staff
