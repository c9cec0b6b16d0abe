"""Draws from the prior, and conditions on them."""

from __future__ import annotations

import numpy as np
import pytest

from smeclusters import (
    Framework,
    InputError,
    Ratings,
    rank_acceptability,
    sampled_acceptability,
)
from smeclusters.analysis.sampling import draw, read_condition


def test_conditions_are_read(framework: Framework):
    weights = np.array([[0.1] * 4 + [0.05] * 4 + [0.1] * 4])
    for text, fulfilled in (
        ("firm >= cluster", True),
        ("cluster>=firm", False),
        ("trust <= 0.05", True),
        ("trust >= 0.06", False),
        ("macro >= trust", True),
    ):
        assert read_condition(text, framework)(weights).tolist() == [fulfilled], text


@pytest.mark.parametrize(
    "text, told", [("frm >= cluster", "firm\\?"), ("firm = cluster", "such as"), ("firm >= 0.999", "hundred")]
)
def test_conditions_that_cannot_be_used_are_refused(ratings: Ratings, framework: Framework, text: str, told: str):
    with pytest.raises(InputError, match=told):
        sampled_acceptability(ratings, framework, conditions=[text])


def test_draws_fill_the_simplex_evenly(framework: Framework):
    flat = draw(framework, "flat", 1 << 13)
    np.testing.assert_allclose(flat.sum(axis=1), 1)
    np.testing.assert_allclose(flat.mean(axis=0), 1 / 12, atol=1e-3)
    np.testing.assert_allclose((flat >= 0.2).mean(axis=0), 0.8**11, atol=5e-3)
    levels = draw(framework, "hierarchical", 1 << 13).reshape(-1, 3, 4).sum(axis=2)
    np.testing.assert_allclose((levels >= 0.5).mean(axis=0), 0.25, atol=5e-3)


def test_within_a_level_of_one_determinant_there_is_nothing_to_draw():
    framework = Framework(("a", "b"), ("x", "y", "z"), np.array([0, 1, 1]), {}, {}, {})
    weights = draw(framework, "hierarchical", 1 << 13)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    for share in (0.1, 0.5, 0.9):  # uniform: the level, and either factor’s part of the other level
        assert (weights[:, 0] <= share).mean() == pytest.approx(share, abs=2e-3)
        assert (weights[:, 1] / weights[:, 1:].sum(axis=1) <= share).mean() == pytest.approx(share, abs=2e-3)


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
def test_a_single_determinant_weighs_all(prior: str):
    assert (draw(Framework(("a",), ("x",), np.array([0]), {}, {}, {}), prior, 8) == 1).all()


def test_keys_with_hyphens_are_read():
    framework = Framework(("a-b",), ("x-1", "y"), np.array([0, 0]), {}, {}, {})
    weights = np.array([[0.3, 0.7], [0.7, 0.3]])
    assert read_condition("x-1>=y", framework)(weights).tolist() == [False, True]
    assert read_condition("x-1 <= 0.5", framework)(weights).tolist() == [True, False]


def test_a_prior_that_is_misspelt_is_refused_by_whatever_draws_from_it(ratings: Ratings, framework: Framework):
    for asked in (sampled_acceptability, rank_acceptability):
        with pytest.raises(InputError, match="one of hierarchical, flat"):
            asked(ratings, framework, "hierachical")
