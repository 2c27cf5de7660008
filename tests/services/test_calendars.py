"""A calendar changes by its next version, and one that never opens is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Denied, Refusal
from caselight.services import calendars
from caselight.services.calendars import Draft
from caselight.store.tables import Calendar, CaseClock, Event
from floor import OFFICE, Floor, at
from proving import verify
from story import a_case, a_resolved_case

LATE: dict[str, Any] = {day: [["13:00", "21:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def a_draft(valid_from: str = "Tue 00:00", **given: Any) -> Draft:
    """Return a version of the floor's calendar that opens and closes four hours later."""
    return Draft(**({"name": "Office", "zone": "UTC", "weekly": LATE, "valid_from": at(valid_from)} | given))


def due(floor: Floor, number: int) -> datetime | None:
    with floor.store.reading(EVERYTHING) as session:
        resolution = (col(CaseClock.case_id) == number) & (col(CaseClock.promise) == "resolution")
        return session.scalars(select(CaseClock).where(resolution)).one().due_at


def test_a_version_holds_for_cases_opened_from_then_on(floor: Floor) -> None:
    before = a_case(floor, "Mon 10:00")

    calendars.add(floor.store, a_draft(), actor=floor.admin, now=at("Mon 12:00"))

    assert due(floor, before) == at("Thu 10:00")
    assert due(floor, a_case(floor, "Tue 10:00")) == at("Thu 21:00")


def test_a_version_tells_who_made_it(floor: Floor) -> None:
    number, moved = calendars.add(floor.store, a_draft(), actor=floor.admin, now=at("Mon 12:00"))

    with floor.store.reading(EVERYTHING) as session:
        event = session.scalars(select(Event).where(col(Event.subject) == f"calendar:{number}")).one()
        assert len(session.scalars(select(Calendar).where(col(Calendar.name) == "Office")).all()) == 2
    assert (event.kind, event.actor_id, moved) == ("calendar:added", floor.admin.user_id, ())
    assert verify(floor.store).is_whole


def test_a_preview_says_what_would_move_and_moves_nothing(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00")
    a_resolved_case(floor, "Mon 10:00", "Mon 11:00")

    moves = calendars.preview(floor.store, a_draft("Mon 00:00"), actor=floor.admin, now=at("Mon 12:00"))

    assert [(move.case, move.promise, move.by) for move in moves] == [
        (number, "first response", timedelta(hours=3)),
        (number, "resolution", timedelta(hours=-13)),
    ]
    assert due(floor, number) == at("Thu 10:00")


def test_applied_to_running_cases_the_clocks_count_by_the_new_version(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00")

    version, moved = calendars.add(
        floor.store, a_draft("Mon 00:00"), actor=floor.admin, now=at("Mon 12:00"), apply_to_running=True
    )

    assert due(floor, number) == at("Wed 21:00")
    assert {move.case for move in moved} == {number}
    with floor.store.reading(EVERYTHING) as session:
        assert set(session.scalars(select(col(CaseClock.calendar_id)).where(col(CaseClock.case_id) == number))) == {
            version
        }
        kinds = session.scalars(select(col(Event.kind)).where(col(Event.case_id) == number).order_by(col(Event.seq)))
        assert kinds.all() == ["case:logged", "case:clock_moved"]


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"weekly": {}}, "weekly", "never open"),
        ({"weekly": {"mon": [["09:00", "12:00"], ["11:00", "17:00"]]}}, "mon", "overlaps the next"),
        ({"weekly": {"sun": [["22:00", "06:00"]], "mon": [["05:00", "09:00"]]}}, "weekly", "overlaps the next"),
        ({"weekly": {"mon": [["9", "17"]]}}, "mon", "cannot be read"),
        ({"zone": "Mars/Olympus"}, "zone", "no time zone"),
        ({"name": "  "}, "name", "Name the calendar"),
        ({"exceptions": {date(2026, 12, 24): [["09:00", "12:00"], ["10:00", "11:00"]]}}, "exceptions", "overlaps"),
    ],
)
def test_hours_that_make_no_sense_are_refused_beside_their_field(
    floor: Floor, given: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        calendars.add(floor.store, a_draft(**given), actor=floor.admin, now=at("Mon 12:00"))

    assert sentence in refused.value.fields[field]


def test_a_year_of_holidays_is_refused(floor: Floor) -> None:
    every_day = {date(2027, 1, 1) + timedelta(days=count): "Day off" for count in range(365)}

    with pytest.raises(Refusal, match="In 2027 every working day would be a holiday"):
        calendars.preview(floor.store, a_draft(holidays=every_day), actor=floor.admin, now=at("Mon 12:00"))


def test_a_second_version_from_the_same_instant_is_refused(floor: Floor) -> None:
    calendars.add(floor.store, a_draft(), actor=floor.admin, now=at("Mon 12:00"))

    with pytest.raises(Refusal, match="begins at that very instant"):
        calendars.add(floor.store, a_draft(), actor=floor.admin, now=at("Mon 12:00"))


def test_only_an_admin_changes_calendars(floor: Floor) -> None:
    with pytest.raises(Denied, match="Only an admin"):
        calendars.add(floor.store, a_draft(), actor=floor.manager, now=at("Mon 12:00"))


def test_the_default_holidays_of_a_country_have_dates_and_names() -> None:
    found = calendars.default_holidays("de", range(2026, 2028), subdivision="BE")

    assert found[date(2026, 12, 25)] == "Christmas Day"
    assert date(2027, 3, 8) in found  # Berlin alone
    with pytest.raises(Refusal, match="No holidays are known"):
        calendars.default_holidays("XX", range(2026, 2027))


@pytest.mark.parametrize(
    ("country", "part"),
    [("", ""), ("FRI", ""), ("BANK", ""), ("PUBLIC", ""), ("NYSE", ""), ("__FILE__", ""), ("DE", "XX"), ("DE", "\0")],
)
def test_what_is_no_country_is_refused_in_a_sentence_beside_its_field(country: str, part: str) -> None:
    with pytest.raises(Refusal, match=r"No holidays are known for .* Type the dates") as refusal:
        calendars.default_holidays(country, range(2026, 2027), subdivision=part)

    assert set(refusal.value.fields) == {"country"}


def test_holidays_are_stored_as_dates_with_their_names(floor: Floor) -> None:
    draft = a_draft(
        holidays={date(2026, 12, 25): "Christmas Day"}, exceptions={date(2026, 12, 24): [["09:00", "12:00"]]}
    )

    number, _ = calendars.add(floor.store, draft, actor=floor.admin, now=at("Mon 12:00"))

    with floor.store.reading(EVERYTHING) as session:
        hours = session.get_one(Calendar, number).hours
    assert hours["holidays"] == ["2026-12-25"]
    assert hours["names"] == {"2026-12-25": "Christmas Day"}
    assert hours["exceptions"] == {"2026-12-24": [["09:00", "12:00"]]}


def test_a_holiday_makes_an_escalation_later_never_earlier(floor: Floor) -> None:
    plain = due(floor, a_case(floor, "Mon 10:00"))
    holiday = a_draft("Mon 00:00", weekly=OFFICE["weekly"], holidays={date(2026, 11, 17): "Founders' day"})
    calendars.add(floor.store, holiday, actor=floor.admin, now=at("Mon 10:30"))

    later = due(floor, a_case(floor, "Mon 10:00"))

    assert plain is not None
    assert later == datetime(2026, 11, 20, 10, tzinfo=UTC) > plain
