"""An open case as reads return it; a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from caselight.core.lateness import OpenCase

SEEN = datetime(2026, 11, 16, 10, tzinfo=UTC)  # a Monday
CASE = OpenCase(
    number=1,
    version=1,
    client_id=1,
    client="Norvane Telecom",
    record_type="technical",
    title="Voice lines down",
    status="in progress",
    waiting_reason=None,
    priority=2,
    tier=1,
    team_id=1,
    team="Service Desk",
    owner_id=7,
    owner="J. Amadi",
    is_accepted=True,
    customers_affected=None,
    opened_at=SEEN,
    touched_at=SEEN,
    next_step=None,
)


def open_case(number: int = 1, **said: Any) -> OpenCase:
    """Return a case of this number; one whose owner is None has none."""
    if "owner" in said:
        said["owner_id"] = CASE.owner_id if said["owner"] else None
    return replace(CASE, number=number, **said)
