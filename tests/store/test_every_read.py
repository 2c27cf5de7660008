"""Every read there is, for somebody of one client who asks for what is another's: each wall alone must keep it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import true

from caselight import store as package
from caselight.core.people import EVERYTHING, Scope
from caselight.core.recurrence import Kind, Seen
from caselight.core.refusal import Refusal
from caselight.store import audit, caselist
from databases import a_copy
from two_clients import OURS, SECRET, THEIRS, House, build, met
from walls import first_wall_off, one_wall

NOW = datetime.now(UTC).replace(microsecond=0)
SINCE, DAY = NOW - timedelta(days=8), timedelta(days=1)
KIND = Kind(THEIRS, 0, None, "technical")
WRITTEN = audit.Wanted(SINCE, NOW + DAY)
MINE = Scope(frozenset({OURS}))
Read = Callable[..., Any]
MANY = 100
# What the second wall does not know of, since the rows are of no client; the first wall keeps them.
OF_THE_HOUSE = {
    "audit.every": "the acts of and upon users, screens and channels",
    "audit.page": "likewise",
    "audit.total": "likewise",
    "escalations.managers": "people who see every client",
    "suggest.people": "likewise",
}


def _reads() -> Iterator[tuple[str, Read]]:
    """Return every function of the store that takes a session and a scope."""
    for found in pkgutil.iter_modules(package.__path__):
        if found.name == "migrations":
            continue
        module = importlib.import_module(f"caselight.store.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_public = function.__module__ == module.__name__ and not name.startswith("_")
            if is_public and list(inspect.signature(function).parameters)[:2] == ["session", "scope"]:
                yield f"{found.name}.{name}", function


READS = dict(_reads())


def asked(house: House, name: str) -> dict[str, Any]:
    """Return what a read must be given besides, wherever it can be so of the other client."""
    theirs = house.theirs
    by_read = {
        "audit.every": {"wanted": WRITTEN},
        "audit.page": {"wanted": WRITTEN},
        "audit.total": {"wanted": WRITTEN},
        "kpi_reads.named_clients": {"names": ("Parcelo Shop",)},  # a refusal repeats the name asked for
        "problems.behind": {"number": theirs.case},
        "reviews.one": {"number": theirs.review},
        "recurrence.before": {"case": Seen(theirs.case, NOW, KIND)},
    }
    usual = {
        "actor_id": 1,
        "agreed": (),
        "as_of": NOW,
        "at": NOW,
        "case": theirs.case,
        "client_id": THEIRS,
        "contract_id": THEIRS,
        "days": ((SINCE, NOW - DAY), (NOW - DAY, NOW)),
        "hour": NOW.replace(minute=0, second=0),
        "instants": (NOW - DAY, NOW),
        "kind": KIND,
        "limit": 50,
        "most": 50,
        "names": (),
        "now": NOW,
        "number": theirs.case,
        "numbers": (theirs.case, house.ours.case),
        "page": 1,
        "place": {},
        "priority": 1,
        "problem_id": theirs.problem,
        "session_id": "none",
        "since": SINCE,
        "size": 50,
        "some": (theirs.case, theirs.recovery, house.ours.case, house.ours.recovery),
        "stage": "resolve",
        "title": SECRET,
        "today": NOW.date(),
        "types": ("technical",),
        "until": NOW,
        "user_id": 1,
        "wanted": caselist.Wanted(),
        "week": (SINCE, NOW),
        "weeks": ((SINCE, NOW),),
        "which": true(),
        "zone": ZoneInfo("UTC"),
    }
    parameters = list(inspect.signature(READS[name]).parameters.values())[2:]
    given = usual | by_read.get(name, {})
    return {each.name: given[each.name] for each in parameters if each.default is each.empty}


@pytest.fixture(scope="module")
def on_sqlite(request: pytest.FixtureRequest) -> Iterator[House]:
    """Return both clients in a file: the first wall alone."""
    with one_wall("first", request) as house:
        yield house


@pytest.fixture(scope="module")
def on_postgresql(postgresql: str) -> Iterator[House]:
    """Return both clients on PostgreSQL."""
    with a_copy(postgresql) as store:
        yield build(store, NOW)


def test_there_is_something_to_meet(on_sqlite: House) -> None:
    told = [name for name in READS if met(_answer(on_sqlite, name, EVERYTHING, EVERYTHING))]

    assert len(READS) > MANY
    assert len(told) > MANY / 3


@pytest.mark.parametrize("name", READS)
def test_a_read_says_nothing_of_another_client(on_sqlite: House, name: str) -> None:
    assert met(_answer(on_sqlite, name, EVERYTHING, MINE)) == []


@pytest.mark.parametrize("name", READS)
def test_either_wall_alone_gives_the_same_answer(on_postgresql: House, name: str) -> None:
    first_alone = _answer(on_postgresql, name, EVERYTHING, MINE)
    with first_wall_off():
        second_alone = _answer(on_postgresql, name, MINE, MINE)

    if name not in OF_THE_HOUSE:
        assert met(second_alone) == []
        assert second_alone == first_alone


def _answer(house: House, name: str, told: Scope, scope: Scope) -> str:
    """Return what a read finds when the database was told one scope and the read another, or how it refuses."""
    with house.store.reading(told) as session:
        try:
            found = READS[name](session, scope, **asked(house, name))
        except Refusal as refusal:
            return refusal.sentence
        return repr(list(found) if isinstance(found, Iterator) else found)
