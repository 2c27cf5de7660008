"""The figures of the Overview, against cases made by the verbs."""

from itertools import pairwise

from caselight.core.board import Life
from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import overview
from caselight.store.among import Among
from floor import Floor, at
from story import a_case, a_resolved_case, do


def test_speed_takes_the_cases_resolved_in_the_period_and_those_still_open_at_its_end(floor: Floor) -> None:
    a_resolved_case(floor, "Mon 10:00", "Mon 12:00")  # in it
    a_resolved_case(floor, "Mon 10:00", "Tue 10:00")  # open at its end
    a_resolved_case(floor, "Mon 08:00", "Mon 09:00")  # before it
    do(floor, verbs.cancel, "Mon 10:30", case=a_case(floor, "Mon 10:00"), note="logged twice")

    with floor.store.reading(EVERYTHING) as session:
        lives = overview.lives(session, EVERYTHING, since=at("Mon 11:00"), until=at("Mon 13:00"))

    assert sorted(lives, key=lambda life: life.resolved_at is None) == [
        Life(at("Mon 10:00"), at("Mon 12:00")),
        Life(at("Mon 10:00"), None),
    ]


def test_a_promise_is_met_at_its_stop_and_missed_at_its_due_instant(floor: Floor) -> None:
    a_resolved_case(floor, "Mon 10:00", "Mon 14:00", priority=1)  # due exactly then: met
    a_resolved_case(floor, "Mon 10:00", "Mon 16:00", priority=1)  # missed at 14:00
    a_case(floor, "Mon 11:00", priority=1)  # open, due 15:00: missed from then on
    a_case(floor, "Mon 14:00", priority=1)  # not decided

    with floor.store.reading(EVERYTHING) as session:
        kept = overview.promises_kept(session, EVERYTHING, since=at("Mon 00:00"), until=at("Mon 15:30"))
        before = overview.promises_kept(session, EVERYTHING, since=at("Mon 00:00"), until=at("Mon 14:30"))

    assert kept == [overview.Kept(floor.client, met=1, missed=2)]
    assert before == [overview.Kept(floor.client, met=1, missed=1)]


def test_a_miss_stays_missed_when_the_case_is_aimed_again(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=1)
    do(floor, verbs.update, "Mon 15:00", case=number, fields={"priority": 4})

    with floor.store.reading(EVERYTHING) as session:
        kept = overview.promises_kept(session, EVERYTHING, since=at("Mon 00:00"), until=at("Mon 15:30"))

    assert kept == [overview.Kept(floor.client, met=0, missed=1)]


def test_days_count_what_was_opened_in_them_with_zeros_in_between(floor: Floor) -> None:
    for when in ("Mon 00:00", "Mon 23:59", "Wed 08:00"):
        a_case(floor, when)
    edges = [at(f"{day} 00:00") for day in ("Mon", "Tue", "Wed", "Thu")]

    with floor.store.reading(EVERYTHING) as session:
        counts = overview.opened_per_day(session, EVERYTHING, days=tuple(pairwise(edges)))

    assert counts == [2, 0, 1]


def test_priorities_and_scope_narrow_every_figure(floor: Floor) -> None:
    a_case(floor, "Mon 10:00", priority=1)
    a_case(floor, "Mon 10:00", priority=4)
    a_case(floor, "Mon 10:00", actor=floor.outsider, client_id=floor.foreign, priority=1)
    day = ((at("Mon 00:00"), at("Tue 00:00")),)

    with floor.store.reading(EVERYTHING) as session:
        mine = overview.opened_per_day(session, floor.lead.scope, Among((1,)), days=day)
        open_then = overview.open_at(session, floor.lead.scope, Among((1,)), at=at("Mon 12:00"))
        nobody = overview.lives(session, Scope(frozenset()), since=at("Mon 00:00"), until=at("Mon 12:00"))

    assert (mine, open_then, nobody) == ([1], 1, [])


def test_what_was_open_a_day_ago_is_worked_back_from_what_happened_since(floor: Floor) -> None:
    a_case(floor, "Mon 10:00")
    a_resolved_case(floor, "Mon 10:00", "Tue 10:00")
    reopened = a_resolved_case(floor, "Mon 10:00", "Mon 11:00")
    do(floor, verbs.reopen, "Tue 09:00", case=reopened)
    a_case(floor, "Tue 11:00")

    with floor.store.reading(EVERYTHING) as session:
        then = overview.open_at(session, EVERYTHING, at=at("Mon 12:00"))
        now = overview.open_at(session, EVERYTHING, at=at("Tue 12:00"))

    assert (then, now) == (2, 3)


def test_the_contract_in_force_says_what_was_agreed(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        agreed = overview.agreed(session, floor.lead.scope, at=at("Mon 10:00"))

    assert [(row.client, row.per_mille) for row in agreed] == [("Norvane Telecom", 900)]
