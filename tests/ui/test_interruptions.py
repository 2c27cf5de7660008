"""The interruptions of a case on its page: read, ended, corrected and added in place."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.core.records import TYPES
from caselight.services import verbs
from caselight.store import interruptions
from caselight.store.engine import Store
from caselight.store.interruptions import IntervalRow
from caselight.ui import preview
from caselight.ui.interruptions import line, told
from screen import words

Open = Callable[..., AppTest]
HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture
def number(place: Store) -> int:
    """Return an outage of two services that began two hours ago."""
    return elsewhere.a_case(
        place, ago=2 * HOUR, record_type="outage", title="Voice gone", details={"affected_services": ["Voice", "SMS"]}
    )


def rows(place: Store, number: int) -> list[IntervalRow]:
    with place.reading(EVERYTHING) as session:
        return interruptions.of_case(session, EVERYTHING, number)


def an_interval(**given: object) -> IntervalRow:
    told: dict[str, object] = {
        "opened_seq": 1, "place": 0, "service": "Voice", "started_at": NOON - HOUR, "ended_at": None,
        "severity": "major", "effect": "out", "is_planned": False, "announced_at": None, "vendor": None,
    }  # fmt: skip
    return IntervalRow(**told | given)  # type: ignore[arg-type]


def test_each_service_says_since_when_and_how_badly(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.AUDITOR, "case", id=number))

    assert "Interruptions 2 intervals, 2 still lasting, unplanned downtime 2h 00m" in said
    assert said.count("Still lasts Major, out") == 2


def test_a_case_that_is_no_interruption_has_no_such_panel(open_alone: Open, place: Store) -> None:
    other = elsewhere.a_case(place, ago=HOUR, title="Voice lines drop")

    assert "Interruptions" not in words(open_alone(Role.AGENT, "case", id=other))


def test_a_service_is_back_by_one_click(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.AGENT, "case", id=number)

    app.button(key="end_1.0").click().run()

    assert [row.ended_at is None for row in rows(place, number)] == [False, True]
    assert "interval ended" in words(app)
    assert "end_1.0" not in {button.key for button in app.button}


def test_an_interval_is_corrected_in_place_and_a_refusal_keeps_what_was_typed(
    open_alone: Open, number: int, place: Store
) -> None:
    app = open_alone(Role.LEAD, "case", id=number)
    form = f"interval:{number}:1.0"
    app.button(key="correct_1.0").click().run()
    app.selectbox(key=f"{form}:severity").set_value("Critical")
    app.text_input(key=f"{form}:ended_at").set_value("2020-01-01 10:00").run()

    app.button(key="interval_save").click().run()
    refused, kept = words(app), app.text_input(key=f"{form}:ended_at").value
    app.text_input(key=f"{form}:ended_at").set_value("").run()
    app.button(key="interval_save").click().run()

    assert "before it starts" in refused
    assert kept == "2020-01-01 10:00"
    assert [row.severity for row in rows(place, number)] == ["critical", "major"]


def test_who_is_second_is_told_and_may_keep_their_own(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.LEAD, "case", id=number)
    app.button(key="correct_1.0").click().run()
    app.selectbox(key=f"interval:{number}:1.0:effect").set_value("Degraded").run()
    elsewhere.done(place, verbs.change_interval, case=number, interval="1.0", fields={"effect": "degraded"})
    elsewhere.done(place, verbs.change_interval, case=number, interval="1.0", fields={"effect": "out"})

    app.button(key="interval_save").click().run()
    told_who = words(app)
    app.button(key="interval_save").click().run()

    assert "Tora Vik changed" in told_who
    assert "an interruption" in told_who
    assert "Save again to keep yours." in told_who
    assert [row.effect for row in rows(place, number)] == ["degraded", "out"]


def test_nothing_changed_and_giving_up_change_nothing(open_alone: Open, number: int, place: Store) -> None:
    before = rows(place, number)
    app = open_alone(Role.LEAD, "case", id=number)

    app.button(key="correct_1.1").click().run()
    app.button(key="interval_save").click().run()
    said = words(app)
    app.button(key="correct_1.1").click().run()
    app.button(key="interval_give_up").click().run()

    assert "Nothing was changed." in said
    assert "interval_save" not in {button.key for button in app.button}
    assert rows(place, number) == before


def test_another_spell_is_added(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.AGENT, "case", id=number)
    app.button(key="interval_add").click().run()
    app.selectbox(key=f"interval:{number}:new:service").set_value("Voice").run()

    app.button(key="interval_save").click().run()

    assert [(row.service, row.key) for row in rows(place, number)][-1] == ("Voice", "2.0")
    assert "Voice interrupted from" in words(app)


def test_who_only_reads_gets_no_buttons(open_alone: Open, number: int) -> None:
    app = open_alone(Role.AUDITOR, "case", id=number)

    assert not {"interval_add", "end_1.0", "correct_1.0"} & {button.key for button in app.button}


def test_a_resolved_outage_still_shows_what_was_down(open_alone: Open, number: int, place: Store) -> None:
    until = (datetime.now(UTC) - HOUR).isoformat()
    elsewhere.done(
        place, verbs.resolve, case=number, ago=0.5 * HOUR, details={"down_until": until, "severity": "major"}
    )

    said = words(open_alone(Role.AUDITOR, "case", id=number))

    assert "2 intervals, unplanned downtime 1h 00m" in said


@pytest.mark.parametrize(
    ("given", "state", "shape"),
    [
        ({}, "Still lasts", "attention"),
        ({"severity": "none"}, "Still lasts", ""),
        ({"ended_at": NOON}, "Over", ""),
        ({"is_planned": True, "started_at": NOON + HOUR, "ended_at": NOON + 3 * HOUR}, "Lies ahead", ""),
        ({"is_planned": True, "ended_at": NOON + HOUR}, "Still lasts", ""),
    ],
)
def test_a_line_says_how_an_interval_stands(given: dict[str, object], state: str, shape: str) -> None:
    found = line(an_interval(**given), now=NOON, zone=UTC)

    assert (found.state, found.shape) == (state, shape)


def test_a_line_names_who_planned_it_and_whose_it_was() -> None:
    row = an_interval(is_planned=True, announced_at=NOON - 5 * HOUR, vendor="Lindgate Cloud", service=None)

    found = line(row, now=NOON, zone=UTC)

    assert found.badly == "Major, out, planned, announced Mon 16 Nov 07:00, Lindgate Cloud"
    assert (found.service, found.lasted) == ("No service in particular", "1h 00m")


def test_overlapping_intervals_are_told_once() -> None:
    both = [an_interval(ended_at=NOON), an_interval(place=1, ended_at=NOON), an_interval(place=2, severity="none")]

    assert told(both, NOON) == "3 intervals, 1 still lasting, unplanned downtime 1h 00m"
    assert told([], NOON) == ""


def test_what_is_owed_later_leaves_out_what_logging_asks_for_or_fills_in() -> None:
    said = preview.owed_later(TYPES["vendor"], 3)

    assert said.startswith("affected services, interrupted until, severity, effect on delivery before resolving; ")
