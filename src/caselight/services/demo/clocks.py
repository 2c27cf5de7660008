"""The clocks of a demo case: as `services.promised` moves them in a database, here in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from caselight.core.chain import instant
from caselight.core.clock import Clock
from caselight.core.promises import ROUNDS, Promise
from caselight.services.demo.floor import Account
from caselight.services.demo.scenario import HELD, PROMISED, ROUND_THE_CLOCK


@dataclass(slots=True)
class DemoClock:
    """One promise on one case, and what its row says beside the clock itself."""

    promise: Promise
    account: Account
    clock: Clock
    calendar_id: int | None
    due_at: datetime | None = None
    first_missed_at: datetime | None = None
    kept: int = 0
    missed: int = 0
    _image: dict[str, Any] | None = None

    def move(self, how: Callable[[Clock], Clock], at: datetime) -> None:
        """Move the clock, and keep the instant of its first miss."""
        clock = how(self.clock)
        if clock is not self.clock:
            stops = clock.stopped_at is not None and self.clock.stopped_at is None
            is_known = stops and self.due_at is not None  # stopping moves no due instant
            self.missed += stops and self.promise in ROUNDS and self._is_late(clock.stopped_at or at)
            self.clock, self.due_at, self._image = clock, self.due_at if is_known else clock.due_at(), None
        self.keep_first_miss(at)

    def begin_round(self, at: datetime) -> None:
        """End the round, in time or late, and begin the next."""
        if self.promise in ROUNDS and self.clock.stopped_at is None:
            self.keep_first_miss(at)
            is_late = self._is_late(at)
            self.kept, self.missed = self.kept + (not is_late), self.missed + is_late
            self.move(lambda clock: clock.restart(at), at)

    def reopen(self, at: datetime) -> None:
        """Go on after a stop; what is kept in rounds begins a new one."""
        if self.promise in ROUNDS:
            self.move(lambda clock: clock.reopen(at).restart(at), at)
        elif self.promise in HELD:
            self.move(lambda clock: clock.reopen(at), at)

    def aim(self, priority: int, at: datetime) -> None:
        """Aim at the target of another priority; a miss of the old one stays."""
        self.keep_first_miss(at)
        target, self.calendar_id = target_of(self.promise, priority), calendar_of(self.account, priority)
        self.move(lambda clock: clock.aim(target, self.account.hours_for(priority)), at)

    def keep_first_miss(self, at: datetime) -> None:
        """Note the due instant once it was passed."""
        if self.first_missed_at is None and self._is_late(self.clock.stopped_at or at):
            self.first_missed_at, self._image = self.due_at, None

    def _is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < at

    def image(self) -> dict[str, Any]:
        """Return what an event keeps of the clock; worked out again only when it moved."""
        self._image = self._image or self._worked_out()
        return self._image

    def _worked_out(self) -> dict[str, Any]:
        instants = {"due_at": self.due_at, "stopped_at": self.clock.stopped_at, "first_missed_at": self.first_missed_at}
        return {
            "runs": self.clock.to_rows(),
            "target_s": self.clock.target // timedelta(seconds=1),
            "calendar_id": self.calendar_id,
            **{name: instant(at) if at else None for name, at in instants.items()},
            **({"kept": self.kept, "missed": self.missed} if self.promise in ROUNDS else {}),
        }

    def row(self) -> dict[str, Any]:
        """Return the columns of the clock."""
        return {
            "promise": self.promise.value,
            "contract_id": self.account.contract_id,
            "calendar_id": self.calendar_id,
            "target_s": self.clock.target // timedelta(seconds=1),
            "waiting_pauses": self.promise in HELD,
            "runs": self.image()["runs"],
            "started_at": self.clock.runs[0].start,
            "due_at": self.due_at,
            "stopped_at": self.clock.stopped_at,
            "first_missed_at": self.first_missed_at,
            "kept": self.kept,
            "missed": self.missed,
        }


def started(account: Account, priority: int, at: datetime) -> list[DemoClock]:
    """Return the clocks that the contract starts; none where it has no target for the priority."""
    if not account.promises(priority):
        return []
    clocks = []
    for promise in sorted(PROMISED):
        clock = Clock.start(target_of(promise, priority), account.hours_for(priority), at)
        clocks.append(DemoClock(promise, account, clock, calendar_of(account, priority), clock.due_at()))
    return clocks


def target_of(promise: Promise, priority: int) -> timedelta:
    """Return the scenario's target."""
    return timedelta(minutes=PROMISED[promise][priority])


def calendar_of(account: Account, priority: int) -> int | None:
    """Return the calendar in which a priority is counted; none means around the clock."""
    return None if priority in ROUND_THE_CLOCK else account.calendar_id
