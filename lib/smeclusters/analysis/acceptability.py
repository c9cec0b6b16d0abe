"""Acceptability: the share of all weightings under which a path is open, a rank held, an observation met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.polynomial.legendre import leggauss
from numpy.typing import ArrayLike, NDArray

from smeclusters.analysis.sampling import (
    REPLICATES,
    Prior,
    check_prior,
    draw,
    read_condition,
    sobol,
    standard_error,
)
from smeclusters.analysis.simplex import share_at_least, share_between
from smeclusters.errors import InputError, Problem
from smeclusters.model.framework import Framework
from smeclusters.model.paths import SETS, classify, code_of, count_paths, open_sets, overlap, within
from smeclusters.model.ratings import Ratings, on_scale
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import Array, score, score_blocks

NODES, CHECK = 14, 10
"""Points of the Gauss rule in each dimension, and of the rule whose difference from it is the error."""

FEW = 4
"""Levels up to which the rule serves; beyond, its points would be too many."""


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
        rules: Rules = Rules(),
    ) -> Sides:
        """The sides that follow from cells and rules.

        Parameters
        ----------
        ratings : Ratings
            Cells.
        rules : Rules, default Rules()
            Compensation, thresholds, and what stands for silence.

        Returns
        -------
        Sides
            One row a cluster, in the order of `ratings`.

        Examples
        --------
        >>> from smeclusters import example_study, rate
        >>> Sides.of(rate(example_study())).lo_low[2].round(2).tolist()  # Cresta's ratings on the scale 0…1, less 0.4
        [0.1, 0.35, -0.15, 0.1, 0.35]
        """
        silent, compensation, thresholds = rules.silent, rules.compensation, rules.thresholds
        ends = []
        for end, rated in ((0.0, ratings.lo), (1.0, ratings.hi)):
            if silent == "middle":
                rated = np.where(ratings.silent, 0.0, rated)
            s = on_scale(rated)
            counts = ~ratings.silent if silent == "leave_out" else np.ones_like(ratings.silent)
            nothing = ~counts.any(axis=1)  # of such a cluster any score is possible
            s[nothing], counts[nothing] = end, True
            ends += [_side(s, counts, t, compensation) for t in (thresholds.low, thresholds.high)]
        return cls(*ends)

    def moved(self, base: ArrayLike) -> Sides:
        """The sides for weights of which a part is fixed: w = base + (1 − Σ base) v, v free.

        Σ w a ≥ 0 then reads Σ v (a + c) ≥ 0 with c = Σ base a / (1 − Σ base), as the free
        weights add up to 1.

        Parameters
        ----------
        base : array of shape (determinants,)
            The fixed part, non-negative, adding up to less than 1.

        Returns
        -------
        Sides
            For the weights v, of the same shape.

        Examples
        --------
        >>> from smeclusters import example_study, rate
        >>> Sides.of(rate(example_study())).moved([0, 0.5, 0, 0, 0]).lo_low[2].round(2).tolist()
        [0.45, 0.7, 0.2, 0.45, 0.7]
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


# ---- The prior over hierarchical weights.


def scales(framework: Framework, prior: Prior = "hierarchical", nodes: int = NODES) -> tuple[Array, Array]:
    r"""Flat simplexes whose mixture is the prior: factors that stretch `a`, and their probabilities.

    A level weight is exponential before it is normalised, and so is a Beta(1, n − 1) number B times
    the Gamma(n) number that turns the n uniform weights within the level into n exponential ones. Given
    the B of each level, the share is thus the flat one with a · B in place of a. Only ratios of the B
    matter: the largest is divided out and integrated, which leaves a polynomial in the others. The B of a
    level with a single determinant is 1, and so the largest.

    Parameters
    ----------
    framework : Framework
        Levels of one determinant or more.
    prior : {"hierarchical", "flat"}, default "hierarchical"
        What a share is a share of; see :data:`smeclusters.analysis.sampling.Prior`.
    nodes : int, default 14
        Points of the Gauss–Legendre rule in each free dimension. Where there are more than `FEW` levels the B are
        drawn instead, the more the more nodes.

    Returns
    -------
    factors : ndarray, shape (n, determinants), in 0…1
    probabilities : ndarray, shape (n,)
        They add up to 1.

    Raises
    ------
    InputError
        If the prior is unknown.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> factors, probabilities = scales(Framework.from_study(example_study()), nodes=1)
    >>> factors.tolist(), probabilities.round(3).tolist()
    ([[1.0, 1.0, 1.0, 0.5, 0.5], [0.5, 0.5, 0.5, 1.0, 1.0]], [0.333, 0.667])
    """
    check_prior(prior)
    if prior == "flat":
        return np.ones((1, len(framework.determinants))), np.ones(1)
    sizes = np.bincount(framework.level_of, minlength=len(framework.levels))
    rule = _drawn if len(sizes) > FEW else _below_a_single if (sizes == 1).any() else _below_the_largest
    factors, probabilities = zip(*rule(sizes, nodes), strict=True)
    total = np.array(probabilities)
    return np.array(factors)[:, framework.level_of], total / total.sum()


