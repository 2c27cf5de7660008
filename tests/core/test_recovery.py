"""What recoveries come to, against a slow reckoning of the same; ties, none at all and very few included."""

from datetime import timedelta
from math import sqrt
from statistics import mean, median, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recovery_oracle import CONFIRMED, HOUR, MONDAY, NOW, REFUSED, a_recovery, is_part, last, some, some_marks, waits

from caselight.core import recovery_report as report
from caselight.core.recovery import Noted, Recovery
from caselight.core.recovery_parts import CHANCES, MARKS, PARTS, part, share


def a_case(*sheets: Noted, settled: bool = True) -> Recovery:
    return Recovery(7, MONDAY, settled_at=MONDAY + HOUR if settled else None, sheets=sheets)


def a_note(kind: str, number: int = 2, *, hour: int = 1, score: int | None = None, **details: object) -> Noted:
    at = MONDAY + hour * HOUR
    return Noted(number, kind, at, at, score=score, details=details)


@given(some)
def test_every_part_holds_what_a_slow_reading_says(rows: list[Recovery]) -> None:
    for name in PARTS:
        assert part(rows, name, NOW) == [one for one in rows if is_part(one, name)], name


@given(some)
def test_a_share_is_of_those_that_may_be_in_it(rows: list[Recovery]) -> None:
    for hits, of in (("answered", "asked"), ("recovered", "answered"), ("turned", "dissatisfied")):
        found = share(rows, hits, of, NOW)

        assert (found.hits, found.n) == (
            sum(is_part(one, hits) for one in rows),
            sum(is_part(one, of) for one in rows),
        ), "nobody is in the first and not in the second"
        assert (found.value is None) == (found.interval is None) == (found.n == 0)
        assert found.interval is None or found.interval[0] <= (found.value or 0) <= found.interval[1]


@given(some)
def test_marks_are_counted_and_their_mean_has_its_interval(rows: list[Recovery]) -> None:
    found = report.marks((one.after for one in rows), MARKS)

    given_ = [sheet.score for one in rows if (sheet := last(one, "feedback"))]
    assert found.counts == {mark: sum(each == mark for each in given_) for mark in (1, 2, 3, 4, 5)}
    assert found.n == len(given_)
    assert found.mean == (pytest.approx(mean(given_)) if given_ else None)
    assert found.median == (median(given_) if given_ else None)
    if len(given_) < 2:
        assert found.interval is None
        return
    apart = 1.96 * sqrt(variance(given_) / len(given_))
    assert found.interval == pytest.approx((max(1, mean(given_) - apart), min(5, mean(given_) + apart)))


@given(some)
def test_money_is_summed_case_by_case_and_no_currency_is_mixed_with_another(rows: list[Recovery]) -> None:
    for action, department in (("", ""), ("refund", ""), ("", "Care"), ("", report.NO_DEPARTMENT)):
        per_case: dict[str, list[int]] = {}
        for one in rows:
            for currency in ("EUR", "GBP"):
                wanted = [
                    sheet.amount
                    for sheet in one.sheets
                    if sheet.currency == currency
                    and (not action or sheet.details["action"] == action)
                    and (not department or (sheet.details["department"] or report.NO_DEPARTMENT) == department)
                ]
                if wanted:
                    per_case.setdefault(currency, []).append(sum(wanted))

        found = {
            each.currency: (each.cases, each.total, each.median)
            for each in report.money(rows, action=action, department=department)
        }

        assert found == {name: (len(each), sum(each), median(each)) for name, each in per_case.items()}
        got = report.paid(rows, action=action, department=department)
        assert bool(got) == bool(found)
        assert max([0, *map(len, per_case.values())]) <= len(got) <= sum(map(len, per_case.values()))


@given(some)
def test_each_department_has_the_cases_it_acted_on(rows: list[Recovery]) -> None:
    found = report.departments(rows)

    for name in ("Billing", "Care", report.NO_DEPARTMENT):
        of_it = [
            one
            for one in rows
            if any(
                sheet.kind == "action" and (sheet.details["department"] or report.NO_DEPARTMENT) == name
                for sheet in one.sheets
            )
        ]
        assert found.get(name, []) == of_it
    assert list(found) == sorted(found)


