"""The Forecast: each number stands over exactly its cases, and the command line says the same."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from caselight import cli
from caselight.core import forecast as core
from caselight.core.people import EVERYTHING, Principal, Role
from caselight.services import forecasts
from caselight.store.among import Among
from caselight.ui import data, forecast
from caselight.ui.filters import Asked
from screen import html_of, references, words

Open = Callable[..., AppTest]
LEAD = Principal(1, "Lena Brandt", Role.LEAD, EVERYTHING)


def stretches(app: AppTest) -> dict[str, tuple[int, list[str]]]:
    """Return each stretch with the number in its heading and the cases below it."""
    parts = html_of(app).split('<h3 class="ahead">')[1:]
    return {
        re.search(r"<b>([^<]+)", part)[1]: (
            int(re.search(r"</b> (\d+)", part)[1]),
            re.findall(r"/case\?id=(C-\d+)", re.split("After that|Risk of the rest", part)[0]),
        )
        for part in parts
    }


@pytest.mark.parametrize("filters", [{}, {"pri": "P3"}, {"client": "Ellery Care"}])
def test_each_number_stands_over_exactly_its_cases(open_alone: Open, filters: dict[str, str]) -> None:
    found = stretches(open_alone(Role.LEAD, "forecast", **filters))

    assert list(found) == ["Within 30 minutes", "30 to 60 minutes", "60 to 120 minutes"]
    assert all(count == len(cases) for count, cases in found.values())
    every = [case for _, cases in found.values() for case in cases]
    assert len(every) == len(set(every))


def test_each_stretch_holds_what_falls_due_in_it_and_the_next_case_is_named(
    open_alone: Open, seeded_at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "now", lambda: seeded_at)

    app = open_alone(Role.LEAD, "forecast")

    assert [count for count, _ in stretches(app).values()] == [4, 2, 1]
    assert re.search(r"After that: C-\d+ , [A-Z][a-z]+ [A-Z][a-z]+, resolution in 2h 0\dm[.]", words(app))


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("given", [(), ("--client", "Parcelo Shop"), ("--priority", "P3", "--priority", "2")])
def test_the_command_line_says_the_same_as_the_screen(given: tuple[str, ...]) -> None:
    now = datetime.now(UTC)
    clients = {"--client": {3}}.get(given[0] if given else "", set())
    priorities = (3, 2) if "--priority" in given else ()
    asked = Asked(EVERYTHING.narrowed(clients), ZoneInfo("UTC"), among=Among(priorities))

    seen = forecast.of(LEAD, asked, now)
    said = json.loads(CliRunner().invoke(cli.main, ["forecast", "--json", "--as-of", now.isoformat(), *given]).output)

    names = ["Parcelo Shop"] if clients else []
    shown = forecasts.Told(now, tuple(names), priorities, seen).as_dict()
    assert shown == said
    assert sum(each["n"] for each in said["coming"]) > 0
    assert said["rest"]


@pytest.mark.usefixtures("place")
def test_a_terminal_is_told_in_lines(seeded_at: datetime) -> None:
    said = CliRunner().invoke(cli.main, ["forecast", "--as-of", seeded_at.isoformat()]).output

    assert "In 0 to 30 working minutes: 4" in said
    assert re.search(r"C-\d+  P\d  .*: (\d+% risk, n [\d,]+|no risk shown, .*), \d+% of the target used", said)


def test_where_no_risk_is_shown_the_reason_is(open_alone: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "LEAST", 100_000)

    said = words(open_alone(Role.LEAD, "forecast", client="Parcelo Shop"))

    assert re.search(r"n/a [\d,]+ \d+% P3 C-\d+ Parcelo Shop", said)
    assert re.search(r"No risk is shown for Parcelo Shop P3 [(]1 case[)]: \d+ past cases, 100000 are needed[.]", said)


def test_nothing_to_come_is_said_in_words(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "forecast", client="Tarrin Utilities", pri="P1")

    assert "No promise falls due." in words(app)
    assert "No other promise to resolve is running." in words(app)
    assert references(app) == []
