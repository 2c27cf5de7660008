"""All fields: the plain form with the same draft as the line."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.people import Role
from caselight.core.records import Standard, form_fields, loggable
from caselight.store.engine import Store
from caselight.ui import log_form
from onebox import newest
from screen import words

Open = Callable[..., AppTest]


def opened(open_alone: Open, line: str = "@norvane p2 #tech voice lines drop") -> AppTest:
    app = open_alone(Role.LEAD, "log")
    app.text_input(key="box").set_value(line).run()
    return app.button(key="all_fields_open").click().run()


def test_the_form_begins_with_what_the_line_said(open_alone: Open) -> None:
    app = opened(open_alone)

    assert app.text_input(key="log:title").value == "Voice lines drop"
    assert app.selectbox(key="log:client").value == "Norvane Telecom"
    assert app.selectbox(key="log:record_type").value == "Technical failure"
    assert app.selectbox(key="log:priority").value == "P2 High"


def test_every_standard_field_but_the_root_cause_is_in_the_form() -> None:
    drawn = {name for row in log_form.ROWS for name in row}

    assert drawn == {about.name for about in form_fields(Standard)} - {"root_cause"}


@pytest.mark.parametrize("record", loggable(), ids=lambda record: record.key)
def test_each_type_brings_its_own_fields_with_guidance(open_alone: Open, record: type) -> None:
    app = opened(open_alone, f"@norvane #{record.tags[0]} something failed")

    assert not app.exception
    keys = {
        field.key for kind in ("text_input", "text_area", "selectbox", "multiselect") for field in getattr(app, kind)
    }
    assert {f"log:{about.name}" for about in form_fields(record)} <= keys
    assert record.guidance in words(app)


def test_what_the_line_says_later_goes_into_the_form(open_alone: Open) -> None:
    app = opened(open_alone)

    app.text_input(key="box").set_value("@ellery p1 nurse call app signs users out").run()

    assert app.selectbox(key="log:client").value == "Ellery Care"
    assert app.selectbox(key="log:priority").value == "P1 Critical"
    assert app.text_input(key="log:title").value == "Nurse call app signs users out"


def test_everything_in_the_form_is_saved(open_alone: Open, place: Store) -> None:
    app = opened(open_alone)
    app.text_input(key="log:occurred_at").set_value("2026-01-05 13:40")
    app.selectbox(key="log:channel").set_value("Voice")
    app.selectbox(key="log:impact").set_value("Medium")
    app.selectbox(key="log:urgency").set_value("High")
    app.text_input(key="log:customers_affected").set_value("310")
    app.text_input(key="log:external_id").set_value("INC-7")
    app.selectbox(key="log:team").set_value("Network")
    app.multiselect(key="log:affected_services").set_value(["Outbound voice"])
    app.text_area(key="log:error_log").set_value("SIP 408")
    app.run()

    app.button(key="form_save").click().run()

    case = newest(place)
    assert (case.title, case.channel, case.impact, case.urgency) == ("Voice lines drop", "voice", "medium", "high")
    assert (case.customers_affected, case.external_id, case.team, case.priority) == (310, "INC-7", "Network", 2)
    assert case.occurred_at == datetime(2026, 1, 5, 13, 40, tzinfo=UTC)
    assert case.details == {"affected_services": ["Outbound voice"], "error_log": "SIP 408"}
    assert case.is_priority_by_hand


def test_after_saving_the_form_is_empty_and_says_what_was_saved(open_alone: Open, place: Store) -> None:
    app = opened(open_alone)

    app.button(key="form_save").click().run()

    assert f"Saved C-{newest(place).id}" in words(app)
    assert app.text_input(key="box").value == ""
    assert "log:title" not in {field.key for field in app.text_input}


def test_a_time_of_day_alone_means_today(open_alone: Open, place: Store) -> None:
    app = opened(open_alone)
    today = datetime.now(UTC) - timedelta(minutes=2)
    app.text_input(key="log:occurred_at").set_value(f"{today:%H:%M}").run()

    app.button(key="form_save").click().run()

    assert newest(place).occurred_at == today.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("occurred_at", "tomorrow", "is not a date and time"),
        ("customers_affected", "many", "is not a number"),
        ("down_until", "2026-01-05 09:00", "Ends 1h 00m before it starts."),
    ],
)
def test_each_error_stands_beside_its_field_and_all_text_is_kept(
    open_alone: Open, place: Store, name: str, typed: str, told: str
) -> None:
    app = opened(open_alone)
    before = newest(place).id
    app.text_input(key="log:down_from").set_value("2026-01-05 10:00")
    app.text_input(key=f"log:{name}").set_value(typed).run()

    app.button(key="form_save").click().run()

    assert told in words(app)
    assert "1 field to correct. Everything you typed is kept." in words(app)
    assert app.text_input(key=f"log:{name}").value == typed
    assert app.text_input(key="log:title").value == "Voice lines drop"
    assert newest(place).id == before


def test_faults_of_both_parts_are_told_at_once(open_alone: Open) -> None:
    app = opened(open_alone)
    app.text_input(key="log:customers_affected").set_value("many")
    app.text_input(key="log:down_from").set_value("noon").run()

    app.button(key="form_save").click().run()

    assert "2 fields to correct." in words(app)


def test_what_only_the_service_knows_is_told_beside_its_field_too(open_alone: Open) -> None:
    for _ in range(2):
        app = opened(open_alone)
        app.text_input(key="log:external_id").set_value("INC-7").run()
        app.button(key="form_save").click().run()

    assert "already has the client's id INC-7. Update that case." in words(app)
    assert app.text_input(key="log:external_id").value == "INC-7"


def test_clearing_the_draft_closes_the_form(open_alone: Open) -> None:
    app = opened(open_alone)

    app.button(key="form_clear").click().run()

    assert "log:title" not in {field.key for field in app.text_input}


def test_impact_and_urgency_say_which_priority_they_propose(open_alone: Open) -> None:
    app = opened(open_alone)
    app.selectbox(key="log:impact").set_value("Medium").run()

    app.selectbox(key="log:urgency").set_value("High").run()

    assert "Medium × high proposes P2 High." in words(app)
