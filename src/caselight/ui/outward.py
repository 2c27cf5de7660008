"""What a client's own people see of their cases: nothing written among colleagues, our names as the contract says."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import groupby

from caselight.core.people import Principal, Right
from caselight.core.wording import clock, date
from caselight.store import casefile
from caselight.store.casefile import CaseFile, Told
from caselight.ui import data, html, promises
from caselight.ui.case_rows import Row
from caselight.ui.timeline import KINDS, Day, Line

SAID = {
    "case:logged": "Your case is with us.",
    "case:told": "We told you:",
    "case:resolved": "Resolved.",
    "case:closed": "Closed.",
    "case:reopened": "Taken up again.",
    "case:cancelled": "Cancelled.",
    "case:merged": "Continued in another case.",
}
SPOKEN = "case:told"  # the one event whose words were meant for them
OWNED, UNOWNED = "assigned", "not assigned yet"


def is_for(me: Principal) -> bool:
    """Say whether this person sees cases from outside."""
    return not me.may(Right.COLLEAGUES)


def owner(me: Principal, name: str) -> str:
    """Return the owner as this person may know them."""
    if not is_for(me):
        return name
    return (name if me.knows_staff else OWNED) if name else UNOWNED


def actor(me: Principal, name: str) -> str:
    """Return who did something as this person may know them: a name, or nothing."""
    return name if me.knows_staff else ""


def row(me: Principal, inside: Row) -> Row:
    """Return a row of a list as this person may see it."""
    return replace(inside, owner=owner(me, inside.owner), next_step="", step_due="") if is_for(me) else inside


def facts(me: Principal, inside: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the facts of a case's head as this person may see them."""
    said = list(inside)
    if not is_for(me):
        return said
    return [
        ("Owner", owner(me, value), "") if label == "Owner" else (label, value, more) for label, value, more in said
    ]


def show(me: Principal, file: CaseFile, now: datetime, zone: tzinfo) -> None:
    """Draw the promises of a case and what happened to it."""
    rows = data.read(casefile.clocks, me.scope, file.id)
    views, contract = promises.views(rows, now, zone), promises.contract(rows, now, zone)
    html.draw("case_promises", clocks=views, contract=contract, rounds="")
    events, texts = data.read(casefile.events, me.scope, file.id), data.read(casefile.texts, me.scope, file.id)
    told = {seq: words.get("note", "") for seq, words in texts.items()}
    html.draw("case_happened", zone=str(zone))
    html.draw("case_timeline", days=days(me, events, told, now=now, zone=zone), kind="")


def days(me: Principal, events: Sequence[Told], told: dict[int, str], *, now: datetime, zone: tzinfo) -> list[Day]:
    """Return by day, newest first, what happened and what the client was told; `told` has the notes by event."""
    shown = [event for event in reversed(events) if event.kind in SAID]
    return [
        Day(name, tuple(_line(me, event, told, zone) for event in same))
        for name, same in groupby(shown, key=lambda event: date(event.at, zone, now=now))
    ]


def _line(me: Principal, event: Told, told: dict[int, str], zone: tzinfo) -> Line:
    return Line(
        at=clock(event.at, zone),
        kind=KINDS[event.kind],
        said=SAID[event.kind],
        more=(),
        note=told.get(event.seq, "") if event.kind == SPOKEN else "",
        by=actor(me, event.actor or ""),
    )
