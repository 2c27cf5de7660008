"""What others do at the same time: a write from another browser, seen at once."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pysqlite3
from sqlalchemy import select
from sqlmodel import Session, col

import seeded
from caselight.core.people import EVERYTHING, Principal, Role
from caselight.core.priority import Priority
from caselight.services import verbs
from caselight.services.desk import Done, Verb, perform
from caselight.store import here
from caselight.store.engine import Store
from caselight.store.tables import Contract, Target


def done(place: Store, verb: Verb, *, ago: timedelta = timedelta(), **given: Any) -> Done:
    """Do a verb as somebody else, now or a while ago."""
    other = Principal(seeded.person(place, Role.ADMIN, name="Tora Vik"), "Tora Vik", Role.ADMIN, EVERYTHING)
    said = perform(place, verb, actor=other, now=datetime.now(UTC) - ago, request=uuid4().hex, **given)
    here.version().look_again()
    return said


def a_case(place: Store, client: int = 1, *, ago: timedelta = timedelta(), **given: Any) -> int:
    """Let somebody else log a technical failure of the client."""
    usual = {"client_id": client, "record_type": "technical", "title": "Voice lines down"}
    return done(place, verbs.log, ago=ago, **(usual | given)).case_id


def rename(place: Store, table: str, *, to: str) -> None:
    """Take a table away, or put it back, as somebody with the file can: a connection of the app may not."""
    with closing(pysqlite3.connect(place.path)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO {to}")


def promise(place: Store, **minutes: int) -> None:
    """Let every contract promise these minutes around the clock at every priority: `resolution=480`."""

    def unit(session: Session) -> None:
        for contract in session.scalars(select(col(Contract.id))).all():
            for name, allowed in minutes.items():
                for priority in Priority:
                    said = {"priority": priority.value, "promise": name.replace("_", " "), "minutes": allowed}
                    session.add(Target(contract_id=contract, **said))

    place.transact(unit, EVERYTHING)
    here.version().look_again()
