"""The door for what people do: it adds who, when and which request, and keeps the answer for the next run."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import streamlit as st

from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services import desk, sessions
from caselight.services.desk import Done, Verb
from caselight.ui import data

DOUBLE_CLICK = timedelta(seconds=3)  # the same contents from the same form within this are one act
SHOWN_FOR = timedelta(seconds=60)  # as long as an act can be undone


@dataclass(frozen=True, slots=True)
class Flash:
    """What was done last, until the next act or for a minute."""

    text: str
    at: datetime
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class _Request:
    """The last request of a form: its key stays the same until it is done, so that a retry is no second act."""

    key: str
    contents: str
    done_at: datetime | None = None


def do(
    verb: Verb,
    *,
    case: int | None = None,
    seen: int | None = None,
    form: str = "",
    said: str = "",
    **given: Any,  # noqa: ANN401 – each verb has its own
) -> Done | None:
    """Do a verb as whoever holds this browser's cookie, for use in callbacks; None when it was refused.

    `form` names the place it comes from: its refusal is kept for `refusal(form)`, and its double click is one act.
    `said` is the sentence shown afterwards instead of "C-48213 resolved.".
    """
    actor, now = data.actor(), data.now()
    if actor is None:
        st.logout()
        return None
    sessions.touch(data.store(), data.token(), now=now)
    form = form or f"{verb.__name__}:{case}"
    request = _request(form, repr((verb.__name__, case, sorted(given.items()))), now)
    try:
        done = desk.perform(
            data.store(), verb, actor=actor, now=now, request=request.key, case=case, seen=seen, **given
        )
    except Refusal as refused:  # a Conflict says who changed what; the draft stays where it was typed
        st.session_state[_refused(form)] = refused
        return None
    data.look_again()
    st.session_state.pop(_refused(form), None)
    st.session_state[_sent(form)] = replace(request, done_at=now)
    tell(said or f"{reference(done.case_id)} {done.kind.removeprefix('case:').replace('_', ' ')}.", done=done)
    return done


def tell(text: str, *, done: Done | None = None) -> None:
    """Keep a sentence for the screen: it is drawn by the next run, and by the ones after it for a minute."""
    st.session_state["flash"] = Flash(text, data.now(), done)


def flash() -> Flash | None:
    """Return what was done last, while it is worth showing."""
    kept: Flash | None = st.session_state.get("flash")
    return kept if kept and data.now() - kept.at < SHOWN_FOR else None


def refusal(form: str) -> Refusal | None:
    """Return why this form was refused last, with a sentence for each field at fault."""
    return st.session_state.get(_refused(form))


def forget(form: str) -> None:
    """Drop the refusal of a form, when what it was about has changed."""
    st.session_state.pop(_refused(form), None)


def _request(form: str, contents: str, now: datetime) -> _Request:
    """Return the request of this click: the form's last one if that is not done, or was done a moment ago."""
    last: _Request | None = st.session_state.get(_sent(form))
    if last and last.contents == contents and (last.done_at is None or now - last.done_at < DOUBLE_CLICK):
        return last
    request = _Request(uuid4().hex, contents)
    st.session_state[_sent(form)] = request
    return request


def _refused(form: str) -> str:
    return f"refused:{form}"


def _sent(form: str) -> str:
    return f"sent:{form}"
