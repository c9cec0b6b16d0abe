"""The likely reading: held to SciPy's points and draws, to exact shares, to scores, and to sums done by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import pmean, qmc
from tests.support import points as single

from smeclusters import (
    Framework,
    InputError,
    Prepared,
    Ratings,
    Rules,
    Study,
    Thresholds,
    acceptability,
    central_paths,
    classify,
    compare_paths,
    likely_acceptability,
    likely_in_words,
    likely_paths,
    likely_scores,
    observed_acceptability,
    observed_counts,
    sampled_acceptability,
    score,
)
from smeclusters.analysis.likely import JOINT_POINTS, PARTS, POINTS, points
from smeclusters.analysis.sampling import draw
from smeclusters.model.paths import PATHS, SETS
from smeclusters.model.rules import Silent


def intervals(*rows: list[tuple[float, float]]) -> Ratings:
    """Cells of clusters, none of them silent."""
    cells = np.array(rows, dtype=float)
    clusters, determinants = (tuple(f"{key}{at}" for at in range(n)) for key, n in zip("cd", cells.shape, strict=False))
    return Ratings(clusters, determinants, cells[..., 0], cells[..., 1], np.zeros(cells.shape[:2], dtype=bool))


def flat_framework(framework: Framework, number: int) -> Framework:
    """A single level with so many determinants."""
    keys = tuple(f"d{at}" for at in range(number))
    return replace(framework, levels=("l",), determinants=keys, level_of=np.zeros(number, dtype=int), weightings={})


def drawn_by_sobol(ratings: Ratings, weights: np.ndarray, rules: Rules, power: int = 15) -> np.ndarray:
    """Shares of the bands by another sequence and by the model's own scores, shape (clusters, weightings, 3)."""
    chances = qmc.Sobol(len(ratings.determinants), seed=71).random(1 << power)
    found = []
    for lo, hi, silent in zip(ratings.lo, ratings.hi, ratings.silent, strict=True):
        cells = lo + (hi - lo) * chances
        names = tuple(map(str, range(len(cells))))
        many = Ratings(names, ratings.determinants, cells, cells, np.broadcast_to(silent, cells.shape))
        keys = classify(score(many, weights, rules), rules.thresholds).keys()
        found.append([(keys == path).mean(axis=0) for path in PATHS])
    return np.moveaxis(np.array(found), 1, 2)


# ---- The points.


@pytest.mark.parametrize("dimensions", [1, 5, 12, 23])
def test_the_points_are_those_of_halton_as_scipy_has_them(dimensions: int):
    sequence = qmc.Halton(dimensions, scramble=False)
    sequence.fast_forward(1)  # past the point of zeros
    np.testing.assert_array_equal(points(dimensions), sequence.random(POINTS))
    assert not points(dimensions).flags.writeable


# ---- Under given weights.


def test_one_cell_alone_is_uniform_on_its_interval(framework: Framework):
    # From −2 to +1 is 0…0.75: 0.4 of it below the one threshold, 0.2 between, 0.15 from the other on.
    table = likely_paths(intervals([(-2, 1)]), {"": flat_framework(framework, 1).weigh([1])})
    assert table[["cluster", "weighting"]].values.tolist() == [["c0", ""]]
    np.testing.assert_allclose(table[list(PATHS)], [[0.4 / 0.75, 0.2 / 0.75, 0.15 / 0.75]], atol=1e-3)


def test_two_cells_together_are_the_triangle_of_two_uniform_numbers(framework: Framework):
    # (u + v) / 2 < t has the probability 2 t² for t ≤ ½; and 1 − 2 (1 − t)² beyond.
    table = likely_paths(intervals([(-2, 2), (-2, 2)]), {"": flat_framework(framework, 2).weigh([1, 1])})
    low, below_high = 2 * 0.4**2, 1 - 2 * 0.4**2
    np.testing.assert_allclose(table[list(PATHS)], [[low, below_high - low, 1 - below_high]], atol=2e-3)


def test_the_weaker_of_two_cells_decides_where_nothing_makes_up_for_it(framework: Framework):
    rules = Rules(compensation=float("-inf"))
    table = likely_paths(intervals([(-2, 2), (-2, 2)]), {"": flat_framework(framework, 2).weigh([1, 3])}, rules)
    np.testing.assert_allclose(table[list(PATHS)], [[1 - 0.6**2, 0.6**2 - 0.4**2, 0.4**2]], atol=2e-3)


