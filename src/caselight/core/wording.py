"""Numbers as the screens say them."""

import re
from datetime import datetime, timedelta, tzinfo

from caselight.core.refusal import NotFound
from caselight.core.text import quoted

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEW = 20
TYPED = re.compile(r"\s*(?:C-)?([0-9]{1,12})\s*", re.IGNORECASE)


def duration(span: timedelta) -> str:
    """Return the length of a span, cut to whole units: <1m, 48m, 2h 05m, 1d 03h."""
    length = abs(span)
    if length < MINUTE:
        return "<1m"
    if length < HOUR:
        return f"{length // MINUTE}m"
    if length < DAY:
        return f"{length // HOUR}h {length % HOUR // MINUTE:02}m"
    return f"{length.days}d {length % DAY // HOUR:02}h"


def due(due_at: datetime, now: datetime) -> str:
    """Return how far off a due instant is: in 14m, due now, overdue by 2h 05m."""
    if due_at == now:
        return "due now"
    return f"in {duration(due_at - now)}" if due_at > now else f"overdue by {duration(now - due_at)}"


def age(at: datetime, now: datetime, zone: tzinfo) -> str:
    """Return how long ago something was, up to 24 h; from then on its date."""
    if now - at >= DAY:
        return date(at, zone, now=now)
    return f"{duration(now - at)} ago" if at <= now else f"in {duration(at - now)}"


def date(at: datetime, zone: tzinfo, *, now: datetime | None = None) -> str:
    """Return the date of an instant in a zone, Sat 22 Nov; with the year where `now` is in another one."""
    local = at.astimezone(zone)
    year = f" {local.year}" if now and now.astimezone(zone).year != local.year else ""
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}{year}"


def clock(at: datetime, zone: tzinfo) -> str:
    """Return the time of day of an instant in a zone: 14:05."""
    return f"{at.astimezone(zone):%H:%M}"


def moment(at: datetime, zone: tzinfo, *, now: datetime | None = None) -> str:
    """Return date and time of day of an instant in a zone: Sat 22 Nov 14:05."""
    return f"{date(at, zone, now=now)} {clock(at, zone)}"


def percent(met: int, n: int) -> str:
    """Return a share with what it is a share of: 86.9% of 236, and 12 of 14 where n < 20."""
    return share(met, n) if n < FEW else f"{share(met, n)} of {n:,}"


def share(met: int, n: int) -> str:
    """Return a share to set beside its n: 86.9%, or 12 of 14 where n < 20; 100% and 0% mean all and none."""
    if n < FEW:
        return f"{met} of {n}" if n else "none yet"
    tenths = round(1000 * met / n)
    if 0 < met < n:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths / 10:.1f}%"


def reference(number: int) -> str:
    """Return how a case is called: C- and at least four digits."""
    return f"C-{digits_of(number)}"


def digits_of(number: int) -> str:
    """Return the digits of a reference: at least four."""
    return f"{number:04}"


def number(text: str) -> int:
    """Return the case number in a reference, with or without C-; refuse anything else as a case that does not exist."""
    typed = TYPED.fullmatch(text)
    if not typed:
        raise NotFound(f"No such case: {quoted(text)}.")
    return int(typed[1])
