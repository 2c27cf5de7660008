"""The Speed page: the command line's figures, and every number opens exactly its cases."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store import kpi_reads
from caselight.store.among import Among
from caselight.store.engine import Store
from caselight.ui import speed, speed_load, speed_weeks
from caselight.ui.filters import Asked
from screen import html_of, opened, words

Open = Callable[..., AppTest]
HOUR = timedelta(hours=1)
KEYS = {"resolve": "time_to_resolve", "response": "first_response", "ack": "acknowledge"}
CLIENT = re.compile(r'<td class="name">([^<(]+) <a href="([^"]+)" target="_self">[(]([\d,]+)[)]</a>')
AGE = re.compile(r'<a href="(/cases[^"]*list=age_[^"]+)" target="_self">([\d,]+)</a>')


@pytest.mark.parametrize("stage", speed.STAGES)
@pytest.mark.parametrize(("period", "priorities"), [("30d", ()), ("7d", (3,))])
def test_the_figures_are_those_of_the_command_line(
    place: Store, stage: str, period: str, priorities: tuple[int, ...]
) -> None:
    asked, now = Asked(EVERYTHING, ZoneInfo("UTC"), among=Among(priorities), period=period), datetime.now(UTC)
    since, until = asked.between(now)

    with place.reading(EVERYTHING) as session:
        given = {"as_of": until, "since": since, "until": until, "priorities": priorities}
        said = kpi_reads.kpi(session, EVERYTHING, **given)["kpis"][KEYS[stage]]["calendar"]
    found = speed.of(asked, stage, now).now

    assert (found.done, found.waiting) == (said["n"], said["open"])
    assert found.half is None or found.half / HOUR == pytest.approx(said["km_median_h"])
    assert found.most is None or found.most / HOUR == pytest.approx(said["km_p90_h"])
    assert found.half is not None or stage != "resolve"  # nobody takes or answers these cases


@pytest.mark.parametrize("stage", speed.STAGES)
def test_every_number_opens_exactly_its_cases(open_alone: Open, stage: str) -> None:
    app = open_alone(Role.MANAGER, "speed", stage=stage, pri="P3")

    assert not app.exception
    assert f"{speed_weeks.HEADS[stage]} per week" in words(app)
    link, n = re.search(r'<a href="([^"]+)" target="_self">n = ([\d,]+)', html_of(app)).groups()
    assert opened(open_alone, Role.MANAGER, unescape(link)) == int(n.replace(",", ""))
    _, link, n = CLIENT.findall(html_of(app))[0]
    assert opened(open_alone, Role.MANAGER, unescape(link)) == int(n.replace(",", ""))
    for link, n in [pair for pair in AGE.findall(html_of(app)) if pair[1] != "0"][:2]:
        assert opened(open_alone, Role.MANAGER, unescape(link)) == int(n.replace(",", ""))


def test_ages_add_up_to_what_is_open(open_alone: Open) -> None:
    html = html_of(open_alone(Role.LEAD, "speed"))

    total = int(re.search(r"Open now by age <small>(\d+) cases", html)[1])
    assert sum(int(n) for _, n in AGE.findall(html)) == total


def test_the_backlog_ends_with_what_is_open_now(place: Store) -> None:
    asked, now = Asked(EVERYTHING, ZoneInfo("UTC")), datetime.now(UTC)

    found, names, instants = speed_load.standing(asked, now)

    with place.reading(EVERYTHING) as session:
        said = kpi_reads.kpi(session, EVERYTHING, as_of=now.replace(second=0, microsecond=0))["kpis"]["open"]
    assert (found.counts[-1], names[-1]) == (said, "now")
    assert len(found.counts) == len(names) == len(instants) == 29


def test_charts_say_what_they_show_and_turn_into_tables(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "speed")

    said = str([chart.proto for chart in app.get("vega_lite_chart")])
    assert "Time to resolve per week over 8 weeks" in said
    assert "cases open now" in said
    app.button(key="weeks_toggle").click().run()
    app.button(key="backlog_toggle").click().run()
    assert "Half within" in words(app)
    assert re.search(r"in 7 days about \d+ [(]\d+ to \d+[)]", words(app))


def test_too_few_cases_are_no_pace(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "speed", client="Tarrin Utilities", pri="P1", period="24h")

    assert not app.exception
    assert "Too few cases were resolved to say how fast." in words(app)
    assert "Too few to compare with the 24h before." in words(app)


def test_the_stage_is_in_the_address_by_its_short_name(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "speed", stage="nonsense")
    assert "Time to resolve per week" in words(app)

    app.segmented_control(key="stage").set_value("ack").run()
    assert "ack" in app.query_params["stage"]
    app.segmented_control(key="stage").set_value("resolve").run()
    assert "stage" not in app.query_params


def test_cases_that_changed_teams_are_a_list(open_alone: Open) -> None:
    html = html_of(open_alone(Role.MANAGER, "speed"))

    link, n = re.search(r'<a href="([^"]+list=handed[^"]*)" target="_self">(\d+)</a>', html).groups()
    assert opened(open_alone, Role.MANAGER, unescape(link)) == int(n)
