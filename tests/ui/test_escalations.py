"""Escalations: every number opens a list of exactly so many, and names stand where they may be seen only."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlmodel import Session, col
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.services import sessions, verbs
from caselight.store import escalations as reads
from caselight.store import kpi_reads, tier_moves
from caselight.store.engine import Store
from caselight.store.tables import Escalation, User
from caselight.ui import data
from screen import html_of, references, words

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]
MINUTE = timedelta(minutes=1)
NUMBER = re.compile(r'href="(/escalations\?[^"]*list=[^"]*)"[^>]*>(?:<b>)?([\d,]+)')
A_MANAGER = "hierarchical"


@pytest.fixture
def raised(place: Store) -> list[int]:
    """Return cases that were escalated in every way, some of them late, some of them over."""
    numbers = [elsewhere.a_case(place, client=place_ % 2 + 1, ago=300 * MINUTE, priority=2) for place_ in range(6)]
    first, second, third, fourth, fifth, sixth = numbers
    for number in (first, second, third):
        elsewhere.done(place, verbs.escalate, case=number, ago=200 * MINUTE, reason="Needs more")
    elsewhere.done(place, verbs.escalate, case=fourth, ago=2 * MINUTE, reason="See", way=A_MANAGER)
    elsewhere.done(place, verbs.escalate, case=fifth, ago=40 * MINUTE, reason="A leak", kind="urgent")
    elsewhere.done(place, verbs.escalate, case=sixth, ago=30 * MINUTE, reason="A leak", kind="urgent")
    elsewhere.done(place, verbs.acknowledge, case=second, ago=190 * MINUTE)
    with place.reading(EVERYTHING) as session:
        of_third, of_sixth = (reads.of_case(session, EVERYTHING, number)[-1].id for number in (third, sixth))
    elsewhere.done(place, verbs.decline, case=third, ago=180 * MINUTE, escalation_id=of_third, reason="Ours")
    ended = {"outcome": "Closed it", "details": {"prevention": "Two keys from now on"}}
    elsewhere.done(place, verbs.resolve_escalation, case=sixth, ago=5 * MINUTE, escalation_id=of_sixth, **ended)
    return numbers


def listed(open_alone: Open, role: Role, link: str, *clients: int) -> int:
    """Return how many escalations the list behind a link holds."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(unescape(link)).query).items()}
    app = open_alone(role, "escalations", *clients, **query)
    assert not app.exception
    return int(re.search(r"([\d,]+) escalations? (?!are|is)", words(app).split("ended", 1)[1])[1].replace(",", ""))


@pytest.mark.usefixtures("raised")
@pytest.mark.parametrize(("role", "clients"), [(Role.LEAD, ()), (Role.AGENT, (1,))])
def test_each_number_opens_a_list_of_so_many(open_alone: Open, role: Role, clients: tuple[int, ...]) -> None:
    found = dict(NUMBER.findall(html_of(open_alone(role, "escalations", *clients))))

    some = [link for link, count in found.items() if count != "0"]
    none = next(link for link, count in found.items() if count == "0")
    assert len(found) >= 20
    assert len(some) >= 8
    for link in (*some, none):
        assert listed(open_alone, role, link, *clients) == int(found[link])


@pytest.mark.usefixtures("raised")
def test_the_team_that_has_a_case_and_the_team_called_are_asked_apart(open_alone: Open) -> None:
    of_case = {"team": "Network", "type": "Technical failure"}
    found = dict(NUMBER.findall(html_of(open_alone(Role.LEAD, "escalations", **of_case))))

    called = {link: int(n) for link, n in found.items() if "called=Network" in link}
    assert sum(called.values()) > 0
    for link, n in called.items():
        assert "team=Network" in link
        assert "type=Technical+failure" in link
        assert listed(open_alone, Role.LEAD, link) == n
    declined = "/escalations?list=raised&team=Service+Desk&called=Network"  # its case is back where it came from
    assert listed(open_alone, Role.LEAD, declined) == 1


def test_the_answer_counts_what_is_open_and_late(open_alone: Open, raised: list[int]) -> None:
    said = words(open_alone(Role.LEAD, "escalations"))

    assert "4 escalations are open: 1 overdue , 3 not acknowledged" in said
    assert "In the last 30d 6 were raised ; of the 2 that ended , 1 were resolved at the level they went to" in said
    assert f"C-{raised[0]}" in said


