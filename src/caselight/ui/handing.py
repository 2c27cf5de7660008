"""How the hand-offs of a case went, in words."""

from collections.abc import Sequence
from datetime import datetime

from caselight.core.hand_offs import HandOff, Step, hand_offs
from caselight.core.wording import duration
from caselight.store.casefile import Told


def accepted(events: Sequence[Told], seq: int) -> str:
    """Return how the hand-off of this event was taken: Accepted by Liv Aasen after 12m."""
    found = next((one for one in _of(events) if one.seq == seq), None)
    if found is None:
        return "It was taken back."
    note = "" if found.has_note else " No note came with it."
    if found.ended_at is None:
        return f"Not accepted yet.{note}"
    waited = duration(found.waited(found.ended_at))
    if found.accepted_by is None:
        return f"Passed on after {waited}, never accepted.{note}"
    return f"Accepted by {found.accepted_by} after {waited}.{note}"


def attention(events: Sequence[Told], now: datetime) -> list[tuple[str, str]]:
    """Return what the hand-off that waits now is lacking: that somebody accepts it, and a note."""
    newest = _of(events)[-1:]
    waiting = [one for one in newest if one.ended_at is None]
    found = [("Acceptance", f"handed off {duration(one.waited(now))} ago, nobody has it yet") for one in waiting]
    return found + [
        ("Hand-off note", "it was handed off without one: add a note") for one in waiting if not one.has_note
    ]


def _of(events: Sequence[Told]) -> list[HandOff]:
    taken_back = {event.body.get("undoes") for event in events}
    return hand_offs(
        Step(
            event.seq,
            event.kind,
            event.at,
            event.is_accepted,
            event.actor or "Caselight",
            "note" in event.body.get("texts", {}),
        )
        for event in events
        if event.seq not in taken_back
    )
