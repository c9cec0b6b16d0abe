"""Leave-one-out: what one sentence or one source carries."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smeclusters.model.framework import Weights
from smeclusters.model.paths import classify
from smeclusters.model.ratings import HIGHEST, LOWEST, Ratings, cells, rate
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import score
from smeclusters.study import Study, each_row


def leave_one_out(
    study: Study,
    weights: Weights,
    rules: Rules = Rules(),
) -> pd.DataFrame:
    """Which classes change when a sentence or a source is left out, or a rating moved by a step.

    Parameters
    ----------
    study : Study
        The coded paper.
    weights : Weights
        One weighting.
    rules : Rules, default Rules()
        Compensation, thresholds, what stands for silence, and the year up to which evidence counts.

    Returns
    -------
    DataFrame
        One row a change of class: ``change`` (``row``, ``source``, ``up``, ``down``), ``id`` (of the
        row or the source), ``cluster, before, after`` (open paths).

    Raises
    ------
    InputError
        If the weights are not of the study's determinants.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> study = example_study()
    >>> table = leave_one_out(study, Framework.from_study(study).weightings["both"])
    >>> print(*table.query("change == 'source'").to_numpy()[0])
    source haller1998 almen high_road mixed|high_road
    """
    ratings = rate(study, rules.vintage)

    def paths(rated: Ratings) -> NDArray[np.str_]:
        return classify(score(rated, weights, rules), rules.thresholds).keys()

    before = paths(ratings)
    rows = [
        (change, key, cluster, old, new)
        for change, key, rated in _variants(study, rules.vintage)
        for cluster, old, new in zip(ratings.clusters, before, paths(rated), strict=True)
        if old != new
    ]
    return pd.DataFrame(rows, columns=["change", "id", "cluster", "before", "after"])


@lru_cache(maxsize=2)  # under other weights the same ratings are asked for again
def _variants(study: Study, vintage: int | None) -> tuple[tuple[str, str, Ratings], ...]:
    """The ratings after each change: what it is, and of which row or source."""
    evidence = study.evidence
    used = {row for cell in cells(study, vintage) for row in cell.entered}
    changed: list[tuple[str, str, pd.DataFrame]] = []
    for position, row in enumerate(each_row(evidence)):
        if row.id not in used:
            continue
        changed.append(("row", row.id, evidence.drop(evidence.index[position])))
        for change, step in (("up", 1), ("down", -1)):
            if LOWEST <= row.rating + step <= HIGHEST:
                ratings_ = evidence["rating"].copy()
                ratings_.iloc[position] += step
                changed.append((change, row.id, evidence.assign(rating=ratings_)))
    cited = evidence["sources"].str.split(";")
    for source in sorted({source for sources in cited for source in sources if source}):
        # A statement that rests on several works stays as long as one of them does.
        changed.append(("source", source, evidence[[sources != [source] for sources in cited]]))
    return tuple((change, key, rate(replace(study, evidence=table), vintage)) for change, key, table in changed)
