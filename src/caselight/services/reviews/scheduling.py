"""Schedules of reviews: set and ended by whoever may, each act an event of its schedule."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.core.review import Every
from caselight.services.acts import tell
from caselight.services.channels.mail import is_address
from caselight.store.engine import Store
from caselight.store.scoping import within
from caselight.store.tables import ReviewSchedule

MOST = 10  # addresses
DAYS, HOURS = range(7), range(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A schedule before it is checked; the weekday counts from Monday, 0, and says nothing of a monthly one."""

    client_id: int
    every: str
    weekday: int = 0
    hour: int
    addresses: tuple[str, ...] = ()


def set_schedule(store: Store, draft: Draft, *, actor: Principal, now: datetime) -> int:
    """Have reviews made from now on; what fell due before is never made up for. Return the schedule's number."""
    _check_right(actor)
    if draft.client_id not in actor.scope:
        raise NotFound("No such client. Choose one from the list.", fields={"client_id": "Choose a client."})
    _check(draft)

    def unit(session: Session) -> int:
        columns = asdict(draft) | {"addresses": list(dict.fromkeys(draft.addresses))}
        row = ReviewSchedule(begins_at=now, **columns)
        session.add(row)
        session.flush()
        said = {name: columns[name] for name in ("every", "weekday", "hour")}
        texts = {"addresses": ", ".join(row.addresses)}
        subject = f"review_schedule:{row.id}"
        row.version = tell(
            session, subject, "review_schedule:set", actor, now, said, client_id=row.client_id, texts=texts
        )
        return row.id or 0

    return store.transact(unit, actor.scope)


def end_schedule(store: Store, number: int, *, actor: Principal, now: datetime) -> None:
    """Have no more reviews made by a schedule; those it made stay, what it has not sent yet is not sent."""
    _check_right(actor)

    def unit(session: Session) -> None:
        found = select(ReviewSchedule).where(col(ReviewSchedule.id) == number)
        row = session.exec(within(found, col(ReviewSchedule.client_id), actor.scope).with_for_update()).one_or_none()
        if row is None:
            raise NotFound("No such schedule. Reload the page.")
        if not row.is_active:
            raise Refusal("The schedule is ended already.")
        row.is_active = False
        said = {"changes": {"is_active": [True, False]}}
        subject = f"review_schedule:{row.id}"
        row.version = tell(session, subject, "review_schedule:ended", actor, now, said, client_id=row.client_id)

    store.transact(unit, actor.scope)


def _check(draft: Draft) -> None:
    wrong = {}
    if draft.every not in set(Every):
        wrong["every"] = "Choose weekly or monthly."
    if draft.weekday not in DAYS:
        wrong["weekday"] = "Choose a weekday."
    if draft.hour not in HOURS:
        wrong["hour"] = "Choose an hour of the day."
    if len(draft.addresses) > MOST:
        wrong["addresses"] = f"Name {MOST} addresses at most."
    if bad := next((one for one in draft.addresses if not is_address(one)), None):
        wrong["addresses"] = f"“{bad[:80]}” is no e-mail address. Write them with a comma between, as desk@example.com."
    if wrong:
        raise Refusal(next(iter(wrong.values())), fields=wrong)


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.PROMISE):
        raise Denied(f"Your role, {actor.role}, cannot set when reviews are made. Ask a manager.")
