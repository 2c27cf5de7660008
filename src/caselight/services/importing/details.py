"""The fields of the record's own type, as the template of each row's type wants them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from caselight.core.instant import LAST
from caselight.core.mapping import Map
from caselight.core.mapping.values import moment
from caselight.core.records import TYPES, form_fields, validate
from caselight.core.refusal import Refusal
from caselight.services.importing.faults import Fault, Faults
from caselight.services.importing.said import Said


def read(rows: Iterable[Said], given: Map, *, now: datetime, faults: Faults) -> None:
    """Put under `details` what each row says of its type; what its type has no field for is left out."""
    for said in rows if given.details else ():
        said.values["details"], wrong = _details(said, given, now)
        for name, reason in wrong.items():
            column = given.join.join(given.details[name].columns)
            faults.add(Fault(said.row, said.line, column, said.values[f"details.{name}"], reason))


def _details(said: Said, given: Map, now: datetime) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the checked details, and what is wrong by field."""
    record = TYPES[said.values.get("record_type") or "imported"]
    told: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for about in form_fields(record):
        value = said.values.get(f"details.{about.name}")
        try:
            if value is not None and about.kind == "instant":
                value = moment(given.time, value, now=LAST if about.future else now)
            told[about.name] = value
        except Refusal as refusal:
            wrong[about.name] = refusal.sentence
    try:
        return validate(record, told, stage=None, now=now), wrong
    except Refusal as refusal:
        return {}, wrong | dict(refusal.fields)
