"""The seven questions in hand-written SQL, each on an index made for it: what the driver alone can do."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from caselight.core.people import EVERYTHING
from caselight.services.bench.questions import LISTED, LONGEST, PRIORITIES, SOME, Answers, Asked
from caselight.store import library

INDEXES = """
CREATE UNIQUE INDEX by_number ON cases (id, status, client_id, priority);
CREATE INDEX opened ON cases (opened_at, status);
CREATE INDEX resolved ON cases (resolved_at, opened_at, status) WHERE resolved_at IS NOT NULL;
CREATE INDEX listed ON cases (client_id, priority, opened_at, id) WHERE status IN ('new', 'in progress', 'waiting');
CREATE INDEX running ON clocks (due_at, case_id) WHERE stopped_at IS NULL;
CREATE INDEX decided ON clocks (promise, stopped_at, due_at, first_missed_at, client_id, case_id);
ANALYZE;
"""
OVERDUE = """
SELECT cases.client_id, cases.priority, count(DISTINCT cases.id) FROM clocks JOIN cases ON cases.id = clocks.case_id
WHERE clocks.stopped_at IS NULL AND clocks.due_at < :now AND cases.status IN ('new', 'in progress', 'waiting')
GROUP BY +cases.client_id, +cases.priority
"""
LONGEST_OVERDUE = """
SELECT cases.id FROM clocks JOIN cases ON cases.id = clocks.case_id
WHERE clocks.stopped_at IS NULL AND clocks.due_at < :now AND cases.status IN ('new', 'in progress', 'waiting')
GROUP BY +cases.id ORDER BY min(clocks.due_at), cases.priority, cases.id LIMIT :longest
"""
PER_HOUR = """
SELECT (unixepoch(opened_at) - unixepoch(:day_ago)) / 3600, count(*) FROM cases
WHERE opened_at >= :day_ago AND opened_at < :now AND status NOT IN ('cancelled', 'merged') GROUP BY 1
"""
PER_DAY = """
SELECT (unixepoch(opened_at) - unixepoch(:first_day)) / 86400, count(*) FROM cases
WHERE opened_at >= :first_day AND opened_at < :tomorrow AND status NOT IN ('cancelled', 'merged') GROUP BY 1
"""
SPEED = """
SELECT (julianday(resolved_at) - julianday(opened_at)) * 86400.0 FROM cases
WHERE resolved_at >= :month_ago AND resolved_at < :now AND status NOT IN ('cancelled', 'merged')
"""
KEPT = """
SELECT client_id, sum(missed_at IS NULL), sum(missed_at IS NOT NULL) FROM (
    SELECT clocks.client_id, stopped_at, coalesce(first_missed_at, iif(stopped_at > due_at, due_at, NULL)) AS missed_at
    FROM clocks JOIN cases ON cases.id = case_id
    WHERE promise = 'resolution' AND stopped_at >= :month AND status NOT IN ('cancelled', 'merged')
    UNION ALL
    SELECT clocks.client_id, stopped_at, coalesce(first_missed_at, due_at) AS missed_at
    FROM clocks JOIN cases ON cases.id = case_id
    WHERE promise = 'resolution' AND stopped_at IS NULL AND due_at IS NOT NULL
    AND status NOT IN ('cancelled', 'merged')
) WHERE coalesce(missed_at, stopped_at) >= :month AND coalesce(missed_at, stopped_at) < :now GROUP BY client_id
"""
OPEN_ONES = """
SELECT id FROM cases WHERE status IN ('new', 'in progress', 'waiting')
AND client_id IN (:one, :two, :three) AND priority IN (:critical, :high) ORDER BY opened_at DESC, id DESC LIMIT :listed
"""


def copied(path: Path, folder: Path) -> Any:  # noqa: ANN401 – a driver's connection
    """Return a connection to a copy of the cases and clocks of a database, indexed for the questions."""
    connection = library.sqlite().connect(folder / "raw.db")
    connection.execute("ATTACH ? AS ours", (str(path),))
    connection.execute("CREATE TABLE cases AS SELECT * FROM ours.cases")
    connection.execute("CREATE TABLE clocks AS SELECT * FROM ours.clocks")
    connection.commit()
    connection.execute("DETACH ours")
    connection.executescript(INDEXES)
    return connection


def answers(connection: Any, asked: Asked) -> Answers:  # noqa: ANN401 – a driver's connection
    """Return the answers, each by one statement."""
    given = _parameters(asked)

    def rows(statement: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = connection.execute(statement, given).fetchall()
        return found

    hours, days = Counter(dict(rows(PER_HOUR))), Counter(dict(rows(PER_DAY)))
    half, most = np.percentile([row[0] for row in rows(SPEED)] or [0], (50, 90))
    return Answers(
        overdue={(client, priority): count for client, priority, count in rows(OVERDUE)},
        longest=[row[0] for row in rows(LONGEST_OVERDUE)],
        per_hour=[hours[hour] for hour in range(24)],
        per_day=[days[day] for day in range(len(asked.days))],
        speed=(round(half), round(most)),
        kept={client: (met, missed) for client, met, missed in rows(KEPT)},
        listed=[row[0] for row in rows(OPEN_ONES)],
    )


def _parameters(asked: Asked) -> dict[str, Any]:
    instants = {
        "now": asked.now,
        "day_ago": asked.a_day_ago,
        "first_day": asked.days[0][0],
        "tomorrow": asked.days[-1][1],
        "month_ago": asked.month_ago,
        "month": asked.month_began,
    }
    clients = dict(zip(("one", "two", "three"), sorted(SOME.clients or EVERYTHING.clients or ()), strict=True))
    priorities = dict(zip(("critical", "high"), PRIORITIES, strict=True))
    limits = {"longest": LONGEST, "listed": LISTED}
    return {name: _written(at) for name, at in instants.items()} | clients | priorities | limits


def _written(at: datetime) -> str:
    """Return an instant as SQLite stores it."""
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"
