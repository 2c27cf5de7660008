"""Attachments: each comes and goes with its event, within its client, and leaves a chain that verifies."""

import hashlib

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from acts import RESOLVED, a_case, do, kinds, read
from caselight.core.attachments import MOST, Upload
from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import verbs
from caselight.store import attachments, casefile
from caselight.store.attachments import AttachmentRow
from caselight.store.tables import Attachment, Event
from floor import Floor, at
from proving import breaks

LOG = Upload("trunk.log", b"10:02 trunk 7 busy")


def attached(floor: Floor, number: int, scope: Scope = EVERYTHING) -> list[AttachmentRow]:
    with floor.store.reading(EVERYTHING) as session:
        return attachments.of_case(session, scope, number)


def test_a_file_is_kept_with_its_event_and_its_digest(floor: Floor) -> None:
    number = a_case(floor)

    seq = do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG, actor=floor.agent).version

    (row,) = attached(floor, number)
    assert (row.number, row.name, row.media_type, row.size, row.by) == (seq, "trunk.log", "text/plain", 18, "Agent One")
    with floor.store.reading(EVERYTHING) as session:
        event = session.scalars(select(Event).where(col(Event.case_id) == number, col(Event.seq) == seq)).one()
        found = attachments.contents(session, floor.lead.scope, number, seq)
        assert casefile.texts(session, floor.lead.scope, number)[seq] == {"attachment": "trunk.log"}
    digest = hashlib.sha256(LOG.content).hexdigest()
    assert event.body["attachment"] == {"number": seq, "type": "text/plain", "size": 18, "sha256": digest}
    assert found == ("trunk.log", "text/plain", LOG.content)


def test_a_double_click_attaches_once(floor: Floor) -> None:
    number = a_case(floor)

    for _ in range(2):
        do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG, request="one")

    assert len(attached(floor, number)) == 1


def test_another_team_may_attach_and_at_any_status(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.hand_off, "Mon 10:10", case=number, team_id=floor.network)
    do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG, actor=floor.agent)
    do(floor, verbs.update, "Mon 10:25", case=number, fields={"details": RESOLVED | {"affected_services": ["voice"]}})
    do(floor, verbs.resolve, "Mon 10:30", case=number)

    do(floor, verbs.attach, "Mon 10:40", case=number, upload=LOG)

    assert len(attached(floor, number)) == 2


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"MZ\x90\0"])
def test_what_is_not_kept_changes_nothing(floor: Floor, content: bytes) -> None:
    number = a_case(floor)

    with pytest.raises(Refusal):
        do(floor, verbs.attach, "Mon 10:20", case=number, upload=Upload("a.png", content))

    assert (attached(floor, number), kinds(floor, number)) == ([], ["case:logged"])


def test_one_more_than_the_most_is_refused(floor: Floor) -> None:
    number = a_case(floor)
    for _ in range(MOST):
        do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG)

    with pytest.raises(Refusal, match="has 20 attachments, the most a case may have"):
        do(floor, verbs.attach, "Mon 10:21", case=number, upload=LOG)

    do(floor, verbs.remove_attachment, "Mon 10:22", case=number, attachment=2)
    do(floor, verbs.attach, "Mon 10:23", case=number, upload=LOG)
    assert len(attached(floor, number)) == MOST


def test_a_removed_file_is_gone_and_its_event_stays(floor: Floor) -> None:
    number = a_case(floor)
    seq = do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG, actor=floor.agent).version

    do(floor, verbs.remove_attachment, "Mon 10:30", case=number, attachment=seq, actor=floor.agent)

    with floor.store.reading(EVERYTHING) as session:
        row = session.scalars(select(Attachment)).one()
        assert attachments.contents(session, EVERYTHING, number, seq) is None
        assert breaks(session) == []
    assert (row.content, row.name, row.removed_at, row.sha256) == (None, "", at("Mon 10:30"), LOG.sha256)
    assert kinds(floor, number) == ["case:logged", "case:attached", "case:attachment_removed"]
    assert attached(floor, number) == []


def test_who_did_not_attach_it_asks_a_lead_to_remove_it(floor: Floor) -> None:
    number = a_case(floor)
    seq = do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG, actor=floor.manager).version

    with pytest.raises(Denied, match="Ask them, or a lead, to remove it"):
        do(floor, verbs.remove_attachment, "Mon 10:21", case=number, attachment=seq, actor=floor.agent)

    do(floor, verbs.remove_attachment, "Mon 10:22", case=number, attachment=seq, actor=floor.lead)
    assert attached(floor, number) == []


def test_what_is_not_there_cannot_be_removed(floor: Floor) -> None:
    number = a_case(floor)

    with pytest.raises(NotFound, match="no such attachment"):
        do(floor, verbs.remove_attachment, "Mon 10:22", case=number, attachment=7)


def test_attaching_can_be_undone_and_removing_cannot(floor: Floor) -> None:
    number = a_case(floor)
    first = do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG).version

    undone = do(floor, verbs.undo, "Mon 10:20", case=number, seq=first)

    assert attached(floor, number) == []
    with floor.store.reading(EVERYTHING) as session:
        assert session.get_one(Attachment, (number, first)).seq == undone.version
    second = do(floor, verbs.attach, "Mon 10:21", case=number, upload=LOG).version
    removed = do(floor, verbs.remove_attachment, "Mon 10:22", case=number, attachment=second).version
    with pytest.raises(Refusal, match="a removed attachment cannot be put back"):
        do(floor, verbs.undo, "Mon 10:22", case=number, seq=removed)


def test_files_stay_within_their_client(floor: Floor) -> None:
    number = a_case(floor)
    seq = do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG).version

    with floor.store.reading(EVERYTHING) as session:
        assert attachments.of_case(session, floor.outsider.scope, number) == []
        assert attachments.contents(session, floor.outsider.scope, number, seq) is None
        assert attachments.contents(session, Scope(frozenset()), number, seq) is None
    for verb, given in ((verbs.attach, {"upload": LOG}), (verbs.remove_attachment, {"attachment": seq})):
        with pytest.raises(NotFound):
            do(floor, verb, "Mon 10:30", case=number, actor=floor.outsider, **given)
    assert read(floor, number).version == seq


def test_an_auditor_attaches_nothing(floor: Floor) -> None:
    with pytest.raises(Denied):
        do(floor, verbs.attach, "Mon 10:20", case=a_case(floor), upload=LOG, actor=floor.auditor)


def test_bytes_may_be_erased_and_the_chain_still_verifies(floor: Floor) -> None:
    number = a_case(floor)
    seq = do(floor, verbs.attach, "Mon 10:20", case=number, upload=LOG).version

    floor.store.transact(lambda session: session.execute(update(Attachment).values(content=None, name="")), EVERYTHING)

    with floor.store.reading(EVERYTHING) as session:
        assert breaks(session) == []
        assert attachments.contents(session, EVERYTHING, number, seq) is None


def test_the_database_refuses_a_file_without_its_event(floor: Floor) -> None:
    number = a_case(floor)
    row = (
        "INSERT INTO attachments (case_id, number, client_id, seq, at, name, media_type, size, sha256)"
        " VALUES (:case, 9, :client, 9, '2026-11-16 10:00:00', 'a.txt', 'text/plain', 1, '')"
    )

    with pytest.raises(DBAPIError):
        floor.store.transact(
            lambda session: session.execute(text(row), {"case": number, "client": floor.client}), EVERYTHING
        )
