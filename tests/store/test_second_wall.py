"""Row level security: what PostgreSQL itself shows and takes when a statement forgets whose clients it is about."""

import pytest
from sqlalchemy import delete, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlmodel import Session, SQLModel, col

from acts import a_case
from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Refusal
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.ready import make_ready
from caselight.store.tables import Case, CaseClock, Client, Event, EventText, Service, Target
from databases import as_superuser
from floor import Floor

pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)
# Tables of the house, whose rows belong to no client; all others must have a policy.
OF_THE_HOUSE = {
    "calendars": "hours, which contracts name",
    "heartbeats": "when the worker was last here",
    "lockouts": "sign-ins that failed",
    "one_time_tokens": "links to choose a password",
    "requests": "keys of what was asked already",
    "seals": "hashes over what all clients have; nothing of them is told but one hash",
    "sessions": "who is signed in",
    "team_shifts": "when a team is there",
    "teams": "teams work for every client",
    "users": "people; their clients are in user_clients",
    "wall_links": "links of wall screens",
}
APP = "caselight_app"


@pytest.fixture
def ours(floor: Floor) -> Scope:
    """Return the scope of somebody of our client, with a case of each client on the floor."""
    a_case(floor)
    a_case(floor, actor=floor.outsider, client_id=floor.foreign, title="Vault door", note="Stands open")
    return floor.agent.scope


def test_every_table_has_a_policy_or_is_of_the_house(store: Store) -> None:
    with store.reading(EVERYTHING) as session:
        walled = set(session.scalars(text("SELECT tablename FROM pg_policies")))
        forced = set(session.scalars(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")))

    assert walled == forced
    assert walled | OF_THE_HOUSE.keys() == set(SQLModel.metadata.tables)
    assert not walled & OF_THE_HOUSE.keys()


@pytest.mark.parametrize("table", [Case, Client, Event, EventText, Target])
def test_a_statement_without_any_narrowing_finds_only_ones_own(
    floor: Floor, ours: Scope, table: type[SQLModel]
) -> None:
    everything = select(table).where(text("1 = 1 OR true"))
    with floor.store.reading(EVERYTHING) as session:
        all_rows = len(session.scalars(everything).all())
    with floor.store.reading(ours) as session:
        mine = len(session.scalars(everything).all())
    with floor.store.reading(Scope(frozenset())) as session:
        nobodys = [row for row in session.scalars(everything) if getattr(row, "client_id", 1) is not None]

    assert 0 < mine < all_rows
    assert nobodys == []


def test_nothing_said_is_nothing_seen_and_what_was_said_ends_with_its_transaction(floor: Floor) -> None:
    a_case(floor)
    with floor.store.reading(EVERYTHING) as session:
        assert len(session.scalars(select(Case)).all()) == 1

    with Session(floor.store._readers) as session:  # the same pooled connection, told nothing
        assert session.scalars(select(Case)).all() == []


def test_no_row_is_written_for_a_foreign_client_or_moved_to_one(floor: Floor, ours: Scope) -> None:
    theirs, moved = Service(client_id=floor.foreign, name="Vault"), update(Service).values(client_id=floor.foreign)
    floor.store.transact(lambda session: session.add(Service(client_id=floor.client, name="Voice")), ours)

    with pytest.raises(ProgrammingError, match="row-level security"):
        floor.store.transact(lambda session: session.add(theirs), ours)
    with pytest.raises(ProgrammingError, match="row-level security"):
        floor.store.transact(lambda session: session.execute(moved), ours)


def test_a_forgotten_condition_destroys_nothing_of_another_client(floor: Floor, ours: Scope) -> None:
    floor.store.transact(lambda session: session.execute(delete(CaseClock)), ours)

    with floor.store.reading(EVERYTHING) as session:
        assert set(session.scalars(select(col(CaseClock.client_id)))) == {floor.foreign}


def test_in_production_a_superuser_is_refused_and_a_plain_role_is_not(store: Store) -> None:
    url = make_url(store.url)
    superuser = Store(store.url.replace(f"//{url.username}:", "//postgres:"))

    make_ready(store, Settings(production=True))
    with pytest.raises(Refusal, match="does not start as a superuser"):
        make_ready(superuser, Settings(production=True))

    superuser.dispose()


def test_an_app_that_does_not_own_its_tables_works_and_cannot_rewrite_history(floor: Floor, postgresql: str) -> None:
    as_superuser(postgresql, f"DROP ROLE IF EXISTS {APP}", f"CREATE ROLE {APP} LOGIN")
    owner = floor.store.url
    app = Store(owner.replace(f"//{make_url(owner).username}:", f"//{APP}:"))

    make_ready(app, Settings(production=True, database=app.url, database_owner=owner))

    plain = Floor(**{**vars(floor), "store": app})
    a_case(plain)
    of_events = ("UPDATE events SET kind = 'x'", "DELETE FROM events", "TRUNCATE events", "DROP TABLE events")
    for forbidden in (*of_events, "DELETE FROM seals"):
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            app.transact(lambda session, said=forbidden: session.execute(text(said)), EVERYTHING)
    app.dispose()
    superuser = owner.replace(f"//{make_url(owner).username}:", "//postgres:")
    as_superuser(superuser, f"DROP OWNED BY {APP}", f"DROP ROLE {APP}")