def _below_the_largest(sizes: NDArray[np.intp], nodes: int) -> Iterator[tuple[Array, float]]:
    """Ratios of the B, and how probable they are, whichever level has the largest."""
    points, masses = _unit_interval(nodes)
    largest, spread = _unit_interval(int(sizes.sum()))  # exact for the polynomial in the largest
    for top in range(len(sizes)):
        for at in product(range(nodes), repeat=len(sizes) - 1):
            ratios = np.insert(points[list(at)], top, 1.0)
            densities = (sizes - 1) * (1 - largest[:, None] * ratios) ** (sizes - 2)
            density = spread @ (largest ** (len(sizes) - 1) * densities.prod(axis=1))
            yield ratios, float(density * masses[list(at)].prod())


def _below_a_single(sizes: NDArray[np.intp], nodes: int) -> Iterator[tuple[Array, float]]:
    """The B themselves, and how probable they are, where that of some level is 1."""
    points, masses = _unit_interval(nodes)
    free = np.flatnonzero(sizes > 1)
    for at in product(range(nodes), repeat=len(free)):
        betas = np.ones(len(sizes))
        betas[free] = points[list(at)]
        densities = (sizes[free] - 1) * (1 - betas[free]) ** (sizes[free] - 2)
        yield betas, float(densities.prod() * masses[list(at)].prod())


