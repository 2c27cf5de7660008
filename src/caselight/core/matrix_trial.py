"""What a change of the matrix or of the teams would change, before anything is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from caselight.core.calling import Call, Desk, path
from caselight.core.matrix import Facts, Fault, Row, faults


class Matrix(NamedTuple):
    """What decides who is called: the rows, and the teams with their shifts."""

    rows: Sequence[Row]
    desks: Sequence[Desk]


class Group(NamedTuple):
    """Open cases that the matrix cannot tell apart."""

    facts: Facts
    tier: int | None
    n: int


class Otherwise(NamedTuple):
    """Open cases for which the calls would be others: the first one that differs, before and after."""

    group: Group
    before: Call | None
    after: Call | None

    @property
    def is_elsewhere(self) -> bool:
        """Say whether another team would be called, and not the same one in another time."""
        return _team(self.before) != _team(self.after)


@dataclass(frozen=True, slots=True)
class Trial:
    """The faults that would appear and vanish, and the open cases for which others would be called."""

    appear: tuple[Fault, ...]
    vanish: tuple[Fault, ...]
    otherwise: tuple[Otherwise, ...]
    open: int

    @property
    def elsewhere(self) -> int:
        """Return for how many open cases another team would be called."""
        return sum(each.group.n for each in self.otherwise if each.is_elsewhere)

    @property
    def in_other_time(self) -> int:
        """Return for how many open cases the same team would be called, but allowed another time."""
        return sum(each.group.n for each in self.otherwise if not each.is_elsewhere)


def compared(
    before: Matrix,
    after: Matrix,
    groups: Sequence[Group],
    *,
    clients: Sequence[int],
    types: Sequence[str],
    at: datetime,
) -> Trial:
    """Return what differs between two matrices at an instant."""
    was, would_be = ({each.key: each for each in _faults(one, clients, types, at)} for one in (before, after))
    return Trial(
        appear=tuple(fault for key, fault in would_be.items() if key not in was),
        vanish=tuple(fault for key, fault in was.items() if key not in would_be),
        otherwise=tuple(_otherwise(before, after, groups, at)),
        open=sum(group.n for group in groups),
    )


def _faults(matrix: Matrix, clients: Sequence[int], types: Sequence[str], at: datetime) -> list[Fault]:
    return faults(matrix.rows, clients=clients, types=types, at=at)


def _otherwise(before: Matrix, after: Matrix, groups: Iterable[Group], at: datetime) -> Iterable[Otherwise]:
    """Yield the groups whose calls differ, those with most cases first."""
    for group in sorted(groups, key=lambda group: (-group.n, group.facts, group.tier or 0)):
        pairs = zip_longest(_path(before, group, at), _path(after, group, at))
        differs = next((pair for pair in pairs if _said(pair[0]) != _said(pair[1])), None)
        if differs:
            yield Otherwise(group, *differs)


def _path(matrix: Matrix, group: Group, at: datetime) -> list[Call]:
    return list(path(matrix.rows, group.facts, matrix.desks, tier=group.tier, at=at))


def _team(call: Call | None) -> int | None:
    return call.desk.id if call else None


def _said(call: Call | None) -> tuple[object, ...]:
    """Return what people would notice of a call."""
    if call is None:
        return ()
    row = call.row
    told = {percent: tuple(some) for percent, some in row.thresholds.items()}
    return call.desk.id, row.acknowledge_minutes, row.resolve_minutes, row.is_round_the_clock, told
