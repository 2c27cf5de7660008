"""SLA: the page is the command's figures, each number opens a list of exactly so many, and the client sees its own."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.kpis import definitions
from caselight.core.people import EVERYTHING, Role
from caselight.core.sla import Way
from caselight.services import evidence
from caselight.store import kpi_reads
from caselight.store.engine import Store
from caselight.ui import data, sla, sla_charts, sla_clients, sla_lists
from caselight.ui.charts import Look, spec
from caselight.ui.filters import Asked
from caselight.ui.sla_charts import Day, Dot
from screen import html_of, words

Open = Callable[..., AppTest]
NUMBER = re.compile(r'href="(/sla\?[^"]*list=[^"]*)"[^>]*>([\d,]+)<')


@pytest.fixture
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock of the screens: a period that ends with the last full minute would move between two openings."""
    at = datetime.now(UTC)
    monkeypatch.setattr(data, "now", lambda: at)


def listed(open_alone: Open, role: Role, link: str, *clients: int) -> int:
    """Return how many promises the list behind a link holds."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(unescape(link)).query).items()}
    app = open_alone(role, "sla", *clients, **query)
    assert not app.exception
    return int(re.findall(r"([\d,]+) promises?\b", words(app))[-1].replace(",", ""))


@pytest.mark.usefixtures("_still")
@pytest.mark.parametrize(
    ("role", "clients", "asked"),
    [
        (Role.MANAGER, (), {}),
        (Role.CLIENT, (3,), {"way": "By due"}),
        (Role.LEAD, (1, 2), {"way": "By close", "pri": "P2"}),
        (Role.MANAGER, (), {"type": "Technical failure", "team": "Network"}),
    ],
)
def test_each_number_opens_a_list_of_so_many(
    open_alone: Open, role: Role, clients: tuple[int, ...], asked: dict[str, str]
) -> None:
    found = dict(NUMBER.findall(html_of(open_alone(role, "sla", *clients, **asked))))

    some = [link for link, count in found.items() if count != "0"]
    assert len(some) >= 2
    for link in some[:6]:
        assert listed(open_alone, role, link, *clients) == int(found[link].replace(",", ""))


@pytest.mark.parametrize("way", Way)
def test_the_clients_add_up_to_the_figure_of_the_command(place: Store, way: Way) -> None:
    asked, now = Asked(EVERYTHING, ZoneInfo("UTC")), datetime.now(UTC)
    since, until = asked.between(now)

    with place.reading(EVERYTHING) as session:
        said = kpi_reads.kpi(session, EVERYTHING, as_of=until, since=since, until=until)["kpis"]["sla"]["resolution"]
    found = sla.everything(asked, now, way)
    known = sla_clients.clients(found, data.read(sla.agreements.agreed, EVERYTHING, at=now))

    figures = said[way.replace(" ", "_")]
    assert sum(one.met for one in known) == figures["met"]
    assert sum(one.n - one.met for one in known) == figures["missed"]
    assert len(list(sla_lists.lines(found, "missed", "resolution", asked, now))) == figures["missed"]
    assert len(list(sla_lists.lines(found, "excluded", "resolution", asked, now))) == figures["excluded"]


@pytest.mark.parametrize("way", Way)
def test_what_a_way_means_is_said_in_the_words_of_the_definition(way: Way) -> None:
    said = sla.words(way)

    assert said.startswith(f"{way.capitalize()}: ")
    assert said in definitions()["sla"]["definition"]


def test_the_misses_are_listed_with_the_way_to_case_and_ledger(open_alone: Open) -> None:
    found = html_of(open_alone(Role.MANAGER, "sla"))

    rows = re.findall(r'/case\?id=(C-\d+)" target="_self">C-\d+<.*?ledger=resolution"', found)
    assert rows


def test_the_charts_say_what_they_show_and_stand_as_tables_too(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "sla")
    alts = [str(chart.proto) for chart in app.get("vega_lite_chart")]
    app.button(key="sla_toggle").click().run()
    app.button(key="month_toggle").click().run()

    assert "Resolutions met by client, worst first:" in alts[0]
    assert "Resolutions met since the month of" in alts[1]
    assert not app.get("vega_lite_chart")
    assert "95 % interval" in words(app)
    assert "Until Met Missed Decided Share" in words(app)


def test_a_client_viewer_sees_its_own_promises_alone(open_alone: Open) -> None:
    said = words(open_alone(Role.CLIENT, "sla", 3))

    assert "Parcelo Shop is" in said
    assert "Norvane" not in said


@pytest.mark.parametrize("said", [{"list": "<b>"}, {"promise": "love"}, {"way": "none"}, {"client": "Nobody"}])
def test_an_address_that_says_nonsense_still_opens(open_alone: Open, said: dict[str, str]) -> None:
    assert not open_alone(Role.MANAGER, "sla", **said).exception


def test_a_period_without_a_verdict_says_so(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "sla", client="Tarrin Utilities", pri="P1", period="24h"))

    assert "No resolution promise came to a verdict" in said or " target: " in said


def test_a_share_of_few_is_drawn_hollow_and_without_an_interval() -> None:
    few = Dot("Marrow Lane", 1.0, 0.9, 0.3, 1.0, "2 of 2", is_few=True, is_below=False)
    many = Dot("Parcelo Shop", 0.89, 0.97, 0.87, 0.91, "89.0% of 600", is_few=False, is_below=True)

    made = spec(sla_charts.dots([many, few], Look()))

    fills = [layer["mark"]["fill"] for layer in made["layer"] if layer["mark"]["type"] == "point"]
    assert sorted(fills) == ["var(--attention)", "var(--panel)"]
    domain = made["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert 0.8 < domain[0] < 0.87


def test_the_running_day_of_a_month_is_not_joined_to_the_line() -> None:
    days = [Day("1 Nov", None, "", "1 Nov"), Day("2 Nov", 0.95, "95 of 100"), Day("3 Nov", 0.9, "108 of 120")]

    made = spec(sla_charts.month(days, 0.97, "9 too many", Look()))

    by_kind = [layer["mark"]["type"] for layer in made["layer"]]
    assert by_kind.count("line") == 1
    hollow = [layer for layer in made["layer"] if layer["mark"].get("fill") == "var(--panel)"]
    assert len(hollow) == 1
    assert hollow[0]["data"] != next(layer for layer in made["layer"] if layer["mark"]["type"] == "line")["data"]


def test_a_month_of_few_draws_its_target_and_no_share() -> None:
    made = spec(
        sla_charts.month([Day("1 Nov", None, ""), Day("2 Nov", None, "3 of 3")], 0.97, "can still miss 0", Look())
    )

    assert made["layer"][0]["mark"]["type"] == "rule"


def test_a_target_of_all_still_leaves_room_for_its_line() -> None:
    made = spec(
        sla_charts.dots([Dot("Parcelo Shop", 1.0, 1.0, 0.97, 1.0, "100% of 90", is_few=False, is_below=False)], Look())
    )

    assert made["layer"][0]["encoding"]["x"]["scale"]["domain"][0] < 0.97


@pytest.mark.usefixtures("_still")
def test_the_pack_of_one_client_is_offered_to_who_may_take_it(open_alone: Open) -> None:
    since, until = Asked(EVERYTHING, ZoneInfo("UTC"), period="7d").between(data.now())
    address = f'href="{escape(evidence.address(3, since, until))}"'

    assert address in html_of(open_alone(Role.CLIENT, "sla", 3, period="7d"))
    assert address in html_of(open_alone(Role.MANAGER, "sla", client="Parcelo Shop", period="7d"))
    for role, clients in ((Role.MANAGER, ()), (Role.LEAD, (1, 2)), (Role.AGENT, (3,)), (Role.AUDITOR, (3,))):
        assert "evidence.zip" not in html_of(open_alone(role, "sla", *clients))
