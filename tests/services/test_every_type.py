"""Every record type goes through its whole life by the services, without being named."""

from typing import Any

import pytest

from acts import a_case, do, kinds, read
from caselight.core.people import EVERYTHING
from caselight.core.records import TYPES, FormField, Record, Stage, form_fields, owed
from caselight.core.refusal import Refusal
from caselight.core.sheets import SHEETS
from caselight.core.sheets.base import Sheet
from caselight.services import verbs
from caselight.store import interruptions
from floor import Floor
from proving import breaks

KIND_VALUES: dict[str, Any] = {
    "line": "Cable cut",
    "text": "One.\nTwo.",
    "many": "Voice; SMS",
    "number": 7,
    "choice": "Voice",
    "yes/no": "no",
}
TIMES = {"due_at": "2026-11-20T12:00:00Z", "announced_at": "2026-11-16T08:00:00Z", "down_until": "2026-11-16T10:45:00Z"}


def value(about: FormField) -> Any:
    if about.kind == "instant":
        return TIMES.get(about.name, "2026-11-16T09:00:00Z")
    return about.choices[0].label if about.choices else KIND_VALUES[about.kind]


def filled(record: type[Record], stage: Stage) -> dict[str, Any]:
    return {about.name: value(about) for about in owed(record, {}, stage, serious=True)}


def sheets_owed(record: type[Record]) -> list[type[Sheet]]:
    return [sheet for sheet in SHEETS.values() if sheet.owed and sheet.owed_for in {"serious", record.family}]


@pytest.mark.parametrize("record", TYPES.values(), ids=lambda record: record.key)
def test_every_type_is_logged_updated_escalated_resolved_closed_and_reopened(
    floor: Floor, record: type[Record]
) -> None:
    number = a_case(floor, "Mon 09:00", record_type=record.key, priority=1, customers_affected=12,
                    details=filled(record, Stage.LOGGING))  # fmt: skip
    everything = {about.name: value(about) for about in form_fields(record) if about.name != "down_until"}

    do(floor, verbs.update, "Mon 10:00", case=number, fields={"details": everything})
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Needs more")
    do(floor, verbs.acknowledge, "Mon 10:20", case=number)
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=filled(record, Stage.RESOLVING))
    for sheet in sheets_owed(record):
        wanted = {about.name for about in owed(sheet, {}, Stage.CLOSING)} | {"due_at"}
        fields = {about.name: value(about) for about in form_fields(sheet) if about.name in wanted}
        do(floor, verbs.add_sheet, "Mon 11:05", case=number, kind=sheet.key, fields=fields)
    do(floor, verbs.close, "Mon 11:10", case=number, root_cause="vendor", details=filled(record, Stage.CLOSING))
    do(floor, verbs.reopen, "Mon 12:00", case=number)

    told = [kind.removeprefix("case:") for kind in kinds(floor, number) if not kind.endswith("_added")]
    assert told == ["logged", "updated", "escalated", "acknowledged", "resolved", "closed", "reopened"]
    assert set(read(floor, number).details) == {about.name for about in form_fields(record)}
    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
        assert bool(interruptions.of_case(session, EVERYTHING, number)) == (record.family == "interruption")


@pytest.mark.parametrize("record", TYPES.values(), ids=lambda record: record.key)
@pytest.mark.parametrize(("stage", "verb"), [(Stage.RESOLVING, verbs.resolve), (Stage.CLOSING, verbs.close)])
def test_a_stage_is_not_passed_while_fields_are_owed(
    floor: Floor, record: type[Record], stage: Stage, verb: Any
) -> None:
    number = a_case(floor, record_type=record.key, priority=1, details=filled(record, Stage.LOGGING))
    if stage is Stage.CLOSING:
        do(floor, verbs.resolve, "Mon 11:00", case=number, details=filled(record, Stage.RESOLVING))
    missing = {about.name for about in owed(record, read(floor, number).details, stage, serious=True)}
    if stage is Stage.CLOSING:
        missing |= {"root_cause", *(f"sheet:{sheet.key}" for sheet in sheets_owed(record))}

    if not missing:
        do(floor, verb, "Mon 11:30", case=number)
        return
    with pytest.raises(Refusal, match="still needs") as refusal:
        do(floor, verb, "Mon 11:30", case=number)

    assert set(refusal.value.fields) == missing
