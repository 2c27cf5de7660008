"""The steps of one case's life as a file tells them: its events, or the instants of its one row."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from caselight.core.lifecycle import Status
from caselight.core.mapping.parts import State
from caselight.services.importing.said import Said

ENDS = (Status.RESOLVED, Status.CLOSED)
# What each instant of a one-row case says: its status (none: as before), accepted, kind (none: by what changed).
LIFE: dict[str, tuple[Status | None, bool | None, str | None]] = {
    "opened": (Status.NEW, None, None),
    "first_response": (None, None, "told"),
    "acknowledged": (Status.IN_PROGRESS, True, None),
    "resolved": (Status.RESOLVED, None, None),
    "closed": (Status.CLOSED, None, None),
}


class Step(NamedTuple):
    """Something that happened to a case, by the row that says so."""

    at: datetime
    state: State
    row: int
    values: dict[str, Any]


def steps_of(rows: Sequence[Said], table: str) -> list[Step]:
    """Return the steps in order, the first one the opening."""
    if table == "events":
        return [Step(said.values["at"], said.values["status"], said.row, said.values) for said in rows]
    return list(_life(rows[0]))


def kind_of(before: "Standing | None", after: "Standing") -> str:
    """Return what kind of event leads from one standing to the next: the weightiest thing that changed."""
    if before is None:
        return "case:logged"
    ended, ends = before.status in ENDS, after.status in ENDS
    changed = {
        "cancelled": after.status == Status.CANCELLED != before.status,
        "reopened": ended and not ends,
        "closed": after.status == Status.CLOSED != before.status,
        "resolved": ends and not ended,
        "escalated": (after.tier or 0) > (before.tier or 0),
        "handed_off": after.team_id != before.team_id,
        "waiting": after.status == Status.WAITING != before.status,
        "went_on": before.status == Status.WAITING != after.status,
        "acknowledged": after.is_accepted and not before.is_accepted,
        "owned": after.owner_id != before.owner_id,
        "imported": True,
    }
    return next(f"case:{kind}" for kind, is_so in changed.items() if is_so)


class Standing(NamedTuple):
    """How a case stands after a step."""

    status: Status
    team_id: int | None
    tier: int | None
    owner_id: int | None
    is_accepted: bool
    priority: int


def _life(said: Said) -> Iterator[Step]:
    """Yield the steps of a one-row case; its status column has the last word on how it stands."""
    values, final = said.values, said.values.get("status")
    told = [name for name in LIFE if values.get(name)]
    if final and final.status == Status.CANCELLED:
        told = [name for name in told if name != "resolved" or not values.get("closed")]
    told.sort(key=lambda name: values[name])
    status = Status.NEW
    for name in told:
        after, accepted, kind = LIFE[name]
        status = after or status
        state = State(status=status, accepted=accepted, kind=kind)
        if final and name == told[-1]:
            state = State(status=final.status, accepted=final.accepted or accepted, reason=final.reason, kind=kind)
        yield Step(values[name], state, said.row, values)
        values = values | {"note": None}  # a note is told once
