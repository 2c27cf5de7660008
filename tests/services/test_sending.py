"""Notices leave the house: once where all goes well, again where it does not, never for what is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.services.sweeping import sweep
from caselight.store.tables import Calendar, Channel, Notice
from escalating import RESOLVED, a_case, do, escalations
from floor import Floor, at
from outgoing import a_channel, outgoing, send, tell_contact
from receivers import mail, settings, web

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def test_a_case_logged_reaches_a_webhook_with_what_a_machine_needs(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox)
        number = a_case(floor)

        send(floor, at("Mon 10:00"), settings(url="https://caselight.example"))

    (document,) = inbox.documents
    assert (document["kind"], document["case"], document["client"]) == ("logged", f"C-{number}", "Norvane Telecom")
    assert document["link"] == f"https://caselight.example/case?id=C-{number}"
    assert inbox.keys == [document["id"]]
    assert outgoing(floor)[0].sent_at == at("Mon 10:00")


def test_a_letter_has_a_subject_a_text_and_a_message_id(floor: Floor) -> None:
    with mail() as inbox:
        a_channel(floor, kind="e-mail", address="desk@example.com", shown="desk@example.com")
        number = a_case(floor, priority=1)

        send(floor, at("Mon 10:00"), settings(smtp=f"smtp://127.0.0.1:{inbox.port}", mail_from="us@desk.example"))

    (letter,) = inbox.letters
    assert letter["Subject"] == f"C-{number} P1 Critical logged for Norvane Telecom: Voice lines down"
    assert letter["To"] == "desk@example.com"
    assert letter["Message-ID"].endswith("@desk.example>")
    assert "P1 Critical · Technical failure · new" in letter.get_content()


def test_what_was_sent_is_not_sent_again(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox)
        a_case(floor)

        send(floor, at("Mon 10:00"), settings())
        send(floor, at("Mon 11:00"), settings())

    assert len(inbox.documents) == 1


def test_what_fails_is_tried_again_later_with_the_same_key(floor: Floor) -> None:
    with web(503, 200) as inbox:
        a_channel(floor, inbox)
        a_case(floor)

        send(floor, at("Mon 10:00"), settings())
        (failed,) = outgoing(floor)
        send(floor, at("Mon 10:00") + 5 * SECOND, settings())  # too early
        send(floor, at("Mon 10:01"), settings())

    assert (failed.error, failed.tries, failed.sent_at) == ("It answered 503.", 1, None)
    assert failed.next_try_at is not None
    assert 10 * SECOND <= failed.next_try_at - at("Mon 10:00") <= 13 * SECOND
    assert len(inbox.keys) == 2
    assert len(set(inbox.keys)) == 1
    assert outgoing(floor)[0].error == ""


def test_after_twelve_tries_it_is_dead_and_says_why(floor: Floor) -> None:
    with web(500) as inbox:
        a_channel(floor, inbox)
        a_case(floor)
        now = at("Mon 10:00")

        while (row := outgoing(floor)[0]).next_try_at:
            now = row.next_try_at
            send(floor, now, settings())

    assert (row.tries, row.dead_at, row.error) == (12, now, "It answered 500.")
    assert len(inbox.keys) == 12


def test_after_a_day_it_is_dead(floor: Floor) -> None:
    with web(500) as inbox:
        a_channel(floor, inbox)
        a_case(floor)

        send(floor, at("Mon 10:00"), settings())
        send(floor, at("Tue 10:01"), settings())

    assert outgoing(floor)[0].dead_at == at("Tue 10:01")


@pytest.mark.parametrize("end", ["resolve", "cancel", "merge"])
def test_nothing_is_sent_for_a_case_that_is_over(floor: Floor, end: str) -> None:
    with web() as inbox:
        a_channel(floor, inbox, kinds=["logged"])
        number, other = a_case(floor), a_case(floor)
        given = {"resolve": {"details": RESOLVED}, "cancel": {"note": "Typed twice"}, "merge": {"into": other}}
        do(floor, getattr(verbs, end), "Mon 10:05", case=number, **given[end])

        send(floor, at("Mon 10:06"), settings())

    assert [document["case"] for document in inbox.documents] == [f"C-{other}"]
    gone = outgoing(floor)[0]
    assert (gone.withdrawn_at, gone.sent_at) == (at("Mon 10:06"), None)
    assert gone.error.startswith("The case is ")


def test_that_it_is_resolved_is_told_unless_it_was_reopened(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox, kinds=["resolved"])
        first, second = a_case(floor), a_case(floor)
        for number in (first, second):
            do(floor, verbs.resolve, "Mon 10:05", case=number, details=RESOLVED)
        do(floor, verbs.reopen, "Mon 10:06", case=second)

        send(floor, at("Mon 10:07"), settings())

    assert [document["case"] for document in inbox.documents] == [f"C-{first}"]


def test_after_an_acknowledgement_nobody_is_asked_for_one(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox, kinds=["raised"])
        number = a_case(floor, priority=1)
        sweep(floor.store, now=at("Mon 10:06"))
        do(floor, verbs.acknowledge, "Mon 10:07", case=number)

        send(floor, at("Mon 10:08"), settings())

    assert inbox.documents == []
    assert outgoing(floor)[0].error == "It was acknowledged."


def test_a_managers_eyes_are_asked_for_until_the_manager_has_looked(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox, kinds=["raised"])
        first, second = (a_case(floor, priority=1) for _ in range(2))
        for number in (first, second):
            do(floor, verbs.acknowledge, "Mon 10:01", case=number)
            do(floor, verbs.escalate, "Mon 10:02", case=number, reason="Client is angry", way="hierarchical")
        eyes = escalations(floor, first)[0].id
        do(floor, verbs.acknowledge_escalation, "Mon 10:03", case=first, escalation_id=eyes, actor=floor.manager)

        send(floor, at("Mon 10:04"), settings())

    assert [document["case"] for document in inbox.documents] == [f"C-{second}"]
    assert "needs a manager" in inbox.documents[0]["subject"]


def test_what_is_not_urgent_waits_for_its_hours_and_a_restart_changes_nothing(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox, calendar_id=_office(floor), kinds=["logged"])
        a_case(floor, "Mon 20:00")
        urgent = a_case(floor, "Mon 20:00", priority=1)

        send(floor, at("Mon 20:01"), settings())
        in_the_night = [document["case"] for document in inbox.documents]
        floor.store.dispose()  # as a restart would
        send(floor, at("Tue 08:59"), settings())
        before = len(inbox.documents)
        send(floor, at("Tue 09:00"), settings())

    assert in_the_night == [f"C-{urgent}"]
    assert (before, len(inbox.documents)) == (1, 2)
    assert outgoing(floor)[0].tries == 1


def test_a_poisoned_message_stops_nobody_else(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox, kinds=["raised", "logged"])
        number = a_case(floor)
        a_case(floor)
        _spoil(floor, number)

        done = send(floor, at("Mon 10:00"), settings())

    assert (done.sent, done.failed) == (1, 1)
    assert "Caselight failed" in outgoing(floor)[0].error


def test_a_channel_hears_of_its_own_client_alone(floor: Floor) -> None:
    with web() as inbox:
        a_channel(floor, inbox, client_id=floor.foreign)
        a_case(floor)

        send(floor, at("Mon 10:00"), settings())

    assert inbox.documents == []
    assert outgoing(floor) == []


def test_a_channel_switched_off_sends_nothing_more(floor: Floor) -> None:
    with web() as inbox:
        channel = a_channel(floor, inbox)
        a_case(floor)
        off = update(Channel).where(col(Channel.id) == channel).values(is_active=False)
        floor.store.transact(lambda session: session.execute(off), EVERYTHING)

        send(floor, at("Mon 10:00"), settings())

    assert inbox.documents == []
    assert "No channel" in outgoing(floor)[0].error


def test_the_contact_hears_what_the_contract_says_in_words_for_outside(floor: Floor) -> None:
    with mail() as inbox:
        tell_contact(floor, "late", "resolved")
        number = a_case(floor, priority=1)
        do(floor, verbs.acknowledge, "Mon 10:01", case=number)
        do(floor, verbs.note, "Mon 10:02", case=number, note="Vendor asleep again")
        sweep(floor.store, now=at("Mon 14:01"))
        ours = settings(smtp=f"smtp://127.0.0.1:{inbox.port}")

        send(floor, at("Mon 14:02"), ours)
        a_case(floor, client_id=floor.foreign, actor=floor.admin)
        send(floor, at("Mon 14:03"), ours)

    letters = {str(letter["Subject"]): letter.get_content() for letter in inbox.letters}
    (subject,) = letters
    assert subject == f"C-{number}: first response and resolution overdue (Voice lines down)"
    assert "as the contract of Norvane Telecom with us says" in letters[subject]
    for inside in ("asleep", "Lead One", "tier", "Service Desk"):
        assert inside not in letters[subject]


def _office(floor: Floor) -> int:
    with floor.store.reading(EVERYTHING) as session:
        return session.scalars(select(col(Calendar.id))).one() or 0


def _spoil(floor: Floor, number: int) -> None:
    bad = update(Notice).where(col(Notice.case_id) == number).values(body={"due_at": "yesterday"})
    floor.store.transact(lambda session: session.execute(bad), EVERYTHING)
