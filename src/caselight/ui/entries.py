"""What a person did last, and the way to take it back within a minute."""

from datetime import timedelta
from math import ceil

import streamlit as st

from caselight.core.wording import clock, reference
from caselight.services import verbs
from caselight.store import suggest
from caselight.store.suggest import Entry
from caselight.ui import act, data, html
from caselight.ui.draft import Known
from caselight.ui.sentences import words_of

UNDO_WITHIN = timedelta(seconds=60)
UNDO = "undo"


def show(now: Known) -> None:
    """Draw the last five entries of this person; the newest of a case can be taken back for a minute."""
    rows = data.read(suggest.last_entries, now.me.scope, now.me.user_id or 0)
    refused = act.refusal(UNDO)
    newest = next((row.event_id for row in rows if _may_undo(row, now)), None)
    with st.container(key="panel_entries"):
        html.draw("box_entries_head", sentence=refused.sentence if refused else "", is_empty=not rows)
        for row in rows:
            _entry(row, now, is_newest=row.event_id == newest)


def _may_undo(row: Entry, now: Known) -> bool:
    return row.seq == row.version and row.kind != "case:undone" and now.now - row.recorded_at < UNDO_WITHIN


def _entry(row: Entry, now: Known, *, is_newest: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", key=f"entry_{row.event_id}"):
        html.draw(
            "box_entry",
            at=clock(row.recorded_at, now.zone),
            case=reference(row.case_id),
            row=row,
            did=words_of(row.kind).capitalize(),
            left=_seconds_left(row, now) if _may_undo(row, now) else 0,
            width="content",
        )
        if _may_undo(row, now):
            st.button(
                "Undo",
                key=f"undo_{row.event_id}",
                shortcut="Alt+Z" if is_newest else None,
                on_click=_undo,
                args=(row.case_id, row.seq),
            )


def _seconds_left(row: Entry, now: Known) -> int:
    return max(1, ceil((UNDO_WITHIN - (now.now - row.recorded_at)).total_seconds()))


def _undo(case: int, seq: int) -> None:
    act.do(verbs.undo, case=case, form=UNDO, seq=seq, said=f"{reference(case)}: entry taken back. The log keeps both.")
