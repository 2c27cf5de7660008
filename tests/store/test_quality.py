"""Which cases the figures about the keeping of records are made of."""

from datetime import timedelta

from acts import RESOLVED, a_case, do
from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.store import caselist, quality
from caselight.store.among import Among
from caselight.store.caselist import Wanted
from floor import Floor, at

WEEK = {"since": at("Mon 00:00"), "until": at("Sun 00:00")}
RESOLVING = {"affected_services": "Voice", **RESOLVED}


def test_a_case_is_entered_by_the_team_of_whoever_logged_it(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", occurred_at=at("Mon 09:40"), team_id=floor.network)
    a_case(floor, "Mon 11:00", source="monitor", external_id="1")

    with floor.store.reading(EVERYTHING) as session:
        (found,) = quality.entered(session, floor.lead.scope, **WEEK)
        listed = caselist.total(session, floor.lead.scope, Wanted(between=(("entered", *WEEK.values()),)))
    assert (found.number, found.team, found.lag) == (number, "Service Desk", timedelta(minutes=20))
    assert listed == 1


def test_an_edit_counts_once_it_is_resolved_and_not_before(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00")
    do(floor, verbs.update, "Mon 10:10", case=number, fields={"customers_affected": 2})
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVING)
    do(floor, verbs.note, "Mon 11:10", case=number, note="Called back")
    do(floor, verbs.update, "Mon 11:20", case=number, fields={"customers_affected": 3})

    with floor.store.reading(EVERYTHING) as session:
        (found,) = quality.finished(session, floor.lead.scope, Among((3,)), **WEEK)
    assert (found.number, found.edits, found.is_closed, found.team) == (number, 1, False, "Service Desk")
    assert found.details["affected_services"] == ["Voice"]


def test_nobody_counts_what_they_may_not_see(floor: Floor) -> None:
    a_case(floor, "Mon 10:00")

    with floor.store.reading(EVERYTHING) as session:
        assert quality.entered(session, floor.outsider.scope, **WEEK) == []
        assert quality.finished(session, floor.outsider.scope, **WEEK) == []
