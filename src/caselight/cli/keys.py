"""Keys for programs that report to us."""

import click

from caselight.cli.words import clock, opened, told
from caselight.core.people import EVERYTHING, SYSTEM


@click.group()
def key() -> None:
    """Keys for programs that report interruptions: docs/api.md."""


@key.command()
@click.argument("name")
@click.option("--client", required=True, help="The one client whose interruptions it reports.")
@told
def make(name: str, client: str) -> None:
    """Make a key for the source NAME and print it, once."""
    from caselight.services import keys  # noqa: PLC0415 – only when asked for

    click.echo(keys.make(opened(), name, client=client, actor=SYSTEM, now=clock()))


@key.command()
@click.argument("name")
@told
def revoke(name: str) -> None:
    """Revoke every key of the source NAME."""
    from caselight.services import keys  # noqa: PLC0415 – only when asked for

    count = keys.revoke(opened(), name, actor=SYSTEM, now=clock())
    click.echo(f"{count} keys revoked.")


@key.command(name="list")
@told
def list_() -> None:
    """List the keys there are and were."""
    from caselight.services import keys  # noqa: PLC0415 – only when asked for

    with opened().reading(EVERYTHING) as session:
        for each in keys.every(session, SYSTEM.scope):
            state = f"revoked {each.revoked_at:%Y-%m-%d %H:%M} UTC" if each.revoked_at else "open"
            click.echo(f"{each.name:20} {each.client:24} made {each.created_at:%Y-%m-%d %H:%M} UTC  {state}")
