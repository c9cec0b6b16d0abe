"""Acceptability: exact shares held to draws, closed forms and one another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import points

from smeclusters import (
    Framework,
    InputError,
    Ratings,
    Rules,
    Study,
    Thresholds,
    acceptability,
    classify,
    example_study,
    load_study,
    observed_acceptability,
    rank_acceptability,
    rate,
    sampled_acceptability,
    score,
)
from smeclusters.analysis.acceptability import scales
from smeclusters.analysis.simplex import share_at_least
from smeclusters.model.paths import SETS

FRAMEWORK = Framework.from_study(load_study())  # once: Hypothesis builds no fixture for each example


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
        Rules(compensation=0.5),
        Rules(compensation=0),
        Rules(compensation=-1),
        Rules(compensation=-3, silent="middle"),
        Rules(compensation=-np.inf),
        Rules(silent="leave_out"),
        Rules(thresholds=Thresholds(0, 0.5)),
        Rules(thresholds=Thresholds(0.5, 1)),
    ],
    ids=str,
)
def test_exact_and_sampled_shares_agree_under_every_rule(
    ratings: Ratings, framework: Framework, prior: str, rules: Rules
):
    exact = acceptability(ratings, framework, prior, rules)
    sampled = sampled_acceptability(ratings, framework, prior, rules)
    margin = 5 * sampled["error"] + exact["error"] + 1e-9
    assert ((exact - sampled)[list(SETS)].abs().max(axis=1) <= margin).all()


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
@settings(max_examples=25)
@given(st.lists(st.integers(-2, 2), min_size=12, max_size=12), st.data())
def test_shares_add_up_and_rise_with_every_rating(prior: str, row: list[int], data: st.DataObject):
    up = list(row)
    at = data.draw(st.integers(0, 11))
    up[at] = min(up[at] + 1, 2)
    shares = acceptability(points(row, up), FRAMEWORK, prior, nodes=(6, 5))
    np.testing.assert_allclose(shares[list(SETS)].sum(axis=1), 1, atol=1e-9)
    assert shares.loc["c1", "high_road"] >= shares.loc["c0", "high_road"] - 1e-12
    assert shares.loc["c1", "low_road"] <= shares.loc["c0", "low_road"] + 1e-12
    assert shares["undetermined"].max() < 1e-9  # single ratings leave nothing open


def test_a_cluster_of_which_nothing_is_known_is_undetermined(framework: Framework):
    nothing = points([0] * 12).recode({"c0": dict.fromkeys([f"d{i}" for i in range(12)])})
    for silent in ("range", "leave_out"):
        shares = acceptability(nothing, framework, rules=Rules(silent=silent))
        assert shares["low_road|mixed|high_road"].item() == pytest.approx(1)


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
    keys = classify(score(ratings, flat)).keys()
    certain = [shares.loc[cluster, key] for cluster, key in zip(ratings.clusters, keys, strict=True)]
    assert certain == pytest.approx([1] * 6, abs=1e-6)


@pytest.mark.parametrize(
    "arguments, told",
    [
        ({"prior": "level"}, "hierarchical"),
        ({"base": [0.5] * 12}, "less than 1"),
    ],
)
def test_what_cannot_be_used_is_refused(ratings: Ratings, framework: Framework, arguments: dict, told: str):
    with pytest.raises(InputError, match=told):
        acceptability(ratings, framework, **arguments)


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
    assert list(table.index) == [*ratings.clusters, "all clusters"]
    assert (table.loc["all clusters", ["open", "named"]] <= table.iloc[:-1][["open", "named"]].min() + 5e-3).all()
    shares = acceptability(ratings, framework)
    ruled_out = shares.loc["cachoeiro", ["mixed", "mixed|high_road", "high_road"]].sum()
    assert table.loc["cachoeiro", "open"] == pytest.approx(1 - ruled_out)


def test_a_cluster_may_be_called_all():
    study = example_study()
    other = replace(
        study,
        **{
            name: getattr(study, name).replace(
                {"place": {"borg": "all"}, "cluster": {"borg": "all"}, "about": {"borg": "all"}}
            )
            for name in ("places", "memberships", "evidence", "outcomes")
        },
    )
    table = observed_acceptability(rate(other), Framework.from_study(other), other.observed)
    usual = observed_acceptability(rate(study), Framework.from_study(study), study.observed)
    assert list(table.index) == ["almen", "all", "all clusters"]
    assert table.to_numpy().tolist() == usual.to_numpy().tolist()


# ---- Levels of any number and size.


def of_sizes(*sizes: int) -> Framework:
    """A framework of levels with so many determinants each."""
    levels = tuple(f"l{i}" for i in range(len(sizes)))
    determinants = tuple(f"d{i}" for i in range(sum(sizes)))
    return Framework(levels, determinants, np.repeat(np.arange(len(sizes)), sizes), {}, {}, {})


def share(framework: Framework, a: list[float]) -> float:
    """The share of the weights with Σ w a ≥ 0."""
    factors, probabilities = scales(framework)
    return float(share_at_least(np.array(a) * factors) @ probabilities)


def test_two_levels_of_one_determinant_are_an_interval():
    # W · 3 − (1 − W) ≥ 0 where W ≥ 1/4.
    assert share(of_sizes(1, 1), [3, -1]) == pytest.approx(0.75, abs=1e-12)


def test_a_level_of_one_determinant_beside_one_of_two_has_a_closed_share():
    # W − (1 − W) v ≥ 0 where W ≥ v / (1 + v), with v uniform on 1…3: the mean of 1 / (1 + v) is log(2) / 2.
    assert share(of_sizes(1, 2), [1, -1, -3]) == pytest.approx(np.log(2) / 2, abs=1e-9)
    assert share(of_sizes(2, 1), [-1, -3, 1]) == pytest.approx(np.log(2) / 2, abs=1e-9)


def test_two_levels_of_one_determinant_beside_one_of_two_have_a_closed_share():
    # The weight W of two of three levels is Beta(2, 1), so that W ≥ v / (1 + v) in 1 − (v / (1 + v))² of the cases.
    expected = np.mean([1 - (v / (1 + v)) ** 2 for v in np.linspace(1, 3, 200_001)])
    assert share(of_sizes(1, 2, 1), [1, -1, -3, 1]) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_one_level_is_one_simplex(size: int):
    a = [1.0, -2.0, 0.5, -0.25, 3.0][:size]
    assert share(of_sizes(size), a) == pytest.approx(share_at_least([a]).item(), abs=1e-12)


@pytest.mark.parametrize(
    "sizes", [(1, 1, 1), (1, 3), (1, 2, 2), (1, 1, 4), (3,), (1,), (2, 1, 2, 3), (1, 2, 1, 2, 3, 2)]
)
def test_shares_of_levels_of_any_size_are_those_of_draws(sizes: tuple[int, ...]):
    framework = of_sizes(*sizes)
    chance = np.random.default_rng(sum(sizes))
    ratings = points(*chance.integers(-2, 3, (4, sum(sizes))).tolist())
    exact = acceptability(ratings, framework)
    sampled = sampled_acceptability(ratings, framework)
    np.testing.assert_allclose(exact[list(SETS)], sampled[list(SETS)], atol=3e-3)
    assert (exact["error"] < 1e-3).all()
    np.testing.assert_allclose(exact[list(SETS)].sum(axis=1), 1, atol=1e-9)
