"""The tab of notices: channels without their secrets, what was given up, and the way to try it again."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store import here
from caselight.store.engine import Store
from caselight.store.tables import Case, Channel, Contract, Delivery, Notice
from receivers import web
from screen import everything, labels, words

OpenAs = Callable[..., AppTest]
SECRET = "https://status.example.com/hooks/T0PS3CRET"


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def a_channel(place: Store, **given: object) -> int:
    usual = {"name": "Status page", "kind": "webhook", "address": SECRET, "shown": "https://status.example.com/…"}

    def unit(session: Session) -> int:
        row = Channel(**(usual | {"told": [], "kinds": ["raised"]} | given))
        session.add(row)
        session.flush()
        return row.id or 0

    return place.transact(unit, EVERYTHING)


def a_dead_letter(place: Store, channel: int) -> int:
    now = datetime.now(UTC)

    def unit(session: Session) -> int:
        case = session.scalars(select(Case).limit(1)).one()
        given = {"case_id": case.id, "client_id": case.client_id, "told": [], "body": {}, "made_at": now}
        notice = Notice(key="x", kind="raised", **given)
        session.add(notice)
        session.flush()
        row = Delivery(notice_id=notice.id or 0, client_id=case.client_id, channel="webhook", receiver="channel:1")
        row.channel_id, row.dead_at, row.tries, row.error = channel, now, 12, "It answered 503."
        session.add(row)
        session.flush()
        return row.id or 0

    return place.transact(unit, EVERYTHING)


def test_a_channel_is_added_and_its_address_not_shown_again(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="notices")
    app.text_input(key="admin_channel:name").input("Status page")
    app.segmented_control(key="admin_channel:kind").set_value("webhook").run()
    app.text_input(key="admin_channel:address").input(SECRET)

    press(app, "channel_save")

    assert "https://status.example.com/…" in words(app)
    assert "T0PS3CRET" not in everything(app)
    with place.reading(EVERYTHING) as session:
        row = session.scalars(select(Channel)).one()
    assert (row.address, row.client_id, row.is_active) == (SECRET, None, True)
    assert row.kinds == ["logged", "raised", "passed", "resolved"]


def test_what_is_wrong_is_said_beside_its_field_and_the_text_is_kept(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="notices")
    app.segmented_control(key="admin_channel:kind").set_value("webhook").run()
    app.text_input(key="admin_channel:address").input("http://status.example.com")

    press(app, "channel_save")

    assert "begins with https://" in words(app)
    assert "Name the channel" in words(app)
    assert app.text_input(key="admin_channel:address").value == "http://status.example.com"
    with place.reading(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Channel)) == 0


def test_a_channel_picked_is_changed_and_keeps_its_address(open_as: OpenAs, place: Store) -> None:
    a_channel(place)
    app = open_as(Role.ADMIN, "admin", tab="notices")
    app.selectbox(key="channel_picked").set_value("Status page").run()

    assert app.text_input(key="admin_channel:address").value == ""
    app.checkbox(key="admin_channel:is_active").uncheck().run()
    press(app, "channel_save")

    with place.reading(EVERYTHING) as session:
        row = session.scalars(select(Channel)).one()
    assert (row.address, row.is_active, row.kinds) == (SECRET, False, ["raised"])


@pytest.mark.parametrize(("answer", "said"), [(200, "A test has left by Status page."), (404, "It answered 404.")])
def test_a_test_says_at_once_whether_it_left(
    open_as: OpenAs, place: Store, monkeypatch: pytest.MonkeyPatch, answer: int, said: str
) -> None:
    monkeypatch.setenv("CASELIGHT_CHANNELS_HTTP", "1")
    monkeypatch.setenv("CASELIGHT_CHANNELS_PRIVATE", "1")
    here.settings.cache_clear()
    with web(answer) as inbox:
        a_channel(place, address=f"http://127.0.0.1:{inbox.port}/hook")
        app = open_as(Role.ADMIN, "admin", tab="notices")
        app.selectbox(key="channel_picked").set_value("Status page").run()

        press(app, "channel_test")

    assert said in words(app)


def test_what_was_given_up_is_listed_with_its_reason_and_tried_again(open_as: OpenAs, place: Store) -> None:
    number = a_dead_letter(place, a_channel(place))
    app = open_as(Role.ADMIN, "admin", tab="notices")

    assert "It answered 503." in words(app)
    assert "T0PS3CRET" not in everything(app)
    press(app, f"again_{number}")

    with place.reading(EVERYTHING) as session:
        row = session.get_one(Delivery, number)
    assert (row.dead_at, row.tries) == (None, 0)
    assert row.next_try_at is not None


def test_only_an_admin_has_the_tab(open_as: OpenAs) -> None:
    app = open_as(Role.MANAGER, "admin", 3, tab="notices")

    assert "Notices" not in app.segmented_control(key="admin_tab").options
    assert "Save" not in labels(app)


def test_the_contract_says_whom_the_client_wants_told(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="contracts")
    app.text_input(key="admin_contract:valid_from").input("2020-01-01 00:00")
    app.text_input(key="admin_contract:resolution:2").input("6h")
    app.text_input(key="admin_contract:contact").input("ops@ellery.example")
    press(app, "contract_try")

    assert "Say what the contact is told" in words(app)
    app.multiselect(key="admin_contract:contact_told").set_value(["late"]).run()
    press(app, "contract_try")
    press(app, "contract_save")

    with place.reading(EVERYTHING) as session:
        row = session.scalars(select(Contract).order_by(col(Contract.id).desc()).limit(1)).one()
    assert (row.contact, row.contact_told) == ("ops@ellery.example", ["late"])
