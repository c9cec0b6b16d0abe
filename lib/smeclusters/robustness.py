"""How far a class hangs on the weights: shares of the weightings, tipping points, ranks, silence.

Every question of the form "does the score reach a threshold?" is linear in the weights once ratings
and threshold are put on the scale of the compensation: Σ w a ≥ 0 with one number a for each factor.
Shares of a simplex of weights that fulfil one such inequality are exact (:func:`share_at_least`), and
so are shares that fulfil two (:func:`share_between`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.polynomial.legendre import leggauss
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.stats import qmc

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.framework import Framework, Weights
from smeclusters.paths import PATHS, SETS, Thresholds, classify, count_paths, open_sets
from smeclusters.ratings import HIGHEST, LOWEST, PAPER, Ratings, cells, rate
from smeclusters.scoring import Array, Silent, check_compensation, score, score_blocks
from smeclusters.study import Study

Prior = Literal["hierarchical", "flat"]
"""Weights of levels and of factors within them uniform; or all weights uniform on one simplex."""

NODES, CHECK = 14, 10
"""Points of the Gauss rule in each dimension, and of the rule whose difference from it is the error."""

REPLICATES, POINTS = 16, 1 << 11
"""Scrambled Sobol sequences, and points of each; their spread gives the standard error."""

_BLOCK = 1 << 12  # rows at once: enough to keep the processor busy, few enough for its cache
_FEW = 16  # rows up to which numbers one by one are faster than arrays of so few
_ACROSS = 1e-8  # beyond a border by more than what counts as on it
_HUGE = 1e200  # stands for infinity where a power overflows


@dataclass(frozen=True, eq=False)
class Sides:
    """What each factor adds to either side of a threshold: Σ w a ≥ 0 where the score reaches it.

    Attributes
    ----------
    lo_low, lo_high, hi_low, hi_high : ndarray, shape (clusters, determinants)
        For the lower and the upper end of the score, and the lower and the higher threshold.
    """

    lo_low: Array
    lo_high: Array
    hi_low: Array
    hi_high: Array

    @classmethod
    def of(
        cls,
        ratings: Ratings,
        compensation: float = 1.0,
        thresholds: Thresholds = Thresholds(),
        silent: Silent = "range",
    ) -> Sides:
        """The sides that follow from cells and rules; parameters and errors as :func:`score`."""
        check_compensation(compensation)
        if silent not in get_args(Silent):
            raise InputError([Problem("silent", None, None, str(silent), one_of(get_args(Silent)))])
        ends = []
        for end, rated in ((0.0, ratings.lo), (1.0, ratings.hi)):
            if silent == "middle":
                rated = np.where(ratings.silent, 0.0, rated)
            s = (rated - LOWEST) / (HIGHEST - LOWEST)
            counts = ~ratings.silent if silent == "leave_out" else np.ones_like(ratings.silent)
            nothing = ~counts.any(axis=1)  # of such a cluster any score is possible
            s[nothing], counts[nothing] = end, True
            ends += [_side(s, counts, t, compensation) for t in (thresholds.low, thresholds.high)]
        return cls(*ends)

    def moved(self, base: ArrayLike) -> Sides:
        """The sides for weights of which a part is fixed: w = base + (1 − Σ base) v, v free.

        Σ w a ≥ 0 then reads Σ v (a + c) ≥ 0 with c = Σ base a / (1 − Σ base), as the free
        weights add up to 1.
        """
        fixed = np.asarray(base, dtype=float)
        free = 1 - fixed.sum()
        return Sides(*(a + (a @ fixed)[:, None] / free for a in self))

    def __iter__(self) -> Iterator[Array]:
        return iter((self.lo_low, self.lo_high, self.hi_low, self.hi_high))


def _side(s: Array, counts: np.ndarray, t: float, p: float) -> Array:
    if t == 0:
        return np.ones_like(s)
    if np.isneginf(p):
        weakest = np.where(counts, s, np.inf).min(axis=1, keepdims=True)
        return np.broadcast_to(weakest - t, s.shape).copy()
    with np.errstate(divide="ignore", over="ignore"):
        if p == 1:
            a = s - t
        elif p == 0:
            a = np.log(s / t)
        else:
            a = np.expm1(p * np.log(s / t)) * np.sign(p)
    a = np.where(counts, np.clip(a, -_HUGE, _HUGE), 0.0)
    if p <= 0:
        a[((s == 0) & counts).any(axis=1)] = -1.0  # the score is 0 whatever the others weigh
    return a


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


# ---- The prior over hierarchical weights.


def scales(framework: Framework, prior: Prior = "hierarchical", nodes: int = NODES) -> tuple[Array, Array]:
    r"""Flat simplexes whose mixture is the prior: factors that stretch `a`, and their probabilities.

    A level weight is exponential before it is normalised, and so is a Beta(1, n − 1) number B times
    the Gamma(n) number that turns the n uniform weights within the level into n exponential ones. Given
    the B of each level, the share is thus the flat one with a · B in place of a. Only ratios of the B
    matter: the largest is divided out and integrated, which leaves a polynomial in the others.

    Parameters
    ----------
    framework : Framework
        Levels of at least two determinants each.
    prior : {"hierarchical", "flat"}
    nodes : int
        Points of the Gauss–Legendre rule in each free dimension.

    Returns
    -------
    factors : ndarray, shape (n, determinants), in 0…1
    probabilities : ndarray, shape (n,)
        They add up to 1.

    Raises
    ------
    InputError
        If the prior is unknown, or a level has a single determinant.
    """
    if prior not in get_args(Prior):
        raise InputError([Problem("prior", None, None, str(prior), one_of(get_args(Prior), str(prior)))])
    if prior == "flat":
        return np.ones((1, len(framework.determinants))), np.ones(1)
    sizes = np.bincount(framework.level_of, minlength=len(framework.levels))
    if sizes.min() < 2:
        alone = framework.levels[int(sizes.argmin())]
        raise InputError([Problem("levels", None, alone, str(sizes.min()), "at least two determinants")])
    points, masses = _unit_interval(nodes)
    largest, spread = _unit_interval(int(sizes.sum()))  # exact for the polynomial in the largest
    factors, probabilities = [], []
    for top in range(len(sizes)):
        for at in product(range(nodes), repeat=len(sizes) - 1):
            ratios = np.insert(points[list(at)], top, 1.0)
            densities = (sizes - 1) * (1 - largest[:, None] * ratios) ** (sizes - 2)
            density = spread @ (largest ** (len(sizes) - 1) * densities.prod(axis=1))
            factors.append(ratios[framework.level_of])
            probabilities.append(density * masses[list(at)].prod())
    total = np.array(probabilities)
    return np.array(factors), total / total.sum()


def _unit_interval(nodes: int) -> tuple[Array, Array]:
    points, masses = leggauss(nodes)
    return (points + 1) / 2, masses / 2


def share_paths(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    compensation: float = 1.0,
    thresholds: Thresholds = Thresholds(),
    silent: Silent = "range",
    base: ArrayLike | None = None,
    nodes: tuple[int, int] = (NODES, CHECK),
) -> pd.DataFrame:
    """The share of the weightings under which each set of paths is open, by cluster.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    framework : Framework
        Levels and their determinants.
    prior : {"hierarchical", "flat"}
        What a share is a share of.
    compensation, thresholds, silent
        As for :func:`smeclusters.score` and :func:`classify`.
    base : array of shape (determinants,), optional
        A part of the weights that is fixed, adding up to less than 1: floors, or (1 − ε) times some
        weights for those within ε of them. The prior is over the rest.
    nodes : (int, int)
        Points of the rule in each dimension, and of the one that it is compared with.

    Returns
    -------
    DataFrame
        Indexed by cluster: one column for each set of paths in key form, adding up to 1, then
        ``undetermined`` (the sum of those with more than one path) and ``error`` (the largest
        difference between two Gauss rules; 0 under the flat prior, whose shares are exact).

    Raises
    ------
    InputError
        As :func:`smeclusters.score` and :func:`scales`, and if `base` adds up to 1 or more.

    Examples
    --------
    >>> from smeclusters import Framework, load_study, rate
    >>> study = load_study()
    >>> shares = share_paths(rate(study), Framework.from_study(study), prior="flat")
    >>> bool(np.allclose(shares[list(SETS)].sum(axis=1), 1))
    True
    """
    sides = Sides.of(ratings, compensation, thresholds, silent)
    if base is not None:
        fixed = np.asarray(base, dtype=float)
        if fixed.shape != (len(ratings.determinants),) or fixed.min() < 0 or fixed.sum() >= 1:
            expected = f"{len(ratings.determinants)} numbers of at least 0 that add up to less than 1"
            raise InputError([Problem("base", None, None, str(base), expected)])
        sides = sides.moved(fixed)
    fine, coarse = (_mixture(sides, *scales(framework, prior, number)) for number in nodes)
    table = pd.DataFrame(fine, columns=list(SETS), index=pd.Index(ratings.clusters, name="cluster"))
    table["undetermined"] = table[[key for key in SETS if "|" in key]].sum(axis=1)
    table["error"] = np.abs(fine - coarse).max(axis=1)
    return table


def _mixture(sides: Sides, factors: Array, probabilities: Array) -> Array:
    """Shares of shape (clusters, sets)."""

    def stretched(a: Array) -> Array:
        return (a[:, None, :] * factors).reshape(-1, a.shape[1])

    def expected(shares: Array) -> Array:
        return shares.reshape(-1, len(probabilities)) @ probabilities

    lo_low, lo_high, hi_low, hi_high = map(stretched, sides)
    at_low, at_high, up_low, up_high = (
        expected(share_at_least(a)) for a in (lo_low, lo_high, hi_low, hi_high)
    )
    mixed = expected(share_between(lo_low, hi_high))
    # Differences of shares are rounded: what is nothing may come out as less than nothing.
    return np.clip(open_sets(1.0, at_low, at_high, up_low, up_high, mixed), 0.0, 1.0)


# ---- Sampling, for what no formula gives.


def draw(framework: Framework, prior: Prior, points: int = POINTS, seed: int = 0) -> Array:
    """Weights drawn from the prior by a scrambled Sobol sequence, shape (points, determinants).

    Uniform numbers are turned into a uniform point of a simplex by breaking a stick; divided by their
    sum they would not be uniform there.
    """
    sizes = np.bincount(framework.level_of, minlength=len(framework.levels))
    parts = [len(framework.determinants)] if prior == "flat" else [len(sizes), *sizes]
    numbers = qmc.Sobol(sum(part - 1 for part in parts), seed=seed).random(points)
    split = np.split(numbers, np.cumsum([part - 1 for part in parts])[:-1], axis=1)
    simplexes = [_broken_stick(columns) for columns in split]
    if prior == "flat":
        return simplexes[0]
    weights = np.empty((points, len(framework.determinants)))
    for level, within in enumerate(simplexes[1:]):
        weights[:, framework.level_of == level] = simplexes[0][:, [level]] * within
    return weights


def _broken_stick(numbers: Array) -> Array:
    rest = np.ones(len(numbers))
    pieces = []
    for position in range(numbers.shape[1]):
        piece = rest * (1 - (1 - numbers[:, position]) ** (1 / (numbers.shape[1] - position)))
        pieces.append(piece)
        rest = rest - piece
    return np.stack([*pieces, rest], axis=1)


def read_condition(text: str, framework: Framework) -> Callable[[Array], np.ndarray]:
    """A condition on weightings, such as ``firm >= cluster`` or ``trust >= 0.05``.

    Parameters
    ----------
    text : str
        A level or determinant, ``>=`` or ``<=``, and another, or a share from 0 to 1.
    framework : Framework
        Whose keys may stand in it.

    Returns
    -------
    callable
        From weights of shape (n, determinants) to n truth values.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    expected = 'two levels or determinants, or one and a share, such as "firm >= cluster"'
    match = re.fullmatch(r"\s*(\w+)\s*(>=|<=)\s*(\w+|\d*\.?\d+)\s*", text)
    if not match:
        raise InputError([Problem("condition", None, None, text, expected)])
    left, sign, right = match.groups()
    keys = (*framework.levels, *framework.determinants)

    def weight_of(key: str) -> Callable[[Array], Array | float]:
        if key in framework.levels:
            members = framework.level_of == framework.levels.index(key)
            return lambda weights: weights[:, members].sum(axis=1)
        if key in framework.determinants:
            return lambda weights: weights[:, framework.determinants.index(key)]
        try:
            share = float(key)
        except ValueError:
            raise InputError([Problem("condition", None, text, key, one_of(keys, key))]) from None
        return lambda weights: share

    first, second = weight_of(left), weight_of(right)
    if sign == ">=":
        return lambda weights: first(weights) >= second(weights)
    return lambda weights: first(weights) <= second(weights)


