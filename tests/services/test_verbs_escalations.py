"""What people do to an escalation itself, and how it is read back."""

from functools import partial

import pytest

from caselight.core.lateness import overdue, overdue_escalations
from caselight.core.people import EVERYTHING, Scope
from caselight.core.refusal import Denied, Refusal
from caselight.services import verbs
from caselight.services.desk import Verb
from caselight.services.sweeping import sweep
from caselight.store import escalations as reads
from caselight.store.board import open_cases
from caselight.store.kpi_reads import kpi
from escalating import RESOLVED, a_case, case_of, do, escalations, kinds
from floor import Floor, at
from proving import breaks


def escalated(floor: Floor, **given: object) -> tuple[int, int]:
    """Return a case of the highest priority and its escalation."""
    number = a_case(floor, priority=1)
    do(floor, verbs.own, "Mon 10:05", case=number)
    do(floor, verbs.escalate, "Mon 10:10", case=number, **{"reason": "Needs more", **given})
    return number, escalations(floor, number)[-1].id or 0


def test_acknowledging_the_escalation_acknowledges_the_case(floor: Floor) -> None:
    number, one = escalated(floor)

    do(floor, verbs.acknowledge_escalation, "Mon 10:15", case=number, escalation_id=one)

    assert case_of(floor, number).is_accepted
    assert escalations(floor, number)[0].acknowledged_at == at("Mon 10:15")


def test_a_managers_eyes_are_acknowledged_apart_from_the_case(floor: Floor) -> None:
    number, one = escalated(floor, way="hierarchical")

    do(floor, verbs.acknowledge_escalation, "Mon 10:15", actor=floor.manager, case=number, escalation_id=one)

    assert escalations(floor, number)[0].acknowledged_by == floor.manager.user_id
    assert kinds(floor, number)[-1] == "case:escalation_acknowledged"


def test_only_a_lead_a_manager_or_whoever_was_called_answers_for_a_manager(floor: Floor) -> None:
    number, one = escalated(floor, way="hierarchical")
    acknowledge = partial(do, floor, verbs.acknowledge_escalation, "Mon 10:15", actor=floor.agent, case=number)

    with pytest.raises(Denied, match="A lead or a manager answers it"):
        acknowledge(escalation_id=one)
    with pytest.raises(Denied, match="A lead or a manager answers it"):
        do(floor, verbs.decline, "Mon 10:16", actor=floor.agent, case=number, escalation_id=one, reason="Not needed")

    do(floor, verbs.escalate, "Mon 10:12", case=number, reason="You", way="hierarchical", person_id=floor.agent.user_id)
    acknowledge(escalation_id=escalations(floor, number)[-1].id)
    assert escalations(floor, number)[-1].acknowledged_by == floor.agent.user_id


@pytest.mark.parametrize(("verb", "outcome"), [(verbs.decline, "declined"), (verbs.de_escalate, "de-escalated")])
def test_an_escalation_sent_back_returns_the_case_to_where_it_came_from(floor: Floor, verb: Verb, outcome: str) -> None:
    number, one = escalated(floor)

    do(floor, verb, "Mon 10:20", case=number, escalation_id=one, reason="The desk can do it: article 12")

    (row,) = escalations(floor, number)
    assert (row.outcome, case_of(floor, number).team_id) == (outcome, floor.desk)
    assert [one.way for one in escalations(floor, number, first_line=True) if one.ended_at is None] == ["first line"]


def test_sending_back_needs_a_reason(floor: Floor) -> None:
    number, one = escalated(floor)

    with pytest.raises(Refusal, match="Say why"):
        do(floor, verbs.decline, "Mon 10:20", case=number, escalation_id=one, reason="  ")


def test_an_escalation_is_resolved_with_what_its_kind_owes_and_the_case_goes_on(floor: Floor) -> None:
    number, one = escalated(floor, kind="experience", details={"request": "refund", "amount": "40"})

    with pytest.raises(Refusal, match="decision"):
        do(floor, verbs.resolve_escalation, "Mon 10:20", case=number, escalation_id=one, outcome="Refunded")
    do(
        floor,
        verbs.resolve_escalation,
        "Mon 10:21",
        case=number,
        escalation_id=one,
        outcome="Refunded",
        details={"decision": "granted"},
    )

    (row,) = escalations(floor, number)
    assert (row.outcome, row.details) == ("resolved", {"request": "refund", "amount": "40", "decision": "granted"})
    assert case_of(floor, number).status == "in progress"


