"""A case recurs when an earlier one has its client, service and cause, at most 30 days before."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.micros import to_micros
from caselight.core.recurrence import WITHIN, Kind, Seen, earlier, kind_of, numbered, ordinal, recurring

MONDAY = datetime(2026, 11, 16, 10, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
VOICE = Kind(client_id=1, service_id=7, root_cause="vendor", record_type=None)

kinds = st.builds(
    Kind,
    client_id=st.integers(1, 2),
    service_id=st.integers(1, 2),
    root_cause=st.none() | st.sampled_from(["vendor", "other"]),
    record_type=st.none() | st.just("technical"),
)
spans = st.sampled_from([timedelta(), A_MOMENT, WITHIN - A_MOMENT, WITHIN, WITHIN + A_MOMENT]) | st.timedeltas(
    timedelta(), timedelta(days=70)
)
floors = st.lists(st.tuples(st.none() | kinds, spans), max_size=12).map(
    lambda some: [Seen(number, MONDAY + span, kind) for number, (kind, span) in enumerate(some)]
)


@pytest.mark.parametrize(
    ("span", "recurs"),
    [(timedelta(), True), (timedelta(days=29), True), (WITHIN, True), (WITHIN + A_MOMENT, False)],
)
def test_a_case_recurs_up_to_thirty_days_after_the_one_before(span: timedelta, *, recurs: bool) -> None:
    first, again = Seen(1, MONDAY, VOICE), Seen(2, MONDAY + span, VOICE)

    assert earlier(again, [first, again]) == ([first] if recurs else [])
    assert earlier(first, [first, again]) == []


@pytest.mark.parametrize(
    "other",
    [VOICE._replace(client_id=2), VOICE._replace(service_id=8), VOICE._replace(root_cause="other")],
)
def test_another_client_service_or_cause_is_another_kind(other: Kind) -> None:
    assert earlier(Seen(2, MONDAY, VOICE), [Seen(1, MONDAY, other)]) == []


def test_the_record_type_stands_for_a_cause_that_is_unknown_and_for_no_other() -> None:
    unknown = kind_of(client_id=1, service_id=7, root_cause=None, record_type="technical")
    known = kind_of(client_id=1, service_id=7, root_cause="vendor", record_type="technical")

    assert unknown == Kind(1, 7, None, "technical")
    assert known == kind_of(client_id=1, service_id=7, root_cause="vendor", record_type="delivery") == VOICE


@pytest.mark.parametrize(("service_id", "record_type"), [(None, "technical"), (7, "recovery")])
def test_a_recovery_and_a_case_without_a_service_repeat_nothing(service_id: int | None, record_type: str) -> None:
    of_none = kind_of(client_id=1, service_id=service_id, root_cause="vendor", record_type=record_type)

    assert of_none is None
    assert earlier(Seen(2, MONDAY, of_none), [Seen(1, MONDAY, of_none)]) == []
    assert recurring(numbered([of_none] * 2), np.array([0, 0], dtype=np.int64), [1, 2]).tolist() == [False, False]


@given(floors)
def test_many_at_once_are_judged_as_each_alone(cases: list[Seen]) -> None:
    together = recurring(
        numbered(case.kind for case in cases),
        np.array([to_micros(case.opened_at) for case in cases], dtype=np.int64),
        [case.number for case in cases],
    )

    assert together.tolist() == [bool(earlier(case, cases)) for case in cases]


@given(floors)
def test_what_came_before_never_comes_after(cases: list[Seen]) -> None:
    for case in cases:
        found = earlier(case, cases)
        assert found == sorted(found, key=lambda one: (one.opened_at, one.number), reverse=True)
        assert all(case not in earlier(one, cases) for one in found)


def test_the_place_of_a_case_among_its_kind_is_said_as_people_say_it() -> None:
    said = {
        1: "1st",
        2: "2nd",
        3: "3rd",
        4: "4th",
        11: "11th",
        12: "12th",
        13: "13th",
        21: "21st",
        102: "102nd",
        111: "111th",
    }

    assert {n: ordinal(n) for n in said} == said
