"""The list of cases: every population holds exactly what the figure beside it counted."""

import pytest

from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import caselist, overview
from caselight.store.caselist import Wanted
from floor import Floor, at
from story import a_case, a_resolved_case, do

WEEK = (at("Mon 00:00"), at("Fri 00:00"))


def found(floor: Floor, wanted: Wanted, scope: Scope = EVERYTHING) -> list[int]:
    with floor.store.reading(EVERYTHING) as session:
        rows = caselist.rows(session, scope, wanted, page=1, size=25)
        assert caselist.total(session, scope, wanted) == len(rows)
    return [row.number for row in rows]


@pytest.mark.parametrize(
    "words",
    ["voice LINES", "lines down voice", "C-{number}", "{number}", " c-{number} ", "inc-7%"],
)
def test_one_search_box_finds_by_number_by_the_clients_id_and_by_words(floor: Floor, words: str) -> None:
    number = a_case(floor, external_id="INC-7%")
    a_case(floor, title="Parcel lost", external_id="INC-77")

    assert found(floor, Wanted(words.format(number=number))) == [number]


@pytest.mark.parametrize("words", ["%", "_", "100%_done", "\\", "'); DROP TABLE cases; --", "/"])
def test_signs_that_mean_something_to_the_database_are_looked_for_literally(floor: Floor, words: str) -> None:
    a_case(floor)

    assert found(floor, Wanted(words)) == []


def test_a_title_with_such_signs_is_found(floor: Floor) -> None:
    number = a_case(floor, title="Stuck at 100%_done / retry")

    assert found(floor, Wanted("100%_done /")) == [number]


def test_filters_narrow_together(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    a_case(floor, priority=2)
    do(floor, verbs.cancel, "Mon 11:00", case=a_case(floor, priority=1), note="twice")

    assert found(floor, Wanted(priorities=(1,), statuses=("new",), record_types=("technical",))) == [number]
    assert found(floor, Wanted(numbers=())) == []
    assert found(floor, Wanted(statuses=("new",)).among(statuses=("resolved",))) == []
    assert found(floor, Wanted(statuses=("new", "closed")).among(statuses=("new",), record_types=("delivery",))) == []


@pytest.mark.parametrize("population", ["sla_met", "sla_missed"])
def test_a_share_opens_exactly_the_cases_it_counts(floor: Floor, population: str) -> None:
    a_resolved_case(floor, "Mon 10:00", "Mon 13:00", priority=1)
    a_resolved_case(floor, "Mon 10:00", "Mon 16:00", priority=1)
    a_case(floor, "Tue 10:00", priority=1)
    a_case(floor, "Thu 22:00", priority=1)

    rows = found(floor, Wanted(between=((population, *WEEK),)))
    with floor.store.reading(EVERYTHING) as session:
        (kept,) = overview.promises_kept(session, EVERYTHING, since=WEEK[0], until=WEEK[1])

    assert len(rows) == {"sla_met": kept.met, "sla_missed": kept.missed}[population]
    assert len(found(floor, Wanted(between=(("sla", *WEEK),)))) == kept.met + kept.missed


def test_the_cases_of_a_day_are_those_the_days_bar_counts(floor: Floor) -> None:
    a_case(floor, "Mon 23:59")
    number = a_case(floor, "Tue 00:00")
    day = (at("Tue 00:00"), at("Wed 00:00"))

    with floor.store.reading(EVERYTHING) as session:
        assert overview.opened_per_day(session, EVERYTHING, days=(day,)) == [1]
    assert found(floor, Wanted(between=(("opened", *day),))) == [number]


def test_another_clients_cases_are_not_found_by_any_name(floor: Floor) -> None:
    theirs = a_case(floor, actor=floor.outsider, client_id=floor.foreign, title="Vault door", external_id="Q-1")

    for words in (str(theirs), f"C-{theirs}", "Vault", "Q-1", ""):
        assert found(floor, Wanted(words), floor.agent.scope) == []
    assert found(floor, Wanted(numbers=(theirs,)), floor.agent.scope) == []


def test_pages_follow_each_other_newest_first(floor: Floor) -> None:
    numbers = [a_case(floor, f"Mon 1{hour}:00") for hour in range(3)]

    with floor.store.reading(EVERYTHING) as session:
        first = caselist.rows(session, EVERYTHING, Wanted(), page=1, size=2)
        second = caselist.rows(session, EVERYTHING, Wanted(), page=2, size=2)

    assert [row.number for row in (*first, *second)] == numbers[::-1]
