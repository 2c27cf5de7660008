"""The moves of Speed open exactly their cases; weeks, backlog and days that make no sense open none."""

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
from caselight.ui import data
from screen import html_of, opened

Open = Callable[..., AppTest]
Numbers = dict[str, list[tuple[str, int]]]
LINK = re.compile(r'href="(/cases\?[^"]*list=(\w+)[^"]*)"[^>]*>([\d,]+)<')
OF_A_LIST = 3  # opened of each kind
NETWORK, DESK = 2, 1
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock of the screens: the running week would end later at the second opening."""
    at = datetime.now(UTC)
    monkeypatch.setattr(data, "now", lambda: at)


def numbers(app: AppTest) -> Numbers:
    """Return by list the links with the number each of them shows."""
    found: Numbers = {}
    for link, name, count in LINK.findall(html_of(app)):
        found.setdefault(name, []).append((unescape(link), int(count.replace(",", ""))))
    return found


def same(open_alone: Open, found: list[tuple[str, int]]) -> None:
    some = [pair for pair in found if pair[1]][:OF_A_LIST]
    assert some
    assert [(link, opened(open_alone, Role.MANAGER, link)) for link, _ in some] == some


def test_moves_between_teams(place: Store, open_alone: Open) -> None:
    number = elsewhere.a_case(place, ago=9 * HOUR)
    for back, team in ((8, NETWORK), (7, DESK), (6, NETWORK)):
        elsewhere.done(place, verbs.hand_off, case=number, team_id=team, ago=back * HOUR)

    found = numbers(open_alone(Role.MANAGER, "speed"))

    assert found["returned"][0][1] == 1
    same(open_alone, found["returned"])
    same(open_alone, found["lane"])


@pytest.mark.usefixtures("late_in_a_month")
def test_days_of_the_contract_month(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "sla")
    app.button(key="month_toggle").click().run()

    same(open_alone, numbers(app)["sla_until"])


@pytest.mark.parametrize("name", ["done_in_week", "open_at", "lane", "sla_until"])
@pytest.mark.parametrize("at", ["", "never", "9999-12-31", "2026-01-01T00:00:00Z", "1-99"])
def test_what_makes_no_sense_is_an_empty_list(open_alone: Open, name: str, at: str) -> None:
    app = open_alone(Role.MANAGER, "cases", list=name, at=at)

    assert not app.exception
