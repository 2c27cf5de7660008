"""Targets for one record type, as an admin types them: a line each, `Outage, resolution: P1 2h, P2 4h`."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from caselight.core import spans
from caselight.core.choice import fold, nearest
from caselight.core.priority import Priority
from caselight.core.promises import Promise
from caselight.core.records.register import TYPES
from caselight.core.refusal import Refusal
from caselight.core.text import quoted

SHAPE = "Write it as Outage, resolution: P1 2h, P2 4h."


class TypeTarget(NamedTuple):
    """The time for one promise at one priority on cases of one record type."""

    record_type: str
    promise: str
    priority: int
    minutes: int


def read(text: str) -> list[TypeTarget]:
    """Return the targets of all lines; refuse the first line that cannot be read, by its number."""
    found: list[TypeTarget] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found += _line(line) if line.strip() else []
        except Refusal as refused:
            raise Refusal(f"Line {number}: {refused.sentence}") from refused
    return found


def write(targets: Iterable[TypeTarget]) -> str:
    """Return targets as `read` takes them."""
    ordered = sorted(targets)
    return "\n".join(
        f"{TYPES[kind].title}, {promise}: {', '.join(f'P{one.priority} {spans.write(one.minutes)}' for one in same)}"
        for (kind, promise), same in groupby(ordered, key=lambda one: one[:2])
    )


def _line(line: str) -> list[TypeTarget]:
    about, colon, times = line.partition(":")
    kind, comma, promise = about.partition(",")
    if not (colon and comma):
        raise Refusal(f"{quoted(line)} cannot be read. {SHAPE}")
    titles = {record.title: key for key, record in TYPES.items()}
    record_type, kept = _one_of(kind, titles), _one_of(promise, {each.value: each.value for each in Promise})
    return [TypeTarget(record_type, kept, *_time(part)) for part in times.split(",")]


def _one_of(said: str, known: dict[str, str]) -> str:
    folded = {fold(name): value for name, value in known.items()}
    if fold(said) in folded:
        return folded[fold(said)]
    near = nearest(fold(said), folded)
    meant = f"Did you mean {near}?" if near else f"One of: {', '.join(known)}."
    raise Refusal(f"{quoted(said.strip())} is not in the list. {meant}")


def _time(part: str) -> tuple[int, int]:
    priority, _, span = part.strip().partition(" ")
    return Priority.parse(priority).value, spans.read(span)
