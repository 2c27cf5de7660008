"""The schedules of reviews: which client gets one when, and to whom it is sent."""

import re

import streamlit as st

from caselight.core.people import Principal
from caselight.core.review import Every
from caselight.services import reviews as services
from caselight.services.reviews import Draft
from caselight.store import reviews, suggest
from caselight.store.reviews import Scheduled
from caselight.ui import act, admin_form, data, html
from caselight.ui.filters import Asked

FORM = "review_schedule"
EVERY = {"Weekly": Every.WEEK.value, "Monthly, on the first": Every.MONTH.value}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = [f"{hour:02}:00" for hour in range(24)]
USUAL_HOUR = 7


def show(asked: Asked) -> None:
    """Draw the schedules in force, each with the way to end it."""
    rows = [row for row in data.read(reviews.schedules, asked.scope) if row.is_active]
    with st.container(key="panel_review_schedules"):
        html.draw("review_schedules_head", n=len(rows))
        for row in rows:
            with st.container(horizontal=True, key=f"schedule_{row.id}", vertical_alignment="center"):
                html.draw("review_schedule", client=row.client, when=when(row), to=to(row))
                st.button("End", key=f"schedule_end_{row.id}", on_click=_end, args=(row.id, row.client))


def form(me: Principal) -> None:
    """Draw the form for a new one."""
    html.draw("form_section", title="Make them by schedule", note="by the worker, sent by e-mail with the PDF")
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    clients = {client.name: client.id for client in data.read(suggest.clients, me.scope)}
    admin_form.field(FORM, "client_id", lambda key: st.selectbox("Client", list(clients), key=key))
    admin_form.field(FORM, "every", lambda key: st.selectbox("How often", list(EVERY), key=key))
    one, other = st.columns(2, gap="small")
    is_weekly = EVERY.get(str(admin_form.typed(FORM).get("every"))) == Every.WEEK
    with one:
        admin_form.field(FORM, "hour", lambda key: st.selectbox("At", HOURS, index=USUAL_HOUR, key=key))
    if is_weekly:
        with other:
            admin_form.field(FORM, "weekday", lambda key: st.selectbox("On", WEEKDAYS, key=key))
    admin_form.field(
        FORM,
        "addresses",
        lambda key: st.text_area("Sent to", key=key, height=68, placeholder="desk@example.com, lead@example.com"),
        "In the client's zone. Left empty, it is made and sent to nobody.",
    )
    st.button("Set schedule", key="schedule_set", on_click=_set, args=(clients,))


def when(row: Scheduled) -> str:
    """Return when a schedule makes a review, in words."""
    day = f"every {WEEKDAYS[row.weekday]}" if row.every == Every.WEEK else "on the first of each month"
    return f"{day} at {HOURS[row.hour]}, {row.zone}"


def to(row: Scheduled) -> str:
    """Return whom its reviews are sent to."""
    return f"sent to {', '.join(row.addresses)}" if row.addresses else "sent to nobody"


def _set(clients: dict[str, int]) -> None:
    said = admin_form.typed(FORM)
    draft = Draft(
        client_id=clients.get(said["client_id"], 0),
        every=EVERY[said["every"]],
        weekday=WEEKDAYS.index(said.get("weekday") or WEEKDAYS[0]),
        hour=HOURS.index(said["hour"]),
        addresses=tuple(re.findall(r"[^\s,;]+", str(said["addresses"] or ""))),
    )
    act.configure(services.set_schedule, draft, form=FORM, said="The schedule is set.")


def _end(number: int, client: str) -> None:
    act.configure(services.end_schedule, number, form=FORM, said=f"A schedule of {client} is ended; its reviews stay.")