def sample_paths(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    compensation: float = 1.0,
    thresholds: Thresholds = Thresholds(),
    silent: Silent = "range",
    conditions: Sequence[str] = (),
    progress: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """As :func:`share_paths`, among the weightings that fulfil some conditions, by sampling.

    Returns
    -------
    DataFrame
        As :func:`share_paths`; ``error`` is the largest standard error of a row.

    Raises
    ------
    InputError
        If a condition cannot be read, or hardly any weighting fulfils them.

    Examples
    --------
    >>> from smeclusters import Framework, load_study, rate
    >>> study = load_study()
    >>> shares = sample_paths(rate(study), Framework.from_study(study), conditions=["cluster >= 0.8"])
    >>> bool(shares.loc["gamarra", "low_road"] < 0.01)
    True
    """
    fulfilled = [read_condition(text, framework) for text in conditions]
    shares = []
    for seed in range(REPLICATES):
        weights = draw(framework, prior, seed=seed)
        for condition in fulfilled:
            weights = weights[condition(weights)]
        if len(weights) < 20:
            expected = "conditions that more than one weighting in a hundred fulfils"
            raise InputError([Problem("condition", None, None, "; ".join(conditions), expected)])
        counts = count_paths(ratings, [weights], compensation, thresholds, silent)
        shares.append(counts[list(SETS)].to_numpy() / len(weights))
        progress()
    table = pd.DataFrame(
        np.mean(shares, axis=0), columns=list(SETS), index=pd.Index(ratings.clusters, name="cluster")
    )
    table["undetermined"] = table[[key for key in SETS if "|" in key]].sum(axis=1)
    table["error"] = _standard_error(shares).max(axis=1)
    return table


def _standard_error(replicates: Sequence[Array]) -> Array:
    return np.std(replicates, axis=0, ddof=1) / np.sqrt(len(replicates))


def rank_shares(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    compensation: float = 1.0,
    silent: Silent = "range",
) -> pd.DataFrame:
    """Rank acceptability: under what share of the weightings a cluster has each rank.

    Where scores are intervals, a rank can be certain or only possible.

    Returns
    -------
    DataFrame
        One row a cluster and rank: ``cluster, rank, certain, possible, error``; `error` is the
        larger of the two standard errors.

    References
    ----------
    Lahdelma, R., Hokkanen, J. and Salminen, P. (1998), SMAA: Stochastic multiobjective
    acceptability analysis, European Journal of Operational Research 106(1), 137–143.

    Examples
    --------
    >>> from smeclusters import Framework, load_study, rate
    >>> study = load_study()
    >>> framework = Framework.from_study(study)
    >>> table = rank_shares(rate(study), framework)
    >>> len(table), bool((table["certain"] <= table["possible"]).all())
    (36, True)
    """
    number = len(ratings.clusters)
    ranks = np.arange(1, number + 1)
    certain, possible = [], []
    for seed in range(REPLICATES):
        sure, maybe = np.zeros((2, number, number))
        total = 0
        for _, lo, hi in score_blocks(ratings, draw(framework, prior, seed=seed), compensation, silent):
            best = 1 + (lo[None] > hi[:, None]).sum(axis=1)  # by how many it is surely surpassed
            worst = number - (hi[None] < lo[:, None]).sum(axis=1)
            inside = (best[..., None] <= ranks) & (ranks <= worst[..., None])
            maybe += inside.sum(axis=1)
            sure += (inside & (best == worst)[..., None]).sum(axis=1)
            total += lo.shape[1]
        certain.append(sure / total)
        possible.append(maybe / total)
    return pd.DataFrame({
        "cluster": np.repeat(ratings.clusters, number),
        "rank": np.tile(ranks, number),
        "certain": np.mean(certain, axis=0).ravel(),
        "possible": np.mean(possible, axis=0).ravel(),
        "error": np.maximum(_standard_error(certain), _standard_error(possible)).ravel(),
    })  # fmt: skip


# ---- What was observed.


def fit_shares(
    ratings: Ratings,
    framework: Framework,
    observed: Mapping[str, str],
    prior: Prior = "hierarchical",
    compensation: float = 1.0,
    thresholds: Thresholds = Thresholds(),
    silent: Silent = "range",
) -> pd.DataFrame:
    """The share of the weightings whose open paths contain the path observed.

    Returns
    -------
    DataFrame
        Indexed by cluster, and last ``all`` for all of them at once: ``open`` (the path observed is
        among the open ones), ``named`` (it is the only one), ``error``.

    Examples
    --------
    >>> from smeclusters import Framework, load_study, rate
    >>> study = load_study()
    >>> framework = Framework.from_study(study)
    >>> table = fit_shares(rate(study), framework, study.observed)
    >>> table.index[-1], bool(table.loc["all", "open"] < table.loc["cachoeiro", "open"])
    ('all', True)
    """
    shares = share_paths(ratings, framework, prior, compensation, thresholds, silent)
    rows = {
        cluster: (
            sum(shares.loc[cluster, key] for key in SETS if observed[cluster] in key.split("|")),
            shares.loc[cluster, observed[cluster]],
            shares.loc[cluster, "error"],
        )
        for cluster in ratings.clusters
        if cluster in observed
    }
    kept = [ratings.clusters.index(cluster) for cluster in rows]
    wanted = np.array([1 << PATHS.index(observed[cluster]) for cluster in rows])[:, None]
    together = []
    for seed in range(REPLICATES):
        scores = score(ratings, draw(framework, prior, seed=seed), compensation, silent)
        found = classify(scores, thresholds).open[kept]
        together.append([((found & wanted) > 0).all(axis=0).mean(), (found == wanted).all(axis=0).mean()])
    open_, named = np.mean(together, axis=0)
    rows["all"] = (open_, named, _standard_error(together).max())
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["open", "named", "error"])
    return table.rename_axis("cluster")


