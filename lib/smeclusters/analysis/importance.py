"""How much each determinant moves the scores, beside what it nominally weighs, and which weights would be true to it.

A weight says how much a determinant counts for one cluster. It does not say how much of the difference between
clusters the determinant makes: one that is the same everywhere makes none, whatever it weighs, and two that run
together share theirs. Importance is how much of the variance of the scores goes with the determinant alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from smeclusters.analysis.likely import centres
from smeclusters.analysis.sampling import draw, orders
from smeclusters.analysis.variation import collinearity, variation
from smeclusters.errors import InputError, Problem
from smeclusters.model.framework import Weights, read_numbers
from smeclusters.model.paths import TOLERANCE
from smeclusters.model.prepared import Prepared
from smeclusters.model.scoring import Array, score

CLOSE = 0.75
"""From which correlation on, in either direction, two determinants run together."""

DEALS = 720
"""So many ways of dealing out scores, those of six clusters, are gone through at most."""

STARTS = 16
"""From so many weightings drawn at random the search begins, besides those that would do without correlations."""

_FEWEST = 3  # clusters: through two points there is always a line
_BANDWIDTHS = 2.0 ** -np.arange(0, 6.5, 0.5)  # of the range: the narrowest a 64th, which keeps ratings apart


def importance(prepared: Prepared, weights: Weights | None = None) -> pd.DataFrame:
    """How much of the difference between the clusters' scores goes with each determinant, beside its weight.

    With x the values of a determinant, y the scores and E[y | x] the regression of y on x, `linear` is Pearson's
    r², and `ratio` the correlation ratio S = Var(E[y | x]) / Var(y), which a bent regression can bring above it. For
    independent determinants and full compensation both are w² Var(x) / Var(y).

    Cells stand at their centres and scores are those of :func:`central_paths`. A silent cell therefore stands at 0,
    the middle of its range, under the rules ``range`` and ``middle``: the scores take it so, and what moves them is
    asked here. That a cell is silent in some clusters and not in others then moves scores as well, so see `told`.
    Under ``leave_out`` a determinant is held against the scores of the clusters of which something is said.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    weights : Weights, optional
        By default those with which others are compared.

    Returns
    -------
    DataFrame
        One row a determinant: ``determinant, level``; ``weight``, its share of the whole; ``told``, the clusters of
        which something is said; ``pearson``, below 0 where the scores run against it; ``linear`` and ``ratio``, in
        0…1; ``by_chance``, the share of all ways of dealing the scores out to the clusters, 720 ways at random for
        more than six, that give at least as large a ratio; ``linear_part`` and ``ratio_part``, each as a part of the
        sum over all determinants; ``constant``, whether it is the same in all clusters that enter; ``collinear``, the
        other determinants with which it has a correlation of :data:`CLOSE` or more in either direction, a tuple. A
        determinant with which fewer than three clusters enter has NaN, and one that is constant 0.

    Raises
    ------
    InputError
        If there are fewer than three clusters.

    Notes
    -----
    Parts add up to 1, importances do not: correlated determinants move the scores together, and each counts for
    both. A determinant without any weight has importance if it runs together with one that weighs.

    With a handful of clusters a regression can follow every point, and its ratio would be near 1 for anything. So
    the line stays straight unless a bent one foretells clusters that are left out clearly better
    (:func:`correlation_ratio`); of six, hardly any does, and `ratio` then is `linear`. A straight line overfits too:
    of six clusters and pure noise r² is 1/5 on average. `by_chance` says how often chance does as well. Neither
    makes six clusters a sample: importance says how these clusters' scores differ, not what others would show.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, Journal of the Royal Statistical
    Society A 176(3), 609–634.

    Examples
    --------
    Roads weigh less than craft or tools, and go with the scores no less than these do:

    >>> from smeclusters import Prepared, example_study
    >>> table = importance(Prepared(example_study())).round(2)
    >>> table[["determinant", "weight", "linear", "linear_part"]].to_numpy().tolist()[::3]
    [['roads', 0.17, 0.98, 0.27], ['craft', 0.25, 0.93, 0.26]]
    >>> table["collinear"][1]
    ('tools',)
    """
    framework = prepared.framework
    weights = framework.weightings[framework.reference] if weights is None else weights
    values, scores = _entering(prepared), _scores(prepared, weights.flat)
    pearson = _pearson(values, scores)
    found = [_ratio_and_chance(column, scores) for column in values.T]
    table = pd.DataFrame(
        {
            "determinant": framework.determinants,
            "level": [framework.levels[at] for at in framework.level_of],
            "weight": weights.flat,
            "told": variation(prepared)["told"],
            "pearson": pearson,
            "linear": pearson**2,
            "ratio": [ratio for ratio, _ in found],
            "by_chance": [chance for _, chance in found],
        }
    )
    table["linear_part"] = _parts(table["linear"].to_numpy())
    table["ratio_part"] = _parts(table["ratio"].to_numpy())
    table["constant"] = _constant(values)
    table["collinear"] = _collinear(prepared)
    return table


def correlation_ratio(x: ArrayLike, y: ArrayLike) -> float:
    """How much of the variance of some numbers goes with others: the variance of a regression, by that of all.

    The regression is local-linear with a Gaussian kernel. It is the straight line, unless one of 13 bandwidths, from
    the range of x down to a 64th of it, foretells points left out one by one clearly better than the line does, and
    than the mean of the others: by more than one standard error of the difference. Of several that do, it is the one
    with the least errors. Where few values differ, a narrow bandwidth gives the mean of each; where they are two, so
    does the straight line. Smoothing takes a little off what bends much.

    Parameters
    ----------
    x, y : array of shape (n,)
        Values, and the numbers that may go with them.

    Returns
    -------
    float, in 0…1
        0 where one of the two does not vary.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), as for :func:`importance`. Fan and Gijbels (1996), Local Polynomial
    Modelling and its Applications, for the regression. Breiman, Friedman, Olshen and Stone (1984), Classification
    and Regression Trees, for the rule of one standard error.

    Examples
    --------
    No line goes through a valley, but a bent one does:

    >>> x = np.linspace(-2, 2, 41)
    >>> round(float(np.corrcoef(x, x**2)[0, 1] ** 2), 2), round(correlation_ratio(x, x**2), 2)
    (0.0, 1.0)
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return float(_ratios(x, y[None])[0]) if np.ptp(x) >= TOLERANCE and np.ptp(y) >= TOLERANCE else 0.0


