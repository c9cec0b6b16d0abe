"""Levers: which determinant moves a cluster's score most, and which recommendations act on it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from smeclusters.errors import InputError, Problem
from smeclusters.model.framework import Weights
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import HIGHEST, Ratings
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import score
from smeclusters.study import Study, each_row


def levers(
    ratings: Ratings,
    weights: Weights | ArrayLike,
    rules: Rules = Rules(),
) -> pd.DataFrame:
    """What one step of rating on each determinant adds to each cluster's score.

    A step raises both ends of a cell by one, as far as +2. A silent cell that is raised stays
    silent, so that under "middle" and "leave_out" it gains nothing: what is not known to be
    weak cannot be known to gain.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    weights : Weights or array of shape (determinants,)
        One weighting, non-negative, in any unit.
    rules : Rules, default Rules()
        Compensation, and what stands for silence.

    Returns
    -------
    DataFrame
        One row a cluster and determinant: ``cluster, determinant, gain_lo, gain_hi`` (what the
        lower and the upper end of the score gain), sorted within each cluster by their sum, the
        largest first.

    Raises
    ------
    InputError
        If a weight is negative or not finite, all weights are 0, there are too few or too many, or there is more
        than one weighting.

    Examples
    --------
    A step is a quarter of the scale, and tools weigh a quarter of the whole.

    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> table = levers(rate(study), Framework.from_study(study).weightings["both"])
    >>> print(*table.to_numpy()[0])
    almen tools 0.0625 0.0625
    """
    before = score(ratings, weights, rules)
    if before.lo.ndim != 1:
        raise InputError([Problem("weights", None, None, f"{before.lo.shape[1]} weightings", "one weighting")])
    clusters, determinants = ratings.lo.shape
    steps = np.eye(determinants)[None]  # one copy of each cluster for each determinant raised
    raised = Ratings(
        clusters=tuple(np.repeat(ratings.clusters, determinants)),
        determinants=ratings.determinants,
        lo=np.minimum(ratings.lo[:, None] + steps, HIGHEST).reshape(-1, determinants),
        hi=np.minimum(ratings.hi[:, None] + steps, HIGHEST).reshape(-1, determinants),
        silent=np.repeat(ratings.silent, determinants, axis=0),
    )
    after = score(raised, weights, rules)
    table = pd.DataFrame(
        {
            "cluster": raised.clusters,
            "determinant": np.tile(ratings.determinants, clusters),
            "gain_lo": after.lo - np.repeat(before.lo, determinants),
            "gain_hi": after.hi - np.repeat(before.hi, determinants),
        }
    )
    order = pd.Series(range(clusters), index=list(ratings.clusters))
    keys = pd.DataFrame({"cluster": table["cluster"].map(order), "gain": -(table["gain_lo"] + table["gain_hi"])})
    return table.loc[keys.round(12).sort_values(["cluster", "gain"], kind="stable").index].reset_index(drop=True)


def recommendations(study: Study, determinant: str) -> pd.DataFrame:
    """The rows of ``policies.csv`` that act on a determinant.

    Parameters
    ----------
    study : Study
        The coded paper.
    determinant : str
        Key of a determinant.

    Returns
    -------
    DataFrame
        Those rows, with the columns of the table; none if nothing acts on it.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> recommendations(example_study(), "fairs")["summary"].tolist()
    ['Clear the passes of snow, so that buyers can come.']
    """
    acts = [determinant in keys.split(";") for keys in study.policies["determinants"]]
    return study.policies[np.array(acts, dtype=bool)]


def support(prepared: Prepared) -> pd.DataFrame:
    """How much the evidence says, cluster by cluster, on what each recommendation acts on.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.

    Returns
    -------
    DataFrame
        One row a recommendation: ``id, cells, direct, around, silent``. `cells` counts the cells of
        the determinants that it acts on, `direct` those that rest on the clusters themselves,
        `around` those that rest only on what lies around them or on guesses.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> support(Prepared(example_study())).values.tolist()
    [['clear-the-passes', 6, 4, 1, 1], ['teach', 3, 2, 1, 0]]
    """
    rows = []
    for policy in each_row(prepared.study.policies):
        acted_on = [cell for cell in prepared.cells.values() if cell.determinant in policy.determinants.split(";")]
        silent = sum(cell.silent for cell in acted_on)
        around = sum(cell.widened > 0 for cell in acted_on)
        rows.append((policy.id, len(acted_on), len(acted_on) - silent - around, around, silent))
    return pd.DataFrame(rows, columns=["id", "cells", "direct", "around", "silent"])
