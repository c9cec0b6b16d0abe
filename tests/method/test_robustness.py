from __future__ import annotations

from fractions import Fraction
from math import prod

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.support import points

from smeclusters import (
    Framework,
    InputError,
    Ratings,
    Study,
    Thresholds,
    classify,
    observed_acceptability,
    leave_one_out,
    load_study,
    rank_acceptability,
    rate,
    sampled_acceptability,
    score,
    acceptability,
    tipping_points,
    value_of_information,
)
from smeclusters.model.paths import SETS
from smeclusters.analysis.acceptability import Sides, scales
from smeclusters.analysis.sampling import draw, read_condition
from smeclusters.analysis.simplex import share_at_least, share_between

SIDES = arrays(float, (1, 12), elements=st.floats(-1, 1, allow_subnormal=False).map(lambda a: round(a, 6)))


def textbook(a: list[int]) -> float:
    """The divided-difference sum in rational arithmetic; ties are parted by 10^-60."""
    parted = [Fraction(value) + Fraction(number, 10**60) for number, value in enumerate(a, 1)]
    return float(sum(
        one ** (len(a) - 1) / prod(one - other for other in parted if other != one)
        for one in parted
        if one > 0
    ))  # fmt: skip


# ---- Exact shares of a simplex.


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
    np.testing.assert_allclose(
        share_between(a, a - 0.1), share_at_least(a) - share_at_least(a - 0.1), atol=1e-12
    )


def test_the_open_region_of_two_half_spaces_is_that_of_many_draws():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(2, 5, 12))
    weights = rng.dirichlet(np.ones(12), 400_000)
    found = ((weights @ a.T >= 0) & (weights @ b.T < 0)).mean(axis=0)
    exact = share_between(a, b)
    assert (np.abs(found - exact) < 4 * np.sqrt(exact * (1 - exact) / 400_000) + 1e-12).all()


# ---- The priors.


def test_hierarchical_shares_are_those_of_ten_million_draws(ratings: Ratings, framework: Framework):
    rng = np.random.default_rng(71)
    shares = acceptability(ratings, framework)
    counts = np.zeros((6, len(SETS)))
    rounds, each = 20, 500_000
    for _ in range(rounds):
        levels = rng.standard_exponential((each, 3))
        within = rng.standard_exponential((each, 3, 4))
        weights = (levels / levels.sum(axis=1, keepdims=True))[..., None] * within
        weights = (weights / within.sum(axis=2, keepdims=True)).reshape(each, 12)
        keys = classify(score(ratings, weights)).open
        counts += np.stack([np.bincount(row, minlength=8)[[1, 3, 2, 6, 4, 7]] for row in keys])
    drawn = counts / (rounds * each)
    exact = shares[list(SETS)].to_numpy()
    margin = 4 * np.sqrt(exact * (1 - exact) / (rounds * each)) + shares["error"].to_numpy()[:, None]
    assert (np.abs(drawn - exact) <= margin).all()


def test_what_a_rule_leaves_out_stays_within_the_error_that_is_told(ratings: Ratings, framework: Framework):
    shares = acceptability(ratings, framework)
    fine = acceptability(ratings, framework, nodes=(24, 20))
    difference = (shares - fine)[list(SETS)].abs().max(axis=1)
    assert (difference <= shares["error"] + 1e-12).all()
    assert shares["error"].max() < 1e-4


def test_one_level_against_the_others_has_a_closed_share(framework: Framework):
    # A cluster that is strong throughout in one level and weak in the others: only W counts, of which
    # the share with W ≥ 0.6 is (1 − 0.6)² under the uniform prior over three levels.
    for level in range(3):
        row = np.where(framework.level_of == level, 2, -2)
        shares = acceptability(points(row.tolist()), framework)
        assert shares["high_road"].item() == pytest.approx(0.16, abs=1e-4)
        assert shares["low_road"].item() == pytest.approx(1 - 0.36, abs=1e-4)


