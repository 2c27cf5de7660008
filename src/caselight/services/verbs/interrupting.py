"""Open, change and end the intervals of an interruption, service by service."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caselight.core import interruptions
from caselight.core.interruptions import INSTANTS
from caselight.core.lifecycle import Status
from caselight.core.records import columns, validate
from caselight.core.records.interruption import Interruption
from caselight.core.records.interval import IntervalForm
from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services import intervals
from caselight.services.naming import service_of
from caselight.services.verbs import rules
from caselight.services.work import Work
from caselight.store.tables import Case, Event, Interval, Service

FORM = {name: name for name in columns(IntervalForm)}


def open_interval(work: Work, case: Case, *, fields: Mapping[str, Any], note: str = "") -> Event:
    """Record that a service was, or is, interrupted; it began now unless the fields say when."""
    record = _allowed(work, case)
    usual = interruptions.said(record, case.details) | {"started_at": work.now, "ended_at": None}
    told = _checked(work, {name: usual.get(name) for name in FORM} | _filled(fields))
    service_id = service_of(work, case.client_id, told.pop("service"))
    given = interruptions.Interval(**told, vendor=case.details.get("vendor"))
    interruptions.check(given, now=work.now, names=FORM)
    intervals.open_one(work, case, given, service_id)
    return _recorded(work, case, "case:interval_opened", note, service_id)


def change_interval(work: Work, case: Case, *, interval: str, fields: Mapping[str, Any], note: str = "") -> Event:
    """Correct what an interval says; the event keeps both, and a recorded time is a lead's to correct."""
    _allowed(work, case)
    row = _named(work, case, interval)
    now_said = {name: getattr(row, name) for name in FORM if name != "service"}
    told = _checked(work, {**now_said, "service": None, **fields})
    service = told.pop("service")
    if "service" in fields:
        told["service_id"] = service_of(work, case.client_id, service)
    intervals.change(work, row, **told)
    interruptions.check(intervals.value_of(row), now=work.now, names=FORM)
    if not work.interval_changes:
        raise Refusal("Nothing was changed.")
    return _recorded(work, case, "case:interval_changed", note, row.service_id)


def end_interval(work: Work, case: Case, *, interval: str, ended_at: Any = None, note: str = "") -> Event:  # noqa: ANN401 – an instant as typed
    """Record that a service is back: now, or at the time given."""
    _allowed(work, case)
    row = _named(work, case, interval)
    if row.ended_at is not None and not row.is_planned:
        raise Refusal("It has ended already. Correct its end, or record a new interruption.")
    told = _checked(work, {"started_at": row.started_at, "ended_at": ended_at or work.now})
    intervals.change(work, row, ended_at=told["ended_at"])
    interruptions.check(intervals.value_of(row), now=work.now, names=FORM)
    return _recorded(work, case, "case:interval_ended", note, row.service_id)


def _allowed(work: Work, case: Case) -> type[Interruption]:
    rules.allow(work, case, "update")
    record = interruptions.template(case.record_type)
    if record is None:
        raise Refusal(f"{reference(case.id or 0)} is no interruption. Log one that follows it.")
    return record


def _named(work: Work, case: Case, key: str) -> Interval:
    for row in intervals.of_case(work, case):
        if intervals.key_of(row) == key:
            return row
    raise Refusal(f"{reference(case.id or 0)} has no such interruption. Reload the page; your text is kept.")


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _checked(work: Work, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as columns take them; refused field by field."""
    kept = validate(IntervalForm, fields, stage=None, now=work.now)
    told = {name: kept.get(name) for name in fields}
    told |= {name: datetime.fromisoformat(str(kept[name])) for name in INSTANTS & set(kept)}
    return told | ({"is_planned": bool(told["is_planned"])} if "is_planned" in told else {})


def _recorded(work: Work, case: Case, kind: str, note: str, service_id: int | None) -> Event:
    lasts = any(row.ended_at is None for row in intervals.of_case(work, case))
    if lasts and case.status not in {Status.NEW, Status.IN_PROGRESS, Status.WAITING}:
        sentence = f"{reference(case.id or 0)} is {case.status}. Say when it ended, or reopen the case."
        raise Refusal(sentence, fields={"ended_at": "Say when it ended, or reopen the case."})
    intervals.tell(work, case)
    service = work.session.get_one(Service, service_id).name if service_id else None
    return work.record(case, kind, note=note, more={"service": service})
