"""The problems of the demo: what keeps coming back, what was done about it, and what came of that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import Principal, Role, Scope
from caselight.core.recurrence import WITHIN, kind_of
from caselight.services import problems
from caselight.services.demo.clients import ELLERY, NORVANE, PARCELO, QUILLSTONE, TARRIN, DemoClient
from caselight.services.demo.floor import Floor
from caselight.services.demo.scenario import COURIER
from caselight.services.problems import Draft
from caselight.store.problems import unlinked
from caselight.store.tables import Case, User

A_DAY = timedelta(days=1)
MOST = 40  # cases linked at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One problem; instants are days before now, those to come negative."""

    client: DemoClient
    service: str
    root_cause: str | None
    record_type: str
    title: str
    team: str  # whose first agent sees it through
    action: str = ""
    opened: int
    due: int | None = None
    effective: int | None = None
    closed: int | None = None


PROBLEMS = (
    Known(client=TARRIN, service="Power supply", root_cause="technical outage", record_type="technical",
          title="Birch County loses power in every storm", team="Technical Desk", opened=66, due=58, effective=57,
          closed=20, action="Second feeder to Birch County in service; switching rehearsed with the control room."),
    Known(client=PARCELO, service="Checkout", root_cause="vendor", record_type="technical",
          title="Checkout stops when the card processor does", team="Technical Desk", opened=32, due=26, effective=27,
          action="Payments fall over to the second processor after 20 seconds."),
    Known(client=NORVANE, service="Fibre broadband", root_cause="technical outage", record_type="technical",
          title="Millbrook exchange goes down as a whole", team="Technical Desk", opened=8, due=-12,
          action="Exchange card replaced; alarm on the uplink before it fails."),
    Known(client=PARCELO, service="Home delivery", root_cause="vendor", record_type="delivery",
          title=f"{COURIER} later every week", team="Care Desk", opened=24, due=3,
          action="Evening tours given to a second courier; penalty from the third late hour."),
    Known(client=ELLERY, service="Appointment line", root_cause="process lapse", record_type="customer_service",
          title="Steps left out when the appointment line is full", team="Care Desk", opened=75, due=50, effective=52,
          action="Checklist cut to six steps; the form does not let one out."),
    Known(client=QUILLSTONE, service="Transfers", root_cause=None, record_type="technical",
          title="Transfers fail for a few customers at a time", team="Specialists", opened=15),
)  # fmt: skip


def lay_problems(session: Session, floor: Floor, now: datetime) -> None:
    """Write the problems by the hand of a lead, each act at its time."""
    lead = _lead(session, floor)
    for known in PROBLEMS:
        _lay(session, known, floor, lead, now)


def _lay(session: Session, known: Known, floor: Floor, lead: Principal, now: datetime) -> None:
    account, opened_at = floor.clients[known.client.name], now - A_DAY * known.opened
    acted_at = now - A_DAY * max(known.effective or 1, 1)
    first = Draft(
        title=known.title,
        record_type=known.record_type,
        service=known.service,
        root_cause=known.root_cause,
        owner_id=floor.teams[known.team].people[0],
        action=known.action,
        action_due_at=_day(now, known.due),
    )
    seen = _cases(session, known, floor, opened_at)
    number = problems.opened(session, account.id, first, actor=lead, now=opened_at, cases=seen)
    problems.linked(session, number, _cases(session, known, floor, acted_at), actor=lead, now=acted_at)
    if known.effective is not None:
        in_effect = replace(first, effective_at=_day(now, known.effective))
        problems.changed(session, number, in_effect, actor=lead, now=acted_at)
    if known.closed is not None:
        problems.closed(session, number, actor=lead, now=now - A_DAY * known.closed)


def _cases(session: Session, known: Known, floor: Floor, at: datetime) -> Sequence[int]:
    """Return the newest cases of the kind and type at an instant that are not linked yet, oldest first."""
    account = floor.clients[known.client.name]
    kind = kind_of(
        client_id=account.id,
        service_id=account.services[known.service],
        root_cause=known.root_cause,
        record_type=known.record_type,
    )
    found = unlinked(session, Scope(frozenset({account.id})), kind, since=at - WITHIN)
    there = [case.number for case in found if case.opened_at <= at]
    of_type = select(col(Case.id)).where(col(Case.id).in_(there), col(Case.record_type) == known.record_type)
    return [number for number in session.scalars(of_type.order_by(col(Case.id).desc()).limit(MOST)) if number][::-1]


def _day(now: datetime, ago: int | None) -> datetime | None:
    """Return the full hour so many days ago."""
    return None if ago is None else (now - A_DAY * ago).replace(minute=0, second=0)


def _lead(session: Session, floor: Floor) -> Principal:
    lead = session.scalars(select(User).where(col(User.role) == Role.LEAD)).one()
    return Principal(lead.id, lead.name, Role.LEAD, Scope(frozenset(account.id for account in floor.clients.values())))