def test_single_ratings_have_the_path_of_their_score_also_on_a_threshold(framework: Framework):
    # 0.4 · 0.75 + 0.6 · 0.5 = 0.6 is the high road, though its sum is rounded; 0.25 the low road.
    bare = flat_framework(framework, 2)
    table = likely_paths(single([1, 0], [-1, -1]), {"": bare.weigh([4, 6]), "other": bare.weigh([0, 1])})
    assert table[list(PATHS)].values.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 0, 0]]


@pytest.mark.parametrize("silent", ["range", "middle", "leave_out"])
@pytest.mark.parametrize("compensation", [1.0, 0.5, 1e-13, 0.0, -1.0, -400.0, float("-inf")])
def test_shares_are_those_of_many_more_points_scored_one_by_one(
    ratings: Ratings, framework: Framework, compensation: float, silent: Silent
):
    """Every rule, under the named weightings and some at random, one of them with zeros."""
    random = draw(framework, "hierarchical", 8, seed=1)
    random[0, ::2] = 0
    weightings = framework.weightings | {f"random {at}": framework.weigh(row) for at, row in enumerate(random)}
    rules = Rules(compensation, Thresholds(0.35, 0.55), silent)
    expected = drawn_by_sobol(ratings, np.array([weights.flat for weights in weightings.values()]), rules, power=12)
    found = likely_paths(ratings, weightings, rules)[list(PATHS)].to_numpy().reshape(expected.shape)
    assert np.abs(found - expected).max() < 0.02
    assert np.sqrt(np.mean((found - expected) ** 2)) < 0.005


def test_shares_are_right_to_about_a_hundredth(ratings: Ratings, framework: Framework):
    weights = draw(framework, "hierarchical", 32, seed=2)
    expected = drawn_by_sobol(ratings, weights, Rules())
    weightings = {str(at): framework.weigh(row) for at, row in enumerate(weights)}
    found = likely_paths(ratings, weightings)[list(PATHS)].to_numpy().reshape(expected.shape)
    assert np.quantile(np.abs(found - expected), 0.99) < 0.01
    named = likely_paths(ratings, framework.weightings)[list(PATHS)].to_numpy()
    flat = np.array([each.flat for each in framework.weightings.values()])
    assert np.abs(named - drawn_by_sobol(ratings, flat, Rules()).reshape(named.shape)).max() < 0.01


def test_of_a_cluster_of_which_nothing_is_left_any_score_is_as_likely(framework: Framework):
    nothing = Ratings(("c",), ("d0", "d1"), [[-2, 1]], [[2, 1]], [[True, False]])
    bare, rules = flat_framework(framework, 2), Rules(silent="leave_out")
    table = likely_paths(nothing, {"nothing": bare.weigh([1, 0]), "the rest": bare.weigh([1, 1])}, rules)
    np.testing.assert_allclose(table[list(PATHS)], [[0.4, 0.2, 0.4], [0, 0, 1]], atol=1e-3)


def test_extreme_thresholds_leave_one_path(ratings: Ratings, framework: Framework):
    for compensation in (1.0, 0.0, -400.0, float("-inf")):
        table = likely_paths(ratings, framework.weightings, Rules(compensation, Thresholds(0, 1)))
        assert (table["low_road"] == 0).all()
        assert np.allclose(table[list(PATHS)].sum(axis=1), 1)


# ---- Where the score lies.


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("silent", ["range", "middle", "leave_out"])
@pytest.mark.parametrize("compensation", [1.0, 0.5, 1e-3, 0.0, -1.0, -10.0, -400.0, float("-inf")])
def test_likely_scores_are_quantiles_of_scipys_means_at_each_point(
    ratings: Ratings, framework: Framework, compensation: float, silent: Silent
):
    """By SciPy's power mean and NumPy's quantiles, neither of which the library uses."""
    random = draw(framework, "hierarchical", 4, seed=3)
    random[0, ::2] = 0
    weightings = framework.weightings | {f"random {at}": framework.weigh(row) for at, row in enumerate(random)}
    table = likely_scores(ratings, weightings, Rules(compensation, silent=silent))
    table = table.set_index(["cluster", "weighting"])
    assert len(table) == len(ratings.clusters) * len(weightings)
    for cluster, lo, hi, silence in zip(ratings.clusters, ratings.lo, ratings.hi, ratings.silent, strict=True):
        if silent == "middle":
            lo, hi = np.where(silence, 0, lo), np.where(silence, 0, hi)
        rated = (np.longdouble(lo) + (hi - lo) * points(12) + 2) / 4  # whose powers do not overflow
        for name, weights in weightings.items():
            used = (weights.flat > 0) & ~(silence & (silent == "leave_out"))
            if np.isinf(compensation):
                means = rated[:, used].min(axis=1)
            else:
                means = pmean(rated[:, used], compensation, axis=1, weights=weights.flat[used])
            expected = np.quantile(means, [0.1, 0.5, 0.9], method="inverted_cdf")
            np.testing.assert_allclose(table.loc[(cluster, name), list(PARTS)].to_list(), expected, rtol=0, atol=1e-9)


