"""The Case page: what happened, who did what, what is still owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from caselight.core.people import Principal, Right
from caselight.core.priority import label
from caselight.core.wording import duration, moment, reference
from caselight.store import alike, casefile, suggest
from caselight.store.casefile import CaseFile
from caselight.ui import (
    attachments,
    case_escalations,
    data,
    dispute,
    follow_ups,
    html,
    ledger,
    linked,
    outward,
    owed,
    promises,
    queue_panel,
    recurring,
    timeline,
)

SIMILAR_WITHIN = timedelta(days=90)
SIMILAR = 3
ALL_KINDS = "All"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of the page stand that are drawn anew while it lives."""

    head: DeltaGenerator
    main: DeltaGenerator
    owed: DeltaGenerator
    side: DeltaGenerator


def find(me: Principal) -> CaseFile:
    """Return the case that the URL names; foreign, missing and unreadable are told in the same words."""
    file = queue_panel.find(me, st.query_params.get("id", ""))
    if file is None:
        html.draw("case_none")
        st.stop()
    return file


def show(me: Principal, number: int, places: Places) -> None:
    """Draw head, promises, timeline and what is owed as they are now."""
    file = data.read(casefile.case_file, me.scope, number)
    now, zone = data.now(), data.zone()
    if file is None:
        html.draw("case_none")
        return
    with places.head:
        shown = outward.facts(me, facts(file, now, zone))
        up = "queue" if me.may(Right.WORK) else "cases"  # where they came from, and may go back to
        html.draw("case_head", case=reference(number), file=file, facts=shown, up=up)
    if outward.is_for(me):
        with places.main:
            outward.show(me, file, now, zone)
    else:
        _inside(me, file, places, now, zone)


def facts(file: CaseFile, now: datetime, zone: tzinfo) -> list[tuple[str, str, str]]:
    """Return the five facts of the head: label, value, and a word on it."""
    state = file.status[:1].upper() + file.status[1:]
    why = f"for {file.waiting_reason}" if file.waiting_reason else "reopened once" if file.reopens == 1 else ""
    matrix = f"{file.impact} × {file.urgency}" if file.impact and file.urgency else ""
    by_hand = "set by hand" if file.is_priority_by_hand else matrix
    return [
        ("State", state, why or (f"reopened {file.reopens} times" if file.reopens else "")),
        ("Priority", label(file.priority), by_hand),
        ("Owner", file.owner or "", "" if file.is_accepted else "not acknowledged"),
        ("Team", file.team or "none", f"tier {file.tier}" if file.tier else ""),
        ("Opened", moment(file.opened_at, zone, now=now), f"{duration(now - file.opened_at)} ago"),
    ]


def _inside(me: Principal, file: CaseFile, places: Places, now: datetime, zone: tzinfo) -> None:
    with places.main:
        _promises(me, file, now, zone)
        case_escalations.show(me, file, now, zone)
        _timeline(me, file, now, zone)
    with places.owed:
        html.draw("case_owed", owed=owed.by_stage(me, file, now), next_step=file.next_step)
        follow_ups.show(me, file, now, zone)
    with places.side:
        attachments.show(me, file, now, zone)
        linked.show(me, file)
        dispute.show(me, file, now, zone)
        recurring.show(me, file)
        html.draw("case_similar", rows=_similar(me, file, now), client=file.client)


def _promises(me: Principal, file: CaseFile, now: datetime, zone: tzinfo) -> None:
    rows = data.read(casefile.clocks, me.scope, file.id)
    told = data.read(casefile.events, me.scope, file.id), data.read(casefile.texts, me.scope, file.id)
    turns = casefile.turns(*told)
    with st.container(key="panel_promises"):
        views = promises.views(rows, now, zone, turns)
        said = promises.contract(rows, now, zone)
        html.draw("case_promises", clocks=views, contract=said, rounds=promises.rounds(rows))
        ledger.show(file.client, rows, turns, now=now, zone=zone)


def _timeline(me: Principal, file: CaseFile, now: datetime, zone: tzinfo) -> None:
    events = attachments.readable(me, data.read(casefile.events, me.scope, file.id))
    texts = data.read(casefile.texts, me.scope, file.id)
    days = timeline.days(file, events, texts, now=now, zone=zone)
    counted = timeline.counts(days)
    with st.container(key="panel_timeline"):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            html.draw("case_happened", zone=str(zone), width="content")
            kind = st.selectbox(
                "Show",
                [ALL_KINDS, *counted],
                key="timeline_kind",
                label_visibility="collapsed",
                width=170,
            )
        html.draw("case_timeline", days=days, kind="" if kind == ALL_KINDS else kind)


def _similar(me: Principal, file: CaseFile, now: datetime) -> list[dict[str, str]]:
    since = (now - SIMILAR_WITHIN).replace(hour=0, minute=0, second=0, microsecond=0)
    # Comparing with all titles of a client takes 60 ms.
    find, scope, client = alike.to_title, me.scope, file.client_id
    found = data.read_slowly(find, scope, client, title=file.title, number=file.id, since=since, most=SIMILAR)
    return [_in_words(row, now) for row in found]


def _in_words(row: suggest.Before, now: datetime) -> dict[str, str]:
    if row.resolved_at:
        cause = f"{row.root_cause}, " if row.root_cause else ""
        end = f"{cause}resolved in {duration(row.resolved_at - row.opened_at)}"
    else:
        end = f"{row.status}, open for {duration(now - row.opened_at)}"
    return {"case": reference(row.number), "title": row.title, "end": end}
