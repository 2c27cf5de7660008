"""Sessions ended by an admin: one of them, or everybody's at once; open pages close within seconds."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, NotFound
from caselight.services import sessions
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.tables import SignIn


def one(store: Store, session_id: str, *, actor: Principal, now: datetime) -> None:
    """End one session of a person; nothing happens when it has ended."""
    _check_right(actor)

    def unit(session: Session) -> None:
        held = session.get(SignIn, session_id, with_for_update=True)
        if held is None or held.user_id is None:
            raise NotFound("No such session. Reload the page.")
        if held.revoked_at is None:
            held.revoked_at = now
            fact = Fact("user:session_ended", now, now, actor_id=actor.user_id, body={"session": session_id})
            append_next(session, f"user:{held.user_id}", fact)

    store.transact(unit, actor.scope)


def everybody_else(store: Store, *, actor: Principal, now: datetime) -> int:
    """End every session of all people but the actor, an event for each of them; return how many people it was."""
    _check_right(actor)

    def unit(session: Session) -> int:
        is_open = col(SignIn.revoked_at).is_(None), col(SignIn.ends_at) > now, col(SignIn.user_id).is_not(None)
        people = set(session.scalars(select(col(SignIn.user_id)).where(*is_open))) - {actor.user_id}
        for user_id in sorted(filter(None, people)):
            ended = {"sessions_ended": sessions.end_all(session, user_id, now=now)}
            fact = Fact("user:signed_out_everywhere", now, now, actor_id=actor.user_id, body=ended)
            append_next(session, f"user:{user_id}", fact)
        return len(people)

    return store.transact(unit, actor.scope)


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may sign others out. Ask your Caselight administrator.")
