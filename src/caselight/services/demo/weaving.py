"""Sheets woven into what was done to a demo case; no other move changes for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from caselight.services.demo.lives import Move


@dataclass(frozen=True, slots=True)
class Given:
    """A sheet that somebody fills in, and when what is due on it is done, if it is."""

    at: datetime
    kind: str
    actor: int
    fields: Mapping[str, Any]
    done_at: datetime | None = None
    done_by: int | None = None  # none: whoever filled it in


def woven(moves: Sequence[Move], sheets: Iterable[Given]) -> list[Move]:
    """Return the moves with the sheets between them, in order; a sheet is numbered by the event that adds it."""
    adding = [(Move(one.at, "add sheet", one.actor, {"kind": one.kind, "fields": one.fields}), one) for one in sheets]
    finishing = {
        id(move): Move(one.done_at, "finish sheet", one.done_by or one.actor, {"kind": one.kind})
        for move, one in adding
        if one.done_at
    }
    line = sorted([*moves, *(move for move, _ in adding), *finishing.values()], key=lambda move: move.at)
    places = {id(move): number for number, move in enumerate(line, start=1)}
    of = {id(finish): places[added] for added, finish in finishing.items()}
    return [
        Move(move.at, move.verb, move.actor, {**move.given, "sheet": of[id(move)]}) if id(move) in of else move
        for move in line
    ]


def moment(at: datetime) -> datetime:
    """Return an instant in whole seconds, as people and clocks write it."""
    return at.astimezone(UTC).replace(microsecond=0)