def _ratio_and_chance(column: Array, scores: Array) -> tuple[float, float]:
    known = ~np.isnan(column)
    x, y = column[known], scores[known]
    if len(x) < _FEWEST:
        return np.nan, np.nan
    ratio = correlation_ratio(x, y)
    if ratio == 0:
        return ratio, 1.0
    return ratio, float((_ratios(x, y[orders(len(y), DEALS)]) >= ratio - TOLERANCE).mean())


def _ratios(x: Array, rows: Array) -> Array:
    """The correlation ratio of each row of numbers on the same values."""
    line = _errors(x, rows, np.inf)
    mean = ((rows - rows.mean(axis=1, keepdims=True)) * len(x) / (len(x) - 1)) ** 2  # foretold by that of the others
    found = (rows @ _smoother(x, np.inf).T).var(axis=1)
    least = np.full(len(rows), np.inf)
    for bandwidth in np.ptp(x) * _BANDWIDTHS:
        errors = _errors(x, rows, bandwidth)
        better = (errors.sum(axis=1) < least) & _clearly(errors, line) & _clearly(errors, mean)
        found[better] = (rows[better] @ _smoother(x, bandwidth).T).var(axis=1)
        least[better] = errors[better].sum(axis=1)
    return np.asarray(np.minimum(found / rows.var(axis=1), 1.0))


def _errors(x: Array, rows: Array, bandwidth: float) -> Array:
    """The square of what each point differs from a fit to all others."""
    return np.asarray((rows - rows @ _smoother(x, bandwidth, leave_out=True).T) ** 2)


