"""The mathematics of the scores: properties, closed forms, and SciPy's means as a second opinion."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.support import points

from smeclusters import InputError, Ratings, Rules, score
from smeclusters.model.scoring import Scores

RATING = st.floats(-2, 2).map(lambda x: round(x, 6))
WEIGHT = st.one_of(st.just(0.0), st.floats(0.001, 1000))
POWER = st.one_of(st.sampled_from([1.0, 0.0, -1.0, -10.0, -math.inf]), st.floats(-300, 1))
DETERMINANTS = 5


def draw_ratings(clusters: int = 3):
    ends = st.lists(st.tuples(RATING, RATING).map(sorted), min_size=DETERMINANTS, max_size=DETERMINANTS)
    silent = st.lists(st.booleans(), min_size=DETERMINANTS, max_size=DETERMINANTS)
    return st.lists(st.tuples(ends, silent), min_size=clusters, max_size=clusters).map(build)


def build(rows) -> Ratings:
    cells = np.array([ends for ends, _ in rows])
    silent = np.array([flags for _, flags in rows])
    lo, hi = np.where(silent, -2, cells[:, :, 0]), np.where(silent, 2, cells[:, :, 1])
    return Ratings(tuple(map(str, range(len(rows)))), tuple("abcde"), lo, hi, silent)


WEIGHTS = st.lists(WEIGHT, min_size=DETERMINANTS, max_size=DETERMINANTS).filter(any)


@given(draw_ratings(), WEIGHTS, POWER)
def test_a_score_lies_between_the_smallest_and_the_largest_rating_in_use(ratings, weights, p):
    used = np.array(weights) > 0
    found = score(ratings, weights, Rules(p))
    for ends, scores in ((ratings.lo, found.lo), (ratings.hi, found.hi)):
        s = (ends[:, used] + 2) / 4
        assert (scores >= s.min(axis=1) * (1 - 1e-9) - 1e-12).all()
        assert (scores <= s.max(axis=1) * (1 + 1e-9) + 1e-12).all()


@given(draw_ratings(1), WEIGHTS, POWER, st.integers(0, DETERMINANTS - 1), st.floats(0, 4))
def test_a_score_never_falls_when_a_rating_rises(ratings, weights, p, which, rise):
    raised = ratings.hi.copy()
    raised[0, which] = min(2, raised[0, which] + rise)
    higher = Ratings(ratings.clusters, ratings.determinants, ratings.lo, raised, ratings.silent)
    assert score(higher, weights, Rules(p)).hi[0] >= score(ratings, weights, Rules(p)).hi[0] * (1 - 1e-9) - 1e-12


@given(draw_ratings(), WEIGHTS, POWER, st.floats(1e-200, 1e200))
def test_only_proportions_of_weights_count(ratings, weights, p, factor):
    scaled = np.array(weights) * factor
    assume(np.isfinite(scaled).all() and ((scaled > 0) == (np.array(weights) > 0)).all())
    np.testing.assert_allclose(score(ratings, scaled, Rules(p)).lo, score(ratings, weights, Rules(p)).lo, atol=1e-12)


@pytest.mark.parametrize("factor", [5e-324, 1e-310, 1e-300, 1e300, 1.7e308])
def test_proportions_count_even_where_sums_would_overflow_or_vanish(factor):
    ratings = points([2, -2, 0, 1, -1])
    assert score(ratings, np.full(5, factor)).lo[0] == pytest.approx(0.5)


@given(st.lists(RATING, min_size=5, max_size=5), WEIGHTS, st.floats(-20, 1))
def test_scipys_power_mean_agrees(row, weights, p):
    s = (np.array(row) + 2) / 4
    assume((s > 1e-3).all() and (p == 0 or abs(p) > 1e-6))  # SciPy loses precision near 0
    used = np.array(weights) > 0
    expected = stats.pmean(s[used], p, weights=np.array(weights)[used])
    assert score(points(row), weights, Rules(p)).lo[0] == pytest.approx(expected, rel=1e-9)


@given(st.lists(RATING, min_size=5, max_size=5), WEIGHTS)
def test_the_three_named_means(row, weights):
    s, w = (np.array(row) + 2) / 4, np.array(weights)
    found = {p: score(points(row), weights, Rules(p)).lo[0] for p in (1, 0, -math.inf)}
    assert found[1] == pytest.approx(np.average(s, weights=w))
    assert found[-math.inf] == s[w > 0].min()
    if (s[w > 0] > 0).all():
        assert found[0] == pytest.approx(stats.gmean(s[w > 0], weights=w[w > 0]))
    else:
        assert found[0] == 0


@given(draw_ratings(1), WEIGHTS, st.floats(-300, 1), st.floats(-300, 1))
def test_the_mean_rises_with_its_exponent(ratings, weights, p, q):
    low, high = sorted((p, q))
    assert score(ratings, weights, Rules(low)).hi[0] <= score(ratings, weights, Rules(high)).hi[0] * (1 + 1e-9) + 1e-12


@given(
    st.lists(st.floats(-1.9, 2), min_size=5, max_size=5),
    WEIGHTS,
    st.one_of(st.floats(-1000, 0.999), st.sampled_from([0.0, 1e-13, -1e-13, 1e-9, -1e-9, 1e-300])),
)
def test_the_mean_is_continuous_in_its_exponent(row, weights, p):
    ratings = points(row)
    near = score(ratings, weights, Rules(p + 1e-6 * max(1, abs(p)) * (1 if p < 0.9 else -1)))
    assert score(ratings, weights, Rules(p)).lo[0] == pytest.approx(near.lo[0], rel=1e-4)


@pytest.mark.parametrize("p", [-1e3, -1e6, -1e12])
def test_very_low_exponents_approach_the_weakest_factor(p):
    found = score(points([2, -1, 1.5, -1.9, 0]), [1, 1, 1, 0, 1], Rules(p)).lo[0]
    assert found == pytest.approx(0.25, rel=2 / abs(p) * 3)


def test_zero_rules_out_everything_only_without_compensation_and_only_if_it_weighs():
    ratings = points([-2, 2])
    assert score(ratings, [1, 1], Rules(0)).lo[0] == 0
    assert score(ratings, [1, 1], Rules(-5)).lo[0] == 0
    assert score(ratings, [0, 1], Rules(-5)).lo[0] == 1
    assert score(ratings, [1, 1], Rules(0.5)).lo[0] == pytest.approx(0.25)


@given(draw_ratings(1), WEIGHTS, POWER, st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_the_interval_holds_every_score_that_filling_in_the_cells_can_give(ratings, weights, p, where):
    filled = ratings.lo + np.array(where) * (ratings.hi - ratings.lo)
    found, interval = (
        score(points(filled[0].tolist()), weights, Rules(p)).lo[0],
        score(ratings, weights, Rules(p)),
    )
    assert interval.lo[0] * (1 - 1e-9) - 1e-12 <= found <= interval.hi[0] * (1 + 1e-9) + 1e-12


@settings(max_examples=50)
@given(
    draw_ratings(),
    st.lists(WEIGHTS, min_size=1, max_size=4),
    POWER,
    st.sampled_from(["range", "middle", "leave_out"]),
)
def test_many_weightings_are_each_one(ratings, rows, p, silent):
    together = score(ratings, np.array(rows), Rules(p, silent=silent))
    assert together.lo.shape == (3, len(rows))
    for column, weights in enumerate(rows):
        alone = score(ratings, weights, Rules(p, silent=silent))
        np.testing.assert_allclose(together.lo[:, column], alone.lo, atol=1e-12)
        np.testing.assert_allclose(together.hi[:, column], alone.hi, atol=1e-12)


@given(draw_ratings(), WEIGHTS, POWER)
def test_leaving_out_is_scoring_without_the_factor(ratings, weights, p):
    found = score(ratings, weights, Rules(p, silent="leave_out"))
    for cluster in range(len(ratings.clusters)):
        known = np.where(ratings.silent[cluster], 0.0, weights)
        row = Ratings(
            ("x",),
            ratings.determinants,
            *(a[cluster : cluster + 1] for a in (ratings.lo, ratings.hi, ratings.silent)),
        )
        if known.any():
            alone = score(row, known, Rules(p))
            assert (found.lo[cluster], found.hi[cluster]) == pytest.approx((alone.lo[0], alone.hi[0]), abs=1e-12)
        else:  # nothing is left that could be known
            assert (found.lo[cluster], found.hi[cluster]) == (0, 1)


def test_the_middle_stands_for_silence_only():
    cells = np.array([[-2.0, -1.0]]), np.array([[2.0, 1.0]])
    ratings = Ratings(("a",), ("x", "y"), *cells, np.array([[True, False]]))
    found = score(ratings, [1, 1], Rules(silent="middle"))
    assert (found.lo[0], found.hi[0]) == pytest.approx((0.375, 0.625))


def test_blocks_leave_no_seam():
    random = np.random.default_rng(1)
    ratings, weights = points(*random.uniform(-2, 2, (7, 5)).tolist()), random.random((20_000, 5))
    s = (ratings.lo + 2) / 4
    expected = s @ (weights / weights.sum(axis=1, keepdims=True)).T
    np.testing.assert_allclose(score(ratings, weights).lo, expected, atol=1e-12)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1, -1], "row 1"),
        ([1, math.nan], "row 1"),
        ([1, math.inf], "row 1"),
        ([0, 0], "one of them above 0"),
        ([1], "2 numbers"),
        ([1, 1, 1], "2 numbers"),
        ([[1, 1], [1, -1]], "row 2"),
        ([[[1, 1]]], "2 numbers"),
        (["a", "b"], "2 numbers"),
        ([[1, 1], [1]], "2 numbers"),
    ],
)
def test_weights_that_make_no_sense(weights, said):
    with pytest.raises(InputError) as error:
        score(points([1, 1]), weights)
    assert said in str(error.value)


@pytest.mark.parametrize("compensation", [1.0001, math.inf, math.nan])
def test_compensation_above_one_is_refused(compensation):
    with pytest.raises(InputError, match="a number of at most 1, or -inf"):
        score(points([1, 1]), [1, 1], Rules(compensation))


def test_an_unknown_treatment_of_silence_is_refused():
    with pytest.raises(InputError, match="one of range, middle, leave_out"):
        Rules(silent="ignore")  # type: ignore[arg-type]


def test_scores_say_whose_they_are():
    assert isinstance(found := score(points([1, 1], [0, 0]), [1, 1]), Scores)
    assert found.clusters == ("c0", "c1")
