"""The frame: who may look, how old it is, and what stays while the database is away."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import SYSTEM, Role, Scope
from caselight.services import accounts, sessions
from caselight.services.accounts import Account, Place
from caselight.store.engine import Store
from caselight.ui import data, nav, shell

STATIC = Path(__file__).resolve().parents[2] / "src" / "caselight" / "web" / "static"
OpenAs = Callable[..., AppTest]
WATCHED = (
    *("overview", "queue", "cases", "wall", "failures", "speed", "escalations", "sla", "interruptions", "recovery"),
    *("quality", "forecast", "problems", "audit", "walls"),
)
AGE = re.compile(r'data-age="(\d+)"')


def said(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def picture(app: AppTest) -> list[str]:
    """Return what a page shows, without how old it is."""
    return [part for part in said(app) if "data-age" not in part]


def script() -> None:
    """Draw a page of nothing but the watching fragment."""
    from caselight.ui import html, shell  # noqa: PLC0415 – the script's own

    shell.live(lambda: html.draw("notice", text="the picture"))


def test_every_page_says_how_old_its_data_is(sign_in: Callable[..., str]) -> None:
    sign_in(Role.LEAD)

    stamp, picture = said(AppTest.from_function(script, default_timeout=60).run())

    assert f'data-run="{data.as_of().isoformat()[:13]}' in stamp
    assert "the picture" in picture


def test_a_revoked_session_sees_nothing_more(place: Store, sign_in: Callable[..., str]) -> None:
    token = sign_in(Role.LEAD)
    app = AppTest.from_function(script, default_timeout=60).run()

    sessions.end(place, token, now=datetime.now(UTC))
    data.look_again()

    assert said(app.run()) == []


def test_a_page_is_begun_anew_for_who_has_another_role(place: Store, sign_in: Callable[..., str]) -> None:
    sign_in(Role.LEAD)
    before = data.me()
    me = shell._still(before)
    assert me == before
    assert me is not None

    accounts.create(place, Account("adm", "Ada", Place(Role.ADMIN), "hash"), actor=SYSTEM, now=datetime.now(UTC))
    accounts.assign(place, me.user_id or 0, Place(Role.AGENT, [1], 1), actor=SYSTEM, now=datetime.now(UTC))
    data.look_again()

    now = shell._still(before)
    assert now != before
    assert now is not None
    assert (now.role, now.scope) == (Role.AGENT, Scope(frozenset({1})))


def test_while_the_database_is_away_a_page_says_so_and_comes_back(place: Store, open_as: OpenAs) -> None:
    app = open_as(Role.LEAD)

    elsewhere.rename(place, "events", to="elsewhere")
    data.look_again()
    app.run()

    assert not app.exception
    assert "The database does not answer." in " ".join(said(app))

    elsewhere.rename(place, "elsewhere", to="events")
    data.look_again()

    assert "does not answer" not in " ".join(said(app.run()))


@pytest.mark.parametrize("page", WATCHED)
def test_a_page_keeps_its_last_picture_for_as_long_as_the_database_is_away(
    place: Store, open_alone: OpenAs, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    app = open_alone(Role.ADMIN, page)
    before, me = picture(app), data.me()

    for table in ("events", "cases", "clocks", "teams"):
        elsewhere.rename(place, table, to=f"elsewhere_{table}")
    data.look_again()
    monkeypatch.setattr(nav, "require", lambda _name: me)  # asked of who opens a page; a tick goes on without
    monkeypatch.setattr(data, "clock", lambda: datetime.now(UTC) + timedelta(hours=2))
    app.run()

    assert not app.exception
    assert [part for part in picture(app) if "Could not refresh" not in part] == before
    assert int(AGE.search(" ".join(said(app)))[1]) > 7000  # type: ignore[index]


def test_opening_and_changing_pages_keeps_a_session_from_being_idle(
    open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_as(Role.MANAGER)
    start = data.now()

    for minutes in (50, 100, 150):
        monkeypatch.setattr(data, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        app.run()
        assert data.me() is not None


def test_the_frame_names_who_is_signed_in_and_offers_the_way_out(open_as: OpenAs) -> None:
    app = open_as(Role.MANAGER, "queue")

    assert any("Lena Brandt" in part and "manager" in part for part in said(app))
    assert "Sign out" in [button.label for button in app.button]


def test_the_wall_has_no_frame(open_as: OpenAs) -> None:
    app = open_as(Role.MANAGER, "wall")

    assert "Sign out" not in [button.label for button in app.button]


@pytest.mark.parametrize(
    ("name", "initials"), [("Lena Brandt", "LB"), ("k. wrona", "KW"), ("Cher", "C"), ("A B C", "AB")]
)
def test_initials_are_of_the_first_two_names(name: str, initials: str) -> None:
    assert shell._initials(name) == initials


def test_the_browser_s_part_is_one_short_file_without_html() -> None:
    script = (STATIC / "caselight.js").read_text()

    assert len(script.splitlines()) <= 150
    assert "innerHTML" not in script
    assert "eval(" not in script


def test_a_refresh_dims_nothing() -> None:
    assert (
        "[data-stale=true] { opacity: 1 !important; transition: none !important; }"
        in (STATIC / "caselight.css").read_text()
    )
