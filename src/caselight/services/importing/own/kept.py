"""One case of an export of our own, as its rows tell it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from caselight.core.refusal import Refusal

LINKS = ("merged_into", "follows")
Values = dict[str, Any]
Content = Callable[[str], bytes | None]


@dataclass(slots=True)
class Kept:
    """One case: checked, instants as such. What hangs on it stands under what it is called within the case."""

    number: int
    row: int
    case: Values
    details: Values
    steps: dict[int, Values] = field(default_factory=dict)
    intervals: dict[tuple[int, int], Values] = field(default_factory=dict)
    sheets: dict[int, tuple[str, Values, datetime | None]] = field(default_factory=dict)
    clocks: dict[str, Values] = field(default_factory=dict)
    escalations: dict[int, Values] = field(default_factory=dict)
    thresholds: dict[int, Values] = field(default_factory=dict)
    attachments: dict[int, Values] = field(default_factory=dict)
    is_alone: bool = False  # its steps were made of its instants

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def links(self) -> set[int]:
        """Return the numbers of the cases it names."""
        return {self.case[name] for name in LINKS if self.case.get(name)}


def wrong(name: str, reason: str) -> Refusal:
    """Return the refusal of a row for what stands in one of its columns."""
    return Refusal(reason, fields={name: reason})


def counted(name: str, given: str) -> int:
    """Return a number that an export counts by."""
    if not given.isascii() or not given.isdecimal():
        raise wrong(name, "This is not how an export counts. Leave this column as it was.")
    return int(given)
