"""The one way details get in: checked whole, refused field by field."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from pydantic import ValidationError

from caselight.core.choice import nearest
from caselight.core.records.base import Template, fields_by_name
from caselight.core.records.field import FormField, Stage
from caselight.core.refusal import Refusal
from caselight.core.text import quoted

EMPTY: tuple[object, ...] = (None, "", [], ())


def validate(
    template: type[Template],
    raw: Mapping[str, object],
    *,
    stage: Stage | None = Stage.LOGGING,
    now: datetime | None = None,
    zone: tzinfo | None = None,
) -> dict[str, Any]:
    """Return details ready for JSON, without the empty ones; refuse with a sentence for each field at fault.

    `stage` is the one whose owed fields must be there (None: none). Times without a zone are read in `zone`.
    With `now`, instants that lie ahead are refused where the field says so.
    """
    try:
        record = template.model_validate(dict(raw), context={"now": now, "zone": zone})
    except ValidationError as error:
        faults = {str(fault["loc"][0]): _sentence(template, fault) for fault in error.errors(include_url=False)}
        raise _refusal(template, faults) from error
    details = record.model_dump(mode="json", exclude_none=True)
    missing = owed(template, details, stage) if stage else []
    if missing:
        raise _refusal(template, {about.name: f"Fill this in. {about.guidance}" for about in missing})
    return details


def owed(
    template: type[Template],
    details: Mapping[str, object],
    stage: Stage,
    *,
    serious: bool = False,
    also: Mapping[str, Stage] | None = None,
) -> list[FormField]:
    """Return the fields that are empty and owed by the stage.

    `serious` says that the case is P1 or P2, missed a promise or recurs; `also` says what a client wants when.
    """
    wanted = also or {}

    def is_owed(about: FormField) -> bool:
        by_template = about.required is not None and about.required <= stage and (serious or not about.serious)
        return by_template or wanted.get(about.name, stage + 1) <= stage

    return [about for about in fields_by_name(template).values() if details.get(about.name) in EMPTY and is_owed(about)]


def _sentence(template: type[Template], fault: Any) -> str:  # noqa: ANN401 – pydantic's own record of an error
    """Return our own sentence for what pydantic found."""
    if fault["type"] != "extra_forbidden":
        return str(fault["msg"])
    given = str(fault["loc"][0])
    near = nearest(given, fields_by_name(template))
    meant = f" Did you mean {near}?" if near else " Remove it."
    return f"There is no field {quoted(given)} here.{meant}"


def _refusal(template: type[Template], faults: Mapping[str, str]) -> Refusal:
    fields = fields_by_name(template)
    labels = [fields[name].label if name in fields else name for name in faults]
    if len(faults) > 1:
        return Refusal(f"{len(faults)} fields to correct: {', '.join(labels)}.", fields=faults)
    (sentence,) = faults.values()
    return Refusal(f"{labels[0]}: {sentence[0].lower()}{sentence[1:]}", fields=faults)
