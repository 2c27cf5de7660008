"""Rows, faults and calls of the escalation matrix in the words of the people who keep it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from caselight.core import spans
from caselight.core.calling import Call
from caselight.core.matrix import Facts, Fault, Row
from caselight.core.matrix_defaults import FROM_EVER, closest
from caselight.core.priority import Priority
from caselight.core.records.register import TYPES
from caselight.core.wording import moment

ANY_CLIENT, ANY_TYPE, ANY_PRIORITY, ANY_TEAM = "any client", "any type", "any priority", "any team"
SHIPPED = "the beginning"
FEW_TYPES = 3


class Names(NamedTuple):
    """How clients and teams are called."""

    clients: Mapping[int, str]
    teams: Mapping[int, str]


def about(row: Row, names: Names) -> str:
    """Return what a row is about: Ellery Care, any type, P1, tier 2."""
    client = names.clients.get(row.client_id, "another client") if row.client_id is not None else ANY_CLIENT
    priority = Priority(row.priority).code if row.priority is not None else ANY_PRIORITY
    return f"{client}, {kind(row.record_type)}, {priority}, tier {row.tier}"


def kind(record_type: str | None) -> str:
    """Return the title of a record type, or any."""
    return ANY_TYPE if record_type is None else TYPES[record_type].title if record_type in TYPES else record_type


def kinds(types: Sequence[str]) -> str:
    """Return several record types: by name where they are few, else as what is left."""
    if len(types) == len(TYPES):
        return ANY_TYPE
    return ", ".join(map(kind, types)) if len(types) <= FEW_TYPES else "other types"


def times(row: Row) -> str:
    """Return the time a row allows: to acknowledge, and to resolve."""
    return f"{spans.write(row.acknowledge_minutes)} · {spans.write(row.resolve_minutes)}"


def clock(row: Row) -> str:
    """Return what the time is counted in."""
    return "24×7" if row.is_round_the_clock else "client hours"


def called(row: Row, names: Names) -> str:
    """Return which team a row calls, and which tier comes next."""
    team = names.teams.get(row.team_id, "a team that is gone") if row.team_id is not None else ANY_TEAM
    return f"{team}, then {f'tier {row.next_tier}' if row.next_tier else 'nobody'}"


def told(thresholds: Mapping[int, Sequence[str]]) -> str:
    """Return who is told at which percent of a target: 50% owner; 100% manager, client contact."""
    return "; ".join(f"{percent}% {', '.join(some) or 'nobody'}" for percent, some in sorted(thresholds.items()))


def held(row: Row, zone: tzinfo, now: datetime) -> str:
    """Return from when to when a row holds."""
    since = SHIPPED if row.valid_from == FROM_EVER else moment(row.valid_from, zone, now=now)
    said = f"from {since}"
    return f"{said} until {moment(row.valid_until, zone, now=now)}" if row.valid_until else said


def case(facts: Facts, names: Names) -> str:
    """Return a case as the matrix sees it: P1 Technical failure of Ellery Care."""
    client = names.clients.get(facts.client_id, "a client")
    return f"{Priority(facts.priority).code} {kind(facts.record_type)} of {client}"


def fault(found: Fault, names: Names) -> str:
    """Return what is wrong, what holds until it is mended, and how to mend it."""
    holds = f"{times(closest(found))} to acknowledge and to resolve"
    where = f"{case(found.facts, names)} at tier {found.tier}"
    if found.kind == "gap":
        return f"No row speaks of cases such as {where}. Set one; until then the shipped one holds: {holds}."
    both = " and ".join(f"“{about(row, names)}”" for row in found.rows)
    return (
        f"{len(found.rows)} rows speak equally closely of cases such as {where}: {both}. Let one of them name more, "
        f"or end it; until then the one that asks for the most haste holds: {holds}."
    )


def call(found: Call | None, names: Names) -> str:
    """Return a call: Technical Desk at tier 2, 10m · 2h."""
    if found is None:
        return "nobody"
    absent = "" if found.is_there else ", though nobody is on shift"
    return f"{names.teams.get(found.desk.id, found.desk.name)} (tier {found.desk.tier}, {times(found.row)}){absent}"
