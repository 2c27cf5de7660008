"""A wall's text is as large as its readers are far away, and what then has no room is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import legibility
from caselight.core.legibility import Panel, arc, fit
from caselight.core.refusal import Refusal

panels = st.builds(Panel, st.floats(10, 150), st.floats(0.5, 20), st.sampled_from(legibility.ACROSS))


@pytest.mark.parametrize(
    ("inches", "metres", "minutes", "px"),
    [  # worked out by hand: capitals of 0.66 em on a panel of 16:9
        (43, 3, 16, 43),
        (55, 4, 16, 44),
        (65, 5, 10, 29),
        (75, 4, 22, 45),
    ],
)
def test_an_angle_is_so_many_pixels_on_a_panel(inches: float, metres: float, minutes: float, px: int) -> None:
    assert arc(Panel(inches, metres), px) == pytest.approx(minutes, rel=0.02)


def test_a_large_panel_nearby_shows_the_whole_wall() -> None:
    found = fit(Panel(75, 4))

    assert (found.scale, found.rows, found.tiles) == (1.0, 9, 5)
    assert legibility.said(found) == "75-inch panel at 4 m: 9 rows of 34 px, readable up to 4.1 m."


def test_a_common_panel_across_a_room_writes_larger_and_shows_six_rows() -> None:
    found = fit(Panel(55, 4))

    assert (found.scale, found.rows, found.tiles) == (1.31, 6, 4)
    assert "At this size the time to resolve, the contract month" in legibility.said(found)


def test_a_panel_that_is_too_small_says_what_would_do() -> None:
    assert legibility.said(fit(Panel(42, 5))).startswith(
        "42-inch panel at 5 m: 3 rows of 54 px, hard to read from there: readable up to 3.7 m;"
        " a panel of 57 inches would do."
    )


def test_a_panel_of_more_pixels_has_the_same_rows() -> None:
    small, large = fit(Panel(55, 4)), fit(Panel(55, 4, 3840))

    assert (small.rows, small.arc) == (large.rows, large.arc)
    assert large.zoom == 2 * small.zoom


@given(panels)
def test_text_is_readable_unless_it_is_as_large_as_it_can_be(panel: Panel) -> None:
    found = fit(panel)

    assert found.arc >= legibility.READABLE - 1e-6 or found.scale == legibility.SCALES[1]
    assert 3 <= found.rows <= 9
    assert (found.arc >= legibility.READABLE) == (legibility.readable_to(found) >= panel.metres - 1e-6)


@given(panels, st.floats(1, 2))
def test_stepping_back_never_makes_the_text_smaller(panel: Panel, more: float) -> None:
    further = Panel(panel.inches, panel.metres * more, panel.across)

    assert fit(further).scale >= fit(panel).scale
    assert fit(further).rows <= fit(panel).rows


@given(panels)
def test_its_rows_have_room_on_the_screen(panel: Panel) -> None:
    found = fit(panel)

    assert found.rows * legibility.ROW + legibility.AROUND <= legibility.HIGH / found.scale + 1e-9


@pytest.mark.parametrize(
    ("panel", "field"),
    [
        (Panel(5, 3), "inches"),
        (Panel(float("nan"), 3), "inches"),
        (Panel(55, 0), "metres"),
        (Panel(55, 3, 800), "across"),
    ],
)
def test_what_no_wall_can_be_is_refused_at_its_field(panel: Panel, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        panel.checked()

    assert list(refused.value.fields) == [field]
