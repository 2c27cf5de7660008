"""How soon, how completely and how finally cases are written down."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from caselight.core.quality import Entered, Finished, Share, grouped, quality
from caselight.core.records import TYPES

TECHNICAL = {"affected_services": ["Voice"], "down_from": "x", "down_until": "x", "recovery_actions": "Rerouted."}


def entered(minutes: float, **said: Any) -> Entered:
    given = {"number": 1, "client": "Norvane Telecom", "team": "Desk", "record_type": "technical", "person_id": 1}
    return Entered(**{**given, **said}, lag=timedelta(minutes=minutes))


def finished(**said: Any) -> Finished:
    given = {"number": 1, "client": "Norvane Telecom", "team": "Desk", "record_type": "technical", "person_id": 1}
    more = {"priority": 3, "is_closed": False, "details": TECHNICAL, "edits": 0}
    return Finished(**{**given, **more, **said})


def test_the_lag_is_told_by_its_median_nine_in_ten_and_who_was_soon() -> None:
    found = quality([entered(minutes) for minutes in (0, 5, 10, 15, 100)], [])

    assert (found.entered, found.median) == (5, timedelta(minutes=10))
    assert found.p90 == timedelta(minutes=66)
    assert (found.soon, found.soon.percent) == (Share(4, 5), 80)


def test_a_case_that_is_to_occur_later_was_entered_at_once() -> None:
    assert quality([entered(-60)], []).median == timedelta()


def test_nothing_has_no_figures() -> None:
    found = quality([], [])

    assert (found.median, found.p90) == (None, None)
    assert [share.percent for share in (found.soon, found.owed, found.optional, found.edited)] == [None] * 4


def test_a_resolved_case_owes_what_resolving_asks_and_a_serious_closed_one_all() -> None:
    resolved, serious = finished(), finished(is_closed=True, priority=1)

    assert quality([], [resolved]).owed == Share(3, 3)
    assert quality([], [serious]).owed == Share(3, 4)


def test_what_nobody_must_fill_in_is_counted_apart() -> None:
    optional = [about for about in TYPES["technical"].model_fields if about == "error_log"]

    without, with_it = quality([], [finished()]), quality([], [finished(details={**TECHNICAL, "error_log": "E42"})])

    assert optional
    assert (with_it.optional.part - without.optional.part, with_it.owed) == (1, without.owed)


def test_a_case_edited_twice_is_one_edited_case() -> None:
    assert quality([], [finished(edits=2), finished()]).edited == Share(1, 2)


def test_a_type_that_is_gone_asks_nothing() -> None:
    assert quality([], [finished(record_type="gone")]).owed == Share(0, 0)


@given(st.lists(st.sampled_from(["Norvane Telecom", "Ellery Care", "Parcelo Shop"])))
def test_the_groups_stand_by_name_and_add_up(clients: list[str]) -> None:
    found = grouped(
        [entered(1, client=name) for name in clients], [finished(client=name) for name in clients], "client"
    )

    assert list(found) == sorted(set(clients))
    assert sum(each.entered for each in found.values()) == len(clients)
    assert sum(each.finished for each in found.values()) == len(clients)
