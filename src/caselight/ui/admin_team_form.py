"""The form that keeps a team and its shifts: tried first, then saved."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from caselight.core.matrix import TIERS
from caselight.services import calendars, teams
from caselight.services.teams import Draft, TeamTrial
from caselight.store.engine import Store
from caselight.store.teams import TeamRow
from caselight.ui import act, admin_form, admin_trial, admin_week, calendar_text, data, html
from caselight.ui.matrix_words import Names
from caselight.ui.team_words import nobody_for, spans_said

FORM = "admin_team"
NEW = "A new team"
ALWAYS, BY_SHIFTS = "Always there", "By shifts"
Typed = dict[str, Any]


def show(rows: Mapping[str, TeamRow], names: Names) -> None:
    """Draw the form, what a dry run said, and the way to save."""
    if not admin_form.typed(FORM):
        admin_form.fill(FORM, _typed(None))
    html.draw("admin_team_head")
    picked = st.selectbox("Change", [NEW, *rows], key="team_picked", on_change=_pick, args=(rows,))
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    _fields()
    number = rows[picked].id if picked in rows else None
    st.button("Try it", key="team_try", on_click=admin_form.dry_run, args=(FORM, _try, number))
    trial: TeamTrial | None = admin_form.tried(FORM)
    if trial is not None:
        _show(trial, names)
        st.button("Save", type="primary", key="team_save", on_click=_save, args=(number,))


def _fields() -> None:
    name, tier = st.columns([2, 1], gap="small")
    with name:
        admin_form.field(FORM, "name", lambda key: st.text_input("Name", key=key, max_chars=teams.LIMIT))
    with tier:
        admin_form.field(FORM, "tier", lambda key: st.selectbox("Tier", TIERS, key=key))
    admin_form.field(
        FORM,
        "presence",
        lambda key: st.segmented_control("Is there", [ALWAYS, BY_SHIFTS], key=key, required=True),
        "A team that is not on shift is passed over when somebody is called.",
    )
    if st.session_state[admin_form.key_of(FORM, "presence")] == BY_SHIFTS:
        _shifts()


def _shifts() -> None:
    admin_form.field(FORM, "zone", lambda key: st.selectbox("Zone", sorted(available_timezones()), key=key))
    admin_week.days(FORM)
    admin_week.holidays(FORM, "Days off")
    admin_week.single_days(FORM)


def _show(trial: TeamTrial, names: Names) -> None:
    now, zone = data.now(), data.zone()
    cover = [
        {
            "tier": each.tier,
            "before": nobody_for(each.before),
            "after": nobody_for(each.after),
            "spans": spans_said(each.after, zone, now),
            "is_same": each.before == each.after,
        }
        for each in trial.cover
    ]
    html.draw("admin_team_cover", cover=cover, zone=str(zone))
    admin_trial.show(trial.calls, names)


def _typed(row: TeamRow | None) -> Typed:
    """Return a team as the fields of the form."""
    zone = str(data.zone())
    if row is None:
        return {"name": "", "tier": TIERS[0], "presence": ALWAYS, "zone": zone}
    hours = calendar_text.typed(row.name, row.hours) if row.hours else {"zone": zone}
    return {**hours, "name": row.name, "tier": row.tier, "presence": BY_SHIFTS if row.hours else ALWAYS}


def _draft(said: Typed) -> Draft:
    """Return what was typed as a draft; refuse what cannot be read, beside each field."""
    is_always = said["presence"] == ALWAYS
    hours = None if is_always else calendars.checked(calendar_text.draft({**said, "name": "Shifts", "valid_from": ""}))
    return Draft(name=said["name"], tier=said["tier"], hours=hours)


def _pick(rows: Mapping[str, TeamRow]) -> None:
    admin_form.fill(FORM, _typed(rows.get(st.session_state["team_picked"])))


def _try(store: Store, said: Typed, team_id: int | None, **who: Any) -> TeamTrial:  # noqa: ANN401 – actor and now
    return teams.preview(store, _draft(said), team_id=team_id, **who)


def _save(team_id: int | None) -> None:
    said = admin_form.typed(FORM)

    def change(store: Store, said: Typed, **who: Any) -> int:  # noqa: ANN401 – actor and now
        return teams.save(store, _draft(said), team_id=team_id, **who)

    if act.configure(change, said, form=FORM, said=f"{said['name']} is saved."):
        st.session_state["team_picked"] = NEW
        admin_form.fill(FORM, _typed(None))
