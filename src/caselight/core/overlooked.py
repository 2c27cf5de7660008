"""What nobody has in hand: open cases that say nothing of what comes next, or whose customer was let wait."""

from collections.abc import Iterable
from datetime import datetime

from caselight.core.lateness import OpenCase, is_overdue
from caselight.core.promises import Promise


def without_next_step(cases: Iterable[OpenCase]) -> list[OpenCase]:
    """Return the cases worked on without a next step written down, oldest first; one that waits says for what."""
    return _oldest(case for case in cases if case.status != "waiting" and not case.next_step)


def update_missed(cases: Iterable[OpenCase], now: datetime) -> list[OpenCase]:
    """Return the cases whose customer was promised an update that is past due, oldest first."""
    return _oldest(
        case
        for case in cases
        if any(one.promise == Promise.UPDATE and is_overdue(one.due_at, now) for one in case.promises)
    )


def _oldest(cases: Iterable[OpenCase]) -> list[OpenCase]:
    return sorted(cases, key=lambda case: (case.opened_at, case.number))
