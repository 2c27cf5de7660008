"""Names that stand for rows: found, or added on the spot."""

from sqlalchemy import insert, select
from sqlmodel import col

from caselight.services.work import Work
from caselight.store.tables import Service


def service_of(work: Work, client_id: int, name: str | None) -> int | None:
    """Return the id of a client's service by its name, adding it when it is new."""
    if not name or not name.strip():
        return None
    name = " ".join(name.split())
    known = select(col(Service.id)).where(col(Service.client_id) == client_id, col(Service.name) == name)
    # Not by the session: it would write the case at hand, too, before its event is there.
    added = insert(Service).values(client_id=client_id, name=name).returning(col(Service.id))
    return work.session.scalar(known) or work.session.scalar(added)
