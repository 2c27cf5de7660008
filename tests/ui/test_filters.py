"""The filters: kept in the address, and never wider than what one may see."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.ui.filters import Asked
from screen import html_of, words

Open = Callable[..., AppTest]


@pytest.mark.parametrize("name", ["overview", "queue", "cases"])
def test_only_clients_in_scope_are_offered(open_alone: Open, name: str) -> None:
    app = open_alone(Role.AGENT, name, 3)

    assert app.multiselect(key="client").options == ["Parcelo Shop"]


def test_a_copied_address_shows_the_same_view(open_alone: Open) -> None:
    query = {"client": ["Ellery Care", "Parcelo Shop"], "pri": ["P1", "P2"], "period": "7d", "tz": "Europe/Berlin"}

    app = open_alone(Role.MANAGER, "overview", **query)

    assert app.multiselect(key="client").value == ["Ellery Care", "Parcelo Shop"]
    assert app.pills(key="pri").value == ["P1", "P2"]
    assert app.segmented_control(key="period").value == "7d"
    assert app.selectbox(key="tz").value == "Europe/Berlin"
    assert "CET" in words(app) or "CEST" in words(app)


@pytest.mark.parametrize("query", [{"client": "Nobody"}, {"pri": "P9"}, {"period": "1y"}, {"tz": "Mars/Base"}])
def test_what_the_address_cannot_mean_falls_back_to_everything(open_alone: Open, query: dict[str, str]) -> None:
    plain, odd = (words(open_alone(Role.MANAGER, "cases", **given)) for given in ({}, query))

    assert plain.split(" cases ")[0].rsplit(" ", 1)[-1] == odd.split(" cases ")[0].rsplit(" ", 1)[-1]


def test_a_period_ends_with_the_last_full_minute_and_the_one_before_it_ends_where_it_begins() -> None:
    asked = Asked(EVERYTHING, ZoneInfo("UTC"), period="7d")
    now = datetime(2026, 11, 18, 14, 5, 12, tzinfo=UTC)

    since, until = asked.between(now)

    assert until == datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
    assert until - since == timedelta(days=7)
    assert asked.between(now, back=1)[1] == since


def test_a_link_says_the_filters_again() -> None:
    asked = Asked(EVERYTHING, ZoneInfo("UTC"), said={"client": ["Ellery Care", "A & B"], "pri": ["P1"]})

    link = asked.link("cases", list="sla")

    assert link == "/cases?client=Ellery+Care&client=A+%26+B&pri=P1&list=sla"


@pytest.mark.parametrize(("asked", "n"), [({}, 18), ({"team": "Network"}, 4), ({"team": "Network", "pri": "P1"}, 1)])
def test_a_team_is_asked_for_by_its_name(open_alone: Open, asked: dict[str, str], n: int) -> None:
    app = open_alone(Role.MANAGER, "speed", type="Technical failure", **asked)

    assert app.multiselect(key="type").value == ["Technical failure"]
    assert f"Open now by age {n} case" in words(app)


def test_a_type_that_no_case_has_leaves_nothing(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "failures", type="Delivery failure"))

    assert "No failure was opened in the last 30d." in said


@pytest.mark.parametrize("page", ["cases", "sla", "recovery"])
def test_whoever_may_not_read_of_colleagues_is_offered_no_teams(open_alone: Open, page: str) -> None:
    app = open_alone(Role.CLIENT, page, 3, team="Network")

    assert "team" not in {chosen.key for chosen in app.multiselect}
    assert "team=" not in html_of(app)