# ---- Tipping points.


def tipping_points(
    ratings: Ratings,
    weights: Weights,
    framework: Framework,
    compensation: float = 1.0,
    thresholds: Thresholds = Thresholds(),
    silent: Silent = "range",
) -> pd.DataFrame:
    """The nearest weightings at which a cluster's open paths change, in three senses of near.

    Every change of class is a crossing of Σ w a = 0 for one of four `a`, so that the nearest
    weighting is the solution of a linear program, and the nearest change of one factor or level, the
    others keeping their proportions, the root of a linear equation. That holds for any finite
    compensation; without any a class depends on no weight, as long as each factor has one.

    Returns
    -------
    DataFrame
        One row a cluster and sense (``factor``, ``level``, ``weighting``): ``cluster, sense, moved``
        (key of the factor or level; empty for a weighting), ``share, to`` (its share of the whole
        before and after; NaN for a weighting), ``distance`` (the sum over all factors of how far each
        weight moves) and ``path``, open from there on. ``distance`` is NaN and ``path`` empty where
        no such change exists.

    Examples
    --------
    >>> from smeclusters import Framework, load_study, rate
    >>> study = load_study()
    >>> framework = Framework.from_study(study)
    >>> table = tipping_points(rate(study), framework.weightings["extended"], framework)
    >>> table.query("cluster == 'cachoeiro' and sense == 'level'")[["moved", "path"]].values.tolist()
    [['cluster', 'mixed']]
    """
    sides = Sides.of(ratings, compensation, thresholds, silent)
    flat = weights.flat
    before = classify(score(ratings, flat, compensation, silent), thresholds).keys()
    groups = {
        "factor": {key: np.arange(len(flat)) == at for at, key in enumerate(framework.determinants)},
        "level": {key: framework.level_of == at for at, key in enumerate(framework.levels)},
    }
    rows = []
    for at, cluster in enumerate(ratings.clusters):
        one = Ratings(
            (cluster,), ratings.determinants, *(x[[at]] for x in (ratings.lo, ratings.hi, ratings.silent))
        )

        def path_at(moved: Array, one: Ratings = one) -> str:
            return str(classify(score(one, np.maximum(moved, 0), compensation, silent), thresholds).keys()[0])

        borders = [a[at] for a in sides]
        for sense, members in groups.items():
            found = [
                (np.abs(moved - flat).sum(), key, share, to, path)
                for key, inside in members.items()
                for share, to, moved, path in _crossings(borders, flat, inside, path_at, before[at])
            ]
            distance, key, share, to, path = min(found, default=(np.nan, "", np.nan, np.nan, ""))
            rows.append((cluster, sense, key, share, to, distance, path))
        found = [
            (np.abs(moved - flat).sum(), path_at(moved))
            for moved in (_nearest(a, flat) for a in borders)
            if moved is not None
        ]
        distance, path = min((f for f in found if f[1] != before[at]), default=(np.nan, ""))
        rows.append((cluster, "weighting", "", np.nan, np.nan, distance, path))
    columns = ["cluster", "sense", "moved", "share", "to", "distance", "path"]
    return pd.DataFrame(rows, columns=columns)


