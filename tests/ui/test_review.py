"""Review: made on the page, read by those of its client, and the figures of the screen stand in it."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, SYSTEM, Role
from caselight.core.review import period
from caselight.services import reviews
from caselight.store import reviews as kept
from caselight.store.engine import Store
from caselight.ui import data
from screen import everything, html_of, labels, references, words

Open = Callable[..., AppTest]
OURS, THEIRS = 3, 4


def made(place: Store, client: int, zone: str, *, weeks: int = 1) -> int:
    last = period.last_week(zone, data.now())
    first = last.first - timedelta(weeks=weeks - 1)
    return reviews.make(place, client, first, last.last, actor=SYSTEM, now=data.now())


def test_a_manager_makes_one_and_reads_it(open_alone: Open, place: Store) -> None:
    app = open_alone(Role.MANAGER, "review", client="Parcelo Shop")
    assert "Choose a client and a period at the right" in words(app)

    app.button(key="review_make").click().run()

    assert not app.exception
    with place.reading(EVERYTHING) as session:
        (row,) = kept.listed(session, EVERYTHING)
    assert (row.client, row.made_by) == ("Parcelo Shop", "Lena Brandt")
    assert f"Review {row.id}" in words(app)
    assert "service failure" in words(app)
    assert f"/export/review/{row.id}.pdf" in html_of(app)
    assert "Lena Brandt" not in words(app)  # what the client reads says no name of ours


def test_a_frozen_review_shows_four_charts_each_with_its_finding(open_as: Open, place: Store) -> None:
    number = made(place, OURS, "Europe/Berlin", weeks=4)  # in a single day too few are resolved for a median

    said = html_of(open_as(Role.CLIENT, "review", OURS, id=str(number)))

    assert said.count("<figure>") == 4
    assert said.count('src="data:image/svg+xml;base64,') == 4
    assert said.count('alt="') >= 4


def test_every_missed_promise_leads_to_its_case(open_as: Open, place: Store) -> None:
    number = made(place, OURS, "Europe/Berlin")
    with place.reading(EVERYTHING) as session:
        found = kept.one(session, EVERYTHING, number)
    misses = {row["case"] for row in json.loads(found.body)["misses"]}

    app = open_as(Role.CLIENT, "review", OURS, id=str(number))

    assert misses
    assert set(references(app)) == misses


def test_a_client_viewer_sees_their_own_and_is_offered_nothing_to_do(open_as: Open, place: Store) -> None:
    own = made(place, OURS, "Europe/Berlin")
    made(place, THEIRS, "Asia/Singapore")

    app = open_as(Role.CLIENT, "review", OURS)

    assert f"/review?id={own}" in html_of(app)
    assert "Quillstone" not in everything(app)
    assert "by " not in words(app).partition("Data as of")[2]
    assert "Make review" not in labels(app)


@pytest.mark.parametrize("said", ["{foreign}", "999", "abc", "-1", "9" * 400, "1e3", "²"])
def test_foreign_missing_and_malformed_are_the_same_sentence(open_as: Open, place: Store, said: str) -> None:
    foreign = made(place, THEIRS, "Asia/Singapore")

    app = open_as(Role.MANAGER, "review", OURS, id=said.format(foreign=foreign))

    assert not app.exception
    assert "No such review. Look for it in the list of reviews" in words(app)
    assert "Quillstone" not in everything(app)


def test_an_agent_is_told_that_it_is_not_theirs(open_alone: Open, place: Store) -> None:
    number = made(place, OURS, "Europe/Berlin")

    app = open_alone(Role.AGENT, "review", OURS, id=str(number))

    assert "not open to you as agent" in words(app)
    assert "service failure" not in words(app)


def test_own_dates_come_from_the_address(open_alone: Open) -> None:
    query = {"client": "Parcelo Shop", "from": "2026-01-05", "to": "2026-01-11"}

    app = open_alone(Role.MANAGER, "review", **query)

    assert "Mon 5 Jan to Sun 11 Jan 2026 , days of Europe/Berlin" in words(app)


@pytest.mark.parametrize(
    ("since", "until"), [("2026-01-11", "2026-01-05"), ("soon", "2026-01-05"), ("2999-01-01", ""), ("0001-01-01", "x")]
)
def test_dates_that_make_no_sense_break_nothing(open_alone: Open, since: str, until: str) -> None:
    app = open_alone(Role.MANAGER, "review", client="Parcelo Shop", **{"from": since, "to": until})

    assert not app.exception
    assert "days of Europe/Berlin" in words(app)


def test_days_that_are_not_over_are_refused_in_a_sentence(open_alone: Open) -> None:
    tomorrow = (data.now() + timedelta(days=1)).date().isoformat()

    app = open_alone(Role.MANAGER, "review", client="Parcelo Shop", **{"from": tomorrow, "to": tomorrow})
    app.button(key="review_make").click().run()

    assert "is not over yet for this client" in words(app)


def test_a_schedule_is_set_with_faults_beside_their_fields_and_ended(open_as: Open, place: Store) -> None:
    app = open_as(Role.MANAGER, "review")
    assert "No schedule yet" in words(app)
    app.text_area(key="review_schedule:addresses").input("nobody at home")
    app.button(key="schedule_set").click().run()
    assert "is no e-mail address" in words(app)

    app.text_area(key="review_schedule:addresses").input("desk@parcelo.example; lead@parcelo.example")
    app.button(key="schedule_set").click().run()

    assert not app.exception
    assert "every Monday at 07:00" in words(app)
    assert "sent to desk@parcelo.example, lead@parcelo.example" in words(app)
    with place.reading(EVERYTHING) as session:
        (row,) = kept.schedules(session, EVERYTHING)
    app.button(key=f"schedule_end_{row.id}").click().run()
    assert "No schedule yet" in words(app)


def test_who_only_reads_is_offered_no_schedule(open_as: Open) -> None:
    for role in (Role.LEAD, Role.CLIENT, Role.AUDITOR):
        app = open_as(role, "review", OURS)

        assert {"Set schedule", "Make review"}.isdisjoint(labels(app))
        assert "By schedule" not in words(app)
