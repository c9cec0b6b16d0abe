"""Whether a coding orders the clusters as they turned out later, and whether weights that fit some name the others.

The order is judged by the pairs of clusters that turned out differently: the share of them whose scores lie the same
way round is the concordance, Harrell's C. It is ½ for who says the same of all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from smeclusters.analysis.likely import centres
from smeclusters.analysis.sampling import orders
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Framework
from smeclusters.model.paths import TOLERANCE, classify, code_of
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings
from smeclusters.model.scoring import Array, score

ORDERS = 40320
"""So many orders, those of eight clusters, are gone through at most."""

Later = Mapping[str, tuple[float, float]]
"""How each cluster turned out: the lowest and the highest that it may be. What is not known does not stand in it."""


def pairs(later: Later) -> tuple[tuple[str, str], ...]:
    """The pairs of clusters of which it is sure that one turned out higher.

    Parameters
    ----------
    later : mapping of str to (float, float)
        How each cluster turned out.

    Returns
    -------
    tuple of (str, str)
        The higher before the lower.

    Raises
    ------
    InputError
        If there is no such pair.

    Examples
    --------
    >>> pairs({"almen": (2, 2), "borg": (0, 1), "cresta": (1, 2)})
    (('almen', 'borg'),)
    """
    found = tuple((one, other) for one in later for other in later if later[one][0] > later[other][1])
    if not found:
        raise InputError(
            [Problem("later", None, None, None, "two clusters of which one turned out higher for certain")]
        )
    return found


def concordance(prepared: Prepared, later: Later, weightings: ArrayLike, single: Ratings | None = None) -> pd.DataFrame:
    """How far scores lie in the order in which the clusters turned out, under each of many weightings.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules. What came later must not be in it.
    later : mapping of str to (float, float)
        How each cluster turned out.
    weightings : array of shape (n, determinants)
        Weights.
    single : Ratings, optional
        A single rating for each cell, by default its centre: the median of its rows, before it is widened.

    Returns
    -------
    DataFrame
        One row a weighting, shares in 0…1 of the :func:`pairs` whose scores lie the right way round, equal scores
        counting half: ``centre``, by the single ratings; ``least`` and ``most``, wherever in their ranges the
        scores of the two lie. These two are bounds pair by pair, and may not be reached by all pairs at once.

    Raises
    ------
    InputError
        If a cluster is none of the study, or no two turned out differently for certain.

    References
    ----------
    Harrell, Califf, Pryor, Lee and Rosati (1982), Evaluating the yield of medical tests, JAMA 247(18).

    Examples
    --------
    Had Borg done best, then a weighting of tools alone, which are worst in Borg, would be wrong on both pairs:

    >>> from smeclusters import Prepared, example_study
    >>> later = {"almen": (0, 0), "borg": (1, 1), "cresta": (0, 0)}
    >>> concordance(Prepared(example_study()), later, np.eye(5)[4:]).to_numpy().tolist()
    [[0.0, 0.0, 0.0]]
    """
    clusters = prepared.ratings.clusters
    strangers = [key for key in later if key not in clusters]
    if strangers:
        raise InputError([Problem("later", None, None, strangers[0], one_of(clusters, strangers[0]))])
    places = np.array([[clusters.index(key) for key in pair] for pair in pairs(later)]).T
    middle = score(centres(prepared) if single is None else single, weightings, prepared.rules).lo
    scores = score(prepared.ratings, weightings, prepared.rules)
    (high, low), ends = places, (scores.lo, scores.hi)
    return pd.DataFrame(
        {
            "centre": _right(middle[high], middle[low]),
            "least": _right(ends[0][high], ends[1][low]),
            "most": _right(ends[1][high], ends[0][low]),
        }
    )


def _right(high: Array, low: Array) -> Array:
    """The share of pairs in the right order, those that are equal by half."""
    gap = high - low
    found: Array = np.where(abs(gap) <= TOLERANCE, 0.5, gap > 0).mean(axis=0)
    return found


def by_chance(later: Later, reached: float) -> float:
    """The share of all orders of the clusters whose concordance is at least as high.

    Parameters
    ----------
    later : mapping of str to (float, float)
        How each cluster turned out.
    reached : float, in 0…1
        A concordance.

    Returns
    -------
    float, in 0…1
        Of all orders; of more than eight clusters 40,320 orders drawn at random.

    Raises
    ------
    InputError
        If no two clusters turned out differently for certain.

    Examples
    --------
    Of three, the best can be put first in two orders of six:

    >>> round(by_chance({"almen": (1, 1), "borg": (0, 0), "cresta": (0, 0)}, 1.0), 3)
    0.333
    """
    keys = list(later)
    ranks = orders(len(keys), ORDERS)
    high, low = np.array([[keys.index(key) for key in pair] for pair in pairs(later)]).T
    return float(((ranks[:, high] > ranks[:, low]).mean(axis=1) >= reached - TOLERANCE).mean())


def confined(framework: Framework, weightings: Array, determinants: Collection[str]) -> Array:
    """Weightings of which only some factors are kept, shared out anew among these.

    Weightings that are uniform over a level stay uniform over the factors kept.

    Parameters
    ----------
    framework : Framework
        Whose determinants they are.
    weightings : ndarray, shape (n, determinants)
        Weights; those of the factors kept add up to more than 0.
    determinants : collection of str
        Keys of the factors to keep.

    Returns
    -------
    ndarray, shape (n, determinants), in 0…1
        Each row adds up to 1.

    Raises
    ------
    InputError
        If a key is unknown.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> framework = Framework.from_study(example_study())
    >>> confined(framework, np.full((1, 5), 0.2), ["craft", "tools"]).tolist()
    [[0.0, 0.0, 0.0, 0.5, 0.5]]
    """
    strangers = [key for key in determinants if key not in framework.determinants]
    if strangers:
        expected = one_of(framework.determinants, strangers[0])
        raise InputError([Problem("determinants", None, None, strangers[0], expected)])
    kept = np.where([key in determinants for key in framework.determinants], weightings, 0.0)
    shared: Array = kept / kept.sum(axis=1, keepdims=True)
    return shared


def cross_validation(
    prepared: Prepared, weightings: ArrayLike, groups: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Whether the weightings that name the paths of all other clusters best also name that of the one left out.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    weightings : array of shape (n, determinants)
        Among which to look, such as are drawn at random.
    groups : mapping of str to str, optional
        Clusters that are left out together, by the name of their group; by default each by itself.

    Returns
    -------
    DataFrame
        One row a cluster with an observed path: ``cluster``, ``observed``; ``fitted``, the number of the others whose
        path the best weightings name by the centres of the cells; ``of``, how many others there are; ``named``, the
        share of those best weightings that name its own; ``commonest``, whether the path observed most often among
        the others does, ties counting by their share.

    Raises
    ------
    InputError
        If fewer than two clusters or groups have an observed path.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> cross_validation(Prepared(example_study()), np.eye(5)).drop(columns="observed").to_numpy().tolist()
    [['almen', 1, 1, 1.0, 0.0], ['borg', 1, 1, 0.8, 0.0]]
    """
    observed, rules = prepared.study.observed, prepared.rules
    keys = [cluster for cluster in prepared.ratings.clusters if cluster in observed]
    group = [(groups or {}).get(key, key) for key in keys]
    if len(set(group)) < 2:
        raise InputError([Problem("outcomes", None, "path", None, "at least two clusters with an observed path")])
    wanted = np.array([code_of(observed[key]) for key in keys], dtype=np.uint8)
    at = [prepared.ratings.clusters.index(key) for key in keys]
    found = (classify(score(centres(prepared), weightings, rules), rules.thresholds).open[at] & wanted[:, None]) > 0
    rows = []
    for place, key in enumerate(keys):
        others = np.array([each != group[place] for each in group])
        fits = found[others].sum(axis=0)
        best = fits == fits.max()
        share = float(found[place, best].mean())
        rows.append((key, observed[key], int(fits.max()), int(others.sum()), share, _commonest(wanted, place, others)))
    return pd.DataFrame(rows, columns=["cluster", "observed", "fitted", "of", "named", "commonest"])


def _commonest(wanted: Sequence[int] | NDArray[np.uint8], place: int, others: NDArray[np.bool_]) -> float:
    """Whether the paths that agree with most of the others agree with that of one cluster."""
    paths = np.array([1, 2, 4], dtype=np.uint8)
    counts = ((np.asarray(wanted)[others, None] & paths) > 0).sum(axis=0)
    return float(((paths[counts == counts.max()] & wanted[place]) > 0).mean())
