"""No read of the wall, the Queue or the Overview walks the whole history: how SQLite plans to find its rows."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from caselight.core.lifecycle import OPEN
from caselight.core.people import EVERYTHING, Scope
from caselight.services.bench.floor import lay
from caselight.services.bench.generate import cases
from caselight.services.bench.ready import ready
from caselight.store import (
    availability,
    board,
    casefile,
    caselist,
    drifts,
    escalation_history,
    failures,
    flow,
    forecast,
    interruptions,
    matured,
    overview,
    pace,
    quality,
    recoveries,
    recurrence,
    sheets,
    sla,
    tier_moves,
    wall,
)
from caselight.store.among import Among
from caselight.store.bulk import write_cases
from caselight.store.caselist import Wanted
from caselight.store.engine import Store
from caselight.store.version import DataVersion

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH = {"since": NOW - 30 * DAY, "until": NOW}
LATER = NOW + 365 * DAY
DAYS = tuple((NOW - back * DAY, NOW - (back - 1) * DAY) for back in range(90, 0, -1))
SOME = Scope(frozenset({1, 2, 3}))

Read = Callable[[Session, Scope], Any]
READS: dict[str, Read] = {
    "wall": lambda session, scope: wall.snapshot(session, scope, hour=NOW, zone=ZoneInfo("Europe/London")),
    "wall's usual": lambda session, scope: wall.past(session, scope, hour=NOW),
    "wall's worker": lambda session, scope: wall.heartbeat(session, scope, "worker"),
    "open cases": board.open_cases,
    "speed": lambda session, scope: overview.lives(session, scope, **MONTH),
    "speed of some priorities": lambda session, scope: overview.lives(session, scope, Among((1, 2)), **MONTH),
    "promises kept": lambda session, scope: overview.promises_kept(session, scope, **MONTH),
    "contracts": lambda session, scope: overview.agreed(session, scope, at=NOW),
    "opened per day": lambda session, scope: overview.opened_per_day(session, scope, days=DAYS),
    "failures of a period": lambda session, scope: failures.opened(session, scope, **MONTH),
    "pace of resolutions": lambda session, scope: pace.timed(session, scope, stage="resolve", since=NOW - 90 * DAY),
    "pace of responses": lambda session, scope: pace.timed(session, scope, stage="response", since=NOW - 90 * DAY),
    "targets": lambda session, scope: pace.targets(session, scope, stage="resolve", **MONTH),
    "backlog": lambda session, scope: pace.standing_at(session, scope, instants=(NOW - 28 * DAY, NOW)),
    "when failures were opened": lambda session, scope: overview.opened_at(session, scope, since=NOW - 58 * DAY),
    "drifts": lambda session, scope: drifts.drifting(session, scope, today=NOW.date(), zone=ZoneInfo("UTC")),
    "flow of a period": lambda session, scope: flow.of_period(session, scope, **MONTH),
    "running promises": forecast.watched,
    "running promises of yesterday": lambda session, scope: forecast.watched_at(session, scope, NOW - DAY),
    "promises of the past": lambda session, scope: matured.past(session, scope, until=NOW),
    "open a day ago": lambda session, scope: overview.open_at(session, scope, at=NOW - DAY),
    "selected case": lambda session, scope: casefile.case_file(session, scope, 10_001),
    "cases entered": lambda session, scope: quality.entered(session, scope, **MONTH),
    "cases resolved, as kept": lambda session, scope: quality.finished(session, scope, **MONTH),
    "its sheets": lambda session, scope: sheets.of_case(session, scope, 10_001),
    "follow-ups due": lambda session, scope: sheets.follow_ups(session, scope, until=NOW),
    "words promised": lambda session, scope: sheets.follow_ups(session, scope, until=NOW, kinds=("interaction",)),
    "recoveries": lambda session, scope: recoveries.recoveries(session, scope, since=NOW - 60 * DAY),
    "marks of other customers": lambda session, scope: recoveries.marks(
        session, scope, as_of=NOW, since=NOW - 30 * DAY
    ),
    "comments on recoveries": lambda session, scope: recoveries.comments(session, scope, since=NOW - 30 * DAY),
    "overdue with recovered customers": lambda session, scope: recoveries.overdue(session, scope, until=NOW),
    "what it repeats": lambda session, scope: recurrence.of_case(session, scope, 10_001),
    "its clocks": lambda session, scope: casefile.clocks(session, scope, 10_001),
    "its interruptions": lambda session, scope: interruptions.of_case(session, scope, 10_001),
    "interrupted now": interruptions.down_now,
    "open escalations": escalation_history.open_now,
    "escalations raised": lambda session, scope: escalation_history.raised(session, scope, since=NOW - 60 * DAY),
    "when escalations were raised": lambda session, scope: escalation_history.raised_at(
        session, scope, since=NOW - DAY
    ),
    "promises of a month": lambda session, scope: sla.promises(session, scope, **MONTH),
    "cases opened in a month": lambda session, scope: sla.opened(session, scope, **MONTH),
    "moves to higher tiers": lambda session, scope: tier_moves.moves(session, scope, **MONTH),
    "interrupted this month": lambda session, scope: availability.spells(session, scope, Among((1, 2)), **MONTH),
}
LISTS: dict[str, Wanted] = {
    "open": Wanted(statuses=OPEN),
    "open and urgent": Wanted(statuses=OPEN, priorities=(1,)),
    "resolved this month": Wanted(between=(("resolved", *MONTH.values()),)),
    "opened this month": Wanted(between=(("opened", *MONTH.values()),)),
    "answered this month": Wanted(between=(("responded", *MONTH.values()),)),
    "one cause this month": Wanted(between=(("opened", *MONTH.values()),), causes=("vendor",), services=(1,)),
    "missed this month": Wanted(between=(("sla_missed", *MONTH.values()),)),
}
WALKS = (
    r"^S(CAN|EARCH) interruptions\b(?! USING INDEX (interruptions_(open|started)\b|sqlite_\w+_1 \(case_id))",
    r"^SCAN (cases|clocks|events)\b(?! USING (COVERING )?INDEX (cases_open|clocks_running)$)",
    r"^S(CAN|EARCH) sheets\b(?! USING INDEX (sheets_due \(due_at|sqlite_autoindex_sheets_1 \(case_id))",
    r"^SEARCH (cases|clocks)$",  # the newest of a column without an index
    r"^SEARCH (cases|clocks|events) .*\(client_id=\?\)",  # a client's whole history
    r"^SEARCH clocks .*\(promise=\?\)",  # every clock of a promise
    r"^SEARCH (clocks|events) .*\((case_id|promise=\? AND due_at)>\?\)",  # "is not null", which is everything
)


@pytest.fixture(scope="module", params=["never analyzed", "analyzed"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return two years of cases, with and without the statistics an admin may have gathered."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'bench.db'}")
    ready(store, cases=3_000, now=NOW)
    if request.param == "analyzed":
        with store.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    yield store
    store.dispose()


def plan(store: Store, read: Read, scope: Scope) -> list[str]:
    """Return what SQLite plans for every statement of a read."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(store._readers, "before_cursor_execute")
    def _note(_conn: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: bool) -> None:  # noqa: FBT001 – SQLAlchemy's signature
        asked.append((statement, given))

    with store.reading(EVERYTHING) as session:
        read(session, scope)
        event.remove(store._readers, "before_cursor_execute", _note)
        explain = session.connection().exec_driver_sql
        plans = [explain(f"EXPLAIN QUERY PLAN {what}", given) for what, given in asked if "SELECT" in what]
        return [row[3] for steps in plans for row in steps]


