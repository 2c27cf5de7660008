"""Channels as an admin keeps them: checked, changed at once, on record without their secrets."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import dead_letters
from caselight.services.channels import kept
from caselight.services.channels.kept import Draft
from caselight.store import outbox
from caselight.store.tables import Calendar, Channel, Event
from escalating import a_case
from floor import Floor, at
from outgoing import a_channel, outgoing, send
from proving import verify
from receivers import settings, web

SECRET = "hooks/T0PS3CRET"
OURS = settings()


def a_draft(**given: Any) -> Draft:
    usual = {"name": "Status page", "kind": "webhook", "address": f"https://status.example.com/{SECRET}"}
    return Draft(**(usual | {"kinds": ("raised",)} | given))


def save(floor: Floor, draft: Draft, **given: Any) -> int:
    return kept.save(floor.store, draft, **({"settings": OURS, "actor": floor.admin, "now": at("Mon 09:00")} | given))


def events(floor: Floor, subject: str) -> list[Event]:
    with floor.store.reading(EVERYTHING) as session:
        return list(session.scalars(select(Event).where(col(Event.subject) == subject).order_by(col(Event.seq))))


def test_a_channel_is_on_record_and_on_screen_without_its_secret(floor: Floor) -> None:
    number = save(floor, a_draft())
    save(floor, a_draft(address="https://other.example.com/N3W"), channel_id=number)

    added, changed = events(floor, f"channel:{number}")
    with floor.store.reading(EVERYTHING) as session:
        (row,) = outbox.channels(session, floor.admin.scope)
    assert (added.kind, changed.kind) == ("channel:added", "channel:changed")
    assert changed.body["changes"] == {"shown": ["https://status.example.com/…", "https://other.example.com/…"]}
    for said in (repr(added.body), repr(changed.body), repr(row), repr(a_draft())):
        assert "T0PS3CRET" not in said
        assert "N3W" not in said
    assert verify(floor.store).is_whole


def test_an_empty_address_keeps_the_one_there_is(floor: Floor) -> None:
    number = save(floor, a_draft())

    save(floor, a_draft(address="", name="Status"), channel_id=number)

    with floor.store.reading(EVERYTHING) as session:
        row = session.get_one(Channel, number)
    assert (row.name, row.address) == ("Status", f"https://status.example.com/{SECRET}")


def test_a_new_address_at_the_same_host_is_a_change_on_record(floor: Floor) -> None:
    number = save(floor, a_draft())

    save(floor, a_draft(address="https://status.example.com/hooks/N3W"), channel_id=number)

    assert events(floor, f"channel:{number}")[-1].body["changes"] == {"shown": ["https://status.example.com/…"] * 2}


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"name": " "}, "name", "at most 100"),
        ({"kind": "pigeon"}, "kind", "Choose what kind"),
        ({"address": ""}, "address", "Give the address"),
        ({"address": "x" * 2_001}, "address", "2,000 is the most"),
        ({"address": "ftp://status.example.com/"}, "address", "begins with https://"),
        ({"address": "https://me:pw@status.example.com/"}, "address", "Leave user and password out"),
        ({"address": "https://[1"}, "address", "begins with https://"),
        ({"kind": "e-mail", "address": "desk@example.com, boss@example.com"}, "address", "one e-mail address"),
        ({"kind": "e-mail", "address": "desk@example.com"}, "address", "No mail server is set"),
        ({"kind": "chat", "address": "file:///etc/passwd"}, "address", "Begin with the service"),
        ({"kind": "chat", "address": "slack://nothing"}, "address", "does not take this address"),
        ({"kinds": ()}, "kinds", "at least one"),
        ({"kinds": ("gossip",)}, "kinds", "at least one"),
        ({"told": ("client contact",)}, "told", "roles from the list"),
        ({"client_id": 99}, "client_id", "from the list"),
        ({"calendar_id": 99}, "calendar_id", "from the list"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    floor: Floor, given: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        save(floor, a_draft(**given))

    assert sentence in refused.value.fields[field]


def test_a_name_is_taken_once(floor: Floor) -> None:
    save(floor, a_draft())

    with pytest.raises(Refusal, match="called Status page already"):
        save(floor, a_draft())


def test_nobody_but_an_admin_changes_tries_or_sends_again(floor: Floor) -> None:
    for actor in (floor.manager, floor.lead, floor.agent, floor.auditor):
        with pytest.raises(Denied):
            save(floor, a_draft(), actor=actor)
        with pytest.raises(Denied):
            kept.try_out(floor.store, 1, settings=OURS, actor=actor, now=at("Mon 09:00"))
        with pytest.raises(Denied):
            dead_letters.try_again(floor.store, [1], actor=actor, now=at("Mon 09:00"))
    with pytest.raises(NotFound):
        save(floor, a_draft(), channel_id=99)


def test_a_test_arrives_and_is_on_record(floor: Floor) -> None:
    with web(200, 404) as inbox:
        number = a_channel(floor, inbox)

        kept.try_out(floor.store, number, settings=OURS, actor=floor.admin, now=at("Mon 09:00"))
        with pytest.raises(Refusal, match=r"did not leave\. It answered 404"):
            kept.try_out(floor.store, number, settings=OURS, actor=floor.admin, now=at("Mon 09:01"))

    assert inbox.documents[0]["kind"] == "test"
    assert [event.body["outcome"] for event in events(floor, f"channel:{number}")] == ["sent", "It answered 404."]


def test_the_outbox_is_counted_and_the_dead_are_listed_with_their_reason(floor: Floor) -> None:
    with web(500) as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        number = a_case(floor)
        send(floor, at("Mon 10:00"), OURS)
        standing = _standing(floor)
        send(floor, at("Tue 10:01"), OURS)

    assert (standing.waiting, standing.failing, standing.since) == (1, 1, at("Mon 10:00"))
    assert _standing(floor).dead == 1
    with floor.store.reading(EVERYTHING) as session:
        (letter,) = outbox.dead(session, floor.admin.scope, limit=5)
        assert outbox.dead(session, Scope(frozenset({floor.foreign})), limit=5) == []
        assert outbox.channels(session, floor.manager.scope) == []
    assert (letter.case, letter.channel, letter.error, letter.tries) == (number, "Status", "It answered 500.", 2)


def test_what_was_given_up_is_sent_after_all_with_the_same_key(floor: Floor) -> None:
    with web(500, 500, 200) as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        a_case(floor)
        send(floor, at("Mon 10:00"), OURS)
        send(floor, at("Tue 10:01"), OURS)
        (dead,) = outgoing(floor)

        done = [
            dead_letters.try_again(floor.store, [dead.id or 0], actor=floor.admin, now=at("Tue 11:00"))
            for _ in range(2)
        ]
        send(floor, at("Tue 11:00"), OURS)

    (sent,) = outgoing(floor)
    assert done == [1, 0]
    assert (sent.sent_at, sent.dead_at, sent.tries) == (at("Tue 11:00"), None, 1)
    assert len(set(inbox.keys)) == 1
    assert events(floor, f"delivery:{dead.id}")[0].body["error"] == "It answered 500."


def test_what_was_put_off_follows_the_new_hours_at_once(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        office = session.scalars(select(col(Calendar.id))).one()
    with web() as inbox:
        draft = a_draft(address=f"http://127.0.0.1:{inbox.port}/", kinds=("logged",), calendar_id=office)
        number = save(floor, draft)
        a_case(floor, "Mon 20:00")
        send(floor, at("Mon 20:01"), OURS)
        put_off = outgoing(floor)[0].next_try_at

        save(floor, replace(draft, calendar_id=None), channel_id=number, now=at("Mon 20:02"))
        send(floor, at("Mon 20:02"), OURS)

    assert put_off == at("Tue 09:00")
    assert len(inbox.documents) == 1


def test_a_scope_counts_its_own_clients_deliveries(floor: Floor) -> None:
    a_channel(floor)
    a_case(floor)

    assert _standing(floor, Scope(frozenset({floor.foreign}))).waiting == 0
    assert _standing(floor).waiting == 1


def _standing(floor: Floor, scope: Scope | None = None) -> outbox.Standing:
    with floor.store.reading(EVERYTHING) as session:
        return outbox.standing(session, scope or floor.admin.scope, at("Tue 10:02"))
