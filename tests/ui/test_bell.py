"""The bell: how many notices are unread, which they are, and the two ways to read them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, func, select, update
from sqlmodel import col
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.core.wording import reference
from caselight.services import verbs
from caselight.store import bell
from caselight.store.engine import Store
from caselight.store.tables import Delivery, User
from caselight.ui import data
from screen import references, words

OpenAs = Callable[..., AppTest]
CASE = str(Path(__file__).resolve().parents[2] / "pages" / "case.py")


def call_a_manager(place: Store, client: int = 1) -> int:
    """Let somebody ask for a manager's eyes on a case of the client; everybody may sign in."""
    place.transact(lambda session: session.execute(update(User).values(password_hash="x")), EVERYTHING)
    number = elsewhere.a_case(place, client, ago=timedelta(minutes=5))
    elsewhere.done(place, verbs.escalate, case=number, reason="Client is angry", way="hierarchical")
    return number


def unread(place: Store) -> int:
    with place.reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).where(col(Delivery.read_at).is_(None))) or 0


def test_a_manager_sees_that_there_is_something_to_read_and_what(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.MANAGER)
    assert "unread notice" not in words(app)

    number = call_a_manager(place)
    app.run()

    assert "1 unread notice" in words(app)
    assert reference(number) in references(app)
    assert "a manager is called" in words(app)


def test_a_manager_of_another_client_hears_nothing_of_it(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.MANAGER, "", 3)

    call_a_manager(place, client=4)

    assert "unread notice" not in words(app.run())


def test_all_are_read_at_once(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.MANAGER)
    call_a_manager(place)
    call_a_manager(place)
    assert "2 unread notices" in words(app.run())

    app.button(key="bell_read_all").click().run()

    assert unread(place) == 0
    assert "unread notice" not in words(app)
    assert "Nothing unread" in words(app)


def test_opening_a_case_reads_what_was_said_of_it(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.MANAGER)
    number, _ = call_a_manager(place), call_a_manager(place)

    app.switch_page(CASE)
    app.query_params["id"] = reference(number)
    app.run()

    assert unread(place) == 1
    assert words(app).endswith("1 unread notice")


def test_the_wall_has_no_bell(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.MANAGER, "wall")
    call_a_manager(place)

    assert "unread notice" not in words(app.run())


def test_while_nothing_moved_the_bell_asks_the_database_nothing(place: Store) -> None:
    asked: list[str] = []
    data.read(bell.unread, EVERYTHING, 1)
    event.listen(place._readers, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))

    data.read(bell.unread, EVERYTHING, 1)

    assert [statement for statement in asked if "deliveries" in statement] == []
