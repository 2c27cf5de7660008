"""The Failures page: every bar opens exactly its cases, and the count is the command line's."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.store.drifts import Drift
from caselight.store.engine import Store
from caselight.ui import data, failure_drift, failures, hourly
from caselight.ui.filters import Asked
from screen import html_of, opened, words

Open = Callable[..., AppTest]
MONDAY = date(2026, 11, 2)
BAR = re.compile(r'<td class="right"><a href="([^"]+)" target="_self">([\d,]+)</a></td><td class="right muted before">')


@pytest.mark.parametrize("by", failures.BY)
@pytest.mark.parametrize("filters", [{}, {"client": "Parcelo Shop", "pri": "P3", "period": "7d"}])
def test_each_bar_opens_exactly_the_failures_it_counts(open_alone: Open, by: str, filters: dict[str, str]) -> None:
    html = html_of(open_alone(Role.MANAGER, "failures", by=by, **filters))
    rows = BAR.findall(html)

    assert f"By {by} <small>" in html

    assert rows
    counts = [int(count.replace(",", "")) for _, count in rows]
    assert [opened(open_alone, Role.MANAGER, unescape(link)) for link, _ in rows[:2]] == counts[:2]
    assert by in ("cause", "service") or counts == sorted(counts, reverse=True)


def test_the_answer_compares_with_the_period_before(open_alone: Open) -> None:
    said = words(open_alone(Role.MANAGER, "failures", period="7d"))

    assert re.search(r"[\d,]+ failures in the last 7d; the most frequent type is [a-z ]+, [\d.]+%[.]", said)
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


@pytest.mark.parametrize("weight", ["count", "lost", "breaches"])
def test_each_root_cause_opens_exactly_its_cases_whatever_it_weighs(open_alone: Open, weight: str) -> None:
    html = html_of(open_alone(Role.MANAGER, "failures", weight=weight))
    causes = html[html.index("Root causes") : html.index("Possible common cause")]
    link, n = re.findall(r'<a href="([^"]+)" target="_self">([\d,]+)', causes)[0]

    assert opened(open_alone, Role.MANAGER, unescape(link)) == int(n.replace(",", ""))


def test_a_burst_opens_exactly_its_cases(open_alone: Open, place: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        elsewhere.a_case(place, 3, title="Checkout refuses every card", note="")
    monkeypatch.setattr(data, "now", lambda: datetime.now(UTC) + timedelta(minutes=2))  # when their minute is full

    html = html_of(open_alone(Role.MANAGER, "failures", period="7d"))
    _, bursts = html.split("Possible common cause")
    link, n = re.search(r'<a href="([^"]+)" target="_self">(\d+) failures</a>', bursts).groups()

    assert int(n) >= 6
    assert "Parcelo Shop" in bursts
    assert opened(open_alone, Role.MANAGER, unescape(link)) == int(n)


def test_a_day_is_shown_by_the_hour_and_everything_turns_into_a_table(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "failures", period="24h")

    said = str([chart.proto for chart in app.get("vega_lite_chart")])
    assert "Failures per hour over the last 24 hours" in said
    assert "Failures by weekday and hour: most on" in said
    app.button(key="hours_toggle").click().run()
    app.button(key="week_toggle").click().run()
    assert re.search(r"Hour Failures Usual [A-Z][a-z]{2} \d\d:00 \d+", words(app))
    assert re.search(r"22 23 Mon \d+", words(app))


def test_the_hours_of_a_day_are_all_there_and_the_last_one_runs(place: Store) -> None:
    found = hourly.per_hour(Asked(EVERYTHING, ZoneInfo("UTC"), period="24h"), now := datetime.now(UTC))

    assert place
    assert len(found) == 25
    assert found[-1].at == now.replace(minute=0, second=0, microsecond=0)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([Drift(3, "delivery", MONDAY), Drift(3, None, MONDAY), Drift(None, None, MONDAY)], [(3, "delivery")]),
        ([Drift(3, None, MONDAY), Drift(None, "delivery", MONDAY)], [(3, None), (None, "delivery")]),
    ],
)
def test_what_drifts_is_said_once_by_what_is_narrowest(
    found: list[Drift], said: list[tuple[int | None, str | None]]
) -> None:
    assert [(one.client_id, one.record_type) for one in failure_drift.narrowest(found)] == said


def test_a_drift_is_a_badge_with_its_list(open_alone: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failure_drift, "of", lambda _asked, _now: [Drift(3, "delivery", MONDAY)])

    app = open_alone(Role.MANAGER, "failures")

    assert "Drifting up: Delivery failure at Parcelo Shop , above its usual since Mon 2 Nov" in words(app)
    assert "client=Parcelo+Shop" in html_of(app)


def test_each_hour_of_a_day_and_of_the_week_opens_exactly_its_failures(open_alone: Open) -> None:
    app = open_alone(Role.MANAGER, "failures", period="24h", tz="Asia/Kolkata")
    app.button(key="hours_toggle").click().run()
    app.button(key="week_toggle").click().run()
    html = html_of(app)

    of_day = re.findall(r'href="([^"]+from=[^"]+)" target="_self">(\d+)</a></td><td class="right">', html)
    of_week = re.findall(r'href="([^"]+list=failures_at[^"]+)" target="_self">(\d+)<', html)
    assert (len(of_day), len(of_week)) == (25, 168)
    for link, n in [row for row in of_day[1:] if row[1] != "0"][:8] + [row for row in of_week if row[1] != "0"][:3]:
        assert opened(open_alone, Role.MANAGER, unescape(link)) == int(n)
