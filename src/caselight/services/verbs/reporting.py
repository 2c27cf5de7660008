"""What a monitoring tool reports: a case by the tool's own id, opened, corrected, and over when its end is known."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core.lifecycle import OPEN, Status
from caselight.core.records import TYPES, Stage, validate
from caselight.core.records.interruption import Interruption
from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services.naming import service_of
from caselight.services.verbs import rules
from caselight.services.verbs.ending import reopen, resolve
from caselight.services.verbs.log import log, standard
from caselight.services.verbs.update import update
from caselight.services.work import Work
from caselight.store.tables import Case, Event

END = "down_until"  # the field whose value says that it is over
REPORTED = tuple(name for name, record in TYPES.items() if issubclass(record, Interruption))


def report(
    work: Work,
    *,
    external_id: str,
    record_type: str | None = None,
    fields: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """Bring a case to what its source says of it, and return the newest event: the same report again changes nothing.

    A report with an end resolves the case when nothing else is owed for that, else people complete it. One without
    an end takes up again what was resolved.
    """
    fields, details = fields or {}, details or {}
    case = _known(work, external_id)
    if case is None:
        event = _open(work, external_id, record_type, fields, details, note)
        case, note = work.case(event.case_id or 0), ""
    elif record_type not in {None, case.record_type}:
        sentence = f"{reference(case.id or 0)} was reported as {case.record_type}. Send that, or a new id."
        raise Refusal(sentence, fields={"type": sentence})
    if case.status not in {*OPEN, Status.RESOLVED}:
        raise Refusal(f"{reference(case.id or 0)} is {case.status}. Report what happens now with a new id.")
    return _bring(work, case, fields, details, note)


def _known(work: Work, external_id: str) -> Case | None:
    (client_id,) = work.actor.scope.clients or frozenset()
    statement = select(Case).where(
        col(Case.client_id) == client_id, col(Case.source) == work.actor.name, col(Case.external_id) == external_id
    )
    return work.session.scalars(statement.with_for_update()).one_or_none()


def _open(
    work: Work,
    external_id: str,
    record_type: str | None,
    fields: Mapping[str, Any],
    details: Mapping[str, Any],
    note: str,
) -> Event:
    (client_id,) = work.actor.scope.clients or frozenset()
    if record_type not in REPORTED:
        sentence = f"Say what it is: one of {', '.join(REPORTED)}."
        raise Refusal(sentence, fields={"type": sentence})
    said = validate(TYPES[record_type], details, stage=None, now=work.now)
    given: dict[str, Any] = {"title": "", "occurred_at": said.get("down_from"), **fields}
    return log(
        work,
        client_id=client_id,
        record_type=record_type,
        source=work.actor.name,
        external_id=external_id,
        details=details,
        note=note,
        **given,
    )


def _bring(work: Work, case: Case, fields: Mapping[str, Any], details: Mapping[str, Any], note: str) -> Event:
    """Do what the report asks for beyond what the case says already."""
    merged = validate(TYPES[case.record_type], {**case.details, **details}, stage=None, now=work.now)
    if case.status == Status.RESOLVED and not merged.get(END):
        reopen(work, case)
    columns, is_new = _changed(work, case, fields), merged != case.details
    case.details = merged if is_new else case.details
    resolves = bool(merged.get(END)) and case.status in OPEN and not rules.owed_by(work, case, Stage.RESOLVING)
    event = None
    if columns or ((is_new or note) and not resolves):
        event, note = update(work, case, fields=columns, note=note), ""
    if resolves:
        event = resolve(work, case, note=note)
    return event or _newest(work, case)


def _changed(work: Work, case: Case, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the standard fields that the case does not say so already."""
    said = standard({name: value for name, value in fields.items() if name != "service"}, work.now)
    changed = {name: value for name, value in said.items() if getattr(case, name) != value}
    service = fields.get("service")
    if service and service_of(work, case.client_id, service) != case.service_id:
        changed["service"] = service
    return changed


def _newest(work: Work, case: Case) -> Event:
    newest = select(Event).where(col(Event.case_id) == case.id, col(Event.seq) == case.version)
    return work.session.scalars(newest).one()
