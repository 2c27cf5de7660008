"""Recovery: every number opens exactly its cases, and customers' words stay among colleagues."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

import recoveries
from caselight.core.people import EVERYTHING, Role
from caselight.core.recovery_parts import PARTS
from caselight.store import kpi_reads
from caselight.store.engine import Store
from recoveries import HOUR, a_recovery, note
from screen import everything, html_of, opened, references, words

Open = Callable[..., AppTest]
NUMBER = re.compile(r'<a href="(/cases\?[^"]*list=recovery_[^"]*)"[^>]*>([\d,]+)')


@pytest.fixture
def told(place: Store) -> dict[str, int]:
    """Log recoveries at every point of their course, one of them of another client."""
    return recoveries.at_every_point(place)


def test_without_recoveries_the_page_says_so(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "recovery"))

    assert "No recovery was opened in the last 30d." in said
    assert "Too few to say: 0 answered after a recovery, 0 on other cases; 20 of each are needed." in said
    assert "no comment in this period" in said
    assert "nan" not in said.casefold().split()


def test_every_part_is_on_the_page_with_its_list(open_alone: Open, told: dict[str, int]) -> None:
    page = unescape(html_of(open_alone(Role.MANAGER, "recovery")))

    shown = set(re.findall(r"list=recovery_(\w+)", page))
    assert shown >= PARTS.keys() - {f"did_{kind}" for kind in ("replacement", "credit", "apology", "repair")} - {
        "did_call_back",
        "did_other_action",  # kinds of action that nobody took
    }
    assert told


def test_the_answer_counts_who_answered_and_says_when_they_are_few(open_alone: Open, told: dict[str, int]) -> None:
    said = words(open_alone(Role.MANAGER, "recovery"))

    assert "1 of the 3 customers who answered were won back: too few for a share." in said
    assert "3 answered of 3 asked" in said
    assert "Nobody answered in the 30d before." in said
    assert "EUR 40 at the median of 1" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert told


def test_the_page_and_the_key_figure_say_the_same(open_alone: Open, place: Store, told: dict[str, int]) -> None:
    now = datetime.now(UTC)
    with place.reading(EVERYTHING) as session:
        window = {"since": now - timedelta(days=30), "until": now}
        found = kpi_reads.kpi(session, EVERYTHING, as_of=now, **window)["kpis"]["recovery"]

    page = html_of(open_alone(Role.MANAGER, "recovery"))

    shown = {re.search(r"recovery_(\w+)", address)[1]: int(count) for address, count in NUMBER.findall(page)}
    assert {name: shown[name] for name in found["path"]} == found["path"]
    assert {name: shown[name] for name in found["follow_up"]} == found["follow_up"]
    assert (shown["asked"], shown["answered"]) == (found["answered"]["n"], found["answered"]["hits"])
    assert (shown["answered"], shown["recovered"]) == (found["recovered"]["n"], found["recovered"]["hits"])
    assert {mark: shown[f"after_{mark}"] for mark in "12345"} == {mark: found["after"][mark] for mark in "12345"}
    assert shown["left_apologised"] == found["left_out"]["apologised"] == 2
    assert told


def test_the_period_before_is_told_as_it_stood_when_it_ended(open_alone: Open, place: Store) -> None:
    number = a_recovery(place, ago=40 * HOUR)
    note(place, number, "feedback", ago=2 * HOUR, score=5)

    said = words(open_alone(Role.MANAGER, "recovery", period="24h"))

    assert "Opened 0 was 1 Remedy offered 0 was 1" in said
    assert "Answered 0 of 0 asked n/a none" in said


def test_overdue_follow_ups_lead_to_their_cases(open_alone: Open, told: dict[str, int]) -> None:
    app = open_alone(Role.MANAGER, "recovery", period="24h")

    assert "2 on 2 cases" in words(app)
    assert {f"C-{told['won']}", f"C-{told['lost']}"} <= set(references(app))
    assert opened(open_alone, Role.MANAGER, "/cases?list=recovery_late") == 2


def test_a_nature_of_the_failure_narrows_everything(open_alone: Open, place: Store, told: dict[str, int]) -> None:
    a_recovery(place, nature="procedural")

    said = words(open_alone(Role.MANAGER, "recovery", nature="Procedural"))

    assert re.search(r"Opened 1 was 0", said)
    assert told


def test_customers_words_are_escaped_and_seen_by_colleagues_alone(open_alone: Open, told: dict[str, int]) -> None:
    colleague = open_alone(Role.AUDITOR, "recovery", 1)
    client = open_alone(Role.CLIENT, "recovery", 1)

    assert "ZZ-WORDS <b>at last</b>" in words(colleague)
    assert "<b>at last" not in html_of(colleague)
    assert "ZZ-FOREIGN" not in everything(colleague)
    assert not client.exception
    assert "How far they came" in words(client)
    assert not {"ZZ-", "checklist", "By department", "What customers said"} & {
        marker
        for marker in ("ZZ-", "checklist", "By department", "What customers said")
        if marker in everything(client)
    }
    assert told


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "name", ["left_apologised", "checked", "department&hit=Care", "paid_department&hit=Care", "comments"]
)
def test_a_clients_own_people_find_no_list_of_what_is_kept_among_colleagues(open_alone: Open, name: str) -> None:
    address = f"/cases?list=recovery_{name}"

    assert opened(open_alone, Role.CLIENT, address, 1) == 0
    assert opened(open_alone, Role.LEAD, address, 1) > 0


@pytest.mark.parametrize("period", ["24h", "90d"])
def test_every_period_and_zone_draws(open_alone: Open, told: dict[str, int], period: str) -> None:
    app = open_alone(Role.MANAGER, "recovery", period=period, tz="Asia/Singapore")

    assert not app.exception
    assert "How these are counted" in words(app)
    assert told
