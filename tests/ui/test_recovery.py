"""Recovery: every number opens exactly its cases, and customers' words stay among colleagues."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.core.recovery_parts import PARTS
from caselight.services import verbs
from caselight.store import kpi_reads
from caselight.store.engine import Store
from screen import everything, html_of, opened, references, words

Open = Callable[..., AppTest]
HOUR = timedelta(hours=1)
NUMBER = re.compile(r'<a href="(/cases\?[^"]*list=recovery_[^"]*)"[^>]*>([\d,]+)')
OFFERED = {"direction": "to the customer", "channel": "voice", "said": "Sorry.", "offered": "A refund"}
SETTLING = {
    "failed": "technical",
    "product": "Voice",
    "happened_at": "2026-01-05T10:00:00Z",
    "first_reaction": "Angry.",
}


def a_recovery(place: Store, client: int = 1, *, ago: timedelta = 40 * HOUR, nature: str = "technical") -> int:
    """Let somebody log a recovery and offer the customer a refund."""
    details = {"customer": "ZZ-CUSTOMER", "failed": nature}
    number = elsewhere.a_case(place, client, ago=ago, record_type="recovery", title="Refund", details=details)
    note(place, number, "interaction", ago=ago - HOUR, **OFFERED)
    return number


def note(place: Store, number: int, kind: str, *, ago: timedelta = HOUR, **fields: Any) -> int:
    """Add a sheet to a case and return what it is called by."""
    return elsewhere.done(place, verbs.add_sheet, ago=ago, case=number, kind=kind, fields=fields).version


def settle(place: Store, number: int, *, ago: timedelta, confirmed: str = "confirmed by the customer") -> None:
    """Refund the customer, note what they say to it, and resolve the recovery."""
    due = (datetime.now(UTC) - ago + 2 * HOUR).isoformat()
    refund = {"action": "refund", "amount": "40", "currency": "EUR", "department": "Care", "worked": True}
    note(place, number, "action", ago=ago + 2 * HOUR, **refund)
    note(place, number, "resolution", ago=ago + HOUR, what="The money is there.", confirmed=confirmed, due_at=due)
    note(place, number, "checklist", ago=ago + HOUR, listened=True, offered=True)
    elsewhere.done(place, verbs.resolve, ago=ago, case=number, details=SETTLING)


@pytest.fixture
def told(place: Store) -> dict[str, int]:
    """Log recoveries at every point of their course, one of them of another client."""
    won, lost, open_, foreign = (a_recovery(place, client) for client in (1, 1, 3, 4))
    settle(place, won, ago=20 * HOUR)
    settle(place, lost, ago=10 * HOUR, confirmed="not accepted by the customer")
    marks = {"score_before": 1, "score": 5, "would_return": 9, "said": "ZZ-WORDS <b>at last</b>"}
    note(place, won, "feedback", ago=5 * HOUR, **marks)
    note(place, lost, "feedback", ago=4 * HOUR, score_before=2, score=2, would_return=3, suggestions="ZZ-ADVICE")
    note(place, foreign, "feedback", ago=3 * HOUR, score=4, said="ZZ-FOREIGN")
    elsewhere.done(place, verbs.escalate, ago=2 * HOUR, case=open_, reason="Needs more")
    return {"won": won, "lost": lost, "open": open_, "foreign": foreign}


def test_without_recoveries_the_page_says_so(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "recovery"))

    assert "No recovery was opened in the last 30d." in said
    assert "Too few to say: 0 answered after a recovery, 0 on other cases; 20 of each are needed." in said
    assert "no comment in this period" in said
    assert "nan" not in said.casefold().split()


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("clients", "filters"),
    [
        ((), {}),
        ((), {"client": "Norvane Telecom", "pri": "P3", "period": "7d"}),
        ((1, 3), {"nature": "Technical", "team": "Network"}),
    ],
)
def test_every_number_opens_exactly_its_cases(
    open_alone: Open, clients: tuple[int, ...], filters: dict[str, str]
) -> None:
    page = html_of(open_alone(Role.MANAGER, "recovery", *clients, **filters))
    found = {unescape(address): int(count.replace(",", "")) for address, count in NUMBER.findall(page)}

    assert len(found) > 30
    assert sum(found.values()) > 0
    some = [address for address, count in found.items() if count] + [
        next(at for at, count in found.items() if not count)
    ]
    assert {address: opened(open_alone, Role.MANAGER, address, *clients) for address in some} == {
        address: found[address] for address in some
    }


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
