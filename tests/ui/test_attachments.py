"""Attachments on the Case page: chosen, shown small, taken away, and out of sight for whoever may not read them."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.attachments import Upload
from caselight.core.people import Role
from caselight.services import verbs
from caselight.store.engine import Store
from screen import everything, html_of, labels, words

Open = Callable[..., AppTest]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def number(place: Store) -> int:
    return elsewhere.a_case(place)


def chosen(app: AppTest, name: str, content: bytes) -> AppTest:
    app.button(key="attachment_add").click().run()
    return app.file_uploader[0].upload(name, content).run()


def test_a_chosen_file_is_attached_and_shown_small(open_alone: Open, number: int) -> None:
    app = chosen(open_alone(Role.AGENT, "case", id=f"C-{number}"), "screen.png", PNG)

    assert f'<img src="/attachments/{number}/2" alt="screen.png"' in html_of(app)
    assert "Attached “screen.png”, image/png, 1 kB." in words(app)
    assert not app.file_uploader


def test_a_refused_file_is_told_where_it_was_chosen(open_alone: Open, number: int) -> None:
    app = chosen(open_alone(Role.AGENT, "case", id=f"C-{number}"), "logo.png", b"<svg onload='x()'/>")

    assert "“logo.png” is a web page or a drawing (HTML, SVG, XML). Attach a picture of it instead." in words(app)
    assert app.file_uploader


def test_a_file_goes_for_good_only_when_asked_twice(open_alone: Open, number: int) -> None:
    app = chosen(open_alone(Role.AGENT, "case", id=f"C-{number}"), "screen.png", PNG)

    app.button(key="attachment_remove_2").click().run()
    asked = html_of(app)
    app.button(key="attachment_gone_2").click().run()

    assert f"/attachments/{number}/2" in asked
    assert f"/attachments/{number}/2" not in html_of(app)
    assert "Removed the attachment “screen.png” for good." in words(app)


def test_an_agent_removes_only_what_is_theirs(open_alone: Open, number: int, place: Store) -> None:
    elsewhere.done(place, verbs.attach, case=number, upload=Upload("screen.png", PNG))

    assert "Remove" not in labels(open_alone(Role.AGENT, "case", id=f"C-{number}"))
    assert "Remove" in labels(open_alone(Role.LEAD, "case", id=f"C-{number}"))


def test_a_client_viewer_sees_no_file_and_no_name_of_one(open_alone: Open, number: int, place: Store) -> None:
    elsewhere.done(place, verbs.attach, case=number, upload=Upload("passport of ada.png", PNG))

    app = open_alone(Role.CLIENT, "case", 1, id=f"C-{number}")

    assert "Voice lines down" in words(app)
    assert "passport" not in everything(app)