@given(some)
def test_times_count_in_those_that_wait(rows: list[Recovery]) -> None:
    def first_action(one: Recovery) -> object:
        return min((sheet.at for sheet in one.sheets if sheet.kind == "action"), default=None)

    found = report.time_to(rows, lambda one: one.remedied_at, NOW)

    slow = waits(rows, first_action)
    fast = tuple(None if span is None else span / HOUR for span in (found.half, found.most))
    assert (found.done, found.done + found.rest) == (sum(is_part(one, "acted") for one in rows), len(rows))
    assert fast == slow


@given(some, some_marks)
def test_those_above_the_others_are_counted_one_by_one(rows: list[Recovery], others: list) -> None:
    found = report.above(rows, others)

    scores = [one.after for one in rows if is_part(one, "answered")]
    level = mean(mark.score for mark in others) if others else 99
    assert (found.hits, found.n) == (len([score for score in scores if score > level]), len(scores))


@given(st.lists(st.integers(1, 5), max_size=40), st.lists(st.integers(1, 5), max_size=40))
def test_a_difference_is_said_only_of_enough(these: list[int], those: list[int]) -> None:
    found = report.difference(these, those)

    if len(these) < 20 or len(those) < 20:
        assert found is None
        return
    apart = mean(these) - mean(those)
    spread = 1.96 * sqrt(variance(these) / len(these) + variance(those) / len(those))
    assert found is not None
    assert (found.value, *found.interval) == pytest.approx((apart, apart - spread, apart + spread))
    assert found.is_seen == (abs(apart) > spread)


def test_a_clear_difference_is_seen_and_none_is_not() -> None:
    pleased, cross = [5, 5, 4, 5] * 6, [2, 1, 2, 3] * 6

    higher, same = report.difference(pleased, cross), report.difference(pleased, pleased)

    assert higher is not None
    assert same is not None
    assert (higher.is_seen, higher.value) == (True, pytest.approx(2.75))
    assert not same.is_seen


@given(a_recovery(), st.integers(0, 70))
def test_what_was_known_then_holds_nothing_of_later(one: Recovery, hour: int) -> None:
    then = MONDAY + hour * HOUR

    was = one.known(then)

    assert [sheet.number for sheet in was.sheets] == [sheet.number for sheet in one.sheets if sheet.entered_at <= then]
    instants = [was.responded_at, was.settled_at, *(sheet.done_at for sheet in was.sheets)]
    assert all(at is None or at <= then for at in instants)
    assert was.known(then) == was
    assert one.known(MONDAY + timedelta(days=9)) == one


@pytest.mark.parametrize(
    ("said", "before", "after", "is_won"),
    [
        (CONFIRMED, 1, 4, True),
        (CONFIRMED, None, 4, True),
        (CONFIRMED, 1, 2, True),  # more satisfied than before
        (CONFIRMED, None, 3, False),
        (CONFIRMED, 3, 3, False),
        (REFUSED, 1, 5, False),
        ("no answer from the customer", 1, 5, False),  # silence is no success
    ],
)
def test_won_back_means_confirmed_and_content(said: str, before: int | None, after: int, *, is_won: bool) -> None:
    one = a_case(a_note("resolution", confirmed=said), a_note("feedback", 3, score=after, score_before=before))

    assert one.is_recovered is is_won


def test_the_last_answer_of_a_customer_is_the_one_that_counts() -> None:
    first, second = (a_note("feedback", 3, hour=2, score=5), a_note("feedback", 4, hour=2, score=2))

    assert a_case(second, first).after == 2
    assert a_case(a_note("resolution", hour=1, confirmed=CONFIRMED)).is_confirmed
    assert not a_case(
        a_note("resolution", hour=1, confirmed=CONFIRMED), a_note("resolution", 3, hour=2, confirmed=REFUSED)
    ).is_accepted


def test_a_remedy_offered_and_liked_is_accepted_until_it_is_refused() -> None:
    liked = a_note("interaction", offered="A refund", satisfied=True, direction="to the customer")

    assert a_case(liked).is_accepted
    assert not a_case(a_note("interaction", satisfied=True)).is_accepted
    assert not a_case(liked, a_note("resolution", 3, confirmed=REFUSED)).is_accepted


def test_of_nothing_there_is_nothing_to_say() -> None:
    assert report.marks([], CHANCES) == (dict.fromkeys(range(11), 0), 0, None, None, None)
    assert report.money([]) == []
    assert report.time_to([], lambda one: one.settled_at, NOW) == (None, None, 0, 0)
    assert report.above([], []).value is None
