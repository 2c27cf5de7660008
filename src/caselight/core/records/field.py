"""What a record template says about one of its fields."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from caselight.core.choice import Choice
from caselight.core.priority import Priority
from caselight.core.text import LINE, PROSE

Kind = Literal["line", "text", "choice", "many", "number", "money", "instant", "yes/no"]
LARGEST = 1_000_000_000


class Stage(IntEnum):
    """A moment in the life of a case by which a field may be owed."""

    LOGGING = 1
    RESOLVING = 2
    CLOSING = 3

    @property
    def word(self) -> str:
        """Return the moment as a sentence says it: logging."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Span:
    """The time from another instant of the record to this one, such as a downtime."""

    since: str  # the field where it begins
    label: str
    open_end: str = ""  # what an empty end means; a span that has one may not end before it starts


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field, with all that a form, a check, a file and a page of documentation need to know about it."""

    label: str
    guidance: str
    name: str = ""
    kind: Kind = "line"
    choices: tuple[Choice | Priority, ...] = ()
    offers: str = ""  # the list that the screen proposes values from: clients, teams, people, services, types
    required: Stage | None = None
    serious: bool = False  # owed only for P1, P2, a missed promise or a recurrence
    personal: bool = False  # kept apart, erasable
    multiline: bool = False
    max_length: int = LINE
    unit: str = ""
    least: int = 0  # of a number
    most: int = LARGEST
    no: str = ""  # how a sentence says that a yes/no was answered no
    future: bool = False  # an instant that may lie ahead
    span: Span | None = None

    @property
    def owed(self) -> str:
        """Return when the field is owed, as its hint says it; empty where it never is."""
        if self.required is None:
            return ""
        whom = " for P1, P2, a missed promise or a recurrence" if self.serious else ""
        return f"Owed at {self.required.word}{whom}"

    def __call__(self, schema: JsonDict) -> None:
        """Add to the JSON schema of the field what callers of the API should know."""
        schema |= {"owed": self.owed, "personal": self.personal, "unit": self.unit}


def field(label: str, guidance: str, **about: Any) -> Any:  # noqa: ANN401 – stands where pydantic's own Field does
    """Declare a field of a template: its label, what to write in it and when, and anything else a FormField says."""
    if about.get("multiline"):
        about.setdefault("max_length", PROSE)
    said = FormField(label=label, guidance=guidance, **about)
    return Field(default=None, title=label, description=guidance, json_schema_extra=said)
