"""The holes in append-only tables: each is closed on every connection of the app, and migrations still work."""

import pytest
from sqlalchemy.exc import DBAPIError

from acts import a_case
from caselight.core.people import EVERYTHING
from databases import ROLE, as_superuser
from floor import Floor
from proving import seal, verify

# Ways round a trigger, each tried as one statement through the app's own connection.
SQLITE = (
    "INSERT OR REPLACE INTO events SELECT * FROM events",
    "INSERT OR REPLACE INTO seals SELECT * FROM seals",
    "UPDATE OR REPLACE events SET id = id + 1",
    "DROP TRIGGER events_UPDATE",
    "DROP TABLE events",
    "ALTER TABLE events RENAME TO elsewhere",
    "ALTER TABLE seals DROP COLUMN mac",
    "CREATE TRIGGER quiet BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
    "PRAGMA writable_schema=ON",
    "PRAGMA recursive_triggers=OFF",
    "PRAGMA foreign_keys=OFF",
    "DELETE FROM sqlite_master",
)
POSTGRESQL = (
    "TRUNCATE events CASCADE",
    "TRUNCATE seals",
    "TRUNCATE reviews CASCADE",
    "INSERT INTO seals SELECT * FROM seals ON CONFLICT (id) DO UPDATE SET n = 9",
    "SET LOCAL session_replication_role = replica; DELETE FROM events",
)
FORBIDDEN = ("DELETE FROM events", "UPDATE seals SET n = 9", "TRUNCATE reviews", "UPDATE cases SET title = 'x'")


@pytest.mark.parametrize("place", range(max(len(SQLITE), len(POSTGRESQL))))
def test_no_connection_of_the_app_gets_round_the_guards(floor: Floor, place: int) -> None:
    ways = SQLITE if floor.store.is_sqlite else POSTGRESQL
    if place >= len(ways):
        pytest.skip("PostgreSQL has fewer ways")
    a_case(floor)
    seal(floor.store)

    with pytest.raises(DBAPIError, match=r"append-only|not authorized|permission denied|may not be modified"):
        floor.store.transact(lambda session: session.connection().exec_driver_sql(ways[place]), EVERYTHING)
    assert verify(floor.store).is_whole


def test_a_reading_connection_cannot_make_itself_a_writing_one(floor: Floor) -> None:
    if not floor.store.is_sqlite:
        pytest.skip("PostgreSQL begins each of its reads READ ONLY")

    with floor.store.reading(EVERYTHING) as session, pytest.raises(DBAPIError, match="not authorized"):
        session.connection().exec_driver_sql("PRAGMA query_only=OFF")


def test_the_guards_hold_for_a_superuser_who_plays_a_replica(floor: Floor) -> None:
    if floor.store.is_sqlite:
        pytest.skip("SQLite has no roles")
    a_case(floor)
    seal(floor.store)
    superuser = floor.store.url.replace(f"//{ROLE}:", "//postgres:")

    for forbidden in FORBIDDEN:
        with pytest.raises(DBAPIError, match=r"append-only|next version"):
            as_superuser(superuser, "SET session_replication_role = replica", forbidden)
