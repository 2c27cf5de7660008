"""The escalation matrix and the shifts of teams as an admin keeps them: every act with its event."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import matrix_check
from caselight.core.chain import instant
from caselight.core.hours import BusinessHours
from caselight.core.matrix import Row
from caselight.core.matrix_defaults import ROWS, rows_of_client
from caselight.core.people import Principal, Right
from caselight.core.records.register import TYPES
from caselight.core.refusal import Denied, NotFound, Refusal
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
    check_right(actor)

    def unit(session: Session) -> int:
        check(session, row, now)
        written = _table_row(replace(row, id=None))
        session.add(written)
        session.flush()
        _tell(session, "matrix:row_set", actor, now, {"row": _plain(replace(row, id=written.id))})
        return written.id or 0

    return store.transact(unit, actor.scope)


def end_row(store: Store, row_id: int, *, at: datetime, actor: Principal, now: datetime) -> None:
    """Let a row hold no longer than until `at`; escalations raised under it keep it."""
    check_right(actor)

    def unit(session: Session) -> None:
        row = session.get(MatrixRow, row_id, with_for_update=True)
        if row is None:
            raise NotFound("No such row of the matrix. Reload the page.")
        check_end(at, row.valid_until, now)
        before, row.valid_until = row.valid_until, at
        change = [instant(before) if before else None, instant(at)]
        _tell(session, "matrix:row_ended", actor, now, {"row": {"id": row_id}, "changes": {"valid_until": change}})

    store.transact(unit, actor.scope)


def set_shifts(store: Store, team_id: int, hours: BusinessHours | None, *, actor: Principal, now: datetime) -> None:
    """Say when a team is there; none means always."""
    check_right(actor)

    def unit(session: Session) -> None:
        if session.get(Team, team_id) is None:
            raise _at("team_id", "There is no such team. Choose one from the list.")
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
    fact = Fact("team:shifts_set", now, now, actor_id=actor.user_id, body={"changes": {"shifts": [before, after]}})
    append_next(session, f"team:{team_id}", fact)


def check(session: Session, row: Row, now: datetime) -> None:
    """Refuse a row that cannot be, naming every field at fault."""
    wrong = matrix_check.wrong(row, now)
    if row.record_type is not None and row.record_type not in TYPES:
        wrong["record_type"] = "Choose a record type from the list, or any."
    if row.client_id is not None and session.get(Client, row.client_id) is None:
        wrong["client_id"] = "Choose a client from the list, or any."
    team = session.get(Team, row.team_id) if row.team_id is not None else None
    if row.team_id is not None and (team is None or team.tier != row.tier):
        wrong["team_id"] = f"Choose a team of tier {row.tier}, or any."
    if wrong:
        raise Refusal(next(iter(wrong.values())), fields=wrong)


def check_end(at: datetime, ends_at: datetime | None, now: datetime) -> None:
    """Refuse an end in the past, and one later than the row has already."""
    if at < now:
        raise _at("ends_at", "A row cannot end in the past: what was raised under it would change.")
    if ends_at is not None and ends_at <= at:
        raise _at("ends_at", "The row ends by then anyhow. Choose an earlier instant.")


def check_right(actor: Principal) -> None:
    """Refuse anybody but an admin."""
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may change the matrix. Ask your Caselight administrator.")


def _of_industry(client: Client, now: datetime) -> Iterable[Row]:
    return rows_of_client(client.id or 0, client.industry, years=range(now.year - 1, now.year + SEASONS))


def _table_row(row: Row) -> MatrixRow:
    given = asdict(row) | {"thresholds": {str(percent): list(told) for percent, told in row.thresholds.items()}}
    return MatrixRow(**given)


def _plain(row: Row) -> dict[str, Any]:
    given = _table_row(row).model_dump()
    return {name: instant(value) if isinstance(value, datetime) else value for name, value in given.items()}


def _tell(session: Session, kind: str, actor: Principal, now: datetime, body: Mapping[str, Any]) -> None:
    append_next(session, "matrix", Fact(kind, now, now, actor_id=actor.user_id, body=body))


def _at(field: str, sentence: str) -> Refusal:
    return Refusal(sentence, fields={field: sentence})
