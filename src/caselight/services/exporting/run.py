"""Write a file of cases: for whoever may, no more than they may see, and on record."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import IO, Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.instant import write
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, Refusal
from caselight.services.exporting.asked import Asked
from caselight.services.exporting.formats import FORMATS
from caselight.services.exporting.whole import wholes
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.tables import Event

A_MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 10


class TooOften(Refusal):
    """More files in a minute than a person reads."""


def export(store: Store, asked: Asked, out: IO[bytes], *, form: str, actor: Principal, now: datetime) -> int:
    """Write the cases asked for and return how many they are; every export is an event of who made it.

    All is read in one snapshot, some cases at a time. Raises Denied without the right to export, and TooOften.
    """
    if not actor.may(Right.EXPORT):
        raise Denied(f"Your role, {actor.role}, cannot export. Ask a lead for the file.")
    body, texts = {"format": form, **_said(asked)}, {"words": asked.wanted.words} if asked.wanted.words else {}
    store.transact(lambda session: on_record(session, body, actor=actor, now=now, texts=texts), actor.scope)
    scope, writer, count = actor.scope.narrowed(asked.clients), FORMATS[form](out), 0
    with store.reading(actor.scope) as session:
        for whole in wholes(session, scope, asked.wanted):
            writer.add(whole)
            count += 1
    writer.finish()
    return count


def on_record(
    session: Session,
    body: Mapping[str, Any],
    *,
    actor: Principal,
    now: datetime,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Note who takes what; refuse a person who has taken too much in the last minute."""
    subject = f"export:{actor.user_id or 'system'}"
    lately = select(func.count()).where(col(Event.subject) == subject, col(Event.at) > now - A_MINUTE)
    if actor.user_id is not None and (session.scalar(lately) or 0) >= MOST_A_MINUTE:
        raise TooOften(f"You have made {MOST_A_MINUTE} files in the last minute. Wait a minute and try again.")
    append_next(session, subject, Fact("export:made", now, now, actor_id=actor.user_id, body=body, texts=texts or {}))


def _said(asked: Asked) -> dict[str, Any]:
    wanted = asked.wanted
    said: dict[str, Any] = {
        "clients": sorted(asked.clients),
        "types": sorted(wanted.record_types),
        "statuses": sorted(wanted.statuses),
        "priorities": sorted(wanted.priorities),
        "listed": None if wanted.numbers is None else len(wanted.numbers),
        "between": [[name, write(since), write(until)] for name, since, until in wanted.between],
    }
    return {name: value for name, value in said.items() if value not in (None, [])}
