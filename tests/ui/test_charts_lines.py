"""The lines of Speed: what is not known is a gap, what runs is not joined, what is few is hollow."""

import json
from typing import Any

import pyarrow as pa

from caselight.ui.charts import Look, ink, spec
from caselight.ui.charts_lines import Level, Step, backlog, paces


def steps(*halves: float | None, few: tuple[int, ...] = ()) -> list[Step]:
    return [
        Step(f"{at}", half, None if half is None else 3 * half, ("2h", "6h"), 40, is_few=at in few, tick=f"{at}")
        for at, half in enumerate(halves)
    ]


def layers(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in made["layer"] if layer["mark"]["type"] == kind]


def rows(made: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    with pa.ipc.open_stream(made["datasets"][layer["data"]["name"]]) as stream:
        found: list[dict[str, Any]] = stream.read_all().to_pylist()
    return found


def test_each_line_leaves_out_the_running_week_and_keeps_its_gaps() -> None:
    made = spec(paces(steps(1, None, 2, 9), Look()))

    half, most = layers(made, "line")
    assert [row["hours"] for row in rows(made, half)] == [1, None, 2]
    assert [row["hours"] for row in rows(made, most)] == [3, None, 6]


def test_the_running_week_and_few_cases_are_hollow() -> None:
    made = spec(paces(steps(1, 2, 3, 4, few=(1,)), Look()))

    hollow = [layer for layer in layers(made, "point") if layer["mark"]["fill"] == ink("panel")]
    assert [[row["hours"] for row in rows(made, layer)] for layer in hollow] == [[2, 4], [6, 12]]


def test_the_target_is_a_rule_with_its_words() -> None:
    made = spec(paces(steps(1, 2, 3), Look(), target=8, target_said="target 8h"))

    [rule] = layers(made, "rule")
    assert rows(made, rule)[0]["hours"] == 8
    assert "target 8h" in [rows(made, layer)[0]["said"] for layer in layers(made, "text")]
    assert layers(spec(paces(steps(1, 2, 3), Look())), "rule") == []


def test_the_words_stand_at_the_height_of_the_last_full_week() -> None:
    made = spec(paces(steps(1, 2, 9), Look()))

    assert [(row["hours"], row["said"]) for layer in layers(made, "text") for row in rows(made, layer)] == [
        (2, "half within\n2h last week"),
        (6, "9 in 10 within\n6h last week"),
    ]


def test_weeks_without_enough_cases_draw_no_words() -> None:
    assert layers(spec(paces(steps(None, None), Look())), "text") == []


def test_the_backlog_goes_on_dashed_in_a_fan() -> None:
    made = spec(backlog([Level("1 Nov", 10, "1 Nov"), Level("now", 12)], (8, 14, 20), Look()))

    [fan] = layers(made, "area")
    assert [(row["low"], row["high"]) for row in rows(made, fan)] == [(12, 12), (8, 20)]
    dashed = [layer for layer in layers(made, "line") if "strokeDash" in layer["mark"]]
    assert [row["count"] for row in rows(made, dashed[0])] == [12, 14]
    assert rows(made, layers(made, "text")[0])[0]["said"] == "14\n(8 to 20)"


def test_no_chart_uses_a_colour_of_its_own() -> None:
    made = [paces(steps(1, 2, 3), Look(), target=2, target_said="t"), backlog([Level("now", 1)], (0, 1, 2), Look())]

    assert "#" not in json.dumps([layer["mark"] for chart in made for layer in chart.to_dict()["layer"]])
