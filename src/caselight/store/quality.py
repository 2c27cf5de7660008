"""What the figures about the keeping of records are made of."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlmodel import Session, col

from caselight.core.lifecycle import Status
from caselight.core.people import Scope
from caselight.core.quality import Entered, Finished
from caselight.store.among import ALL, Among
from caselight.store.caselist import entered_between, resolved_between
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, Client, Event, Team, User

NO_TEAM = "no team"


def entered(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> list[Entered]:
    """Return the cases that people entered in [since, until), by the index `cases_opened`."""
    first = and_(col(Event.case_id) == col(Case.id), col(Event.seq) == 1)
    statement = (
        select(
            *(col(Case.id), col(Client.name), func.coalesce(col(Team.name), NO_TEAM), col(Case.record_type)),
            *(col(Event.actor_id), col(Case.opened_at), col(Case.occurred_at)),
        )
        .select_from(Case)
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .join(Event, first)
        .join(User, col(User.id) == col(Event.actor_id), isouter=True)
        .join(Team, col(Team.id) == col(User.team_id), isouter=True)
    )
    found = session.execute(_narrowed(statement, scope, entered_between(since, until), among))
    return [
        Entered(number, client, team, record_type, person_id, opened_at - occurred_at)
        for number, client, team, record_type, person_id, opened_at, occurred_at in found
    ]


def finished(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> list[Finished]:
    """Return the cases resolved in [since, until), by the index `cases_resolved`."""
    edits = (
        select(func.count())
        .where(
            col(Event.case_id) == col(Case.id),
            col(Event.kind) == "case:updated",
            col(Event.status) == Status.RESOLVED.value,
        )
        .correlate(Case)
        .scalar_subquery()
    )
    statement = (
        select(
            *(col(Case.id), col(Client.name), func.coalesce(col(Team.name), NO_TEAM), col(Case.record_type)),
            *(col(Case.owner_id), col(Case.priority), col(Case.status) == Status.CLOSED.value, col(Case.details)),
            edits,
        )
        .select_from(Case)
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
    )
    found = session.execute(_narrowed(statement, scope, resolved_between(since, until), among))
    return [Finished(*row) for row in found]


def _narrowed(
    statement: Select[*tuple[Any, ...]], scope: Scope, wanted: ColumnElement[bool], among: Among
) -> Select[*tuple[Any, ...]]:
    statement = within(statement.where(wanted), unsearched(col(Case.client_id)), scope)
    return among.narrow(statement)
