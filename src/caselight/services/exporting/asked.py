"""A list of cases as the query of an address: exactly what a screen shows, for whoever may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from urllib.parse import urlencode

from caselight.core.instant import read, write
from caselight.core.lifecycle import Status
from caselight.core.priority import Priority
from caselight.core.records import TYPES
from caselight.core.refusal import Refusal
from caselight.store.caselist import POPULATIONS, Wanted

LONGEST = 7_000  # characters that any server on the way lets pass
WORDS = 300
BETWEEN = ".."
UNCLEAR = Refusal("This address asks for no list of cases. Go back to Cases and choose the download there.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases: of which clients (none: all one may see), and what must hold of them."""

    clients: frozenset[int]
    wanted: Wanted


def query(asked: Asked) -> str | None:
    """Return the query that stands for a list; None where it would be too long to be an address."""
    wanted = asked.wanted
    said = {
        "client": sorted(asked.clients),
        "type": sorted(wanted.record_types),
        "status": sorted(wanted.statuses),
        "priority": sorted(wanted.priorities),
        "cause": sorted(wanted.causes),
        "service": sorted(wanted.services),
        "words": [wanted.words] if wanted.words else [],
        "numbers": [] if wanted.numbers is None else [_packed(sorted(wanted.numbers))],
        **{name: [BETWEEN.join((write(since), write(until)))] for name, since, until in wanted.between},
    }
    found = urlencode({name: values for name, values in said.items() if values}, doseq=True)
    return found if len(found) <= LONGEST else None


def parsed(params: Iterable[tuple[str, str]]) -> Asked:
    """Return the list that a query stands for; refuse what no screen of ours would ask."""
    said: dict[str, list[str]] = {}
    for name, value in params:
        said.setdefault(name, []).append(value)
    try:
        return _asked(said)
    except (ValueError, Refusal):
        raise UNCLEAR from None


def _asked(said: dict[str, list[str]]) -> Asked:
    known = {"client", "type", "status", "priority", "cause", "service", "words", "numbers"}
    periods = said.keys() - known
    types, statuses = said.get("type", []), said.get("status", [])
    words = " ".join(said.get("words", []))[:WORDS]
    if not (periods <= POPULATIONS.keys() and set(types) <= TYPES.keys() and set(statuses) <= set(Status)):
        raise UNCLEAR
    return Asked(
        frozenset(map(int, said.get("client", []))),
        Wanted(
            words=words,
            record_types=tuple(types),
            statuses=tuple(statuses),
            priorities=tuple(Priority(int(value)).value for value in said.get("priority", [])),
            causes=tuple(said.get("cause", [])),
            services=tuple(map(int, said.get("service", []))),
            numbers=frozenset(_unpacked(said["numbers"][0])) if "numbers" in said else None,
            between=tuple((name, *_period(said[name][0])) for name in sorted(periods)),
        ),
    )


def _period(given: str) -> tuple[datetime, datetime]:
    since, until = given.split(BETWEEN)
    return read(since), read(until)


def _packed(numbers: Sequence[int]) -> str:
    """Return numbers in order as their distances, which are short."""
    return ".".join(str(later - earlier) for earlier, later in pairwise((0, *numbers)))


def _unpacked(packed: str) -> Iterable[int]:
    return accumulate(map(int, filter(None, packed.split("."))))
