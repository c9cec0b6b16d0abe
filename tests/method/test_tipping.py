"""Tipping points, held to a greedy transport of weight and to steps along the way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from tests.support import points

from smeclusters import (
    Framework,
    InputError,
    Ratings,
    Rules,
    Thresholds,
    classify,
    nearest_weighting,
    score,
    tipping_points,
)
from smeclusters.analysis.acceptability import Sides
from smeclusters.analysis.sampling import draw
from smeclusters.model.paths import PATHS


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


# ---- The nearest weighting for a given class.


def conditions(ratings: Ratings, at: int, path: str, certain: bool) -> list[np.ndarray]:
    """The sides of the arithmetic mean that must not be below 0, one or two."""
    lo_low, lo_high, hi_low, hi_high = (a[at] for a in Sides.of(ratings))
    return {
        ("low_road", True): [-hi_low],
        ("low_road", False): [-lo_low],
        ("mixed", True): [lo_low, -hi_high],
        ("mixed", False): [hi_low, -lo_high],
        ("high_road", True): [lo_high],
        ("high_road", False): [hi_high],
    }[path, certain]


def reaching(a: np.ndarray, flat: np.ndarray) -> float:
    """The greedy distance to Σ w a ≥ 0; 0 where it is so already."""
    return 0.0 if a @ flat >= 0 else greedy(a, flat)


def by_one_sum(sides: list[np.ndarray], flat: np.ndarray) -> float:
    """The distance for one side, or for two at once: that of the mixture of both which is furthest.

    What fulfils two conditions fulfils each mixture of them; by the duality of linear programs the mixture that is
    hardest to fulfil is as far as both together.
    """
    if len(sides) == 1:
        return reaching(sides[0], flat)
    share = np.linspace(0, 1, 401)
    found = [reaching(t * sides[0] + (1 - t) * sides[1], flat) for t in share]
    top = int(np.argmax(found))
    ends = share[max(top - 1, 0)], share[min(top + 1, 400)]
    best = minimize_scalar(
        lambda t: -reaching(t * sides[0] + (1 - t) * sides[1], flat),
        bounds=ends,
        method="bounded",
        options={"xatol": 1e-12},
    )
    return max(found[top], -best.fun)


@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_the_nearest_weighting_is_as_near_as_moving_weight_greedily_makes_it(
    ratings: Ratings, framework: Framework, path: str, certain: bool
):
    weightings = [*framework.weightings.values(), *map(framework.weigh, draw(framework, "hierarchical", 4, seed=7))]
    for at, cluster in enumerate(ratings.clusters):
        for weights in weightings:
            found = nearest_weighting(ratings, weights, framework, cluster, path, certain)
            expected = by_one_sum(conditions(ratings, at, path, certain), weights.flat)
            if found is None:
                assert expected > 2 or np.isinf(expected)
                continue
            assert found.distance == pytest.approx(expected, abs=2e-6)
            assert np.abs(found.weights.flat - weights.flat).sum() == pytest.approx(found.distance, abs=1e-12)
            open_ = classify(score(ratings, found.weights)).keys()[at]
            assert open_ == path if certain else path in open_.split("|")


@pytest.mark.parametrize("compensation", [1.0, 0.5, 0.0, -1.0, -98.0, float("-inf")])
@pytest.mark.parametrize("certain", [True, False])
def test_no_weighting_drawn_is_nearer_and_where_none_can_none_does(
    ratings: Ratings, framework: Framework, compensation: float, certain: bool
):
    """Thousands of weightings, some with a few factors only, by the model's own scores."""
    random = np.random.default_rng(71)
    drawn = draw(framework, "hierarchical", 2048, seed=5)
    few = np.where(random.random(drawn.shape) < 0.25, drawn, 0)
    drawn = np.concatenate([drawn, few[few.any(axis=1)], np.eye(12)])
    drawn /= drawn.sum(axis=1, keepdims=True)
    weights, rules = framework.weightings["extended"], Rules(compensation, Thresholds(0.35, 0.65))
    keys = classify(score(ratings, drawn, rules), rules.thresholds).keys()
    away = np.abs(drawn - weights.flat).sum(axis=1)
    for at, cluster in enumerate(ratings.clusters):
        for path in PATHS:
            does = np.array([key == path if certain else path in key.split("|") for key in keys[at]])
            found = nearest_weighting(ratings, weights, framework, cluster, path, certain, rules)
            if found is None:
                assert not does.any(), (cluster, path)
            elif does.any():
                assert found.distance <= away[does].min() + 1e-6, (cluster, path)


def test_where_nothing_makes_up_for_the_weakest_the_weak_ones_must_go(framework: Framework):
    """By hand: two of twelve are below the threshold, and weigh a twelfth each."""
    ratings, weights = points([-2, -1] + [1] * 10), framework.weightings["extended"]
    for compensation in (float("-inf"), -400.0):
        found = nearest_weighting(ratings, weights, framework, "c0", "high_road", rules=Rules(compensation))
        assert found is not None
        assert found.distance == pytest.approx(2 * 2 / 12, abs=1e-6)
        assert found.weights.flat[:2].tolist() == [0, 0]
    assert nearest_weighting(points([0] * 12), weights, framework, "c0", "high_road") is None


def test_what_is_so_already_needs_no_change(ratings: Ratings, framework: Framework):
    weights = framework.weightings["extended"]
    for cluster, key in zip(ratings.clusters, classify(score(ratings, weights)).keys(), strict=True):
        for path in key.split("|"):
            found = nearest_weighting(ratings, weights, framework, cluster, path, certain=False)
            assert found is not None and found.weights is weights and found.distance == 0


@pytest.mark.parametrize(("cluster", "path"), [("sinoss", "mixed"), ("sinos", "middle_road")])
def test_an_unknown_cluster_or_path_is_told(ratings: Ratings, framework: Framework, cluster: str, path: str):
    with pytest.raises(InputError, match=path if cluster == "sinos" else "sinoss"):
        nearest_weighting(ratings, framework.weightings["extended"], framework, cluster, path)