def test_probabilities_add_up_and_the_flat_prior_is_one_simplex(framework: Framework):
    factors, probabilities = scales(framework)
    assert probabilities.sum() == pytest.approx(1) and (probabilities > 0).all()
    assert factors.max() == 1
    assert scales(framework, "flat")[0].tolist() == [[1] * 12]


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
@pytest.mark.parametrize(
    "rules",
    [
        {"compensation": 0.5},
        {"compensation": 0},
        {"compensation": -1},
        {"compensation": -3, "silent": "middle"},
        {"compensation": -np.inf},
        {"silent": "leave_out"},
        {"thresholds": Thresholds(0, 0.5)},
        {"thresholds": Thresholds(0.5, 1)},
    ],
    ids=str,
)
def test_exact_and_sampled_shares_agree_under_every_rule(
    ratings: Ratings, framework: Framework, prior: str, rules: dict
):
    exact = acceptability(ratings, framework, prior, **rules)
    sampled = sampled_acceptability(ratings, framework, prior, **rules)
    margin = 5 * sampled["error"] + exact["error"] + 1e-9
    assert ((exact - sampled)[list(SETS)].abs().max(axis=1) <= margin).all()


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
@settings(max_examples=25)
@given(st.lists(st.integers(-2, 2), min_size=12, max_size=12), st.data())
def test_shares_add_up_and_rise_with_every_rating(prior: str, row: list[int], data: st.DataObject):
    framework = Framework.from_study(load_study())
    up = list(row)
    at = data.draw(st.integers(0, 11))
    up[at] = min(up[at] + 1, 2)
    shares = acceptability(points(row, up), framework, prior, nodes=(6, 5))
    np.testing.assert_allclose(shares[list(SETS)].sum(axis=1), 1, atol=1e-9)
    assert shares.loc["c1", "high_road"] >= shares.loc["c0", "high_road"] - 1e-12
    assert shares.loc["c1", "low_road"] <= shares.loc["c0", "low_road"] + 1e-12
    assert shares["undetermined"].max() < 1e-9  # single ratings leave nothing open


def test_a_cluster_of_which_nothing_is_known_is_undetermined(framework: Framework):
    nothing = points([0] * 12).recode({"c0": dict.fromkeys([f"d{i}" for i in range(12)])})
    for silent in ("range", "leave_out"):
        shares = acceptability(nothing, framework, silent=silent)
        assert shares["low_road|mixed|high_road"].item() == pytest.approx(1)


# ---- Regions.


def test_a_floor_is_a_condition(ratings: Ratings, framework: Framework):
    """Uniform weights given that one of them is at least f are f and, of the rest, uniform weights."""
    floor = np.zeros(12)
    floor[framework.determinants.index("trust")] = 0.2
    exact = acceptability(ratings, framework, "flat", base=floor)
    sampled = sampled_acceptability(ratings, framework, "flat", conditions=["trust >= 0.2"])
    assert ((exact - sampled)[list(SETS)].abs().max(axis=1) <= 5 * sampled["error"]).all()


def test_close_enough_to_a_weighting_its_class_is_certain(ratings: Ratings, framework: Framework):
    flat = framework.weightings["extended"].flat
    shares = acceptability(ratings, framework, base=(1 - 1e-3) * flat)
    assert shares["low_road|mixed"].to_numpy() == pytest.approx(1, abs=1e-6)


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
def test_conditions_that_cannot_be_used_are_refused(
    ratings: Ratings, framework: Framework, text: str, told: str
):
    with pytest.raises(InputError, match=told):
        sampled_acceptability(ratings, framework, conditions=[text])


@pytest.mark.parametrize(
    "arguments, told",
    [
        ({"prior": "level"}, "hierarchical"),
        ({"base": [0.5] * 12}, "less than 1"),
        ({"compensation": 2}, "at most 1"),
        ({"silent": "none"}, "one of range"),
    ],
)
def test_what_cannot_be_used_is_refused(ratings: Ratings, framework: Framework, arguments: dict, told: str):
    with pytest.raises(InputError, match=told):
        acceptability(ratings, framework, **arguments)


def test_draws_fill_the_simplex_evenly(framework: Framework):
    flat = draw(framework, "flat", 1 << 13)
    np.testing.assert_allclose(flat.sum(axis=1), 1)
    np.testing.assert_allclose(flat.mean(axis=0), 1 / 12, atol=1e-3)
    np.testing.assert_allclose((flat >= 0.2).mean(axis=0), 0.8**11, atol=5e-3)
    levels = draw(framework, "hierarchical", 1 << 13).reshape(-1, 3, 4).sum(axis=2)
    np.testing.assert_allclose((levels >= 0.5).mean(axis=0), 0.25, atol=5e-3)


# ---- Ranks, and what was observed.


def test_ranks_of_single_ratings_are_certain(framework: Framework):
    table = rank_acceptability(points([1] * 12, [0] * 12, [-1] * 12), framework)
    sure = table.pivot(index="cluster", columns="rank", values="certain")
    assert sure.to_numpy().tolist() == np.eye(3).tolist()
    assert (table["certain"] == table["possible"]).all()


def test_a_rank_that_is_certain_is_possible(ratings: Ratings, framework: Framework):
    table = rank_acceptability(ratings, framework)
    assert (table["certain"] <= table["possible"]).all()
    assert (table.groupby("cluster")["certain"].sum() <= 1 + 1e-9).all()
    assert (table.groupby("cluster")["possible"].sum() >= 1 - 1e-9).all()


def test_the_fit_of_all_is_no_better_than_that_of_any(study: Study, ratings: Ratings, framework: Framework):
    table = observed_acceptability(ratings, framework, study.observed)
    assert list(table.index) == [*ratings.clusters, "all"]
    assert (table.loc["all", ["open", "named"]] <= table.iloc[:-1][["open", "named"]].min() + 5e-3).all()
    shares = acceptability(ratings, framework)
    ruled_out = shares.loc["cachoeiro", ["mixed", "mixed|high_road", "high_road"]].sum()
    assert table.loc["cachoeiro", "open"] == pytest.approx(1 - ruled_out)


