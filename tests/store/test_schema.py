"""The schema: migrations and tables say the same, and go up and down."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlmodel import SQLModel

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import verbs
from caselight.store import schema
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Calendar
from caselight.store.tables.config import BEGINNING
from escalating import a_case, do
from floor import build


def test_the_migrations_build_exactly_the_tables_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        differences = compare_metadata(context, SQLModel.metadata)

    assert differences == []


def test_going_down_and_up_again_works(store: Store) -> None:
    migrate(store, to="base")
    with store.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}

    migrate(store)

    with store.engine.connect() as connection:
        assert "cases" in inspect(connection).get_table_names()


def test_a_database_from_a_newer_release_is_refused_untouched(store: Store) -> None:
    store.transact(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")), EVERYTHING)

    with pytest.raises(Refusal, match="newer Caselight"):
        migrate(store)


def test_notices_read_before_channels_existed_are_kept_up_and_down(store: Store) -> None:
    floor = build(store)
    store.transact(lambda session: session.execute(text("UPDATE users SET password_hash = 'x'")), EVERYTHING)
    number = a_case(floor)
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Client is angry", way="hierarchical")
    kept = text("SELECT notice_id, channel, receiver FROM deliveries ORDER BY id")
    with store.reading(EVERYTHING) as session:
        before = list(session.execute(kept))

    with schema._migrating(store) as connection:
        command.downgrade(schema._config(connection), "0005")
        connection.commit()
    migrate(store)

    with store.reading(EVERYTHING) as session:
        assert list(session.execute(kept)) == before
        assert set(session.scalars(text("SELECT client_id FROM deliveries"))) == {floor.client}
    assert before


def test_a_calendar_from_before_versions_holds_from_the_beginning(store: Store) -> None:
    migrate(store, to="base")
    migrate(store, to="0004")
    old = "INSERT INTO calendars (name, hours) VALUES ('Office', '{}')"
    store.transact(lambda session: session.execute(text(old)), EVERYTHING)

    migrate(store)

    with store.reading(EVERYTHING) as session:
        calendar = session.scalars(select(Calendar)).one()
    assert (calendar.name, calendar.valid_from) == ("Office", BEGINNING)
