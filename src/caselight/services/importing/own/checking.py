"""Every row of an export of our own checked by its template, and put with its case, before anything is written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caselight.core import instant
from caselight.core.attachments import ENDINGS, MOST
from caselight.core.export_tables import (
    ATTACHMENTS,
    CASES,
    INTERVALS,
    OWN,
    STEPS,
    TABLES,
    CaseRow,
    Table,
    packed_as,
)
from caselight.core.lifecycle import Status
from caselight.core.records import TYPES, Stage, Template, columns, form_fields, validate
from caselight.core.refusal import NotFound, Refusal
from caselight.core.sheets import SHEETS
from caselight.core.wording import number as number_of
from caselight.core.wording import reference
from caselight.services.importing.faults import Fault, Faults
from caselight.services.importing.own import promises
from caselight.services.importing.own.alone import lived
from caselight.services.importing.own.attached import attached
from caselight.services.importing.own.kept import LINKS, Kept, Values, counted, wrong
from caselight.services.importing.own.reading import Export, Raw


def check(export: Export, *, now: datetime, faults: Faults) -> list[Kept]:
    """Return the cases; faults are added, never raised."""
    found: dict[int, Kept] = {}
    for raw in export.rows:  # cases come before what repeats on them
        try:
            _take(raw, found, now, export)
        except Refusal as refusal:
            for name, reason in (refusal.fields or {"": refusal.sentence}).items():
                faults.add(Fault(raw.row, raw.row, f"{raw.table}.{name}".rstrip("."), raw.cells.get(name), reason))
    if not faults.count:
        for kept in found.values():
            if export.is_alone:
                kept.is_alone, kept.steps = True, lived(kept.case)
            _whole(kept, faults)
    return list(found.values())


def _take(raw: Raw, found: dict[int, Kept], now: datetime, export: Export) -> None:
    """Check one row and put it with its case."""
    cells = dict(raw.cells)
    number = _number("case", cells.pop("case", ""))
    if raw.table == CASES:
        if number in found:
            raise wrong("case", f"{reference(number)} is there twice. Keep one of the two.")
        found[number] = _case(number, raw.row, cells, now)
        return
    if number not in found:
        raise wrong("case", f"{reference(number)} is not among the cases. Export it with its case.")
    values = _log(TABLES[raw.table], found[number], cells, now)
    if raw.table == ATTACHMENTS and export.packed:
        attached(values, export.content)
    values["row"] = raw.row


def _log(table: Table, kept: Kept, cells: Values, now: datetime) -> Values:
    """Check one row of what repeats on a case."""
    key = str(cells.pop(table.key, ""))
    done_at = instant.read(cells.pop("done_at")) if "done_at" in cells else None
    details = validate(table.template, cells, stage=None if table.name in SHEETS else Stage.LOGGING, now=now)
    values = _dated(table.template, details)
    if table.name == STEPS:
        kept.steps[counted(table.key, key)] = values
    elif table.name == INTERVALS:
        opened_seq, _, place = key.partition(".")
        kept.intervals[counted(table.key, opened_seq), counted(table.key, place)] = values
    elif table.name in SHEETS:
        kept.sheets[counted(table.key, key)] = (table.name, details, done_at)
    elif table.name == ATTACHMENTS:
        number = counted(table.key, key)
        values["file"] = packed_as(reference(kept.number), number, _kept_type(values))
        kept.attachments[number] = values
    else:
        promises.take(table, kept, key, values)
    return values


def _case(number: int, row: int, cells: Values, now: datetime) -> Kept:
    """Return a case by its row: what is its type's by that template, all else as every case has it."""
    standard = {name: value for name, value in cells.items() if name not in OWN}
    links = {name: _number(name, standard.pop(name)) for name in LINKS if name in standard}
    values = _dated(CaseRow, validate(CaseRow, standard, now=now)) | links
    if values["record_type"] not in TYPES:
        raise wrong("record_type", f"There is no such record type: use one of {', '.join(TYPES)}.")
    if values["status"] not in set(Status):
        raise wrong("status", f"There is no such status: use one of {', '.join(Status)}.")
    record = TYPES[values["record_type"]]
    strange = [name for name in OWN if name in cells and name not in columns(record)]
    if strange:
        raise wrong(strange[0], f"{record.title} has no such field. Leave it empty.")
    own = {name: cells[name] for name in columns(record) if name in cells}
    return Kept(number, row, values, validate(record, own, stage=None, now=now))


def _kept_type(values: Values) -> str:
    if values["media_type"] not in ENDINGS:
        raise wrong("media_type", f"No such file is kept: use one of {', '.join(ENDINGS)}.")
    return str(values["media_type"])


def _dated(template: type[Template], values: Mapping[str, Any]) -> Values:
    moments = {about.name for about in form_fields(template) if about.kind == "instant"}
    return {name: datetime.fromisoformat(value) if name in moments else value for name, value in values.items()}


def _whole(kept: Kept, faults: Faults) -> None:
    """Find what a case says that its steps do not bear out."""
    last = kept.steps.get(len(kept.steps), {})
    named = {*kept.sheets, *kept.attachments, *(opened_seq for opened_seq, _ in kept.intervals)}
    named |= {row["raised_seq"] for row in kept.escalations.values()}
    reason = ""
    if set(kept.steps) != set(range(1, len(kept.steps) + 1)) or not kept.steps:
        reason = "its steps do not count from 1 without a gap. Export the case anew."
    elif not named <= kept.steps.keys():
        reason = f"step {min(named - kept.steps.keys())} is named by a log and is not there. Export the case anew."
    elif last.get("status") != kept.case["status"]:
        reason = f"its last step leaves it {last.get('status')}. Mend one of the two."
    elif len(kept.attachments) > MOST:
        reason = f"it has {len(kept.attachments)} attachments; {MOST} are kept of a case. Leave some out."
    promises.tied(kept, faults)
    if reason:
        faults.add(
            Fault(kept.row, kept.row, "cases.status", kept.case["status"], f"{reference(kept.number)}: {reason}")
        )


def _number(name: str, given: object) -> int:
    try:
        return number_of(str(given))
    except NotFound:
        raise wrong(name, "This is no case. Write it like C-1042.") from None
