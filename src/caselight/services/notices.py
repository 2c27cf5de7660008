"""What people must hear, put into the outbox in the transaction that makes it so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from caselight.core.chain import instant
from caselight.core.escalation import Way
from caselight.core.matrix_defaults import CONTACT, DUTY, HEAD, LEAD, MANAGER, OWNER, TEAM
from caselight.core.people import Principal, Role
from caselight.core.promises import Promise
from caselight.core.sweep import WHOLE, Due
from caselight.services import outbound
from caselight.store.engine import Store
from caselight.store.tables import Case, Delivery, Escalation, Notice, User, UserClient

IN_APP = "in app"
ROLES: dict[str, Role] = {LEAD: Role.LEAD, DUTY: Role.MANAGER, MANAGER: Role.MANAGER, HEAD: Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Passed:
    """A threshold that was passed: who is to hear of it, and what it raised."""

    due: Due
    told: tuple[str, ...]
    raised: tuple[Escalation, ...] = ()
    has_changed: bool = False

    @property
    def missed(self) -> str:
        """Return the promise that was missed at this threshold, empty where none was."""
        promise = self.due.key.clock.partition(":")[0]
        return promise if promise in set(Promise) and self.due.key.threshold == WHOLE else ""

    @property
    def weight(self) -> tuple[bool, int, datetime]:
        """Return how high it ranks: what raised something first, then the higher threshold, then the later."""
        return bool(self.raised), self.due.key.threshold, self.due.due_at


def say_passed(session: Session, case: Case, passed: Sequence[Passed], *, now: datetime) -> int:
    """Put ONE notice into the outbox for all that was passed: the highest, to everybody any of it concerns."""
    if not passed:
        return 0
    highest = max(passed, key=lambda one: one.weight)
    clock, threshold, cycle = highest.due.key
    told = list(dict.fromkeys(role for one in passed for role in one.told))
    missed = list(dict.fromkeys(promise for one in passed if (promise := one.missed)))
    notice = Notice(
        key=f"{clock}/{threshold}/{cycle}",
        case_id=case.id or 0,
        client_id=case.client_id,
        kind="raised" if highest.raised else "passed",
        told=told,
        body=_body(highest, others=len(passed) - 1) | ({"missed": missed} if missed else {}),
        is_urgent=case.priority == 1 or any(row.is_urgent for one in passed for row in one.raised),
        made_at=now,
    )
    put(session, case, notice)
    return 1


def say_raised(session: Session, case: Case, row: Escalation, *, now: datetime) -> None:
    """Tell those whom a person called: the team that has the case now, or the managers; an urgent one tells both."""
    told = [TEAM] if row.way == Way.FUNCTIONAL else [MANAGER]
    if row.is_urgent:
        told = [TEAM, DUTY]
    notice = Notice(
        key=f"raised:{case.id}/{row.raised_seq}",
        case_id=case.id or 0,
        client_id=case.client_id,
        kind="raised",
        told=told,
        body={
            "kind": row.kind,
            "way": row.way,
            "escalation": row.id,
            "to_tier": row.to_tier,
            "ack_due_at": instant(row.ack_due_at) if row.ack_due_at else None,
        },
        is_urgent=row.is_urgent or case.priority == 1,
        made_at=now,
    )
    put(session, case, notice)


def say_outside(session: Session, case: Case, kind: str, *, now: datetime) -> None:
    """Tell channels and the client's contact of a case; in the app its people see it in their queue already."""
    notice = Notice(
        key=f"{kind}:{case.id}/{case.version}",
        case_id=case.id or 0,
        client_id=case.client_id,
        kind=kind,
        told=[TEAM, LEAD, MANAGER, CONTACT],
        body={},
        is_urgent=case.priority == 1,
        made_at=now,
    )
    if receivers := outbound.receivers(session, case, notice, at=now):
        session.add(notice)
        session.flush()
        outbound.add(session, notice, receivers)


def read(store: Store, delivery_ids: Sequence[int], *, actor: Principal, now: datetime) -> int:
    """Mark the actor's own notices in the app as read; return how many were not yet."""
    mine = col(Delivery.id).in_(delivery_ids), col(Delivery.user_id) == actor.user_id, col(Delivery.read_at).is_(None)

    def unit(session: Session) -> int:
        rows = list(session.scalars(select(Delivery).where(*mine)))
        for row in rows:
            row.read_at = now
        return len(rows)

    return store.transact(unit, actor.scope)


def read_until(store: Store, delivery_id: int, *, actor: Principal, now: datetime) -> int:
    """Mark the actor's own notices in the app as read, up to the newest one they saw; return how many were not yet."""
    unread = update(Delivery).where(
        col(Delivery.user_id) == actor.user_id, col(Delivery.read_at).is_(None), col(Delivery.id) <= delivery_id
    )

    def unit(session: Session) -> int:
        return len(session.scalars(unread.values(read_at=now).returning(col(Delivery.id))).all())

    return store.transact(unit, actor.scope)


def put(session: Session, case: Case, notice: Notice) -> None:
    """Write a notice with its deliveries: in the app at once for each person, and for whoever hears of it outside."""
    session.add(notice)
    session.flush()
    for user_id in people(session, case, notice.told):
        session.add(
            Delivery(
                notice_id=notice.id or 0,
                client_id=notice.client_id,
                channel=IN_APP,
                receiver=f"user:{user_id}",
                user_id=user_id,
                sent_at=notice.made_at,
            )
        )
    outbound.add(session, notice, outbound.receivers(session, case, notice, at=notice.made_at))


def people(session: Session, case: Case, told: Iterable[str]) -> list[int]:
    """Return who stands behind the roles on a case: its owner, its team, and leads, managers, admins of its client."""
    told = set(told)
    found: set[int | None] = {case.owner_id} if OWNER in told else set()
    if TEAM in told:
        found |= set(session.scalars(select(col(User.id)).where(col(User.team_id) == case.team_id, _CAN_SIGN_IN)))
    roles = {ROLES[role] for role in told if role in ROLES}
    if roles:
        sees = select(col(UserClient.user_id)).where(col(UserClient.client_id) == case.client_id)
        theirs = col(User.sees_all_clients) | col(User.id).in_(sees)
        statement = select(col(User.id)).where(col(User.role).in_(sorted(roles)), theirs, _CAN_SIGN_IN)
        found |= set(session.scalars(statement))
    return sorted(user_id for user_id in found if user_id is not None)


_CAN_SIGN_IN = col(User.is_active) & col(User.password_hash).is_not(None)


def _body(passed: Passed, *, others: int) -> dict[str, Any]:
    clock, threshold, _ = passed.due.key
    promise, _, rest = clock.partition(":")
    said: dict[str, Any] = {"due_at": instant(passed.due.due_at), "percent": threshold, "others": others}
    if promise == "escalation":
        number, _, step = rest.partition(":")
        said |= {"step": step, "escalation": int(number)}
    else:
        said["promise"] = promise
    if passed.raised:
        said |= {"way": passed.raised[-1].way, "to_tier": passed.raised[-1].to_tier}
    return said
