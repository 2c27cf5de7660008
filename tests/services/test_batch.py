"""One change to many cases: tried without a trace, done case by case, and taken back within a minute."""

from dataclasses import replace

import pytest

from acts import a_case, do, kinds, read
from caselight.core.people import EVERYTHING, Principal
from caselight.core.refusal import Denied, Refusal
from caselight.services import batch, verbs
from caselight.services.batch import MOST, Batch, Outcome
from caselight.store import batch as reads
from caselight.store.batch import Chosen
from caselight.store.caselist import Wanted
from floor import Floor, at


def a_batch(floor: Floor, act: str, value: object = None, note: str = "", *numbers: int) -> Batch:
    with floor.store.reading(EVERYTHING) as session:
        cases = reads.chosen(session, floor.lead.scope, Wanted(numbers=numbers or None), most=MOST + 1)
    return Batch("one", act, value, note, tuple(cases))


def done(floor: Floor, one: Batch, when: str = "Mon 11:00", actor: Principal | None = None) -> list[Outcome]:
    return batch.perform(floor.store, one, actor=actor or floor.lead, now=at(when))


@pytest.mark.parametrize(
    ("act", "name", "value"),
    [("hand off", "team_id", 2), ("priority", "priority", 1), ("next step", "next_step", "Call the carrier")],
)
def test_each_case_gets_it_in_its_own_event(floor: Floor, act: str, name: str, value: object) -> None:
    numbers = [a_case(floor), a_case(floor)]
    wanted = {"hand off": floor.network}.get(act, value)

    outcomes = done(floor, a_batch(floor, act, wanted, "Big outage.", *numbers))

    assert [(one.number, one.seq, one.refused) for one in outcomes] == [(number, 2, "") for number in numbers[::-1]]
    assert [getattr(read(floor, number), name) for number in numbers] == [wanted, wanted]


def test_a_person_gets_cases_with_their_team(floor: Floor) -> None:
    number = a_case(floor)

    done(floor, a_batch(floor, "owner", (floor.desk, floor.agent.user_id)))

    assert (read(floor, number).owner_id, read(floor, number).team_id) == (floor.agent.user_id, floor.desk)


def test_a_rehearsal_says_what_would_be_refused_and_leaves_nothing(floor: Floor) -> None:
    fit, over = a_case(floor), a_case(floor)
    do(floor, verbs.cancel, "Mon 10:30", case=over, note="By mistake.")
    one = a_batch(floor, "priority", 1)

    outcomes = batch.rehearse(floor.store, one, actor=floor.lead, now=at("Mon 11:00"))

    assert [(each.number, bool(each.refused)) for each in outcomes] == [(over, True), (fit, False)]
    assert "is cancelled, so it cannot update." in outcomes[0].refused
    assert (read(floor, fit).priority, kinds(floor, fit)) == (3, ["case:logged"])


def test_what_is_refused_for_one_case_does_not_stop_the_others(floor: Floor) -> None:
    fit, changed = a_case(floor), a_case(floor)
    one = a_batch(floor, "priority", 1)
    do(floor, verbs.update, "Mon 10:59", case=changed, fields={"priority": 2}, actor=floor.manager)

    outcomes = {each.number: each.refused for each in done(floor, one)}

    assert outcomes[fit] == ""
    assert "Manager One changed" in outcomes[changed]
    assert [read(floor, number).priority for number in (fit, changed)] == [1, 2]


def test_a_double_click_is_one_effect(floor: Floor) -> None:
    number = a_case(floor)
    one = a_batch(floor, "note", note="Carrier informed.")

    assert done(floor, one) == done(floor, one)
    assert kinds(floor, number) == ["case:logged", "case:noted"]


def test_the_whole_is_taken_back_within_a_minute(floor: Floor) -> None:
    numbers = [a_case(floor), a_case(floor)]
    one = a_batch(floor, "priority", 1)
    outcomes = done(floor, one)
    do(floor, verbs.note, "Mon 11:00", case=numbers[0], note="Meanwhile.")

    back = batch.take_back(floor.store, one, outcomes, actor=floor.lead, now=at("Mon 11:00"))

    assert [read(floor, number).priority for number in numbers] == [1, 3]
    assert [(each.number, "changed after your entry" in each.refused) for each in back] == [
        (numbers[1], False),
        (numbers[0], True),
    ]
    assert kinds(floor, numbers[1]) == ["case:logged", "case:updated", "case:undone"]
    late = batch.take_back(floor.store, replace(one, request="two"), outcomes, actor=floor.lead, now=at("Mon 11:02"))
    assert all("60 s" in each.refused for each in late)


def test_only_leads_and_managers_change_many(floor: Floor) -> None:
    a_case(floor)

    for act in (batch.rehearse, batch.perform):
        with pytest.raises(Denied, match="Only leads and managers"):
            act(floor.store, a_batch(floor, "note", note="x"), actor=floor.agent, now=at("Mon 11:00"))


def test_too_many_at_a_time_are_refused(floor: Floor) -> None:
    many = tuple(Chosen(number, 1, "") for number in range(MOST + 1))

    with pytest.raises(Refusal, match="At most 200 cases at a time"):
        done(floor, Batch("one", "note", None, "x", many))


def test_a_batch_holds_only_what_is_in_scope(floor: Floor) -> None:
    theirs = a_case(floor, client_id=floor.foreign, actor=floor.outsider)

    assert a_batch(floor, "note", None, "x", theirs).cases == ()
    (outcome,) = done(floor, Batch("one", "note", None, "x", (Chosen(theirs, 1, ""),)))
    assert "No such case" in outcome.refused
    assert kinds(floor, theirs) == ["case:logged"]
