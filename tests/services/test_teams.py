"""Teams as an admin keeps them: each act an event, and no case changes its tier unseen."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import matrix, teams
from caselight.services.teams import Draft
from caselight.store import teams as reads
from caselight.store.tables import Event, MatrixRow, Team, TeamShift
from escalating import a_case
from floor import Floor, at
from proving import breaks

NOW = at("Mon 08:00")
MORNINGS = {"zone": "UTC", "weekly": {"mon": [["08:00", "12:00"]]}, "holidays": [], "names": {}}


def save(floor: Floor, draft: Draft, **given: Any) -> int:
    return teams.save(floor.store, draft, actor=floor.admin, now=NOW, **given)


def kinds(floor: Floor, team_id: int) -> list[str]:
    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
        of_team = select(col(Event.kind)).where(col(Event.subject) == f"team:{team_id}").order_by(col(Event.seq))
        return list(session.scalars(of_team))


def test_a_team_is_added_with_its_shifts(floor: Floor) -> None:
    team = save(floor, Draft(name=" Night   Desk ", tier=2, hours=MORNINGS))

    with floor.store.reading(EVERYTHING) as session:
        assert session.get_one(Team, team).name == "Night Desk"
        assert session.get_one(TeamShift, team).hours == MORNINGS
    assert kinds(floor, team) == ["team:created", "team:shifts_set"]


def test_a_team_is_renamed_and_saving_the_same_twice_is_no_event(floor: Floor) -> None:
    for _ in range(2):
        save(floor, Draft(name="Late Network", tier=2), team_id=floor.network)

    assert kinds(floor, floor.network) == ["team:updated"]


def test_shifts_are_changed_and_taken_away(floor: Floor) -> None:
    save(floor, Draft(name="Network", tier=2, hours=MORNINGS), team_id=floor.network)
    save(floor, Draft(name="Network", tier=2, hours={**MORNINGS, "zone": "Europe/Oslo"}), team_id=floor.network)
    save(floor, Draft(name="Network", tier=2), team_id=floor.network)

    with floor.store.reading(EVERYTHING) as session:
        assert session.get(TeamShift, floor.network) is None
    assert kinds(floor, floor.network) == ["team:shifts_set"] * 3


def test_a_team_with_open_cases_keeps_its_tier(floor: Floor) -> None:
    a_case(floor)

    with pytest.raises(Refusal, match="Its 1 open case would change tier") as refused:
        save(floor, Draft(name="Service Desk", tier=2), team_id=floor.desk)

    assert list(refused.value.fields) == ["tier"]


@pytest.mark.parametrize(("rows", "said"), [(1, "1 row of the matrix names"), (2, "2 rows of the matrix name")])
def test_a_team_that_the_matrix_names_keeps_its_tier(floor: Floor, rows: int, said: str) -> None:
    floor.store.transact(lambda session: matrix.install(session, now=NOW), EVERYTHING)

    def name(session: Any) -> None:
        found = session.scalars(select(MatrixRow).where(col(MatrixRow.tier) == 2).order_by(col(MatrixRow.id)))
        for number, row in enumerate(found.all()):
            row.team_id = floor.network if number < rows + 1 else None
            row.valid_until = NOW if number == 0 else None  # that one is over

    floor.store.transact(name, EVERYTHING)

    with pytest.raises(Refusal, match=said):
        save(floor, Draft(name="Network", tier=3), team_id=floor.network)


def test_a_team_on_which_nothing_hangs_changes_its_tier(floor: Floor) -> None:
    save(floor, Draft(name="Network", tier=3), team_id=floor.network)

    with floor.store.reading(EVERYTHING) as session:
        assert session.get_one(Team, floor.network).tier == 3


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(name="", tier=1), "name"),
        (Draft(name="x" * 101, tier=1), "name"),
        (Draft(name="Network", tier=2), "name"),  # taken
        (Draft(name="Night Desk", tier=4), "tier"),
        (Draft(name="Night Desk", tier=1, hours={"zone": "UTC", "weekly": {}, "holidays": []}), "hours"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(floor: Floor, draft: Draft, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        save(floor, draft)

    assert list(refused.value.fields) == [field]


def test_a_change_of_shifts_is_tried_on_the_open_cases_and_the_coming_week(floor: Floor) -> None:
    a_case(floor)
    draft = Draft(name="Network", tier=2, hours=MORNINGS)

    trial = teams.preview(floor.store, draft, actor=floor.admin, now=at("Mon 13:00"), team_id=floor.network)

    assert (trial.calls.open, trial.calls.elsewhere) == (1, 1)
    cover = {each.tier: each for each in trial.cover}
    assert (cover[2].before, cover[1].before) == ((), ())
    assert [span.length for span in cover[2].after] == [timedelta(days=6, hours=19), timedelta(hours=1)]
    assert kinds(floor, floor.network) == []


def test_a_new_team_covers_a_tier_that_had_none(floor: Floor) -> None:
    floor.store.transact(lambda session: session.delete(session.get_one(Team, floor.experts)), EVERYTHING)

    trial = teams.preview(floor.store, Draft(name="Experts", tier=3), actor=floor.admin, now=NOW)

    assert [(each.tier, len(each.before), len(each.after)) for each in trial.cover] == [(1, 0, 0), (2, 0, 0), (3, 1, 0)]


def test_only_an_admin_keeps_teams_and_only_such_as_there_are(floor: Floor) -> None:
    draft = Draft(name="Night Desk", tier=1)

    with pytest.raises(Denied):
        teams.save(floor.store, draft, actor=floor.manager, now=NOW)
    with pytest.raises(Denied):
        teams.preview(floor.store, draft, actor=floor.lead, now=NOW)
    with pytest.raises(NotFound):
        save(floor, draft, team_id=999)


def test_open_cases_of_another_client_are_not_counted(floor: Floor) -> None:
    a_case(floor)

    with floor.store.reading(EVERYTHING) as session:
        ours, theirs = reads.teams(session, EVERYTHING), reads.teams(session, Scope(frozenset({floor.foreign})))

    assert [(row.open_cases, row.people) for row in ours] == [(1, 4), (0, 0), (0, 0)]
    assert [row.open_cases for row in theirs] == [0, 0, 0]
