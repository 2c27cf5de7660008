"""What the ladder of a case is read from: its own facts, its client's hours, and nobody else's."""

from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import escalations, ladder
from escalating import a_case, do
from floor import Floor, at


def test_a_ladder_counts_in_the_clients_hours_and_knows_what_is_in_hand(floor: Floor) -> None:
    number = a_case(floor, "Mon 16:30", priority=3)

    with floor.store.reading(EVERYTHING) as session:
        found = ladder.of_case(session, floor.lead.scope, number, at=at("Mon 16:00"))

    assert found is not None
    assert [one.way for one in found.open] == ["first line"]
    called = [(rung.call.desk.name, rung.at) for rung in found.coming(at("Mon 16:31")) if rung.call]
    assert called == [("Network", at("Tue 09:30")), ("Platform", at("Tue 11:30"))]


def test_it_is_the_same_path_as_the_matrix_names(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Needs more")

    with floor.store.reading(EVERYTHING) as session:
        found = ladder.of_case(session, floor.lead.scope, number, at=at("Mon 10:00"))

    assert found is not None
    assert [call.desk.name for call in found.would_be_called(at("Mon 10:11"))] == ["Platform"]
    assert found.called(at("Mon 10:11"), is_urgent=True) == found.called(at("Mon 10:11"))


def test_another_clients_ladder_and_managers_are_nobodys_to_read(floor: Floor) -> None:
    number = a_case(floor)
    theirs = Scope(frozenset({floor.foreign}))

    with floor.store.reading(EVERYTHING) as session:
        assert ladder.of_case(session, theirs, number, at=at("Mon 10:00")) is None
        assert escalations.managers(session, theirs, floor.client) == []
        ours = [name for _, name in escalations.managers(session, floor.lead.scope, floor.client)]

    assert floor.agent.name not in ours
    assert {floor.lead.name, floor.manager.name} <= set(ours)
