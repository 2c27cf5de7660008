"""The command that writes files of cases."""

import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from caselight.cli.words import INSTANT, clock, opened, told
from caselight.core.instant import FIRST, LAST
from caselight.core.lifecycle import Status
from caselight.core.people import SYSTEM
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
    with store.reading() as session:
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


def _between(since: datetime | None, until: datetime | None) -> tuple[tuple[str, datetime, datetime], ...]:
    return (("logged", since or FIRST, until or LAST),) if since or until else ()
