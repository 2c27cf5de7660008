"""What the one box has understood so far."""

from dataclasses import dataclass
from typing import Self

from caselight.core.oneline.verbs import Verb
from caselight.core.priority import Priority
from caselight.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood, echoed before Enter: from the line, or filled in."""

    label: str
    value: str
    given: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is understood, what is wrong with it, and what is still to be typed."""

    chips: tuple[Chip, ...] = ()
    problems: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def require(self) -> Self:
        """Return the draft if it can be saved; refuse with all that is wrong or missing."""
        if self.problems or self.missing:
            raise Refusal(" ".join(self.problems + self.missing))
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDraft(Draft):
    """A new case; None means that the line does not say, so the writer's default holds."""

    title: str = ""
    client: str | None = None
    record_type: str | None = None
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDraft(Draft):
    """A verb on the case whose number ends in `digits`; without a verb the case is only shown."""

    digits: str
    verb: Verb | None = None
    text: str = ""
    priority: Priority | None = None
    team: str | None = None
