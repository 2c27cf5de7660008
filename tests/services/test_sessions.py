"""The row decides who is signed in: revoked, idle and over are all out; asking again costs nothing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, Role
from caselight.services import sessions
from caselight.store.engine import Store
from caselight.store.tables import Event, SignIn, User, WallLink
from caselight.store.version import DataVersion
from floor import Floor, at

NINE = at("Mon 09:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def token(floor: Floor) -> str:
    return sessions.start(floor.store, floor.lead.user_id or 0, now=NINE, address="10.0.0.7", agent="a browser")


def name(store: Store, token: str, now: datetime) -> str | None:
    held = sessions.who(store, token, now=now)
    return held.name if held else None


def kinds(store: Store, subject: str) -> list[str]:
    with store.reading(EVERYTHING) as session:
        return list(
            session.scalars(select(col(Event.kind)).where(col(Event.subject) == subject).order_by(col(Event.seq)))
        )


def test_a_session_knows_its_person_with_role_team_and_clients(floor: Floor, token: str) -> None:
    held = sessions.who(floor.store, token, now=NINE)

    assert held is not None
    assert (held.user_id, held.role, held.team_id, held.scope) == (
        floor.lead.user_id,
        Role.LEAD,
        floor.desk,
        floor.lead.scope,
    )


def test_only_a_digest_of_the_token_is_kept(floor: Floor, token: str) -> None:
    with floor.store.reading(EVERYTHING) as session:
        row = session.scalars(select(SignIn)).one()

    assert row.id == sessions.digest(token)
    assert token not in repr(row)


@pytest.mark.parametrize("wrong", ["", "x", "a" * 10_000, "\x00", "\ud800"])
def test_any_other_token_is_nobody(floor: Floor, token: str, wrong: str) -> None:  # noqa: ARG001 – one session is open
    assert sessions.who(floor.store, wrong, now=NINE) is None


def test_an_hour_without_an_action_ends_a_session(floor: Floor, token: str) -> None:
    assert name(floor.store, token, NINE + HOUR - MINUTE)
    assert name(floor.store, token, NINE + HOUR) is None


def test_an_action_keeps_a_session(floor: Floor, token: str) -> None:
    sessions.touch(floor.store, token, now=NINE + 50 * MINUTE)

    assert name(floor.store, token, NINE + 100 * MINUTE)


def test_an_action_cannot_wake_a_session_that_ended(floor: Floor, token: str) -> None:
    sessions.touch(floor.store, token, now=NINE + 61 * MINUTE)

    assert name(floor.store, token, NINE + 62 * MINUTE) is None


def test_actions_are_noted_once_a_minute_and_move_no_version(floor: Floor, token: str) -> None:
    version = DataVersion(floor.store)
    before = version.current()

    for seconds in (30, 61, 90):
        sessions.touch(floor.store, token, now=NINE + timedelta(seconds=seconds))
    version.look_again()

    with floor.store.reading(EVERYTHING) as session:
        assert session.scalars(select(col(SignIn.last_seen_at))).one() == NINE + timedelta(seconds=61)
    assert version.current() == before


def test_twelve_hours_are_the_most_whatever_is_done(floor: Floor, token: str) -> None:
    for minutes in range(30, 720, 30):
        sessions.touch(floor.store, token, now=NINE + minutes * MINUTE)

    assert name(floor.store, token, NINE + 719 * MINUTE)
    assert name(floor.store, token, NINE + 720 * MINUTE) is None


def test_who_signs_out_is_out_at_once_and_on_record(floor: Floor, token: str) -> None:
    sessions.end(floor.store, token, now=NINE)
    sessions.end(floor.store, token, now=NINE)

    assert name(floor.store, token, NINE) is None
    assert kinds(floor.store, f"user:{floor.lead.user_id}") == ["user:signed_in", "user:signed_out"]


def test_signing_in_again_ends_what_the_browser_held(floor: Floor, token: str) -> None:
    newer = sessions.start(floor.store, floor.agent.user_id or 0, now=NINE, replaces=token)

    assert name(floor.store, token, NINE) is None
    assert name(floor.store, newer, NINE) == floor.agent.name


def test_all_sessions_of_a_person_end_together(floor: Floor, token: str) -> None:
    other = sessions.start(floor.store, floor.lead.user_id or 0, now=NINE)

    ended = floor.store.transact(
        lambda session: sessions.end_all(session, floor.lead.user_id or 0, now=NINE), EVERYTHING
    )

    assert ended == 2
    assert name(floor.store, token, NINE) is name(floor.store, other, NINE) is None


def test_a_person_who_left_is_out(floor: Floor, token: str) -> None:
    def leave(session: Session) -> None:
        session.get_one(User, floor.lead.user_id).is_active = False

    floor.store.transact(leave, EVERYTHING)

    assert name(floor.store, token, NINE) is None


def test_asking_who_it_is_costs_no_statement_while_nothing_moved(floor: Floor, token: str) -> None:
    version = DataVersion(floor.store, clock=lambda: 0.0)
    people = sessions.People(version)
    people.get(token, NINE)
    seen: list[str] = []
    event.listen(floor.store._readers, "before_cursor_execute", lambda *args: seen.append(args[2]))

    for _ in range(10):
        assert people.get(token, NINE) is not None

    assert seen == []


def test_what_is_kept_still_ends_on_time(floor: Floor, token: str) -> None:
    people = sessions.People(DataVersion(floor.store, clock=lambda: 0.0))
    assert people.get(token, NINE) is not None

    sessions.touch(floor.store, token, now=NINE + 30 * MINUTE)

    assert people.get(token, NINE + 80 * MINUTE) is not None
    assert people.get(token, NINE + 90 * MINUTE) is None


def test_what_is_kept_is_dropped_when_somebody_is_revoked(floor: Floor, token: str) -> None:
    version = DataVersion(floor.store)
    people = sessions.People(version)
    assert people.get(token, NINE) is not None

    sessions.end(floor.store, token, now=NINE)
    version.look_again()

    assert people.get(token, NINE) is None


@pytest.fixture
def link(floor: Floor) -> int:
    def make(session: Session) -> int:
        row = WallLink(
            name="Floor 2", token_hash="x", clients=[floor.client], created_at=NINE, ends_at=NINE + 90 * 24 * HOUR
        )
        session.add(row)
        session.flush()
        return row.id or 0

    return floor.store.transact(make, EVERYTHING)


def test_a_wall_never_goes_idle_and_ends_with_its_link(floor: Floor, link: int) -> None:
    token = sessions.start_wall(floor.store, link, now=NINE, replaces="")

    held = sessions.who(floor.store, token, now=NINE + 89 * 24 * HOUR)

    assert held is not None
    assert (held.role, held.user_id, held.scope.clients) == (Role.WALL, None, frozenset({floor.client}))
    assert name(floor.store, token, NINE + 90 * 24 * HOUR) is None


def test_a_wall_goes_dark_when_its_link_is_revoked(floor: Floor, link: int) -> None:
    token = sessions.start_wall(floor.store, link, now=NINE, replaces="")

    def revoke(session: Session) -> None:
        session.get_one(WallLink, link).revoked_at = NINE

    floor.store.transact(revoke, EVERYTHING)

    assert name(floor.store, token, NINE) is None
