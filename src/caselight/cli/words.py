"""What every command shares: instants, JSON, refusals, the database and the clock."""

import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from caselight.core.refusal import Refusal
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.ready import make_ready

P = ParamSpec("P")
R = TypeVar("R")


class Instant(click.ParamType[datetime]):
    """An instant with its zone, as ISO 8601 writes it: 2026-11-22T14:05:00Z."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401 – click's own signature
        """Return an aware instant; a time without a zone is refused."""
        try:
            at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not an instant. Write it as 2026-11-22T14:05:00Z.", param, ctx)
        if at.tzinfo is None:
            self.fail(f"{value!r} has no zone. Add Z for UTC, or an offset such as +01:00.", param, ctx)
        return at.astimezone(UTC)


INSTANT = Instant()
as_json = click.option("--json", "is_json", is_flag=True, help="Print one JSON document on one line.")


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Say a refusal as one sentence and leave with status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException("\n".join([refusal.sentence, *refusal.fields.values()])) from refusal

    return run


def opened() -> Store:
    """Return the configured database, brought up to this release."""
    settings = Settings()
    store = Store(settings.database)
    make_ready(store, settings)
    return store


def clock() -> datetime:
    """Return the time: nothing below the command line reads a clock."""
    return datetime.now(UTC)


def stopped() -> threading.Event:
    """Return an event that SIGINT and SIGTERM set."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    return stop
