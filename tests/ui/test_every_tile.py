"""Tile = list: on every page of figures, for every filter and role, every number opens a list of exactly so many.

What an address lists is counted by the list's own filters and read (`lists/`); some lists of a page are opened whole.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
import recoveries
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import escalations
from caselight.store.engine import Store
from caselight.ui import data
from screen import TAGS, html_of, words

Open = Callable[..., AppTest]
Asked = dict[str, str | list[str]]
HOUR = timedelta(hours=1)
LISTS = Path(__file__).parent / "lists"
NUMBER = re.compile(r'<a [^>]*?href="(/(?:cases|escalations|sla)\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
SAID = re.compile(
    r'^(?:<[^>]+>|\s|[(]|n (?:= )?|All )*([\d,]+)\b|class="value">(?:[\d,]+ of )?([\d,]+)</div>|, n ([\d,]+)\b'
    r"|<b>([\d,]+)</b>$|</b> for ([\d,]+)\b|[(]([\d,]+)[)]$"
)
COUNTED = {
    "cases": r"([\d,]+) cases?\b",
    "sla": r"([\d,]+) promises?\b",
    "escalations": r"([\d,]+) escalations? (?!are|is)",
}
WHO = ((Role.MANAGER, ()), (Role.LEAD, (1, 3)), (Role.AGENT, (3,)), (Role.AUDITOR, ()), (Role.CLIENT, (1,)))
STAFF_ONLY = ("escalations", "quality", "recovery")
WITHOUT_LISTS = (("quality", Role.AGENT),)  # who reads their own figures alone
# What a manager without a filter is shown at least: so many numbers, and of these lists one above nought.
LEAST: dict[str, tuple[int, tuple[str, ...]]] = {
    "overview": (35, ("failures", "open", "overdue", "resolved", "sla", "unowned", "no_step", "stuck")),
    "failures": (150, ("failures", "failures_at")),
    "speed": (50, ("done_in_week", "open_at", "lane", "returned", "handed", "resolved", "age_over")),
    "escalations": (60, ("open", "overdue", "unacknowledged", "raised", "over", "never", "urgent", "prevention")),
    "sla": (25, ("met", "missed", "near", "raw_missed", "excluded")),
    "interruptions": (12, ("interrupted", "planned", "down_now")),
    "quality": (25, ("entered", "entered_late", "resolved", "edited_late")),
    "recovery": (60, ("recovery_offered", "recovery_recovered", "recovery_late", "recovery_paid", "recovery_comments")),
}
FILTERS: dict[str, tuple[str | list[str], ...]] = {
    "client": ("Norvane Telecom", ["Norvane Telecom", "Parcelo Shop"]),
    "pri": ("P3", ["P1", "P2"]),
    "period": ("24h", "7d", "90d"),
    "tz": ("Asia/Singapore", "America/New_York"),
}
TEAMS = {"team": ("Network", ["Service Desk", "Network"])}
NARROWER = {"type": ("Technical failure", ["Technical failure", "Delivery failure"])} | TEAMS
OWN: dict[str, dict[str, tuple[str | list[str], ...]]] = {  # what a page asks beyond that
    "failures": NARROWER | {"by": ("client", "cause", "service"), "weight": ("lost", "breaches")},
    "speed": NARROWER | {"stage": ("response", "ack")},
    "escalations": NARROWER,
    "sla": NARROWER | {"way": ("By due", "By close")},
    "interruptions": TEAMS | {"type": ("Outage", ["Outage", "Degradation"]), "service": ("Voice",)},
    "recovery": TEAMS | {"nature": ("Technical", "Procedural")},
}
AT_ONCE = 2  # filters that are set at the same time: with more of them little is left to count
OPENED = 3  # lists of a page that are opened whole


@pytest.fixture
def house(place: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a floor with something for every page to count; its clock stands still."""
    kinds = ("technical", "delivery", "communication", "process_deviation", "outage", "degradation")
    numbers = []
    for at, kind in enumerate(kinds * 3):
        details = {"affected_services": ["Voice", "SMS"]} if kind == "outage" else {}
        given = {"client": at % 3 + 1, "ago": (3 + 17 * at) * HOUR, "priority": at % 4 + 1}
        numbers.append(elsewhere.a_case(place, record_type=kind, details=details, title=f"Number {at}", **given))
    for at, number in enumerate(numbers[:9]):
        given = {"kind": "urgent"} if at % 4 == 1 else {}
        elsewhere.done(place, verbs.escalate, case=number, ago=2 * HOUR, reason="Needs more", **given)
    for number in numbers[:3]:
        elsewhere.done(place, verbs.acknowledge, case=number, ago=HOUR)
    for number in (numbers[4], numbers[5]):
        with place.reading(EVERYTHING) as session:
            declined = escalations.of_case(session, EVERYTHING, number)[-1].id
        elsewhere.done(place, verbs.decline, case=number, ago=HOUR, escalation_id=declined, reason="Ours")
    won = recoveries.at_every_point(place)["won"]
    elsewhere.done(place, verbs.update, case=won, ago=HOUR, fields={"title": "Refunded"})
    began = datetime.now(UTC) - 30 * HOUR
    elsewhere.a_case(place, ago=28 * HOUR, occurred_at=began)  # entered late
    window = {"announced_at": began - 24 * HOUR, "down_from": began, "down_until": began + 2 * HOUR}
    elsewhere.a_case(place, record_type="maintenance", details={name: at.isoformat() for name, at in window.items()})
    at = datetime.now(UTC) + timedelta(minutes=1)
    monkeypatch.setattr(data, "now", lambda: at)
    return place


