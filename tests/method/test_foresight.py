"""Foresight: held to SciPy's rank correlations, to sums done by hand, and to what no later evidence may touch."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import somersd

from smeclusters import (
    Framework,
    InputError,
    Prepared,
    Study,
    central_paths,
    compare_paths,
    load_study,
    observed_counts,
)
from smeclusters.analysis.foresight import by_chance, concordance, confined, cross_validation, pairs
from smeclusters.analysis.likely import centres
from smeclusters.analysis.sampling import draw
from smeclusters.model.paths import within


@pytest.fixture(scope="module")
def paper(study: Study) -> Prepared:
    return Prepared(study)


def later_of(ranks: list[float], study: Study) -> dict[str, tuple[float, float]]:
    return {key: (rank, rank) for key, rank in zip(study.clusters["place"], ranks, strict=True)}


@pytest.mark.parametrize("ranks", [[2, 0, 0, 1, 0, 1], [0, 1, 2, 3, 4, 5], [1, 1, 1, 0, 0, 0]])
def test_concordance_is_somers_d_on_another_scale(ranks: list[float], study: Study, paper: Prepared):
    weightings = draw(paper.framework, "hierarchical", 32, seed=22)
    found = concordance(paper, later_of(ranks, study), weightings)["centre"]
    middle = centres(paper).lo @ weightings.T  # a mean keeps its order on any scale
    expected = [(somersd(ranks, middle[:, at].round(9)).statistic + 1) / 2 for at in range(32)]
    np.testing.assert_allclose(found, expected)


def test_ranges_allow_less_than_they_leave_open(study: Study, paper: Prepared):
    weightings = np.vstack([draw(paper.framework, "flat", 256), np.eye(12)])  # by one factor some scores are equal
    found = concordance(paper, later_of([2, 0, 0, 1, 0, 1], study), weightings)
    assert (found["least"] <= found["centre"]).all() and (found["centre"] <= found["most"]).all()
    assert (found["least"] < found["most"]).any()


def test_a_pair_whose_later_ranges_touch_is_none():
    assert pairs({"a": (0, 1), "b": (1, 2), "c": (3, 3)}) == (("c", "a"), ("c", "b"))
    with pytest.raises(InputError, match="two clusters of which one turned out higher for certain"):
        pairs({"a": (0, 1), "b": (1, 2)})


def test_a_cluster_that_nobody_coded_is_refused(paper: Prepared):
    with pytest.raises(InputError, match='found "leno", expected one of .*[(]leon[?][)]'):
        concordance(paper, {"leno": (1, 1), "sinos": (0, 0)}, np.eye(12))


def test_chance_is_counted_over_all_orders():
    later = {key: (rank, rank) for key, rank in zip("abcd", [0, 1, 1, 2], strict=True)}
    right = [
        sum(order[high] > order[low] for high in range(4) for low in range(4) if [0, 1, 1, 2][high] > [0, 1, 1, 2][low])
        for order in permutations(range(4))
    ]
    for reached in (0.0, 0.4, 0.8, 1.0):
        assert by_chance(later, reached) == pytest.approx(np.mean([each / 5 >= reached - 1e-12 for each in right]))
    many = {str(at): (at, at) for at in range(12)}
    assert by_chance(many, 0.5) == pytest.approx(0.5, abs=0.05)


def test_what_is_kept_is_shared_out_anew(framework: Framework):
    weightings = draw(framework, "hierarchical", 1024)
    kept = ["external_economies", "joint_action"]
    found = confined(framework, weightings, kept)
    columns = [framework.determinants.index(key) for key in kept]
    assert found.sum(axis=1) == pytest.approx(1) and not np.delete(found, columns, axis=1).any()
    # Uniform on four factors is uniform on two of them: each tenth holds a tenth.
    np.testing.assert_allclose(np.histogram(found[:, columns[0]], 10, (0, 1))[0] / 1024, 0.1, atol=0.02)
    with pytest.raises(InputError, match='found "trusst".*[(]trust[?][)]'):
        confined(framework, weightings, ["trusst"])


def test_cross_validation_leaves_the_one_out_that_it_judges(paper: Prepared):
    weightings = draw(paper.framework, "hierarchical", 64, seed=3)
    found = cross_validation(paper, weightings).set_index("cluster")
    observed = compare_paths(paper).drop_duplicates("cluster").set_index("cluster")["observed"]
    named = pd.DataFrame(index=observed.index, columns=range(64))
    for at, weights in enumerate(weightings):
        levels = [weights[paper.framework.level_of == level].sum() for level in range(3)]
        one = central_paths(paper, {"it": paper.framework.weigh(weights, levels)}).set_index("cluster")
        named[at] = [within(one["path"][key], observed[key]) for key in observed.index]
    for key in observed.index:
        fits = named.drop(index=key).sum()
        best = fits.eq(fits.max())
        assert found["fitted"][key] == fits.max()
        assert found["named"][key] == pytest.approx(named.loc[key, best].mean())
    counts = observed_counts(paper, weightings)["named"]
    assert found["fitted"].max() <= counts[counts > 0].index.max()


def test_those_of_a_group_leave_together(paper: Prepared):
    alone = cross_validation(paper, np.eye(12))
    together = cross_validation(paper, np.eye(12), {"guadalajara": "mexico", "leon": "mexico"})
    assert set(alone["of"]) == {5}
    assert together.set_index("cluster")["of"].to_dict()["leon"] == 4
    with pytest.raises(InputError, match="at least two clusters"):
        cross_validation(paper, np.eye(12), dict.fromkeys(paper.ratings.clusters, "one"))


def test_nothing_that_came_later_reaches_the_forecast(study: Study, paper: Prepared, tmp_path):
    """Later rows, whatever they say and in whatever order, change nothing as long as they are not laid over."""
    later = later_of([2, 0, 0, 1, 0, 1], study)
    before = concordance(paper, later, np.eye(12))
    layer = tmp_path / "later.csv"
    rows = [f"{key},{factor},-2,2015" for key in study.clusters["place"] for factor in paper.ratings.determinants]
    layer.write_text("place,determinant,rating,vintage\n" + "\n".join(rows), "utf-8")
    laid = Prepared(load_study(layers=[layer]))
    assert not concordance(laid, later, np.eye(12)).equals(before)
    pd.testing.assert_frame_equal(concordance(Prepared(laid.study.own), later, np.eye(12)), before)
