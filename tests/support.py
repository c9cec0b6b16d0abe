"""What several test modules need that is no fixture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from smeclusters import Ratings

ROOT = Path(__file__).resolve().parents[1]


def points(*rows: list[float]) -> Ratings:
    """Ratings without uncertainty, for sums that can be done by hand."""
    cells = np.array(rows, dtype=float)
    clusters = tuple(f"c{i}" for i in range(cells.shape[0]))
    determinants = tuple(f"d{i}" for i in range(cells.shape[1]))
    return Ratings(clusters, determinants, cells, cells, np.zeros(cells.shape, dtype=bool))
