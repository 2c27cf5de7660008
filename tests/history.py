"""A plain past for one client: a case every hour, some kept soon and some far too late."""

import random
from datetime import UTC, datetime, timedelta

from caselight.core.promises import Promise
from caselight.store.bulk import WholeCase
from caselight.store.chain import Fact

NOW = datetime(2026, 11, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEKS = 10
TARGET = 24 * HOUR


def cases(client: int, *, since: datetime = NOW - timedelta(weeks=WEEKS), late: bool = False) -> list[WholeCase]:
    """Return the cases opened each third hour until now; `late` ones all miss."""
    dice = random.Random(5)  # noqa: S311 – invented cases, not a secret
    opened, made = since, []
    while opened < NOW:
        is_late = late or dice.random() < 0.25
        made.append(_case(client, opened, opened + TARGET * (3 if is_late else dice.uniform(0.05, 0.9))))
        opened += 3 * HOUR
    return made


def _case(client: int, opened: datetime, resolved: datetime) -> WholeCase:
    is_open = resolved >= NOW
    due, status = opened + TARGET, "in progress" if is_open else "closed"
    ended = None if is_open else resolved
    case = {
        "client_id": client,
        "record_type": "imported",
        "title": "Voice lines down",
        "status": status,
        "priority": 3,
        "team_id": 1,
        "occurred_at": opened,
        "opened_at": opened,
        "resolved_at": ended,
        "first_resolved_at": ended,
        "touched_at": ended or opened,
    }
    clock = {
        "promise": Promise.RESOLUTION,
        "contract_id": 1,
        "target_s": int(TARGET.total_seconds()),
        "waiting_pauses": True,
        "runs": [[opened.isoformat(), ended.isoformat() if ended else None]],
        "started_at": opened,
        "due_at": due,
        "stopped_at": ended,
        "first_missed_at": due if ended and ended > due else None,
    }
    facts = [Fact("case:logged", opened, opened, 1, status="in progress", team_id=1, tier=1)]
    if ended:
        facts.append(Fact("case:closed", ended, ended, 1, status=status, team_id=1, tier=1))
    return WholeCase(case, facts, [clock])
