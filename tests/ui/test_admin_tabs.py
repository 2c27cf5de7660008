"""Admin: the keys of programs, who is signed in where, and what the installation was started with."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

import seeded
from caselight.core.people import EVERYTHING, Role
from caselight.services import keys, sessions
from caselight.store import here
from caselight.store.engine import Store
from caselight.store.tables import Event, SignIn
from caselight.ui import admin_sessions
from screen import everything, words

Open = Callable[..., AppTest]
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def made(open_as: Open) -> tuple[AppTest, str]:
    """Make a key in the tab; return it as the page shows it."""
    app = open_as(Role.ADMIN, "admin", tab="keys")
    app.text_input(key="admin_key:name").input("uptime-north")
    app.selectbox(key="admin_key:client").set_value("Parcelo Shop")
    press(app, "key_make")
    return app, app.code[0].value


def test_a_key_is_made_shown_once_listed_and_revoked(open_as: Open, place: Store) -> None:
    app, key = made(open_as)

    holder = keys.holder(place, key)
    assert holder is not None
    assert "uptime-north Parcelo Shop" in words(app)
    assert "never open" in words(app)
    app.selectbox(key="key_picked").set_value("uptime-north").run()
    assert key not in everything(app)

    press(app, "key_revoke")

    assert keys.holder(place, key) is None
    assert "never revoked" in words(app)
    with place.reading(EVERYTHING) as session:
        told = list(session.scalars(select(col(Event.kind)).where(col(Event.subject) == f"user:{holder.user_id}")))
    assert told == ["key:made", "key:revoked"]


def test_a_name_no_source_can_have_is_refused_under_the_field(open_as: Open) -> None:
    app = open_as(Role.ADMIN, "admin", tab="keys")
    app.text_input(key="admin_key:name").input("Uptime North")

    press(app, "key_make")

    assert "Name the source in 2 to 40 small letters" in words(app)
    assert not app.code
    assert app.text_input(key="admin_key:name").value == "Uptime North"


@pytest.fixture
def somebody(place: Store) -> str:
    """Sign an agent in somewhere, and return their token."""
    person = seeded.person(place, Role.AGENT, 3, name="Rosa One")
    return sessions.start(place, person, now=datetime.now(UTC), address="10.1.2.3", agent=AGENT)


def test_one_session_is_ended_from_the_list_of_those_signed_in(open_as: Open, place: Store, somebody: str) -> None:
    app = open_as(Role.ADMIN, "admin", tab="people")
    assert "Rosa One agent, Chrome on Windows, 10.1.2.3" in words(app)
    assert "(you, here)" in words(app)
    assert somebody not in everything(app)

    press(app, f"end_{sessions.digest(somebody)[:12]}")

    assert sessions.who(place, somebody, now=datetime.now(UTC)) is None
    assert "Rosa One agent, Chrome" not in words(app)
    with place.reading(EVERYTHING) as session:
        told = session.scalars(select(Event).where(col(Event.kind) == "user:session_ended")).one()
    assert told.actor_id not in (None, int(told.subject.removeprefix("user:")))


def test_everybody_else_is_signed_out_at_once_and_the_admin_stays(open_as: Open, place: Store, somebody: str) -> None:
    app = open_as(Role.ADMIN, "admin", tab="people")

    press(app, "sessions_end")

    assert sessions.who(place, somebody, now=datetime.now(UTC)) is None
    assert "1 session" in words(app)
    with place.reading(EVERYTHING) as session:
        assert len(session.scalars(select(SignIn).where(col(SignIn.revoked_at).is_(None))).all()) == 1


def test_settings_say_their_value_source_and_meaning_and_no_secret(
    open_as: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELIGHT_SMTP", "smtp://post:ZZ-PASSWORD@mail.example:587")
    here.settings.cache_clear()

    app = open_as(Role.ADMIN, "admin", tab="settings")

    said = words(app)
    assert "CASELIGHT_PORT 8501 default The port" in said
    assert "CASELIGHT_SMTP set environment" in said
    assert "CASELIGHT_URL not set default" in said
    assert "ZZ-PASSWORD" not in everything(app)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (AGENT, "Chrome on Windows"),
        (AGENT + " Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_do(agent: str, said: str) -> None:
    assert admin_sessions.browser(agent) == said
