"""The two walls between clients, each taken away for a while: what stands must do alone."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

import seeded
from caselight.core.people import EVERYTHING, Role, Scope
from caselight.services import sessions
from caselight.store import scoping
from caselight.store.engine import Store
from caselight.store.tables import WallLink
from databases import a_copy
from two_clients import OURS, OWN, House, build

BOUND = (Role.MANAGER, Role.LEAD, Role.AGENT, Role.AUDITOR, Role.CLIENT, Role.WALL)  # may be of one client only
STATEMENT = 0  # of `within(statement, column, scope)`


@contextmanager
def first_wall_off() -> Iterator[None]:
    """Let no read of ours be narrowed: only the database still keeps clients apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Scope, "__contains__", lambda *_: True)
        for module in _ours():
            if getattr(module, "within", None) is scoping.within and module is not scoping:
                patch.setattr(module, "within", lambda *given: given[STATEMENT])
        patch.setattr(scoping, "within", lambda *given: given[STATEMENT])
        _forget_statements()
        yield
    _forget_statements()


def _ours() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.startswith("caselight.")]


def _forget_statements() -> None:
    """Drop the statements that were built once: they were narrowed, or not, when they were."""
    for module in _ours():
        if module.__name__.startswith("caselight.store"):
            for found in vars(module).values():
                clear: Any = getattr(found, "cache_clear", None)
                if clear and module.__name__ != "caselight.store.here":
                    clear()


@contextmanager
def one_wall(kind: str, request: pytest.FixtureRequest) -> Iterator[House]:
    """Open a house of two clients behind one wall alone: `first` on SQLite, `second` on PostgreSQL."""
    now = datetime.now(UTC).replace(microsecond=0)
    with ExitStack() as stack:
        if kind == "first":
            folder = request.getfixturevalue("tmp_path_factory").mktemp("house")
            store = Store(f"sqlite:///{shutil.copy(request.getfixturevalue('empty_sqlite'), folder / 'caselight.db')}")
            stack.callback(store.dispose)
        else:
            store = stack.enter_context(a_copy(request.getfixturevalue("postgresql")))
        house = build(store, now)
        if kind == "second":
            stack.enter_context(first_wall_off())
        yield house


def sessions_of_all(house: House) -> dict[Role, str]:
    """Return a session of each role, bound to our client save for the admin; the wall's is one of our client's link."""
    with house.store.reading(EVERYTHING) as session:
        link = session.scalars(select(col(WallLink.id)).where(col(WallLink.name) == OWN)).one()
    held = {Role.WALL: sessions.start_wall(house.store, link or 0, now=house.now, replaces="")}
    for role in (*BOUND[:-1], Role.ADMIN):
        clients = () if role is Role.ADMIN else (OURS,)
        held[role] = sessions.start(house.store, seeded.person(house.store, role, *clients), now=house.now)
    return held