def _clearly(errors: Array, than: Array) -> NDArray[np.bool_]:
    """Whether errors are smaller than others by more than the standard error of their mean difference."""
    less = than - errors
    return np.asarray(less.mean(axis=1) > less.std(axis=1, ddof=1) / np.sqrt(less.shape[1]) + TOLERANCE**2)


def _smoother(x: Array, bandwidth: float, leave_out: bool = False) -> Array:
    """What each point gives to the local-linear fit at each, a row for each fit; itself nothing if it is left out."""
    away = x - x[:, None]
    squares = away**2
    nearest = (squares + np.where(np.eye(len(x)), np.inf, 0)).min(axis=1, keepdims=True) if leave_out else 0.0
    kernel = np.exp(np.minimum(nearest - squares, 0) / (2 * bandwidth**2))  # the nearest counts 1, however far it is
    if leave_out:
        np.fill_diagonal(kernel, 0)
    none, first, second = ((kernel * away**power).sum(axis=1, keepdims=True) for power in range(3))
    sloping = none * second - first**2
    level = sloping <= TOLERANCE * none * second  # all that count lie in one place: no slope can be told
    shares: Array = np.where(level, kernel / none, kernel * (second - first * away) / np.where(level, 1, sloping))
    return shares


@dataclass(frozen=True, eq=False)
class Optimal:
    """The weights whose importance comes nearest to what was stated.

    Attributes
    ----------
    weights : Weights
        Those weights; where several come as near, one of them.
    table : DataFrame
        One row a determinant: ``determinant``; ``stated``, parts that add up to 1; ``reached``, `linear_part` of
        :func:`importance`, with a minus where the scores run against the determinant; ``weight``; ``pearson,
        constant, collinear`` as there.
    distance : float, in 0…1
        How much of the importance lies elsewhere than stated: half the sum of the differences.
    """

    weights: Weights
    table: pd.DataFrame
    distance: float


def optimal_weights(prepared: Prepared, stated: Mapping[str, float] | Sequence[float]) -> Optimal:
    """The weights with which each determinant moves the scores as much as is stated, or as nearly as any weights can.

    What is to be reached is the part of each determinant in the sum of all r², `linear_part` of :func:`importance`.
    As r² has no direction, a part with which the scores run against the determinant counts as below 0: nobody means
    that. As near as can be is by least squares. The search starts from many weightings; where determinants are
    correlated, it may still end in one that is only better than its neighbours. What cannot be reached shows in the
    table: a constant determinant never moves a score, so it gets no weight, and of collinear ones none moves scores
    alone. One with which fewer than three clusters enter gets none either.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules, which say what stands for silence as in :func:`importance`.
    stated : mapping or sequence
        How important each determinant is meant to be: a number of at least 0, in any unit.

    Returns
    -------
    Optimal
        The weights, what they reach and how far from the stated importance that is.

    Raises
    ------
    InputError
        If a key is unknown or missing, a number negative or not finite, or all are 0; if there are fewer than three
        clusters, or no determinant differs between them.

    References
    ----------
    Becker, Saisana, Paruolo and Vandecasteele (2017), Weights and importance in composite indicators: closing the
    gap, Ecological Indicators 80, 12–22.

    Examples
    --------
    The guild cannot have half of the importance even where it alone weighs anything, as others run with it:

    >>> from smeclusters import Prepared, example_study
    >>> found = optimal_weights(Prepared(example_study()), [1, 3, 0, 1, 1])
    >>> found.table[["determinant", "stated", "reached", "weight"]].round(2).to_numpy().tolist()[:2]
    [['roads', 0.17, 0.18, 0.0], ['guild', 0.5, 0.34, 1.0]]
    >>> round(found.distance, 2)
    0.19
    """
    framework = prepared.framework
    meant = read_numbers(stated, framework.determinants, "stated importance")
    values = _entering(prepared)
    constant = _constant(values)
    free = ~constant & ((~np.isnan(values)).sum(axis=0) >= _FEWEST)
    if not meant.any():
        raise InputError([Problem("stated importance", None, None, "0", "at least one number above 0")])
    if not free.any():
        expected = "at least one that differs between the clusters"
        raise InputError([Problem("determinants", None, None, "constant ones alone", expected)])
    meant = meant / meant.sum()

    def spread_out(moving: Array) -> Array:
        flat = np.zeros(len(constant))
        flat[free] = moving
        return flat

    def missed(moving: Array) -> Array:
        reached = _reached(values, _scores(prepared, spread_out(moving)))
        return np.asarray(np.nan_to_num(reached - meant)[free])

    from scipy.optimize import least_squares  # half a second, and much that imports this module fits nothing

    spreads = np.nanstd(values[:, free], axis=0)
    alone = [meant[free], np.sqrt(meant[free]) / spreads, 1 / spreads]
    starts = [start / start.sum() for start in (*alone, *draw(framework, "flat", STARTS)[:, free]) if start.any()]
    found = [least_squares(missed, np.clip(start, 1e-3, 1 - 1e-3), bounds=(0, 1)) for start in starts]
    best = min(found, key=lambda each: float(each.cost))
    weights = framework.weigh(spread_out(np.where(best.x < 1e-6 * best.x.max(), 0, best.x)).tolist())
    scores = _scores(prepared, weights.flat)
    reached = _reached(values, scores)
    table = pd.DataFrame(
        {
            "determinant": framework.determinants,
            "stated": meant,
            "reached": reached,
            "weight": weights.flat,
            "pearson": _pearson(values, scores),
            "constant": constant,
            "collinear": _collinear(prepared),
        }
    )
    return Optimal(weights, table, float(np.nansum(np.abs(reached - meant)) / 2))


