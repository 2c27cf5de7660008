"""Routing: which team, and perhaps which person, a new case goes to, and by which rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

from caselight.core.hours import BusinessHours
from caselight.core.micros import MICROSECOND
from caselight.core.specific import Facts, Fault, Rule, faults_of, most_specific


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Rule):
    """One rule: where such cases go. Without an owner they wait in the team's queue."""

    team_id: int
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unclear(Fault):
    """What is wrong with the rules."""

    @property
    def sentence(self) -> str:
        """Return what is wrong and what to do."""
        if self.kind == "gap":
            return f"No rule speaks of {self.case}. Add one; until then it goes to the team of whoever logs it."
        return f"{len(self.rows)} rules speak of {self.case} equally closely. End one; until then the newest holds."


@dataclass(frozen=True, slots=True)
class Hand:
    """A person a rule may name: whether they can be given a case now."""

    id: int
    name: str
    is_active: bool = True
    sees: frozenset[int] | None = None  # clients; none: all
    hours: BusinessHours | None = None  # of their team; none: always there

    def why_not(self, client_id: int, at: datetime) -> str:
        """Return why the person is passed over; empty when they are not."""
        if not self.is_active:
            return "has left"
        if self.sees is not None and client_id not in self.sees:
            return "does not work for this client"
        is_there = self.hours is None or self.hours.elapsed(at, at + MICROSECOND)
        return "" if is_there else "is not on shift"


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything routing asks of an installation."""

    routes: Sequence[Route] = ()
    teams: Sequence[tuple[int, int]] = ()  # id and tier
    hands: Mapping[int, Hand] = field(default_factory=dict)  # those whom a rule names

    def with_route(self, route: Route) -> Self:
        """Return the rules as they would be with one more."""
        return type(self)((*self.routes, route), self.teams, self.hands)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a new case goes and why; a person passed over is named with the reason."""

    team_id: int | None
    owner_id: int | None = None
    route: Route | None = None
    passed_over: Hand | None = None
    why: str = ""
    fault: Literal["gap", "tie", ""] = ""


def route_for(routes: Iterable[Route], facts: Facts, at: datetime) -> Route | Unclear:
    """Return the rule in force that names the most of client, record type and priority; a tie or gap is Unclear."""
    found = most_specific(routes, facts, at)
    if not found:
        return Unclear("gap", facts)
    return found[0] if len(found) == 1 else Unclear("tie", facts, found)


def destination(rules: Rules, facts: Facts, *, own_team: int | None, at: datetime) -> Destination:
    """Return where a new case goes: by its rule; of a tie by the newest; for a gap to the writer's own team.

    Whoever has no team either logs into the first team of the lowest tier.
    """
    found = route_for(rules.routes, facts, at)
    fault = found.kind if isinstance(found, Unclear) else ""
    route = found if isinstance(found, Route) else _newest(rules.routes, found)
    if route is None:
        lowest = min(rules.teams, key=lambda team: (team[1], team[0]), default=(None, 0))
        return Destination(own_team or lowest[0], fault=fault)
    hand = rules.hands.get(route.owner_id) if route.owner_id else None
    why = hand.why_not(facts.client_id, at) if hand else ""
    if why:
        return Destination(route.team_id, None, route, hand, why, fault)
    return Destination(route.team_id, route.owner_id, route, fault=fault)


def faults(routes: Sequence[Route], *, clients: Iterable[int], types: Iterable[str], at: datetime) -> list[Unclear]:
    """Return what is wrong with the rules for any case that could be logged."""
    return faults_of(lambda facts: route_for(routes, facts, at), clients=clients, types=types)


def _newest(routes: Iterable[Route], unclear: Unclear) -> Route | None:
    ages = {row.age for row in unclear.rows}
    tied = [route for route in routes if route.age in ages]
    return max(tied, key=lambda route: route.age, default=None)
