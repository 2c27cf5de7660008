"""The command line: what scripts, CI and the Makefile call."""

import json
import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from caselight.cli.options import INSTANT, as_json, stopped, told
from caselight.core.people import SYSTEM, Role
from caselight.core.wording import number
from caselight.services import accounts
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.schema import migrate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="caselight")
def main() -> None:
    """Caselight: a live operations dashboard and case log for BPO customer operations."""


@main.command()
@told
def init() -> None:
    """Create the database, or bring it up to this release."""
    store = _store()
    _with_a_matrix(store)
    click.echo(f"The database is ready: {store.path or 'PostgreSQL'}")


@main.command()
@click.option("--now", type=INSTANT, help="The instant at which the 180 days end; default: this one.")
@click.option("--live", is_flag=True, help="Then play agents through the services until stopped.")
@click.option("--speed", type=click.FloatRange(0.01, 10_000), default=1.0, help="How many times faster to live.")
@told
def demo(now: datetime | None, *, live: bool, speed: float) -> None:
    """Load the demo scenario; refused where a real client exists."""
    from caselight.services import demo as scenario  # noqa: PLC0415 – numpy and the word lists only when asked for
    from caselight.web.passwords import hashed  # noqa: PLC0415 – imports Streamlit

    store = _store()
    if live:
        scenario.live(store, clock=_now, speed=speed, stop=stopped())
        return
    loaded = scenario.load(store, now=now or _now(), hash_password=hashed)
    accounts = _remembered(Settings().home / "demo-accounts.txt", loaded.accounts)
    click.echo(f"{loaded.told}\n{accounts}" if loaded.was_there else loaded.told)


