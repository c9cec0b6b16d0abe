"""How fast exact shares of the weightings are beside sampling, and large classifications beside the bare product.

``make bench`` prints a table for each question: the bracketed number is the ratio to the fastest row.
pymcdm takes part where it is installed.
"""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from smeclusters import Framework, Ratings, count_paths, load_study, rate, share_paths
from smeclusters.robustness import share_at_least

DRAWS = 10_000


def s_of(clusters: int) -> np.ndarray:
    return np.random.default_rng(71).integers(0, 9, (clusters, 12)) / 8


def sampled(s: np.ndarray, t: float) -> np.ndarray:
    """The share of 10,000 uniform weightings with a score of at least t, by bare NumPy."""
    weights = np.random.default_rng(73).dirichlet(np.ones(12), DRAWS)
    found = np.empty(len(s))
    step = 1 << 10
    for start in range(0, len(s), step):
        found[start : start + step] = (s[start : start + step] @ weights.T >= t).mean(axis=1)
    return found


@pytest.mark.parametrize("clusters", [6, 100_000])
@pytest.mark.parametrize("which", ["exact", "sampled"])
def test_flat_shares(benchmark, clusters: int, which: str) -> None:
    benchmark.group = f"share above a threshold, {clusters:,} clusters"
    s = s_of(clusters)
    if which == "exact":
        found = benchmark(share_at_least, s - 0.55)
        np.testing.assert_allclose(found[:6], sampled(s[:6], 0.55), atol=0.03)
    else:
        benchmark.pedantic(sampled, (s, 0.55), rounds=3 if clusters > 6 else 50)


def test_flat_shares_by_pymcdm(benchmark) -> None:
    methods = pytest.importorskip("pymcdm.methods")
    benchmark.group = "share above a threshold, 6 clusters"
    s = s_of(6)
    weights = np.random.default_rng(73).dirichlet(np.ones(12), DRAWS)
    types = np.ones(12)
    method = methods.WSM(normalization_function=None)

    def share() -> np.ndarray:
        return np.mean([method(s, row, types) >= 0.55 for row in weights], axis=0)

    benchmark.pedantic(share, rounds=1)


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
def test_shares_of_the_study(benchmark, prior: str) -> None:
    benchmark.group = "all shares of the six clusters"
    study = load_study()
    ratings, framework = rate(study), Framework.from_study(study)
    found = benchmark(share_paths, ratings, framework, prior)
    assert found["error"].max() < 1e-5


@pytest.mark.parametrize("which", ["count_paths", "bare"])
def test_many_clusters_and_weightings(benchmark, which: str, capsys: pytest.CaptureFixture[str]) -> None:
    benchmark.group = "classes of 100,000 clusters x 1,000 weightings"
    ends = np.sort(np.random.default_rng(71).integers(-2, 3, (2, 100_000, 12)), axis=0).astype(float)
    names = tuple(map(str, range(100_000)))
    ratings = Ratings(names, tuple("abcdefghijkl"), ends[0], ends[1], np.zeros((100_000, 12), bool))
    weights = np.random.default_rng(73).dirichlet(np.ones(12), 1_000)
    s = (np.vstack([ratings.lo, ratings.hi]) + 2) / 4

    def bare() -> None:
        """The product alone, block by block: neither compared nor counted."""
        found = np.empty((len(s), 8))
        for start in range(0, len(weights), 8):
            np.matmul(s, weights[start : start + 8].T, out=found)

    if which == "bare":
        benchmark.pedantic(bare, rounds=3)
        return
    benchmark.pedantic(count_paths, (ratings, [weights]), rounds=3)
    tracemalloc.start()
    count_paths(ratings, [weights[:50]])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with capsys.disabled():
        print(f"\ncount_paths, 100,000 clusters: peak {peak / 1e6:.0f} MB")
