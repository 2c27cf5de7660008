"""The form that makes a review: a client, and the last week, the last month, or days of one's own."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core.people import Principal
from caselight.core.review import Period, period
from caselight.services import reviews
from caselight.store import suggest
from caselight.ui import act, data, html
from caselight.ui.filters import Asked

FORM = "review"
OWN = "Own dates"
WAYS = {"Last week": period.last_week, "Last month": period.last_month}


def show(me: Principal, asked: Asked) -> None:
    """Draw the form; what it would make is said before it is made."""
    html.draw("form_section", title="Make a review", note="frozen as it is made")
    if refused := act.refusal(FORM):
        html.draw("refusal", sentence=refused.sentence)
    clients = {client.name: client for client in data.read(suggest.clients, me.scope)}
    if not clients:
        html.draw("notice", text="There is no client yet.")
        return
    names = list(clients)
    place = names.index(asked.clients[0]) if asked.clients else 0
    client = clients[st.selectbox("Client", names, index=place, key="review_client")]
    is_asked = bool(st.query_params.get("from"))
    ways = [*WAYS, OWN]
    way = st.segmented_control(
        "Period", ways, default=OWN if is_asked else "Last week", required=True, key="review_way"
    )
    chosen = WAYS[way](client.zone, data.now()) if way in WAYS else _own(client.zone)
    if chosen is None:
        html.draw("review_period", words="", zone=client.zone)
        return
    html.draw("review_period", words=chosen.words, zone=client.zone)
    said = (client.id, chosen.first, chosen.last)
    st.button("Make review", type="primary", key="review_make", on_click=_make, args=said)


def _own(zone: str) -> Period | None:
    """Draw the choice of days, those of the URL where it names some; None until both are chosen."""
    yesterday = data.now().astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    last = _day("to") or yesterday
    first = min(_day("from") or last - timedelta(days=6), last)
    days = st.date_input("Days", value=(first, last), max_value=max(yesterday, last), key="review_days")
    return Period(days[0], days[1], zone) if isinstance(days, tuple) and len(days) == 2 else None  # noqa: PLR2004 – both ends


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(str(st.query_params.get(name, "")))
    except ValueError:
        return None


def _make(client_id: int, first: date, last: date) -> None:
    number = act.configure(reviews.make, client_id, first, last, form=FORM, said="The review is made and frozen.")
    if number:
        for name in ("from", "to"):
            st.query_params.pop(name, None)
        st.query_params["id"] = str(number)
