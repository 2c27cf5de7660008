from collections.abc import Callable
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.baseline import Judged, Usual
from caselight.core.board import Promised, Speed, Standing
from caselight.core.lateness import OpenCase, RunningPromise
from caselight.core.people import Role
from caselight.ui import wall, wall_rows, wall_tiles
from floor import at
from opened import open_case

NOW = at("Mon 10:00")
MINUTE = timedelta(minutes=1)
OpenAs = Callable[..., AppTest]


def a_case(number: int, due: int | None, *, owner: str | None = "J. Amadi", is_taken: bool = True) -> OpenCase:
    """Return an open case that is due in so many minutes; negative is overdue."""
    promises = () if due is None else (RunningPromise("resolution", NOW + due * MINUTE, timedelta(hours=8)),)
    return open_case(
        number,
        client="Parcelo Shop",
        title="Never shown on a wall",
        owner=owner,
        is_accepted=is_taken,
        opened_at=NOW - timedelta(hours=9),
        promises=promises,
    )


def hero(*cases: OpenCase, late_until: str | None = "Mon 07:13") -> wall_tiles.Tile:
    return wall_tiles.hero(cases, NOW, late_until=at(late_until) if late_until else None, zone=UTC)


def test_an_overdue_case_that_nobody_took_fills_the_hero() -> None:
    tile = hero(a_case(1, -125), a_case(2, -5, owner=None, is_taken=False), a_case(3, 10))

    assert tile.values == (("2", ("1 not acknowledged", "1 without owner")),)
    assert (tile.look, tile.shape) == ("hero new", "late")


def test_once_all_are_acknowledged_the_hero_is_an_outline() -> None:
    tile = hero(a_case(1, -125))

    assert tile.values == (("1", ("all acknowledged", "all have an owner")),)
    assert tile.look == "hero known"


def test_a_clear_floor_says_since_when() -> None:
    tile = hero(a_case(1, 10))

    assert tile.values == (("0", ("clear since 07:13", "(2h 47m)")),)
    assert tile.shape == ""


@pytest.mark.parametrize(
    ("cases", "lines"),
    [([], ("no case", "is open")), ([a_case(1, None)], ("clear for", "more than a week"))],
)
def test_a_floor_that_was_never_late_says_so(cases: list[OpenCase], lines: tuple[str, str]) -> None:
    assert hero(*cases, late_until=None).values == (("0", lines),)


@pytest.mark.parametrize(
    ("due", "value", "lines"),
    [
        ([6, 14], "2", ("next in 6m", "all have an owner")),
        ([41], "0", ("next due", "in 41m")),
        ([None], "0", ("nothing", "falls due")),
    ],
)
def test_due_in_half_an_hour_names_the_next(due: list[int | None], value: str, lines: tuple[str, str]) -> None:
    tile = wall_tiles.soon([a_case(number, minutes) for number, minutes in enumerate(due)], NOW)

    assert tile.values == ((value, lines),)


def test_speed_is_held_against_the_weeks_before() -> None:
    last = Speed(108 * MINUTE, None, 64, 41, beyond=580 * MINUTE)
    before = Speed(115 * MINUTE, 620 * MINUTE, 3000, 0)

    tile = wall_tiles.speed(last, before)

    assert tile.values == (
        ("1h 48m", ("half within", "usual 1h 55m")),
        ("> 9h 40m", ("9 in 10 within", "usual 10h 20m")),
    )
    assert tile.aside == "n 64, 41 open"


@pytest.mark.parametrize(
    ("usual", "is_known", "words"),
    [
        (Usual(7, 3.2, 11.9), True, "usual 3–11 by now"),
        (None, True, "usual <1 by now"),
        (None, False, "usual not known yet"),
    ],
)
def test_what_was_missed_today_is_held_against_this_time_of_day(
    usual: Usual | None, words: str, *, is_known: bool
) -> None:
    due = [Promised(1, at("Mon 08:00"), at("Mon 09:00")), Promised(1, at("Mon 09:00")), Promised(1, at("Mon 11:00"))]

    tile = wall_tiles.missed(due, NOW, usual, is_known=is_known)

    assert tile.values == (("2", ("of 2 due", words)),)


def test_the_list_shows_what_is_overdue_and_then_what_is_next() -> None:
    cases = [*(a_case(number, -number) for number in range(1, 7)), *(a_case(10 + due, due) for due in (6, 14, 21, 28))]

    found = wall_rows.listing(cases, NOW)

    assert [row.lateness for row in found.late] == ["6m", "5m", "4m", "3m", "2m", "1m"]
    assert [row.lateness for row in found.next] == ["6m", "14m"]
    assert found.divider == "Then next due, first 2 of 4 in 30 min"


