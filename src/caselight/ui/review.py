"""The Review page: the reviews there are, one of them as it was frozen, and the making of a new one."""

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.wording import moment
from caselight.services import printing
from caselight.store import reviews
from caselight.store.reviews import Listed
from caselight.ui import data, filters, html, outward, review_form, review_schedules
from caselight.ui.filters import Asked

DIGITS = 12
PAGE = 20


def asked(me: Principal) -> Asked:
    """Draw the filter of the list; one review needs none."""
    if st.query_params.get("id"):
        return Asked(scope=me.scope, zone=data.zone())
    return filters.client_only(me)


def show(me: Principal, asked: Asked) -> None:
    """Draw the review that the URL names, else the list beside the form."""
    if said := str(st.query_params.get("id", "")):
        _one(me, said)
    elif me.may(Right.PROMISE):
        left, right = st.columns([1.95, 1], gap="small")
        with left:
            _list(me, asked)
            review_schedules.show(asked)
        with right:
            with st.container(key="panel_review_new"):
                review_form.show(me, asked)
            with st.container(key="panel_review_schedule"):
                review_schedules.form(me)
    else:
        _list(me, asked)


def _one(me: Principal, said: str) -> None:
    """Draw a review as it was frozen; foreign, missing and malformed are told alike."""
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= DIGITS else 0
    kept = data.read(reviews.one, me.scope, number)
    if kept is None:
        html.draw("review_none")
        return
    html.draw("review_sheet", number=kept.id, inside=printing.inside(kept))


def _list(me: Principal, asked: Asked) -> None:
    found = data.read(reviews.listed, asked.scope)
    pages = max(1, -(-len(found) // PAGE))
    page = min(int(st.session_state.get("review_page", 1)), pages)
    with st.container(key="panel_reviews"):
        rows = [_row(one, me) for one in found[(page - 1) * PAGE : page * PAGE]]
        html.draw("reviews_list", rows=rows, total=len(found), may_make=me.may(Right.PROMISE), clients=asked.clients)
        if pages > 1:
            st.pagination(pages, key="review_page")


def _row(one: Listed, me: Principal) -> dict[str, object]:
    zone = data.zone()
    by = "by schedule" if one.schedule_id else f"by {one.made_by or 'the command line'}"
    return {
        "id": one.id,
        "client": one.client,
        "period": one.period.words,
        "zone": one.zone,
        "as_of": moment(one.as_of, zone, now=data.now()),
        "by": outward.actor(me, by),
        "head": one.sha256[:12],
    }
