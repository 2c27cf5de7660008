"""Which status a case may go to from which, and by which verb."""

from datetime import timedelta
from enum import StrEnum

from caselight.core.refusal import Refusal

REOPEN_WITHIN = timedelta(days=14)
CLOSES_AFTER = timedelta(days=5)


class Status(StrEnum):
    """Where a case stands; acknowledged is an instant, not a status."""

    NEW = "new"
    IN_PROGRESS = "in progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


OPEN = (Status.NEW, Status.IN_PROGRESS, Status.WAITING)
LEFT_OUT = (Status.CANCELLED, Status.MERGED)

FROM: dict[str, tuple[Status, ...]] = {
    "update": (*OPEN, Status.RESOLVED),
    "acknowledge": OPEN,
    "own": OPEN,
    "wait": (Status.NEW, Status.IN_PROGRESS),
    "go on": (Status.WAITING,),
    "note": tuple(Status),
    "tell": (*OPEN, Status.RESOLVED),
    "hand off": OPEN,
    "escalate": OPEN,
    "resolve": OPEN,
    "close": (Status.RESOLVED,),
    "reopen": (Status.RESOLVED, Status.CLOSED),
    "cancel": OPEN,
    "merge": OPEN,
}


def check(verb: str, status: str, reference: str) -> None:
    """Refuse a verb that the case's status does not allow, naming the verbs that it does."""
    if status in FROM[verb]:
        return
    possible = [name for name, froms in FROM.items() if status in froms]
    raise Refusal(f"{reference} is {status}, so it cannot {verb}. It can: {', '.join(possible)}.")
