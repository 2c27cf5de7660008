"""One case brought up to an instant: everything that fell due on it, in order, each recorded once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.lifecycle import OPEN
from caselight.core.people import SYSTEM
from caselight.core.sweep import WHOLE, Due, Key, Watched, fell_due, is_late, next_at
from caselight.services import notices, promised, thresholds, verbs
from caselight.services.escalating import timing
from caselight.services.escalating.rows import open_rows
from caselight.services.notices import Passed
from caselight.services.work import Work
from caselight.store.tables import Case, CaseClock, Escalation, Event, ThresholdFiring

Act = Callable[["Settling", Due], Passed]


@dataclass(slots=True)
class Settled:
    """What was newly recorded on one case."""

    raised: int = 0  # escalations and thresholds
    notices: int = 0
    late: int = 0


@dataclass(slots=True)
class Settling:
    """One case under the sweep: what is recorded of it already, and what is to be said."""

    session: Session
    case: Case
    now: datetime
    latest: datetime  # of its events: none may come before the one it follows
    known_since: datetime  # what fell due before is recorded and not said
    done: set[Key]
    found: Settled = field(default_factory=Settled)
    passed: list[Passed] = field(default_factory=list)

    def at(self, instant: datetime) -> Work:
        """Return the unit of work for what happened at an instant, or after the event before it."""
        self.latest = max(instant, self.latest)
        return Work(self.session, SYSTEM, self.latest, recorded_at=self.now)


def settle(session: Session, number: int, *, now: datetime) -> Settled | None:
    """Record what fell due on a case before now, and set when to look next; None while another worker holds it."""
    locked = select(Case).where(col(Case.id) == number).with_for_update(skip_locked=True)
    case = session.scalars(locked).one_or_none()
    if case is None:
        return None
    one = _begin(session, case, now)
    while case.status in OPEN and _advance(one):
        session.flush()
    if case.closes_at is not None and case.closes_at < now:
        verbs.close(one.at(case.closes_at), case)
    _look_later(one)
    one.found.notices = notices.say_passed(session, case, _to_say(one), now=now)
    return one.found


def _begin(session: Session, case: Case, now: datetime) -> Settling:
    instants = select(col(Event.at), col(Event.recorded_at)).where(col(Event.case_id) == case.id)
    first, latest = (session.execute(instants.where(col(Event.seq) == seq)).one() for seq in (1, case.version))
    keys = select(col(ThresholdFiring.clock), col(ThresholdFiring.threshold), col(ThresholdFiring.cycle))
    done = session.execute(keys.where(col(ThresholdFiring.case_id) == case.id))
    return Settling(session, case, now, latest.at, first.recorded_at, {Key(*row) for row in done})


def _advance(one: Settling) -> bool:
    """Record what fell due, up to the first that changes the case; say whether one did."""
    watches = {watch.name: (watch, act) for watch, act in _watches(one)}
    for due in fell_due([watch for watch, _ in watches.values()], one.done, one.now):
        _, act = watches[due.key.clock]
        passed = act(one, due)
        one.passed.append(passed)
        one.done.add(due.key)
        one.found.raised += 1 + len(passed.raised)
        one.found.late += is_late(due.due_at, one.now)
        raised = passed.raised[0].id if passed.raised else None
        one.session.add(thresholds.firing(one.case, due, fired_at=one.now, raised=raised))
        if passed.has_changed:
            return True
    return False


def _watches(one: Settling) -> Iterator[tuple[Watched, Act]]:
    """Yield what is under watch now, each with what happens when it falls due."""
    for clock, watch in _clocks(one):
        yield watch, partial(_pass, told=thresholds.told_at(one.session, one.case, clock))
    work = one.at(one.latest)
    for row in open_rows(work, one.case):
        for watch, act in timing.steps(work, one.case, row):
            yield watch, partial(_take, row=row, act=act)


def _pass(one: Settling, due: Due, *, told: dict[int, list[str]]) -> Passed:
    """Pass a threshold of a promise; the whole of the target is a breach."""
    listed = told.get(due.key.threshold) or told[max(told)]
    if due.key.threshold != WHOLE:
        return Passed(due, tuple(listed))
    return timing.breach(one.at, one.case, due, listed)


def _take(one: Settling, due: Due, *, row: Escalation, act: timing.Act) -> Passed:
    """Do what a step of an escalation does when it falls due."""
    return act(one.at(due.due_at), one.case, row, due)


def _clocks(one: Settling) -> Iterator[tuple[CaseClock, Watched]]:
    work = one.at(one.latest)
    for row in promised.clocks_of(work, one.case):
        if row.stopped_at is None:
            clock = promised.clock_of(work, row)
            yield row, thresholds.watch_on(one.session, one.case, row, clock, as_of=one.now)


def _look_later(one: Settling) -> None:
    """Set when each clock and each escalation must be looked at next."""
    for row, watch in _clocks(one):
        row.next_at = next_at(watch, one.done)
    work = one.at(one.latest)
    for escalation in open_rows(work, one.case):
        coming = (next_at(watch, one.done) for watch, _ in timing.steps(work, one.case, escalation))
        escalation.next_at = min((at for at in coming if at is not None), default=None)


def _to_say(one: Settling) -> list[Passed]:
    """Return what people must hear: nothing of a case that is over, or from before it was known here."""
    if one.case.status not in OPEN:
        return []
    return [passed for passed in one.passed if passed.due.due_at >= one.known_since]
