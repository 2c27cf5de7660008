"""Take a case on, hold it, go on, and say something about it."""

from caselight.core.clock import Clock
from caselight.core.lifecycle import Status
from caselight.core.promises import Promise
from caselight.core.refusal import Refusal
from caselight.services import escalating, promised, sheets
from caselight.services.verbs import rules
from caselight.services.verbs.update import validate_line
from caselight.services.work import Work
from caselight.store.tables import Case, Event


def acknowledge(work: Work, case: Case, *, note: str = "") -> Event:
    """Say that somebody in the present team has it; work begins."""
    rules.allow(work, case, "acknowledge")
    if case.is_accepted:
        raise Refusal("It is already acknowledged. Add a note, or take it as your own.")
    accept(work, case)
    return work.record(case, "case:acknowledged", note=note)


def own(work: Work, case: Case, *, note: str = "") -> Event:
    """Make the actor its owner, which acknowledges it too."""
    rules.allow(work, case, "own")
    if case.owner_id == work.actor.user_id and case.is_accepted:
        raise Refusal("It is already yours. Add a note instead.")
    case.owner_id = work.actor.user_id
    accept(work, case)
    return work.record(case, "case:owned", note=note)


def accept(work: Work, case: Case) -> None:
    """Mark the case as taken by its present team; the first time is its acknowledgement."""
    case.is_accepted = True
    case.acknowledged_at = case.acknowledged_at or work.now
    if case.status == Status.NEW:
        case.status = Status.IN_PROGRESS
    _stop(work, case, Promise.ACKNOWLEDGEMENT)
    escalating.accept(work, case)


def wait(work: Work, case: Case, *, reason: str, note: str = "") -> Event:
    """Hold the case for a reason; the clocks that the contract says so pause."""
    rules.allow(work, case, "wait")
    case.waiting_reason = validate_line(reason)
    if case.waiting_reason is None:
        raise Refusal("Say what you wait for.", fields={"reason": "Say what you wait for: the customer, a supplier …"})
    case.status = Status.WAITING
    promised.move(work, case, lambda clock: clock.pause(work.now), only=lambda row: row.waiting_pauses)
    escalating.hold(work, case)
    return work.record(case, "case:waiting", note=note)


def go_on(work: Work, case: Case, *, note: str = "") -> Event:
    """Go on after waiting; paused clocks run again."""
    rules.allow(work, case, "go on")
    case.status, case.waiting_reason = Status.IN_PROGRESS, None
    promised.move(work, case, lambda clock: clock.resume(work.now))
    escalating.go_on(work, case)
    return work.record(case, "case:went_on", note=note)


def note(work: Work, case: Case, *, note: str) -> Event:
    """Add a note; it never conflicts with what others do."""
    if not note.strip():
        raise Refusal("Write the note after the letter n.", fields={"note": "Write what happened."})
    work.seen = None
    return work.record(case, "case:noted", note=note)


def tell(work: Work, case: Case, *, note: str) -> Event:
    """Record what the customer was told: the first time stops the first-response clock, each begins a new round."""
    rules.allow(work, case, "tell")
    if not note.strip():
        raise Refusal("Write what the customer was told.", fields={"note": "Write what the customer was told."})
    reach(work, case)
    return work.record(case, "case:told", note=note)


def reach(work: Work, case: Case) -> None:
    """Note that the customer heard from us: the first response is given, the next update is owed from now."""
    case.first_response_at = case.first_response_at or work.now
    _stop(work, case, Promise.FIRST_RESPONSE)
    promised.begin_rounds(work, case)
    sheets.keep_word(work, case)


def stopped(clock: Clock, work: Work) -> Clock:
    """Return the clock stopped now."""
    return clock.stop(work.now)


def _stop(work: Work, case: Case, promise: Promise) -> None:
    promised.move(work, case, lambda clock: stopped(clock, work), only=lambda row: row.promise == promise)
