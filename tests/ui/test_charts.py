from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from caselight.ui.charts import Bucket, Look, control, ink, spec


def hours(*counts: int, usual: float | None = 5, alarms: tuple[int, ...] = ()) -> list[Bucket]:
    """Buckets of an hour each, the last one running."""
    low, high = (usual - 3, usual + 3) if usual else (None, None)
    return [
        Bucket(f"{at:02}:00", count, low, usual, high, alarm=at in alarms, tick=f"{at:02}:00" if at % 3 == 0 else "")
        for at, count in enumerate(counts)
    ]


def layers(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in made["layer"] if layer["mark"]["type"] == kind]


def rows(made: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    with pa.ipc.open_stream(made["datasets"][layer["data"]["name"]]) as stream:
        found: list[dict[str, Any]] = stream.read_all().to_pylist()
    return found


def test_the_usual_band_is_one_area_that_steps_and_ends_with_its_last_value() -> None:
    made = spec(control(hours(4, 5, 6)))

    [band] = layers(made, "area")
    assert [(row["x"], row["low"], row["high"]) for row in rows(made, band)] == [
        (0, 2, 8),
        (1, 2, 8),
        (1, 2, 8),
        (2, 2, 8),
        (2, 2, 8),
        (3, 2, 8),
    ]


def test_a_gap_in_what_is_known_stays_a_gap() -> None:
    buckets = hours(4, 5, 6)
    buckets[1] = Bucket("01:00", 5)

    made = spec(control(buckets))

    [band] = layers(made, "area")
    assert [row["low"] for row in rows(made, band)] == [2, 2, None, 2, 2]


def test_without_history_there_is_no_band_at_all() -> None:
    assert layers(spec(control(hours(4, 5, 6, usual=None))), "area") == []


def test_the_running_bucket_is_not_joined_to_the_line() -> None:
    made = spec(control(hours(4, 5, 1)))

    [line] = layers(made, "line")
    hollow = [layer for layer in layers(made, "point") if layer["mark"].get("fill") == ink("panel")]
    assert [row["count"] for row in rows(made, line)] == [4, 5]
    assert [row["count"] for layer in hollow for row in rows(made, layer)] == [1]


def test_what_is_above_the_band_has_a_shape_and_its_number() -> None:
    made = spec(control(hours(4, 20, 1, alarms=(1,))))

    [mark] = [layer for layer in layers(made, "point") if layer["mark"]["shape"] == "triangle-up"]
    assert mark["mark"]["color"] == ink("attention")
    assert [row["count"] for row in rows(made, mark)] == [20]


@pytest.mark.parametrize(
    ("highest", "printed"), [(1, [0, 1, 2, 3, 4]), (20, [0, 5, 10, 15, 20]), (83, [0, 20, 40, 60, 80])]
)
def test_the_axis_prints_a_few_round_numbers(highest: int, printed: list[int]) -> None:
    made = spec(control(hours(highest, 0, 0, usual=None)))

    assert layers(made, "line")[0]["encoding"]["y"]["axis"]["values"] == printed


def test_the_words_beside_the_running_bucket_move_up_when_a_mark_is_in_their_way() -> None:
    level, apart, low = (spec(control(hours(*counts), Look(text=10))) for counts in ((9, 4, 4), (9, 9, 4), (9, 9, 0)))

    assert layers(level, "text")[-1]["mark"]["dy"] == -10
    assert layers(low, "text")[-1]["mark"]["dy"] == -10  # else they lie over the axis
    assert layers(apart, "text")[-1]["mark"]["dy"] == 0


def test_every_colour_is_looked_up_in_the_palette() -> None:
    made = spec(control(hours(4, 20, 1, alarms=(1,)), Look(shows_expected=True)))

    colours = [layer["mark"].get(part) for layer in made["layer"] for part in ("color", "fill", "stroke")]
    assert {colour for colour in colours if colour} <= {
        ink(part) for part in ("band", "data", "attention", "text", "panel", "muted")
    }


def test_a_mark_with_a_list_opens_it_and_one_without_opens_nothing() -> None:
    plain = hours(4, 20, 1, alarms=(1,))
    linked = [replace(each, link=f"/cases?day={place}") for place, each in enumerate(plain)]

    marks = layers(spec(control(linked)), "point")

    assert [mark["encoding"]["href"]["field"] for mark in marks] == ["link"] * 3
    assert all("href" not in mark["encoding"] for mark in layers(spec(control(plain)), "point"))
