"""When a delivery that failed is tried again, and when it is given up."""

from datetime import datetime, timedelta

FIRST, LONGEST = timedelta(seconds=10), timedelta(hours=1)
MOST_TRIES = 12
GIVEN_UP_AFTER = timedelta(hours=24)
JITTER = 0.25  # of the wait, so that what failed together is not tried together


def next_try(now: datetime, *, tries: int, first_try_at: datetime, chance: float) -> datetime | None:
    """Return when to try again after so many tries: 10 s, doubling up to an hour; None when it is given up.

    `chance` in [0, 1) shortens or lengthens the wait by up to a quarter, never beyond its bounds.
    """
    if tries >= MOST_TRIES or now - first_try_at >= GIVEN_UP_AFTER:
        return None
    wait: timedelta = FIRST * 2 ** (tries - 1) * (1 + JITTER * (2 * chance - 1))
    return now + min(max(wait, FIRST), LONGEST)
