"""How fast scoring is beside the bare arithmetic, and that counting needs no memory for its weightings.

``make bench`` prints a table for each size: the bracketed number is the ratio to the faster row.
"""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from smeclusters import Ratings, Thresholds, classify, count_paths, score

SIZES = [(6, 10_000), (6, 1_000_000), (100_000, 1)]
IDS = [f"{clusters:,} clusters x {n:,} weightings" for clusters, n in SIZES]


def inputs(clusters: int, n: int) -> tuple[Ratings, np.ndarray]:
    random = np.random.default_rng(71)
    ends = np.sort(random.integers(-2, 3, (2, clusters, 12)), axis=0).astype(float)
    names = tuple(map(str, range(clusters)))
    ratings = Ratings(names, tuple("abcdefghijkl"), ends[0], ends[1], np.zeros((clusters, 12), bool))
    return ratings, random.random((n, 12))


def bare_scores(s: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Normalise and multiply, block by block: what any weighted mean has to do."""
    found = np.empty((len(s), len(weights)))
    step = max(1, (1 << 14) // len(s))
    ones = np.ones(weights.shape[1])
    for start in range(0, len(weights), step):
        block = weights[start : start + step]
        np.matmul(s, (block / (block @ ones)[:, None]).T, out=found[:, start : start + step])
    return found


def bare_classes(lo: np.ndarray, hi: np.ndarray) -> np.ndarray:
    """Compare and combine, block by block."""
    found = np.empty(lo.shape, np.uint8)
    flat, lo, hi = found.reshape(-1), lo.reshape(-1), hi.reshape(-1)
    for start in range(0, len(flat), 1 << 16):
        b = slice(start, start + (1 << 16))
        flat[b] = (lo[b] < 0.4).view(np.uint8)
        flat[b] |= ((hi[b] >= 0.4) & (lo[b] < 0.6)).view(np.uint8) << 1
        flat[b] |= (hi[b] >= 0.6).view(np.uint8) << 2
    return found


@pytest.mark.parametrize("size", SIZES, ids=IDS)
@pytest.mark.parametrize("which", ["score", "bare"])
def test_score(benchmark, size: tuple[int, int], which: str) -> None:
    benchmark.group = f"score, {IDS[SIZES.index(size)]}"
    ratings, weights = inputs(*size)
    s = (np.vstack([ratings.lo, ratings.hi]) + 2) / 4
    if which == "bare":
        benchmark(bare_scores, s, weights)
    else:
        found = benchmark(score, ratings, weights)
        np.testing.assert_allclose(np.vstack([found.lo, found.hi]), bare_scores(s, weights), atol=1e-12)


@pytest.mark.parametrize("size", SIZES, ids=IDS)
@pytest.mark.parametrize("which", ["classify", "bare"])
def test_classify(benchmark, size: tuple[int, int], which: str) -> None:
    benchmark.group = f"classify, {IDS[SIZES.index(size)]}"
    scores = score(*inputs(*size))
    if which == "bare":
        benchmark(bare_classes, scores.lo, scores.hi)
    else:
        benchmark(classify, scores, Thresholds())


@pytest.mark.parametrize("batches", [1, 10, 100])
def test_memory_of_counting(benchmark, batches: int, capsys: pytest.CaptureFixture[str]) -> None:
    benchmark.group = "count_paths, 6 clusters, batches of 10,000 weightings"
    ratings, _ = inputs(6, 1)

    def draw():
        random = np.random.default_rng(71)
        return (random.random((10_000, 12)) for _ in range(batches))

    benchmark.pedantic(lambda: count_paths(ratings, draw()), rounds=3)
    tracemalloc.start()
    count_paths(ratings, draw())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with capsys.disabled():
        print(f"\ncount_paths, {batches * 10_000:>9,} weightings: peak {peak / 1e6:.2f} MB")
