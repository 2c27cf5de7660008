"""The reviews of the demo: last month's of every client that had cases, and a schedule for the next."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.review import Every
from caselight.core.review.period import last_month
from caselight.services import reviews
from caselight.services.reviews import Draft
from caselight.store.engine import Store
from caselight.store.tables import Case, Client

HOUR = 8


def review_last_month(store: Store, *, now: datetime) -> int:
    """Make last month's reviews and return how many there are; they cost some two seconds."""
    with store.reading(EVERYTHING) as session:
        busy = select(col(Client.id), col(Client.zone)).where(col(Client.id).in_(select(col(Case.client_id))))
        clients = [(row[0], row[1]) for row in session.execute(busy.order_by(col(Client.id)))]
    for client, zone in clients:
        month = last_month(zone, now)
        reviews.make(store, client, month.first, month.last, actor=SYSTEM, now=now)
        draft = Draft(client_id=client, every=Every.MONTH, hour=HOUR)
        reviews.set_schedule(store, draft, actor=SYSTEM, now=now)
    return len(clients)
