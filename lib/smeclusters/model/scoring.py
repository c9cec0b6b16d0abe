"""Scores: the weighted power mean of a cluster's ratings, as an interval in [0, 1]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from smeclusters.errors import InputError, Problem
from smeclusters.model.framework import Weights
from smeclusters.model.ratings import HIGHEST, LOWEST, Ratings, on_scale
from smeclusters.model.rules import Rules

Array = NDArray[np.float64]


# Scores computed at once: enough to keep the processor busy, little enough to stay in its cache.
_BLOCK = 1 << 16
MANY = 512
"""Clusters from which scores are laid out cluster beside cluster, and no longer weighting beside weighting."""


# Exponents this close to 0 give the geometric mean to within rounding.
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
    rules: Rules = Rules(),
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
    rules : Rules, default Rules()
        Whose compensation is p, and which say what stands for silence. Factors of weight 0 drop out;
        for p ≤ 0 an s of 0 that weighs anything makes the score 0. Where silent cells are left out,
        a cluster of which nothing is left scores 0…1.

    Returns
    -------
    Scores
        Of shape (clusters,) for one weighting, (clusters, n) for n; in 0…1 up to rounding.

    Raises
    ------
    InputError
        If a weight is negative or not finite, all weights of a row are 0, or there are too few or
        too many.

    References
    ----------
    Hardy, G. H., Littlewood, J. E. and Pólya, G. (1952), Inequalities, 2nd edition, chapter II.

    Examples
    --------
    Cresta is rated 0, +1, −1, 0 and +1: on the scale 0…1 it is 0.5, 0.75, 0.25, 0.5 and 0.75.

    >>> from smeclusters import Rules, example_study, rate
    >>> ratings = rate(example_study())
    >>> score(ratings, [1, 1, 1, 0, 1]).lo[2].item()  # (0.5 + 0.75 + 0.25 + 0.75) / 4
    0.5625
    >>> score(ratings, [1, 1, 1, 0, 1], Rules(compensation=float("-inf"))).lo[2].item()  # the weakest decides
    0.25
    """
    rows = _as_rows(weights, ratings)
    lo, hi = np.empty((2, len(ratings.clusters), len(rows)))
    for block, lower, upper in score_blocks(ratings, rows, rules):
        lo[:, block], hi[:, block] = lower, upper
    if isinstance(weights, Weights) or np.ndim(weights) == 1:
        lo, hi = lo[:, 0], hi[:, 0]
    return Scores(ratings.clusters, lo, hi)


