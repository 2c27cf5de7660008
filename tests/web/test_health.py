"""Health tells a monitoring tool what it needs and a stranger nothing."""

from datetime import timedelta

from caselight.core.people import EVERYTHING
from caselight.services import walls
from caselight.services.walls import Screen
from caselight.store.engine import Store
from caselight.store.tables import Heartbeat
from caselight.web import health
from caselight.web.site import Site
from door import TestClient
from floor import Floor


def test_health_needs_no_session(browser: TestClient) -> None:
    answer = browser.get("/health")

    assert answer.status_code == 200
    assert answer.json() == {
        "database": "ok",
        "data_age_s": None,
        "sealed_age_s": None,
        "heartbeat_age_s": {},
        "walls_ending": 0,
    }


def test_it_says_how_old_the_data_and_the_worker_are(site: Site, floor: Floor, lena: int) -> None:  # noqa: ARG001 – an hour ago
    beat = Heartbeat(name="worker", at=site.now() - timedelta(seconds=14))
    floor.store.transact(lambda session: session.add(beat), EVERYTHING)

    assert health.state(site, site.now()) == {
        "database": "ok",
        "data_age_s": 3600.0,
        "sealed_age_s": None,
        "heartbeat_age_s": {"worker": 14.0},
        "walls_ending": 0,
    }


def test_it_counts_the_walls_that_are_about_to_go_dark(site: Site, floor: Floor, browser: TestClient) -> None:
    for name, days in (("Hall", 10), ("Floor 2", 60)):
        lasts = timedelta(days=days)
        walls.make(floor.store, Screen(name), actor=floor.admin, now=site.now(), lasts=lasts)

    answer = browser.get("/health")

    assert answer.json()["walls_ending"] == 1
    assert "Hall" not in answer.text


def test_a_database_that_is_away_is_unhealthy(site: Site, browser: TestClient) -> None:
    site.version.store = Store("sqlite:////nowhere/at/all.db")

    answer = browser.get("/health")

    assert answer.status_code == 503
    assert answer.json()["database"] == "away"