# ---- Tipping points.


def greedy(a: np.ndarray, flat: np.ndarray) -> float:
    """How much weight must move for Σ w a = 0: from the factors that are furthest to the one that is most."""
    if a @ flat > 0:
        a = -a
    best, missing, distance = a.max(), -(a @ flat), 0.0
    for at in np.argsort(a):
        gain = best - a[at]
        if gain <= 0:
            break
        moved = min(flat[at], missing / gain)
        distance, missing = distance + 2 * moved, missing - moved * gain
        if missing <= 1e-15:
            return distance
    return np.inf


@pytest.mark.parametrize("weighting", ["extended", "firm_capability", "collective_efficiency"])
def test_the_nearest_weighting_is_as_near_as_moving_the_best_weights_makes_it(
    ratings: Ratings, framework: Framework, weighting: str
):
    weights = framework.weightings[weighting]
    table = tipping_points(ratings, weights, framework).query("sense == 'weighting'").set_index("cluster")
    for at, cluster in enumerate(ratings.clusters):
        nearest = min(greedy(a[at], weights.flat) for a in Sides.of(ratings))
        assert table.loc[cluster, "distance"] == pytest.approx(nearest, abs=1e-6)
        assert table.loc[cluster, "path"] != classify(score(ratings, weights)).keys()[at]


def test_a_change_of_one_share_tips_the_class_there_and_not_before(ratings: Ratings, framework: Framework):
    weights = framework.weightings["extended"]
    before = dict(zip(ratings.clusters, classify(score(ratings, weights)).keys(), strict=True))
    for row in tipping_points(ratings, weights, framework).query("sense != 'weighting'").itertuples():
        inside = (
            framework.level_of == framework.levels.index(row.moved)
            if row.sense == "level"
            else np.array(framework.determinants) == row.moved
        )

        def path(share: float, inside: np.ndarray = inside, cluster: str = row.cluster) -> str:
            own, rest = weights.flat * inside, weights.flat * ~inside
            moved = share * own / own.sum() + (1 - share) * rest / rest.sum()
            return classify(score(ratings, moved)).keys()[ratings.clusters.index(cluster)]

        assert path(row.to + np.sign(row.to - row.share) * 1e-6) == row.path != before[row.cluster]
        for share in np.linspace(row.share, row.to - np.sign(row.to - row.share) * 1e-6, 20):
            assert path(share) == before[row.cluster]


def test_no_single_change_is_nearer(ratings: Ratings, framework: Framework):
    weights = framework.weightings["extended"]
    before = classify(score(ratings, weights)).keys()
    table = tipping_points(ratings, weights, framework).query("sense == 'factor'").set_index("cluster")
    for at, cluster in enumerate(ratings.clusters):
        reach = abs(table.loc[cluster, "to"] - table.loc[cluster, "share"]) - 1e-6
        for factor in range(12):
            for share in (1 / 12 - reach, 1 / 12 + reach):
                if 0 <= share <= 1:
                    moved = np.full(12, (1 - share) / 11)
                    moved[factor] = share
                    assert classify(score(ratings, moved)).keys()[at] == before[at]


def test_where_no_weight_can_change_the_class_nothing_is_told(framework: Framework):
    table = tipping_points(points([-2] * 12), framework.weightings["extended"], framework)
    assert table["distance"].isna().all()
    assert (table["path"] == "").all()


# ---- Silence and sentences.


def test_to_know_a_cell_never_adds_doubt(study: Study, framework: Framework):
    table = value_of_information(study, framework, prior="flat")
    assert (table["drop"] > -1e-9).all()
    assert set(table.query("silent")[["cluster", "determinant"]].itertuples(index=False, name=None)) == {
        (row.cluster, row.determinant) for row in rate(study).frame().query("silent").itertuples()
    }
    assert table["drop"].is_monotonic_decreasing


def test_leaving_a_sentence_out_is_reading_data_without_it(study: Study, framework: Framework, edit):
    weights = framework.weightings["collective_efficiency"]
    table = leave_one_out(study, weights)
    row = table[table["change"] == "row"].iloc[0]
    folder = edit("evidence", lambda lines: lines.__delitem__(
        next(at for at, line in enumerate(lines) if line[0] == row["id"])
    ))  # fmt: skip
    without = rate(load_study(folder))
    path = dict(zip(without.clusters, classify(score(without, weights)).keys(), strict=True))
    assert path[row["cluster"]] == row["after"] != row["before"]


def test_only_what_entered_a_cell_can_matter(study: Study, framework: Framework):
    table = leave_one_out(study, framework.weightings["extended"])
    past = study.evidence.query("period == 'past'")["id"]
    assert not set(table["id"]) & set(past)
    assert isinstance(table, pd.DataFrame) and set(table["change"]) <= {"row", "source", "up", "down"}
