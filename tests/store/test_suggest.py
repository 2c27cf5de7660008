"""What the one box proposes: always within the asker's clients."""

from datetime import timedelta

from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.store import suggest
from floor import Floor, at
from story import a_case, do


def test_only_clients_in_scope_are_offered(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        ours = suggest.clients(session, floor.agent.scope)

    assert [client.name for client in ours] == ["Norvane Telecom"]


def test_the_last_log_of_this_person_gives_the_defaults(floor: Floor) -> None:
    a_case(floor, "Mon 10:00", channel="email", record_type="delivery")
    a_case(floor, "Mon 11:00", actor=floor.agent, channel="voice")

    with floor.store.reading(EVERYTHING) as session:
        last = suggest.last_logged(session, EVERYTHING, floor.lead.user_id or 0)
        none = suggest.last_logged(session, EVERYTHING, floor.manager.user_id or 0)

    assert last == suggest.Logged(floor.client, "delivery", "email")
    assert none is None


def test_clients_worked_for_last_come_first(floor: Floor) -> None:
    a_case(floor, "Mon 10:00", actor=floor.admin, client_id=floor.foreign)
    a_case(floor, "Mon 11:00", actor=floor.admin)

    with floor.store.reading(EVERYTHING) as session:
        recent = suggest.recent_clients(session, EVERYTHING, floor.admin.user_id or 0)
        narrowed = suggest.recent_clients(session, floor.lead.scope, floor.admin.user_id or 0)

    assert recent == [floor.client, floor.foreign]
    assert narrowed == [floor.client]


def test_my_last_entries_say_what_i_did_and_with_which_words(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.note, "Mon 10:05", case=number, note="carrier called")
    do(floor, verbs.note, "Mon 10:06", case=number, note="not mine", actor=floor.agent)

    with floor.store.reading(EVERYTHING) as session:
        mine = suggest.last_entries(session, floor.lead.scope, floor.lead.user_id or 0)

    assert [(entry.kind, entry.note, entry.seq, entry.version) for entry in mine] == [
        ("case:noted", "carrier called", 2, 3),
        ("case:logged", None, 1, 3),
    ]


def test_the_contract_in_force_says_what_will_be_promised(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        offers = suggest.promised(session, floor.lead.scope, floor.client, priority=2, at=at("Mon 10:00"))
        foreign = suggest.promised(session, floor.lead.scope, floor.foreign, priority=2, at=at("Mon 10:00"))

    assert [(offer.promise, offer.target) for offer in offers] == [
        ("first response", timedelta(hours=1)),
        ("resolution", timedelta(hours=8)),
    ]
    assert foreign == []


def test_people_who_may_own_a_case_are_those_who_see_its_client(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        people = suggest.people(session, floor.lead.scope, floor.client)
        foreign = suggest.people(session, floor.lead.scope, floor.foreign)

    assert [person.name for person in people] == ["Agent One", "Lead One", "Manager One"]
    assert foreign == []


def test_earlier_cases_are_of_this_client_and_not_too_old(floor: Floor) -> None:
    a_case(floor, "Mon 08:00")
    number = a_case(floor, "Mon 10:00", title="Parcel lost")
    a_case(floor, "Mon 10:00", actor=floor.outsider, client_id=floor.foreign)

    with floor.store.reading(EVERYTHING) as session:
        earlier = suggest.earlier(session, floor.lead.scope, floor.client, since=at("Mon 09:00"))
        foreign = suggest.earlier(session, floor.lead.scope, floor.foreign, since=at("Mon 09:00"))

    assert [(case.number, case.title) for case in earlier] == [(number, "Parcel lost")]
    assert foreign == []
