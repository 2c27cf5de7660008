"""The one way a sheet gets in: its fields checked one by one, then together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caselight.core.records.check import owed, validate
from caselight.core.records.field import Stage
from caselight.core.refusal import Refusal
from caselight.core.sheets.base import Sheet
from caselight.core.sheets.register import SHEETS


def template_of(kind: str) -> type[Sheet]:
    """Return the class of a kind of sheet, or refuse one that does not exist."""
    if kind not in SHEETS:
        raise Refusal("There is no such kind of sheet.", fields={"kind": f"One of: {', '.join(SHEETS)}."})
    return SHEETS[kind]


def checked(
    template: type[Sheet], given: Mapping[str, Any], *, now: datetime, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the details of a complete sheet; refuse with a sentence for each field at fault.

    A sheet that was not complete `before`, because a personal field of it was erased, need not be so now.
    """
    is_erased = before is not None and bool(owed(template, before, Stage.LOGGING))
    details = validate(template, given, stage=None if is_erased else Stage.LOGGING, now=now)
    if faults := template.faults(details):
        raise Refusal(" ".join(faults.values()), fields=faults)
    return details
