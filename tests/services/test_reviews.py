"""Reviews: their figures are those of the pages, what is frozen stays so, and nobody reads another client's."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from acts import RESOLVED, a_case, do
from caselight.core import sla
from caselight.core.availability import lost
from caselight.core.people import EVERYTHING, SYSTEM, Principal, Scope
from caselight.core.refusal import Denied, NotFound
from caselight.services import figures, reviews, verbs
from caselight.services.exporting import TooOften
from caselight.store import availability, failures
from caselight.store import reviews as kept
from caselight.store import sla as promises
from caselight.store.among import Among
from caselight.store.tables import Client, Event, Review
from floor import Floor, at
from interrupting import an_outage
from proving import tamper, verify

NOW = at("Sun 12:00") + timedelta(days=1)
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
SINCE, UNTIL = at("Mon 00:00"), at("Mon 00:00") + timedelta(days=7)
MARK = "ZZ-INTERNAL"
DONE = RESOLVED | {"affected_services": ["Voice"]}


def made(floor: Floor, *, actor: Principal | None = None, **given: Any) -> int:
    given = {"client_id": floor.client, "first": FIRST, "last": LAST} | given
    client, first, last = given["client_id"], given["first"], given["last"]
    return reviews.make(floor.store, client, first, last, actor=actor or floor.manager, now=NOW)


def body_of(floor: Floor, number: int) -> dict[str, Any]:
    with floor.store.reading(EVERYTHING) as session:
        found = kept.one(session, EVERYTHING, number)
    assert found is not None
    return json.loads(found.body)


def a_week(floor: Floor) -> None:
    """Log a few cases: met, missed, still open, an outage, a note among colleagues, and one of another client."""
    met, late = a_case(floor, "Mon 10:00", priority=1), a_case(floor, "Tue 10:00", priority=1)
    do(floor, verbs.note, "Mon 10:10", case=met, note=MARK)
    do(floor, verbs.resolve, "Mon 11:00", case=met, root_cause="vendor", details=DONE)
    do(floor, verbs.resolve, "Wed 11:00", case=late, root_cause="vendor", details=DONE)
    a_case(floor, "Thu 10:00", title="Still open")
    an_outage(floor, "Mon 10:30")
    a_case(floor, "Mon 10:00", client_id=floor.foreign, title="ZZ-FOREIGN", actor=SYSTEM)


def test_the_figures_are_those_of_the_pages_and_of_the_command(floor: Floor) -> None:
    a_week(floor)
    scope = Scope(frozenset({floor.client}))

    found = body_of(floor, made(floor))

    asked = {"as_of": UNTIL, "clients": ["Norvane Telecom"], "since": SINCE, "until": UNTIL}
    kpis = figures.of(floor.store, EVERYTHING, **asked)["kpis"]
    with floor.store.reading(EVERYTHING) as session:
        rows = promises.promises(session, scope, since=SINCE, until=UNTIL)
        spells = availability.spells(session, scope, since=SINCE, until=UNTIL)
        opened = failures.opened(session, scope, Among(record_types=("technical",)), since=SINCE, until=UNTIL)
    clocks = {row["promise"]: row for row in found["clocks"]}
    for promise, key in (("resolution", "resolution"), ("first response", "response")):
        counted = sla.counted([row for row in rows if row.promise == promise], "decided", sla.Window(SINCE, UNTIL))
        shown = clocks[promise]["met"], clocks[promise]["missed"]
        assert shown == (len(counted.met), len(counted.missed))
        assert shown == tuple(kpis["sla"][key]["decided"][name] for name in ("met", "missed"))
    down = lost(spells, since=SINCE.timestamp(), until=UNTIL.timestamp())
    assert found["figures"]["unplanned_s"] == round(down.unplanned_s) == round(60 * kpis["downtime"]["merged_min"])
    assert found["figures"]["failures"] == len(opened) == 3
    assert found["figures"]["opened"] == kpis["cases"] == 4
    assert found["figures"]["interruptions"] == kpis["downtime"]["n"] == 1


def test_it_is_the_outward_view_no_notes_no_names_nobody_elses(floor: Floor) -> None:
    a_week(floor)

    said = json.dumps(body_of(floor, made(floor)))

    assert "Voice lines down" in said
    assert MARK not in said
    assert "ZZ-FOREIGN" not in said
    assert floor.lead.name not in said


def test_the_same_days_again_are_a_new_review_and_the_old_one_stands(floor: Floor) -> None:
    a_week(floor)
    one = made(floor)
    before = body_of(floor, one)
    a_case(floor, "Fri 10:00", title="Logged later")

    two = made(floor)

    assert two != one
    assert body_of(floor, one) == before
    assert body_of(floor, two)["figures"]["failures"] == before["figures"]["failures"] + 1


def test_a_review_has_its_event_and_verify_finds_one_that_was_changed(floor: Floor) -> None:
    number = made(floor)
    with floor.store.reading(EVERYTHING) as session:
        event = session.scalars(select(Event).where(col(Event.subject) == f"review:{number}")).one()
        row = session.get_one(Review, number)
        assert (event.kind, event.body["sha256"], event.actor_id) == ("review:made", row.sha256, floor.manager.user_id)
    assert verify(floor.store).is_whole
    with pytest.raises(DBAPIError, match="append-only"):
        floor.store.transact(lambda session: session.execute(update(Review).values(body="{}")), EVERYTHING)

    tamper(floor.store, lambda session: session.execute(update(Review).values(body="{}")))

    assert f"review:{number}" in [one.subject for one in verify(floor.store).broken]


def test_days_are_those_of_the_clients_zone(floor: Floor) -> None:
    change = update(Client).where(col(Client.id) == floor.client).values(zone="America/New_York")
    floor.store.transact(lambda session: session.execute(change), EVERYTHING)

    found = body_of(floor, made(floor))

    assert (found["from"], found["to"]) == ("2026-11-16T05:00:00Z", "2026-11-23T05:00:00Z")
    assert found["zone"] == "America/New_York"


def test_only_who_may_promise_makes_one_and_only_of_own_clients(floor: Floor) -> None:
    for who in (floor.agent, floor.lead, floor.auditor):
        with pytest.raises(Denied, match="Ask a manager"):
            made(floor, actor=who)
    for client in (floor.foreign, 99):
        with pytest.raises(NotFound, match="No such client"):
            made(floor, client_id=client)


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_foreign_and_missing_are_told_alike_and_agents_take_none(floor: Floor, form: str) -> None:
    foreign = made(floor, actor=floor.admin, client_id=floor.foreign)
    own = made(floor)

    for who, number in ((floor.manager, foreign), (floor.manager, 99), (floor.agent, own), (floor.outsider, own)):
        with pytest.raises(NotFound, match="No such review"):
            reviews.take(floor.store, number, form=form, actor=who, now=NOW)


def test_each_file_is_on_record_and_there_are_not_too_many(floor: Floor) -> None:
    number = made(floor)

    for _ in range(10):
        reviews.take(floor.store, number, form="html", actor=floor.auditor, now=NOW)

    with pytest.raises(TooOften):
        reviews.take(floor.store, number, form="html", actor=floor.auditor, now=NOW)
    with floor.store.reading(EVERYTHING) as session:
        subject = f"export:{floor.auditor.user_id}"
        events = session.scalars(select(Event).where(col(Event.subject) == subject)).all()
    assert {event.body["review"] for event in events} == {number}
    assert len(events) == 10
