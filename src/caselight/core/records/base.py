"""A record template: a class whose typed fields are at once the form, the check, the columns and the docs page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from caselight.core.choice import Choice
from caselight.core.priority import Priority
from caselight.core.records.cleaning import check_time, clean
from caselight.core.records.field import FormField, Kind, Stage, field
from caselight.core.refusal import Refusal

Family = Literal["service failure", "interruption", "recovery"]
KINDS: dict[object, Kind] = {bool: "yes/no", int: "number", Decimal: "money", datetime: "instant"}


class Template(BaseModel, extra="forbid", frozen=True):
    """Fields to fill in; every one may stay empty until the stage at which it is owed."""

    @field_validator("*", mode="before")
    @classmethod
    def _cleaned(cls, given: object, info: ValidationInfo) -> object:
        about = fields_by_name(cls)[str(info.field_name)]
        context: dict[str, Any] = info.context or {}
        try:
            value = clean(about, given, zone=context.get("zone"))
            if isinstance(value, datetime):
                check_time(about, value, info.data, now=context.get("now"), zone=context.get("zone"))
        except Refusal as refusal:
            raise PydanticCustomError("refused", "{sentence}", {"sentence": refusal.sentence}) from refusal
        return value


class Nature(Choice):
    """What kind of thing went wrong."""

    TECHNICAL = "technical"
    PROCEDURAL = "procedural"
    CUSTOMER_FACING = "customer-facing"


class Record(Template):
    """What one type of case records beyond the standard fields; why it happened comes last."""

    key: ClassVar[str]
    title: ClassVar[str]
    family: ClassVar[Family]
    nature: ClassVar[Nature | None] = None  # none: each case says it, or nobody can
    tags: ClassVar[tuple[str, ...]] = ()  # what #tag names the type in the one box; without any it cannot be logged
    guidance: ClassVar[str]

    root_cause_analysis: str | None = field(
        "Root cause analysis",
        "Why it failed, and why nothing caught it earlier. Facts first, then what you conclude.",
        multiline=True,
        required=Stage.CLOSING,
        serious=True,
    )


@cache
def fields_by_name(template: type[Template]) -> Mapping[str, FormField]:
    """Return the fields of a template in the order of its form."""
    names = sorted(template.model_fields, key=lambda name: name in Record.model_fields)  # what all types ask comes last
    return MappingProxyType({name: _form_field(template, name) for name in names})


def _form_field(template: type[Template], name: str) -> FormField:
    """Complete what the declaration says with what the annotation says."""
    declared = template.model_fields[name]
    about = declared.json_schema_extra
    if not isinstance(about, FormField):
        raise TypeError(f"{template.__name__}.{name} must be declared with field(...).")
    (of,) = (part for part in get_args(declared.annotation) or (declared.annotation,) if part is not NoneType)
    choices: tuple[Choice | Priority, ...] = ()
    if isinstance(of, type) and issubclass(of, Choice | Priority):
        choices = tuple(of)
    return replace(about, name=name, choices=choices, kind="choice" if choices else _kind(of, about))


def _kind(of: object, about: FormField) -> Kind:
    if get_origin(of) is tuple:
        return "many"
    if of in KINDS:
        return KINDS[of]
    if about.offers:
        return "choice"
    return "text" if about.multiline else "line"
