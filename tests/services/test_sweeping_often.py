"""However often the sweep runs, and however many workers run it, the records are the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from caselight.core.hours import BusinessHours
from caselight.core.people import EVERYTHING
from caselight.services import matrix, verbs
from caselight.services.sweeping import sweep
from caselight.store.tables import Event
from escalating import RESOLVED, a_case, case_of, do, escalations, firings
from floor import Floor, at

START, END = at("Mon 10:00"), at("Tue 14:00")
EVENINGS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["10:00", "11:00"], ["18:00", "22:00"]]}})
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def some_cases(floor: Floor) -> list[int]:
    """Return cases in every situation that time can find them in."""
    numbers = [a_case(floor, "Mon 10:00", priority=priority) for priority in (1, 2, 3, 4)]
    taken = a_case(floor, "Mon 10:00", priority=1)
    do(floor, verbs.own, "Mon 10:00", case=taken)
    told = a_case(floor, "Mon 10:00", priority=2)
    do(floor, verbs.tell, "Mon 10:00", case=told, note="We are on it.")
    waiting = a_case(floor, "Mon 10:00", priority=1)
    do(floor, verbs.wait, "Mon 10:00", case=waiting, reason="the customer")
    high = a_case(floor, "Mon 10:00", priority=2)
    do(floor, verbs.escalate, "Mon 10:00", case=high, reason="Needs the vendor", team_id=floor.experts)
    do(floor, verbs.own, "Mon 10:00", case=high)
    eyes = a_case(floor, "Mon 10:00", priority=3)
    do(floor, verbs.escalate, "Mon 10:00", case=eyes, reason="Client is angry", way="hierarchical")
    over = a_case(floor, "Mon 10:00", priority=1, details={"affected_services": ["voice"]})
    do(floor, verbs.resolve, "Mon 10:00", case=over, details=RESOLVED)
    return [*numbers, taken, told, waiting, high, eyes, over]


def swept(floor: Floor, *, every: timedelta, workers: int) -> list[Any]:
    """Return what is on record of some cases after a day of sweeping."""
    steps = -((START - END) // every)
    return on_record(
        floor, some_cases(floor), [min(START + step * every, END) for step in range(1, steps + 1)], workers
    )


def on_record(floor: Floor, numbers: list[int], looks: list[datetime], workers: int) -> list[Any]:
    """Return what is on record of cases after so many workers looked at each of these instants."""
    with ThreadPoolExecutor(workers) as pool:
        for now in looks:
            assert {one.failed for one in pool.map(lambda as_of: sweep(floor.store, now=as_of), [now] * workers)} == {0}
    return [recorded(floor, number) for number in numbers]


def recorded(floor: Floor, number: int) -> Any:
    """Return everything on record of a case, but for numbers of rows and when it was noticed."""
    place: dict[int | None, int] = {None: -1}
    place |= {row.id: index for index, row in enumerate(escalations(floor, number, first_line=True))}
    with floor.store.reading(EVERYTHING) as session:
        rows = select(Event).where(col(Event.case_id) == number).order_by(col(Event.seq))
        events = [(one.kind, one.at, one.team_id, one.tier, one.is_accepted) for one in session.scalars(rows)]
    raised = [
        row.model_dump(exclude={"id", "case_id"}) | {"follows": place[row.follows]}
        for row in escalations(floor, number, first_line=True)
    ]
    passed = sorted(
        (_name(one.clock, place), one.threshold, one.cycle, one.due_at, place[one.raised])
        for one in firings(floor, number)
    )
    case = case_of(floor, number).model_dump(exclude={"id", "head"})
    return case, events, raised, passed


def _name(clock: str, place: dict[int | None, int]) -> str:
    kind, number, *step = clock.split(":")
    return f"{kind} {place[int(number)]} {step}" if step else kind


def test_the_records_do_not_depend_on_how_often_and_by_how_many(floor: Floor) -> None:
    matrix.set_shifts(floor.store, floor.network, EVENINGS, actor=floor.admin, now=at("Mon 08:00"))

    once = swept(floor, every=2 * A_DAY, workers=1)

    assert swept(floor, every=AN_HOUR, workers=1) == once
    assert swept(floor, every=AN_HOUR, workers=3) == once


def test_every_minute_and_once_a_day_come_to_the_same(floor: Floor) -> None:
    assert swept(floor, every=A_MINUTE, workers=1) == swept(floor, every=A_DAY, workers=1)


SITUATIONS: dict[str, tuple[Any, dict[str, Any]] | None] = {
    "left lying": None,
    "owned": (verbs.own, {}),
    "answered": (verbs.tell, {"note": "We are on it."}),
    "waiting": (verbs.wait, {"reason": "the customer"}),
    "escalated": (verbs.escalate, {"reason": "Needs the vendor"}),
    "with a manager": (verbs.escalate, {"reason": "Client is angry", "way": "hierarchical"}),
}
situations = st.tuples(st.integers(1, 4), st.integers(0, 12 * 60), st.sampled_from(sorted(SITUATIONS)))
looks = st.lists(st.integers(1, 28 * 60 - 1).map(lambda minute: START + minute * A_MINUTE), max_size=6)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(situations, min_size=1, max_size=3), looks, st.integers(1, 3))
def test_no_plan_of_sweeps_and_no_number_of_workers_changes_the_records(
    floor: Floor, cases: list[tuple[int, int, str]], looks: list[datetime], workers: int
) -> None:
    once = on_record(floor, [in_a_situation(floor, *case) for case in cases], [END], 1)

    often = on_record(floor, [in_a_situation(floor, *case) for case in cases], [*sorted(looks), END], workers)

    assert often == once


def in_a_situation(floor: Floor, priority: int, minute: int, situation: str) -> int:
    """Return a case opened at a minute of the day, and brought into a situation at once."""
    when = f"Mon {10 + minute // 60:02}:{minute % 60:02}"
    number = a_case(floor, when, priority=priority)
    if done := SITUATIONS[situation]:
        do(floor, done[0], when, case=number, **done[1])
    return number
