"""A wall link is made by an admin, shown once, and shows nothing but its wall for 90 days at most."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.legibility import Panel
from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import sessions, walls
from caselight.services.walls import Made, Screen
from caselight.store import wall_links
from caselight.store.tables import Event, WallLink
from floor import Floor, at

NINE = at("Mon 09:00")
DAY = timedelta(days=1)


def make(floor: Floor, **given: object) -> Made:
    screen = Screen(**{"name": "Floor 2 north", "clients": [floor.client], **given})  # type: ignore[arg-type] – as given
    return walls.make(floor.store, screen, actor=floor.admin, now=NINE)


def test_a_link_opens_its_wall_with_its_options(floor: Floor) -> None:
    made = make(floor, zone="Europe/Oslo", theme="light", panel=Panel(65, 4.5))

    with floor.store.reading(EVERYTHING) as session:
        link = walls.resolve(session, made.token, NINE)

    assert link is not None
    assert link.query == "kiosk=1&theme=light&inches=65&metres=4.5&across=1920&tz=Europe%2FOslo"
    assert link.clients == (floor.client,)
    assert made.path == f"/auth/wall/{made.token}"


def test_its_token_is_kept_as_a_digest_and_is_in_no_event(floor: Floor) -> None:
    made = make(floor)

    with floor.store.reading(EVERYTHING) as session:
        row = session.scalars(select(WallLink)).one()
        event = session.scalars(select(Event)).one()

    assert row.token_hash == sessions.digest(made.token)
    assert made.token not in repr(event)
    assert (event.subject, event.kind, event.actor_id) == (f"wall:{made.id}", "wall:made", floor.admin.user_id)


def test_no_link_lasts_longer_than_ninety_days(floor: Floor) -> None:
    made = walls.make(floor.store, Screen("Hall"), actor=floor.admin, now=NINE, lasts=400 * DAY)

    with floor.store.reading(EVERYTHING) as session:
        assert walls.resolve(session, made.token, NINE + 90 * DAY - timedelta(seconds=1)) is not None
        assert walls.resolve(session, made.token, NINE + 90 * DAY) is None


def test_a_revoked_link_turns_its_screens_dark_and_opens_no_more(floor: Floor) -> None:
    made = make(floor)
    token = sessions.start_wall(floor.store, made.id, now=NINE, replaces="")

    for _ in range(2):
        walls.revoke(floor.store, made.id, actor=floor.admin, now=NINE)

    with floor.store.reading(EVERYTHING) as session:
        kinds = list(session.scalars(select(col(Event.kind)).order_by(col(Event.id))))
        assert walls.resolve(session, made.token, NINE) is None
    assert sessions.who(floor.store, token, now=NINE) is None
    assert kinds == ["wall:made", "wall:opened", "wall:revoked"]


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "auditor"])
def test_nobody_but_an_admin_makes_changes_or_revokes_links(floor: Floor, role: str) -> None:
    actor = getattr(floor, role)

    with pytest.raises(Denied):
        walls.make(floor.store, Screen("Hall"), actor=actor, now=NINE)
    with pytest.raises(Denied):
        walls.edit(floor.store, 1, Screen("Hall"), actor=actor, now=NINE)
    with pytest.raises(Denied):
        walls.renew(floor.store, 1, actor=actor, now=NINE)
    with pytest.raises(Denied):
        walls.revoke(floor.store, 1, actor=actor, now=NINE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 101},
        {"clients": []},
        {"clients": [999]},
        {"zone": "Mars/Olympus"},
        {"theme": "blue"},
    ],
)
def test_what_a_wall_cannot_show_is_refused_at_its_field(floor: Floor, wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        make(floor, **wrong)

    assert list(refused.value.fields) == list(wrong)


def test_a_panel_no_wall_can_be_read_on_is_refused_at_its_field(floor: Floor) -> None:
    with pytest.raises(Refusal) as refused:
        make(floor, panel=Panel(5, 3))

    assert list(refused.value.fields) == ["inches"]


def test_a_screen_is_changed_without_a_new_link_and_stays_lit(floor: Floor) -> None:
    made = make(floor)
    token = sessions.start_wall(floor.store, made.id, now=NINE, replaces="")
    wanted = Screen("Floor 2 south", [floor.foreign], theme="light", hides_owners=True)

    for _ in range(2):
        walls.edit(floor.store, made.id, wanted, actor=floor.admin, now=NINE)

    with floor.store.reading(EVERYTHING) as session:
        link = walls.resolve(session, made.token, NINE)
        told = session.scalars(select(Event).where(col(Event.kind) == "wall:edited")).one()
    wall = sessions.who(floor.store, token, now=NINE)
    assert link is not None
    assert (link.name, link.clients, link.hides_owners) == ("Floor 2 south", (floor.foreign,), True)
    assert wall is not None
    assert wall.scope == Scope(frozenset({floor.foreign}))
    assert told.body["changes"] == {
        "name": ["Floor 2 north", "Floor 2 south"],
        "clients": [[floor.client], [floor.foreign]],
        "hides_owners": [False, True],
        "theme": ["dark", "light"],
    }


def test_a_new_address_kills_the_old_one_and_begins_its_ninety_days_again(floor: Floor) -> None:
    made = make(floor)
    token = sessions.start_wall(floor.store, made.id, now=NINE, replaces="")
    later = NINE + 80 * DAY

    renewed = walls.renew(floor.store, made.id, actor=floor.admin, now=later)

    with floor.store.reading(EVERYTHING) as session:
        assert walls.resolve(session, made.token, later) is None
        assert walls.resolve(session, renewed.token, later + 89 * DAY) is not None
        told = session.scalars(select(Event).where(col(Event.kind) == "wall:renewed")).one()
    assert sessions.who(floor.store, token, now=later) is None
    assert renewed.token not in repr(told)


def test_a_revoked_screen_is_neither_changed_nor_renewed(floor: Floor) -> None:
    made = make(floor)
    walls.revoke(floor.store, made.id, actor=floor.admin, now=NINE)

    with pytest.raises(Refusal, match="revoked"):
        walls.edit(floor.store, made.id, Screen("Hall"), actor=floor.admin, now=NINE)
    with pytest.raises(Refusal, match="revoked"):
        walls.renew(floor.store, made.id, actor=floor.admin, now=NINE)


@pytest.mark.parametrize(("days", "is_told"), [(75, False), (76, True), (89, True), (90, False)])
def test_two_weeks_before_its_end_a_link_says_so(floor: Floor, days: int, is_told: bool) -> None:  # noqa: FBT001 – a row of the table
    make(floor)
    now = NINE + days * DAY

    with floor.store.reading(EVERYTHING) as session:
        [link] = wall_links.links(session, EVERYTHING)
        assert link.ends_soon(now) is is_told
        assert wall_links.ending(session, now) == int(is_told)


def test_a_link_that_is_not_there_cannot_be_revoked(floor: Floor) -> None:
    with pytest.raises(NotFound):
        walls.revoke(floor.store, 999, actor=floor.admin, now=NINE)


def test_a_screen_finds_the_link_it_came_by(floor: Floor) -> None:
    made = make(floor, hides_owners=True)
    token = sessions.start_wall(floor.store, made.id, now=NINE, replaces="")

    with floor.store.reading(EVERYTHING) as session:
        link = wall_links.of_session(session, EVERYTHING, sessions.digest(token))
        nobody = wall_links.of_session(session, EVERYTHING, "")

    assert link is not None
    assert (link.name, link.hides_owners, nobody) == ("Floor 2 north", True, None)


def test_the_list_of_links_shows_no_foreign_client(floor: Floor) -> None:
    ours = make(floor).id
    theirs = make(floor, clients=[floor.foreign]).id
    all_of_them = make(floor, clients=None).id

    with floor.store.reading(EVERYTHING) as session:
        everything = [link.id for link in wall_links.links(session, EVERYTHING)]
        mine = [link.id for link in wall_links.links(session, Scope(frozenset({floor.client})))]

    assert everything == [all_of_them, theirs, ours]
    assert mine == [ours]