def _reached(values: Array, scores: Array) -> Array:
    """The part of each determinant in the sum of all r², with the sign of r."""
    pearson = _pearson(values, scores)
    return np.asarray(np.sign(pearson) * _parts(pearson**2))


# ---- What enters.


def _entering(prepared: Prepared) -> Array:
    """The value of each cell, shape (clusters, determinants); NaN where a silent one is left out."""
    if len(prepared.ratings.clusters) < _FEWEST:
        found, expected = str(len(prepared.ratings.clusters)), f"at least {_FEWEST} clusters"
        raise InputError([Problem("places", None, None, found, expected)])
    return prepared.centres if prepared.rules.silent == "leave_out" else np.nan_to_num(prepared.centres)


def _scores(prepared: Prepared, flat: Array) -> Array:
    return score(centres(prepared), flat, prepared.rules).lo


def _constant(values: Array) -> NDArray[np.bool_]:
    """Whether each determinant has one value in all clusters that enter with it; one or two say nothing of that."""
    entering = [column[~np.isnan(column)] for column in values.T]
    return np.array([not each.size or each.size >= _FEWEST and bool(np.ptp(each) < TOLERANCE) for each in entering])


def _pearson(values: Array, scores: Array) -> Array:
    """The correlation of each determinant with the scores: 0 if one does not vary, NaN if too few clusters enter."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    x, y = (
        np.where(known, each - np.where(known, each, 0).sum(axis=0) / np.maximum(count, 1), 0)
        for each in (values, np.broadcast_to(scores[:, None], values.shape))
    )
    spreads = np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))
    vary = spreads > TOLERANCE
    return np.where(count < _FEWEST, np.nan, np.where(vary, (x * y).sum(axis=0) / np.where(vary, spreads, 1), 0))


def _parts(importances: Array) -> Array:
    whole = np.nansum(importances)
    return np.asarray(importances / whole if whole > 0 else importances)


def _collinear(prepared: Prepared) -> list[tuple[str, ...]]:
    """The others with which each determinant runs together."""
    found = collinearity(prepared)
    pairs = found.loc[found["pearson"].abs() >= CLOSE, ["first", "second"]].to_numpy().tolist()
    return [
        tuple(key for key in prepared.framework.determinants if [one, key] in pairs or [key, one] in pairs)
        for one in prepared.framework.determinants
    ]