def score_blocks(
    ratings: Ratings,
    weights: Weights | ArrayLike,
    rules: Rules = Rules(),
) -> Iterator[tuple[slice, Array, Array]]:
    """Scores a block of weightings at a time, for results that need not be kept.

    Parameters
    ----------
    ratings : Ratings
        Cells of any number of clusters.
    weights : Weights, or array of shape (determinants,) or (n, determinants)
        Non-negative, in any unit.
    rules : Rules, default Rules()
        Compensation, and what stands for silence; see :func:`score`.

    Yields
    ------
    slice
        The block's place among the weightings.
    lo, hi : ndarray, shape (clusters, block), in 0…1
        Ends of the scores.

    Raises
    ------
    InputError
        If a weight is negative or not finite, all weights of a row are 0, or there are too few or
        too many.

    Examples
    --------
    >>> from smeclusters import example_study, rate
    >>> [(block.stop, lo[2].tolist()) for block, lo, _ in score_blocks(rate(example_study()), np.eye(5))]
    [(5, [0.5, 0.75, 0.25, 0.5, 0.75])]
    """
    weights = _as_rows(weights, ratings)
    lo, hi, counts = ratings.lo, ratings.hi, None
    if rules.silent == "middle":
        lo, hi = np.where(ratings.silent, 0.0, lo), np.where(ratings.silent, 0.0, hi)
    elif rules.silent == "leave_out" and ratings.silent.any():
        counts = (~ratings.silent).astype(float)
    lower, upper = _PowerMean(lo, counts, rules.compensation), _PowerMean(hi, counts, rules.compensation)
    # The arithmetic mean is put on the scale 0…1 through its weights, which are fewer than its results.
    sum_to = 1 / (HIGHEST - LOWEST) if rules.compensation == 1 else 1.0
    step = max(1, _BLOCK // max(1, len(lo)))
    for start in range(0, len(weights), step):
        block = slice(start, min(start + step, len(weights)))
        shares = _shares(weights[block], start, sum_to)
        if counts is None:
            yield block, lower(shares), upper(shares)
        else:
            left = counts @ shares.T / sum_to
            known, left = left > 0, np.where(left > 0, left, 1.0)
            yield block, np.where(known, lower(shares, left), 0.0), np.where(known, upper(shares, left), 1.0)


def _as_rows(weights: Weights | ArrayLike, ratings: Ratings) -> Array:
    wanted = len(ratings.determinants)
    if isinstance(weights, pd.Series):
        weights = weights.reindex(ratings.determinants)  # by its labels, whatever their order
    elif isinstance(weights, pd.DataFrame):
        weights = weights.reindex(columns=ratings.determinants)
    try:
        rows = weights.flat if isinstance(weights, Weights) else np.asarray(weights, dtype=float)
        found = f"an array of shape {rows.shape}"
    except (TypeError, ValueError, OverflowError):
        rows, found = np.empty(0), str(weights)
    if rows.ndim not in (1, 2) or rows.shape[-1] != wanted:
        raise InputError([Problem("weights", None, None, found, f"{wanted} numbers, or rows of {wanted}")])
    return np.atleast_2d(rows)


def _shares(weights: Array, start: int, sum_to: float) -> Array:
    """Weights in proportion, adding up to `sum_to`; refused if they cannot be used."""
    with np.errstate(over="ignore", invalid="ignore"):  # told below, in words
        # A product is several times as fast as sum(axis=1) on rows this short.
        sums = weights @ np.ones(weights.shape[1])
    if weights.min(initial=0) >= 0 and sums.min(initial=1) > 1e-290 and sums.max(initial=1) < np.inf:
        shares: Array = weights * (sum_to / sums)[:, None]
        return shares
    bad = ~(np.isfinite(weights) & (weights >= 0)).all(axis=1) | ~weights.any(axis=1)
    if bad.any():
        row = int(np.argmax(bad))
        expected = "finite numbers of at least 0, one of them above 0"
        raise InputError([Problem("weights", start + row + 1, None, str(weights[row].tolist()), expected)])
    weights = weights / weights.max(axis=1, keepdims=True)  # the sum of such numbers would not be finite
    return np.asarray(weights * (sum_to / weights.sum(axis=1, keepdims=True)))


class _PowerMean:
    """Weighted power means of each cluster's ratings, on the scale 0…1.

    What depends on the ratings alone is computed once, what depends on the weights in each call.
    """

    def __init__(self, ratings: Array, counts: Array | None, p: float) -> None:
        self.ratings, self.counts, self.p = ratings, counts, p
        if p == 1:
            return
        self.s = on_scale(ratings)
        self.positive = np.where(self.s > 0, self.s, 1.0)
        self.zero = (self.s == 0).astype(float)
        longest = np.abs(np.log(self.positive)).max(initial=0)
        self.overflows = bool(np.isneginf(p)) or -p * longest > _EXPONENT

    def __call__(self, shares: Array, left: Array | None = None) -> Array:
        """Means of shape (clusters, n) for shares (n, determinants).

        `left`, of shape (clusters, n), is what the shares of the factors that count add up to; None
        if all count.
        """
        p = self.p
        if p == 1:
            mean = self._mean(self.ratings, shares, left)
            mean -= LOWEST / (HIGHEST - LOWEST)
            return mean
        if p > _GEOMETRIC:
            # expm1 and log1p keep their precision where p is small and all powers are near 1.
            with np.errstate(divide="ignore"):  # the logarithm of 0 is where it should be
                powers = np.expm1(p * np.log(self.s))
                return np.exp(np.log1p(np.maximum(self._mean(powers, shares, left), -1.0)) / p)
        if self.overflows:
            mean = self._near_weakest(shares, left)
        elif p >= -_GEOMETRIC:
            mean = np.exp(self._mean(np.log(self.positive), shares, left))
        else:
            mean = np.exp(np.log1p(self._mean(np.expm1(p * np.log(self.positive)), shares, left)) / p)
        return np.where(self._mean(self.zero, shares, left) > 0, 0.0, mean)

    def _mean(self, values: Array, shares: Array, left: Array | None) -> Array:
        if self.counts is not None and left is not None:
            values = values * self.counts
        # Of many clusters those beside one another in memory are clusters: what follows goes along them.
        many = len(values) >= MANY and len(values) > len(shares)
        means = (shares @ values.T).T if many else values @ shares.T
        return means if left is None else means / left

    def _near_weakest(self, shares: Array, left: Array | None) -> Array:
        """For a p so low that powers overflow: powers of s relative to the weakest that weighs anything."""
        factors = range(self.s.shape[1])
        used = [(shares[:, i] > 0) & (self.counts is None or self.counts[:, i, None] > 0) for i in factors]
        weakest = np.full((len(self.s), len(shares)), np.inf)
        for i in factors:
            np.minimum(weakest, self.positive[:, i, None], out=weakest, where=used[i])
        if np.isneginf(self.p):
            return weakest
        sums = np.zeros_like(weakest)
        for i in factors:
            ratio = np.maximum(self.positive[:, i, None] / weakest, 1.0)  # less only where it weighs nothing
            sums += np.where(used[i], shares[:, i], 0.0) * ratio**self.p
        with np.errstate(divide="ignore"):  # where nothing is left, the caller has the answer
            return weakest * (sums if left is None else sums / left) ** (1 / self.p)
