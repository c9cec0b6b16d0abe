"""How fast exact shares of the weightings are beside sampling, and large classifications beside the bare product.

``make bench`` prints a table for each question: the bracketed number is the ratio to the fastest row.
pysensmcda and pymcdm take part where they are installed. For 100,000 clusters pymcdm would take an hour
and pysensmcda 80 GB, for its matrix of ranks, so that a thousandth of the work stands for the whole.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from smeclusters import Framework, Ratings, acceptability, count_paths, load_study, rate
from smeclusters.analysis.simplex import share_at_least

DRAWS = 10_000
T = 0.55


def s_of(clusters: int) -> np.ndarray:
    return np.random.default_rng(71).integers(0, 9, (clusters, 12)) / 8


def exact(s: np.ndarray, draws: int) -> np.ndarray:
    return share_at_least(s - T)


def drawn(draws: int) -> np.ndarray:
    return np.random.default_rng(73).dirichlet(np.ones(12), draws)


DRAWN = drawn(DRAWS)


def numpy_once_drawn(s: np.ndarray, draws: int, weights: np.ndarray = DRAWN) -> np.ndarray:
    step = 1 << 10
    blocks = (s[start : start + step] for start in range(0, len(s), step))
    return np.concatenate([(block @ weights.T >= T).mean(axis=1) for block in blocks])


def numpy(s: np.ndarray, draws: int) -> np.ndarray:
    return numpy_once_drawn(s, draws, drawn(draws))


def pysensmcda(s: np.ndarray, draws: int) -> np.ndarray:
    """With the fastest method that it takes; its own draws are uniform on the simplex."""
    from pysensmcda.smaa import simulate

    result = simulate(lambda matrix, weights, _: matrix @ weights, s, np.ones(12), num_samples=draws, seed=73)
    return (result.preferences >= T).mean(axis=0)


def pymcdm(s: np.ndarray, draws: int) -> np.ndarray:
    from pymcdm.methods import WSM

    method, types = WSM(normalization_function=lambda x, cost: x), np.ones(12)
    return np.mean([method(s, weights, types) >= T for weights in drawn(draws)], axis=0)


WHOLE = "share above a threshold, {:,} clusters, samples of 10,000"
PART = "share above a threshold, 1,000 clusters, samples of 1,000: times 1,000 for 100,000 and 10,000"


@pytest.mark.parametrize("clusters", [6, 100_000])
@pytest.mark.parametrize("by", [exact, numpy, numpy_once_drawn, pysensmcda, pymcdm], ids=lambda by: by.__name__)
def test_flat_shares(benchmark, clusters: int, by: Callable[[np.ndarray, int], np.ndarray]) -> None:
    library = by in (pysensmcda, pymcdm)
    if library:
        pytest.importorskip(by.__name__)
    few = s_of(6)
    np.testing.assert_allclose(by(few, DRAWS), share_at_least(few - T), atol=0.03)
    benchmark.group = WHOLE.format(clusters)
    if by is exact:
        benchmark(by, s_of(clusters), DRAWS)
    elif library and clusters > 6:
        benchmark.group = PART
        benchmark.pedantic(by, (s_of(1_000), 1_000))
    else:
        benchmark.pedantic(by, (s_of(clusters), DRAWS), rounds=3 if library or clusters > 6 else 50)


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
def test_shares_of_the_study(benchmark, prior: str) -> None:
    benchmark.group = "all shares of the six clusters"
    study = load_study()
    ratings, framework = rate(study), Framework.from_study(study)
    found = benchmark(acceptability, ratings, framework, prior)
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
    count_paths(ratings, [weights])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with capsys.disabled():
        print(f"\ncount_paths, 100,000 clusters: peak {peak / 1e6:.0f} MB")
