"""The ledger of each broken promise: every stretch of its clock, adding up to the time used."""

from collections.abc import Iterator, Mapping
from typing import Any

from caselight.core.hours import BusinessHours
from caselight.core.ledger import Ledger, What
from caselight.core.wording import reference
from caselight.services.evidence.numbers import seconds
from caselight.store.casefile import ClockRow

HEADER = ("case", "clock", "part", "from", "to", "what", "seconds", "counted_seconds", "by", "why")


def stood(row: ClockRow, image: Mapping[str, Any], hours: Mapping[int | None, BusinessHours]) -> ClockRow:
    """Return a clock as it stood before something changed it."""
    calendar = image["calendar_id"]
    return row._replace(
        hours=None if calendar is None else hours[calendar].to_dict(),
        **{name: image[name] for name in ("target_s", "runs", "stopped_at", "first_missed_at")},
    )


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
