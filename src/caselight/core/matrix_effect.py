"""What the rows come to for the cases of one client: at each priority and tier, types alike in one line."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from caselight.core.matrix import TIERS, Facts, Fault, Row, in_force, row_for

Found = Row | Fault


class Effect(NamedTuple):
    """The row that holds at each tier for cases of a priority and of any of these types."""

    priority: int
    types: tuple[str, ...]
    at_tier: tuple[Found, ...]  # for tiers 1, 2 and 3


def effects(
    rows: Iterable[Row], client_id: int, *, types: Sequence[str], priorities: Iterable[int], at: datetime
) -> list[Effect]:
    """Return what holds for a client's cases at an instant."""
    held = in_force(rows, at)
    return [effect for priority in priorities for effect in _of_priority(held, client_id, types, priority, at)]


def _of_priority(held: list[Row], client_id: int, types: Sequence[str], priority: int, at: datetime) -> list[Effect]:
    alike: dict[object, tuple[list[str], tuple[Found, ...]]] = {}
    for kind in types:
        found = tuple(row_for(held, Facts(client_id, kind, priority), tier, at) for tier in TIERS)
        alike.setdefault(tuple(map(_which, found)), ([], found))[0].append(kind)
    effects = [Effect(priority, tuple(kinds), found) for kinds, found in alike.values()]
    return sorted(effects, key=lambda effect: len(effect.types))


def _which(found: Found) -> object:
    """Return what a case would notice of the row: rows that say the same are one to it."""
    if isinstance(found, Fault):
        return found.key
    told = tuple((percent, tuple(some)) for percent, some in sorted(found.thresholds.items()))
    minutes = found.acknowledge_minutes, found.resolve_minutes
    return minutes, found.is_round_the_clock, found.team_id, found.next_tier, told
