"""What counts as met, missed and overdue, at any as-of."""

from datetime import timedelta
from itertools import count

import pytest

from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS
from caselight.core.kpis import compute
from kpi_oracle import MONDAY, Happened, OneCase, facts_of

DUE = 4  # hours after opening
NOTHING = {"met": 0, "missed": 0, "excluded": 0, "percent": None}


def hour(after: float) -> object:
    return MONDAY + timedelta(hours=after)


def promised(events: list[Happened], *moves: tuple[str, float], promise: str = "resolution") -> OneCase:
    """Return a case whose clock, started at its opening, has been moved as said until today."""
    clock = Clock.start(timedelta(hours=DUE), ALWAYS, events[0].at)
    first_missed_at = None
    for move, at in moves:
        clock = getattr(clock, move)(hour(at))
        if first_missed_at is None and clock.state(hour(at)) == "missed":
            first_missed_at = clock.due_at()
    row = {"promise": promise, "target_s": DUE * 3600, "hours": ALWAYS, "runs": clock.to_rows()}
    row |= {"due_at": clock.due_at(), "stopped_at": clock.stopped_at, "first_missed_at": first_missed_at}
    return OneCase(events, promises=[row])


NEW = Happened(0, "new")
KEPT = promised([NEW, Happened(4, "resolved")], ("stop", 4))  # stopped exactly at due
BROKEN = promised([NEW, Happened(6, "resolved")], ("stop", 6))
LATE = promised([NEW])
PAUSED = promised([NEW, Happened(3, "waiting")], ("pause", 3))
REOPENED = promised([NEW, Happened(2, "resolved"), Happened(8, "in progress")], ("stop", 2), ("reopen", 8))
CANCELLED = promised([NEW, Happened(6, "cancelled")], ("stop", 6))
FORGIVEN = promised(
    [NEW, Happened(5, "resolved"), Happened(6, "in progress"), Happened(7, "resolved")],
    *[("stop", 5), ("reopen", 6), ("stop", 7)],
)
UNPROMISED = OneCase([NEW])


@pytest.mark.parametrize(
    ("case", "as_of", "expected"),
    [
        (KEPT, 3, "excluded"),  # not decided yet
        (KEPT, 4, "met"),  # at the due instant itself
        (KEPT, 9, "met"),
        (BROKEN, 4, "excluded"),  # due now is not late yet
        (BROKEN, 5, "missed"),  # from the due instant on, though nobody had stopped it
        (BROKEN, 9, "missed"),
        (LATE, 9, "missed"),  # open and past due
        (PAUSED, 9, "excluded"),  # nobody knows when it falls due
        (REOPENED, 1, "excluded"),
        (REOPENED, 5, "met"),  # as it stood before the reopening
        (REOPENED, 9, "excluded"),  # goes on with two hours left
        (REOPENED, 11, "missed"),
        (FORGIVEN, 9, "missed"),  # the first miss stays on record
        (UNPROMISED, 9, "excluded"),
    ],
)
def test_a_promise_is_met_missed_or_undecided_as_of_an_instant(case: OneCase, as_of: float, expected: str) -> None:
    told = compute(facts_of([case], hour(as_of)))["sla"]["resolution"]["decided"]

    assert {name for name in ("met", "missed", "excluded") if told[name]} == {expected}


def test_cancelled_cases_are_neither_kept_nor_broken_nor_excluded() -> None:
    figures = compute(facts_of([CANCELLED, KEPT], hour(9)))

    assert figures["sla"]["resolution"]["decided"] == {"met": 1, "missed": 0, "excluded": 0, "percent": 100.0}


def test_the_three_denominators_differ_by_the_open_late_and_the_early() -> None:
    early = promised([NEW, Happened(1, "resolved")], ("stop", 1))
    cases = [early, KEPT, BROKEN, LATE, PAUSED, UNPROMISED]

    at_three, at_nine = (compute(facts_of(cases, hour(as_of)))["sla"]["resolution"] for as_of in (3, 9))

    assert at_three["decided"] == {"met": 1, "missed": 0, "excluded": 5, "percent": 100.0}
    assert at_three["by_due"] == {"met": 0, "missed": 0, "excluded": 6, "percent": None}  # not due before four
    assert at_nine["decided"] == {"met": 2, "missed": 2, "excluded": 2, "percent": 50.0}
    assert at_nine["by_due"] == {"met": 2, "missed": 2, "excluded": 2, "percent": 50.0}
    assert at_nine["by_close"] == {"met": 2, "missed": 1, "excluded": 3, "percent": pytest.approx(66.6667)}


def test_a_miss_belongs_to_the_day_it_fell_due_and_a_kept_promise_to_the_day_it_stopped() -> None:
    window = {"since": hour(4.5).timestamp(), "until": hour(7).timestamp()}

    told = compute(facts_of([KEPT, BROKEN], hour(9), **window))["sla"]["resolution"]

    assert (told["decided"]["met"], told["decided"]["missed"]) == (0, 0)
    assert (told["by_close"]["met"], told["by_close"]["missed"]) == (0, 1)


def test_the_first_response_is_judged_apart_from_the_resolution() -> None:
    answered = promised([NEW], ("stop", 1), promise="first response")

    told = compute(facts_of([answered], hour(9)))["sla"]

    assert (told["response"]["decided"]["met"], told["resolution"]["decided"]["excluded"]) == (1, 1)


@pytest.mark.parametrize(
    ("as_of", "late"),
    [
        (4, 0),  # due exactly now
        (4.5, 3),  # BROKEN was open then, LATE, CANCELLED was open then
        (6.5, 1),  # only LATE is left
        (11, 2),  # and REOPENED, two hours after it went on
    ],
)
def test_overdue_is_as_of_the_instant_asked_for(as_of: float, late: int) -> None:
    cases = [KEPT, BROKEN, LATE, PAUSED, REOPENED, CANCELLED, UNPROMISED]

    assert compute(facts_of(cases, hour(as_of)))["overdue"] == late


def test_a_second_late_promise_does_not_make_a_second_late_case() -> None:
    rows = [{**LATE.promises[0], "promise": name} for _, name in zip(count(), ("resolution", "first response"))]
    case = OneCase([NEW], promises=rows)

    assert compute(facts_of([case], hour(9)))["overdue"] == 1
