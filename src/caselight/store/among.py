"""Cases among some priorities, record types and teams: what every read of figures may be narrowed by."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlmodel import col

from caselight.store.tables import Case

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def among(
    statement: S,
    priorities: Collection[int] = (),
    record_types: Collection[str] = (),
    teams: Collection[int] = (),
) -> S:
    """Return the statement on cases narrowed to these, by the team that holds a case now; nothing said, all pass."""
    asked = ((Case.priority, priorities), (Case.record_type, record_types), (Case.team_id, teams))
    for column, values in asked:
        if values:
            statement = statement.where(col(column).in_(sorted(values)))
    return statement


def is_among(
    stood: tuple[int, str, int | None],
    priorities: Collection[int] = (),
    record_types: Collection[str] = (),
    teams: Collection[int] = (),
) -> bool:
    """Say the same of a case as it once stood: its priority, record type and team; nothing said, it passes."""
    priority, record_type, team_id = stood
    asked: tuple[tuple[Any, Collection[Any]], ...] = (
        (priority, priorities),
        (record_type, record_types),
        (team_id, teams),
    )
    return all(not values or value in values for value, values in asked)
