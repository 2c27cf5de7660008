"""The tab of people: made, changed, helped with a password, signed out and closed, without a command line."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store.engine import Store
from caselight.store.tables import OneTimeToken, User, UserClient
from screen import words

Open = Callable[..., AppTest]


def tab(open_as: Open) -> AppTest:
    return open_as(Role.ADMIN, "admin", tab="people")


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def user(place: Store, login: str) -> User | None:
    with place.reading(EVERYTHING) as session:
        return session.scalars(select(User).where(col(User.login) == login)).one_or_none()


def made(open_as: Open) -> AppTest:
    app = tab(open_as)
    app.text_input(key="admin_person:name").input("Rosa One")
    app.text_input(key="admin_person:login").input("Rosa")
    app.selectbox(key="admin_person:role").set_value("lead")
    app.multiselect(key="admin_person:clients").set_value(["Parcelo Shop"])
    return press(app, "person_save")


def test_a_new_person_gets_an_account_and_a_link_that_is_shown_once(open_as: Open, place: Store) -> None:
    app = made(open_as)

    assert "Rosa One" in words(app)
    assert "no password yet" in words(app)
    assert "/auth/password?token=" in app.code[0].value
    rosa = user(place, "rosa")
    assert (rosa.role, rosa.sees_all_clients, rosa.password_hash) == ("lead", False, None)
    with place.reading(EVERYTHING) as session:
        assert session.scalars(select(col(OneTimeToken.user_id))).all() == [rosa.id]
        assert session.scalars(select(col(UserClient.client_id)).where(col(UserClient.user_id) == rosa.id)).all() == [3]
    app.selectbox(key="person_picked").set_value("Rosa One (rosa)").run()
    assert not app.code


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(open_as: Open, place: Store) -> None:
    app = tab(open_as)
    app.text_input(key="admin_person:name").input("Rosa One")
    app.text_input(key="admin_person:login").input("two words")
    app.selectbox(key="admin_person:role").set_value("client viewer")
    press(app, "person_save")
    assert "A user name is one word" in words(app)
    assert app.text_input(key="admin_person:name").value == "Rosa One"

    app.text_input(key="admin_person:login").input("rosa")
    press(app, "person_save")

    assert "A client viewer sees exactly one client." in words(app)
    assert user(place, "rosa") is None


def test_a_person_is_changed_closed_and_opened_again(open_as: Open, place: Store) -> None:
    app = made(open_as)
    may_sign_in = update(User).where(col(User.role) == Role.ADMIN).values(password_hash="hash")
    place.transact(lambda session: session.execute(may_sign_in), EVERYTHING)
    app.selectbox(key="person_picked").set_value("Rosa One (rosa)").run()
    assert app.selectbox(key="admin_person:role").value == "lead"
    app.text_input(key="admin_person:name").input("Rosa Two")
    app.selectbox(key="admin_person:role").set_value("manager")
    press(app, "person_save")
    assert (user(place, "rosa").name, user(place, "rosa").role) == ("Rosa Two", "manager")

    app.selectbox(key="person_picked").set_value("Rosa Two (rosa)").run()
    press(app, "person_close")
    assert not user(place, "rosa").is_active
    press(app, "person_readmit")
    assert user(place, "rosa").is_active


def test_the_last_admin_who_can_sign_in_stays(open_as: Open) -> None:
    app = tab(open_as)
    picked = next(each for each in app.selectbox(key="person_picked").options if each.startswith("Lena Brandt"))
    app.selectbox(key="person_picked").set_value(picked).run()

    press(app, "person_close")

    assert "This is the last admin who can sign in." in words(app)


@pytest.mark.parametrize(("asked", "found"), [("rosa", True), ("lead parcelo", True), ("nobody at all", False)])
def test_a_person_is_found_by_any_word_of_theirs(open_as: Open, asked: str, *, found: bool) -> None:
    app = made(open_as)

    app.text_input(key="people_words").set_value(asked).run()

    assert ("Rosa One rosa lead" in words(app)) == found
    assert ("Nobody here is nobody at all." in words(app)) == (not found)


def test_signing_out_everywhere_ends_this_session_too(open_as: Open) -> None:
    app = open_as(Role.AGENT, "queue")

    press(app, "sign_out_all")
    app.run()

    assert "Queue" not in words(app)
