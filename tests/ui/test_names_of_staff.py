"""A client's own people read the names of our staff where the contract says so, and nowhere else."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlmodel import col
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, SYSTEM, Role
from caselight.core.review import period
from caselight.services import clients, reviews, verbs
from caselight.store import here
from caselight.store.engine import Store
from caselight.store.tables import Client, Event, User
from caselight.ui import data, nav
from screen import everything, html_of, words

Open = Callable[..., AppTest]
OURS = 4
NAME, NOTE, TOLD = "ZZ-STAFF", "ZZ-INTERNAL", "ZZ-TOLD"
PAGES = [screen.name for screen in nav.SCREENS if screen.right in {"read cases", "read the reviews of one's clients"}]
NAMING = {"overview", "cases", "case"}  # the pages that show who has a case


@pytest.fixture
def number(place: Store) -> int:
    """Let a case with notes be taken and told of, its client have a review, and everybody have a marked name."""
    number = elsewhere.a_case(place, OURS, title="Statements late", note=NOTE, priority=1)
    for verb, given in (
        (verbs.own, {}),
        (verbs.note, {"note": NOTE}),
        (verbs.tell, {"note": TOLD}),
        (verbs.escalate, {"reason": NOTE, "way": "hierarchical"}),
        (verbs.update, {"fields": {"next_step": NOTE}, "note": NOTE}),
    ):
        elsewhere.done(place, verb, case=number, **given)
    week = period.last_week("Asia/Singapore", data.now())
    reviews.make(place, OURS, week.first, week.last, actor=SYSTEM, now=data.now())
    place.transact(lambda session: session.execute(update(User).values(name=NAME)), EVERYTHING)
    return number


def name_staff(place: Store, client: int) -> None:
    clients.name_staff(place, client, names=True, actor=SYSTEM, now=data.now())
    here.version().look_again()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_anybody_where_the_contract_does_not(
    open_alone: Open, place: Store, number: int, page: str
) -> None:
    name_staff(place, 3)  # another client's says nothing of ours

    app = open_alone(Role.CLIENT, page, OURS, id=f"C-{number}" if page == "case" else "")

    assert not app.exception
    assert NAME not in everything(app)
    assert NOTE not in everything(app)


@pytest.mark.parametrize("page", sorted(NAMING))
def test_where_it_does_owner_and_actor_are_named_and_notes_stay_inside(
    open_alone: Open, place: Store, number: int, page: str
) -> None:
    name_staff(place, OURS)

    app = open_alone(Role.CLIENT, page, OURS, id=f"C-{number}" if page == "case" else "")

    assert NAME in words(app)
    assert NOTE not in everything(app)
    assert page != "case" or f"{TOLD} {NAME}" in words(app)


def test_a_client_reads_by_which_contract_and_goes_back_to_what_they_may_open(
    open_alone: Open, place: Store, number: int
) -> None:
    elsewhere.promise(place, resolution=480)
    promised = elsewhere.a_case(place, OURS)

    with_clock, without = (open_alone(Role.CLIENT, "case", OURS, id=f"C-{each}") for each in (promised, number))

    assert "Promises in client hours, contract of" in words(with_clock)
    assert "Promises no contract was in force" in words(without)
    assert 'href="/queue"' not in html_of(with_clock)
    assert 'href="/cases"' in html_of(with_clock)


def test_an_open_page_follows_when_the_contract_changes(open_alone: Open, place: Store, number: int) -> None:
    app = open_alone(Role.CLIENT, "case", OURS, id=f"C-{number}")
    assert "Owner assigned" in words(app)

    name_staff(place, OURS)

    assert f"Owner {NAME}" in words(app.run())


def test_a_manager_changes_it_for_their_own_client(open_as: Open, place: Store) -> None:
    app = open_as(Role.MANAGER, "admin", OURS)

    app.checkbox(key=f"names_staff_{OURS}").check().run()

    with place.reading(EVERYTHING) as session:
        assert session.get_one(Client, OURS).names_staff
        told = session.scalars(select(Event).where(col(Event.subject) == f"client:{OURS}")).one()
    assert (told.kind, told.body["changes"]) == ("client:updated", {"names_staff": [False, True]})
    assert app.checkbox(key=f"names_staff_{OURS}").value
    assert "own people see the names of our staff" in words(app)
