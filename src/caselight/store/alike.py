"""Earlier cases of a client whose title has words like those of a case: how such a case was solved before."""

from datetime import datetime

from sqlmodel import Session

from caselight.core.oneline import similar
from caselight.core.people import Scope
from caselight.store import suggest
from caselight.store.suggest import Before


def to_title(
    session: Session, scope: Scope, client_id: int, *, title: str, number: int, since: datetime, most: int
) -> list[Before]:
    """Return the cases most like a title, the case of that number aside: every title since then is compared."""
    others = [row for row in suggest.earlier(session, scope, client_id, since=since) if row.number != number]
    return [others[place] for place in similar(title, [row.title for row in others])[:most]]
