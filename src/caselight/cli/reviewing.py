"""The command that makes a review of a client's period."""

import json
from datetime import datetime
from pathlib import Path

import click

from caselight.cli.words import INSTANT, as_json, clock, opened, told
from caselight.core.people import EVERYTHING, SYSTEM


@click.command()
@click.option("--client", required=True, help="The client, by name.")
@click.option("--from", "since", type=INSTANT, help="Midnight of its first day in the client's zone.")
@click.option("--to", "until", type=INSTANT, help="Midnight after its last day; default with --from: the last month.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Also write it as a PDF.")
@as_json
@told
def review(client: str, since: datetime | None, until: datetime | None, pdf: Path | None, *, is_json: bool) -> None:
    """Make and freeze the review of a client's period, and say what it says (see docs/reviews.md)."""
    from caselight.services import printing, reviews  # noqa: PLC0415 – only when asked for
    from caselight.store.reviews import one  # noqa: PLC0415 – likewise

    store = opened()
    number = reviews.make_between(store, client, since, until, actor=SYSTEM, now=clock())
    with store.reading(EVERYTHING) as session:
        kept = one(session, SYSTEM.scope, number)
    assert kept is not None  # noqa: S101 – made a moment ago
    if pdf:
        pdf.write_bytes(printing.pdf(kept))
    body = json.loads(kept.body)
    if is_json:
        said = {name: value for name, value in body.items() if name != "pictures"}
        click.echo(json.dumps({"review": number, "sha256": kept.sha256, **said}))
        return
    head = f"Review {number} of {body['client']}, {body['period']} ({body['zone']}). SHA-256 {kept.sha256}"
    click.echo("\n".join([head, *(f"- {sentence}" for sentence in body["sentences"])]))
