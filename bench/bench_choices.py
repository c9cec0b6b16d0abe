"""How fast settings of all choices are worked out beside the same arithmetic in bare NumPy, and in how much memory.

``make bench`` prints a table for each size: the bracketed number is the ratio to the fastest row. What takes no part
in the arithmetic, as points of Sobol sequences, sums by sequence and theses, is ours alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.stats import rankdata

from smeclusters import Choices, Prepared, Thesis, load_study, multiverse, simulate
from smeclusters.analysis.uncertainty.blocks import Where
from smeclusters.analysis.uncertainty.executors import pool
from smeclusters.analysis.uncertainty.worlds import Tables
from smeclusters.claims.theses import theses

SIZES = [(6, 1 << 20), (10_000, 1 << 14)]


def given(clusters: int) -> tuple[Choices, tuple[Thesis, ...], Tables]:
    """The study's six clusters, or as many made up as there shall be."""
    study = load_study()
    choices = Choices.of(study, {key: load_study(coding=key) for key in "bc"})
    tables = Tables.of(choices)
    if clusters == 6:
        return choices, theses(Prepared(study)), tables
    rng = np.random.default_rng(71)
    codings, widenings, _, determinants = tables.lo.shape
    centre = rng.integers(0, 9, (codings, clusters, determinants)) / 8
    wide = np.arange(widenings)[None, :, None, None] * rng.integers(0, 2, centre.shape)[:, None] / 4
    silent = rng.random(centre.shape) < 0.1
    made = replace(
        tables,
        clusters=tuple(f"c{at}" for at in range(clusters)),
        lo=np.where(silent[:, None], 0.0, np.maximum(centre[:, None] - wide, 0.0)),
        hi=np.where(silent[:, None], 1.0, np.minimum(centre[:, None] + wide, 1.0)),
        centre=np.where(silent, np.nan, centre),
        silent=silent,
        observed=rng.integers(0, 8, (codings, 2, clusters)).astype(np.uint8),
    )
    return choices, theses(Prepared(study)), made


def bare(tables: Tables, samples: int) -> np.ndarray:
    """Shares of the paths, mean scores and mean ranks, shape (clusters, 5)."""
    rng = np.random.default_rng(73)
    codings, widenings, clusters, determinants = tables.lo.shape
    step, sizes = min(samples, max(1, (1 << 18) // (clusters * determinants))), tables.levels.sum(axis=0).astype(int)
    found = np.zeros((clusters, 5))
    for _ in range(samples // step):
        coding, widening = rng.integers(codings, size=step), rng.integers(widenings, size=step)
        s = tables.lo[coding, widening]
        s += rng.random(s.shape) * (tables.hi[coding, widening] - s)
        quiet, kind = tables.silent[coding], rng.integers(3, size=(step, 1, 1))
        s[quiet & (kind == 1)] = 0.5
        out = quiet & (kind == 2)
        some = rng.random(step) < 0.5
        ranked = rankdata(np.where(out[some], np.inf, s[some]), axis=1) - 0.5
        s[some] = ranked / (~out[some]).sum(axis=1, keepdims=True)
        by_level = [rng.dirichlet(np.ones(size), step) for size in sizes]
        weights = np.hstack(by_level) * (rng.dirichlet(np.ones(len(sizes)), step) @ tables.levels.T)
        flat = rng.random(step) < 0.5
        weights[flat] = rng.dirichlet(np.ones(determinants), flat.sum())
        p = rng.random((step, 1, 1))
        counted = weights[:, None, :] * ~out
        powers = s**p
        powers[out] = 0.0
        sums, whole = (counted * powers) @ tables.levels, counted @ tables.levels
        narrow = counted * tables.narrow
        with np.errstate(invalid="ignore"):
            levels = (sums / whole) ** (1 / p)
            score = (sums.sum(axis=2) / whole.sum(axis=2)) ** (1 / p[..., 0])
            weakest = rng.random((step, 1)) < 0.5
            score = np.where(weakest, np.fmin.reduce(levels, axis=2), score)
            of_narrow = ((narrow * powers).sum(axis=2) / narrow.sum(axis=2)) ** (1 / p[..., 0])
        low, high = 1 / 3 + rng.random((step, 1)) * 0.35 / 3, 0.55 + rng.random((step, 1)) * 0.35 / 3
        of_all, _ = ([value < low, (value >= low) & (value < high), value >= high] for value in (score, of_narrow))
        sums_of = [*of_all, score, rankdata(-score, axis=1)]
        found += np.stack([each.sum(axis=0) for each in sums_of], axis=1)
    return found / samples


@pytest.mark.parametrize(("clusters", "samples"), SIZES)
@pytest.mark.parametrize("by", ["simulate", "bare"])
def test_settings_drawn(benchmark: BenchmarkFixture, by: str, clusters: int, samples: int):
    """Goal: a ratio under 2, in one process."""
    benchmark.group = f"all choices: {clusters:,} clusters x {samples:,} settings"
    choices, asked, tables = given(clusters)
    few, same = simulate(choices, (), 1 << 10, tables=tables), bare(tables, 1 << 10)
    expected = few["value"].to_numpy().reshape(-1, 5).mean(axis=0)
    np.testing.assert_allclose(same.mean(axis=0)[:4], expected[:4], atol=0.03)  # it is the same arithmetic
    if by == "simulate":
        benchmark.pedantic(simulate, (choices, asked, samples), {"tables": tables}, rounds=1)
    else:
        benchmark.pedantic(bare, (tables, samples), rounds=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_processes(benchmark: BenchmarkFixture, workers: int):
    """Goal: nearly half the time in two, on a machine with nothing else to do. They are begun before."""
    benchmark.group = "all choices, 6 clusters x 1,048,576 settings: processes"
    choices, asked, tables = given(6)
    with pool(workers) as executor:
        for future in [executor.submit(time.sleep, 1) for _ in range(workers)]:
            future.result()
        simulate(choices, asked, 1 << 10, tables=tables, where=Where(executor))
        benchmark.pedantic(simulate, (choices, asked, 1 << 20), {"tables": tables, "where": Where(executor)}, rounds=1)


@pytest.mark.parametrize(("clusters", "samples"), SIZES)
def test_memory(benchmark: BenchmarkFixture, clusters: int, samples: int, capsys: pytest.CaptureFixture[str]):
    """Goal: under 500 MB whatever the size, libraries and tables included, in one process of its own."""
    benchmark.group = "all choices, a process of its own: start to end"
    command = [sys.executable, __file__, str(clusters), str(samples)]
    peak = benchmark.pedantic(subprocess.check_output, (command,), {"text": True}, rounds=1)
    assert float(peak) < 500
    with capsys.disabled():
        print(f"\n{clusters:,} clusters x {samples:,} settings, drawn and in every combination: peak {peak.strip()} MB")


if __name__ == "__main__":
    chosen, theses_asked, looked_up = given(int(sys.argv[1]))
    simulate(chosen, theses_asked, int(sys.argv[2]), tables=looked_up)
    multiverse(chosen, theses_asked, tables=looked_up)
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
