"""Stretches of time without anybody, in words."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from caselight.core.cover import Span, hours_in
from caselight.core.wording import duration, moment

SHOWN = 6


def spans_said(spans: Sequence[Span], zone: tzinfo, now: datetime) -> str:
    """Return stretches of time, the first few of them: Sat 21 Nov 18:00 to Mon 23 Nov 08:00; and 3 more."""
    said = [f"{moment(span.start, zone, now=now)} to {moment(span.end, zone, now=now)}" for span in spans[:SHOWN]]
    more = len(spans) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more else "")


def nobody_for(spans: Sequence[Span]) -> str:
    """Return how long nobody is there: 38h, or never."""
    return duration(hours_in(spans)) if spans else "never"
