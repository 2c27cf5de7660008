"""What the pack says of itself: each file, each formula in words, and real numbers worked through."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from caselight.core.instant import write
from caselight.core.promises import Promise
from caselight.core.seals import Seal
from caselight.core.sla import Way
from caselight.services.evidence.asked import Asked

TEMPLATE = Template(Path(__file__).with_name("readme.md").read_text("utf-8"))
Row = Mapping[str, Any]


def text(
    asked: Asked,
    counts: Mapping[str, int],
    table: Sequence[Row],
    breach: Row | None,
    *,
    seal: Seal | None,
    now: datetime,
) -> bytes:
    """Return the page."""
    zone, window = ZoneInfo(asked.client.zone), asked.window
    said = {
        "client": asked.client.name,
        "since": f"{window.since.astimezone(zone):%Y-%m-%d %H:%M}",
        "until": f"{window.until.astimezone(zone):%Y-%m-%d %H:%M}",
        "zone": asked.client.zone,
        "since_utc": write(window.since),
        "until_utc": write(window.until),
        "data_time": write(now),
        "application": f"Caselight {metadata.version('caselight')}",
        "seal": _seal(seal),
        "example_sla": _sla(table),
        "example_ledger": _ledger(breach),
        **{name: f"{count:,}" for name, count in counts.items()},
    }
    return TEMPLATE.substitute(said).encode()


def _seal(seal: Seal | None) -> str:
    """Tell the newest seal by its hash alone: how much it holds is the house's own affair."""
    if seal is None:
        return "Nothing was sealed yet when this pack was made."
    return (
        f"Everything we record is sealed each minute. The newest seal then is of {seal.sealed_at}:\n\n"
        f"    {seal.hash}\n\n"
        "Keep it: whenever you ask, we must be able to show a seal with this hash, and that everything before it holds."
    )


def _sla(table: Sequence[Row]) -> str:
    for row in table:
        if (row["clock"], row["priority"], row["counted"]) == (Promise.RESOLUTION, "all", Way.DECIDED) and row[
            "percent"
        ]:
            n = row["met"] + row["missed"]
            sides = f"met / (met + missed) = {row['met']} / ({row['met']} + {row['missed']}) = {row['met']} / {n}"
            return f"- In this pack: SLA resolution, decided, all priorities = {sides} = {row['percent']} %."
    return "- In this pack no resolution came to a verdict, so its SLA is empty: neither 0 nor 100 %."


def _ledger(breach: Row | None) -> str:
    if breach is None:
        return "- In this pack no promise was broken."
    return (
        f"- In this pack: {breach['clock']} of {breach['case']} was promised in {breach['promised_s']} s, was due at "
        f"{write(breach['due_at'])}, and its ledger adds up to {breach['used_s']} s used; late by "
        f"{breach['late_by_s']} s ({breach['late_by']}). {breach['reason'].capitalize()}."
    )
