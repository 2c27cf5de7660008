"""The commands that write files: of cases, and of a client's evidence."""

import json
import shutil
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import click

from caselight.cli.words import INSTANT, as_json, clock, opened, told
from caselight.core.instant import FIRST, LAST
from caselight.core.lifecycle import Status
from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.priority import Priority
from caselight.core.records import TYPES
from caselight.store.caselist import Wanted

FORMS = ("csv", "xlsx", "jsonl", "zip")


@click.group()
def export() -> None:
    """Write what is kept to a file."""


@export.command()
@click.option("--format", "form", required=True, type=click.Choice(FORMS), help="zip: a CSV for every table.")
@click.option("--client", "clients", multiple=True, help="Only this client; may be repeated.")
@click.option("--priority", "priorities", multiple=True, help="Only this priority (P1, 1 or critical); repeatable.")
@click.option(
    "--type", "types", multiple=True, type=click.Choice(list(TYPES)), help="Only this record type; repeatable."
)
@click.option("--status", "statuses", multiple=True, type=click.Choice([*Status]), help="Only this status; repeatable.")
@click.option("--from", "since", type=INSTANT, help="Only cases opened since then.")
@click.option("--to", "until", type=INSTANT, help="Only cases opened before then.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; default: the screen.")
@told
def cases(form: str, output: Path | None, **asked: Any) -> None:  # noqa: ANN401 – click passes options by name
    """Write the cases of a list, newest first: csv has one row a case, the others all that hangs on it as well."""
    from caselight.services import exporting  # noqa: PLC0415 – openpyxl only when asked for
    from caselight.store.kpi_reads import named_clients  # noqa: PLC0415 – likewise numpy

    store = opened()
    with store.reading(EVERYTHING) as session:
        clients = frozenset(named_clients(session, SYSTEM.scope, asked["clients"]))
    wanted = Wanted(
        record_types=asked["types"],
        statuses=asked["statuses"],
        priorities=tuple(Priority.parse(given).value for given in asked["priorities"]),
        between=_between(asked["since"], asked["until"]),
    )
    with ExitStack() as stack:
        out = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        count = exporting.export(store, exporting.Asked(clients, wanted), out, form=form, actor=SYSTEM, now=clock())
        out.flush()
    click.echo(f"{count:,} cases written.", err=True)


@click.command()
@click.option("--client", required=True, help="Whose evidence.")
@click.option("--from", "since", required=True, help="Start of the period, included: a date of the client's, or ISO.")
@click.option("--to", "until", required=True, help="End of the period, not included.")
@click.option("--out", required=True, type=click.File("wb", lazy=True), help="The archive.")
@as_json
@told
def evidence(client: str, since: str, until: str, out: IO[bytes], *, is_json: bool) -> None:
    """Write a client's evidence pack: SLA, breaches, ledgers, cases, events, and a program that checks them."""
    from caselight.services import evidence as packs  # noqa: PLC0415 – numpy only when asked for
    from caselight.store.kpi_reads import named_clients  # noqa: PLC0415 – likewise

    store, now = opened(), clock()
    with store.reading(EVERYTHING) as session:
        (number,) = named_clients(session, SYSTEM.scope, [client])
    asked = packs.asked(store, SYSTEM, number, since, until, now=now)
    with TemporaryFile() as file:  # the archive is whole, or there is none
        packed = packs.pack(store, asked, file, actor=SYSTEM, now=now)
        file.seek(0)
        shutil.copyfileobj(file, out)
    click.echo(json.dumps(packed.as_dict()) if is_json else packed.told())


def _between(since: datetime | None, until: datetime | None) -> tuple[tuple[str, datetime, datetime], ...]:
    return (("logged", since or FIRST, until or LAST),) if since or until else ()
