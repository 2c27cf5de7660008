"""What is read of recoveries: with their sheets, beside other customers' marks, and nothing of another client."""

from datetime import timedelta
from typing import Any

import pytest

from acts import RESOLVED, a_case, add, do
from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import recoveries
from caselight.store.among import Among
from caselight.store.kpi_reads import kpi
from floor import Floor, at

SAID = {"direction": "to the customer", "channel": "voice", "said": "Sorry.", "offered": "A refund"}
SINCE = {"since": at("Mon 00:00")}


@pytest.fixture
def number(floor: Floor) -> int:
    """Return a recovery with an interaction, an action and feedback."""
    case = a_case(floor, "Mon 10:00", record_type="recovery", details={"customer": "Nobody", "failed": "technical"})
    add(floor, case, "interaction", "Mon 10:30", **SAID)
    add(floor, case, "action", "Mon 11:00", action="refund", amount="40", currency="EUR", at=at("Mon 10:50"))
    add(floor, case, "feedback", "Mon 12:00", score=4, score_before=1, said="At last.", suggestions="A message.")
    return case


def test_a_recovery_comes_with_its_sheets_in_order(floor: Floor, number: int) -> None:
    a_case(floor, "Mon 10:00")

    with floor.store.reading(EVERYTHING) as session:
        (found,) = recoveries.recoveries(session, floor.lead.scope, **SINCE)

    assert (found.number, found.nature, found.settled_at) == (number, "technical", None)
    assert [sheet.kind for sheet in found.sheets] == ["interaction", "action", "feedback"]
    assert (found.remedied_at, found.sheets[1].entered_at) == (at("Mon 10:50"), at("Mon 11:00"))
    assert (found.given, found.before, found.after) == ({"EUR": 4000}, 1, 4)


def test_words_are_no_part_of_a_recovery_and_comments_are_the_newest_first(floor: Floor, number: int) -> None:
    add(floor, number, "feedback", "Mon 13:00", score=5, said="Thank you.")

    with floor.store.reading(EVERYTHING) as session:
        (found,) = recoveries.recoveries(session, floor.lead.scope, **SINCE)
        said = recoveries.comments(session, floor.lead.scope, **SINCE)

    assert not [sheet for sheet in found.sheets if {"said", "suggestions"} & set(sheet.details)]
    assert [(one.field, one.text, one.score) for one in said] == [
        ("said", "Thank you.", 5),
        ("suggestions", "A message.", 4),
        ("said", "At last.", 4),
    ]


@pytest.mark.usefixtures("number")
def test_a_corrected_comment_is_told_once_as_it_stands_now(floor: Floor, number: int) -> None:
    with floor.store.reading(EVERYTHING) as session:
        (found,) = recoveries.recoveries(session, floor.lead.scope, **SINCE)
    feedback = found.sheets[-1].number
    do(floor, verbs.correct_sheet, "Mon 14:00", case=number, sheet=feedback, fields={"said": "At last!"})

    with floor.store.reading(EVERYTHING) as session:
        said = recoveries.comments(session, floor.lead.scope, **SINCE)

    assert [one.text for one in said if one.field == "said"] == ["At last!"]


def test_what_is_past_due_is_listed_until_it_is_done(floor: Floor, number: int) -> None:
    what = {"what": "Paid.", "confirmed": "confirmed by the customer", "due_at": at("Tue 10:00")}
    sheet = add(floor, number, "resolution", "Mon 13:00", **what)

    def due(when: str) -> list[int]:
        with floor.store.reading(EVERYTHING) as session:
            return [one.case for one in recoveries.overdue(session, floor.lead.scope, until=at(when))]

    assert (due("Tue 10:00"), due("Tue 10:01")) == ([], [number])
    do(floor, verbs.finish_sheet, "Tue 11:00", case=number, sheet=sheet)
    assert due("Wed 10:00") == []


