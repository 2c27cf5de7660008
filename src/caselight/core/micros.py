"""Instants as whole microseconds since 1970, so that open time adds up exactly."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

Micros = NDArray[np.int64]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
A_SECOND = 1_000_000
FOREVER = 2**62


def to_micros(at: datetime) -> int:
    """Return the microseconds from 1970 to an aware instant; a naive one is a ValueError."""
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone.")
    return (at - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the UTC instant so many microseconds after 1970."""
    return EPOCH + timedelta(microseconds=int(micros))


def seconds_to_micros(seconds: NDArray[np.float64]) -> Micros:
    """Return float seconds as whole microseconds, rounded to the nearest and never beyond `FOREVER`."""
    rounded: NDArray[np.float64] = np.clip(np.rint(seconds * A_SECOND), -FOREVER, FOREVER)
    return rounded.astype(np.int64)
