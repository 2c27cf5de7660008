"""Recoveries at every point of their course, as somebody else logs them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import elsewhere
from caselight.services import verbs
from caselight.store.engine import Store

HOUR = timedelta(hours=1)
OFFERED = {"direction": "to the customer", "channel": "voice", "said": "Sorry.", "offered": "A refund"}
SETTLING = {
    "failed": "technical",
    "product": "Voice",
    "happened_at": "2026-01-05T10:00:00Z",
    "first_reaction": "Angry.",
}


def a_recovery(place: Store, client: int = 1, *, ago: timedelta = 40 * HOUR, nature: str = "technical") -> int:
    """Let somebody log a recovery and offer the customer a refund."""
    details = {"customer": "ZZ-CUSTOMER", "failed": nature}
    number = elsewhere.a_case(place, client, ago=ago, record_type="recovery", title="Refund", details=details)
    note(place, number, "interaction", ago=ago - HOUR, **OFFERED)
    return number


def note(place: Store, number: int, kind: str, *, ago: timedelta = HOUR, **fields: Any) -> int:
    """Add a sheet to a case and return what it is called by."""
    return elsewhere.done(place, verbs.add_sheet, ago=ago, case=number, kind=kind, fields=fields).version


def settle(place: Store, number: int, *, ago: timedelta, confirmed: str = "confirmed by the customer") -> None:
    """Refund the customer, note what they say to it, and resolve the recovery."""
    due = (datetime.now(UTC) - ago + 2 * HOUR).isoformat()
    refund = {"action": "refund", "amount": "40", "currency": "EUR", "department": "Care", "worked": True}
    note(place, number, "action", ago=ago + 2 * HOUR, **refund)
    note(place, number, "resolution", ago=ago + HOUR, what="The money is there.", confirmed=confirmed, due_at=due)
    note(place, number, "checklist", ago=ago + HOUR, listened=True, offered=True)
    elsewhere.done(place, verbs.resolve, ago=ago, case=number, details=SETTLING)


def at_every_point(place: Store) -> dict[str, int]:
    """Log recoveries at every point of their course, one of them of another client."""
    won, lost, open_, foreign = (a_recovery(place, client) for client in (1, 1, 3, 4))
    settle(place, won, ago=20 * HOUR)
    settle(place, lost, ago=10 * HOUR, confirmed="not accepted by the customer")
    marks = {"score_before": 1, "score": 5, "would_return": 9, "said": "ZZ-WORDS <b>at last</b>"}
    note(place, won, "feedback", ago=5 * HOUR, **marks)
    note(place, lost, "feedback", ago=4 * HOUR, score_before=2, score=2, would_return=3, suggestions="ZZ-ADVICE")
    note(place, foreign, "feedback", ago=3 * HOUR, score=4, said="ZZ-FOREIGN")
    elsewhere.done(place, verbs.escalate, ago=2 * HOUR, case=open_, reason="Needs more")
    return {"won": won, "lost": lost, "open": open_, "foreign": foreign}
