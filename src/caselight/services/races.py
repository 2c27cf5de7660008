"""Two people, one case: different fields merge by themselves, the same field tells the second who was first."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.refusal import Conflict
from caselight.core.wording import duration, reference
from caselight.store.tables import Case, Event, User

WORDS = {"owner_id": "owner", "team_id": "team", "is_accepted": "acknowledgement", "service_id": "service"}
# Instants and marks that follow from another change: never a reason of their own to refuse.
INTERVAL = "interval "
CONSEQUENCES = frozenset({"acknowledged_at", "first_response_at", "first_resolved_at"})


def check(session: Session, case: Case, *, seen: int, mine: Collection[str], now: datetime) -> None:
    """Raise a Conflict when somebody changed, since the version seen, a field that is changed here too."""
    for event, name in _since(session, case, seen):
        both = sorted(set(mine) & set(_changes(event)) - CONSEQUENCES)
        if both:
            raise Conflict(sentence(event, name, both, now))


def check_sheet(session: Session, case: Case, number: int, *, seen: int, mine: Collection[str], now: datetime) -> None:
    """Raise a Conflict when somebody changed, since the version seen, a field of the sheet that is changed here too."""
    for event, name in _since(session, case, seen):
        noted = event.body.get("sheets", {}).get(str(number), {})
        if both := sorted(set(mine) & set(noted.get("changes", {}))):
            what = f"{noted['kind'].replace('_', ' ')}, {', '.join(both).replace('_', ' ')}"
            ago = duration(now - event.recorded_at)
            raise Conflict(f"{name or 'Caselight'} changed this {ago} ago: {what}. Your text is kept.")


def tell_the_newest(session: Session, case: Case, *, seen: int, now: datetime) -> None:
    """Raise a Conflict that tells the newest change since the version seen, if there was one."""
    for event, name in reversed(_since(session, case, seen)):
        raise Conflict(sentence(event, name, sorted(_changes(event)), now))


def sentence(event: Event, name: str | None, fields: Collection[str], now: datetime) -> str:
    """Say who changed what, and when."""
    what = ", ".join(_said(field, event) for field in fields if field not in CONSEQUENCES)
    what = what or event.kind.removeprefix("case:").replace("_", " ")
    ago = duration(now - event.recorded_at)
    return f"{name or 'Caselight'} changed {reference(event.case_id or 0)} {ago} ago: {what}. Your text is kept."


def _said(field: str, event: Event) -> str:
    if field.startswith(INTERVAL):
        return "an interruption"
    change = _changes(event)[field]
    word = WORDS.get(field, field.removeprefix("details.").replace("_", " "))
    if not change or field.endswith("_id"):
        return word
    before, after = ("none" if side is None else side for side in change)
    return f"{word} {before} → {after}"


def _changes(event: Event) -> dict[str, Any]:
    """Return what an event changed by name, the intervals of an interruption among it."""
    intervals = {f"{INTERVAL}{key}": None for key in event.body.get("intervals", {})}
    return {**event.body.get("changes", {}), **intervals}


def _since(session: Session, case: Case, seen: int) -> list[tuple[Event, str | None]]:
    statement = (
        select(Event, col(User.name))
        .join(User, col(User.id) == col(Event.actor_id), isouter=True)
        .where(col(Event.case_id) == case.id, col(Event.seq) > seen)
        .order_by(col(Event.seq))
    )
    with session.no_autoflush:
        return [(event, name) for event, name in session.execute(statement)]
