from __future__ import annotations

import numpy as np
import pytest
from tests.support import points

from smeclusters import Assessed, InputError, Ratings, Rules, Study, levers, recommendations, support


def test_under_full_compensation_a_step_adds_a_quarter_of_the_weight():
    table = levers(points([0, 0, 2, 1.5]), [4, 3, 2, 1]).set_index("determinant")
    assert table["gain_lo"].to_dict() == pytest.approx({"d0": 0.1, "d1": 0.075, "d2": 0, "d3": 0.0125})
    assert list(table.index) == ["d0", "d1", "d3", "d2"]  # largest gain first


def test_with_less_compensation_the_weaker_factor_gains_more():
    table = levers(points([-1, 1]), [1, 1], Rules(compensation=0)).set_index("determinant")
    assert table.loc["d0", "gain_lo"] > table.loc["d1", "gain_lo"]
    # sqrt(1/2 * 3/4) - sqrt(1/4 * 3/4), by hand
    assert table.loc["d0", "gain_lo"] == pytest.approx(np.sqrt(0.375) - np.sqrt(0.1875))


def test_one_weighting_at_a_time():
    with pytest.raises(InputError, match="one weighting"):
        levers(points([0, 0]), [[1, 1], [1, 2]])


def test_both_ends_are_told():
    cells = np.array([[-2.0, 0.0]]), np.array([[2.0, 0.0]])
    table = levers(Ratings(("a",), ("x", "y"), *cells, np.zeros((1, 2), bool)), [1, 1]).set_index("determinant")
    assert (table.loc["x", "gain_lo"], table.loc["x", "gain_hi"]) == pytest.approx((0.125, 0))


def test_every_cluster_has_every_determinant_once(ratings: Ratings, framework):
    table = levers(ratings, framework.weightings["extended"])
    assert len(table) == len(table.drop_duplicates(["cluster", "determinant"])) == 72
    assert table["cluster"].drop_duplicates().tolist() == list(ratings.clusters)
    assert (table[["gain_lo", "gain_hi"]] >= -1e-12).all(axis=None)


def test_each_recommendation_is_found_by_each_determinant_that_it_acts_on(study: Study):
    found = {key: set(recommendations(study, key)["id"]) for key in study.determinants["determinant"]}
    for row in study.policies.itertuples():
        acts_on = {key for key, ids in found.items() if row.id in ids}
        assert acts_on == set(row.determinants.split(";"))


def test_support_counts_the_cells_of_what_is_acted_on(study: Study, paper: Assessed):
    table = support(paper).set_index("id")
    assert table["cells"].tolist() == [6 * len(keys.split(";")) for keys in study.policies["determinants"]]
    assert (table[["direct", "around", "silent"]].sum(axis=1) == table["cells"]).all()
    assert table.loc["registration-cost", "direct"] == 0
