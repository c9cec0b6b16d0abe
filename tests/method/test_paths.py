from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import points

from smeclusters import (
    InputError,
    Ratings,
    Rules,
    Scores,
    Thresholds,
    classify,
    count_paths,
    in_words,
    score,
)
from smeclusters.model.paths import PATHS


def keys(*intervals: tuple[float, float], thresholds: Thresholds = Thresholds()) -> list[str]:
    lo, hi = np.array(intervals).T
    return classify(Scores(tuple(map(str, range(len(lo)))), lo, hi), thresholds).keys().tolist()


def test_bands_begin_at_their_thresholds():
    assert keys((0.39, 0.39), (0.4, 0.4), (0.59, 0.59), (0.6, 0.6)) == [
        "low_road",
        "mixed",
        "mixed",
        "high_road",
    ]


def test_intervals_leave_open_every_band_that_they_touch():
    assert keys((0, 1), (0.39, 0.4), (0.4, 0.6), (0.2, 0.3)) == [
        "low_road|mixed|high_road",
        "low_road|mixed",
        "mixed|high_road",
        "low_road",
    ]


def test_a_score_on_a_threshold_is_on_it_whatever_the_rounding():
    # 3/20 and 1/20 have no exact binary form; the sum is 0.6 in exact arithmetic.
    ratings, weights = points([1.0, 0.6, -0.2, 0.0]), [0.3, 0.1, 0.1, 0.5]
    exact = 0.3 * 0.75 + 0.1 * 0.65 + 0.1 * 0.45 + 0.5 * 0.5
    assert exact == pytest.approx(0.585)
    third = points([0.4, 0.4, 0.4])
    assert classify(score(third, [0.1, 0.2, 0.3])).keys().tolist() == ["high_road"]
    assert classify(score(third, [0.7, 0.1, 0.1])).keys().tolist() == ["high_road"]
    assert classify(score(ratings, weights)).keys().tolist() == ["mixed"]


@given(
    st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)).map(sorted), min_size=3, max_size=3),
    st.lists(st.floats(0.01, 1), min_size=3, max_size=3),
    st.sampled_from([1.0, 0.5, 0.0, -2.0]),
    st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=5, max_size=5),
)
def test_open_paths_are_exactly_those_that_some_filling_in_reaches(cells, weights, p, fillings):
    lo, hi = np.array(cells).T
    ratings = Ratings(("a",), tuple("xyz"), lo[None], hi[None], np.zeros((1, 3), bool))
    left_open = classify(score(ratings, weights, Rules(p))).keys()[0].split("|")
    # Along the way from all lower ends to all upper ends the score passes every value between.
    way = [lo + t * (hi - lo) for t in np.linspace(0, 1, 2001)]
    along = classify(score(points(*(row.tolist() for row in way)), weights, Rules(p))).keys()
    anywhere = [lo + np.array(where) * (hi - lo) for where in fillings]
    others = classify(score(points(*(row.tolist() for row in anywhere)), weights, Rules(p))).keys()
    assert set(along) | set(others) <= set(left_open)
    missed = set(left_open) - set(along)
    ends = score(ratings, weights, Rules(p))
    # A band may be touched more narrowly than the steps of the way; then its edge is at an end.
    for path in missed:
        edge = {"low_road": 0.4, "high_road": 0.6}.get(path)
        assert edge is not None
        assert min(abs(ends.lo[0] - edge), abs(ends.hi[0] - edge)) < 1e-2


@pytest.mark.parametrize("pair", [(0.6, 0.4), (0.5, 0.5), (-0.1, 0.5), (0.5, 1.1), (float("nan"), 0.5)])
def test_thresholds_out_of_order(pair):
    with pytest.raises(InputError, match="two numbers from 0 to 1, the lower one first"):
        Thresholds(*pair)


def test_thresholds_move_the_bands():
    assert keys((0.5, 0.5), thresholds=Thresholds(0.1, 0.5)) == ["high_road"]


def test_in_words():
    assert [in_words(path) for path in PATHS] == ["low road", "mixed", "high road"]
    assert in_words("mixed|high_road") == "mixed or high road"
    assert in_words("|".join(PATHS)) == "could be any"


def test_counting_is_classifying(ratings: Ratings):
    weights = np.random.default_rng(3).dirichlet(np.ones(12), 5000)
    table = count_paths(ratings, [weights[:2000], weights[2000:]], Rules(silent="middle"))
    found = classify(score(ratings, weights, Rules(silent="middle"))).keys()
    for row, cluster in enumerate(ratings.clusters):
        names, numbers = np.unique(found[row], return_counts=True)
        counted = table.loc[cluster]
        assert counted[counted > 0].to_dict() == dict(zip(names, numbers, strict=True))
    assert (table.sum(axis=1) == 5000).all()