def test_the_comparison_is_of_others_whose_promises_were_kept(floor: Floor, number: int) -> None:
    kept, missed = a_case(floor, "Mon 09:00"), a_case(floor, "Mon 09:00", priority=1)
    for case, when in ((kept, "Mon 11:00"), (missed, "Mon 16:00")):
        do(floor, verbs.tell, "Mon 09:05", case=case, note="We are on it.")
        do(floor, verbs.resolve, when, case=case, details={"affected_services": "Voice", **RESOLVED})
    for case in (kept, missed):
        add(floor, case, "feedback", "Tue 10:00", score=3)
    add(floor, kept, "feedback", "Tue 11:00", score=5, would_return=9)

    def marks(when: str) -> list[tuple[int, int, int | None]]:
        with floor.store.reading(EVERYTHING) as session:
            found = recoveries.marks(session, floor.lead.scope, as_of=at(when), **SINCE)
        return [(mark.number, mark.score, mark.would_return) for mark in found]

    assert marks("Wed 10:00") == [(kept, 5, 9)]
    assert marks("Tue 10:30") == [(kept, 3, None)]
    assert marks("Mon 12:00") == []
    assert number


@pytest.mark.usefixtures("number")
def test_nobody_reads_what_is_of_another_client_or_left_out(floor: Floor, number: int) -> None:
    reads = (
        lambda session, scope: recoveries.recoveries(session, scope, **SINCE),
        lambda session, scope: recoveries.comments(session, scope, **SINCE),
        lambda session, scope: recoveries.overdue(session, scope, until=at("Sun 10:00")),
        lambda session, scope: recoveries.marks(session, scope, as_of=at("Sun 10:00"), **SINCE),
    )
    with floor.store.reading(EVERYTHING) as session:
        for read in reads:
            assert not read(session, floor.outsider.scope)
            assert not read(session, Scope(frozenset()))
        assert not recoveries.recoveries(session, floor.lead.scope, Among((1,)), **SINCE)
        assert not recoveries.recoveries(session, floor.lead.scope, since=at("Mon 10:00") + timedelta(seconds=1))
    do(floor, verbs.cancel, "Mon 15:00", case=number, note="Twice")

    with floor.store.reading(EVERYTHING) as session:
        assert not recoveries.recoveries(session, floor.lead.scope)
        assert not recoveries.comments(session, floor.lead.scope, **SINCE)


def test_the_key_figure_is_what_the_page_counts_at_any_instant(floor: Floor, number: int) -> None:
    what = {"what": "Paid.", "confirmed": "confirmed by the customer", "due_at": at("Tue 10:00")}
    sheet = add(floor, number, "resolution", "Mon 13:00", **what)
    do(floor, verbs.finish_sheet, "Tue 11:00", case=number, sheet=sheet)
    do(floor, verbs.cancel, "Wed 10:00", case=number, note="Twice")

    def figure(when: str, **asked: Any) -> Any:
        with floor.store.reading(EVERYTHING) as session:
            return kpi(session, floor.lead.scope, as_of=at(when), **asked)["kpis"]["recovery"]

    assert [figure(when)["path"]["confirmed"] for when in ("Mon 12:30", "Mon 13:30", "Tue 12:00")] == [0, 1, 1]
    assert [figure(when)["follow_up"]["overdue"] for when in ("Tue 09:00", "Tue 10:30", "Tue 12:00")] == [0, 1, 0]
    assert figure("Mon 13:30")["recovered"] | {"low_percent": 0, "high_percent": 0} == {
        "hits": 1, "n": 1, "percent": 100.0, "low_percent": 0, "high_percent": 0,
    }  # fmt: skip
    assert figure("Mon 13:30")["given"] == {"EUR": 40.0}
    assert figure("Mon 13:30")["time_to_remedy"] == {"n": 1, "open": 0, "median_h": 50 / 60, "p90_h": 50 / 60}
    assert figure("Wed 12:00") is None
    assert figure("Tue 12:00", since=at("Tue 00:00")) is None
    assert figure("Tue 12:00", priorities=["P1"]) is None