@pytest.mark.parametrize("scope", [EVERYTHING, SOME], ids=["all clients", "some clients"])
@pytest.mark.parametrize("name", READS)
def test_a_dashboard_read_finds_its_rows_by_an_index(filled: Store, name: str, scope: Scope) -> None:
    steps = plan(filled, READS[name], scope)

    assert steps
    assert [step for step in steps for walk in WALKS if re.search(walk, step)] == []


@pytest.mark.parametrize("name", ["open escalations", "escalations raised", "when escalations were raised"])
def test_escalations_are_found_by_what_is_open_or_by_the_events_of_the_period(filled: Store, name: str) -> None:
    steps = plan(filled, READS[name], EVERYTHING)

    assert not [step for step in steps if re.search(r"^SCAN escalations\b(?! USING INDEX escalations_active$)", step)]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_and_its_total_find_their_rows_by_an_index(filled: Store, name: str) -> None:
    steps = plan(filled, lambda session, scope: caselist.rows(session, scope, LISTS[name], page=1, size=50), EVERYTHING)
    steps += plan(filled, lambda session, scope: caselist.total(session, scope, LISTS[name]), EVERYTHING)

    assert steps
    assert [step for step in steps for walk in WALKS if re.search(walk, step)] == []


def test_the_newest_cases_are_read_in_the_order_of_an_index(filled: Store) -> None:
    steps = plan(filled, lambda session, scope: caselist.rows(session, scope, Wanted(), page=1, size=50), EVERYTHING)

    assert "SCAN cases USING INDEX cases_opened" in steps  # from the newest back, until the page is full


def test_the_data_version_looks_at_the_newest_events_only(filled: Store) -> None:
    steps = plan(filled, lambda _session, _scope: DataVersion(filled).current(), EVERYTHING)

    assert {step for step in steps if "events" in step} == {
        "SEARCH events",  # the highest id, at the end of the table
        "SEARCH events USING INTEGER PRIMARY KEY (rowid>?)",
    }


def test_what_is_found_by_an_index_is_what_the_cases_say(store: Store) -> None:
    made = list(cases(400, now=NOW))
    store.transact(lambda session: lay(session, NOW), EVERYTHING)
    store.transact(lambda session: write_cases(session, made), EVERYTHING)
    clocks = [whole.clocks[1] for whole in made]
    missed = [clock for clock in clocks if clock["due_at"] and clock["due_at"] < (clock["stopped_at"] or NOW)]
    lately = [clock for clock in missed if clock["due_at"] >= MONTH["since"]]
    met = [
        clock
        for clock in clocks
        if clock not in missed and clock["stopped_at"] and clock["stopped_at"] >= MONTH["since"]
    ]

    with store.reading(EVERYTHING) as session:
        kept = overview.promises_kept(session, EVERYTHING, **MONTH)
        opened = overview.open_at(session, EVERYTHING, at=NOW - DAY)
        alive = overview.lives(session, EVERYTHING, **MONTH)
        seen = wall.snapshot(session, EVERYTHING, hour=NOW, zone=ZoneInfo("UTC"))
        misses = wall.misses(session, EVERYTHING, since=MONTH["since"])

    born = [(whole.case["opened_at"], whole.case["resolved_at"] or LATER) for whole in made]
    assert (sum(each.met for each in kept), sum(each.missed for each in kept)) == (len(met), len(lately))
    assert opened == sum(at <= NOW - DAY < until for at, until in born)
    assert len(alive) == sum(until >= MONTH["since"] for _, until in born)
    assert len(seen.cases) == sum(until == LATER for _, until in born)
    assert sorted(misses) == sorted(clock["due_at"] for clock in lately if clock["stopped_at"])
