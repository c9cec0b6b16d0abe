"""Scores: the weighted power mean of a cluster's ratings, as an interval in [0, 1]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.framework import Weights
from smeclusters.ratings import HIGHEST, LOWEST, Ratings

Silent = Literal["range", "middle", "leave_out"]
"""What stands for a cell about which the paper says nothing: its whole range, the middle, nothing."""

Array = NDArray[np.float64]

# Scores computed at once: enough to keep the processor busy, little enough to stay in its cache.
_BLOCK = 1 << 16
# Powers this close to 0 are the geometric mean to within rounding.
_GEOMETRIC = 1e-12
# exp() overflows beyond this.
_EXPONENT = 700.0


@dataclass(frozen=True, eq=False)
class Scores:
    """Intervals of scores.

    Attributes
    ----------
    clusters : tuple of str
        Keys of the rows.
    lo, hi : ndarray, shape (clusters,) for one weighting or (clusters, n) for n, in 0…1
        Ends of each interval.
    """

    clusters: tuple[str, ...]
    lo: Array
    hi: Array


def score(
    ratings: Ratings,
    weights: Weights | ArrayLike,
    compensation: float = 1.0,
    silent: Silent = "range",
) -> Scores:
    r"""Score every cluster under one weighting or many.

    A rating r is put on the scale s = (r + 2) / 4. The score is the weighted power mean
    (Σ w sᵖ)^(1/p) with the weights adding up to 1 and p the compensation: the arithmetic mean
    for p = 1, the geometric mean for p → 0, the smallest s for p → −∞. It rises with every s, so
    the lower ends of the cells give the lower end of the score and the upper ends the upper.

    Parameters
    ----------
    ratings : Ratings
        Cells of any number of clusters.
    weights : Weights, or array of shape (determinants,) or (n, determinants)
        Non-negative, in any unit; each row is divided by its sum.
    compensation : float, −∞…1
        How far strength in one factor makes up for weakness in another. Factors of weight 0
        drop out; for p ≤ 0 an s of 0 that weighs anything makes the score 0.
    silent : {"range", "middle", "leave_out"}
        For cells without evidence: the whole range; the middle rating 0; or left out, the other
        weights keeping their proportions (a cluster of which nothing is left scores 0…1).

    Returns
    -------
    Scores
        Of shape (clusters,) for one weighting, (clusters, n) for n.

    Raises
    ------
    InputError
        If a weight is negative or not finite, all weights of a row are 0, there are too few or
        too many, compensation is above 1 or not a number, or `silent` is unknown.

    References
    ----------
    Hardy, G. H., Littlewood, J. E. and Pólya, G. (1952), Inequalities, 2nd edition, chapter II.

    Examples
    --------
    >>> import numpy as np
    >>> from smeclusters import Ratings
    >>> cell = np.array([[1.0, -1.0]])
    >>> ratings = Ratings(("a",), ("x", "y"), cell, cell, np.zeros((1, 2), bool))
    >>> score(ratings, [3, 1]).lo.tolist()
    [0.625]
    >>> score(ratings, [3, 1], compensation=float("-inf")).lo.tolist()
    [0.25]
    """
    rows = _as_rows(weights, len(ratings.determinants))
    clusters = len(ratings.clusters)
    both = np.empty((2 * clusters, len(rows)))
    for block, found in score_blocks(ratings, rows, compensation, silent):
        both[:, block] = found
    if isinstance(weights, Weights) or np.ndim(weights) == 1:
        both = both[:, 0]
    return Scores(ratings.clusters, both[:clusters], both[clusters:])


def score_blocks(
    ratings: Ratings,
    weights: Array,
    compensation: float = 1.0,
    silent: Silent = "range",
) -> Iterator[tuple[slice, Array]]:
    """Scores a block of weightings at a time, for results that need not be kept.

    Takes the parameters of :func:`score`, with `weights` of shape (n, determinants), and yields
    the block's place among the n together with an array of shape (2 × clusters, block): the
    lower ends, then the upper ends.
    """
    check_compensation(compensation)
    if silent not in get_args(Silent):
        raise InputError([Problem("silent", None, None, str(silent), one_of(get_args(Silent)))])
    lo, hi = ratings.lo, ratings.hi
    if silent == "middle":
        lo, hi = np.where(ratings.silent, 0.0, lo), np.where(ratings.silent, 0.0, hi)
    scaled = (np.vstack([lo, hi]) - LOWEST) / (HIGHEST - LOWEST)
    # Ones where a factor counts for a cluster; None where all do, which saves a product.
    counts = None
    if silent == "leave_out" and ratings.silent.any():
        counts = np.tile(~ratings.silent, (2, 1)).astype(float)
    step = max(1, _BLOCK // len(scaled))
    for start in range(0, len(weights), step):
        block = slice(start, min(start + step, len(weights)))
        shares = _shares(weights[block], start)
        if counts is None:
            yield block, _power_mean(scaled, shares, compensation)
            continue
        found = np.empty((len(scaled), len(shares)))
        left = counts @ shares.T
        for row in range(len(scaled)):  # only here do weights differ from cluster to cluster
            kept = shares * counts[row]
            with np.errstate(invalid="ignore"):
                kept /= left[row, :, None]
            nothing_known = 0.0 if row < len(ratings.clusters) else 1.0
            mean = _power_mean(scaled[row : row + 1], np.nan_to_num(kept), compensation)[0]
            found[row] = np.where(left[row] > 0, mean, nothing_known)
        yield block, found


def check_compensation(compensation: float) -> None:
    """Refuse a compensation that is no number or above 1.

    Raises
    ------
    InputError
        If it is.
    """
    if not compensation <= 1:
        problem = Problem("compensation", None, None, str(compensation), "a number of at most 1, or -inf")
        raise InputError([problem])


def _as_rows(weights: Weights | ArrayLike, determinants: int) -> Array:
    rows = weights.flat if isinstance(weights, Weights) else np.asarray(weights, dtype=float)
    if rows.ndim not in (1, 2) or rows.shape[-1] != determinants:
        expected = f"{determinants} numbers, or rows of {determinants}"
        raise InputError([Problem("weights", None, None, f"an array of shape {rows.shape}", expected)])
    return np.atleast_2d(rows)


def _shares(weights: Array, start: int) -> Array:
    """Weights divided by their sums, and refused if that cannot be done."""
    # A product is several times as fast as sum(axis=1) on rows this short.
    sums = weights @ np.ones(weights.shape[1])
    if weights.min(initial=0) >= 0 and sums.min(initial=1) > 1e-290 and sums.max(initial=1) < np.inf:
        return weights / sums[:, None]
    bad = ~(np.isfinite(weights) & (weights >= 0)).all(axis=1) | ~weights.any(axis=1)
    if bad.any():
        row = int(np.argmax(bad))
        expected = "finite numbers of at least 0, one of them above 0"
        raise InputError([Problem("weights", start + row, None, str(weights[row].tolist()), expected)])
    weights = weights / weights.max(axis=1, keepdims=True)  # sums of the largest or smallest numbers
    return weights / weights.sum(axis=1, keepdims=True)


def _power_mean(s: Array, w: Array, p: float) -> Array:
    """Weighted power means of shape (clusters, n), of s (clusters, determinants) and w (n, determinants)."""
    if p == 1:
        return s @ w.T
    weakest = None
    positive = np.where(s > 0, s, 1.0)
    if -p * np.abs(np.log(positive)).max(initial=0) > _EXPONENT:
        weakest = _weakest(s, w)
        if np.isneginf(p):
            return weakest
    if p > 0:
        with np.errstate(divide="ignore"):
            # expm1 and log1p keep their precision where p is small and all powers are near 1.
            return np.exp(np.log1p(np.maximum(np.expm1(p * np.log(s)) @ w.T, -1.0)) / p)
    if abs(p) < _GEOMETRIC:
        mean = np.exp(np.log(positive) @ w.T)
    elif weakest is None:
        mean = np.exp(np.log1p(np.expm1(p * np.log(positive)) @ w.T) / p)
    else:
        mean = _near_weakest(positive, w, p, np.where(weakest > 0, weakest, 1.0))
    return np.where((s == 0).astype(float) @ w.T > 0, 0.0, mean)


def _weakest(s: Array, w: Array) -> Array:
    """The smallest s among the factors that weigh anything."""
    found = np.full((len(s), len(w)), np.inf)
    for factor in range(s.shape[1]):
        np.minimum(found, s[:, factor, None], out=found, where=w[None, :, factor] > 0)
    return found


def _near_weakest(s: Array, w: Array, p: float, weakest: Array) -> Array:
    """The power mean for a p so low that sᵖ overflows: powers of s relative to the weakest."""
    total = np.zeros_like(weakest)
    for factor in range(s.shape[1]):
        ratio = np.maximum(s[:, factor, None] / weakest, 1.0)  # below 1 only where the weight is 0
        total += w[None, :, factor] * ratio**p
    return weakest * total ** (1 / p)
