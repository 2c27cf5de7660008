"""The Overview: every number against something, and every number opens exactly its cases."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core import lateness
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import board, kpi_reads
from caselight.store import overview as reads
from caselight.store.engine import Store
from caselight.ui import data, overview
from caselight.ui.filters import Asked
from screen import html_of, opened, references, words

Open = Callable[..., AppTest]
CLIENTS = (1, 2, 3)
TILE = re.compile(r'<a class="tile[^"]*" href="([^"]+)".*?class="value">([^<]+)<(.*?)</a>', re.DOTALL)


def tiles(app: AppTest) -> list[tuple[str, str, str]]:
    return [(unescape(link), value, rest) for link, value, rest in TILE.findall(html_of(app))]


@pytest.mark.parametrize("filters", [{}, {"pri": "P1"}, {"client": "Ellery Care", "period": "7d"}])
@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.AUDITOR])
def test_each_tile_opens_exactly_the_cases_it_counts(open_alone: Open, role: Role, filters: dict[str, str]) -> None:
    overdue, still_open, sla, speed = tiles(open_alone(role, "overview", *CLIENTS, **filters))

    assert opened(open_alone, role, overdue[0], *CLIENTS) == int(overdue[1].replace(",", ""))
    assert opened(open_alone, role, still_open[0], *CLIENTS) == int(still_open[1].replace(",", ""))
    decided = re.search(r" of (\d+)$", sla[1]) or re.search(r", n ([\d,]+)", sla[2])
    assert opened(open_alone, role, sla[0], *CLIENTS) == int(decided[1].replace(",", ""))
    resolved = re.search(r", n ([\d,]+)", speed[2])
    assert opened(open_alone, role, speed[0], *CLIENTS) == int(resolved[1].replace(",", ""))


@pytest.mark.usefixtures("late_in_a_month")
def test_each_clients_share_opens_exactly_the_promises_decided_this_month(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "overview")
    rows = re.findall(r'<td><a href="([^"]+list=sla_month[^"]*)" target="_self">n ([\d,]+)</a></td>', html_of(app))
    counts = [int(n.replace(",", "")) for _, n in rows]

    assert len(rows) == 5
    assert [opened(open_alone, Role.MANAGER, unescape(link)) for link, _ in rows[:2]] == counts[:2]
    assert html_of(app).count('<tr><td><a href="/sla?client=') == 5


def test_a_day_of_the_table_opens_exactly_its_failures(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "overview")
    app.button(key="failures_toggle").click().run()
    rows = re.findall(r'<td class="right"><a href="([^"]+)" target="_self">([\d,]+)</a>', html_of(app))

    link, count = rows[3]

    assert opened(open_alone, Role.LEAD, unescape(link)) == int(count)


def test_what_is_overdue_is_listed_longest_first_and_linked(open_alone: Open, place: Store) -> None:
    app = open_alone(Role.LEAD, "overview")

    with place.reading(EVERYTHING) as session:
        late = lateness.overdue(board.open_cases(session, EVERYTHING), data.now())
    assert references(app)[:5] == [f"C-{case.number}" for case in late[:5]]
    assert f"oldest first, first 5 of {len(late)}" in words(app)


def test_nothing_overdue_is_said_in_words(open_alone: Open, place: Store) -> None:
    with place.reading(EVERYTHING) as session:
        late = [case.number for case in board.open_cases(session, EVERYTHING)]
    for number in late:
        elsewhere.done(place, verbs.cancel, case=number, note="not needed")

    app = open_alone(Role.LEAD, "overview")

    assert "nothing is overdue" in words(app)
    assert "No promise is running." in words(app)


def test_a_filter_without_cases_shows_no_number_that_is_not_there(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "overview", client="Tarrin Utilities", pri="P1", period="24h")

    assert not app.exception
    assert "n/a" in words(app) or "none yet" in words(app) or " of " in words(app)


def test_the_chart_says_what_it_shows(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "overview")

    assert "Failures per day over the last 30 days" in str(app.get("vega_lite_chart")[0].proto)


@pytest.mark.parametrize("period", ["24h", "7d", "30d"])
def test_the_figures_are_those_of_the_command_line(place: Store, period: str) -> None:
    asked, now = Asked(EVERYTHING, ZoneInfo("UTC"), period=period), datetime.now(UTC)
    since, until = asked.between(now)

    with place.reading(EVERYTHING) as session:
        said = kpi_reads.kpi(session, EVERYTHING, as_of=until, since=since, until=until)["kpis"]
    this = overview.standings(asked, now)
    speed = data.read(reads.speed, EVERYTHING, since=since, until=until)

    decided, resolved = said["sla"]["resolution"]["decided"], said["time_to_resolve"]["calendar"]
    assert (sum(each.met for each in this), sum(each.missed for each in this)) == (decided["met"], decided["missed"])
    assert (speed.resolved, speed.unresolved) == (resolved["n"], resolved["open"])
    assert speed.half is None or speed.half.total_seconds() / 3600 == pytest.approx(resolved["km_median_h"])
