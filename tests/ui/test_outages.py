"""The Interruptions page: every number opens exactly its cases, and bars show what the figures count."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import Role
from caselight.services import verbs
from caselight.store.engine import Store
from screen import html_of, opened, references, words

Open = Callable[..., AppTest]
HOUR = timedelta(hours=1)
COUNT = re.compile(r'data-label="Cases"><a href="([^"]+)" target="_self">([\d,]+)</a>')
LISTED = re.compile(r'href="(/cases[^"]*list=interrupted[^"]*)"')
PLANNED = re.compile(r'<a href="([^"]+)" target="_self">[(](\d+)[)]</a>')


def down(place: Store, client: int = 1, *, ago: float = 3, lasts: float | None = None, **details: object) -> int:
    """Log an outage that began so many hours ago."""
    began = datetime.now(UTC) - ago * HOUR
    said = {"down_from": began.isoformat(), "affected_services": ["Voice"]} | details
    if lasts is not None:
        said["down_until"] = (began + lasts * HOUR).isoformat()
    return elsewhere.a_case(place, client, ago=timedelta(minutes=1), record_type="outage", details=said)


@pytest.fixture
def told(place: Store) -> dict[str, int]:
    """Log three outages: one lasts, two overlap, one of them is another client's."""
    return {
        "lasts": down(place, ago=3),
        "over": down(place, ago=4, lasts=2, affected_services=["Voice", "Mail"], effect="degraded"),
        "other": down(place, 3, ago=30, lasts=1),
    }


def test_without_interruptions_the_page_says_so(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "interruptions"))

    assert "No unplanned interruption in the last 30d." in said
    assert "nothing unplanned" in said
    assert "Nothing was down in this period" in said
    assert "no failures in window" in said
    assert "inf" not in said.replace("information", "")


def test_each_number_opens_exactly_the_cases_it_counts(open_alone: Open, told: dict[str, int]) -> None:
    rows = COUNT.findall(html_of(open_alone(Role.MANAGER, "interruptions")))

    counts = [int(count) for _, count in rows]
    assert counts[:3] == [2, 2, 1]  # the client, its voice, its mail
    assert [opened(open_alone, Role.MANAGER, unescape(link)) for link, _ in rows[:4]] == counts[:4]
    assert told


def test_overlaps_count_once_and_what_lasts_counts_until_now(open_alone: Open, told: dict[str, int]) -> None:
    app = open_alone(Role.MANAGER, "interruptions", period="24h", client="Norvane Telecom")

    said = words(app)
    assert re.search(
        r"2 unplanned interruptions in the last 24h lasted (4h 00m|3h 59m), each moment counted once", said
    )
    assert "customers unknown in 1 of 1" in said
    assert references(app)[0] == f"C-{told['lasts']}"
    assert opened(open_alone, Role.MANAGER, "/cases?list=down_now") == 1


def test_one_service_and_one_priority_narrow_everything(open_alone: Open, told: dict[str, int]) -> None:
    mail = words(open_alone(Role.MANAGER, "interruptions", service="Mail"))
    urgent = words(open_alone(Role.MANAGER, "interruptions", pri="P1"))

    assert "1 unplanned interruption in the last 30d lasted 2h 00m" in mail
    assert "Down now nothing unplanned" in mail
    assert "No unplanned interruption" in urgent
    assert told


def test_type_and_team_narrow_the_lists_but_no_team_the_availability(
    open_alone: Open, place: Store, told: dict[str, int]
) -> None:
    elsewhere.done(place, verbs.escalate, ago=timedelta(minutes=1), case=told["over"], reason="Needs more")

    app = open_alone(Role.MANAGER, "interruptions", type="Outage", team="Network")

    said = words(app)
    assert "1 unplanned interruption in the last 30d lasted 2h 00m" in said
    assert "counting only Outage; of all teams" in said
    assert opened(open_alone, Role.MANAGER, unescape(LISTED.findall(html_of(app))[0])) == 1
    rows = COUNT.findall(html_of(app))
    assert [int(count) for _, count in rows[:3]] == [2, 2, 1]
    assert [opened(open_alone, Role.MANAGER, unescape(link)) for link, _ in rows[:3]] == [2, 2, 1]
    assert "No unplanned interruption" in words(open_alone(Role.MANAGER, "interruptions", type="Application error"))


def test_planned_work_stands_apart_and_opens_its_list(open_alone: Open, place: Store) -> None:
    began = datetime.now(UTC) - 5 * HOUR
    window = {"announced_at": began - 24 * HOUR, "down_from": began, "down_until": began + 2 * HOUR}
    elsewhere.a_case(place, record_type="maintenance", details={name: at.isoformat() for name, at in window.items()})

    page = open_alone(Role.MANAGER, "interruptions")

    assert "No unplanned interruption in the last 30d." in words(page)
    assert "2h 00m (1)" in words(page)
    link, count = PLANNED.findall(html_of(page))[0]
    assert opened(open_alone, Role.MANAGER, unescape(link)) == int(count)


def test_the_chart_has_a_finding_and_a_table_of_the_same(open_alone: Open, told: dict[str, int]) -> None:
    app = open_alone(Role.MANAGER, "interruptions")

    app.button(key="spells_toggle").click().run()

    assert not app.exception
    listed = references(app)
    assert {f"C-{number}" for number in told.values()} <= set(listed)
    assert "degraded" in words(app)
    assert "so far" in words(app)


@pytest.mark.parametrize("period", ["24h", "90d"])
def test_every_period_and_zone_draws(open_alone: Open, told: dict[str, int], period: str) -> None:
    app = open_alone(Role.MANAGER, "interruptions", period=period, tz="Asia/Singapore")

    assert not app.exception
    assert "unplanned interruption" in words(app)
    assert told