def _crossings(
    borders: Sequence[Array], flat: Array, inside: np.ndarray, path_at: Callable[[Array], str], before: str
) -> Iterator[tuple[float, float, Array, str]]:
    """Where one factor or level, the others in proportion, first brings a cluster across each border."""
    share = flat[inside].sum()
    if share >= 1 - 1e-12:
        return
    own = flat * inside / share if share > 0 else inside / inside.sum()
    rest = flat * ~inside / (1 - share)
    for a in borders:
        gain = a @ own - a @ rest
        if gain == 0:
            continue
        to = -(a @ rest) / gain
        beyond = min(max(to + np.sign(to - share) * 1e-7, 0.0), 1.0)
        if 0 <= to <= 1 and (path := path_at(beyond * own + (1 - beyond) * rest)) != before:
            yield float(share), float(to), to * own + (1 - to) * rest, path


def _nearest(a: Array, flat: Array) -> Array | None:
    """The weights nearest to `flat`, by the sum of absolute differences, just across Σ w a = 0."""
    size = len(flat)
    scale = np.abs(a).max()
    if scale == 0:
        return None
    balance = np.concatenate([np.ones(size), -np.ones(size)])
    across = np.concatenate([a, -a]) / scale
    result = linprog(
        np.ones(2 * size),
        A_eq=np.stack([balance, across]),
        b_eq=[0.0, -(a @ flat) / scale + (_ACROSS if a @ flat < 0 else -_ACROSS)],
        bounds=[(0, None)] * size + [(0, weight) for weight in flat],
    )
    return flat + result.x[:size] - result.x[size:] if result.success else None


