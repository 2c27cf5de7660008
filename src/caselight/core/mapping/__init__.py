"""The MAP of an import: which column of a file means what, written by a person in TOML."""

import codecs
import re
import tomllib
from collections.abc import Collection
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from caselight.core.choice import nearest
from caselight.core.mapping.parts import CONSTANTS, Cell, Columns, Hours, Part, State, Tier, Time
from caselight.core.priority import Priority
from caselight.core.records import TYPES, columns
from caselight.core.refusal import Refusal

PLACE = re.compile(r"\{([^{}]+)\}")


class Map(Part):
    """The whole MAP."""

    table: Literal["events", "cases"]
    source: str = Field(min_length=1, max_length=40)
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    encoding: str = "utf-8"
    missing: tuple[str, ...] = ()
    title: str | None = None  # "Incident on {product}", columns in braces
    columns: Columns
    constants: dict[str, str | int] = Field(default_factory=dict)
    time: Time = Time()
    priority: dict[str, Priority] = Field(default_factory=dict)
    record_type: dict[str, str] = Field(default_factory=dict)
    details: dict[str, Cell] = Field(default_factory=dict)  # fields of the record's own type
    join: str = " + "
    status: dict[str, State] = Field(default_factory=dict)
    tier: Tier | None = None
    calendar: Hours | None = None

    @field_validator("encoding")
    @classmethod
    def _exists(cls, encoding: str) -> str:
        try:
            return codecs.lookup(encoding).name
        except LookupError as error:
            raise ValueError("no such encoding: use utf-8, cp1252 or utf-16") from error

    @field_validator("priority", mode="before")
    @classmethod
    def _priorities(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        try:
            return {name: Priority.parse(value) for name, value in given.items()}
        except Refusal as refusal:
            raise ValueError(refusal.sentence) from refusal

    @field_validator("details", mode="before")
    @classmethod
    def _columns_only(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {name: value if isinstance(value, dict) else {"columns": value} for name, value in given.items()}

    @field_validator("status", mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {name: {"status": value} if isinstance(value, str) else value for name, value in given.items()}

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        for fault in _faults(self):
            raise ValueError(fault)
        return self

    def wanted(self) -> tuple[str, ...]:
        """Return the columns the file must have, each once."""
        named = self.columns.model_dump(exclude_none=True)
        own = [name for cell in self.details.values() for name in cell.columns]
        names = [*named.pop("status"), *named.values(), *own, *PLACE.findall(self.title or "")]
        return tuple(dict.fromkeys(names))


def read(text: str) -> Map:
    """Return the MAP; refuse with every fault in it, each with its place."""
    try:
        return Map.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"The MAP is not TOML: {error}. Mend that line.") from error
    except ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): _sentence(fault) for fault in error.errors(include_url=False)}
        told = "; ".join(f"{place}: {sentence}" if place else sentence for place, sentence in faults.items())
        raise Refusal(f"The MAP needs mending: {told}.", fields=faults) from error


def _faults(given: Map) -> list[str]:
    """Return what the parts of a MAP lack beside each other."""
    said = {name for name, value in given.columns if value} | set(given.constants)
    titled = given.title is not None or "title" in said
    when = "at" if given.table == "events" else "opened"
    strange = set(given.constants) - CONSTANTS
    record_type = given.constants.get("record_type", "imported")
    fields = {name for record in TYPES.values() for name in columns(record)}
    unknown = [name for name in given.details if name not in fields]
    meant = [f"details.{name}: no type has this field{_near(name, fields)}" for name in unknown]
    checks = {
        f"constants.{min(strange, default='')}: use a column; constants are {', '.join(sorted(CONSTANTS))}": strange,
        "say the client: columns.client or constants.client": "client" not in said,
        "say the priority: columns.priority or constants.priority": "priority" not in said,
        'say the title: columns.title, or title = "… {column} …"': not titled,
        f"a table of {given.table} needs columns.{when}": when not in said,
        "columns.status needs a table [status] that says what each value means": "status" in said and not given.status,
        "a table of events needs columns.status": given.table == "events" and not given.columns.status,
        f"constants.record_type: use one of {', '.join(TYPES)}": record_type not in TYPES,
        f"[record_type]: use {', '.join(TYPES)}": not set(given.record_type.values()) <= set(TYPES),
    }
    return [sentence for sentence, is_so in checks.items() if is_so] + meant


def _near(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    return f", did you mean {near}?" if near else ""


def _sentence(fault: Any) -> str:  # noqa: ANN401 – pydantic's own record of an error
    """Return our own words for what pydantic found."""
    if fault["type"] == "extra_forbidden":
        place = Columns if fault["loc"][0] == "columns" else Map
        return "no such entry" + _near(str(fault["loc"][-1]), place.model_fields)
    if fault["type"] == "missing":
        return "this is needed"
    return str(fault["msg"]).removeprefix("Value error, ")
