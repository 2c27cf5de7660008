"""What scripts rely on: every key is there, with the keys below it, and null where there is nothing to say."""

import json
from datetime import timedelta
from typing import Any

import pytest

from acts import a_case, do
from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.services.figures import of
from floor import Floor, at

CLOCKS = ("calendar", "calendar_minus_waiting", "business", "business_minus_waiting")
SPEED = dict.fromkeys(CLOCKS, ("n", "open", "median_h", "p90_h", "mean_h", "km_median_h", "km_p90_h"))
BY_TIER = ("1", "2", "3")
STEPS = ("1>2", "1>3", "2>3")
WAYS = dict.fromkeys(("decided", "by_due", "by_close"), ("met", "missed", "excluded", "percent"))
NUMBERS = ("cases", "open", "overdue", "overdue_escalations")  # counts of nothing are 0
SHAPES: dict[str, Any] = {
    "backlog": ("n",),
    **dict.fromkeys(("first_response", "acknowledge", "time_to_resolve", "first_resolution"), SPEED),
    "tiers": dict.fromkeys(("events", "highest", "first", "last"), BY_TIER),
    "reopened": (),
    "hand_offs": ("total", "cases", "max"),
    "ping_pong": ("total", "cases"),
    "escalations": (*STEPS, "cases", "never_accepted"),
    "escalation_to_accept": dict.fromkeys(STEPS, ("n", "median_h", "p90_h")),
    "sla": dict.fromkeys(("response", "resolution"), WAYS),
    "recurrence": ("days", "cases", "with_earlier", "percent"),
    "downtime": ("n", "sum_min", "merged_min", "blocks", "availability_percent"),
    "recovery": {
        "path": ("opened", "offered", "accepted", "confirmed", "settled"),
        "follow_up": ("agreed", "done", "overdue"),
        **dict.fromkeys(("answered", "recovered", "turned"), ("hits", "n", "percent", "low_percent", "high_percent")),
        **dict.fromkeys(("before", "after"), ("n", "median", "mean", "low", "high", *"12345")),
        "would_return": ("n", "median", "mean", "low", "high", *"0123456789", "10"),
        "amounts": ("acted", "paid"),
        "given": (),
        **dict.fromkeys(
            ("time_to_reply", "time_to_remedy", "time_to_confirmation"), ("n", "open", "median_h", "p90_h")
        ),
        "left_out": ("of", "listened", "offered", "followed_up"),
        "compared": ("others", "difference", "low", "high", "return_difference", "above"),
    },
    "frequency": ("day", "count", "expected", "alarm"),
}
EVERY = {*NUMBERS, *SHAPES}


def figures(floor: Floor, **asked: Any) -> dict[str, Any]:
    return json.loads(json.dumps(of(floor.store, EVERYTHING, as_of=at("Sun 12:00"), **asked)))


def lacks(found: Any, shape: Any) -> list[str]:
    """Return which keys of the shape are not there; of a list, in its first entry."""
    found = found[0] if isinstance(found, list) else found
    missing = [key for key in shape if key not in found]
    return missing + [key for key in shape if isinstance(shape, dict) and lacks(found[key], shape[key])]


def test_without_a_case_every_key_is_there_and_nothing_is_made_up(floor: Floor) -> None:
    found = figures(floor)["kpis"]

    assert set(found) >= EVERY
    assert {key: found[key] for key in NUMBERS} == dict.fromkeys(NUMBERS, 0)
    assert found["backlog"]["n"] == 0
    assert [key for key in SHAPES if key != "backlog" and found[key] is not None] == []


def test_with_cases_every_key_holds_what_scripts_expect(floor: Floor) -> None:
    case = a_case(floor, "Mon 10:00", priority=1, record_type="imported", team_id=floor.desk)
    do(floor, verbs.escalate, "Mon 10:30", case=case, reason="Needs the network team")
    do(floor, verbs.acknowledge, "Mon 10:40", case=case)
    do(floor, verbs.resolve, "Mon 11:00", case=case)
    a_case(floor, "Tue 10:00")
    a_case(floor, "Tue 11:00", record_type="recovery", details={"customer": "Nobody"})

    answer = figures(floor)

    found = {key: value for key, value in answer["kpis"].items() if value is not None}
    assert {"reopened", *NUMBERS} <= set(found)
    assert EVERY - set(found) <= {"downtime"}  # no interruption was logged
    assert {
        key: gone for key, shape in SHAPES.items() if key in found and shape and (gone := lacks(found[key], shape))
    } == {}
    assert all(about["unit"] and about["definition"] for about in answer["definitions"].values())


@pytest.mark.parametrize("key", ["cases", "time_to_resolve"])
def test_a_period_holds_its_first_instant_and_not_its_last(floor: Floor, key: str) -> None:
    start, end, second = at("Mon 10:00"), at("Mon 12:00"), timedelta(seconds=1)
    case = a_case(floor, "Mon 10:00", record_type="imported")
    do(floor, verbs.resolve, "Mon 10:00", case=case)

    def n(since: Any, until: Any) -> int:
        found = figures(floor, since=since, until=until)["kpis"][key]
        return found["calendar"]["n"] if isinstance(found, dict) else found or 0

    assert [n(start, end), n(start - 2 * second, start), n(start + second, end)] == [1, 0, 0]
