"""The tab of calendars: every version there is, and the form for the next one, tried before it is saved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import streamlit as st

from caselight.core import shifts
from caselight.core.hours import BusinessHours
from caselight.core.micros import EPOCH as BEGINNING
from caselight.core.people import Principal
from caselight.core.wording import moment
from caselight.services import calendars
from caselight.services.running import Move
from caselight.store import agreements
from caselight.store.agreements import CalendarRow
from caselight.store.engine import Store
from caselight.ui import act, admin_form, admin_week, calendar_text, data, html

FORM = "admin_calendar"
NEW = "A new calendar"
YEARS_AHEAD = 3
Typed = dict[str, Any]


def show(me: Principal) -> None:
    """Draw the versions beside the form for the next."""
    rows = data.read(agreements.calendars, me.scope)
    left, right = st.columns([1, 1], gap="small")
    with left, st.container(key="panel_calendars"):
        html.draw("admin_calendars", rows=[_said(row) for row in rows])
    with right, st.container(key="panel_calendar"):
        _form({row.name: row for row in reversed(rows)})


def _said(row: CalendarRow) -> dict[str, str]:
    hours = BusinessHours.from_dict(row.hours)
    last = max(hours.holidays, default=None)
    known = f"{len(hours.holidays)} holidays, until {last:%d %b %Y}" if last else "no holidays"
    return {
        "name": row.name,
        "from": "the beginning" if row.valid_from == BEGINNING else moment(row.valid_from, ZoneInfo(hours.zone)),
        "week": shifts.in_words(hours.weekly),
        "zone": hours.zone,
        "holidays": f"{known}, {len(hours.exceptions)} single days" if hours.exceptions else known,
    }


def _form(rows: dict[str, CalendarRow]) -> None:
    picked = st.selectbox("Next version of", [NEW, *rows], key="calendar_picked", on_change=_pick, args=(rows,))
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    if picked == NEW:
        admin_form.field(FORM, "name", lambda key: st.text_input("Name", key=key))
    one, other = st.columns(2, gap="small")
    with one:
        zones = sorted(available_timezones())
        admin_form.field(FORM, "zone", lambda key: st.selectbox("Zone", zones, key=key))
    with other:
        admin_form.field(
            FORM,
            "valid_from",
            lambda key: st.text_input("Valid from", key=key, placeholder=f"{data.now():%Y}-12-01 00:00"),
            "Empty for a new calendar: from the beginning.",
        )
    admin_week.days(FORM)
    _dates()
    _finish()


def _dates() -> None:
    admin_week.holidays(FORM)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        admin_form.field(FORM, "country", lambda key: st.text_input("Country, such as DE or DE-BE", key=key))
        st.button("Add its public holidays", key="calendar_holidays", on_click=_add_holidays)
    admin_week.single_days(FORM)


def _finish() -> None:
    st.button("Try it", key="calendar_try", on_click=admin_form.dry_run, args=(FORM, _try))
    moves = admin_form.tried(FORM)
    if moves is None:
        return
    admin_form.show_moves(moves, data.zone())
    with st.container(horizontal=True):
        st.button("Save for new cases", type="primary", key="calendar_save", on_click=_saved, args=(False,))
        if moves:
            clocks = "the running clock" if len(moves) == 1 else f"{len(moves)} running clocks"
            st.button(f"Save and move {clocks}", key="calendar_apply", on_click=_saved, args=(True,))


def _pick(rows: Mapping[str, CalendarRow]) -> None:
    row = rows.get(st.session_state["calendar_picked"])
    admin_form.fill(FORM, calendar_text.typed(row.name, row.hours) if row else {})


def _add_holidays() -> None:
    """Put the public holidays of this year and the next three among those typed."""
    said = admin_form.typed(FORM)
    told = "The public holidays are filled in; nothing is saved yet."
    found = act.configure(_public_holidays, str(said.get("country") or ""), form=FORM, said=told)
    if found:
        key = admin_form.key_of(FORM, "holidays")
        st.session_state[key] = calendar_text.with_days(str(said.get("holidays") or ""), found)


def _public_holidays(_store: Store, typed: str, *, now: datetime, **_who: object) -> dict[date, str]:
    country, _, part = typed.strip().upper().partition("-")
    return calendars.default_holidays(country, range(now.year, now.year + YEARS_AHEAD + 1), subdivision=part)


def _try(store: Store, said: Typed, **who: Any) -> tuple[Move, ...]:  # noqa: ANN401 – actor and now
    return calendars.preview(store, calendar_text.draft(said), **who)


def _save(
    store: Store,
    said: Typed,
    *,
    apply_to_running: bool,
    **who: Any,  # noqa: ANN401 – actor and now
) -> tuple[int, tuple[Move, ...]]:
    return calendars.add(store, calendar_text.draft(said), apply_to_running=apply_to_running, **who)


def _saved(apply_to_running: bool) -> None:  # noqa: FBT001 – a button's argument
    said = admin_form.typed(FORM)
    told = f"The version of {said['name']} is saved."
    act.configure(_save, said, form=FORM, said=told, apply_to_running=apply_to_running)
