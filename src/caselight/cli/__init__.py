"""The command line: what scripts, CI and the Makefile call."""

import click

from caselight.cli import exporting, keys, records, reviewing, running

COMMANDS = (
    records.init,
    running.serve,
    running.work,
    running.demo,
    records.import_,
    exporting.export,
    exporting.evidence,
    records.kpi,
    records.forecast,
    records.ledger,
    reviewing.review,
    records.user,
    keys.key,
    records.seal,
    records.verify,
    running.bench,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="caselight")
def main() -> None:
    """Caselight: a live operations dashboard and case log for BPO customer operations."""


for command in COMMANDS:
    main.add_command(command)
