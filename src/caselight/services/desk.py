"""The only door to a write: one intention, one transaction, one event."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from caselight.core.people import Principal, Right
from caselight.core.refusal import Conflict, Denied, Refusal
from caselight.services import races
from caselight.services.work import Work
from caselight.store.engine import Store
from caselight.store.tables import Event, Request

Verb = Callable[..., Event]


@dataclass(frozen=True, slots=True)
class Done:
    """What a request did; `was_repeat` when it had been done before and nothing was done now."""

    case_id: int
    version: int
    kind: str
    was_repeat: bool = False


def perform(
    store: Store,
    verb: Verb,
    *,
    actor: Principal,
    now: datetime,
    request: str,
    case: int | None = None,
    seen: int | None = None,
    **given: Any,  # noqa: ANN401 – each verb has its own
) -> Done:
    """Do one verb to a case (or `log` a new one) and commit it; the same request again does nothing.

    Raises Denied without the right, NotFound out of scope, Conflict when somebody changed the same field since
    the version `seen`, and Refusal with one sentence for everything else a person can mend.
    """
    if not actor.may(Right.WORK):
        raise Denied(f"Your role, {actor.role}, reads only. Ask a lead to do it.")
    key = _Key(f"{actor.role}:{actor.user_id}", request, _digest(verb, case, given))

    def unit(session: Session) -> Done:
        if done := key.done_before(session):
            return done
        work = Work(session, actor, now, seen)
        event = verb(work, **given) if case is None else _on_case(work, verb, case, given)
        key.keep(session, event, now)
        return Done(event.case_id or 0, event.seq, event.kind)

    return store.transact(unit, actor.scope)


def _on_case(work: Work, verb: Verb, number: int, given: dict[str, Any]) -> Event:
    """Do the verb; when it is refused because somebody was faster, say that instead."""
    case = work.case(number)
    try:
        return verb(work, case, **given)
    except (Conflict, Denied):
        raise
    except Refusal:
        if work.seen is None or work.seen == case.version:
            raise
        work.session.expire(case)
        races.tell_the_newest(work.session, case, seen=work.seen, now=work.now)
        raise


@dataclass(frozen=True, slots=True)
class _Key:
    actor: str
    key: str
    digest: str

    def done_before(self, session: Session) -> Done | None:
        """Return what this request did; refuse a key that asked for something else."""
        row = session.get(Request, (self.actor, self.key))
        if row is None:
            return None
        if row.digest != self.digest:
            raise Refusal("This form was already sent with other contents. Reload the page; your text is kept.")
        case_id, kind = row.subject.split(" ", 1)
        return Done(int(case_id), row.seq, kind, was_repeat=True)

    def keep(self, session: Session, event: Event, now: datetime) -> None:
        """Remember the request; its primary key is what two racing copies of it meet at."""
        subject = f"{event.case_id} {event.kind}"
        session.add(Request(actor=self.actor, key=self.key, digest=self.digest, subject=subject, seq=event.seq, at=now))


def _digest(verb: Verb, case: int | None, given: dict[str, Any]) -> str:
    asked = repr((verb.__name__, case, sorted(given.items())))
    return hashlib.sha256(asked.encode()).hexdigest()
