"""What a case owes by a stage: fields of its type, its root cause, and the sheets that a serious case is learned by."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from caselight.core.records.base import Record, fields_by_name
from caselight.core.records.check import owed
from caselight.core.records.field import FormField, Stage
from caselight.core.records.standard import Standard
from caselight.core.sheets.base import Sheet
from caselight.core.sheets.register import SHEETS

SERIOUS = 2  # P1 and P2


def serious(priority: int, *, is_urgent: bool, has_missed: bool, recurs: bool) -> str:
    """Return why a case must be learned from; empty where it need not."""
    if priority <= SERIOUS:
        return f"P{priority}"
    if is_urgent:
        return "an urgent escalation"
    if has_missed:
        return "a missed promise"
    return "a recurrence" if recurs else ""


def owing(
    record: type[Record],
    details: Mapping[str, Any],
    stage: Stage,
    *,
    root_cause: str | None,
    sheets: Collection[str],
    why: str,
) -> list[FormField]:
    """Return what is owed and not there: `sheets` are the kinds a case has, `why` says why it is serious, if it is."""
    missing = owed(record, details, stage, serious=bool(why))
    missing += [_as_field(sheet, for_what) for sheet, for_what in _owed_sheets(record, stage, why, sheets)]
    if stage >= Stage.CLOSING and root_cause is None:
        missing.append(fields_by_name(Standard)["root_cause"])
    return missing


def _owed_sheets(
    record: type[Record], stage: Stage, why: str, there: Collection[str]
) -> Iterator[tuple[type[Sheet], str]]:
    """Yield each sheet that is owed and not there, with what it is owed for."""
    reasons = {"serious": why, "recovery": "a recovery" if record.family == "recovery" else ""}
    for sheet in SHEETS.values():
        for_what = reasons[sheet.owed_for]
        if for_what and sheet.owed is not None and sheet.owed <= stage and sheet.key not in there:
            yield sheet, for_what


def _as_field(sheet: type[Sheet], for_what: str) -> FormField:
    """Return an owed sheet as what stands in a list of owed fields."""
    guidance, is_serious = f"Owed for {for_what}: add it on the case page.", sheet.owed_for == "serious"
    return FormField(name=f"sheet:{sheet.key}", label=sheet.title, guidance=guidance, serious=is_serious)
