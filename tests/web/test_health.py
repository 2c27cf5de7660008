"""Health tells a monitoring tool what it needs and a stranger nothing."""

from datetime import timedelta

from caselight.store.engine import Store
from caselight.store.tables import Heartbeat
from caselight.web import health
from caselight.web.site import Site
from door import TestClient
from floor import Floor


def test_health_needs_no_session(browser: TestClient) -> None:
    answer = browser.get("/health")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "data_age_s": None, "heartbeat_age_s": {}}


def test_it_says_how_old_the_data_and_the_worker_are(site: Site, floor: Floor, lena: int) -> None:  # noqa: ARG001 – an hour ago
    beat = Heartbeat(name="worker", at=site.now() - timedelta(seconds=14))
    floor.store.transact(lambda session: session.add(beat))

    assert health.state(site, site.now()) == {
        "database": "ok",
        "data_age_s": 3600.0,
        "heartbeat_age_s": {"worker": 14.0},
    }


def test_a_database_that_is_away_is_unhealthy(site: Site, browser: TestClient) -> None:
    site.version.store = Store("sqlite:////nowhere/at/all.db")

    answer = browser.get("/health")

    assert answer.status_code == 503
    assert answer.json()["database"] == "away"