def combinations(page: str) -> list[Asked]:
    """Return ways to set the filters of a page: none, each value beside one of the next filter, and all at once."""
    every = [[(name, value) for value in values] for name, values in (FILTERS | OWN.get(page, {})).items()]
    values = [pair for pair in chain.from_iterable(zip_longest(*every)) if pair]
    some = [dict(values[at : at + AT_ONCE]) for at in range(0, len(values), AT_ONCE)]
    return [{}, *some, dict(values[: len(every)])]


def shown(open_alone: Open, role: Role, page: str, clients: tuple[int, ...], asked: Asked) -> dict[str, int]:
    """Return the numbers of a page by the address each opens, those of the tables behind its charts too."""
    app = open_alone(role, page, *clients, **asked)
    if toggles := [button for button in app.button if str(button.key).endswith("_toggle")]:
        for button in toggles:
            button.click()
        app.run()
    assert not app.exception, asked
    found = {}
    for link, inside in NUMBER.findall(html_of(app)):
        if said := SAID.search(inside):
            found[unescape(link)] = int(said[said.lastindex or 1].replace(",", ""))
        else:
            assert not re.search(r"\d", TAGS.sub("", inside)), inside  # a number that nobody would compare
    return found


def address(link: str) -> tuple[str, Asked]:
    """Return the page of a link, and what it asks of it."""
    parts = urlsplit(link)
    query = parse_qs(parts.query).items()
    return parts.path.strip("/"), {name: values if len(values) > 1 else values[0] for name, values in query}


def counted(link: str) -> int:
    """Return how many the list behind a link holds, as its page counts them."""
    page, query = address(link)
    app = AppTest.from_file(str(LISTS / f"{page}.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, link
    return int(app.text[0].value)


def listed(open_alone: Open, role: Role, link: str, clients: tuple[int, ...]) -> int:
    """Return how many the list behind a link holds, as its page says."""
    page, query = address(link)
    app = open_alone(role, page, *clients, **query)
    assert not app.exception, link
    said = words(app)
    if page == "escalations":
        said = said.split("ended", 1)[1]
    found = re.findall(COUNTED[page], said)
    return int(found[-1 if page == "sla" else 0].replace(",", ""))


def some_of_each_kind(found: dict[str, int], dice: random.Random) -> list[str]:
    """Return links of different kinds, those with a number above nought first."""
    kinds = defaultdict(list)
    for link in sorted(found, key=lambda link: (-min(found[link], 1), link)):
        page, query = address(link)
        kinds[page, query.get("list", ""), tuple(sorted(query))].append(link)
    picked = [dice.choice([link for link in links if found[link]] or links) for links in kinds.values()]
    return dice.sample(picked, min(OPENED, len(picked)))


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(("role", "clients"), WHO, ids=[str(role) for role, _ in WHO])
@pytest.mark.parametrize("page", LEAST)
def test_every_number_opens_a_list_of_so_many(
    open_alone: Open, page: str, role: Role, clients: tuple[int, ...]
) -> None:
    if page in STAFF_ONLY and role in (Role.CLIENT, Role.AUDITOR):
        pytest.skip("not open to them")
    dice = random.Random(f"{page} {role} lists")  # noqa: S311 – a choice of links, not a secret
    count = cache(counted)
    for asked in combinations(page):
        found = shown(open_alone, role, page, clients, asked)
        if not asked:
            assert any(found.values()) or (page, role) in WITHOUT_LISTS
            least, lists = LEAST[page]
            named = {address(link)[1].get("list") for link, n in found.items() if n}
            assert role is not Role.MANAGER or (len(found) >= least and named >= set(lists))
            some = some_of_each_kind(found, dice)
            assert {link: listed(open_alone, role, link, clients) for link in some} == {at: found[at] for at in some}
        assert {link: count(link) for link in found} == found, asked
