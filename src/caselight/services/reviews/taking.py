"""A review leaves the house: for whoever may read it, on record."""

from collections.abc import Callable
from datetime import datetime

from caselight.core.people import Principal, Right
from caselight.core.refusal import NotFound
from caselight.services import printing
from caselight.services.exporting.run import on_record
from caselight.store import reviews
from caselight.store.engine import Store
from caselight.store.reviews import Kept

FORMS: dict[str, Callable[[Kept, str], bytes]] = {
    "pdf": lambda kept, _style: printing.pdf(kept),
    "html": lambda kept, style: printing.page(kept, style=style).encode(),
}


def take(store: Store, number: int, *, form: str, actor: Principal, now: datetime, style: str = "") -> bytes:
    """Return a review as a file and note who took it; missing, foreign and not for this role are told alike.

    Raises TooOften.
    """
    with store.reading(actor.scope) as session:
        kept = reviews.one(session, actor.scope, number) if actor.may(Right.REVIEW) else None
    if kept is None or form not in FORMS:
        raise NotFound("No such review. Look for it in the list of reviews.")
    said = {"format": form, "review": number, "clients": [kept.client_id]}
    store.transact(lambda session: on_record(session, said, actor=actor, now=now), actor.scope)
    return FORMS[form](kept, style)
