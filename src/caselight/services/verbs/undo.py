"""Take back one's own last entry: a compensating event, the log keeps both."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, inspect, select
from sqlmodel import col

from caselight.core.lifecycle import Status
from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services import attachments, escalating, intervals, promised, sheets, thresholds
from caselight.services.work import Work
from caselight.store.tables import Case, CaseClock, Event, EventText

UNDO_WITHIN = timedelta(seconds=60)


def undo(work: Work, case: Case, *, seq: int) -> Event:
    """Put back what the actor's own event changed, within 60 s and while nothing came after it."""
    event = work.session.scalars(
        select(Event).where(col(Event.case_id) == case.id, col(Event.seq) == seq)
    ).one_or_none()
    if event is None or event.actor_id != work.actor.user_id:
        raise Refusal("Only your own last entry can be undone.")
    if work.now - event.recorded_at > UNDO_WITHIN:
        raise Refusal("An entry can be undone for 60 s. Add an entry that corrects it.")
    if event.seq != case.version:
        raise Refusal(f"{reference(case.id or 0)} was changed after your entry. Add an entry that corrects it.")
    if event.kind == "case:logged":
        case.status = Status.CANCELLED
        promised.move(work, case, lambda clock: clock.stop(work.now))
        escalating.end_all(work, case, "undone")
    else:
        _put_back(work, case, event)
    return work.record(case, "case:undone", more={"undoes": seq})


def _put_back(work: Work, case: Case, event: Event) -> None:
    texts = {row.field: row.text for row in work.session.scalars(_texts(event))}
    details = dict(case.details)
    for key, change in event.body.get("changes", {}).items():
        before = texts.get(f"{key}:before") if change is None else change[0]
        if not key.startswith("details."):
            setattr(case, key, _instant(case, key, before))
        elif before is None:
            details.pop(key.removeprefix("details."), None)
        else:
            details[key.removeprefix("details.")] = before
    case.details = details
    rows = {row.promise: row for row in promised.clocks_of(work, case)}
    for promise, (before, _after) in event.body.get("clocks", {}).items():
        _restore(work, rows[promise], before)
    escalating.put_back(work, case, event.body.get("escalations", {}))
    intervals.put_back(work, case, event.body.get("intervals", {}))
    sheets.put_back(work, case, event.body.get("sheets", {}), texts)
    attachments.put_back(work, case, event)


def _restore(work: Work, row: CaseClock, before: dict[str, Any]) -> None:
    after, was_stopped = promised.image(row), row.stopped_at is not None
    for name, value in before.items():
        setattr(row, name, datetime.fromisoformat(value) if name.endswith("_at") and value else value)
    row.started_at = datetime.fromisoformat(str(row.runs[0][0]))
    work.clock_changes[row.promise] = [after, before]
    thresholds.look_again(work, row, was_stopped=was_stopped)


def _instant(case: Case, key: str, value: Any) -> Any:  # noqa: ANN401 – any column's value
    is_instant = inspect(type(case)).columns[key].type.python_type is datetime
    return datetime.fromisoformat(value) if is_instant and value else value


def _texts(event: Event) -> Select[EventText]:
    return select(EventText).where(col(EventText.event_id) == event.id)
