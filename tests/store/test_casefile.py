"""One case with its promises, events and texts."""

from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import casefile
from floor import Floor, at
from story import a_case, do


def test_a_case_comes_with_the_names_behind_its_ids(floor: Floor) -> None:
    number = a_case(floor, service="Outbound voice")
    do(floor, verbs.own, "Mon 10:05", case=number)

    with floor.store.reading(EVERYTHING) as session:
        file = casefile.case_file(session, floor.lead.scope, number)

    assert file is not None
    assert (file.id, file.client, file.team, file.tier) == (number, "Norvane Telecom", "Service Desk", 1)
    assert (file.owner, file.service, file.opened_at) == ("Lead One", "Outbound voice", at("Mon 10:00"))


def test_foreign_and_missing_cases_are_the_same_nothing(floor: Floor) -> None:
    theirs = a_case(floor, actor=floor.outsider, client_id=floor.foreign)

    with floor.store.reading(EVERYTHING) as session:
        for number in (theirs, theirs + 1, 1):
            assert casefile.case_file(session, floor.lead.scope, number) is None
            assert casefile.clocks(session, floor.lead.scope, number) == []
            assert casefile.events(session, floor.lead.scope, number) == []
            assert casefile.texts(session, floor.lead.scope, number) == {}
        assert casefile.case_file(session, Scope(frozenset()), theirs) is None


def test_promises_come_tightest_first_with_their_hours(floor: Floor) -> None:
    number = a_case(floor)

    with floor.store.reading(EVERYTHING) as session:
        rows = casefile.clocks(session, floor.lead.scope, number)

    assert [(row.promise, row.target_s, row.calendar) for row in rows] == [
        ("first response", 3600, "Office"),
        ("resolution", 24 * 3600, "Office"),
    ]


def test_events_come_in_order_with_who_and_what_was_said(floor: Floor) -> None:
    number = a_case(floor, note="Heard it from the branch.")
    do(floor, verbs.wait, "Mon 10:10", case=number, reason="the customer", actor=floor.agent)

    with floor.store.reading(EVERYTHING) as session:
        events = casefile.events(session, floor.lead.scope, number)
        texts = casefile.texts(session, floor.lead.scope, number)

    assert [(event.kind, event.actor, event.status) for event in events] == [
        ("case:logged", "Lead One", "new"),
        ("case:waiting", "Agent One", "waiting"),
    ]
    assert texts[1]["note"] == "Heard it from the branch."
    assert texts[2]["waiting_reason"] == "the customer"
