"""What somebody did to a row that is no case, as an event of its subject."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel

from caselight.core.people import Principal
from caselight.store.chain import Fact, append_next


def tell(
    session: Session,
    subject: str,
    kind: str,
    actor: Principal,
    now: datetime,
    body: Mapping[str, Any],
    *,
    client_id: int | None = None,
    texts: Mapping[str, str] | None = None,
) -> int:
    """Write the event of an act and return its place among those of the subject."""
    fact = Fact(kind, now, now, actor_id=actor.user_id, client_id=client_id, body=body, texts=texts or {})
    return append_next(session, subject, fact).seq


def set_columns(row: SQLModel, columns: Mapping[str, Any], *, is_new: bool = False) -> dict[str, list[Any]]:
    """Set the columns of a row that differ, and return for each what it was (nothing in a new row) and what it is."""
    pairs = {name: [None if is_new else getattr(row, name), value] for name, value in columns.items()}
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    return changes
