"""How much open work each team and each owner has, by weight: for giving work out, never for comparing people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caselight.core.lateness import OpenCase

WEIGHTS: Mapping[int, float] = {1: 4, 2: 2, 3: 1, 4: 0.5}  # what an open case of each priority weighs
NOBODY, NO_TEAM = "no owner", "no team"


@dataclass(frozen=True, slots=True)
class Share:
    """The open cases of one owner in a team."""

    name: str
    cases: int
    weight: float


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """The open cases of a team, and how they are shared out, by name."""

    team: str
    cases: int
    weight: float
    shares: tuple[Share, ...]


def loads(cases: Iterable[OpenCase]) -> list[TeamLoad]:
    """Return the load of each team by name; within it what nobody owns stands first, then the owners by name."""
    teams: dict[str, dict[str | None, list[OpenCase]]] = {}
    for case in cases:
        teams.setdefault(case.team or NO_TEAM, {}).setdefault(case.owner, []).append(case)
    return [_team(name, teams[name]) for name in sorted(teams)]


def weight(cases: Iterable[OpenCase]) -> float:
    """Return what open cases weigh together."""
    return sum(WEIGHTS[case.priority] for case in cases)


def _team(name: str, owners: Mapping[str | None, list[OpenCase]]) -> TeamLoad:
    shares = [
        Share(owner or NOBODY, len(owners[owner]), weight(owners[owner]))
        for owner in sorted(owners, key=lambda owner: (owner is not None, owner or ""))
    ]
    return TeamLoad(name, sum(one.cases for one in shares), sum(one.weight for one in shares), tuple(shares))
