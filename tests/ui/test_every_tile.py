"""Tile = list: on every page of figures, for every filter and role, a number opens a list of exactly so many."""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import escalations
from caselight.store.engine import Store
from caselight.ui import data
from screen import html_of, words

Open = Callable[..., AppTest]
HOUR = timedelta(hours=1)
NUMBER = re.compile(r'<a [^>]*?href="(/(?:cases|escalations|sla)\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
SAID = re.compile(r'^(?:<[^>]+>|\s|[(]|n (?:= )?)*([\d,]+)\b|class="value">([\d,]+)</div>|, n ([\d,]+)\b')
COUNTED = {
    "cases": r"([\d,]+) cases?\b",
    "sla": r"([\d,]+) promises?\b",
    "escalations": r"([\d,]+) escalations? (?!are|is)",
}
PAGES = ("overview", "failures", "speed", "escalations", "sla", "interruptions", "quality")
WHO = ((Role.MANAGER, ()), (Role.LEAD, (1, 3)), (Role.AGENT, (3,)), (Role.AUDITOR, ()), (Role.CLIENT, (1,)))
STAFF_ONLY = ("escalations", "quality")
FILTERS = {
    "client": (None, "Norvane Telecom", ["Norvane Telecom", "Parcelo Shop"]),
    "pri": (None, "P3", ["P1", "P2"]),
    "period": (None, "24h", "7d", "90d"),
    "tz": (None, "Asia/Singapore", "America/New_York"),
}
NARROWER = {
    "type": (None, "Technical failure", ["Technical failure", "Delivery failure"]),
    "team": (None, "Network", ["Service Desk", "Network"]),
}
OWN = {  # what a page asks beyond that
    "failures": NARROWER | {"by": (None, "client", "cause", "service"), "weight": (None, "lost", "breaches")},
    "speed": NARROWER | {"stage": (None, "response", "ack")},
    "escalations": NARROWER,
    "sla": NARROWER | {"way": (None, "By due", "By close")},
    "interruptions": {
        "type": (None, "Outage", ["Outage", "Degradation"]),
        "team": NARROWER["team"],
        "service": (None, "Voice"),
    },
}
ASKED = 3  # combinations of filters for a page and a role
OPENED = 6  # lists of a page, one of each kind


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
    with place.reading(EVERYTHING) as session:
        declined = escalations.of_case(session, EVERYTHING, numbers[4])[-1].id
    elsewhere.done(place, verbs.decline, case=numbers[4], ago=HOUR, escalation_id=declined, reason="Ours")
    at = datetime.now(UTC) + timedelta(minutes=1)
    monkeypatch.setattr(data, "now", lambda: at)
    return place


def combinations(page: str, role: Role) -> list[dict[str, object]]:
    """Return some of all the ways to set the filters of a page, the same ones each time; no filter is always one."""
    choices = FILTERS | OWN.get(page, {})
    every = [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
    dice = random.Random(f"{page} {role}")  # noqa: S311 – a choice of combinations, not a secret
    some = [every[0], *dice.sample(every, ASKED - 1)]
    return [{name: value for name, value in one.items() if value is not None} for one in some]


def numbers_of(app: AppTest) -> dict[str, int]:
    """Return the numbers of a page by the address each opens."""
    found = {}
    for link, inside in NUMBER.findall(html_of(app)):
        if said := SAID.search(inside):
            found[unescape(link)] = int(said[said.lastindex or 1].replace(",", ""))
    return found


def some_of_each_kind(found: dict[str, int], dice: random.Random) -> list[str]:
    """Return links of as many kinds as there are, those with a number above nought first."""
    kinds = defaultdict(list)
    for link in sorted(found, key=lambda link: (-min(found[link], 1), link)):
        query = parse_qs(urlsplit(link).query)
        kinds[urlsplit(link).path, query.get("list", [""])[0], tuple(sorted(query))].append(link)
    picked = [dice.choice([link for link in links if found[link]] or links) for links in kinds.values()]
    return dice.sample(picked, min(OPENED, len(picked)))


def listed(open_alone: Open, role: Role, link: str, clients: tuple[int, ...]) -> int:
    """Return how many the list behind a link holds, as its page says."""
    address = urlsplit(link)
    query = {name: values if len(values) > 1 else values[0] for name, values in parse_qs(address.query).items()}
    page = address.path.strip("/")
    app = open_alone(role, page, *clients, **query)
    assert not app.exception, link
    said = words(app)
    if page == "escalations":
        said = said.split("ended", 1)[1]
    found = re.findall(COUNTED[page], said)
    return int(found[-1 if page == "sla" else 0].replace(",", ""))


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(("role", "clients"), WHO, ids=[str(role) for role, _ in WHO])
@pytest.mark.parametrize("page", PAGES)
def test_every_number_opens_a_list_of_so_many(
    open_alone: Open, page: str, role: Role, clients: tuple[int, ...]
) -> None:
    if page in STAFF_ONLY and role in (Role.CLIENT, Role.AUDITOR):
        pytest.skip("not open to them")
    dice = random.Random(f"{page} {role} lists")  # noqa: S311 – a choice of links, not a secret
    for asked in combinations(page, role):
        app = open_alone(role, page, *clients, **asked)
        assert not app.exception, asked
        found = numbers_of(app)
        assert role is not Role.MANAGER or asked or any(found.values())
        for link in some_of_each_kind(found, dice):
            assert listed(open_alone, role, link, clients) == found[link], (asked, link)
