"""Reviews: their periods, what they say, and whether a difference is beyond chance."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from caselight.core.availability import lost
from caselight.core.baseline import Judged, Usual
from caselight.core.pace import Pace
from caselight.core.problems import Course, Rate
from caselight.core.recovery import Noted, Recovery
from caselight.core.review import Acted, Again, Facts, Figures, Period, body, chance, rows, sentences
from caselight.core.review.body import digest, text
from caselight.core.sheets.doing import Confirmation
from caselight.core.sla import Kept
from caselight.core.tallies import Bar, Cause, Pareto

BERLIN = "Europe/Berlin"
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31), BERLIN)
NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def figures(n: int, before: int, *, history: int = 10, alarm: bool = False) -> Figures:
    usual = Usual(10, 2, 20)
    days = [Judged(day, 30 if alarm and day.day == 23 else 9, usual, alarm and day.day == 23) for day in OCTOBER.days]
    past = [(date(2026, 8, 6) + timedelta(days=place), history + place % 3) for place in range(56)]
    causes = Pareto((Cause("vendor", 12, 0.6), Cause("other", 4, 0.8), Cause(None, 4, 1.0)), 1, 2)
    counts = {"vendor": 12, "other": 4, None: 4}
    return Figures(n, before, [Bar("technical", n, before)], causes, counts, days, past)


def facts(**given: object) -> Facts:
    return replace(Facts("Parcelo Shop", OCTOBER, NOW, figures(300, 290)), **given)


def a_promise(case: int, *, late: timedelta | None = None, promise: str = "resolution", paused: int = 0) -> Kept:
    opened = datetime(2026, 10, 12, 8, tzinfo=UTC)
    due = opened + 4 * HOUR
    stopped = due + late if late else due - HOUR
    return Kept(
        case=case,
        client="Parcelo Shop",
        title="Parcel lost",
        priority=1,
        promise=promise,
        clause="4.2",
        target=4 * HOUR,
        opened_at=opened,
        due_at=due,
        stopped_at=stopped,
        missed_at=due if late else None,
        is_paused=False,
        paused=paused * HOUR,
        raw_due_at=due - paused * HOUR,
        raw_missed_at=due - paused * HOUR if late or paused > 1 else None,
        used=None if late else 0.75,
    )


def test_failures_are_set_against_the_period_before_and_against_chance() -> None:
    same, little = facts(failures=figures(290, 290)), facts()
    much, fewer = facts(failures=figures(400, 290)), facts(failures=figures(200, 290))

    assert sentences.failures(same) == "290 service failures were opened, as many as in the 31 days before."
    assert sentences.failures(little).endswith("10 more than in the 31 days before (290): within what chance makes.")
    assert sentences.failures(much).endswith("110 more than in the 31 days before (290): more than chance makes.")
    assert "90 fewer" in sentences.failures(fewer)
    assert sentences.failures(facts(failures=figures(0, 0))) == (
        "No service failure was opened, and none in the 31 days before."
    )


def test_clustered_days_make_the_same_difference_chance() -> None:
    calm = [(date(2026, 8, 3) + timedelta(days=place), 10) for place in range(56)]
    wild = [(day, 40 if place % 14 == 0 else 6) for place, (day, _) in enumerate(calm)]

    assert chance.wavering(calm) == 1
    assert chance.wavering(wild) > 2
    assert chance.wavering(wild[:20]) == 1  # too little to say
    assert chance.counts_differ(360, 300, clustered=1)
    assert not chance.counts_differ(360, 300, clustered=chance.wavering(wild))


@given(some.integers(0, 5000), some.integers(0, 5000), some.floats(1, 20))
def test_a_difference_has_no_direction_and_waits_longer_where_days_waver(one: int, other: int, wave: float) -> None:
    assert chance.counts_differ(one, other, clustered=wave) == chance.counts_differ(other, one, clustered=wave)
    assert not chance.counts_differ(one, one, clustered=wave)
    if chance.counts_differ(one, other, clustered=wave):
        assert chance.counts_differ(one, other, clustered=1)


def test_unusual_days_are_named() -> None:
    assert "1 day had more than is usual for its weekday: Fri 23 Oct (30)." in sentences.remarkable(
        facts(failures=figures(300, 290, alarm=True))
    )
    assert sentences.remarkable(facts()) == "No day had more failures than is usual for its weekday."


def test_promises_are_told_as_agreed_without_pauses_and_against_before() -> None:
    kept = [a_promise(case, paused=2 if case < 10 else 0) for case in range(27)]
    late = [a_promise(case, late=case * HOUR) for case in (30, 31, 32)]

    clocks = list(rows.clocks(facts(promises=[*kept, *late], agreed=0.95)))

    assert [clock["promise"] for clock in clocks] == ["resolution"]
    assert sentences.kept(clocks[0]) == (
        "Resolution: 27 of 30 promises met (90.0%), below the agreed 95.0%; had no pause held a clock, 56.7% of 30. "
        "Too few to compare with the period before."
    )


def test_the_latest_miss_is_named_with_its_clause() -> None:
    seen = facts(promises=[a_promise(7, late=3 * HOUR), a_promise(8, late=30 * HOUR)])

    found = rows.misses(seen)

    assert [row["case"] for row in found] == ["C-0008", "C-0007"]
    assert sentences.worst(found) == "The latest of 2 misses was C-0008 (P1, resolution, clause 4.2): 1d 06h late."
    assert sentences.worst([]) == "No promise was missed."


def test_speed_counts_the_open_ones_and_says_what_changed() -> None:
    now, before = Pace(5 * HOUR, 30 * HOUR, 80, 4), Pace(7 * HOUR, None, 90, 1)

    said = sentences.speed(now, before, OCTOBER.ago)

    assert said == (
        "Half of the cases were resolved within 5h 00m, 9 in 10 within 1d 06h (n = 80, 4 still open counted at their "
        "age); half were 2h 00m faster than in the 31 days before."
    )


def test_causes_are_named_and_the_unknown_counted() -> None:
    assert sentences.causes(facts()) == (
        "Most frequent root causes: vendor (12) and other (4); 1 of 2 known causes make up 80%; of 4 the cause is "
        "unknown."
    )


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (Rate(2, 200), "less often than before"),
        (Rate(80, 200), "more often than before"),
        (Rate(20, 200), "within what chance makes"),
        (None, "not in effect"),
    ],
)
def test_an_action_is_told_with_its_effect(after: Rate | None, verdict: str) -> None:
    course = Course("vendor", None, OCTOBER.since if after else None, NOW)
    acted = Acted(3, "Parcels lost", course, "Another courier.", 12, Rate(40, 400), after)

    (row,) = rows.actions(facts(acted=[acted]))

    assert row["verdict"] == verdict
    assert row["standing"] in {"corrected", "cause known"}  # it was closed after the period


def test_what_was_down_is_told_once_each_moment_and_of_agreed_time() -> None:
    since, until = OCTOBER.since.timestamp(), OCTOBER.until.timestamp()
    nothing = lost([], since=since, until=until)

    assert sentences.interruptions(nothing, nothing, OCTOBER.ago) == (
        "No unplanned interruption (the 31 days before: none)."
    )


def test_what_comes_again_is_told_against_before() -> None:
    said = sentences.again(facts(again=Again(60, 200), again_before=Again(20, 200)))

    assert said == (
        "30.0% of 200 cases opened came within 30 days of an earlier one of the same service and cause; 10.0% of 200 "
        "before, more than chance makes."
    )


def test_the_same_facts_give_the_same_text_and_another_day_another_hash() -> None:
    one, same, later = (text(body(facts(as_of=at))) for at in (NOW, NOW, NOW + HOUR))

    assert one == same
    assert digest(one) != digest(later)


def test_a_client_without_anything_gets_sentences_and_no_figure_of_nothing() -> None:
    nothing = Figures(0, 0, [], Pareto((), 0, None), {}, [], [])

    made = body(facts(failures=nothing))

    assert made["sentences"][0].startswith("No service failure was opened")
    assert made["clocks"] == made["misses"] == []
    assert "100" not in " ".join(made["sentences"])


def a_recovery(number: int, *, after: int | None = None) -> Recovery:
    at = datetime(2026, 10, 12, 8, tzinfo=UTC)
    sheets = [Noted(1, "resolution", at, at, details={"confirmed": Confirmation.CONFIRMED})]
    if after:
        sheets.append(Noted(2, "feedback", at, at, score=after))
    return Recovery(number, at, settled_at=at, sheets=tuple(sheets))


def test_recoveries_are_told_to_the_share_won_back() -> None:
    few = facts(recoveries=[a_recovery(1, after=5), a_recovery(2)])
    many = facts(
        recoveries=[a_recovery(number, after=5 if number < 24 else 1) for number in range(30)],
        recoveries_before=[a_recovery(number, after=5 if number < 5 else 1) for number in range(40)],
    )

    assert sentences.won_back(facts()) == ""
    assert sentences.won_back(few) == (
        "2 recoveries were opened: a remedy was offered in 2, accepted in 2, confirmed by the customer in 2; of 1 "
        "customer who answered 1 was won back."
    )
    assert sentences.won_back(many).endswith(
        "of 30 customers who answered 24 were won back (80.0%; 12.5% of 40 before, more than chance makes)."
    )
