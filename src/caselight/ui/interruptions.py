"""The interruptions of a case, service by service: read, ended, corrected and added in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import streamlit as st

from caselight.core import interruptions as rules
from caselight.core.downtime import length, union
from caselight.core.interruptions import COLUMNS, Interval
from caselight.core.lifecycle import FROM
from caselight.core.people import Principal, Right
from caselight.core.records import form_fields
from caselight.core.records.interruption import Effect, Severity
from caselight.core.records.interval import IntervalForm
from caselight.core.refusal import Conflict
from caselight.core.wording import clock, date, duration, moment
from caselight.services import verbs
from caselight.store import casefile, suggest
from caselight.store import interruptions as reads
from caselight.store.casefile import CaseFile
from caselight.store.interruptions import IntervalRow
from caselight.ui import act, data, forms, html, outward

FIELDS = {about.name: about for about in form_fields(IntervalForm)}
ROWS = (("service",), ("started_at", "ended_at"), ("severity", "effect"), ("is_planned", "announced_at"))
NEW = "new"
EDITING = "interval_editing"  # case and key of the interval whose form is open
SEEN = "interval_seen"  # the version of the case when it was opened; none: save whatever others did


@dataclass(frozen=True, slots=True)
class Line:
    """One interval in words; `shape` is the shape beside its state."""

    service: str
    since: str
    until: str
    lasted: str
    badly: str
    state: str
    shape: str


@st.fragment
def show(me: Principal, number: int) -> None:
    """Draw the panel, where the case is an interruption."""
    file = data.read(casefile.case_file, me.scope, number)
    if file is None or rules.template(file.record_type) is None or outward.is_for(me):
        return
    rows = data.read(reads.of_case, me.scope, number)
    may_edit = me.may(Right.WORK) and file.status in FROM["update"]
    with st.container(key="panel_interruptions"):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            html.draw("interruptions_head", told=told(rows, data.now()), width="content")
            if may_edit:
                st.button("Add", type="tertiary", key="interval_add", on_click=_begin, args=(file, None))
        for row in rows:
            _row(file, row, may_edit=may_edit)
        if st.session_state.get(EDITING) == (number, NEW):
            _form(me, file, None)
        elif not rows:
            html.draw("interruptions_none")
        for row in rows:
            if st.session_state.get(EDITING) == (number, row.key):
                _form(me, file, row)


def told(rows: Sequence[IntervalRow], now: datetime) -> str:
    """Return the whole in a few words: how many services, how many still down, and the downtime counted once."""
    spans = [(row.started_at, min(row.ended_at or now, now)) for row in rows if _counts(row) and row.started_at < now]
    lasting = sum(row.ended_at is None for row in rows)
    parts = [f"{len(rows)} interval{'s' * (len(rows) != 1)}"] if rows else []
    parts += [f"{lasting} still lasting"] if lasting else []
    parts += [f"unplanned downtime {duration(_once(spans))}"] if spans else []
    return ", ".join(parts)


def line(row: IntervalRow, *, now: datetime, zone: tzinfo) -> Line:
    """Return an interval in words."""
    severity, effect = Severity.parse(row.severity), Effect.parse(row.effect).value
    how_badly = "No severity" if severity is Severity.NONE else severity.label
    planned = (
        f"planned, announced {moment(row.announced_at, zone, now=now)}" if row.is_planned and row.announced_at else ""
    )
    lies_ahead = row.started_at > now
    lasts = row.ended_at is None or row.ended_at > now
    is_one_day = row.ended_at and date(row.ended_at, zone) == date(row.started_at, zone)
    say = clock if is_one_day else moment
    state = "Lies ahead" if lies_ahead else "Still lasts" if lasts else "Over"
    return Line(
        service=row.service or "No service in particular",
        since=moment(row.started_at, zone, now=now),
        until=say(row.ended_at, zone) if row.ended_at else "",
        lasted="" if lies_ahead else duration((row.ended_at if row.ended_at and not lasts else now) - row.started_at),
        badly=", ".join(filter(None, (how_badly, effect, planned, row.vendor))),
        state=state,
        shape="attention" if state == "Still lasts" and _counts(row) else "",
    )


def _row(file: CaseFile, row: IntervalRow, *, may_edit: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", key=f"interval_{_slug(row.key)}"):
        html.draw("interruption", line=line(row, now=data.now(), zone=data.zone()))
        if may_edit and st.session_state.get(EDITING) != (file.id, row.key):
            with st.container(horizontal=True, width="content", key=f"interval_acts_{_slug(row.key)}"):
                if row.ended_at is None:
                    st.button("Back now", key=f"end_{row.key}", on_click=_end, args=(file, row.key))
                st.button("Correct", type="tertiary", key=f"correct_{row.key}", on_click=_begin, args=(file, row))


def _form(me: Principal, file: CaseFile, row: IntervalRow | None) -> None:
    form = _name(file.id, row)
    refused = forms.refusal(form)
    offers = {"services": data.read(suggest.services, me.scope, file.client_id)}
    with st.container(key="interval_form"):
        fields = [[FIELDS[name] for name in names] for names in ROWS]
        forms.show_in_rows(form, fields, offers=offers, errors=refused.fields if refused else {})
        with st.container(horizontal=True):
            st.button("Save", type="primary", key="interval_save", on_click=_save, args=(file, row))
            st.button("Give up", key="interval_give_up", on_click=_close, args=(file.id, row))
            if refused:
                again = " Save again to keep yours." if isinstance(refused, Conflict) else ""
                html.draw("refusal", sentence=refused.sentence + again, width="content")


def _begin(file: CaseFile, row: IntervalRow | None) -> None:
    record = rules.template(file.record_type)
    usual = rules.said(record, file.details) if record else {}
    values: dict[str, Any] = row._asdict() if row else usual | {"started_at": data.now(), "ended_at": None}
    forms.fill(_name(file.id, row), IntervalForm, values, data.zone())
    st.session_state[EDITING], st.session_state[SEEN] = (file.id, row.key if row else NEW), file.version


def _save(file: CaseFile, row: IntervalRow | None) -> None:
    """Send what was changed of an interval, or the whole of a new one."""
    form = _name(file.id, row)
    only = forms.changed(form, IntervalForm) if row else None
    checked = forms.checked(form, [(IntervalForm, forms.given(form, IntervalForm, only=only))], data.zone())
    if checked is None:
        return
    (fields,) = checked
    if row and not fields:
        act.tell("Nothing was changed.")
        _close(file.id, row)
        return
    which: dict[str, Any] = {"interval": row.key} if row else {}
    verb = verbs.change_interval if row else verbs.open_interval
    seen = st.session_state.get(SEEN) if row else None
    if act.do(verb, case=file.id, seen=seen, form=form, fields=fields, **which):
        _close(file.id, row)
    elif isinstance(act.refusal(form), Conflict):
        st.session_state[SEEN] = None


def _end(file: CaseFile, key: str) -> None:
    act.do(verbs.end_interval, case=file.id, interval=key)


def _close(number: int, row: IntervalRow | None) -> None:
    st.session_state.pop(EDITING, None)
    forms.forget(_name(number, row), IntervalForm)


def _counts(row: IntervalRow) -> bool:
    return Interval(**{name: getattr(row, name) for name in COLUMNS}).counts


def _once(spans: Sequence[tuple[datetime, datetime]]) -> timedelta:
    return timedelta(seconds=length(union((start.timestamp(), end.timestamp()) for start, end in spans)))


def _name(number: int, row: IntervalRow | None) -> str:
    return f"interval:{number}:{row.key if row else NEW}"


def _slug(key: str) -> str:
    return key.replace(".", "-")
