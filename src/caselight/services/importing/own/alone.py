"""The steps of a case of which there is nothing but its row: one for each instant of its life."""

from datetime import datetime

from caselight.core.lifecycle import Status
from caselight.services.importing.own.kept import Values
from caselight.services.importing.steps import ENDS

# What each instant says: the kind of step, and the status after it (none: as before).
MARKS: dict[str, tuple[str, Status | None]] = {
    "opened_at": ("logged", Status.NEW),
    "first_response_at": ("told", None),
    "acknowledged_at": ("acknowledged", Status.IN_PROGRESS),
    "resolved_at": ("resolved", Status.RESOLVED),
    "closed_at": ("closed", Status.CLOSED),
}
ENDED = frozenset({"resolved_at", "closed_at"})
# What step leads to a status that no instant says.
KINDS = {Status.WAITING: "waiting", Status.CANCELLED: "cancelled", Status.MERGED: "merged"}


def lived(case: Values) -> dict[int, Values]:
    """Return its steps in the order of time, the last one as the case stands now."""
    marks = [name for name in MARKS if case.get(name) and (case["status"] in ENDS or name not in ENDED)]
    marks.sort(key=lambda name: (name != "opened_at", case[name]))
    steps: list[Values] = []
    status, at = Status.NEW, case["opened_at"]
    for name in marks:
        kind, after = MARKS[name]
        status, at = after or status, max(at, case[name])
        steps.append(_step(case, kind, status, at) | {"is_accepted": status != Status.NEW})
    final = Status(case["status"])
    if status != final:
        steps.append(_step(case, KINDS.get(final, "imported"), final, max(at, case["touched_at"])))
    steps[-1] |= {name: case[name] for name in ("owner", "is_accepted", "waiting_reason") if name in case}
    return dict(enumerate(steps, start=1))


def _step(case: Values, kind: str, status: Status, at: datetime) -> Values:
    team = {name: case[name] for name in ("team", "tier") if name in case}
    return {"kind": kind, "status": status.value, "at": at} | team
