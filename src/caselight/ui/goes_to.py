"""Where a new case will go, as the one box and the form say it before it is saved."""

from typing import NamedTuple

from caselight.core.people import Principal
from caselight.core.priority import Priority
from caselight.core.records import TYPES
from caselight.core.routing import Destination, Route, destination
from caselight.core.specific import Facts
from caselight.store import routing, suggest
from caselight.ui import data
from caselight.ui.draft import Known

ANY = "any"


class Told(NamedTuple):
    """Where, and by what."""

    where: str
    why: str


def told(known: Known, *, client_id: int, record_type: str, priority: int) -> Told | None:
    """Return where such a case goes now, by the function that `log` itself asks; None where there is no team at all."""
    rules = data.read(routing.rules, known.me.scope)
    facts = Facts(client_id, record_type, priority)
    went = destination(rules, facts, own_team=known.me.team_id, at=known.now)
    team = next((team for team in known.teams if team.id == went.team_id), None)
    return Told(f"{team.name}, tier {team.tier}", _why(went, known.me)) if team else None


def about(route: Route, clients: dict[int, str]) -> str:
    """Return what a rule speaks of: Norvane Telecom, Technical failure, P1."""
    client = clients.get(route.client_id, "a client") if route.client_id else f"{ANY} client"
    record = TYPES.get(route.record_type or "")
    kind = record.title if record else route.record_type or f"{ANY} type"
    return f"{client}, {kind}, {Priority(route.priority).code if route.priority else f'{ANY} priority'}"


def _why(went: Destination, me: Principal) -> str:
    if went.route is None:
        return "its queue, no rule speaks of it"
    clients = {client.id: client.name for client in data.read(suggest.clients, me.scope)}
    rule = f"by the rule for {about(went.route, clients)}"
    if went.passed_over:
        return f"{rule}; {went.passed_over.name} {went.why}, so into its queue"
    if went.owner_id is None:
        return f"its queue, {rule}"
    owner = data.read(routing.rules, me.scope).hands[went.owner_id]
    return f"to {owner.name}, {rule}"
