"""Nothing is overlooked: each count opens exactly its list, for every filter and everybody who works."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import SYSTEM, Role
from caselight.services import problems, verbs
from caselight.services.problems import Draft
from caselight.store import here
from caselight.store.engine import Store
from caselight.ui.overlooked import LISTS
from screen import html_of, words

Open = Callable[..., AppTest]
COUNT = re.compile(r'<a href="([^"]+)" target="_self"[^>]*>(?:<i[^>]*></i>)?([^<]+) <b>([\d,]+)</b></a>')
CLIENTS = (1, 2, 3)
HOUR = timedelta(hours=1)


@pytest.fixture
def floor(place: Store) -> Store:
    """Add what the usual cases lack: updates missed, follow-ups and corrective actions past due."""
    elsewhere.promise(place, resolution=480, update_to_the_customer=30)
    now = datetime.now(UTC)
    for client in CLIENTS:
        number = elsewhere.a_case(place, client, ago=30 * HOUR, priority=client)
        for kind, details in (
            (
                "interaction",
                {
                    "direction": "from the customer",
                    "channel": "voice",
                    "said": "We call back.",
                    "due_at": (now - HOUR).isoformat(),
                },
            ),
            ("action", {"action": "apology", "due_at": (now - HOUR).isoformat()}),
            ("measure", {"purpose": "corrects the cause", "what": "Replace it", "due_at": (now - HOUR).isoformat()}),
        ):
            elsewhere.done(place, verbs.add_sheet, ago=2 * HOUR, case=number, kind=kind, fields=details)
        draft = Draft(title="Voice drops", record_type="technical", action_due_at=now - HOUR)
        problems.begin(place, client, draft, actor=SYSTEM, now=now)
    elsewhere.a_case(place, 1, ago=30 * HOUR)
    here.version().look_again()
    return place


def counted(app: AppTest) -> dict[str, tuple[str, int]]:
    """Return each list's link and count, by its label."""
    panel = html_of(app)
    panel = panel[panel.index('class="overlooked"') :].split("</nav>")[0]
    return {label: (unescape(link), int(n.replace(",", ""))) for link, label, n in COUNT.findall(panel)}


def rows_behind(open_alone: Open, role: Role, link: str) -> int:
    address = urlsplit(link)
    query = {name: values if len(values) > 1 else values[0] for name, values in parse_qs(address.query).items()}
    app = open_alone(role, address.path.strip("/"), *CLIENTS, **query)
    assert not app.exception
    if address.path == "/problems":
        return len(re.findall(r'href="/problems\?id=\d+"', html_of(app)))
    return int(re.search(r"([\d,]+) cases?\b", words(app))[1].replace(",", ""))


@pytest.mark.parametrize(
    ("role", "filters"),
    [
        (Role.AGENT, {}),
        (Role.AGENT, {"client": "Ellery Care"}),
        (Role.LEAD, {"pri": "P1"}),
        (Role.MANAGER, {"client": ["Ellery Care", "Parcelo Shop"], "pri": "P3"}),
        (Role.ADMIN, {}),
    ],
)
@pytest.mark.usefixtures("floor")
def test_each_count_opens_exactly_its_list(open_alone: Open, role: Role, filters: dict[str, str | list[str]]) -> None:
    found = counted(open_alone(role, "overview", *CLIENTS, **filters))

    assert len(found) == len(LISTS) + 1
    assert {label: rows_behind(open_alone, role, link) for label, (link, _) in found.items()} == {
        label: n for label, (_, n) in found.items()
    }


@pytest.mark.usefixtures("floor")
def test_every_list_holds_what_it_is_named_for(open_alone: Open) -> None:
    found = {label: n for label, (_, n) in counted(open_alone(Role.LEAD, "overview", *CLIENTS)).items()}

    assert all(found.values()), found
    assert found["Follow-up overdue"] == found["Corrective action overdue"] == found["Action on a problem overdue"] == 3


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CLIENT])
def test_who_only_reads_is_not_shown_the_teams_own_affairs(open_alone: Open, role: Role) -> None:
    assert "Overlooked" not in words(open_alone(role, "overview", 1))
