"""Clocks, escalations and thresholds of an export: their rows checked, and tied to each other."""

import json
from collections.abc import Mapping
from typing import Any

from caselight.core.escalation import Way
from caselight.core.export_promises import runs_read
from caselight.core.export_tables import CLOCKS, ESCALATIONS, Table
from caselight.core.promises import Promise
from caselight.core.refusal import Refusal
from caselight.services.importing.faults import Fault, Faults
from caselight.services.importing.own.kept import Kept, Values, counted, wrong

NOT_OURS = "This is not how an export writes it. Leave this column as it was."
MINUTES = ("acknowledge_minutes", "resolve_minutes")


def take(table: Table, kept: Kept, key: str, values: Values) -> None:
    """Put a row with its case under what it is called by, its parts read; refuse one that is not as it should be."""
    if "runs" in values:
        values["runs"] = _runs(values["runs"])
    if table.name == CLOCKS:
        _clock(kept, key, values)
        return
    number = counted(table.key, key)
    rows = kept.escalations if table.name == ESCALATIONS else kept.thresholds
    if number in rows:
        raise wrong(table.key, "This number is there twice. Keep one of the two.")
    rows[number] = values
    if table.name == ESCALATIONS:
        if values["way"] not in set(Way):
            raise wrong("way", f"There is no such way: use one of {', '.join(Way)}.")
        values |= {name: _parts(name, values[name]) for name in ("matrix", "details") if name in values}
        if not all(isinstance(values["matrix"].get(name), int) for name in MINUTES):
            raise wrong("matrix", NOT_OURS)


def tied(kept: Kept, faults: Faults) -> None:
    """Find what is named and is not there: an escalation that another follows, or the clock of a threshold."""
    count = len(kept.escalations)
    if set(kept.escalations) != set(range(1, count + 1)):
        first = kept.escalations[min(kept.escalations)]
        _fault(first, "escalations.escalation", None, "They do not count from 1 without a gap. Export it anew.", faults)
    for place, row in kept.escalations.items():
        if row.get("follows", 0) >= place:
            _fault(row, "escalations.follows", row["follows"], "It can only follow an earlier one.", faults)
    for row in kept.thresholds.values():
        for name in ("escalation", "raised"):
            if row.get(name, 0) > count:
                _fault(row, f"thresholds.{name}", row[name], "The case has no such escalation. Export it anew.", faults)
        if ("escalation" in row) == ("clock" in row) or ("escalation" in row) != ("step" in row):
            reason = "Say either a clock, or an escalation and its step."
            _fault(row, "thresholds.clock", row.get("clock"), reason, faults)
        elif "clock" in row and row["clock"] not in kept.clocks:
            _fault(row, "thresholds.clock", row["clock"], "The case has no such clock. Export it anew.", faults)


def _clock(kept: Kept, key: str, values: Values) -> None:
    if key not in set(Promise):
        raise wrong("clock", f"There is no such promise: use one of {', '.join(Promise)}.")
    if key in kept.clocks:
        raise wrong("clock", "This promise is there twice. Keep one of the two.")
    if values.get("stopped_at") and values["runs"][-1][1] is None:
        raise wrong("runs", "The clock has stopped, and its last run goes on. Mend one of the two.")
    kept.clocks[key] = values


def _fault(row: Mapping[str, Any], column: str, value: object, reason: str, faults: Faults) -> None:
    faults.add(Fault(row["row"], row["row"], column, None if value is None else str(value), reason))


def _runs(told: str) -> list[list[str | None]]:
    try:
        return runs_read(told)
    except Refusal as refusal:
        raise wrong("runs", refusal.sentence) from refusal


def _parts(name: str, told: str) -> dict[str, Any]:
    try:
        found = json.loads(told)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise wrong(name, NOT_OURS)
    return found
