"""What the sweep must look at: cases on which something falls due, by partial indexes on the next instant."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from caselight.store.tables import Case, CaseClock, Escalation, PutOff


def cases_due(session: Session, now: datetime, *, limit: int, without: Collection[int] = ()) -> list[int]:
    """Return cases with something due before now, longest due first, without those put off; cost grows with the due."""
    watched = (
        (CaseClock.case_id, CaseClock.next_at),
        (Escalation.case_id, Escalation.next_at),
        (Case.id, Case.closes_at),
    )
    put_off = select(col(PutOff.case_id)).where(col(PutOff.until) > now)
    left_out = [*without, *session.scalars(put_off)]
    first: dict[int, datetime] = {}
    for number, instant in watched:
        statement = select(col(number), col(instant)).where(col(instant) < now)
        if left_out:
            statement = statement.where(col(number).not_in(left_out))
        for case_id, at in session.execute(statement.order_by(col(instant)).limit(limit)):
            first[case_id] = min(at, first.get(case_id, at))
    return sorted(first, key=lambda number: (first[number], number))[:limit]


def now_of(session: Session) -> datetime:
    """Return what the database's clock says."""
    if session.get_bind().dialect.name == "sqlite":
        said = session.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"))
        return datetime.fromisoformat(str(said)).replace(tzinfo=UTC)
    found: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)
