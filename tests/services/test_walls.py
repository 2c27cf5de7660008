"""A wall link is made by an admin, shown once, and shows nothing but its wall for 90 days at most."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

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
    made = make(floor, zone="Europe/Oslo", theme="light", scale=1.5)

    with floor.store.reading() as session:
        link = walls.resolve(session, made.token, NINE)

    assert link is not None
    assert link.query == "kiosk=1&theme=light&scale=1.5&tz=Europe%2FOslo"
    assert link.clients == (floor.client,)
    assert made.path == f"/auth/wall/{made.token}"


def test_its_token_is_kept_as_a_digest_and_is_in_no_event(floor: Floor) -> None:
    made = make(floor)

    with floor.store.reading() as session:
        row = session.scalars(select(WallLink)).one()
        event = session.scalars(select(Event)).one()

    assert row.token_hash == sessions.digest(made.token)
    assert made.token not in repr(event)
    assert (event.subject, event.kind, event.actor_id) == (f"wall:{made.id}", "wall:made", floor.admin.user_id)


def test_no_link_lasts_longer_than_ninety_days(floor: Floor) -> None:
    made = walls.make(floor.store, Screen("Hall"), actor=floor.admin, now=NINE, lasts=400 * DAY)

    with floor.store.reading() as session:
        assert walls.resolve(session, made.token, NINE + 90 * DAY - timedelta(seconds=1)) is not None
        assert walls.resolve(session, made.token, NINE + 90 * DAY) is None


def test_a_revoked_link_turns_its_screens_dark_and_opens_no_more(floor: Floor) -> None:
    made = make(floor)
    token = sessions.start_wall(floor.store, made.id, now=NINE, replaces="")

    for _ in range(2):
        walls.revoke(floor.store, made.id, actor=floor.admin, now=NINE)

    with floor.store.reading() as session:
        kinds = list(session.scalars(select(col(Event.kind)).order_by(col(Event.id))))
        assert walls.resolve(session, made.token, NINE) is None
    assert sessions.who(floor.store, token, now=NINE) is None
    assert kinds == ["wall:made", "wall:opened", "wall:revoked"]


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "auditor"])
def test_nobody_but_an_admin_makes_or_revokes_links(floor: Floor, role: str) -> None:
    actor = getattr(floor, role)

    with pytest.raises(Denied):
        walls.make(floor.store, Screen("Hall"), actor=actor, now=NINE)
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
        {"scale": 0.1},
        {"scale": float("nan")},
    ],
)
def test_what_a_wall_cannot_show_is_refused_at_its_field(floor: Floor, wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        make(floor, **wrong)

    assert list(refused.value.fields) == list(wrong)


def test_a_link_that_is_not_there_cannot_be_revoked(floor: Floor) -> None:
    with pytest.raises(NotFound):
        walls.revoke(floor.store, 999, actor=floor.admin, now=NINE)


def test_a_screen_finds_the_link_it_came_by(floor: Floor) -> None:
    made = make(floor, hides_owners=True)
    token = sessions.start_wall(floor.store, made.id, now=NINE, replaces="")

    with floor.store.reading() as session:
        link = wall_links.of_session(session, EVERYTHING, sessions.digest(token))
        nobody = wall_links.of_session(session, EVERYTHING, "")

    assert link is not None
    assert (link.name, link.hides_owners, nobody) == ("Floor 2 north", True, None)


def test_the_list_of_links_shows_no_foreign_client(floor: Floor) -> None:
    ours = make(floor).id
    theirs = make(floor, clients=[floor.foreign]).id
    all_of_them = make(floor, clients=None).id

    with floor.store.reading() as session:
        everything = [link.id for link in wall_links.links(session, EVERYTHING)]
        mine = [link.id for link in wall_links.links(session, Scope(frozenset({floor.client})))]

    assert everything == [all_of_them, theirs, ours]
    assert mine == [ours]
