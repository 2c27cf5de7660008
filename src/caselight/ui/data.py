"""What the screens read: who is looking, what time it is, what the database says; the only cache and clock in ui."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo, available_timezones

import streamlit as st
from sqlmodel import Session

from caselight.core.people import Principal, Scope
from caselight.services import sessions
from caselight.settings import Settings
from caselight.store import here
from caselight.store.engine import Store
from caselight.store.version import Versioned
from caselight.ui.freshness import Paced, Steady

P = ParamSpec("P")
T = TypeVar("T")
_instant: ContextVar[datetime | None] = ContextVar("instant", default=None)
OFTEN, SLOWLY = timedelta(seconds=2), timedelta(minutes=10)


def settings() -> Settings:
    """Return this installation's settings."""
    return here.settings()


def store() -> Store:
    """Return this process's one database."""
    return here.store()


def now() -> datetime:
    """Return the instant that is drawn, else the time: nothing else in ui reads a clock."""
    return _instant.get() or clock()


def clock() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@contextmanager
def standing_at(instant: datetime | None) -> Iterator[None]:
    """Let `now` be this instant meanwhile, so that one picture is of one instant; None lets it be the time."""
    before = _instant.set(instant)
    try:
        yield
    finally:
        _instant.reset(before)


def zone() -> ZoneInfo:
    """Return the zone times are shown in: `?tz=` where it names one, else the installation's."""
    asked = str(st.query_params.get("tz", ""))
    return ZoneInfo(asked if asked in _zones() else settings().zone)


def token() -> str:
    """Return the session token of this browser's cookie, as it was when its connection was opened."""
    return str(st.context.cookies.get(sessions.COOKIE, ""))


def me() -> Principal | None:
    """Return who is looking, None when signed out; cached by data version, since revoking writes an event."""
    return sessions.people().get(token(), now())


def actor() -> Principal | None:
    """Return who acts, asked of the database itself: every write goes by this."""
    return sessions.who(store(), token(), now=now())


def touch() -> None:
    """Note that this browser's person did something, so that their session does not end as idle."""
    sessions.touch(store(), token(), now=now())


def read(find: Callable[Concatenate[Session, Scope, P], T], scope: Scope, *args: P.args, **given: P.kwargs) -> T:
    """Return what a store read finds, asked again only when the data changed; arguments hashable, results unchanged."""
    return cast("T", _answers().get((find, scope, args, tuple(sorted(given.items())))))


def read_slowly(find: Callable[Concatenate[Session, Scope, P], T], scope: Scope, *args: P.args, **given: P.kwargs) -> T:
    """Return what a store read finds about the past, asked again every ten minutes: for what is usual."""
    return cast("T", _paced(SLOWLY).get((find, scope, args, tuple(sorted(given.items())))))


def read_often(find: Callable[Concatenate[Session, Scope, P], T], scope: Scope, *args: P.args, **given: P.kwargs) -> T:
    """Return what a store read finds, asked again every two seconds: for the little that moves without an event."""
    return cast("T", _paced(OFTEN).get((find, scope, args, tuple(sorted(given.items())))))


def drop(find: Callable[Concatenate[Session, Scope, P], T], scope: Scope, *args: P.args, **given: P.kwargs) -> None:
    """Have `read` ask this again at the next asking: it was changed here by something that is no event."""
    _answers().forget((find, scope, args, tuple(sorted(given.items()))))


def look_again() -> None:
    """Have the next read go to the database: something was written here."""
    here.version().look_again()


def as_of() -> datetime:
    """Return when the database last answered; what `read` returns is no older than this."""
    _steady().current()
    return _steady().as_of


def age() -> timedelta:
    """Return how long ago that was, also while the picture of an earlier instant is drawn."""
    with standing_at(None):
        return now() - as_of()


def is_away() -> bool:
    """Say whether the database does not answer."""
    _steady().current()
    return _steady().is_away


def forget() -> None:
    """Drop everything kept in this process: for tests."""
    for kept in (_steady, _answers, _paced, sessions.people):
        kept.cache_clear()
    here.forget()


@cache
def _zones() -> set[str]:
    return available_timezones()


@cache
def _steady() -> Steady:
    return Steady(here.version(), now=clock)


@cache
def _answers() -> Versioned[Any, Any]:
    return Versioned(_steady(), _ask)


@cache
def _paced(every: timedelta) -> Versioned[Any, Any]:
    return Versioned(Paced(_steady(), now=clock, every=every), _ask)


def _ask(key: tuple[Any, ...]) -> object:
    find, scope, args, given = key
    with store().reading(scope) as session:
        return find(session, scope, *args, **dict(given))
