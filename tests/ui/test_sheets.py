"""Sheets on the Case page: added in place, corrected, finished and ticked, and told on the one timeline."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import sheets
from caselight.store.engine import Store
from caselight.store.tables import Escalation
from screen import words

Open = Callable[..., AppTest]
HOUR = timedelta(hours=1)
SPOKEN = {"direction": "to the customer", "channel": "voice", "said": "A refund is on its way."}
REFUND = {"action": "refund", "amount": "1249", "currency": "NOK"}


@pytest.fixture
def number(place: Store) -> int:
    """Return a delivery failure of two hours."""
    elsewhere.promise(place, first_response=60, resolution=480)
    return elsewhere.a_case(place, ago=2 * HOUR, title="Parcel lost", record_type="delivery", channel="voice")


def add(place: Store, number: int, kind: str, *, ago: timedelta = HOUR, **fields: Any) -> int:
    return elsewhere.done(place, verbs.add_sheet, ago=ago, case=number, kind=kind, fields=fields).version


def stored(place: Store, number: int) -> list[sheets.SheetRow]:
    with place.reading(EVERYTHING) as session:
        return sheets.of_case(session, EVERYTHING, number)


def test_a_button_opens_the_small_form_and_saving_closes_it(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="sheet_add_interaction").click().run()
    form = f"sheet:{number}:interaction:new"
    app.selectbox(key=f"{form}:direction").set_value("To the customer")
    app.text_area(key=f"{form}:said").set_value("We are looking for it.")

    app.button(key="sheet_save").click().run()

    (row,) = stored(place, number)
    assert row.details == {"direction": "to the customer", "channel": "voice"}
    assert not [button for button in app.button if button.key == "sheet_save"]
    assert "To the customer by voice. We are looking for it." in words(app)
    assert f"C-{number}: interaction added." in words(app)


def test_what_is_missing_is_said_beside_its_field_and_the_text_kept(
    open_alone: Open, number: int, place: Store
) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="sheet_add_action").click().run()
    form = f"sheet:{number}:action:new"
    app.selectbox(key=f"{form}:action").set_value("Refund")
    app.text_input(key=f"{form}:amount").set_value("1249.50")

    app.button(key="sheet_save").click().run()

    assert "Choose the currency of the amount." in words(app)
    assert app.text_input(key=f"{form}:amount").value == "1249.50"
    assert stored(place, number) == []


def test_giving_up_forgets_the_draft(open_alone: Open, number: int) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="sheet_add_review").click().run()
    app.text_area(key=f"sheet:{number}:review:new:prevention").set_value("An alarm.").run()

    app.button(key="sheet_give_up").click().run()
    closed = [button.key for button in app.button]
    app.button(key="sheet_add_review").click().run()

    assert "sheet_save" not in closed
    assert app.text_area(key=f"sheet:{number}:review:new:prevention").value == ""


def test_a_draft_survives_a_look_at_another_form(open_alone: Open, number: int) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="sheet_add_review").click().run()
    app.text_area(key=f"sheet:{number}:review:new:prevention").set_value("An alarm.").run()
    app.button(key="sheet_add_feedback").click().run()

    app.button(key="sheet_add_review").click().run()

    assert app.text_area(key=f"sheet:{number}:review:new:prevention").value == "An alarm."


def test_a_sheet_is_corrected_and_both_versions_stay_on_the_timeline(
    open_alone: Open, number: int, place: Store
) -> None:
    sheet = add(place, number, "action", **REFUND)
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.selectbox(key=f"sheet_correct:{number}").set_value(sheet).run()

    app.text_input(key=f"sheet:{number}:action:{sheet}:amount").set_value("1149.50")
    app.button(key="sheet_save").click().run()

    assert "Refund of NOK 1,249." in words(app)
    assert "Amount: 1,249 → 1,149.50" in words(app)
    assert stored(place, number)[0].details["amount"] == "1149.50"


def test_losing_a_race_on_a_sheet_keeps_the_draft_and_one_may_insist(
    open_alone: Open, number: int, place: Store
) -> None:
    sheet = add(place, number, "feedback", score=2, said="Not what I asked for.")
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.selectbox(key=f"sheet_correct:{number}").set_value(sheet).run()
    elsewhere.done(place, verbs.correct_sheet, case=number, sheet=sheet, fields={"score": 3})
    app.selectbox(key=f"sheet:{number}:feedback:{sheet}:score").set_value("4")

    app.button(key="sheet_save").click().run()
    told = words(app)
    app.button(key="sheet_keep_mine").click().run()

    assert "Tora Vik changed this" in told
    assert stored(place, number)[0].details["score"] == 4


def test_what_is_due_is_listed_until_it_is_done(open_alone: Open, number: int, place: Store) -> None:
    due = (datetime.now(UTC) - HOUR / 2).isoformat()
    sheet = add(place, number, "interaction", **SPOKEN, due_at=due)
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    before = words(app)

    app.button(key=f"follow_up_done_{sheet}").click().run()

    assert "Promised word to the customer was due" in before
    assert "30m ago" in before
    assert stored(place, number)[0].done_at is not None
    assert "Promised word to the customer done." in words(app)


def test_a_checklist_is_ticked_step_by_step(open_alone: Open, place: Store) -> None:
    details = {"customer": "Ada Holt"}
    number = elsewhere.a_case(place, title="Win her back", record_type="recovery", details=details)
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")

    app.checkbox(key=f"tick:{number}:listened").check().run()
    app.checkbox(key=f"tick:{number}:apologised").check().run()
    app.checkbox(key=f"tick:{number}:listened").uncheck().run()

    (row,) = stored(place, number)
    assert row.details == {"listened": False, "apologised": True}
    assert "1 of 9 done" in words(app)
    assert "Recovery checklist: Apologised." in words(app)


def test_a_tick_on_another_teams_case_is_refused_in_a_sentence(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place, record_type="recovery", team_id=2, details={"customer": "Ada Holt"})
    app = open_alone(Role.AGENT, "case", id=f"C-{number}")

    app.checkbox(key=f"tick:{number}:listened").check().run()

    assert f"C-{number} is with Network, tier 2." in words(app)
    assert stored(place, number) == []


def test_who_only_reads_sees_sheets_and_changes_none(open_alone: Open, number: int, place: Store) -> None:
    sheet = add(place, number, "action", **REFUND, due_at=datetime.now(UTC).isoformat())

    app = open_alone(Role.AUDITOR, "case", id=f"C-{number}")

    assert "Refund of NOK 1,249." in words(app)
    assert not [button for button in app.button if button.key in {"sheet_add_action", f"follow_up_done_{sheet}"}]


def test_a_serious_case_names_the_corrective_action_it_owes(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place, priority=1)
    before = words(open_alone(Role.LEAD, "case", id=f"C-{number}"))

    add(place, number, "measure", ago=timedelta(), purpose="none needed", what="A hill of its own.")

    assert "Corrective action P1, owed before closing" in before
    assert "Corrective action P1" not in words(open_alone(Role.LEAD, "case", id=f"C-{number}"))


def test_a_hand_off_shows_its_wait_and_that_it_came_without_a_note(open_alone: Open, number: int, place: Store) -> None:
    elsewhere.done(place, verbs.hand_off, case=number, ago=HOUR, team_id=2)
    waiting = words(open_alone(Role.LEAD, "case", id=f"C-{number}"))

    elsewhere.done(place, verbs.own, case=number, ago=HOUR / 2)
    taken = words(open_alone(Role.LEAD, "case", id=f"C-{number}"))

    assert "Acceptance handed off 1h 00m ago, nobody has it yet" in waiting
    assert "Hand-off note it was handed off without one: add a note" in waiting
    assert "Handed off to Network, tier 2. Accepted by Tora Vik after 30m. No note came with it." in taken
    assert "Acceptance" not in taken


def test_a_dispute_shows_its_documented_stages(open_alone: Open, number: int, place: Store) -> None:
    given = {"kind": "dispute", "way": "hierarchical", "details": {"stage": "raised"}}
    elsewhere.done(place, verbs.escalate, case=number, ago=HOUR, reason="Refund contested", **given)
    with place.reading(EVERYTHING) as session:
        escalation = session.scalars(select(col(Escalation.id)).where(col(Escalation.kind) == "dispute")).one()
    moved = {"escalation_id": escalation, "details": {"stage": "evidence"}, "note": "Carrier's scan."}
    elsewhere.done(place, verbs.advance, case=number, ago=HOUR / 2, **moved)

    said = words(open_alone(Role.LEAD, "case", id=f"C-{number}"))

    assert "Dispute stage 2 of 5" in said
    assert "Tora Vik Refund contested Evidence" in said
    assert "Tora Vik Carrier's scan. First decision to come" in said
