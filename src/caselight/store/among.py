"""Cases among some priorities, record types and teams: what every read of figures may be narrowed by."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlmodel import col

from caselight.store.tables import Case

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Among:
    """Some priorities, record types, and teams that hold a case now; of what is not said, all pass."""

    priorities: tuple[int, ...] = ()
    record_types: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a case must be to pass; nothing said, nothing."""
        asked = ((Case.priority, self.priorities), (Case.record_type, self.record_types), (Case.team_id, self.teams))
        return [col(column).in_(sorted(values)) for column, values in asked if values]

    def narrow(self, statement: S) -> S:
        """Return the statement on cases narrowed to those that pass."""
        return statement.where(*self.conditions())

    def lets(self, priority: int, record_type: str, team_id: int | None) -> bool:
        """Say whether a case that is like this, or once was, passes."""
        stood: tuple[tuple[object, Collection[object]], ...] = (
            (priority, self.priorities),
            (record_type, self.record_types),
            (team_id, self.teams),
        )
        return all(not asked or value in asked for value, asked in stood)

    def of_types(self, record_types: Collection[str]) -> "Among":
        """Return the same, of these types alone: those asked for, or all of them."""
        types = tuple(key for key in self.record_types if key in record_types) or (*record_types,)
        return replace(self, record_types=types)


ALL = Among()
