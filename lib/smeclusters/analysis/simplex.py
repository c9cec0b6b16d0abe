"""Exact shares of a simplex of weights that fulfil one linear inequality, or two.

Every question of the form "does the score reach a threshold?" is linear in the weights once ratings
and threshold are put on the scale of the compensation: Σ w a ≥ 0 with one number a for each factor.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from smeclusters.model.scoring import Array

_BLOCK = 1 << 12  # rows at once: enough to keep the processor busy, few enough for its cache


_FEW = 16  # rows up to which numbers one by one are faster than arrays of so few


# ---- Exact shares of a simplex.


def share_at_least(a: ArrayLike) -> Array:
    r"""The share of the weights on a simplex with Σ w a ≥ 0, for each row of `a`.

    With the values that are not negative as y and the negative ones as x,
    F(k, h) = [y_k F(k, h − 1) − x_h F(k − 1, h)] / (y_k − x_h), F(k, 0) = 1, F(0, h) = 0.
    All coefficients lie between 0 and 1, so that no precision is lost, ties included.

    Parameters
    ----------
    a : array of shape (n, m)
        Finite numbers.

    Returns
    -------
    ndarray, shape (n,), in 0…1
        The shares.

    References
    ----------
    Varsi, G. (1973), The multidimensional content of the frustum of the simplex, Pacific Journal
    of Mathematics 46(1), 303–314. Ali, M. M. (1973), Content of the frustum of a simplex, Pacific
    Journal of Mathematics 48(2), 313–322.

    Examples
    --------
    >>> share_at_least([[3, -1], [1, -1], [1, 1]]).tolist()
    [0.75, 0.5, 1.0]
    """
    rows = np.asarray(a, dtype=float)
    if len(rows) <= _FEW:
        rows = np.sort(rows, axis=1)
        negatives = (rows < 0).sum(axis=1)
        return np.array(list(map(_recurrence, rows.tolist(), negatives.tolist())), dtype=float)
    found = np.empty(len(rows))
    for start in range(0, len(rows), _BLOCK):
        block = np.sort(rows[start : start + _BLOCK], axis=1)
        negatives = (block < 0).sum(axis=1)
        for h in np.unique(negatives):
            members = negatives == h
            found[start : start + _BLOCK][members] = _recurrence(block[members].T, int(h))
    return found


def _recurrence(values: Array | list[float], h: int) -> Array | float:
    """F for sorted values, of which h are negative: numbers, or arrays of them for many simplexes."""
    x, y = values[:h], values[h:]
    share = [0.0] + [1.0] * len(y)
    for negative in x:
        for k, positive in enumerate(y, 1):
            share[k] = (positive * share[k] - negative * share[k - 1]) / (positive - negative)
    return share[-1]


def share_between(a: ArrayLike, b: ArrayLike) -> Array:
    r"""The share of the weights on a simplex with Σ w a ≥ 0 > Σ w b, for each pair of rows.

    An edge of the simplex whose ends lie on different sides of Σ w a = 0 is cut where it crosses,
    which splits the simplex in two, with one end replaced by the point of the cut in either. What the
    recurrence of :func:`share_at_least` adds up are the volumes of these pieces; here the pieces are
    kept (at most 462 for twelve factors), and in each the share with Σ w b < 0 is exact again.

    Parameters
    ----------
    a, b : arrays of shape (n, m)
        Finite numbers.

    Returns
    -------
    ndarray, shape (n,), in 0…1
        The shares.

    Examples
    --------
    >>> share_between([[1.0, -1.0]], [[0.5, -1.5]]).round(6).tolist()
    [0.25]
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    found = np.empty(len(a))
    signs = a < 0
    patterns, group = np.unique(signs, axis=0, return_inverse=True)
    for number, negative in enumerate(patterns):
        rows = group.reshape(-1) == number
        found[rows] = _between(a[rows].T, b[rows].T, negative)
    return found


def _between(a: Array, b: Array, negative: np.ndarray) -> Array:
    (x, y), (bx, by) = ((values[negative], values[~negative]) for values in (a, b))
    if not len(y):
        return np.zeros(a.shape[1])
    if not len(x):
        return 1 - share_at_least(b.T)
    # By how many ends are left on either side: volumes of the pieces, and b at the points of the cuts.
    start = (np.ones((1, a.shape[1])), np.empty((1, 0, a.shape[1])))
    pieces = {(len(y), len(x)): [start]}
    share = np.zeros(a.shape[1])
    for k, h in product(range(len(y), 0, -1), range(len(x), -1, -1)):
        volumes = np.concatenate([volume for volume, _ in pieces[k, h]])
        cuts = np.concatenate([cut for _, cut in pieces[k, h]])
        if h == 0:  # nothing is left on the other side
            ends = np.concatenate([cuts, np.broadcast_to(by[:k], (len(cuts), k, a.shape[1]))], axis=1)
            below = 1 - share_at_least(ends.transpose(0, 2, 1).reshape(-1, len(a)))
            share += (volumes * below.reshape(volumes.shape)).sum(axis=0)
            continue
        positive, other = y[k - 1], x[h - 1]
        cut = (bx[h - 1] * positive - by[k - 1] * other) / (positive - other)
        cuts = np.concatenate([cuts, np.broadcast_to(cut, (len(cuts), 1, a.shape[1]))], axis=1)
        pieces.setdefault((k, h - 1), []).append((volumes * (positive / (positive - other)), cuts))
        pieces.setdefault((k - 1, h), []).append((volumes * (-other / (positive - other)), cuts))
    return share
