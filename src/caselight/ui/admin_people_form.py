"""The form that makes an account, changes it, helps with a password, and closes it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from caselight.core.people import Principal, Role
from caselight.core.wording import moment
from caselight.services import accounts, password_links
from caselight.services.accounts import Account, Place
from caselight.services.password_links import Made
from caselight.store import suggest
from caselight.store.engine import Store
from caselight.store.people import Person
from caselight.ui import act, admin_form, data, html

FORM = "admin_person"
LINK = "password_link"
NEW = "A new person"
NO_TEAM = "No team"
ROLES = tuple(sorted(role.value for role in accounts.PEOPLE))
GUIDANCE = "An admin sees every client; a client viewer exactly one. None chosen means all."
Typed = dict[str, Any]


def show(me: Principal, rows: Sequence[Person]) -> None:
    """Draw the form, and under it what can be done with the account that is chosen."""
    known = {f"{row.name} ({row.login})": row for row in rows}
    if not admin_form.typed(FORM):
        admin_form.fill(FORM, _typed(None))
    _shown_once()
    picked = st.selectbox("Change", [NEW, *known], key="person_picked", on_change=_pick, args=(known,))
    row = known.get(picked)
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    _fields(me, row)
    clients = {client.name: client.id for client in data.read(suggest.clients, me.scope)}
    teams = {team.name: team.id for team in data.read(suggest.teams, me.scope)}
    label = "Save" if row else "Make the account and its link"
    st.button(label, type="primary", key="person_save", on_click=_save, args=(row, clients, teams))
    if row:
        _acts(row)


def _fields(me: Principal, row: Person | None) -> None:
    admin_form.field(FORM, "name", lambda key: st.text_input("Name", key=key, max_chars=accounts.NAME_LIMIT))
    if row is None:
        limit = accounts.LOGIN_LIMIT
        admin_form.field(FORM, "login", lambda key: st.text_input("User name", key=key, max_chars=limit))
    admin_form.field(FORM, "role", lambda key: st.selectbox("Role", ROLES, key=key))
    names = [client.name for client in data.read(suggest.clients, me.scope)]
    admin_form.field(
        FORM, "clients", lambda key: st.multiselect("Clients", names, key=key, placeholder="All clients"), GUIDANCE
    )
    teams = [NO_TEAM, *(team.name for team in data.read(suggest.teams, me.scope))]
    admin_form.field(FORM, "team_id", lambda key: st.selectbox("Team", teams, key=key))


def _acts(row: Person) -> None:
    """Draw what can be done with an account beside changing it; closing one is asked once more."""
    with st.container(horizontal=True, key="person_acts"):
        if not row.is_active:
            st.button("Open the account again", key="person_readmit", on_click=_readmit, args=(row,))
            return
        st.button("Link for a new password", key="person_link", on_click=_link, args=(row.id, row.name))
        if row.open_sessions:
            st.button("Sign out everywhere", key="person_out", on_click=_sign_out, args=(row,))
        with st.popover("Close the account", key="person_ask"):
            html.draw("admin_person_close", name=row.name)
            st.button("Close it now", key="person_close", on_click=_close, args=(row,))


def _shown_once() -> None:
    """Show the address of the link just made; nobody can show it again."""
    if made := st.session_state.get(LINK):
        name, link = made
        html.draw("admin_person_link", name=name, ends=moment(link.ends_at, data.zone(), now=data.now()))
        parts = urlsplit(str(st.context.url or ""))
        origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        st.code(f"{origin}{link.path}", language=None, wrap_lines=True)


def _typed(row: Person | None) -> Typed:
    """Return an account as the fields of the form."""
    if row is None:
        return {"name": "", "login": "", "role": Role.AGENT.value, "clients": [], "team_id": NO_TEAM}
    clients = [] if row.sees_all else list(row.clients)
    return {"name": row.name, "role": row.role, "clients": clients, "team_id": row.team or NO_TEAM}


def _pick(known: dict[str, Person]) -> None:
    st.session_state.pop(LINK, None)
    admin_form.fill(FORM, _typed(known.get(st.session_state["person_picked"])))


def _save(row: Person | None, clients: dict[str, int], teams: dict[str, int]) -> None:
    said = admin_form.typed(FORM)
    chosen = [clients[name] for name in said["clients"]] or None
    place = Place(Role(said["role"]), chosen, teams.get(said["team_id"]))
    if row is not None:
        told = f"{said['name']} is saved."
        act.configure(accounts.assign, row.id, place, form=FORM, said=told, name=said["name"])
        return

    def change(store: Store, said: Typed, **who: Any) -> int:  # noqa: ANN401 – actor and now
        return accounts.create(store, Account(said["login"], said["name"], place), **who)

    number = act.configure(change, said, form=FORM, said=f"{said['name']} has an account.")
    if number:
        admin_form.fill(FORM, _typed(None))
        _link(number, said["name"])


def _link(number: int, name: str) -> None:
    st.session_state.pop(LINK, None)
    said = f"The link for {name} is made."
    made: Made | None = act.configure(password_links.make, number, form=FORM, said=said)
    if made:
        st.session_state[LINK] = (name, made)


def _sign_out(row: Person) -> None:
    act.configure(accounts.sign_out, row.id, form=FORM, said=f"{row.name} is signed out everywhere.")


def _close(row: Person) -> None:
    act.configure(accounts.let_go, row.id, form=FORM, said=f"The account of {row.name} is closed.")


def _readmit(row: Person) -> None:
    act.configure(accounts.readmit, row.id, form=FORM, said=f"The account of {row.name} is open again.")
