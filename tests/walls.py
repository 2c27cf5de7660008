"""The two walls between clients, each taken away for a while: what stands must do alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

from caselight.core.people import Scope
from caselight.store import scoping

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
