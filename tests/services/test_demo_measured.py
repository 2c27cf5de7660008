"""What the demo plants, the manager's pages show: the bursts and the drift."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from caselight.core.people import EVERYTHING
from caselight.core.records import TYPES
from caselight.services.demo import scenario
from caselight.store import drifts, failures
from whole_demo import NOW, Whole

DAY = timedelta(days=1)
FAILURES = tuple(key for key, record in TYPES.items() if record.family == "service failure")


@pytest.mark.parametrize("planted", scenario.BURSTS, ids=[burst[0] for burst in scenario.BURSTS])
def test_a_planted_burst_is_found_at_its_service(demo: Whole, planted: tuple[str, int, int, str, str, str]) -> None:
    client, ago, n, *_ = planted

    with demo.store.reading() as session:
        found = failures.counted(
            session, EVERYTHING, record_types=FAILURES, since=NOW - 90 * DAY, until=NOW, zone=ZoneInfo("UTC")
        )

    same = [burst for burst in found.bursts if demo.clients[burst.client_id] == client]
    assert max(len(burst.numbers) for burst in same) > n / 2
    assert any(abs(burst.began_at - (NOW - ago * DAY)) < 2 * DAY for burst in same)


def test_the_planted_drift_is_found_where_it_was_planted(demo: Whole) -> None:
    with demo.store.reading() as session:
        found = drifts.drifting(session, EVERYTHING, record_types=FAILURES, today=NOW.date(), zone=ZoneInfo("UTC"))

    narrow = {(demo.clients[one.client_id], one.record_type) for one in found if one.client_id and one.record_type}
    assert scenario.DRIFTING in narrow
    assert len(narrow) <= 2
