"""Failures that came so close together that they may have one cause, each burst with the list of its cases."""

from datetime import timedelta

from caselight.core.bursts import Burst
from caselight.core.instant import write
from caselight.core.wording import clock, moment
from caselight.ui import failure_names, html, narrowing
from caselight.ui.filters import Asked

MOST = 5


def show(found: list[Burst], asked: Asked) -> None:
    """Draw the newest bursts."""
    html.draw("failure_bursts", rows=[_row(burst, asked) for burst in found[:MOST]], total=len(found))


def link(burst: Burst, asked: Asked) -> str:
    """Return the address of the list of exactly its cases."""
    return asked.link(
        "cases",
        list="failures",
        period=asked.period,
        client=failure_names.of("client", burst.client_id, asked),
        service=str(burst.service_id or narrowing.NONE),
        **{"from": write(burst.began_at), "to": write(burst.ended_at + timedelta(microseconds=1))},
    )


def _row(burst: Burst, asked: Asked) -> dict[str, str]:
    return {
        "n": f"{len(burst.numbers):,}",
        "link": link(burst, asked),
        "client": failure_names.of("client", burst.client_id, asked),
        "service": failure_names.service(burst.service_id, asked),
        "when": f"{moment(burst.began_at, asked.zone)} to {clock(burst.ended_at, asked.zone)}",
    }
