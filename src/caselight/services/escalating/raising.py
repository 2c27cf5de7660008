"""Escalations raised: the case moves to the team that is called, or a manager's eyes are added."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from caselight.core import calling
from caselight.core.calling import Call
from caselight.core.clock import Clock
from caselight.core.escalation import Trigger, Way
from caselight.core.escalation_kinds import KINDS
from caselight.core.lifecycle import Status
from caselight.core.matrix import Facts, Row, row_for
from caselight.core.matrix_defaults import closest
from caselight.core.promises import Promise
from caselight.services import in_force, promised
from caselight.services.escalating import rows
from caselight.services.work import Work
from caselight.store import matrix
from caselight.store.tables import Case, Client, Escalation, Team


@dataclass(frozen=True, slots=True)
class Cause:
    """Why it is raised: its kind and trigger, what it follows, and the instant its targets count from."""

    kind: str
    trigger: str
    at: datetime
    follows: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)


FIRST_LINE = "first line"


def watch(work: Work, case: Case) -> None:
    """Watch a case by its own tier's targets: what nobody takes, or resolves, in time goes higher by itself."""
    tier = work.tier(case.team_id)
    if tier is None:
        return
    found = row_for(matrix.rows(work.session, tier=tier), _facts(case), tier, work.now)
    cause = Cause(FIRST_LINE, Trigger.TIME, work.now)
    row = _row(work, case, closest(found), cause, Way.FIRST_LINE)
    row.to_tier, row.team_id = tier, case.team_id
    row.acknowledged_at = work.now if case.is_accepted else None
    _add(work, case, row)


def next_call(work: Work, case: Case, *, at: datetime, to_tier: int | None = None) -> Call | None:
    """Return who is called next for a case, or at a given tier and above."""
    tier = work.tier(case.team_id) if to_tier is None else to_tier - 1
    return calling.next_call(matrix.rows(work.session), _facts(case), matrix.desks(work.session), tier=tier, at=at)


def to_team(work: Work, case: Case, team: Team) -> Call:
    """Return the call of a team that somebody chose."""
    found = row_for(matrix.rows(work.session, tier=team.tier), _facts(case), team.tier, work.now)
    return Call(calling.Desk(team.id or 0, team.name, team.tier), closest(found))


def functional(work: Work, case: Case, call: Call, cause: Cause) -> Escalation:
    """Give the case to the team called; what was open below is passed on."""
    from_tier, from_team = work.tier(case.team_id), case.team_id
    row = _row(work, case, call.row, cause, Way.FUNCTIONAL)
    row.from_tier, row.from_team_id = from_tier, from_team
    row.to_tier, row.team_id = call.desk.tier, call.desk.id
    for below in rows.open_rows(work, case):
        if below.way == Way.FIRST_LINE:
            rows.change(work, below, ended_at=cause.at, outcome="escalated")
        elif below.way == Way.FUNCTIONAL and below.passed_on_at is None:
            rows.change(work, below, passed_on_at=cause.at)
        rows.look_again(work, case, below)
    case.team_id, case.is_accepted, case.owner_id = call.desk.id, False, None
    _note(work, row)
    _add(work, case, row)
    return row


def hierarchical(work: Work, case: Case, cause: Cause, *, person_id: int | None = None) -> Escalation:
    """Add a manager's eyes: tier, team and owner stay."""
    tier = work.tier(case.team_id) or 1
    found = row_for(matrix.rows(work.session, tier=tier), _facts(case), tier, cause.at)
    row = _row(work, case, closest(found), cause, Way.HIERARCHICAL)
    row.from_tier = row.to_tier = tier
    row.from_team_id = row.team_id = case.team_id
    row.person_id = person_id
    _note(work, row)
    _add(work, case, row)
    return row


def body(row: Escalation, call: Call | None = None) -> dict[str, Any]:
    """Return what the event says of an escalation it raises."""
    said: dict[str, Any] = {"from_tier": row.from_tier, "to_tier": row.to_tier, "way": row.way, "kind": row.kind}
    if stage := row.details.get("stage"):
        said["stage"] = stage
    if call and call.passed_over:
        said["nobody_on_shift_at"] = list(call.passed_over)
    if call and not call.is_there:
        said["nobody_is_there"] = True
    if call and call.fault:
        said["matrix_fault"] = call.fault.kind
    return said


def _row(work: Work, case: Case, row: Row, cause: Cause, way: Way) -> Escalation:
    """Return an escalation armed from the instant of its cause."""
    kind = KINDS.get(cause.kind)
    is_urgent = bool(kind and kind.is_urgent)
    is_always = row.is_round_the_clock or is_urgent
    calendar_id = None if is_always else _calendar(work, case, cause.at)
    at_most = kind.acknowledge_at_most if kind else None
    acknowledge = min(row.acknowledge, at_most) if at_most else row.acknowledge
    hours = promised.hours_of(work, calendar_id)
    clock = Clock.start(row.resolve, hours, cause.at)
    if case.status == Status.WAITING and pauses(work, case):
        clock = clock.pause(cause.at)
    kept = rows.snapshot(asdict(row)) | {"thresholds": {str(at): list(told) for at, told in row.thresholds.items()}}
    return Escalation(
        case_id=case.id or 0,
        client_id=case.client_id,
        way=way,
        kind=cause.kind,
        trigger=cause.trigger,
        initiator_id=work.actor.user_id,
        follows=cause.follows,
        is_urgent=is_urgent,
        matrix=kept | {"acknowledge_minutes": acknowledge // timedelta(minutes=1)},
        calendar_id=calendar_id,
        details=dict(cause.details),
        raised_at=cause.at,
        raised_seq=case.version + 1,
        armed_at=cause.at,
        ack_due_at=hours.due(cause.at, acknowledge),
        runs=clock.to_rows(),
        resolve_due_at=clock.due_at(),
    )


def _calendar(work: Work, case: Case, at: datetime) -> int | None:
    """Return the version of the client's calendar that holds when an escalation begins."""
    return in_force.calendar(work.session, work.session.get_one(Client, case.client_id).calendar_id, at)


def allowed(row: Escalation) -> timedelta:
    """Return the time an escalation allows for acknowledging."""
    return timedelta(minutes=row.matrix["acknowledge_minutes"])


def pauses(work: Work, case: Case) -> bool:
    """Say whether waiting pauses the resolve step, as the contract says of the case's resolution."""
    promises = {row.promise: row for row in promised.clocks_of(work, case)}
    resolution = promises.get(Promise.RESOLUTION)
    return resolution is None or resolution.waiting_pauses


def _add(work: Work, case: Case, row: Escalation) -> None:
    rows.look_again(work, case, row)
    work.session.add(row)


def _note(work: Work, row: Escalation) -> None:
    work.escalation_changes[rows.key_of(row)] = {"raised": [None, rows.plain(row.raised_at)]}


def _facts(case: Case) -> Facts:
    return Facts(case.client_id, case.record_type, case.priority)
