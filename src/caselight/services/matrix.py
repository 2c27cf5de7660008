"""The escalation matrix and the shifts of teams as an admin keeps them: every act with its event."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import matrix_check
from caselight.core.hours import BusinessHours
from caselight.core.matrix import Row
from caselight.core.matrix_defaults import ROWS, rows_of_client
from caselight.core.people import Principal
from caselight.services.acts import tell
from caselight.services.rulebook import MATRIX, refused, wrong_about
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.tables import Client, MatrixRow, Team, TeamShift

SEASONS = 3  # years for which the peak seasons are laid down


def install(session: Session, *, now: datetime) -> int:
    """Write the shipped rows where there are none, and those of a client's industry; return how many."""
    there = set(session.scalars(select(col(MatrixRow.client_id)).distinct()))
    written = [] if there else list(ROWS)
    for client in session.scalars(select(Client).order_by(col(Client.id))):
        if client.id not in there:
            written += _of_industry(client, now)
    if written:
        session.add_all(_table_row(row) for row in written)
        append_next(session, "matrix", Fact("matrix:installed", now, now, body={"rows": len(written)}))
    return len(written)


def set_row(store: Store, row: Row, *, actor: Principal, now: datetime) -> int:
    """Add a row, in force from its `valid_from` on; it takes the place of an older one about the same."""
    MATRIX.check_right(actor)

    def unit(session: Session) -> int:
        check(session, row, now)
        return MATRIX.set(session, _table_row(replace(row, id=None)), actor=actor, now=now)

    return store.transact(unit, actor.scope)


def end_row(store: Store, row_id: int, *, at: datetime, actor: Principal, now: datetime) -> None:
    """Let a row hold no longer than until `at`; escalations raised under it keep it."""
    MATRIX.check_right(actor)
    store.transact(lambda session: MATRIX.end(session, row_id, at=at, actor=actor, now=now), actor.scope)


def set_shifts(store: Store, team_id: int, hours: BusinessHours | None, *, actor: Principal, now: datetime) -> None:
    """Say when a team is there; none means always."""
    MATRIX.check_right(actor)

    def unit(session: Session) -> None:
        if session.get(Team, team_id) is None:
            raise refused({"team_id": "There is no such team. Choose one from the list."})
        write_shifts(session, team_id, hours.to_dict() if hours else None, actor=actor, now=now)

    store.transact(unit, actor.scope)


def write_shifts(
    session: Session, team_id: int, after: dict[str, Any] | None, *, actor: Principal, now: datetime
) -> None:
    """Write when a team is there, with the event, unless it is so already."""
    shift = session.get(TeamShift, team_id, with_for_update=True)
    before = shift.hours if shift else None
    if before == after:
        return
    if shift and after is None:
        session.delete(shift)
    elif shift and after:
        shift.hours = after
    else:
        session.add(TeamShift(team_id=team_id, hours=after or {}))
    tell(session, f"team:{team_id}", "team:shifts_set", actor, now, {"changes": {"shifts": [before, after]}})


def check(session: Session, row: Row, now: datetime) -> None:
    """Refuse a row that cannot be, naming every field at fault."""
    wrong = matrix_check.wrong(row, now) | wrong_about(session, row)
    team = session.get(Team, row.team_id) if row.team_id is not None else None
    if row.team_id is not None and (team is None or team.tier != row.tier):
        wrong["team_id"] = f"Choose a team of tier {row.tier}, or any."
    if wrong:
        raise refused(wrong)


def _of_industry(client: Client, now: datetime) -> Iterable[Row]:
    return rows_of_client(client.id or 0, client.industry, years=range(now.year - 1, now.year + SEASONS))


def _table_row(row: Row) -> MatrixRow:
    given = asdict(row) | {"thresholds": {str(percent): list(told) for percent, told in row.thresholds.items()}}
    return MatrixRow(**given)
