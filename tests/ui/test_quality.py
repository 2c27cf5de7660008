"""The Logging page: figures to coach by, each with its list, and nobody's own but theirs."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import Role
from caselight.store.engine import Store
from screen import everything, html_of, words

Open = Callable[..., AppTest]
LINK = re.compile(r'<a href="(/cases\?[^"]+)"[^>]*>([\d,]+)</a>')


@pytest.mark.parametrize("filters", [{}, {"pri": "P2", "period": "7d"}])
def test_every_number_opens_exactly_its_cases(open_alone: Open, filters: dict[str, str]) -> None:
    links = LINK.findall(html_of(open_alone(Role.LEAD, "quality", **filters)))

    assert len(links) > 3
    for address, count in links[:6]:
        query = dict(parse_qsl(urlsplit(unescape(address)).query))
        assert words(open_alone(Role.LEAD, "cases", **query)).split(" case")[0].endswith(count)


def test_an_agent_sees_their_own_figures_alone(open_alone: Open, place: Store) -> None:
    elsewhere.a_case(place)

    page = words(open_alone(Role.AGENT, "quality"))

    assert "You" in page
    assert "By client" not in page
    assert "By team" not in page


def test_groups_stand_by_name_with_how_many_they_are(open_alone: Open) -> None:
    page = words(open_alone(Role.MANAGER, "quality"))

    assert all(head in page for head in ("By client", "By team", "By type", "Entered", "Edited after"))


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_nothing_of_another_client_is_on_it(open_as: Open, role: Role) -> None:
    app = open_as(role, "quality", 3, client="Quillstone Bank")

    assert not app.exception
    assert "Quillstone" not in everything(app)
