"""A study with all that follows from its tables, worked out once and handed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from smeclusters.model.framework import Framework, Weights
from smeclusters.model.paths import classify, overlap
from smeclusters.model.ratings import Cell, Ratings, cells, ratings_of
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import Array, score
from smeclusters.study import Study, each_row


@dataclass(frozen=True, eq=False)
class Prepared:
    """A study under some rules: its framework, cells, ratings and names, each worked out when first used.

    Attributes
    ----------
    study : Study
        The tables.
    rules : Rules
        How cells become scores, and scores paths.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> prepared = Prepared(example_study())
    >>> cell = prepared.cells["almen", "guild"]
    >>> prepared.names["almen"], cell.lo, cell.hi
    ('Almen', -1.0, 2.0)
    """

    study: Study
    rules: Rules = Rules()

    @cached_property
    def framework(self) -> Framework:
        """Levels, determinants and named weightings."""
        return Framework.from_study(self.study)

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Cell]:
        """How each cell was made, by cluster and determinant."""
        return {(cell.cluster, cell.determinant): cell for cell in cells(self.study, self.rules.vintage)}

    @cached_property
    def ratings(self) -> Ratings:
        """The matrix of intervals."""
        return ratings_of(self.study, self.cells.values())

    @cached_property
    def centres(self) -> Array:
        """The centre of every cell, shape (clusters, determinants): the median of its rows; NaN where it is silent."""
        centres = [np.nan if cell.centre is None else cell.centre for cell in self.cells.values()]
        return np.array(centres, dtype=float).reshape(self.ratings.lo.shape)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names by key, of places; a layer's place whose name another has is told apart by its layer and key."""
        places = self.study.places
        shared = places["name"].duplicated(keep=False) & (places["layer"] != "")
        alike = places.duplicated(["name", "layer"], keep=False)
        return {
            row.place: row.name if not told else f"{row.name} ({row.layer}{f', {row.place}' if twice else ''})"
            for row, told, twice in zip(each_row(places), shared, alike, strict=True)
        }


def compare_paths(prepared: Prepared, weightings: Mapping[str, Weights] | None = None) -> pd.DataFrame:
    """Every cluster under every weighting, beside what was observed.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    weightings : mapping, optional
        Weights by name; by default all named weightings.

    Returns
    -------
    DataFrame
        One row a cluster and weighting: ``cluster, weighting, score_lo, score_hi, path, observed,
        contradicted``. `path` holds the open paths and `observed` those observed, both in key form; `observed` is
        empty where the study has no outcome; `contradicted` says whether there is one and the two have no path in
        common.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> table = compare_paths(Prepared(example_study()))
    >>> print(*table.query("weighting == 'handwork'")["path"])
    high_road low_road mixed
    """
    if weightings is None:
        weightings = prepared.framework.weightings
    scores = score(prepared.ratings, [weights.flat for weights in weightings.values()], prepared.rules)
    keys = classify(scores, prepared.rules.thresholds).keys()
    observed = prepared.study.observed
    table = pd.DataFrame(
        [
            (cluster, weighting, scores.lo[i, j], scores.hi[i, j], keys[i, j], observed.get(cluster, ""))
            for i, cluster in enumerate(scores.clusters)
            for j, weighting in enumerate(weightings)
        ],
        columns=["cluster", "weighting", "score_lo", "score_hi", "path", "observed"],
    )
    table["contradicted"] = [bool(row.observed) and not overlap(row.observed, row.path) for row in each_row(table)]
    return table
