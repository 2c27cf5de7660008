"""The Failures page: every bar opens exactly its cases, and the count is the command line's."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store.engine import Store
from caselight.ui import failures
from caselight.ui.filters import Asked
from screen import html_of, opened, words

Open = Callable[..., AppTest]
BAR = re.compile(r'<td class="right"><a href="([^"]+)" target="_self">([\d,]+)</a></td><td class="right muted before">')


@pytest.mark.parametrize("by", failures.BY)
@pytest.mark.parametrize("filters", [{}, {"client": "Parcelo Shop", "pri": "P3", "period": "7d"}])
def test_each_bar_opens_exactly_the_failures_it_counts(open_alone: Open, by: str, filters: dict[str, str]) -> None:
    rows = BAR.findall(html_of(open_alone(Role.MANAGER, "failures", by=by, **filters)))

    assert rows
    counts = [int(count.replace(",", "")) for _, count in rows]
    assert [opened(open_alone, Role.MANAGER, unescape(link)) for link, _ in rows[:2]] == counts[:2]
    assert by in ("cause", "service") or counts == sorted(counts, reverse=True)


def test_the_answer_compares_with_the_period_before(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "failures", period="7d"))

    assert re.search(r"[\d,]+ failures in the last 7d, [\d.]+% of them [a-z ]+[.]", said)
    assert re.search(r"(fewer|more) than in the 7d before [(][\d,]+[)][.]|As many as in the 7d before[.]", said)


def test_no_failures_are_said_in_words(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "failures", client="Tarrin Utilities", pri="P1", period="24h")

    assert not app.exception
    assert "No failure was opened in the last 24h." in words(app)


def test_every_way_of_counting_adds_up_to_the_same(place: Store) -> None:
    found = failures.of(Asked(EVERYTHING, ZoneInfo("UTC")), datetime.now(UTC))

    assert {sum(bar.n for bar in bars) for bars in found.bars.values()} == {found.n}
    assert {sum(bar.before for bar in bars) for bars in found.bars.values()} == {found.before}
    assert sum(map(sum, found.week)) == found.n
    assert place
