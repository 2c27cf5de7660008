"""Routing rules as an admin keeps them, and as `log` follows them: every act with its event."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import routing
from caselight.core.people import EVERYTHING, Principal
from caselight.core.records.register import TYPES
from caselight.core.routing import Destination, Route, Unclear
from caselight.core.specific import Facts, wrong_rule
from caselight.services.rulebook import ROUTING, refused, wrong_about
from caselight.services.work import Work
from caselight.store import routing as kept
from caselight.store.engine import Store
from caselight.store.tables import Case, Client, RouteRow, Team, User

TRIED_ON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done to the cases of the last 30 days, and what would be wrong with the rules."""

    cases: int  # opened in that time
    held: int  # of them, those it would have held for
    elsewhere: int  # of these, those that went to another team
    faults: tuple[Unclear, ...]


def where(work: Work, case: Case) -> Destination:
    """Return where a new case goes by the rules."""
    rules = kept.rules(work.session, work.actor.scope)
    facts = Facts(case.client_id, case.record_type, case.priority)
    return routing.destination(rules, facts, own_team=work.actor.team_id, at=work.now)


def said(went: Destination) -> dict[str, Any]:
    """Return what the event of a new case says of the way it went."""
    route = went.route
    body: dict[str, Any] = {"rule": route.id, "about": list(route.about)} if route else {}
    if went.passed_over:
        body["passed_over"] = {"owner_id": went.passed_over.id, "why": went.why}
    return body | ({"fault": went.fault} if went.fault else {})


def set_route(store: Store, route: Route, *, actor: Principal, now: datetime) -> int:
    """Add a rule, in force from its `valid_from` on; it takes the place of an older one about the same."""
    ROUTING.check_right(actor)

    def unit(session: Session) -> int:
        _check(session, route, now)
        return write(session, route, actor=actor, now=now)

    return store.transact(unit, actor.scope)


def write(session: Session, route: Route, *, actor: Principal, now: datetime) -> int:
    """Write a rule that was checked, and its event."""
    return ROUTING.set(session, RouteRow(**asdict(replace(route, id=None))), actor=actor, now=now)


def end_route(store: Store, route_id: int, *, at: datetime, actor: Principal, now: datetime) -> None:
    """Let a rule hold no longer than until `at`; what was logged under it stays where it is."""
    ROUTING.check_right(actor)
    store.transact(lambda session: ROUTING.end(session, route_id, at=at, actor=actor, now=now), actor.scope)


def preview(store: Store, route: Route, *, actor: Principal, now: datetime) -> Trial:
    """Return what the rule would do, were it set; refuse one that cannot be, and write nothing."""
    ROUTING.check_right(actor)
    with store.reading(actor.scope) as session:
        _check(session, route, now)
        rules = kept.rules(session, EVERYTHING).with_route(replace(route, id=route.id or 0))
        arrived = kept.arrivals(session, EVERYTHING, since=now - TRIED_ON)
        clients = list(session.scalars(select(col(Client.id)).order_by(col(Client.id))))
    at = max(route.valid_from, now)
    judged = [(row, routing.route_for(rules.routes, Facts(*row[:3]), at)) for row in arrived]
    held = [row for row, found in judged if found == rules.routes[-1]]
    return Trial(
        cases=sum(row.cases for row in arrived),
        held=sum(row.cases for row in held),
        elsewhere=sum(row.cases for row in held if row.team_id != route.team_id),
        faults=tuple(routing.faults(rules.routes, clients=filter(None, clients), types=TYPES, at=at)),
    )


def _check(session: Session, route: Route, now: datetime) -> None:
    """Refuse a rule that cannot be, naming every field at fault."""
    wrong = wrong_rule(route, now) | wrong_about(session, route)
    if session.get(Team, route.team_id) is None:
        wrong["team_id"] = "Choose a team from the list."
    owner = session.get(User, route.owner_id) if route.owner_id is not None else None
    if route.owner_id is not None and (owner is None or not owner.is_active):
        wrong["owner_id"] = "Choose a person from the list, or none."
    elif owner is not None and owner.team_id != route.team_id:
        wrong["owner_id"] = f"{owner.name} is in another team. Choose somebody of the team, or none."
    if wrong:
        raise refused(wrong)
