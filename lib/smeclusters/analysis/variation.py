"""What the cases of a study can tell apart: which factors vary, which run together, which rest on the same sentence.

A factor that is the same in every cluster explains no difference between them, whatever it weighs; two that run
together cannot be told apart; and a sentence that enters many cells is one observation and not many.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from smeclusters.analysis.sampling import orders
from smeclusters.model.paths import TOLERANCE
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import HIGHEST, LOWEST
from smeclusters.model.scoring import Array
from smeclusters.study import each_row

DEALS = 5040
"""So many ways of dealing out ratings, those of seven clusters, are gone through at most."""


def variation(prepared: Prepared) -> pd.DataFrame:
    """Whether determinants differ between clusters, by the centres of their cells and by their ranges.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.

    Returns
    -------
    DataFrame
        One row a determinant: ``determinant``; ``told``, the clusters of which something is said; ``lowest`` and
        ``highest`` of their centres, NaN if nothing is said of any; ``constant``, whether something is said of every
        cluster and all have one centre; ``overlapping``, whether all ranges, those of silent cells too, have a value
        in common, so that on what is known the clusters may all be alike.

    Examples
    --------
    A lathe of Borg is old, the others' tools are good: no value is common to −2 and +1.

    >>> from smeclusters import Prepared, example_study
    >>> variation(Prepared(example_study())).to_numpy().tolist()[-1]
    ['tools', 3, -2.0, 1.0, False, False]
    """
    ratings, centres = prepared.ratings, prepared.centres
    rows = []
    for at, determinant in enumerate(ratings.determinants):
        told = centres[:, at][~np.isnan(centres[:, at])]
        lowest, highest = (told.min(), told.max()) if told.size else (np.nan, np.nan)
        constant = 0 < told.size == len(centres) and highest - lowest < TOLERANCE
        overlapping = bool(ratings.lo[:, at].max(initial=LOWEST) <= ratings.hi[:, at].min(initial=HIGHEST))
        rows.append((determinant, int(told.size), lowest, highest, constant, overlapping))
    return pd.DataFrame(rows, columns=["determinant", "told", "lowest", "highest", "constant", "overlapping"])


def collinearity(prepared: Prepared) -> pd.DataFrame:
    """How determinants run together across clusters: correlations of the centres of their cells.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.

    Returns
    -------
    DataFrame
        One row a pair, in the order of the framework: ``first, second``; ``clusters``, those of which something is
        said on both; ``pearson`` and ``spearman`` (Pearson's of the ranks, ties sharing theirs); ``by_chance``, the
        share of all ways of dealing the one's ratings out to the clusters, 5040 ways at random for more than seven,
        in which `pearson` is at least as far from 0. The last three are NaN where fewer than three clusters are left,
        since through two points there is always a line, or where one of the two is the same in all of them.

    Examples
    --------
    On roads and on craft Almen comes first and Borg last. With three clusters a third of all deals does as well.

    >>> from smeclusters import Prepared, example_study
    >>> table = collinearity(Prepared(example_study())).round(3)
    >>> table.query("first == 'roads' and second == 'craft'").to_numpy().tolist()
    [['roads', 'craft', 3, 0.993, 1.0, 0.333]]
    """
    centres = prepared.centres
    rows = []
    for one, other in combinations(range(len(prepared.ratings.determinants)), 2):
        both = centres[~np.isnan(centres[:, [one, other]]).any(axis=1)]
        keys = prepared.ratings.determinants[one], prepared.ratings.determinants[other]
        rows.append((*keys, len(both), *_correlations(both[:, one], both[:, other])))
    return pd.DataFrame(rows, columns=["first", "second", "clusters", "pearson", "spearman", "by_chance"])


def _correlations(x: Array, y: Array) -> tuple[float, float, float]:
    """Pearson's, Spearman's, and how often dealing out at random gives as much; NaN where there is none."""
    if len(x) < 3 or np.ptp(x) < TOLERANCE or np.ptp(y) < TOLERANCE:
        return (np.nan,) * 3
    from scipy.stats import rankdata  # half a second, and much that imports this module ranks nothing

    return _pearson(x, y), _pearson(rankdata(x), rankdata(y)), _by_chance(x, y)


def _pearson(x: Array, y: Array) -> float:
    return float(np.corrcoef(x, y)[0, 1])


def _by_chance(x: Array, y: Array) -> float:
    dealt = orders(len(x), DEALS)
    x, y = x - x.mean(), y - y.mean()
    return float((np.abs(y[dealt] @ x) >= abs(y @ x) - TOLERANCE).mean())


def double_counting(prepared: Prepared) -> pd.DataFrame:
    """The sentences on which the cells rest, and how many cells each of them enters.

    Rows of evidence with the same locator and the same `sentence` rest on one sentence. Rows that have no `sentence`
    go by their paragraph, those of a layer by the work and the place in it, and one without a locator stands by itself.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.

    Returns
    -------
    DataFrame
        One row a sentence that enters any cell, in the order of the evidence: ``locator``; ``sentence``, its number in
        the paragraph or NaN; ``rows``, the ids of the rows; ``determinants`` and ``clusters`` that it enters, and
        ``cells``, as pairs of the two, each in a tuple in the order of the framework.

    Examples
    --------
    The toy study does not number its sentences. One paragraph is on all of Almen:

    >>> from smeclusters import Prepared, example_study
    >>> table = double_counting(Prepared(example_study()))
    >>> table[["locator", "determinants", "clusters"]].to_numpy().tolist()[0]
    ['2:1', ('roads', 'guild', 'fairs', 'craft', 'tools'), ('almen',)]
    >>> table["cells"].iloc[-1]  # Almen and Cresta have roads of their own
    (('borg', 'roads'),)
    """
    entered: dict[str, set[tuple[str, str]]] = {}
    for at, cell in prepared.cells.items():
        for id in cell.entered:
            entered.setdefault(id, set()).add(at)
    found: dict[tuple[Any, ...], list[str]] = {}
    for row in each_row(prepared.study.evidence):
        if row.id in entered:
            found.setdefault(_sentence_of(row), []).append(row.id)
    rows = []
    for (*_, locator, number), ids in found.items():
        cells = [at for at in prepared.cells if any(at in entered[id] for id in ids)]
        determinants = _those(prepared.ratings.determinants, {determinant for _, determinant in cells})
        clusters = _those(prepared.ratings.clusters, {cluster for cluster, _ in cells})
        rows.append((locator, number, tuple(ids), determinants, clusters, tuple(cells)))
    table = pd.DataFrame(rows, columns=["locator", "sentence", "rows", "determinants", "clusters", "cells"])
    return table.astype({"sentence": float})


def _sentence_of(row: Any) -> tuple[Any, ...]:
    """By what rows of one sentence are known: the same for all of them, the locator and the number last."""
    number = getattr(row, "sentence", np.nan)
    number = None if pd.isna(number) else int(number)
    if not row.locator:
        return (row.layer, row.id, "", number)
    return (row.layer, row.sources if row.layer else "", row.locator, number)


def _those(keys: Sequence[str], wanted: set[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in wanted)
