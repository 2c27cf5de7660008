"""What closing asks of a case that must be learned from: P1, P2, a missed promise, a recurrence."""

from typing import Any

import pytest

from acts import RESOLVED, a_case, add, do, kinds
from caselight.core.people import SYSTEM
from caselight.core.refusal import Refusal
from caselight.services import verbs
from floor import Floor, at

WHY = {"root_cause": "vendor", "details": {"root_cause_analysis": "The carrier's card failed."}}
NEEDED = {"purpose": "prevents the like", "what": "A second carrier.", "due_at": at("Fri 10:00").isoformat()}


def resolved(floor: Floor, when: str, **given: Any) -> int:
    number = a_case(floor, **given)
    do(floor, verbs.resolve, when, case=number, details=RESOLVED | {"affected_services": ["voice"]})
    return number


def test_a_critical_case_owes_a_corrective_action(floor: Floor) -> None:
    number = resolved(floor, "Mon 11:00", priority=1)

    with pytest.raises(Refusal, match="still needs: Corrective action") as refused:
        do(floor, verbs.close, "Mon 11:05", case=number, **WHY)
    add(floor, number, "measure", "Mon 11:06", **NEEDED)
    do(floor, verbs.close, "Mon 11:07", case=number, **WHY)

    assert refused.value.fields == {"sheet:measure": "Owed at closing. Owed for P1: add it on the case page."}
    assert kinds(floor, number)[-1] == "case:closed"


def test_a_low_case_that_kept_its_promises_owes_none(floor: Floor) -> None:
    number = resolved(floor, "Mon 10:30", priority=4)

    done = do(floor, verbs.close, "Mon 11:05", case=number, root_cause="vendor")

    assert done.kind == "case:closed"


def test_a_missed_promise_is_a_reason(floor: Floor) -> None:
    number = resolved(floor, "Mon 12:30", priority=4)  # the first response was due at 11:00

    with pytest.raises(Refusal, match="Root cause analysis, Corrective action"):
        do(floor, verbs.close, "Mon 12:35", case=number, root_cause="vendor")


def test_a_recurrence_is_a_reason(floor: Floor) -> None:
    first = resolved(floor, "Mon 10:30", priority=4, service="Voice")
    do(floor, verbs.close, "Mon 10:35", case=first, root_cause="vendor")
    again = do(
        floor,
        verbs.log,
        "Tue 10:00",
        client_id=floor.client,
        record_type="technical",
        title="Again",
        service="Voice",
        priority=4,
    ).case_id
    do(floor, verbs.resolve, "Tue 10:10", case=again, details=RESOLVED | {"affected_services": ["voice"]})

    with pytest.raises(Refusal, match="Corrective action"):
        do(floor, verbs.close, "Tue 10:15", case=again, root_cause="vendor")


def test_the_system_closes_whatever_is_still_owed(floor: Floor) -> None:
    number = resolved(floor, "Mon 11:00", priority=1)

    done = do(floor, verbs.close, "Sat 11:00", actor=SYSTEM, case=number)

    assert done.kind == "case:closed"
