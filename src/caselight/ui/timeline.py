"""The one timeline of a case: every event in plain words, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby

from caselight.core.wording import clock, date
from caselight.store.casefile import CaseFile, Told
from caselight.ui import sheet_lines
from caselight.ui.changes import changed
from caselight.ui.sentences import ERASED, Happened, sentence

KINDS = {
    "case:logged": "Incident",
    "case:imported": "Incident",
    "case:interval_opened": "Incident",
    "case:interval_changed": "Incident",
    "case:interval_ended": "Incident",
    "case:told": "Interaction",
    "case:escalated": "Escalation",
    "case:raised_to_manager": "Escalation",
    "case:escalation_acknowledged": "Escalation",
    "case:escalation_declined": "Escalation",
    "case:escalation_rearmed": "Escalation",
    "case:escalation_resolved": "Escalation",
    "case:escalation_updated": "Escalation",
    "case:de_escalated": "Escalation",
    "case:resolved": "Resolution",
    "case:closed": "Resolution",
    "case:reopened": "Resolution",
    "case:cancelled": "Resolution",
    "case:merged": "Resolution",
    **sheet_lines.KINDS,
}
OTHER = "Action"
SHOWS_CHANGES = ("case:updated", "case:resolved", "case:closed", "case:undone")


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words."""

    at: str
    kind: str
    said: str
    more: tuple[str, ...]
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day, newest first."""

    date: str
    lines: tuple[Line, ...]


def days(
    file: CaseFile,
    events: Sequence[Told],
    texts: Mapping[int, Mapping[str, str]],
    *,
    now: datetime,
    zone: tzinfo,
) -> list[Day]:
    """Return the events of a case by day, newest first."""
    told = [Happened(file, event, events, texts.get(event.seq, {}), zone) for event in reversed(events)]
    by_day = groupby(told, key=lambda happened: date(happened.event.at, zone, now=now))
    return [Day(name, tuple(_line(happened, zone) for happened in same)) for name, same in by_day]


def counts(found: Iterable[Day]) -> dict[str, int]:
    """Return how many events there are of each kind."""
    kinds = [line.kind for day in found for line in day.lines]
    return {kind: kinds.count(kind) for kind in dict.fromkeys((*KINDS.values(), OTHER)) if kind in kinds}


def _line(happened: Happened, zone: tzinfo) -> Line:
    event = happened.event
    note = happened.texts.get("note", ERASED if "note" in event.body.get("texts", {}) else "")
    is_sheet = event.kind in sheet_lines.KINDS
    return Line(
        at=clock(event.at, zone),
        kind=KINDS.get(event.kind, OTHER),
        said=sheet_lines.sentence(happened) if is_sheet else sentence(happened),
        more=sheet_lines.more(happened) if is_sheet else _changes(happened),
        note=note,
        by=event.actor or "Caselight",
    )


def _changes(happened: Happened) -> tuple[str, ...]:
    event = happened.event
    texts = {name: text for name, text in happened.texts.items() if name != "note"}
    return tuple(changed(happened.file.record_type, event, texts, happened.zone)) if event.kind in SHOWS_CHANGES else ()