def test_a_list_that_is_cut_says_of_how_many() -> None:
    found = wall_rows.listing([a_case(number, -number) for number in range(1, 138)], NOW)

    assert (len(found.late), found.note, found.next) == (9, "first 9 of 137", ())


def test_with_nothing_overdue_the_list_is_what_falls_due() -> None:
    found = wall_rows.listing([a_case(1, 41)], NOW)

    assert (found.title, found.note, found.last_column) == ("Next due", "nothing is overdue", "Due in")


def test_a_wall_can_keep_owners_to_itself_and_still_tells_who_has_none() -> None:
    found = wall_rows.listing([a_case(1, -5), a_case(2, -4, owner=None)], NOW, hides_owners=True)

    assert [row.owner for row in found.late] == ["assigned", ""]


def test_a_title_never_reaches_the_wall() -> None:
    assert "Never shown on a wall" not in repr(wall_rows.listing([a_case(1, -5)], NOW))


def test_the_worst_gap_comes_first_and_a_few_are_not_a_percentage() -> None:
    bars, left_out = wall_rows.bars(
        [
            Standing("Quillstone Bank", 157, 7, 950),
            Standing("Parcelo Shop", 205, 31, 900),
            Standing("New Co", 12, 2, 500),
        ]
    )

    assert [(bar.client, bar.share, bar.n, bar.allowance) for bar in bars] == [
        ("Parcelo Shop", "86.9%", "n 236", "8 too many"),
        ("Quillstone Bank", "95.7%", "n 164", "can still miss 1"),
        ("New Co", "12 of 14", "", "can still miss 5"),
    ]
    assert [bar.is_below for bar in bars] == [True, False, False]
    assert bars[2].is_few
    assert left_out == ""


def test_clients_that_find_no_place_are_counted() -> None:
    standings = [Standing(f"Client {number}", 90, 10, 900) for number in range(8)]

    assert wall_rows.bars(standings)[1] == "first 6 of 8"
    assert wall_rows.bars([Standing("Idle", 0, 0, 900)]) == ([], "")


def test_places_on_the_track_stay_on_it() -> None:
    bars, _ = wall_rows.bars([Standing("All", 40, 0, 920), Standing("None", 0, 40, 1000), Standing("Half", 20, 20, 0)])

    assert all(0 <= place <= 100 for bar in bars for place in (bar.at, bar.target))


def test_the_month_is_that_of_the_zone() -> None:
    assert wall_rows.period(at("Mon 10:00"), UTC) == "1–16 Nov"
    assert wall_rows.period(at("Mon 10:00") - timedelta(days=15, hours=-8), ZoneInfo("Asia/Singapore")) == "1–2 Nov"
    assert wall_rows.period(at("Mon 10:00") - timedelta(days=15), UTC) == "1 Nov"


def said(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_wall_shows_the_floor(open_alone: OpenAs) -> None:
    app = open_alone(Role.LEAD, "wall")

    assert not app.exception
    assert "Open cases <b>18</b>" in said(app)
    assert "3 not acknowledged" in said(app)
    assert "Overdue, oldest first" in said(app)
    assert len(app.get("vega_lite_chart")) == 1


def test_another_client_s_case_is_on_no_wall_of_mine(open_alone: OpenAs) -> None:
    app = open_alone(Role.AGENT, "wall", 3, client="4")

    assert "Parcelo Shop" in said(app)
    assert "Quillstone Bank" not in said(app)


@pytest.mark.parametrize(
    ("counts", "finding"), [((3, 4, 1), "none above the usual"), ((3, 23, 30), "above the usual: 23 at 09:00")]
)
def test_the_chart_says_what_it_shows(counts: tuple[int, ...], finding: str) -> None:
    hours = tuple(Judged(at(f"Mon {8 + place:02}:00"), count, None, count > 10) for place, count in enumerate(counts))

    assert wall._finding(hours) == f"Failures per hour over the last 12 hours, {finding}."


def test_the_list_has_as_many_lines_as_there_is_room_for() -> None:
    listing = wall_rows.listing([a_case(number, -number) for number in range(1, 9)], NOW, lines=6)

    assert (len(listing.late), listing.note) == (6, "first 6 of 8")