def test_most_scores_of_two_cells_lie_where_the_triangle_has_them(framework: Framework):
    # (u + v) / 2 is below t with the probability 2 t² up to ½, and is as often as far above it.
    table = likely_scores(intervals([(-2, 2), (-2, 2)]), {"": flat_framework(framework, 2).weigh([1, 1])})
    tenth = np.sqrt(0.1 / 2)
    np.testing.assert_allclose(table.loc[0, list(PARTS)].to_list(), [tenth, 0.5, 1 - tenth], atol=2e-3)


def test_the_likely_scores_lie_in_the_worst_case_and_agree_with_the_likely_paths(
    ratings: Ratings, framework: Framework
):
    weightings = framework.weightings
    table, paths = likely_scores(ratings, weightings), likely_paths(ratings, weightings)
    scores = score(ratings, [weights.flat for weights in weightings.values()])
    assert (scores.lo.ravel() <= table["tenth"]).all() and (table["ninetieth"] <= scores.hi.ravel()).all()
    assert (table["tenth"] <= table["median"]).all() and (table["median"] <= table["ninetieth"]).all()
    assert ((paths["high_road"] >= 0.5) == (table["median"] >= 0.6)).all()
    assert ((paths["low_road"] > 0.9) == (table["ninetieth"] < 0.4)).all()


def test_of_nothing_any_score_is_as_likely_and_of_single_ratings_only_their_own(framework: Framework):
    nothing = Ratings(("c",), ("d0", "d1"), [[-2, 1]], [[2, 1]], [[True, False]])
    bare, rules = flat_framework(framework, 2), Rules(silent="leave_out")
    table = likely_scores(nothing, {"nothing": bare.weigh([1, 0]), "the rest": bare.weigh([1, 1])}, rules)
    np.testing.assert_allclose(table[list(PARTS)], [[0.1, 0.5, 0.9], [0.75, 0.75, 0.75]], atol=1e-3)
    zero = likely_scores(single([-2, 2]), {"": bare.weigh([1, 9])}, Rules(compensation=-1))
    assert zero[list(PARTS)].values.tolist() == [[0, 0, 0]]


# ---- Over all weightings.


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
def test_where_cells_are_single_ratings_shares_are_the_exact_ones(framework: Framework, prior: str):
    random = np.random.default_rng(71)
    cells = single(*(random.integers(-4, 5, (20, 12)) / 2).tolist())
    exact = acceptability(cells, framework, prior)
    assert exact["undetermined"].max() < 1e-9
    found = likely_acceptability(cells, framework, prior)
    assert np.abs(found - exact[list(PATHS)]).to_numpy().max() < 0.01


def test_shares_over_all_weightings_are_those_of_half_a_million_random_points(ratings: Ratings, framework: Framework):
    rng = np.random.default_rng(71)
    each = 1 << 19
    levels, within = rng.standard_exponential((each, 3)), rng.standard_exponential((each, 3, 4))
    weights = (levels / levels.sum(axis=1, keepdims=True))[..., None] * within / within.sum(axis=2, keepdims=True)
    weights = weights.reshape(each, 12)
    found = likely_acceptability(ratings, framework)
    for lo, hi, row in zip(ratings.lo, ratings.hi, found.to_numpy(), strict=True):
        drawn = ((lo + (hi - lo) * rng.random((each, 12)) + 2) / 4 * weights).sum(axis=1)
        shares = [(drawn < 0.4).mean(), ((drawn >= 0.4) & (drawn < 0.6)).mean(), (drawn >= 0.6).mean()]
        np.testing.assert_allclose(row, shares, atol=0.006)


