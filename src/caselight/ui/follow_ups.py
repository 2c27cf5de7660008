"""What is still to be done after a sheet: its follow-up with a due time, and the steps of a recovery to tick."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.records import TYPES, form_fields
from caselight.core.sheets import SHEETS
from caselight.core.wording import duration, moment, reference
from caselight.services import verbs
from caselight.store import sheets
from caselight.store.casefile import CaseFile
from caselight.store.sheets import SheetRow
from caselight.ui import act, data, html

CHECKLIST = SHEETS["checklist"]


def show(me: Principal, file: CaseFile, now: datetime, zone: tzinfo) -> None:
    """Draw what is due on the sheets of a case with a button for done, and the checklist of a recovery."""
    rows = data.read(sheets.of_case, me.scope, file.id)
    _refused(file)
    open_ones = sorted((row.due_at, row.number, row) for row in rows if row.due_at and not row.done_at)
    if open_ones:
        _follow_ups(me, file, [row for _, _, row in open_ones], now, zone)
    ticked = next((row for row in rows if row.kind == CHECKLIST.key), None)
    if ticked or (file.record_type in TYPES and TYPES[file.record_type].family == "recovery"):
        _checklist(me, file, ticked)


def _follow_ups(me: Principal, file: CaseFile, rows: list[SheetRow], now: datetime, zone: tzinfo) -> None:
    with st.container(key="panel_follow_ups"):
        html.draw("follow_ups_head", count=len(rows))
        for row in rows:
            with st.container(horizontal=True, key=f"follow_up_{row.number}"):
                html.draw("follow_up", row=row, lines=list(_lines(row, now, zone)), is_past=_is_past(row, now))
                if me.may(Right.WORK):
                    st.button("Done", key=f"follow_up_done_{row.number}", on_click=_finish, args=(file, row))


def _lines(row: SheetRow, now: datetime, zone: tzinfo) -> Iterator[str]:
    """Yield what is due, and by when."""
    yield SHEETS[row.kind].follow_up
    if row.due_at:
        when, span = moment(row.due_at, zone, now=now), duration(now - row.due_at)
        yield f"was due {when}, {span} ago" if _is_past(row, now) else f"due {when}, in {span}"


def _is_past(row: SheetRow, now: datetime) -> bool:
    return row.due_at is not None and row.due_at < now


def _finish(file: CaseFile, row: SheetRow) -> None:
    said = f"{reference(file.id)}: {SHEETS[row.kind].follow_up.lower()} done."
    act.do(verbs.finish_sheet, case=file.id, form=_form(file), said=said, sheet=row.number)


def _checklist(me: Principal, file: CaseFile, row: SheetRow | None) -> None:
    details = row.details if row else {}
    fields = form_fields(CHECKLIST)
    with st.container(key="panel_checklist"):
        done = sum(bool(details.get(about.name)) for about in fields)
        html.draw("checklist_head", title=CHECKLIST.title, done=done, steps=len(fields))
        for about in fields:
            key = f"tick:{file.id}:{about.name}"
            st.session_state[key] = bool(details.get(about.name))
            st.checkbox(
                about.label,
                key=key,
                help=about.guidance,
                disabled=not me.may(Right.WORK),
                on_change=_tick,
                args=(file, row, about.name),
            )


def _tick(file: CaseFile, row: SheetRow | None, name: str) -> None:
    """Tick a step, or take its tick away; the first tick begins the checklist."""
    is_ticked = bool(st.session_state[f"tick:{file.id}:{name}"])
    said, form = f"{reference(file.id)}: checklist changed.", _form(file)
    if row is None:
        act.do(verbs.add_sheet, case=file.id, form=form, said=said, kind=CHECKLIST.key, fields={name: is_ticked})
    else:
        act.do(verbs.correct_sheet, case=file.id, form=form, said=said, sheet=row.number, fields={name: is_ticked})


def _refused(file: CaseFile) -> None:
    if refused := act.refusal(_form(file)):
        html.draw("refusal", sentence=refused.sentence)


def _form(file: CaseFile) -> str:
    return f"follow_ups:{file.id}"
