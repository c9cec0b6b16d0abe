"""Exact shares of a simplex, held to rational arithmetic, closed forms and draws."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smeclusters.analysis.simplex import share_at_least, share_between

SIDES = arrays(float, (1, 12), elements=st.floats(-1, 1, allow_subnormal=False).map(lambda a: round(a, 6)))


def textbook(a: list[int]) -> float:
    """The divided-difference sum in rational arithmetic; ties are parted by 10^-60."""
    parted = [Fraction(value) + Fraction(number, 10**60) for number, value in enumerate(a, 1)]
    return float(
        sum(one ** (len(a) - 1) / prod(one - other for other in parted if other != one) for one in parted if one > 0)
    )


def test_shares_of_a_simplex_are_those_of_rational_arithmetic():
    rng = np.random.default_rng(1973)
    cases = rng.integers(-4, 5, (1200, 12))  # nine values for twelve places: ties in every row
    cases = cases[(cases > 0).any(axis=1)]
    expected = np.array([textbook(row.tolist()) for row in cases])
    np.testing.assert_allclose(share_at_least(cases), expected, rtol=1e-12)


def test_a_row_has_the_same_share_alone_and_among_many():
    rows = np.random.default_rng(71).integers(-6, 6, (200, 12)) / 4
    alone = np.concatenate([share_at_least(row[None]) for row in rows])
    np.testing.assert_array_equal(share_at_least(rows), alone)


def test_scores_from_one_to_twelve_lie_above_their_middle_under_half_of_the_weightings():
    assert share_at_least([np.arange(1, 13) - 6.5])[0] == pytest.approx(0.5, abs=1e-15)


@pytest.mark.parametrize("size", range(2, 13))
def test_one_against_the_others_is_a_power(size: int):
    # w₁ ≥ t for one of n uniform weights has probability (1 − t)^(n − 1).
    for t in (0.01, 0.3, 0.99):
        a = np.full((1, size), -t)
        a[0, 0] += 1
        assert share_at_least(a)[0] == pytest.approx((1 - t) ** (size - 1), rel=1e-12)


def test_nothing_and_everything():
    assert share_at_least([[0, 0], [0, -1], [0, 1], [-1, -1]]).tolist() == [1, 0, 1, 0]
    assert share_at_least(np.empty((0, 12))).tolist() == []


@given(SIDES, SIDES)
def test_two_half_spaces_part_the_simplex(a: np.ndarray, b: np.ndarray):
    assume(a.any() and b.any())  # or all weights lie on the border
    above = share_at_least(a)
    both = share_between(a, b)
    np.testing.assert_allclose(both + share_between(a, -b), above, atol=1e-9)
    np.testing.assert_allclose(both, share_between(-b, -a), atol=1e-9)  # the same region, cut otherwise


def test_parallel_half_spaces_leave_a_slab():
    a = np.random.default_rng(3).normal(size=(50, 12))
    np.testing.assert_allclose(share_between(a, a - 0.1), share_at_least(a) - share_at_least(a - 0.1), atol=1e-12)


def test_the_open_region_of_two_half_spaces_is_that_of_many_draws():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(2, 5, 12))
    weights = rng.dirichlet(np.ones(12), 400_000)
    found = ((weights @ a.T >= 0) & (weights @ b.T < 0)).mean(axis=0)
    exact = share_between(a, b)
    assert (np.abs(found - exact) < 4 * np.sqrt(exact * (1 - exact) / 400_000) + 1e-12).all()
