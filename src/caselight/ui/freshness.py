"""When kept answers are asked for again: when the data moved, or every so often; never by losing the last good one."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from caselight.store.version import DataVersion, Stamp

log = logging.getLogger(__name__)


class Steady(DataVersion):
    """A data version that stays where it was while the database is away, and says since when."""

    def __init__(self, version: DataVersion, *, now: Callable[[], datetime]) -> None:
        super().__init__(version.store)
        self._version = version
        self._now = now
        self._last: Stamp = (0, 0)
        self.as_of = now()
        self.is_away = False

    def current(self) -> Stamp:
        """Return the version now, or the last one known while the database does not answer."""
        try:
            self._last = self._version.current()
        except DBAPIError:
            if not self.is_away:
                log.exception("The database does not answer; screens keep their last good picture.")
            self.is_away = True
        else:
            self.as_of, self.is_away = self._now(), False
        return self._last


class Paced(DataVersion):
    """A version that moves by the clock alone, and not while the database is away."""

    def __init__(self, steady: Steady, *, now: Callable[[], datetime], every: timedelta) -> None:
        super().__init__(steady.store)
        self._steady = steady
        self._now = now
        self._every = every
        self._last: Stamp = (0, 0)

    def current(self) -> Stamp:
        """Return the number of the present span of time."""
        self._steady.current()
        if not self._steady.is_away:
            self._last = (int(self._now().timestamp() // self._every.total_seconds()), 0)
        return self._last
