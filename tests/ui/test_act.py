from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.services import sessions
from caselight.store import board
from caselight.store.engine import Store
from caselight.store.tables import Event
from caselight.ui import act, data

SignIn = Callable[..., str]


def script() -> None:
    """Draw one button that notes, one that takes, and what came of it."""
    import streamlit as st  # noqa: PLC0415 – the script's own

    from caselight.services import verbs  # noqa: PLC0415
    from caselight.ui import act  # noqa: PLC0415

    number = st.session_state["case"]

    def note() -> None:
        act.do(verbs.note, case=number, form="note", note=st.session_state["text"])

    def own() -> None:
        act.do(verbs.own, case=number, seen=st.session_state.get("seen"), said="It is yours.")

    st.text_input("Text", key="text")
    st.button("Note", on_click=note)
    st.button("Take", on_click=own)
    if refused := act.refusal("note"):
        st.text(f"refused: {refused.sentence}")
    if done := act.flash():
        st.text(f"done: {done.text}")


def opened() -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["case"] = data.read(board.open_cases, EVERYTHING)[0].number
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def notes(place: Store) -> int:
    with place.reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).where(col(Event.kind) == "case:noted")) or 0


def test_what_was_done_is_said_by_the_next_run(place: Store, sign_in: SignIn) -> None:
    sign_in(Role.LEAD)
    app = opened()

    app.text_input[0].set_value("called back")
    press(app, "Note")

    assert notes(place) == 1
    assert texts(app) == [f"done: C-{app.session_state['case']} noted."]
    assert texts(app.run()) == texts(app)  # it survives a run


def test_a_refusal_stays_with_its_form_and_the_text_stays_too(place: Store, sign_in: SignIn) -> None:
    sign_in(Role.LEAD)
    app = opened()

    press(app, "Note")  # nothing was typed

    assert notes(place) == 0
    assert texts(app)[0].startswith("refused: ")

    app.text_input[0].set_value("called back")
    press(app, "Note")
    assert not any(text.startswith("refused") for text in texts(app))


def test_a_double_click_does_it_once(place: Store, sign_in: SignIn) -> None:
    sign_in(Role.LEAD)
    app = opened()
    app.text_input[0].set_value("called back")

    press(app, "Note")
    press(app, "Note")

    assert notes(place) == 1


def test_saying_something_else_at_once_is_another_act(place: Store, sign_in: SignIn) -> None:
    sign_in(Role.LEAD)
    app = opened()

    for words in ("called back", "called again"):
        app.text_input[0].set_value(words)
        press(app, "Note")

    assert notes(place) == 2


def test_who_was_signed_out_a_moment_ago_changes_nothing(place: Store, sign_in: SignIn) -> None:
    token = sign_in(Role.LEAD)
    app = opened()
    app.text_input[0].set_value("called back")
    app.run()

    sessions.end(place, token, now=datetime.now(UTC))
    press(app, "Note")

    assert notes(place) == 0
    assert texts(app) == []


def test_who_only_reads_is_told_so(place: Store, sign_in: SignIn) -> None:
    sign_in(Role.AUDITOR)
    app = opened()
    app.text_input[0].set_value("called back")

    press(app, "Note")

    assert notes(place) == 0
    assert "auditor" in texts(app)[0]


def test_the_page_may_choose_the_words(sign_in: SignIn) -> None:
    sign_in(Role.LEAD)

    app = press(opened(), "Take")

    assert texts(app) == ["done: It is yours."]


def test_a_sentence_fades_after_a_minute(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(Role.LEAD)
    app = press(opened(), "Take")

    later = data.now() + act.SHOWN_FOR
    monkeypatch.setattr(data, "now", lambda: later)

    assert texts(app.run()) == []