def test_overdue_is_the_figure_of_the_command(open_alone: Open, place: Store, raised: list[int]) -> None:
    with place.reading(EVERYTHING) as session:
        said = kpi_reads.kpi(session, EVERYTHING, as_of=datetime.now(UTC))["kpis"]["overdue_escalations"]

    app = open_alone(Role.LEAD, "escalations", list="overdue")

    assert f"{said} overdue" in words(app)
    assert said == 1
    assert "1 escalation overdue" in words(app)
    assert references(app)[0] == f"C-{raised[0]}"


def test_urgent_ones_stand_apart_with_what_prevents_the_next(open_alone: Open, raised: list[int]) -> None:
    said = words(open_alone(Role.MANAGER, "escalations"))

    assert "Urgent, apart 1 open , 2 raised in 30d" in said
    assert f"C-{raised[5]} Two keys from now on" in said


@pytest.mark.usefixtures("raised")
def test_a_person_is_seen_by_themselves_and_by_the_lead_of_their_team(
    open_alone: Open, place: Store, cookies: dict[str, str]
) -> None:
    by_lead = words(open_alone(Role.LEAD, "escalations"))
    by_others = [words(open_alone(role, "escalations")) for role in (Role.AGENT, Role.MANAGER)]
    taker = _taker(place, team_id=2)
    by_another_lead = words(open_alone(Role.LEAD, "escalations"))
    cookies[sessions.COOKIE] = sessions.start(place, taker, now=datetime.now(UTC))
    by_themselves = words(AppTest.from_file(str(ROOT / "pages" / "escalations.py"), default_timeout=60).run())

    assert by_lead.count("Tora Vik 1") == 2  # two of one name, both of team 1
    assert all("Tora Vik" not in said and "You took none." in said for said in by_others)
    assert "Tora Vik" not in by_another_lead
    assert "you alone n Half in 9 in 10 Late Tora Vik 1" in by_themselves


def _taker(place: Store, *, team_id: int) -> int:
    """Put everybody named Tora Vik into a team, and return who acknowledged an escalation."""

    def unit(session: Session) -> int:
        people = select(User).where(col(User.name) == "Tora Vik")
        for user in session.scalars(people):
            user.team_id = team_id
        taken = select(col(Escalation.acknowledged_by)).where(col(Escalation.outcome).is_(None))
        return session.scalars(taken.where(col(Escalation.acknowledged_by).is_not(None))).one() or 0

    found = place.transact(unit, EVERYTHING)
    data.forget()
    return found


def test_the_days_are_a_chart_that_says_what_it_shows_and_a_table_of_links(open_alone: Open, raised: list[int]) -> None:
    app = open_alone(Role.LEAD, "escalations")
    chart = str(app.get("vega_lite_chart")[0].proto)
    app.button(key="raised_toggle").click().run()
    rows = re.findall(r'href="([^"]*day=[^"]*)" target="_self">(\d+)<', html_of(app))

    assert f"{len(raised)} today so far" in chart or "above the usual" in chart
    assert len(rows) == 30
    assert sum(int(count) for _, count in rows) == len(raised)
    link, count = next(row for row in rows if row[1] != "0")
    assert listed(open_alone, Role.LEAD, link) == int(count)


@pytest.mark.parametrize("said", ["list=nothing", "day=yesterday", "tier=nine", "kind=<b>", "page=x"])
def test_an_address_that_says_nonsense_still_opens(open_alone: Open, said: str) -> None:
    name, value = said.split("=")

    assert not open_alone(Role.LEAD, "escalations", **{name: value}).exception


def test_a_floor_without_escalations_says_so(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "escalations", period="24h"))

    assert "0 escalations are open: none overdue" in said
    assert "none of them has ended yet" in said
    assert "n/a" in said


def test_how_soon_a_tier_accepts_stands_beside_the_period_before(
    open_alone: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    took = iter(({"n": 30, "median_h": 0.25, "p90_h": 1.0}, {"n": 25, "median_h": 0.5, "p90_h": 1.0}))
    moved = {"1>2": 40, "cases": 40, "never_accepted": 10}

    def moves(*_: object, **__: object) -> dict[str, object]:
        return {"escalations": moved, "escalation_to_accept": {"1>2": next(took)}}

    monkeypatch.setattr(tier_moves, "moves", moves)

    assert "Tier 1 to 2 40 30 15m 30m before 1h 00m" in words(open_alone(Role.MANAGER, "escalations"))
