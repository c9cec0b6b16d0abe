"""Tipping points, held to a greedy transport of weight and to steps along the way."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support import points

from smeclusters import (
    Framework,
    Ratings,
    classify,
    score,
    tipping_points,
)
from smeclusters.analysis.acceptability import Sides


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