@main.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "map_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check every row and write nothing.")
@as_json
@told
def import_(file: Path, map_file: Path, *, dry_run: bool, is_json: bool) -> None:
    """Import a log of events or of cases from CSV or CSV.gz, read by a MAP (see docs/importing.md)."""
    from caselight.services import importing  # noqa: PLC0415 – only when asked for

    with click.progressbar(length=1000, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        report = importing.import_file(
            _store(),
            file,
            importing.read_map(map_file),
            now=_now(),
            actor=SYSTEM,
            dry_run=dry_run,
            progress=lambda share: bar.update(max(0, int(share * 1000) - bar.pos)),
        )
    click.echo(json.dumps(report.as_dict()) if is_json else report.told())


@main.command()
@click.option("--as-of", type=INSTANT, help="The instant everything is judged at; default: now.")
@click.option("--client", "clients", multiple=True, help="Only this client; may be repeated.")
@click.option(
    "--priority", "priorities", multiple=True, help="Only this priority (P1, 1 or critical); may be repeated."
)
@click.option("--from", "since", type=INSTANT, help="Start of the period, included.")
@click.option("--to", "until", type=INSTANT, help="End of the period, not included.")
@click.option("--zone", default="UTC", help="The zone whose days are counted.")
@as_json
@told
def kpi(is_json: bool, **asked: Any) -> None:  # noqa: ANN401, FBT001 – click passes options by name
    """Compute every KPI with its n, unit and definition."""
    from caselight.services import figures  # noqa: PLC0415 – numpy only when asked for

    asked["as_of"] = asked["as_of"] or _now()
    found = figures.of(_store(), SYSTEM.scope, **asked)
    click.echo(json.dumps(found) if is_json else figures.told(found))


@main.command()
@click.option("--once", is_flag=True, help="Sweep once, say what was done, and leave.")
@click.option("--as-of", type=INSTANT, help="Sweep once as of this instant, whatever any clock says.")
@click.option("--child", is_flag=True, hidden=True, help="Stop when the input closes.")
@as_json
@told
def work(as_of: datetime | None, *, once: bool, child: bool, is_json: bool) -> None:
    """Escalate what falls due and send notices until stopped; any number may run beside each other."""
    from caselight.worker import child as as_child  # noqa: PLC0415 – only when working
    from caselight.worker import loop  # noqa: PLC0415 – likewise

    store = _store()
    if once or as_of:
        swept = loop.once(store, as_of=as_of)
        click.echo(json.dumps(swept.as_dict()) if is_json else swept.told())
        return
    stop = threading.Event() if child else stopped()
    if child:
        as_child.end_with_parent(stop)
    loop.work(store, clock=_now, stop=stop)


@main.command()
@click.option("--port", type=int, help="Default: CASELIGHT_PORT or 8501.")
@click.option("--no-worker", is_flag=True, help="Serve the app alone: a worker runs elsewhere.")
@told
def serve(port: int | None, *, no_worker: bool) -> None:
    """Serve the app until stopped, with a worker beside it."""
    from caselight.web.serve import serve as run  # noqa: PLC0415 – Streamlit only when serving
    from caselight.worker import child  # noqa: PLC0415 – only when working

    store = _store()
    _with_a_matrix(store)
    store.dispose()
    with nullcontext() if no_worker else child.running():
        run(port=port or Settings().port)


@main.command()
@click.argument("case")
@click.option("--as-of", type=INSTANT, help="The instant the ledgers end at; default: now.")
@as_json
@told
def ledger(case: str, as_of: datetime | None, *, is_json: bool) -> None:
    """Tell every clock of a CASE, such as C-48213, part by part: what counted, what did not, who held it and why."""
    from caselight.services import ledgers  # noqa: PLC0415 – numpy only when asked for

    found = ledgers.of(_store(), SYSTEM.scope, number(case), now=as_of or _now())
    click.echo(json.dumps(found.as_dict()) if is_json else found.told())


@main.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name, as colleagues see it.")
@click.option("--role", required=True, type=click.Choice(sorted(role.value for role in accounts.PEOPLE)))
@click.option("--client", "clients", multiple=True, help="A client they may see; may be repeated; default: all.")
@click.option("--team", help="The team whose queue is theirs.")
@click.password_option(help="Asked for when it is not given.")
@told
def user(login: str, *, password: str, role: str, **said: Any) -> None:  # noqa: ANN401 – click passes options by name
    """Make an account for a person."""
    from caselight.core import password as rules  # noqa: PLC0415 – only when asked for
    from caselight.services.enrolling import enrol  # noqa: PLC0415 – likewise
    from caselight.web.passwords import hashed  # noqa: PLC0415 – imports Streamlit

    rules.check(password, login=login)
    kept = hashed(password)
    enrol(_store(), login, role=Role(role), password_hash=kept, actor=SYSTEM, now=_now(), **said)
    click.echo(f"{login} can sign in as {role}.")


@main.command()
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

    result = screens.run(cases=cases, database=database, only=only, now=_now())
    if docs:
        write_docs(result, path=docs)
    click.echo(json.dumps(result, indent=None if is_json else 2))


@main.command()
@as_json
@told
def verify(*, is_json: bool) -> None:
    """Walk every chain of events; leave with status 1 and name the case where one is broken."""
    from caselight.services.verifying import verify as check  # noqa: PLC0415 – only when asked for

    found = check(_store())
    click.echo(json.dumps(found.as_dict()) if is_json else found.told())
    sys.exit(0 if found.is_whole else 1)


def _store() -> Store:
    store = Store(Settings().database)
    migrate(store)
    return store


def _with_a_matrix(store: Store) -> None:
    """Lay down the shipped escalation matrix where there is none."""
    from caselight.services import matrix  # noqa: PLC0415 – the record types only when asked for

    store.transact(lambda session: matrix.install(session, now=_now()))


def _remembered(file: Path, accounts: Sequence[tuple[str, str, str]]) -> str:
    """Return the demo's accounts as told when they were made: kept beside the data, readable by its owner only."""
    if accounts:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("\n".join(f"  {login:14}{password:16}{role}" for login, password, role in accounts))
    return f"Sign in with:\n{file.read_text()}" if file.exists() else ""


def _now() -> datetime:
    return datetime.now(UTC)
