"""The failures of a period, against cases made by the verbs."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import drifts, failures, overview
from caselight.store.among import Among
from caselight.store.tables import Service
from floor import Floor, at
from story import a_case, a_resolved_case, do

PERIOD = {"since": at("Tue 00:00"), "until": at("Wed 00:00"), "zone": ZoneInfo("UTC")}


def test_failures_are_those_opened_in_the_period_and_the_one_before(floor: Floor) -> None:
    for when in ("Mon 00:00", "Mon 23:59", "Tue 00:00", "Tue 12:00", "Wed 00:00"):
        a_case(floor, when)
    a_case(floor, "Tue 12:00", priority=1)
    a_case(floor, "Tue 12:00", actor=floor.outsider, client_id=floor.foreign)
    do(floor, verbs.cancel, "Tue 13:30", case=a_case(floor, "Tue 13:00"), note="logged twice")

    with floor.store.reading(EVERYTHING) as session:
        mine = failures.counted(session, floor.lead.scope, Among((3,), ("technical",)), **PERIOD)
        nobody = failures.counted(session, Scope(frozenset()), **PERIOD)

    assert (mine.n, mine.before) == (2, 2)
    assert mine.bars["client"] == [(floor.client, 2, 2)]
    assert (nobody.n, nobody.before, nobody.bars["type"]) == (0, 0, [])


def test_a_miss_after_the_period_is_not_yet_one(floor: Floor) -> None:
    a_resolved_case(floor, "Tue 10:00", "Tue 16:00", priority=1)  # due at 14:00
    a_case(floor, "Tue 21:00", priority=1)  # due at 01:00

    with floor.store.reading(EVERYTHING) as session:
        found = failures.opened(session, EVERYTHING, since=PERIOD["since"], until=PERIOD["until"])

    assert [row.is_missed for row in found] == [True, False]


def test_names_are_those_in_scope(floor: Floor) -> None:
    floor.store.transact(lambda session: session.add(Service(client_id=floor.foreign, name="Secret line")), EVERYTHING)

    with floor.store.reading(EVERYTHING) as session:
        assert failures.services(session, floor.lead.scope) == {}
        assert list(failures.clients(session, floor.lead.scope)) == [floor.client]
        assert [name for name, _ in failures.services(session, EVERYTHING).values()] == ["Secret line"]


def test_drift_reads_full_days_within_scope_and_filter(floor: Floor) -> None:
    a_case(floor, "Mon 10:00")
    given = {"today": at("Thu 00:00").date(), "zone": ZoneInfo("UTC")}

    with floor.store.reading(EVERYTHING) as session:
        found = drifts.drifting(session, EVERYTHING, Among((3,), ("technical",)), **given)
        opened = overview.opened_at(
            session, floor.lead.scope, Among(record_types=("technical",)), since=at("Mon 00:00")
        )

    assert found == []  # four days are too few to say
    assert opened == [at("Mon 00:00") + timedelta(hours=10)]
