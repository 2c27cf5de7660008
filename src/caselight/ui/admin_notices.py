"""The tab of notices: how the outbox stands, what was given up, and the channels beside the form."""

from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy.exc import DBAPIError

from caselight.core.notice_kinds import KINDS
from caselight.core.people import Principal
from caselight.core.wording import age, moment, reference
from caselight.services import dead_letters
from caselight.services.outbound import CONTACT
from caselight.store import outbox
from caselight.store.outbox import ChannelRow, Dead, Standing
from caselight.ui import act, admin_channel_form, data, html

FORM = "dead_letters"
SHOWN = 20
EVERYBODY = "any role"


def show(me: Principal) -> None:
    """Draw the outbox and the channels beside the form."""
    rows = data.read(outbox.channels, me.scope)
    left, right = st.columns([1.95, 1], gap="small")
    with left:
        with st.container(key="panel_outbox"):
            _outbox(me)
        with st.container(key="panel_channels"):
            html.draw("admin_channels", rows=[_said(row) for row in rows])
    with right, st.container(key="panel_channel"):
        admin_channel_form.show(me, {row.name: row for row in rows})


@st.fragment(run_every=3)
def _outbox(me: Principal) -> None:
    """Draw what waits and what was given up; it moves without an event, so it is asked again by itself."""
    try:
        standing = data.read_often(outbox.standing, me.scope)
        letters = data.read_often(outbox.dead, me.scope, limit=SHOWN) if standing.dead else []
    except DBAPIError:
        html.draw("notice", text="The outbox cannot be read now. It comes back by itself.")
    else:
        _draw(standing, letters)


def _draw(standing: Standing, letters: list[Dead]) -> None:
    now, zone = data.now(), data.zone()
    since = f"{age(standing.since, now, zone)}" if standing.since else ""
    html.draw("admin_outbox", standing=standing, since=since)
    if not letters:
        return
    html.draw("admin_dead_head", count=standing.dead, shown=len(letters))
    if refused := act.refusal(FORM):
        html.draw("refusal", sentence=refused.sentence)
    for letter in letters:
        with st.container(horizontal=True, key=f"dead_{letter.id}", vertical_alignment="center"):
            html.draw("admin_dead", letter=_told(letter, zone))
            st.button("Try again", key=f"again_{letter.id}", on_click=_again, args=((letter.id,),))
    if len(letters) > 1:
        many = tuple(letter.id for letter in letters)
        st.button(f"Try these {len(many)} again", key="again_all", on_click=_again, args=(many,))


def _again(delivery_ids: tuple[int, ...]) -> None:
    many = "1 notice is" if len(delivery_ids) == 1 else f"{len(delivery_ids)} notices are"
    act.configure(dead_letters.try_again, delivery_ids, form=FORM, said=f"{many} tried again within seconds.")


def _said(row: ChannelRow) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "shown": row.shown,
        "client": row.client or "any client",
        "kinds": [KINDS[kind].title for kind in row.kinds if kind in KINDS],
        "told": ", ".join(row.told) or EVERYBODY,
        "is_urgent_only": row.is_urgent_only,
        "quiet": f"quiet outside {row.calendar}" if row.calendar else "at any hour",
        "is_active": row.is_active,
    }


def _told(letter: Dead, zone: ZoneInfo) -> dict[str, str]:
    return {
        "case": reference(letter.case) if letter.case else "",
        "what": KINDS[letter.notice].title if letter.notice in KINDS else letter.notice,
        "client": letter.client,
        "to": letter.channel or _to(*letter.receiver.split(":", 1)),
        "error": letter.error,
        "when": f"given up {moment(letter.dead_at, zone, now=data.now())} after {letter.tries} tries",
    }


def _to(kind: str, address: str) -> str:
    return f"the client's contact, {address}" if kind == CONTACT else f"a reader of reviews, {address}"
