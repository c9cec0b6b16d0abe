"""A layer of a thousand clusters with a row for each determinant: read, and rated."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from smeclusters import load_study, rate

CLUSTERS = 1000


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("layer") / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["place", "name", "country", "determinant", "rating", "summary", "sources", "locator", "vintage"])
        keys = [*load_study().determinants["determinant"]]
        for at in range(CLUSTERS):
            for other, key in enumerate(keys):
                rows.writerow(
                    [f"c{at}", f"Town {at}", "PAK", key, (at + other) % 5 - 2, "So it is.", "A book", "12", 1999]
                )
    return path


def test_a_thousand_clusters_are_read_and_rated(benchmark: BenchmarkFixture, layer: Path):
    """Goal: under 2 s."""
    ratings = benchmark.pedantic(lambda: rate(load_study(layers=[layer])), rounds=3)
    assert len(ratings.clusters) == CLUSTERS + 6
