"""What is known of a demo case, and the fields of its type that follow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caselight.services.demo.dice import Dice

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a case when its fields are filled in."""

    dice: Dice
    service: str
    place: str
    cause: str
    serious: bool
    carrier: str | None
    occurred_at: datetime
    opened_at: datetime
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields known at each stage."""

    logging: Fields
    resolving: Fields
    closing: Fields
