"""Value of information: what it would be worth to know a cell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from smeclusters.analysis.acceptability import acceptability
from smeclusters.analysis.sampling import Prior
from smeclusters.model.framework import Framework
from smeclusters.model.ratings import Ratings
from smeclusters.model.rules import Rules

# ---- What is not known, and what one sentence carries.


def value_of_information(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    rules: Rules = Rules(),
    progress: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """What it would be worth to know a cell: the expected drop of the undetermined share.

    Every whole rating in the cell's interval is taken to be as likely as any other.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    framework : Framework
        Levels and their determinants.
    prior : {"hierarchical", "flat"}, default "hierarchical"
        What a share is a share of.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence.
    progress : function, optional
        Called after each cell, for a progress bar.

    Returns
    -------
    DataFrame
        One row a cell that is not a single rating: ``cluster, determinant, silent``; ``undetermined`` (the share of
        the weightings that leave more than one path open, as it is, in 0…1); ``drop`` (by how much it is expected to
        fall); the largest drop first.

    Raises
    ------
    InputError
        If the prior is unknown.

    Examples
    --------
    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> table = value_of_information(rate(study), Framework.from_study(study), prior="flat")
    >>> table[["cluster", "determinant", "drop"]].round(2).values.tolist()[:2]
    [['borg', 'fairs', 0.34], ['almen', 'guild', 0.19]]
    """
    few = (4, 3)  # a drop is a difference of shares; three digits of it are more than enough
    now = acceptability(ratings, framework, prior, rules, nodes=few)["undetermined"]
    rows = []
    for at, cluster in enumerate(ratings.clusters):
        for position, determinant in enumerate(ratings.determinants):
            lo, hi = ratings.lo[at, position], ratings.hi[at, position]
            if lo == hi:
                continue
            known = np.arange(np.ceil(lo), np.floor(hi) + 1)
            lower, upper = (np.repeat(ends[[at]], len(known), axis=0) for ends in (ratings.lo, ratings.hi))
            lower[:, position] = upper[:, position] = known
            supposed = Ratings(tuple(map(str, known)), ratings.determinants, lower, upper, np.zeros(lower.shape, bool))
            then = acceptability(supposed, framework, prior, rules, nodes=few)
            drop = now[cluster] - then["undetermined"].mean()
            silent = bool(ratings.silent[at, position])
            rows.append((cluster, determinant, silent, now[cluster], drop))
            progress()
    table = pd.DataFrame(rows, columns=["cluster", "determinant", "silent", "undetermined", "drop"])
    return table.sort_values("drop", ascending=False, kind="stable", ignore_index=True)
