"""A dispute in its formal stages: each with when, by whom and what was put down; those to come are empty."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from caselight.core.escalation_kinds import STAGES
from caselight.core.people import Principal
from caselight.core.wording import moment
from caselight.store import casefile
from caselight.store.casefile import CaseFile, Told
from caselight.ui import data, html
from caselight.ui.sentences import ERASED

KIND = "dispute"


class Documented(NamedTuple):
    """One stage as it stands on record; empty where it was not reached, or was passed over."""

    name: str
    at: str = ""
    by: str = ""
    note: str = ""


def show(me: Principal, file: CaseFile, now: datetime, zone: tzinfo) -> None:
    """Draw the stages of a dispute, where there is one."""
    events = data.read(casefile.events, me.scope, file.id)
    if found := stages(events, data.read(casefile.texts, me.scope, file.id), now=now, zone=zone):
        html.draw("case_dispute", stages=found, reached=sum(bool(stage.at) for stage in found))


def stages(
    events: Sequence[Told], texts: Mapping[int, Mapping[str, str]], *, now: datetime, zone: tzinfo
) -> list[Documented]:
    """Return the stages of the newest dispute in their order; none where there was no dispute."""
    raised = [event for event in events if event.body.get("kind") == KIND and "way" in event.body]
    if not raised:
        return []
    reached: dict[str, Documented] = {}
    for event, stage in _moves(raised[-1], events):
        note = texts.get(event.seq, {}).get("note", ERASED if "note" in event.body.get("texts", {}) else "")
        reached[stage] = Documented(stage, moment(event.at, zone, now=now), event.actor or "Caselight", note)
    return [reached.get(stage, Documented(stage)) for stage in STAGES]


def _moves(raised: Told, events: Sequence[Told]) -> Iterator[tuple[Told, str]]:
    """Yield each event that put a dispute into a stage, with the stage."""
    key = f"{raised.body['way']}:{raised.seq}"
    yield raised, raised.body.get("stage", STAGES[0])
    for event in events:
        before, after = event.body.get("escalations", {}).get(key, {}).get("details", ({}, {}))
        if (stage := after.get("stage")) and stage != before.get("stage"):
            yield event, stage
