"""What the screens read: the database, who is looking, what time it is; the only cache, and the only clock in ui."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo, available_timezones

import streamlit as st
from sqlmodel import Session

from caselight.core.people import Principal, Scope
from caselight.services import sessions
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.version import DataVersion, Versioned

P = ParamSpec("P")
T = TypeVar("T")


@cache
def settings() -> Settings:
    """Return this installation's settings."""
    return Settings()


@cache
def store() -> Store:
    """Return this process's one database."""
    return Store(settings().database)


@cache
def version() -> DataVersion:
    """Return the data version all screens of this process share."""
    return DataVersion(store())


def now() -> datetime:
    """Return the time: nothing else in ui reads a clock."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """Return the zone times are shown in: `?tz=` where it names one, else the installation's."""
    asked = str(st.query_params.get("tz", ""))
    return ZoneInfo(asked if asked in available_timezones() else settings().zone)


def token() -> str:
    """Return the session token of this browser's cookie, as it was when its connection was opened."""
    return str(st.context.cookies.get(sessions.COOKIE, ""))


def me() -> Principal | None:
    """Return who is looking, None when signed out; cached by data version, since revoking writes an event."""
    return _people().get(token(), now())


def actor() -> Principal | None:
    """Return who acts, asked of the database itself; every write goes through here."""
    return sessions.who(store(), token(), now=now())


def read(find: Callable[Concatenate[Session, Scope, P], T], scope: Scope, *args: P.args, **given: P.kwargs) -> T:
    """Return what a store read finds, asked again only when the data changed; arguments hashable, results frozen."""
    return cast("T", _answers().get((find, scope, args, tuple(sorted(given.items())))))


@cache
def _answers() -> Versioned[Any, Any]:
    return Versioned(version(), _ask)


def _ask(key: tuple[Any, ...]) -> object:
    find, scope, args, given = key
    with store().reading() as session:
        return find(session, scope, *args, **dict(given))
