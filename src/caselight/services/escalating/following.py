"""What happens to the escalations of a case when something happens to the case."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core.clock import Clock
from caselight.core.escalation import Way
from caselight.services.escalating import rows
from caselight.services.escalating.raising import pauses, watch
from caselight.services.work import Work
from caselight.store.tables import Case, Escalation, Team

MOVES_THE_CASE = (Way.FUNCTIONAL, Way.FIRST_LINE)


def accept(work: Work, case: Case) -> None:
    """Acknowledge the escalation of a case that its present team has taken; end those that were passed on to it."""
    for row in rows.open_rows(work, case):
        if row.way not in MOVES_THE_CASE:
            continue
        if row.passed_on_at is not None:
            rows.change(work, row, ended_at=work.now, outcome="passed on")
        elif row.acknowledged_at is None:
            rows.change(work, row, acknowledged_at=work.now, acknowledged_by=work.actor.user_id)
        rows.look_again(work, case, row)


def hold(work: Work, case: Case) -> None:
    """Pause the resolve steps of a case that waits, where its contract says so; acknowledging never pauses."""
    if pauses(work, case):
        _move(work, case, lambda clock: clock.pause(work.now))


def go_on(work: Work, case: Case) -> None:
    """Let the resolve steps of a case that goes on run again."""
    _move(work, case, lambda clock: clock.resume(work.now))


def hand_over(work: Work, case: Case, team: Team) -> None:
    """Let the escalation follow a case that was handed to a team; below the tier it was raised to, it is over."""
    for row in rows.open_rows(work, case):
        if row.way not in MOVES_THE_CASE:
            continue
        if row.way == Way.FUNCTIONAL and team.tier < (row.to_tier or 0):
            _hand_back(work, case, row)
        elif row.passed_on_at is None:
            rows.change(work, row, team_id=team.id)
            rows.look_again(work, case, row)


def end_all(work: Work, case: Case, outcome: str) -> None:
    """End every escalation of a case that is over."""
    for row in rows.open_rows(work, case):
        rows.change(work, row, ended_at=work.now, outcome=outcome)
        rows.look_again(work, case, row)


def put_back(work: Work, case: Case, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Take back what an event changed on escalations; one that it raised is over."""
    statement = select(Escalation).where(col(Escalation.case_id) == case.id)
    known = {rows.key_of(row): row for row in work.session.scalars(statement)}
    for key, noted in changes.items():
        row = known[key]
        if "raised" in noted:
            rows.change(work, row, ended_at=work.now, outcome="undone")
        else:
            rows.change(work, row, **{name: rows.read(name, before) for name, (before, _) in noted.items()})
        rows.look_again(work, case, row)


def _hand_back(work: Work, case: Case, row: Escalation) -> None:
    """End an escalation whose case went back down; its new team is watched from now on."""
    was_passed_on = row.passed_on_at is not None
    rows.change(work, row, ended_at=work.now, outcome="handed back")
    rows.look_again(work, case, row)
    if not was_passed_on:
        watch(work, case)


def _move(work: Work, case: Case, how: Callable[[Clock], Clock]) -> None:
    for row in rows.open_rows(work, case):
        clock = how(rows.clock_of(work, row))
        rows.change(work, row, runs=clock.to_rows(), resolve_due_at=clock.due_at())
        rows.look_again(work, case, row)