# ---- What is not known, and what one sentence carries.


def worth_of_cells(
    study: Study,
    framework: Framework,
    prior: Prior = "hierarchical",
    compensation: float = 1.0,
    thresholds: Thresholds = Thresholds(),
    vintage: int = PAPER,
    progress: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """What it would be worth to know a cell: the expected drop of the undetermined share.

    Every whole rating in the cell's interval is taken to be as likely as any other.

    Returns
    -------
    DataFrame
        One row a cell that is not a single rating: ``cluster, determinant, silent, undetermined``
        (the share as it is), ``drop``; the largest drop first.

    Examples
    --------
    >>> from smeclusters import Framework, load_study, rate
    >>> study = load_study()
    >>> framework = Framework.from_study(study)
    >>> table = worth_of_cells(study, framework, prior="flat")
    >>> bool(table["drop"].min() > -1e-9)
    True
    """
    ratings = rate(study, vintage)
    few = (4, 3)  # a drop is a difference of shares; three digits of it are more than enough
    now = share_paths(ratings, framework, prior, compensation, thresholds, nodes=few)["undetermined"]
    rows = []
    for at, cluster in enumerate(ratings.clusters):
        for position, determinant in enumerate(ratings.determinants):
            lo, hi = ratings.lo[at, position], ratings.hi[at, position]
            if lo == hi:
                continue
            known = np.arange(np.ceil(lo), np.floor(hi) + 1)
            lower, upper = (np.repeat(ends[[at]], len(known), axis=0) for ends in (ratings.lo, ratings.hi))
            lower[:, position] = upper[:, position] = known
            supposed = Ratings(
                tuple(map(str, known)), ratings.determinants, lower, upper, np.zeros(lower.shape, bool)
            )
            then = share_paths(supposed, framework, prior, compensation, thresholds, nodes=few)
            drop = now[cluster] - then["undetermined"].mean()
            silent = bool(ratings.silent[at, position])
            rows.append((cluster, determinant, silent, now[cluster], drop))
            progress()
    table = pd.DataFrame(rows, columns=["cluster", "determinant", "silent", "undetermined", "drop"])
    return table.sort_values("drop", ascending=False, kind="stable", ignore_index=True)


def leave_out_evidence(
    study: Study,
    weights: Weights,
    compensation: float = 1.0,
    thresholds: Thresholds = Thresholds(),
    silent: Silent = "range",
    vintage: int = PAPER,
) -> pd.DataFrame:
    """Which classes change when a sentence or a source is left out, or a rating moved by a step.

    Returns
    -------
    DataFrame
        One row a change of class: ``change`` (``row``, ``source``, ``up``, ``down``), ``id`` (of the
        row or the source), ``cluster, before, after`` (open paths).

    Examples
    --------
    >>> from smeclusters import Framework, load_study, rate
    >>> study = load_study()
    >>> framework = Framework.from_study(study)
    >>> table = leave_out_evidence(study, framework.weightings["collective_efficiency"])
    >>> len(table) > 0 and bool((table["before"] != table["after"]).all())
    True
    """
    evidence = study.evidence
    used = {row for cell in cells(study, vintage) for row in cell.entered}
    ratings = rate(study, vintage)

    def paths(rated: Ratings) -> Array:
        return classify(score(rated, weights, compensation, silent), thresholds).keys()

    before = paths(ratings)
    changed: list[tuple[str, str, pd.DataFrame]] = []
    for position, row in enumerate(evidence.itertuples()):
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
    rows = [
        (change, key, cluster, old, new)
        for change, key, table in changed
        for cluster, old, new in zip(
            ratings.clusters, before, paths(rate(replace(study, evidence=table), vintage)), strict=True
        )
        if old != new
    ]
    return pd.DataFrame(rows, columns=["change", "id", "cluster", "before", "after"])
