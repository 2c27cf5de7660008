"""What every part of the bench is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from caselight.store.engine import Store


@dataclass(frozen=True, slots=True)
class Bench:
    """A filled database of the bench's own, and a folder to work in."""

    store: Store
    path: Path
    folder: Path
    ends: datetime  # the instant its data ends
    cases: int


Part = Callable[[Bench], Any]
