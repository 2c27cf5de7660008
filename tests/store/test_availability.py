"""The interruptions of a period, and that they say what the command line says."""

from typing import Any

import pytest

from acts import a_case, do
from caselight.core.availability import Spell, lost
from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import availability
from caselight.store.among import Among
from floor import Floor, at
from interrupting import ELEVEN, NOON, TEN, an_outage, downtime

WINDOW = (at("Mon 11:30"), at("Mon 15:00"))


def spells(floor: Floor, scope: Scope = EVERYTHING, **asked: Any) -> list[Spell]:
    since, until = WINDOW
    with floor.store.reading(EVERYTHING) as session:
        return availability.spells(session, scope, since=since, until=until, **asked)


@pytest.fixture
def mixed(floor: Floor) -> dict[str, int]:
    """Log one of everything: over before, lasting, of severity none, cancelled, planned, and of another client."""
    work = {"announced_at": TEN, "down_from": NOON, "down_until": "2026-11-16T13:00:00Z"}
    numbers = {
        "over": an_outage(floor, "Mon 11:10", down_until=ELEVEN),
        "lasting": an_outage(floor),
        "nobody": an_outage(floor, severity="none"),
        "cancelled": an_outage(floor),
        "planned": a_case(floor, record_type="maintenance", details=work),
        "foreign": a_case(floor, "Mon 12:40", record_type="outage", client_id=floor.foreign, priority=1,
                          actor=floor.admin, details={"down_from": ELEVEN, "down_until": "2026-11-16T12:30:00Z"}),
    }  # fmt: skip
    do(floor, verbs.cancel, "Mon 12:00", case=numbers["cancelled"], note="Logged twice")
    return numbers


def test_a_period_has_what_lies_in_it_at_least_in_part_and_counts(floor: Floor, mixed: dict[str, int]) -> None:
    found = spells(floor)

    assert {(each.case, each.is_planned) for each in found} == {
        (mixed["lasting"], False),
        (mixed["planned"], True),
        (mixed["foreign"], False),
    }
    assert {each.case for each in spells(floor, Scope(frozenset({floor.foreign})))} == {mixed["foreign"]}
    assert {each.case for each in spells(floor, among=Among((1,)))} == {mixed["foreign"]}
    assert spells(floor, Scope(frozenset())) == []


def test_what_was_lost_is_what_the_command_line_says(floor: Floor, mixed: dict[str, int]) -> None:
    since, until = WINDOW

    for clients, scope in ((), EVERYTHING), (("Norvane Telecom",), Scope(frozenset({floor.client}))):
        found = lost(spells(floor, scope), since=since.timestamp(), until=until.timestamp())
        told = downtime(floor, "Mon 15:00", since=since, until=until, clients=clients)

        assert (found.n, found.unplanned_s / 60, found.blocks) == (told["n"], told["merged_min"], told["blocks"])
        assert 100 * (found.available or 0) == pytest.approx(told["availability_percent"])
    assert mixed
