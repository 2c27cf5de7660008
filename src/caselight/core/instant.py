"""Instants as people and systems write them, read as aware UTC."""

from datetime import UTC, datetime, timedelta, tzinfo

from caselight.core.refusal import Refusal
from caselight.core.text import quoted

YEARS = range(1990, 2101)
FIRST = datetime(YEARS[0], 1, 1, tzinfo=UTC)  # earlier than anything that is kept
LAST = datetime(YEARS[-1], 12, 31, tzinfo=UTC)  # later than anything that is planned
SHOW = "%Y-%m-%d %H:%M"


def read(given: object, *, zone: tzinfo | None = None) -> datetime:
    """Return the instant in UTC; a time without a zone is read in `zone`, and refused where that leaves doubt."""
    at = given if isinstance(given, datetime) else _written(given)
    if at.year not in YEARS:
        raise Refusal(f"The year {at.year} is out of range. Check it.")
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    if zone is None:
        raise Refusal(f"{quoted(given)} has no time zone. Add one: {at.isoformat()}+00:00 is UTC.")
    return _in_zone(at, zone)


def write(at: datetime) -> str:
    """Return the stored form of an aware instant: ISO 8601 in UTC, ending in Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _written(given: object) -> datetime:
    try:
        return datetime.fromisoformat(given.strip() if isinstance(given, str) else "")
    except ValueError:
        example = "Write it like 2026-11-18 13:40."
        raise Refusal(f"{quoted(given)} is not a date and time. {example}") from None


def _in_zone(wall: datetime, zone: tzinfo) -> datetime:
    """Read a wall time: refuse the hour that a change of the clocks skips, and the hour that it repeats."""
    earlier, later = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier == later:
        return earlier
    shown = f"{wall:{SHOW}}"
    if earlier.astimezone(zone).replace(tzinfo=None) != wall:
        valid = wall + timedelta(hours=1)
        raise Refusal(
            f"{shown} was skipped when the clocks went forward. Write {valid:{SHOW}}, or a time with its zone."
        )
    raise Refusal(
        f"{shown} came twice when the clocks went back. Write {write(earlier)} for the first or {write(later)} "
        "for the second."
    )