def test_a_path_is_no_less_likely_than_certain_and_no_more_than_open(ratings: Ratings, framework: Framework):
    """The worst case holds the likely reading between its two ends, for each path."""
    shares, likely = acceptability(ratings, framework), likely_acceptability(ratings, framework)
    for path in PATHS:
        opened = shares[[key for key in SETS if path in key.split("|")]].sum(axis=1)
        assert (likely[path] > shares[path] - 0.005).all() and (likely[path] < opened + 0.005).all()


def test_conditions_and_a_fixed_part_are_those_of_the_worst_case(framework: Framework):
    random = np.random.default_rng(5)
    cells = single(*(random.integers(-4, 5, (6, 12)) / 2).tolist())
    conditions = ["firm >= cluster", "skills >= 0.05"]
    given = likely_acceptability(cells, framework, conditions=conditions)
    assert (
        np.abs(given - sampled_acceptability(cells, framework, conditions=conditions)[list(PATHS)]).max().max() < 0.02
    )
    base = 0.75 * framework.weightings["extended"].flat
    near = likely_acceptability(cells, framework, base=base)
    assert np.abs(near - acceptability(cells, framework, base=base)[list(PATHS)]).max().max() < 0.01


@pytest.mark.parametrize("condition", ["frm >= cluster", "macro >= 0.999"])
def test_conditions_that_cannot_be_used_are_told(ratings: Ratings, framework: Framework, condition: str):
    with pytest.raises(InputError, match="condition"):
        likely_acceptability(ratings, framework, conditions=[condition])
    assert JOINT_POINTS > POINTS


# ---- By the centres.


def test_centres_name_one_path_and_say_how_near_the_line_is(paper: Prepared, study: Study):
    """Guadalajara, by hand: the medians over its facets, four at each level, added up and put from 0 to 1."""
    table = central_paths(paper).set_index(["weighting", "cluster"])
    centres = [paper.cells["guadalajara", key].centre or 0 for key in paper.framework.determinants]
    by_hand = (sum(centres) / 12 + 2) / 4
    row = table.loc[("extended", "guadalajara")]
    assert row["score"] == pytest.approx(by_hand)
    assert row["margin"] == pytest.approx(min(abs(by_hand - 0.4), abs(by_hand - 0.6)))
    assert set(table["path"]) <= set(PATHS)
    for key, each in table.iterrows():
        assert each["named"] == (each["path"] in study.observed[key[1]].split("|"))


def test_centres_lie_in_the_worst_case(paper: Prepared, framework: Framework):
    scores = score(paper.ratings, [weights.flat for weights in framework.weightings.values()])
    centre = central_paths(paper)["score"].to_numpy().reshape(scores.lo.shape)
    assert (centre >= scores.lo - 1e-9).all() and (centre <= scores.hi + 1e-9).all()


def test_how_many_are_named_and_left_open_is_counted_under_each_weighting(paper: Prepared, framework: Framework):
    """Against the frames that tell it cluster by cluster."""
    counts = observed_counts(paper, [weights.flat for weights in framework.weightings.values()])
    named = central_paths(paper).groupby("weighting")["named"].sum()
    left = 6 - compare_paths(paper).groupby("weighting")["contradicted"].sum()
    for column, numbers in (("named", named), ("open", left)):
        shares = (numbers.value_counts() / len(framework.weightings)).to_dict()
        assert counts[column][counts[column] > 0].to_dict() == pytest.approx(shares)
    assert list(counts.index) == list(range(7))


def test_where_all_is_left_open_is_what_the_fit_of_all_clusters_says(paper: Prepared, framework: Framework):
    counts = observed_counts(paper, draw(framework, "hierarchical"))
    fit = observed_acceptability(paper.ratings, framework, paper.study.observed)
    assert counts["open"][6] == pytest.approx(fit.loc["all clusters", "open"], abs=0.02)
    nobody = Prepared(replace(paper.study, outcomes=paper.study.outcomes.iloc[:0]))
    assert observed_counts(nobody, framework.weightings["extended"].flat[None]).values.tolist() == [[1, 1]]


def test_what_is_rare_is_not_told_as_nothing():
    assert likely_in_words({"low_road": 0.996, "mixed": 0.004, "high_road": 0.0}) == (
        "low road more than 99 %, mixed less than 1 %"
    )
