"""The door for what people do: it adds who, when and which request, and keeps the answer for the next run."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar, cast
from uuid import uuid4

import streamlit as st

from caselight.core.people import Principal
from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services import desk
from caselight.services.desk import Done, Verb
from caselight.ui import data

T = TypeVar("T")
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
    """What this person asked for last: its key stays the same until it is done, so that a retry is no second act."""

    key: str
    contents: str
    done_at: datetime | None = None
    answer: object = None


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
    form = form or f"{verb.__name__}:{case}"

    def perform(actor: Principal, now: datetime, request: str) -> Done:
        return desk.perform(data.store(), verb, actor=actor, now=now, request=request, case=case, seen=seen, **given)

    done = _once(form, repr((verb.__name__, case, sorted(given.items()))), perform)
    if done:
        tell(said or f"{reference(done.case_id)} {done.kind.removeprefix('case:').replace('_', ' ')}.", done=done)
    return done


def configure(change: Callable[..., T], *args: object, form: str, said: str, **given: object) -> T | None:
    """Make an admin's change, `change(store, *args, actor=, now=, **given)`; None when it was refused."""

    def perform(actor: Principal, now: datetime, _request: str) -> T:
        return change(data.store(), *args, actor=actor, now=now, **given)

    done = _once(form, repr((change.__name__, args, sorted(given.items()))), perform)
    if st.session_state.get(_refused(form)) is None:
        tell(said)
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


def _once(form: str, contents: str, perform: Callable[[Principal, datetime, str], T]) -> T | None:
    """Act as whoever holds this browser's cookie, asked anew; a double click is answered with what the first did."""
    actor, now = data.actor(), data.now()
    if actor is None:
        st.logout()
        return None
    data.touch()
    lock: Lock = st.session_state.setdefault("acting", Lock())
    with lock:  # the second click of two waits for the first, and is answered below
        request = _request(f"{form} {contents}")
        if request.done_at:
            return cast("T", request.answer)
        try:
            answer = perform(actor, now, request.key)
        except Refusal as refused:  # a Conflict says who changed what; the draft stays where it was typed
            st.session_state[_refused(form)] = refused
            return None
        st.session_state["request"] = replace(request, done_at=now, answer=answer)
    data.look_again()
    st.session_state.pop(_refused(form), None)
    return answer


def _request(contents: str) -> _Request:
    """Return this person's last request if this is the same and not one of a while ago, else a new one."""
    last: _Request | None = st.session_state.get("request")
    if last and last.contents == contents and (last.done_at is None or data.now() - last.done_at < DOUBLE_CLICK):
        return last
    request = _Request(uuid4().hex, contents)
    st.session_state["request"] = request
    return request


def _refused(form: str) -> str:
    return f"refused:{form}"
