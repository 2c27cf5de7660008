"""The ledger of each broken promise: every stretch of its clock, adding up to the time used."""

from collections.abc import Iterator, Mapping
from typing import Any

from caselight.core.ledger import Ledger, What
from caselight.core.wording import reference
from caselight.services.evidence.numbers import seconds

HEADER = ("case", "clock", "part", "from", "to", "what", "seconds", "counted_seconds", "by", "why")


def rows(case: int, promise: str, ledger: Ledger) -> Iterator[Mapping[str, Any]]:
    """Yield the parts in order."""
    for place, part in enumerate(ledger.parts, 1):
        yield {
            "case": reference(case),
            "clock": promise,
            "part": place,
            "from": part.start,
            "to": part.end,
            "what": part.what.value,
            "seconds": seconds(part.span),
            "counted_seconds": seconds(part.span) if part.what is What.COUNTED else "0",
            "by": part.by,
            "why": part.why,
        }
