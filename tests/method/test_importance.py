"""Importance: held to the formula for independent determinants, to published figures and to other people's fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from smeclusters import (
    Assessed,
    Framework,
    InputError,
    Prepared,
    Ratings,
    Rules,
    Weights,
    central_paths,
    collinearity,
    example_study,
    importance,
    optimal_weights,
    variation,
)
from smeclusters.analysis.importance import CLOSE, _smoother, correlation_ratio

MANY = 600


def made(values: Sequence[Sequence[float]] | np.ndarray, rules: Rules = Rules()) -> Prepared:
    """Cells that are these numbers, a row for each cluster; silent where there is none."""
    values = np.asarray(values, dtype=float)
    keys = tuple("abcdefgh"[: values.shape[1]])
    bare = Framework(("all",), keys, np.zeros(len(keys), dtype=int), {}, {}, {})
    framework = replace(bare, weightings={"equal": bare.weigh([1] * len(keys))})
    silent = np.isnan(values)
    clusters = tuple(f"c{at}" for at in range(len(values)))
    ratings = Ratings(clusters, keys, np.where(silent, -2, values), np.where(silent, 2, values), silent)
    prepared = Prepared(example_study(), rules)
    vars(prepared).update(framework=framework, ratings=ratings, centres=values)  # in the place of its own
    return prepared


def told(prepared: Prepared, weights: Sequence[float] | None = None) -> pd.DataFrame:
    flat: Weights | None = None if weights is None else prepared.framework.weigh(list(weights))
    return importance(prepared, flat).set_index("determinant")


def independent(spreads: Sequence[float], clusters: int = 60) -> np.ndarray:
    """Columns without any correlation and with these standard deviations, to the last digit."""
    drawn = np.random.default_rng(5).uniform(-1, 1, (clusters, len(spreads)))
    columns, _ = np.linalg.qr(drawn - drawn.mean(axis=0))
    return columns * np.sqrt(clusters) * spreads


# ---- Against formulas.


def test_of_independent_determinants_importance_is_the_square_of_weight_times_spread():
    spreads, weights = np.array([0.2, 0.4, 0.8, 0.4]), np.array([0.4, 0.3, 0.2, 0.1])
    expected = (weights * spreads) ** 2 / ((weights * spreads) ** 2).sum()
    table = told(made(independent(spreads, MANY)), weights)
    np.testing.assert_allclose(table["linear"], expected)
    np.testing.assert_allclose(table["linear_part"], expected)
    np.testing.assert_allclose(table["ratio"], expected, atol=0.03)
    np.testing.assert_allclose(table["weight"], weights)
    assert table["ratio_part"].sum() == pytest.approx(1) and not table["constant"].any()


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.6, 0.9])
def test_of_two_correlated_determinants_importance_follows_from_their_covariance(correlation: float):
    """r₁ = (w₁σ₁ + w₂σ₂ρ) / √(w₁²σ₁² + w₂²σ₂² + 2 w₁σ₁w₂σ₂ρ)."""
    one, other = independent([1, 1]).T
    values = np.column_stack([0.3 * one, 0.5 * (correlation * one + np.sqrt(1 - correlation**2) * other)])
    u, v = 0.7 * 0.3, 0.3 * 0.5
    whole = np.sqrt(u**2 + v**2 + 2 * u * v * correlation)
    table = told(made(values), [0.7, 0.3])
    np.testing.assert_allclose(table["pearson"], [(u + v * correlation) / whole, (v + u * correlation) / whole])
    assert table["collinear"].tolist() == ([("b",), ("a",)] if correlation >= CLOSE else [(), ()])


def test_a_copy_has_the_importance_of_what_it_copies_whatever_it_weighs():
    one, other = independent([0.5, 0.5]).T
    table = told(made(np.column_stack([one, one, other])), [0.5, 0, 0.5])
    np.testing.assert_allclose(table["linear"], 0.5)
    np.testing.assert_allclose(table["linear_part"], 1 / 3)
    assert table["collinear"].tolist() == [("b",), ("a",), ()]


def test_what_is_the_same_everywhere_moves_nothing():
    values = np.column_stack([independent([0.5])[:, 0], np.full(60, 1.5)])
    table = told(made(values), [0.1, 0.9])
    assert table.loc["b", ["linear", "ratio", "linear_part", "ratio_part"]].tolist() == [0, 0, 0, 0]
    assert table.loc["a", ["linear", "ratio", "linear_part"]].tolist() == pytest.approx([1, 1, 1])
    assert table["constant"].tolist() == [False, True] and table.loc["b", "by_chance"] == 1


def test_where_nothing_that_weighs_differs_nothing_is_important():
    values = np.column_stack([independent([0.5])[:, 0], np.full(60, 1.5)])
    assert not told(made(values), [0, 1])[["linear", "ratio", "linear_part", "ratio_part"]].any(axis=None)


def test_a_valley_is_no_line_but_goes_with_the_scores():
    x = np.linspace(-1, 1, 101)
    table = told(made(np.column_stack([x, x**2])), [0, 1])
    assert table.loc["a", "linear"] == pytest.approx(0, abs=1e-12)
    assert table.loc["a", "ratio"] == pytest.approx(1, abs=0.01)
    assert table.loc["a", "by_chance"] == pytest.approx(0, abs=0.01)


def test_the_ratio_of_a_bent_regression_is_the_signals_part_in_the_variance():
    x, noise = np.linspace(-2, 2, MANY), np.random.default_rng(2).normal(0, 0.3, MANY)
    signal = np.sin(2 * x)
    assert correlation_ratio(x, signal + noise) == pytest.approx(
        signal.var() / (signal + noise).var(), abs=0.05
    )  # smoothing takes off


# ---- Against published figures.


def test_ratio_of_the_example_in_wikipedia():
    """Scores of pupils in three subjects, in its article on the correlation ratio: η² = 6780 / 9640."""
    scores = {0: [45, 70, 29, 15, 21], 2: [40, 20, 30, 42], 1: [65, 95, 80, 70, 85, 73]}
    x = [subject for subject, each in scores.items() for _ in each]
    y = [score for each in scores.values() for score in each]
    assert correlation_ratio(x, y) == pytest.approx(6780 / 9640, abs=2e-3)


def asem() -> np.ndarray:
    """Two sub-indices with the correlations with their mean that COINr's page on weights prints.

    https://bluefoxr.github.io/COINr/articles/weights.html, of connectivity and of sustainability: 0.9397805 and
    0.8382873. In the plane of the two the mean lies between them, so that the cosines give their own angle, and the
    law of sines their lengths.
    """
    angles = np.arccos([0.9397805, 0.8382873])
    first, second = independent([1, 1]).T
    return np.column_stack(
        [0.5 * np.sin(angles[1]) * first, 0.5 * np.sin(angles[0]) * np.cos(angles.sum()) * first]
    ) + np.column_stack([0 * second, 0.5 * np.sin(angles[0]) * np.sin(angles.sum()) * second])


def test_correlations_under_optimised_weights_are_those_that_coinr_prints():
    prepared = made(asem())
    np.testing.assert_allclose(told(prepared)["pearson"], [0.9397805, 0.8382873], atol=1e-6)
    weights = [0.3902439, 0.6097561]
    np.testing.assert_allclose(told(prepared, weights)["pearson"], [0.8971336, 0.8925119], atol=1e-6)


def test_equal_importance_needs_the_weights_near_which_coinr_stops():
    """It stops where correlations are near enough; where they are equal, its weights are a hundredth away."""
    found = optimal_weights(made(asem()), [1, 1])
    np.testing.assert_allclose(found.weights.flat, [0.3902439, 0.6097561], atol=0.01)
    assert found.table["pearson"].nunique() == 2 and np.ptp(found.table["pearson"]) < 1e-6
    assert found.distance == pytest.approx(0, abs=1e-6)


# ---- The regression, and how it is kept from following every point.


@pytest.mark.parametrize("bandwidth", [0.3, 1.0, np.inf])
def test_the_regression_is_numpys_line_through_weighted_points(bandwidth: float):
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-2, 2, 12), rng.normal(size=12)
    for leave_out in (False, True):
        fitted = _smoother(x, bandwidth, leave_out) @ y
        for at in range(12):
            kept = np.arange(12) != at if leave_out else np.full(12, True)
            kernel = np.exp(-(((x - x[at]) / bandwidth) ** 2) / 2)
            slope, start = np.polyfit(x[kept], y[kept], 1, w=np.sqrt(kernel[kept]))
            assert fitted[at] == pytest.approx(start + slope * x[at], rel=1e-5, abs=1e-5)


def test_where_all_others_stand_in_one_place_their_mean_is_taken():
    fitted = _smoother(np.array([1.0, -1, -1, -1]), 0.01, leave_out=True) @ np.array([9.0, 1, 2, 6])
    assert fitted.tolist() == pytest.approx([3, 4, 3.5, 1.5])


def test_few_points_do_not_bend_the_line_by_chance():
    """Of six points of noise r² is 1/5 on average; a curve through all of them would have 1."""
    rng = np.random.default_rng(4)
    noise = rng.normal(size=(300, 2, 6))
    squares = [np.corrcoef(*each)[0, 1] ** 2 for each in noise]
    ratios = [correlation_ratio(*each) for each in noise]
    assert np.mean(squares) == pytest.approx(0.2, abs=0.03)
    assert np.mean(ratios) < 0.3


def test_by_chance_is_counted_over_all_orders():
    """Where one cluster alone is different, the ratio hangs on which it is."""
    values = np.array([[1, 0.2], [-1, 0.1], [-1, -0.3], [-1, 0.5], [-1, -0.6], [-1, 1.1]])
    row = told(made(values), [0.1, 0.9]).loc["a"]
    scores = values @ [0.1, 0.9]
    squares = [np.corrcoef(values[:, 0], order)[0, 1] ** 2 for order in permutations(scores)]
    assert row["by_chance"] == pytest.approx(np.mean(np.array(squares) >= row["linear"] - 1e-9))
    assert row["ratio"] == pytest.approx(row["linear"])  # through two values there is always a line


# ---- Silence.


def test_a_silent_cell_stands_in_the_middle_or_is_left_out():
    nan = np.nan
    values = np.array([[1, 0.5, nan], [-1, nan, nan], [nan, -0.5, 2], [0.5, 1, 1]])
    filled = np.nan_to_num(values)
    expected = [np.corrcoef(column, filled.mean(axis=1))[0, 1] for column in filled.T]
    for silent in ("range", "middle"):
        table = told(made(values, Rules(silent=silent)))
        np.testing.assert_allclose(table["pearson"], expected)
        assert table["told"].tolist() == [3, 3, 2]
    table = told(made(values, Rules(silent="leave_out")))
    scores = np.nanmean(values, axis=1)
    for key, column in zip("ab", values.T, strict=False):
        known = ~np.isnan(column)
        assert table.loc[key, "pearson"] == pytest.approx(np.corrcoef(column[known], scores[known])[0, 1])
    assert table.loc["c", ["pearson", "linear", "ratio", "by_chance", "linear_part"]].isna().all()
    assert table["linear_part"].sum() == pytest.approx(1) and not table["constant"].any()
    found = optimal_weights(made(values, Rules(silent="leave_out")), [1, 1, 1])
    assert found.weights.flat[2] == 0 and np.isnan(found.table["reached"][2])


def test_of_what_nothing_is_said_nothing_is_important():
    values = np.column_stack([independent([0.5], 5)[:, 0], np.full(5, np.nan)])
    for silent in ("range", "leave_out"):
        prepared = made(values, Rules(silent=silent))
        assert told(prepared)["constant"].tolist() == [False, True]
        assert optimal_weights(prepared, [1, 1]).weights.flat.tolist() == [1, 0]


def test_fewer_than_three_clusters_are_refused():
    with pytest.raises(InputError, match='places: found "2", expected at least 3 clusters'):
        importance(made([[1, 2], [0, 1]]))


# ---- Optimal weights.


@pytest.mark.parametrize("weights", [[0.4, 0.3, 0.2, 0.1], [0.1, 0.1, 0.1, 0.7], [0.25, 0.25, 0.25, 0.25]])
def test_the_weights_are_found_again_from_the_importance_that_they_give(weights: list[float]):
    mixed = independent([1, 1, 1, 1]) @ [[0.4, 0.1, 0, 0.1], [0, 0.2, 0.1, 0], [0, 0, 0.3, 0], [0, 0, 0, 0.2]]
    for values in (independent([0.2, 0.4, 0.8, 0.4]), mixed):
        prepared = made(values)
        found = optimal_weights(prepared, told(prepared, weights)["linear_part"].tolist())
        np.testing.assert_allclose(found.weights.flat, weights, atol=1e-3)
        assert found.distance == pytest.approx(0, abs=1e-4)


def test_of_independent_determinants_the_weights_follow_from_a_formula():
    spreads = np.array([0.2, 0.4, 0.8])
    expected = np.sqrt([0.5, 0.3, 0.2]) / spreads
    found = optimal_weights(made(independent(spreads)), {"c": 2, "a": 5, "b": 3})
    np.testing.assert_allclose(found.weights.flat, expected / expected.sum(), atol=1e-4)


def test_what_a_constant_one_should_have_cannot_be_reached():
    values = np.column_stack([independent([0.5, 0.5]), np.full(60, -1)])
    found = optimal_weights(made(values), [1, 1, 2])
    assert found.weights.flat.tolist() == pytest.approx([0.5, 0.5, 0], abs=1e-4)
    assert found.table["reached"].tolist() == pytest.approx([0.5, 0.5, 0], abs=1e-4)
    assert found.table["constant"].tolist() == [False, False, True]
    assert found.distance == pytest.approx(0.5)


def test_copies_share_what_one_of_them_should_have_alone():
    one, other = independent([0.5, 0.5]).T
    found = optimal_weights(made(np.column_stack([one, one, other])), [2, 0, 1])
    reached = found.table["reached"]
    assert reached[0] == pytest.approx(reached[1]) and found.distance == pytest.approx(reached[1], abs=1e-4)
    assert found.table["collinear"].tolist() == [("b",), ("a",), ()]


def test_scores_that_run_against_a_determinant_do_not_do_what_was_stated():
    """Two that are opposed: the one is as important as the other, but no score can rise with both."""
    one, other = independent([0.5, 0.1]).T
    prepared = made(np.column_stack([one, other - one]))
    assert told(prepared, [0.8, 0.2]).loc["b", "pearson"] < 0
    table = optimal_weights(prepared, [1, 1]).table
    assert (table["reached"] >= -1e-6).all() and (np.sign(table["reached"]) == np.sign(table["pearson"])).all()


@pytest.mark.parametrize("stated", [[1, 1, 1], [6, 1, 0], [0, 1, 4]])
def test_no_weights_of_a_fine_grid_come_nearer(stated: list[float]):
    values = np.random.default_rng(8).uniform(-1.5, 1.5, (6, 3))
    found = optimal_weights(made(values), stated)
    meant = np.array(stated) / np.sum(stated)

    def missed(flat: np.ndarray) -> float:
        r = np.array([np.corrcoef(column, values @ flat)[0, 1] for column in values.T])
        return float(((np.sign(r) * r**2 / (r**2).sum() - meant) ** 2).sum())

    grid = [np.array([i, j, 40 - i - j]) / 40 for i in range(41) for j in range(41 - i)]
    assert missed(found.weights.flat) <= min(map(missed, grid)) + 1e-9
    np.testing.assert_allclose(found.table["stated"], meant)
    assert found.distance == pytest.approx(np.abs(found.table["reached"] - meant).sum() / 2)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ([0, 0], 'stated importance: found "0", expected at least one number above 0'),
        ({"a": 1}, "stated importance.* b"),
        ([1, -1], "stated importance, b: found .-1"),
    ],
)
def test_what_cannot_be_importance_is_refused(stated, words: str):
    with pytest.raises(InputError, match=words):
        optimal_weights(made(independent([0.5, 0.5], 6)), stated)


def test_where_nothing_differs_no_weights_can_be_found():
    with pytest.raises(InputError, match="expected at least one that differs between the clusters"):
        optimal_weights(made(np.ones((4, 2))), [1, 1])


# ---- The paper.


def test_importance_in_the_paper_is_numpys_correlation_with_the_scores(paper: Assessed):
    table = told(paper)
    central = central_paths(paper).query("weighting == @paper.framework.reference")["score"]
    for key, column in zip(paper.ratings.determinants, np.nan_to_num(paper.centres).T, strict=True):
        r = 0 if np.ptp(column) == 0 else np.corrcoef(column, central)[0, 1]
        assert table.loc[key, "pearson"] == pytest.approx(r, abs=1e-9)
    assert table["linear_part"].sum() == pytest.approx(1) and table["ratio_part"].sum() == pytest.approx(1)
    assert (table["ratio"] >= table["linear"] - 1e-9).all()  # no bent regression of six clusters is clearly better
    assert table["level"].tolist() == paper.study.determinants["level"].tolist()


def test_flags_of_the_paper_are_those_of_variation_and_collinearity(paper: Assessed):
    table = told(paper)
    same = variation(paper).set_index("determinant")
    assert (table["constant"] == same["constant"]).all() and (table["told"] == same["told"]).all()
    pairs = collinearity(paper)
    close = pairs[pairs["pearson"].abs() >= CLOSE]
    assert sum(map(len, table["collinear"])) == 2 * len(close) == 4
    for row in close.itertuples():
        assert row.first in table.loc[row.second, "collinear"] and row.second in table.loc[row.first, "collinear"]


def test_other_weights_give_other_importance(paper: Assessed):
    narrow = paper.framework.weightings["collective_efficiency"]
    table = importance(paper, narrow).set_index("determinant")
    assert table.loc[["trust", "macro"], "weight"].tolist() == [0, 0] and table.loc["macro", "linear"] > 0
    joint, economies = (table.loc[key, "linear"] for key in ("joint_action", "external_economies"))
    assert economies > joint
