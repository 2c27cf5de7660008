"""Deliveries given up as dead: an admin who mended what was wrong has them tried again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.tables import Delivery

ANEW: dict[str, Any] = {"dead_at": None, "tries": 0, "first_try_at": None, "error": ""}


def try_again(store: Store, delivery_ids: Sequence[int], *, actor: Principal, now: datetime) -> int:
    """Put dead deliveries back among those that wait, as if never tried; return how many still were dead."""
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may send notices again. Ask your Caselight administrator.")

    def unit(session: Session) -> int:
        dead = select(Delivery).where(col(Delivery.id).in_(delivery_ids), col(Delivery.dead_at).is_not(None))
        rows = list(session.scalars(dead.with_for_update()))
        for row in rows:
            fact = Fact(
                "delivery:tried_again",
                now,
                now,
                actor_id=actor.user_id,
                client_id=row.client_id,
                body={"notice": row.notice_id, "tries": row.tries, "error": row.error},
            )
            append_next(session, f"delivery:{row.id}", fact)
            for name, value in ANEW.items():
                setattr(row, name, value)
            row.next_try_at = now
        return len(rows)

    return store.transact(unit, actor.scope)
