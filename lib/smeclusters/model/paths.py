"""Industrial paths: which of low road, mixed and high road the evidence leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smeclusters.model.ratings import Ratings
from smeclusters.model.rules import Rules, Thresholds
from smeclusters.model.scoring import MANY, Array, Scores, score_blocks

PATHS = ("low_road", "mixed", "high_road")
"""Keys of the paths, from the lowest scores to the highest."""


PATH_NAMES = {"low_road": "low road", "mixed": "mixed", "high_road": "high road"}


# A set of paths is held as the sum of its members' bits; open paths are always neighbours.
_BITS = {key: 1 << position for position, key in enumerate(PATHS)}


SETS = ("low_road", "low_road|mixed", "mixed", "mixed|high_road", "high_road", "low_road|mixed|high_road")
"""Keys of the sets of paths that can be open, from the lowest to the highest, and last any path."""


_KEYS = {sum(_BITS[path] for path in key.split("|")): key for key in SETS}


Counts = NDArray[np.float64] | NDArray[np.int64]
"""Measures of parts: shares, or numbers."""

# A score this close below a threshold counts as on it: sums of weights such as 3/20 are rounded.
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Paths:
    """Sets of open paths.

    Attributes
    ----------
    clusters : tuple of str
        Keys of the rows.
    open : ndarray of uint8, of the shape of the scores
        Sum of 1 for the low road, 2 for mixed and 4 for the high road.
    """

    clusters: tuple[str, ...]
    open: NDArray[np.uint8]

    def keys(self) -> NDArray[np.str_]:
        """The sets in key form, such as ``low_road|mixed``, in an array of the same shape.

        Returns
        -------
        ndarray of str, of the shape of `open`
            Keys of :data:`SETS`.

        Examples
        --------
        >>> import numpy as np
        >>> Paths(("a", "b"), np.array([1, 6], dtype=np.uint8)).keys().tolist()
        ['low_road', 'mixed|high_road']
        """
        names = np.array([_KEYS.get(code, "") for code in range(8)])
        return names[self.open]


def classify(scores: Scores, thresholds: Thresholds = Thresholds()) -> Paths:
    """The paths whose band the score's interval touches.

    Parameters
    ----------
    scores : Scores
        Intervals, for one weighting or many.
    thresholds : Thresholds, default Thresholds(0.4, 0.6)
        Where the mixed path begins and where the high road does. A score on a threshold, or below it by no more
        than rounding, is above it.

    Returns
    -------
    Paths
        The open paths, of the shape of the scores.

    Examples
    --------
    >>> import numpy as np
    >>> from smeclusters import Scores
    >>> scores = Scores(("a", "b"), np.array([0.35, 0.6]), np.array([0.45, 0.6]))
    >>> classify(scores).keys().tolist()
    ['low_road|mixed', 'high_road']
    """
    found = np.empty(scores.lo.shape, dtype=np.uint8)
    flat, lo, hi = found.reshape(-1), scores.lo.reshape(-1), scores.hi.reshape(-1)
    step = 1 << 16  # small enough for the comparisons to stay in the processor's cache
    for start in range(0, len(flat), step):
        block = slice(start, start + step)
        flat[block] = open_paths(lo[block], hi[block], thresholds.low, thresholds.high)
    return Paths(scores.clusters, found)


def open_paths(lo: Array, hi: Array, low: Array | float, high: Array | float) -> NDArray[np.uint8]:
    """Which paths an interval of a score touches, as :class:`Paths` holds them.

    Parameters
    ----------
    lo, hi : ndarray, of one shape, in 0…1
        Ends of the scores.
    low, high : float or ndarray
        Where the mixed path begins and where the high road does; arrays stand beside `lo` by NumPy's rules.

    Returns
    -------
    ndarray of uint8, of the shape of `lo`
        Sum of 1 for the low road, 2 for mixed and 4 for the high road.

    Examples
    --------
    >>> open_paths(np.array([0.3, 0.6]), np.array([0.5, 0.7]), 0.4, 0.6).tolist()
    [3, 4]
    """
    low, high = np.asarray(low) - TOLERANCE, np.asarray(high) - TOLERANCE
    found: NDArray[np.uint8] = (lo < low).view(np.uint8)
    found |= ((hi >= low) & (lo < high)).view(np.uint8) << 1
    found |= (hi >= high).view(np.uint8) << 2
    return found


def count_paths(
    ratings: Ratings,
    weightings: Iterable[Array],
    rules: Rules = Rules(),
) -> pd.DataFrame:
    """Under how many weightings each set of paths is open, by cluster.

    Memory does not grow with the number of weightings: neither scores nor paths are kept.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    weightings : iterable of arrays of shape (n, determinants)
        Weightings in batches, such as a generator draws them; ``[array]`` for a single one. Non-negative, in any
        unit.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence.

    Returns
    -------
    DataFrame
        Indexed by cluster, one column for each set of paths in key form: numbers of weightings.

    Raises
    ------
    InputError
        If a weight is negative or not finite, all weights of a row are 0, or there are too few or
        too many.

    Examples
    --------
    Five weightings, under each of which one factor alone counts:

    >>> import numpy as np
    >>> from smeclusters import example_study, rate
    >>> counts = count_paths(rate(example_study()), [np.eye(5)])
    >>> counts.loc["cresta", ["low_road", "mixed", "high_road"]].tolist()
    [1, 2, 2]
    """
    low, high = rules.thresholds.low - TOLERANCE, rules.thresholds.high - TOLERANCE
    found = np.zeros((len(ratings.clusters), len(SETS)), dtype=np.int64)
    for batch in weightings:
        for start in range(0, len(ratings.clusters), MANY):
            rows = slice(start, start + MANY)
            whole, counts = 0, np.zeros((5, len(ratings.clusters[rows])), dtype=np.int64)
            for _, lo, hi in score_blocks(ratings.some(rows), batch, rules):
                at_low, up_high = lo >= low, hi >= high
                for at, truth in enumerate((at_low, lo >= high, hi >= low, up_high, at_low > up_high)):
                    counts[at] += _count_true(truth)
                whole += lo.shape[1]
            found[rows] += open_sets(whole, *counts).astype(np.int64)
    return pd.DataFrame(found, columns=list(SETS), index=pd.Index(ratings.clusters, name="cluster"))


def open_sets(whole: float, at_low: Counts, at_high: Counts, up_low: Counts, up_high: Counts, mixed: Counts) -> Counts:
    """How much of a whole has each set of open paths, from five measures of it.

    Parameters
    ----------
    whole : float
        The measure of everything: a number of weightings, or 1.
    at_low, at_high : ndarray, shape (clusters,)
        How much has a lower end of the score at or above the lower and the higher threshold.
    up_low, up_high : ndarray, shape (clusters,)
        The same for the upper end.
    mixed : ndarray, shape (clusters,)
        How much has both ends in the band between.

    Returns
    -------
    ndarray, shape (clusters, 6)
        How much has each set, in the order of :data:`SETS`.

    Examples
    --------
    Ten weightings: three are surely low road, five surely mixed, under two either is possible.

    >>> at_low, up_low, mixed = (np.array([number]) for number in (5, 7, 5))
    >>> none = np.array([0])
    >>> open_sets(10, at_low, none, up_low, none, mixed).tolist()
    [[3, 2, 5, 0, 0, 0]]
    """
    low = whole - up_low
    return np.stack(
        [
            low,
            whole - up_high - mixed - low,
            mixed,
            at_low - mixed - at_high,
            at_high,
            up_high - at_low + mixed,
        ],
        axis=1,
    )


def code_of(key: str) -> int:
    """A set of paths in key form as the sum of its members' bits, as :class:`Paths` holds it.

    Parameters
    ----------
    key : str
        A key of :data:`SETS`.

    Returns
    -------
    int
        Sum of 1 for the low road, 2 for mixed and 4 for the high road.

    Examples
    --------
    >>> code_of("mixed|high_road")
    6
    """
    return sum(_BITS[path] for path in key.split("|"))


def overlap(one: str, other: str) -> bool:
    """Whether two sets of paths have one in common: what is open, say, and what is observed.

    Parameters
    ----------
    one, other : str
        Keys of :data:`SETS`.

    Returns
    -------
    bool
        False means that each rules the other out.

    Examples
    --------
    >>> overlap("low_road|mixed", "mixed|high_road"), overlap("low_road|mixed", "high_road")
    (True, False)
    """
    return bool(code_of(one) & code_of(other))


def within(part: str, whole: str) -> bool:
    """Whether every path of one set is in the other: what is open, say, in what is observed.

    Parameters
    ----------
    part, whole : str
        Keys of :data:`SETS`.

    Returns
    -------
    bool
        Whether the first leaves nothing open that the second does not.

    Examples
    --------
    >>> within("low_road", "low_road|mixed"), within("low_road|mixed", "low_road")
    (True, False)
    """
    return not code_of(part) & ~code_of(whole)


def in_words(key: str) -> str:
    """A set of paths in key form, in words.

    Parameters
    ----------
    key : str
        A key of :data:`SETS`.

    Returns
    -------
    str
        Within a sentence; all three paths are told as "could be any".

    Examples
    --------
    >>> in_words("low_road|mixed"), in_words("low_road|mixed|high_road")
    ('low road or mixed', 'could be any')
    """
    group = key.split("|")
    return "could be any" if len(group) == len(PATHS) else " or ".join(PATH_NAMES[path] for path in group)


def _count_true(truth: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many are true in each row, by the faster way for how the rows lie in memory."""
    if truth.flags.f_contiguous:  # many clusters, and so at most 128 weightings: a byte holds their number
        counts: NDArray[np.uint8] = np.add.reduce(truth.view(np.uint8), axis=1, dtype=np.uint8)
        return counts.astype(np.int64)
    # A bit a weighting: eight times fewer bytes to count than truth values have.
    return np.asarray(np.bitwise_count(np.packbits(truth, axis=1)).sum(axis=1, dtype=np.int64))