def test_what_is_resolved_at_once_was_acknowledged_by_who_did(floor: Floor) -> None:
    number, one = escalated(floor)

    do(floor, verbs.resolve_escalation, "Mon 10:20", case=number, escalation_id=one, outcome="A setting was wrong")

    (row,) = escalations(floor, number)
    assert (row.acknowledged_at, row.acknowledged_by) == (at("Mon 10:20"), floor.lead.user_id)


def test_a_dispute_goes_through_its_stages(floor: Floor) -> None:
    number, one = escalated(floor, kind="dispute", details={"stage": "raised"})

    do(floor, verbs.advance, "Mon 10:20", case=number, escalation_id=one, details={"stage": "evidence"})

    assert escalations(floor, number)[0].details == {"stage": "evidence"}
    with pytest.raises(Refusal, match="Say what became known"):
        do(floor, verbs.advance, "Mon 10:21", case=number, escalation_id=one, details={"stage": "evidence"})


def test_an_escalation_that_was_passed_on_is_not_acted_on(floor: Floor) -> None:
    number, one = escalated(floor)
    sweep(floor.store, now=at("Mon 10:21"))

    with pytest.raises(Refusal, match="passed on above tier 2"):
        do(floor, verbs.acknowledge_escalation, "Mon 10:22", case=number, escalation_id=one)


def test_a_list_shows_who_raised_it_why_and_what_came_of_it(floor: Floor) -> None:
    number, one = escalated(floor)
    do(floor, verbs.acknowledge_escalation, "Mon 10:15", case=number, escalation_id=one)

    with floor.store.reading(EVERYTHING) as session:
        (row,) = reads.of_case(session, floor.lead.scope, number)
        open_ones = reads.board(session, floor.lead.scope)
    assert (row.initiator, row.reason, row.team, row.acknowledged_by) == (
        "Lead One",
        "Needs more",
        "Network",
        "Lead One",
    )
    assert open_ones == [row]


def test_overdue_escalations_are_those_with_a_step_past_due_and_in_scope(floor: Floor) -> None:
    escalated(floor)

    with floor.store.reading(EVERYTHING) as session:
        ours = reads.open_escalations(session, EVERYTHING)
        theirs = reads.open_escalations(session, Scope(frozenset({floor.foreign})))
        early = reads.open_at(session, EVERYTHING, at("Mon 10:09"))

    assert (len(overdue_escalations(ours, at("Mon 10:21"))), overdue_escalations(ours, at("Mon 10:20"))) == (1, [])
    assert (theirs, early) == ([], [])


def test_every_chain_holds_after_all_of_it(floor: Floor) -> None:
    number, one = escalated(floor)
    do(floor, verbs.decline, "Mon 10:20", case=number, escalation_id=one, reason="Not ours")

    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []


def test_the_wall_the_lists_and_the_figures_count_the_same_overdue(floor: Floor) -> None:
    number, _ = escalated(floor)
    now = at("Mon 10:25")

    with floor.store.reading(EVERYTHING) as session:
        figures = kpi(session, EVERYTHING, as_of=now)["kpis"]
        late = overdue(open_cases(session, EVERYTHING), now)

    assert [case.number for case in late] == [number]
    assert (figures["overdue"], figures["overdue_escalations"]) == (1, 1)


def test_a_case_that_was_urgent_is_not_closed_without_what_prevents_the_like(floor: Floor) -> None:
    number = a_case(floor, priority=3)
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="A regulator asks", kind="urgent")
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED)

    with pytest.raises(Refusal, match=r"still needs: .*Corrective action") as refused:
        do(floor, verbs.close, "Mon 12:00", case=number, root_cause="other")

    assert "an urgent escalation" in refused.value.fields["sheet:measure"]
