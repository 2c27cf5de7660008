"""Cases among some priorities, record types and teams: what every read of figures may be narrowed by."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select
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
    return statement.where(*conditions(priorities, record_types, teams))


def conditions(
    priorities: Collection[int] = (), record_types: Collection[str] = (), teams: Collection[int] = ()
) -> list[ColumnElement[bool]]:
    """Return what a case must be to pass; nothing said, nothing."""
    asked = ((Case.priority, priorities), (Case.record_type, record_types), (Case.team_id, teams))
    return [col(column).in_(sorted(values)) for column, values in asked if values]


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
