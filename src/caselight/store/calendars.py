"""Opening hours as figures need them."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.people import Scope
from caselight.core.versions import VersionedHours
from caselight.store.scoping import within
from caselight.store.tables import Calendar, Client


def hours(session: Session) -> dict[int | None, BusinessHours]:
    """Return the hours of every version of every calendar by its id; clients share them, so they have no scope.

    No calendar means around the clock.
    """
    rows = session.execute(select(col(Calendar.id), col(Calendar.hours)))
    return {None: ALWAYS, **{calendar_id: BusinessHours.from_dict(kept) for calendar_id, kept in rows}}


def of_clients(session: Session, scope: Scope) -> dict[int, VersionedHours]:
    """Return every version of the calendar of each client in scope; a client that keeps none is left out."""
    named, version = aliased(Calendar), aliased(Calendar)
    statement = (
        select(col(Client.id), col(version.valid_from), col(version.hours))
        .join(named, col(named.id) == col(Client.calendar_id))
        .join(version, col(version.name) == col(named.name))
    )
    found = defaultdict[int, list[tuple[datetime, BusinessHours]]](list)
    for client_id, valid_from, kept in session.execute(within(statement, col(Client.id), scope)):
        found[client_id].append((valid_from, BusinessHours.from_dict(kept)))
    return {client_id: VersionedHours(tuple(versions)) for client_id, versions in found.items()}
