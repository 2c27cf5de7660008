"""Commands that run: the app, the worker, the demo, the bench."""

import json
import os
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import click

from caselight.cli.records import with_a_matrix
from caselight.cli.words import INSTANT, as_json, clock, opened, stopped, told
from caselight.services import production
from caselight.settings import Settings


@click.command()
@click.option("--port", type=int, help="Default: CASELIGHT_PORT or 8501.")
@click.option("--no-worker", is_flag=True, help="Serve the app alone: a worker runs elsewhere.")
@told
def serve(port: int | None, *, no_worker: bool) -> None:
    """Serve the app until stopped, with a worker beside it."""
    from caselight.web.serve import serve as run  # noqa: PLC0415 – Streamlit only when serving
    from caselight.worker import child  # noqa: PLC0415 – only when working

    production.check(Settings(), os.environ)
    store = opened()
    with_a_matrix(store)
    store.dispose()
    with nullcontext() if no_worker else child.running():
        run(port=port or Settings().port)


@click.command()
@click.option("--once", is_flag=True, help="Sweep once, say what was done, and leave.")
@click.option("--as-of", type=INSTANT, help="Sweep once as of this instant, whatever any clock says.")
@click.option("--child", is_flag=True, hidden=True, help="Stop when the input closes.")
@as_json
@told
def work(as_of: datetime | None, *, once: bool, child: bool, is_json: bool) -> None:
    """Escalate what falls due and send notices until stopped; any number may run beside each other."""
    from caselight.worker import child as as_child  # noqa: PLC0415 – only when working
    from caselight.worker import loop  # noqa: PLC0415 – likewise

    production.check(Settings(), os.environ)
    store = opened()
    if once or as_of:
        swept = loop.once(store, as_of=as_of)
        click.echo(json.dumps(swept.as_dict()) if is_json else swept.told())
        return
    stop = threading.Event() if child else stopped()
    if child:
        as_child.end_with_parent(stop)
    loop.work(store, clock=clock, stop=stop)


@click.command()
@click.option("--now", type=INSTANT, help="The instant at which the 180 days end; default: this one.")
@click.option("--live", is_flag=True, help="Then play agents through the services until stopped.")
@click.option("--speed", type=click.FloatRange(0.01, 10_000), default=1.0, help="How many times faster to live.")
@told
def demo(now: datetime | None, *, live: bool, speed: float) -> None:
    """Load the demo scenario; refused where a real client exists."""
    from caselight.services import demo as scenario  # noqa: PLC0415 – numpy and the word lists only when asked for
    from caselight.web.passwords import hashed  # noqa: PLC0415 – imports Streamlit

    store = opened()
    if live:
        scenario.live(store, clock=clock, speed=speed, stop=stopped())
        return
    at = now or clock()
    loaded = scenario.load(store, now=at, hash_password=hashed)
    if not loaded.was_there:
        scenario.review_last_month(store, now=at)
    accounts = remembered(Settings().home / "demo-accounts.txt", loaded.accounts)
    click.echo(f"{loaded.told}\n{accounts}" if loaded.was_there else loaded.told)


@click.command()
@click.option("--cases", type=click.IntRange(100), default=10_000, show_default=True, help="How much data to fill.")
@click.option(
    "--database", help="A database of its own (SQLAlchemy URL), kept and used again; default: a temporary one."
)
@click.option("--only", multiple=True, help="Only this part; may be repeated.")
@click.option("--docs", type=click.Path(path_type=Path), help="Write the figures as a page to this file.")
@as_json
@told
def bench(cases: int, database: str | None, only: tuple[str, ...], docs: Path | None, *, is_json: bool) -> None:
    """Measure what Caselight costs, beside what the same work costs without it."""
    from caselight.services.bench import write_docs  # noqa: PLC0415 – only when asked for
    from caselight.ui import bench as screens  # noqa: PLC0415 – imports Streamlit

    result = screens.run(cases=cases, database=database, only=only, now=clock())
    if docs:
        write_docs(result, path=docs)
    click.echo(json.dumps(result, indent=None if is_json else 2))


def remembered(file: Path, accounts: Sequence[tuple[str, str, str]]) -> str:
    """Return the demo's accounts as told when they were made: kept beside the data, readable by its owner only."""
    if accounts:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("\n".join(f"  {login:14}{password:16}{role}" for login, password, role in accounts))
    return f"Sign in with:\n{file.read_text()}" if file.exists() else ""
