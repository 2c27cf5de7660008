"""What version the data is at, asked at most once a second, and values kept while it stays the same."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar, cast

from sqlalchemy import func, select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.store.engine import Store
from caselight.store.tables import Event

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Stamp = tuple[int, int]

EVERY_S = 1.0
LOOK_BACK = 1_000  # on PostgreSQL a lower id may commit after a higher one


class DataVersion:
    """The newest event's id and how many of the last 1,000 ids there are: it moves with every write."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self._clock = clock
        self._lock = Lock()
        self._asked: float | None = None
        self._stamp: Stamp = (0, 0)
        self._failure: Exception | None = None

    def current(self) -> Stamp:
        """Return the version, at most a second old; while the database is away, raise what it raised."""
        with self._lock:
            if self._asked is None or self._clock() - self._asked >= EVERY_S:
                self._ask()
            if self._failure is not None:
                raise self._failure.with_traceback(None)
            return self._stamp

    def look_again(self) -> None:
        """Have the next asking go to the database: something was written here, and its writer wants to see it."""
        with self._lock:
            self._asked = None

    def _ask(self) -> None:
        """Ask once; a failure is kept for the second too, or every waiting thread would wait for it in turn."""
        newest = select(func.max(col(Event.id))).scalar_subquery()
        recent = select(func.count()).select_from(Event).where(col(Event.id) > newest - LOOK_BACK).scalar_subquery()
        try:
            with self.store.reading(EVERYTHING) as session:
                found = session.execute(select(newest, recent)).one()
        except Exception as error:  # noqa: BLE001 – kept, and raised to everyone who asks
            self._failure = error
        else:
            self._stamp, self._failure = (found[0] or 0, found[1]), None
        self._asked = self._clock()


class Versioned(Generic[K, V]):
    """Values by key, made again only when the data moved: once for all threads that ask at the same time."""

    def __init__(self, version: DataVersion, make: Callable[[K], V], *, most: int = 1_000) -> None:
        self._version = version
        self._make = make
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[K, _Kept[V]] = OrderedDict()

    def get(self, key: K) -> V:
        """Return the value of a key, no older than the data version; it is shared, so it must be immutable."""
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)  # what was asked for longest ago
        with kept.lock:
            stamp = self._version.current()
            if kept.stamp != stamp:
                kept.value = self._make(key)
                kept.stamp = stamp
            return cast("V", kept.value)

    def forget(self, key: K) -> None:
        """Have the value of a key made again at the next asking."""
        with self._lock:
            self._kept.pop(key, None)


@dataclass(slots=True)
class _Kept(Generic[V]):
    lock: Lock = field(default_factory=Lock)
    stamp: Stamp | None = None
    value: V | None = None
