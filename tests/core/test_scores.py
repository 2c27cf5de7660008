"""How good chances were: the Brier score, the area under the curve, and what happened beside what was said."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.scores import auc, brier, calibration

said_and_done = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


@given(said_and_done)
def test_the_area_is_how_often_what_happened_was_given_more(pairs: list[tuple[float, bool]]) -> None:
    said, happened = zip(*pairs, strict=True)
    hits, others = ([chance for chance, done in pairs if done is wanted] for wanted in (True, False))

    found = auc(said, happened)

    if not hits or not others:
        assert found is None
    else:
        better = [(hit > other) + (hit == other) / 2 for hit, other in product(hits, others)]
        assert found == pytest.approx(sum(better) / len(better))


@given(said_and_done)
def test_fifths_hold_every_prediction_once(pairs: list[tuple[float, bool]]) -> None:
    said, happened = zip(*pairs, strict=True)

    bins = calibration(said, happened)

    assert sum(each.n for each in bins) == len(pairs)
    assert sum(each.n * each.happened for each in bins) == pytest.approx(sum(happened))
    assert [each.said for each in bins] == sorted(each.said for each in bins)


def test_to_be_sure_and_right_scores_nothing_and_to_be_sure_and_wrong_one() -> None:
    assert brier([1, 0], [True, False]) == 0
    assert brier([1, 0], [False, True]) == 1
    assert brier([0.5, 0.5], [True, False]) == 0.25
    assert brier([], []) is None
