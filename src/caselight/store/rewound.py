"""What has changed since an instant: an event keeps what was before it, so rows can be put back to how they stood."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, Event

Values = Mapping[str, Any]


class Before(NamedTuple):
    """How cases and clocks stood before the first event that changed them."""

    cases: Mapping[int, Values]
    clocks: Mapping[tuple[int, str], Values | None]  # by case and promise; none: it was not there yet


def changed_since(session: Session, scope: Scope, as_of: datetime) -> Before:
    """Return what later events, by `events_at`, found of the cases that were there; texts are not put back."""
    statement = (
        select(col(Event.case_id), col(Event.body))
        .join(Case, col(Case.id) == unsearched(col(Event.case_id)))
        .where(col(Event.at) > as_of, col(Case.opened_at) <= as_of)
        .order_by(unsearched(col(Event.case_id)), unsearched(col(Event.seq)))
    )
    cases: dict[int, dict[str, Any]] = {}
    clocks: dict[tuple[int, str], Values | None] = {}
    for case_id, body in session.execute(within(statement, unsearched(col(Event.client_id)), scope)):
        known = cases.setdefault(case_id, {})
        for name, change in body.get("changes", {}).items():
            if change is not None:
                known.setdefault(name, _value(name, change[0]))
        for promise, (image, _) in body.get("clocks", {}).items():
            clocks.setdefault((case_id, promise), _image(image))
    return Before(cases, clocks)


def _image(image: Values | None) -> Values | None:
    return image and {name: _value(name, value) for name, value in image.items()}


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 – any column's value
    return datetime.fromisoformat(value) if name.endswith("_at") and value else value
