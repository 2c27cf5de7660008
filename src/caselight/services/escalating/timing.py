"""What happens by itself when time runs out on a case."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from caselight.core.escalation import Step, Trigger, Way
from caselight.core.matrix_defaults import HEAD, LEAD, MANAGER, OWNER, TEAM
from caselight.core.sweep import WHOLE, Due, Watched
from caselight.core.wording import reference
from caselight.services import promised
from caselight.services.escalating import raising, rows
from caselight.services.escalating.raising import Cause
from caselight.services.notices import Passed
from caselight.services.work import Work
from caselight.store.tables import Case, Escalation

Act = Callable[[Work, Case, Escalation, Due], Passed]
BY_TIME = "time"


def steps(work: Work, case: Case, row: Escalation) -> Iterator[tuple[Watched, Act]]:
    """Yield the steps of an escalation that can still fall due, each with what happens then."""
    if row.passed_on_at is not None or row.ended_at is not None:
        return
    if row.acknowledged_at is None and row.ack_due_at is not None:
        yield _watch(row, Step.ACKNOWLEDGE, row.ack_due_at, row.cycle), _go_higher
    if row.resolve_due_at is not None:
        yield _watch(row, Step.RESOLVE, row.resolve_due_at, 0), _go_higher
    silent_at = rows.silent(work, case, row)
    if silent_at is not None:
        yield _watch(row, Step.UPDATE, silent_at, row.cycle), _arm_again


def breach(at: Callable[[datetime], Work], case: Case, due: Due, told: Sequence[str]) -> Passed:
    """Break a promise: a manager's eyes are added, and the case goes higher unless an escalation is seeing to it."""
    promise = due.key.clock.partition(":")[0]
    reason = f"The promise was broken: {promise}."
    raised = []
    work = at(due.due_at)
    ways = {row.way for row in rows.open_rows(work, case) if row.passed_on_at is None}
    if Way.HIERARCHICAL not in ways:
        row = raising.hierarchical(work, case, Cause(BY_TIME, Trigger.TIME, due.due_at))
        work.record(case, "case:raised_to_manager", note=reason, more=raising.body(row))
        raised.append(row)
    work = at(due.due_at)
    call = raising.next_call(work, case, at=due.due_at) if not ways & {Way.FUNCTIONAL, Way.FIRST_LINE} else None
    if call is not None:
        row = raising.functional(work, case, call, Cause(BY_TIME, Trigger.TIME, due.due_at))
        work.record(case, "case:escalated", note=reason, more=raising.body(row, call))
        raised.append(row)
    return Passed(due, (*told, *((TEAM,) if call else ())), tuple(raised), has_changed=bool(raised))


def _go_higher(work: Work, case: Case, row: Escalation, due: Due) -> Passed:
    """Go on to the next tier, counting from the instant this step fell due; above the last, to a manager's eyes."""
    step = Step(due.key.clock.rpartition(":")[2])
    if row.way == Way.HIERARCHICAL:
        return Passed(due, (HEAD,))
    cause = Cause(BY_TIME, Trigger.TIME, due.due_at, follows=row.id)
    reason = f"Not {'acknowledged' if step is Step.ACKNOWLEDGE else 'resolved'} in time at tier {row.to_tier}."
    call = raising.next_call(work, case, at=due.due_at)
    if call is not None:
        higher = raising.functional(work, case, call, cause)
        work.record(case, "case:escalated", note=reason, more=raising.body(higher, call))
        return Passed(due, (TEAM,), (higher,), has_changed=True)
    if any(other.way == Way.HIERARCHICAL for other in rows.open_rows(work, case)):
        return Passed(due, (MANAGER,))
    eyes = raising.hierarchical(work, case, cause)
    work.record(case, "case:raised_to_manager", note=reason, more=raising.body(eyes))
    return Passed(due, (MANAGER,), (eyes,), has_changed=True)


def _arm_again(work: Work, case: Case, row: Escalation, due: Due) -> Passed:
    """Take an acknowledgement back after which nothing was heard: its clock runs anew."""
    acknowledge = raising.allowed(row)
    hours = promised.hours_of(work, row.calendar_id)
    rows.change(
        work,
        row,
        cycle=row.cycle + 1,
        acknowledged_at=None,
        acknowledged_by=None,
        armed_at=due.due_at,
        ack_due_at=hours.due(due.due_at, acknowledge),
    )
    if row.way == Way.FUNCTIONAL:
        case.is_accepted = False
    work.record(case, "case:escalation_rearmed", note=f"Nothing was heard of {reference(case.id or 0)} since.")
    return Passed(due, (OWNER, LEAD), has_changed=True)


def _watch(row: Escalation, step: Step, at: datetime, cycle: int) -> Watched:
    return Watched(f"escalation:{row.id}:{step}", cycle, ((WHOLE, at),))
