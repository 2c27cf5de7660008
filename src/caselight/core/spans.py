"""Targets as people type and read them: 30m, 8h, 1h 30m. No days: a day of open time is as long as the desk is open."""

import re

from caselight.core.refusal import Refusal
from caselight.core.text import quoted

TYPED = re.compile(r"(?:(?P<hours>\d{1,6})\s*h)?\s*(?:(?P<minutes>\d{1,7})\s*m?)?", re.IGNORECASE)
HOUR = 60  # minutes


def read(text: str) -> int:
    """Return the minutes in 30m, 8h, 1h 30m or a bare number of minutes; refuse anything else."""
    found = TYPED.fullmatch(text.strip())
    if not found or not (found["hours"] or found["minutes"]):
        raise Refusal(f"{quoted(text)} is no target. Write it as 30m, 8h or 1h 30m.")
    return int(found["hours"] or 0) * HOUR + int(found["minutes"] or 0)


def write(minutes: int) -> str:
    """Return minutes as `read` takes them: 45m, 8h, 1h 30m."""
    hours, rest = divmod(minutes, HOUR)
    return " ".join(filter(None, (f"{hours}h" if hours else "", f"{rest}m" if rest or not hours else "")))