def _drawn(sizes: NDArray[np.intp], nodes: int) -> Iterator[tuple[Array, float]]:
    """The B of many levels, drawn: a rule would need as many points as nodes to the power of the levels."""
    points = 1 << (5 + nodes // 2)
    free = np.flatnonzero(sizes > 1)
    betas = np.ones((points, len(sizes)))
    betas[:, free] = 1 - sobol(len(free), points) ** (1 / (sizes[free] - 1))
    return ((each, 1 / points) for each in betas)


def _unit_interval(nodes: int) -> tuple[Array, Array]:
    points, masses = leggauss(nodes)
    return (points + 1) / 2, masses / 2


def acceptability(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    rules: Rules = Rules(),
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
    prior : {"hierarchical", "flat"}, default "hierarchical"
        What a share is a share of: weights of levels, and of factors within them, uniform; or all weights uniform
        on one simplex.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence.
    base : array of shape (determinants,), optional
        A part of the weights that is fixed, adding up to less than 1: floors, or (1 − ε) times some
        weights for those within ε of them. The prior is over the rest; by default it is over all.
    nodes : (int, int), default (14, 10)
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
        If the prior is unknown, or `base` is of another shape, holds a negative number or adds up to 1 or more.

    Examples
    --------
    Cresta's ratings on the scale 0…1 are 0.5, 0.75, 0.25, 0.5 and 0.75. Only the third is below the threshold 0.4,
    by 0.15; the score falls below it under 0.15⁴ / (0.25 · 0.5 · 0.25 · 0.5) of all weights.

    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> shares = acceptability(rate(study), Framework.from_study(study), prior="flat")
    >>> shares.loc["cresta", ["low_road", "mixed", "high_road"]].round(4).tolist()
    [0.0324, 0.6976, 0.27]
    """
    sides = Sides.of(ratings, rules)
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
    at_low, at_high, up_low, up_high = (expected(share_at_least(a)) for a in (lo_low, lo_high, hi_low, hi_high))
    mixed = expected(share_between(lo_low, hi_high))
    # Differences of shares are rounded: what is nothing may come out as less than nothing.
    return np.clip(open_sets(1.0, at_low, at_high, up_low, up_high, mixed), 0.0, 1.0)


def sampled_acceptability(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    rules: Rules = Rules(),
    conditions: Sequence[str] = (),
    progress: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """The same shares as :func:`acceptability`, among the weightings that fulfil some conditions, by sampling.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    framework : Framework
        Levels and their determinants.
    prior : {"hierarchical", "flat"}, default "hierarchical"
        What the weightings are drawn from.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence.
    conditions : sequence of str, default ()
        Such as ``workshop >= valley`` or ``craft >= 0.05``; a weighting counts if it fulfils all of them.
    progress : function, optional
        Called after each of the 16 replicates, for a progress bar.

    Returns
    -------
    DataFrame
        Indexed by cluster: one column for each set of paths in key form, adding up to 1, then ``undetermined``
        (the sum of those with more than one path) and ``error`` (the largest standard error of the row).

    Raises
    ------
    InputError
        If a condition cannot be read, or hardly any weighting fulfils them.

    Examples
    --------
    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> shares = sampled_acceptability(rate(study), Framework.from_study(study), conditions=["workshop >= valley"])
    >>> shares.loc["almen", ["mixed|high_road", "high_road"]].round(2).tolist()
    [0.01, 0.99]
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
        counts = count_paths(ratings, [weights], rules)
        shares.append(counts[list(SETS)].to_numpy() / len(weights))
        progress()
    table = pd.DataFrame(np.mean(shares, axis=0), columns=list(SETS), index=pd.Index(ratings.clusters, name="cluster"))
    table["undetermined"] = table[[key for key in SETS if "|" in key]].sum(axis=1)
    table["error"] = standard_error(shares).max(axis=1)
    return table


def rank_acceptability(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    rules: Rules = Rules(),
) -> pd.DataFrame:
    """Rank acceptability: under what share of the weightings a cluster has each rank.

    Where scores are intervals, a rank can be certain or only possible.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    framework : Framework
        Levels and their determinants.
    prior : {"hierarchical", "flat"}, default "hierarchical"
        What the weightings are drawn from.
    rules : Rules, default Rules()
        Compensation, and what stands for silence.

    Returns
    -------
    DataFrame
        One row a cluster and rank, 1 being the highest score: ``cluster, rank``; ``certain`` and ``possible``, shares
        in 0…1; ``error``, the larger of their two standard errors.

    References
    ----------
    Lahdelma, R., Hokkanen, J. and Salminen, P. (1998), SMAA: Stochastic multiobjective
    acceptability analysis, European Journal of Operational Research 106(1), 137–143.

    Examples
    --------
    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> table = rank_acceptability(rate(study), Framework.from_study(study))
    >>> table.query("rank == 1").set_index("cluster")[["certain", "possible"]].round(2).loc["almen"].tolist()
    [0.79, 1.0]
    """
    number = len(ratings.clusters)
    ranks = np.arange(1, number + 1)
    certain, possible = [], []
    for seed in range(REPLICATES):
        sure, maybe = np.zeros((2, number, number))
        total = 0
        for _, lo, hi in score_blocks(ratings, draw(framework, prior, seed=seed), rules):
            best = 1 + (lo[None] > hi[:, None]).sum(axis=1)  # by how many it is surely surpassed
            worst = number - (hi[None] < lo[:, None]).sum(axis=1)
            inside = (best[..., None] <= ranks) & (ranks <= worst[..., None])
            maybe += inside.sum(axis=1)
            sure += (inside & (best == worst)[..., None]).sum(axis=1)
            total += lo.shape[1]
        certain.append(sure / total)
        possible.append(maybe / total)
    return pd.DataFrame(
        {
            "cluster": np.repeat(ratings.clusters, number),
            "rank": np.tile(ranks, number),
            "certain": np.mean(certain, axis=0).ravel(),
            "possible": np.mean(possible, axis=0).ravel(),
            "error": np.maximum(standard_error(certain), standard_error(possible)).ravel(),
        }
    )


# ---- What was observed.


def observed_acceptability(
    ratings: Ratings,
    framework: Framework,
    observed: Mapping[str, str],
    prior: Prior = "hierarchical",
    rules: Rules = Rules(),
) -> pd.DataFrame:
    """The share of the weightings under which what was observed is open, and under which nothing else is.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    framework : Framework
        Levels and their determinants.
    observed : mapping
        The paths observed, in key form, by cluster; a cluster without one stays out.
    prior : {"hierarchical", "flat"}, default "hierarchical"
        What a share is a share of.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence.

    Returns
    -------
    DataFrame
        Indexed by cluster, and last ``all clusters`` for them at once: ``open`` (a path observed is
        among the open ones) and ``named`` (all that are open are), shares in 0…1; ``error``.

    Raises
    ------
    InputError
        If the prior is unknown.

    Examples
    --------
    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> table = observed_acceptability(rate(study), Framework.from_study(study), study.observed)
    >>> table["named"].round(2).to_dict()
    {'almen': 0.84, 'borg': 0.45, 'all clusters': 0.37}
    """
    shares = acceptability(ratings, framework, prior, rules)
    rows = {
        cluster: (
            shares.loc[cluster, [key for key in SETS if overlap(key, observed[cluster])]].sum(),
            shares.loc[cluster, [key for key in SETS if within(key, observed[cluster])]].sum(),
            shares.loc[cluster, "error"],
        )
        for cluster in ratings.clusters
        if cluster in observed
    }
    kept = [ratings.clusters.index(cluster) for cluster in rows]
    wanted = np.array([code_of(observed[cluster]) for cluster in rows], dtype=np.uint8)[:, None]
    together = []
    for seed in range(REPLICATES):
        scores = score(ratings, draw(framework, prior, seed=seed), rules)
        found = classify(scores, rules.thresholds).open[kept]
        together.append([((found & wanted) > 0).all(axis=0).mean(), ((found & ~wanted) == 0).all(axis=0).mean()])
    open_, named = np.mean(together, axis=0)
    rows["all clusters"] = (open_, named, standard_error(together).max())
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["open", "named", "error"])
    return table.rename_axis("cluster")
