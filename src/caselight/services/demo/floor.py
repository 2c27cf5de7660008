"""The floor as the generator and the agents see it: teams and their people, clients and what they were promised."""

from collections.abc import Mapping
from dataclasses import dataclass

from caselight.core.hours import BusinessHours
from caselight.core.matrix import Row
from caselight.services.demo.calendars import clock_hours


@dataclass(frozen=True, slots=True)
class Seats:
    """A team and the ids of its people."""

    id: int
    name: str
    tier: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A client as it stands in the database."""

    id: int
    contract_id: int | None
    calendar_id: int | None
    hours: BusinessHours | None
    services: Mapping[str, int]
    targeted: tuple[int, ...]  # priorities with a target

    def promises(self, priority: int) -> bool:
        """Say whether the contract has targets for a priority."""
        return self.contract_id is not None and priority in self.targeted

    def hours_for(self, priority: int) -> BusinessHours:
        """Return the hours in which the promises of a priority are counted."""
        return clock_hours(self.hours, priority)


@dataclass(frozen=True, slots=True)
class Floor:
    """Everything by the name that the scenario gives it."""

    teams: Mapping[str, Seats]
    clients: Mapping[str, Account]
    matrix: tuple[Row, ...] = ()

    def team(self, team_id: int) -> Seats:
        """Return a team by its id."""
        return next(team for team in self.teams.values() if team.id == team_id)
