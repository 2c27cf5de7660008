"""Linked cases: by index, within the scope, and the newest of each way."""

from caselight.core.people import EVERYTHING, Scope
from caselight.services import problems, verbs
from caselight.services.problems import Draft
from caselight.store import linked
from floor import Floor, at
from story import a_case, do


def ways(floor: Floor, number: int, scope: Scope = EVERYTHING) -> list[tuple[str, int]]:
    with floor.store.reading(EVERYTHING) as session:
        return [(one.way, one.number) for one in linked.of_case(session, scope, number)]


def test_each_way_is_told_from_both_sides(floor: Floor) -> None:
    first, other = a_case(floor), a_case(floor)
    later = a_case(floor, follows=first)
    do(floor, verbs.merge, "Mon 10:10", case=other, into=first)

    assert ways(floor, first) == [("is followed by", later), ("took in", other)]
    assert (ways(floor, later), ways(floor, other)) == ([("follows", first)], [("was merged into", first)])


def test_cases_of_one_problem_are_linked(floor: Floor) -> None:
    one, two, alone = a_case(floor), a_case(floor), a_case(floor)
    draft = Draft(title="Lines drop", record_type="technical", service=None, root_cause=None)
    problems.begin(floor.store, floor.client, draft, actor=floor.lead, now=at("Mon 11:00"), cases=(one, two))

    assert ways(floor, one) == [("has the same problem as", two)]
    assert ways(floor, alone) == []


def test_no_more_than_the_newest_five_of_each_way(floor: Floor) -> None:
    first = a_case(floor)
    later = [a_case(floor, follows=first) for _ in range(6)]

    assert [number for _, number in ways(floor, first)] == later[:0:-1]


def test_links_end_where_the_scope_does(floor: Floor) -> None:
    first = a_case(floor)
    a_case(floor, follows=first)

    assert ways(floor, first, floor.outsider.scope) == []
    assert ways(floor, first, Scope(frozenset())) == []
