"""Commands about what is kept: the database, imports, figures, proof, people."""

import json
import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from caselight.cli.words import INSTANT, as_json, clock, opened, told
from caselight.core.people import EVERYTHING, SYSTEM, Role
from caselight.core.refusal import Refusal
from caselight.core.wording import number
from caselight.services import accounts
from caselight.settings import Settings
from caselight.store.engine import Store


@click.command()
@told
def init() -> None:
    """Create the database, or bring it up to this release."""
    store = opened()
    with_a_matrix(store)
    click.echo(f"The database is ready: {store.path or 'PostgreSQL'}")


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "given", required=True, help="A MAP file; or: caselight, for an export of Caselight's own.")
@click.option("--dry-run", is_flag=True, help="Check every row and write nothing.")
@click.option("--without-promises", is_flag=True, help="Of an export of ours: leave clocks and escalations behind.")
@as_json
@told
def import_(file: Path, given: str, *, dry_run: bool, without_promises: bool, is_json: bool) -> None:
    """Import a log of events or of cases from CSV or CSV.gz, read by a MAP (see docs/importing.md)."""
    from caselight.services import importing  # noqa: PLC0415 – only when asked for

    if given == "caselight":
        bring = partial(importing.import_own, opened(), file, without_promises=without_promises)
    elif without_promises:
        raise Refusal("--without-promises is for an export of ours: a MAP starts no clocks. Leave it away.")
    else:
        bring = partial(importing.import_file, opened(), file, importing.read_map(Path(given)))
    with click.progressbar(length=1000, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        report = bring(
            now=clock(),
            actor=SYSTEM,
            dry_run=dry_run,
            progress=lambda share: bar.update(max(0, int(share * 1000) - bar.pos)),
        )
    click.echo(json.dumps(report.as_dict()) if is_json else report.told())


@click.command()
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

    asked["as_of"] = asked["as_of"] or clock()
    found = figures.of(opened(), SYSTEM.scope, **asked)
    click.echo(json.dumps(found) if is_json else figures.told(found))


@click.command()
@click.option("--as-of", type=INSTANT, help="The instant it looks ahead from; default: now.")
@click.option("--client", "clients", multiple=True, help="Only this client; may be repeated.")
@click.option("--priority", "priorities", multiple=True, help="Only this priority; may be repeated.")
@click.option("--held-out", "weeks", type=click.IntRange(1, 52), help="Instead: how the last weeks would have gone.")
@as_json
@told
def forecast(is_json: bool, as_of: datetime | None, weeks: int | None, **asked: Any) -> None:  # noqa: ANN401, FBT001 – as above
    """Tell which cases will miss a promise in the next 30, 60, 120 working minutes, and the risk of the rest."""
    from caselight.services import forecasts, held_out  # noqa: PLC0415 – numpy only when asked for

    store, now = opened(), as_of or clock()
    found: forecasts.Told | held_out.HeldOut
    if weeks:
        found = held_out.of(store, SYSTEM.scope, now=now, weeks=weeks)
    else:
        found = forecasts.of(store, SYSTEM.scope, as_of=now, **asked)
    click.echo(json.dumps(found.as_dict()) if is_json else found.told())


@click.command()
@click.argument("case")
@click.option("--as-of", type=INSTANT, help="The instant the ledgers end at; default: now.")
@as_json
@told
def ledger(case: str, as_of: datetime | None, *, is_json: bool) -> None:
    """Tell every clock of a CASE, such as C-48213, part by part: what counted, what did not, who held it and why."""
    from caselight.services import ledgers  # noqa: PLC0415 – numpy only when asked for

    found = ledgers.of(opened(), SYSTEM.scope, number(case), now=as_of or clock())
    click.echo(json.dumps(found.as_dict()) if is_json else found.told())


@click.command()
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
    enrol(opened(), login, role=Role(role), password_hash=kept, actor=SYSTEM, now=clock(), **said)
    click.echo(f"{login} can sign in as {role}.")


@click.command()
@as_json
@told
def verify(*, is_json: bool) -> None:
    """Walk every chain and seal, and the copy of the seals outside; leave with status 1 and name what is broken."""
    from caselight.services import sealing, verifying  # noqa: PLC0415 – only when asked for

    store, now = opened(), clock()
    found = verifying.verify(store, sealing.places(store, Settings()), now=now)
    verifying.on_record(store, found, now=now)
    click.echo(json.dumps(found.as_dict()) if is_json else found.told())
    sys.exit(0 if found.is_whole else 1)


@click.command()
@as_json
@told
def seal(*, is_json: bool) -> None:
    """Seal every event that is new, as the worker does each minute, and copy the seals outside."""
    from caselight.services import sealing  # noqa: PLC0415 – only when asked for

    store = opened()
    done = sealing.seal(store, sealing.places(store, Settings()), now=clock())
    click.echo(json.dumps(done.as_dict()) if is_json else done.told())


def with_a_matrix(store: Store) -> None:
    """Lay down the shipped escalation matrix where there is none."""
    from caselight.services import matrix  # noqa: PLC0415 – the record types only when asked for

    store.transact(lambda session: matrix.install(session, now=clock()), EVERYTHING)
