"""The likely reading: where in the bands of the paths a score lies, if any point of a cell is as probable as any other.

The interval of a score is the worst case: it leaves open whatever all cells together could do at their best or at
their worst. Here each cell is uniform on its interval, independently of the others, and what counts is how often the
score then lies in each band. In the field this is the category acceptability index of SMAA-TRI.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count as count_from
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from smeclusters.analysis.sampling import Prior, free_weights, read_condition, spread
from smeclusters.errors import InputError, Problem
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.paths import PATH_NAMES, PATHS, TOLERANCE, classify, code_of, within
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings, on_scale
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import Array, score
from smeclusters.wording import percent

POINTS = 4096
"""Points of the cells where the weights are given: as many as the front end takes, in ``likely.js``."""

JOINT_POINTS = 32768
"""Points of weights and cells together."""

PARTS = {"tenth": 1, "median": 5, "ninetieth": 9}
"""How many tenths of the points score no more than each of the likely scores."""

_HUGE = 1e200  # stands for infinity, which times a weight of 0 would be no number


@cache
def points(dimensions: int, count: int = POINTS) -> Array:
    """The first points of the Halton sequence, after that of zeros: fixed, and spread evenly over the unit cube.

    The n-th number in a dimension has the digits of n in base b behind the point, in reverse order; the bases are the
    first primes. The front end has the same points to the last bit, as both add the same fractions in the same order.

    Parameters
    ----------
    dimensions : int
        How many numbers each point has.
    count : int, default 4096
        How many points.

    Returns
    -------
    ndarray, shape (count, dimensions), between 0 and 1
        The points; not to be written to.

    References
    ----------
    Halton, J. H. (1960), On the efficiency of certain quasi-random sequences of points in evaluating
    multi-dimensional integrals, Numerische Mathematik 2, 84–90.

    Examples
    --------
    >>> points(2, 4).round(3).tolist()
    [[0.5, 0.333], [0.25, 0.667], [0.75, 0.111], [0.125, 0.444]]
    """
    numbers = [_in_base(base, count) for base in islice(_primes(), dimensions)]
    found: Array = np.stack(numbers, axis=1) if numbers else np.empty((count, 0))
    found.setflags(write=False)
    return found


def _primes() -> Iterator[int]:
    known: list[int] = []
    for number in count_from(2):
        if all(number % prime for prime in known):
            known.append(number)
            yield number


def _in_base(base: int, count: int) -> Array:
    """The numbers of all points in a dimension. SciPy's are the same, and take half a second to load."""
    numbers, left, part = np.zeros(count), np.arange(1, count + 1), 1 / base
    while left.any():
        numbers += left % base * part
        part /= base
        left //= base
    return numbers


def likely_paths(ratings: Ratings, weightings: Mapping[str, Weights], rules: Rules = Rules()) -> pd.DataFrame:
    """How likely each path is for every cluster under every weighting: cells are uniform on their intervals.

    The share of :data:`POINTS` fixed points at which the score lies in the band of each path. For a dozen
    determinants it is right to about a hundredth, and exact where the cells that count are single ratings.

    Parameters
    ----------
    ratings : Ratings
        Cells. Where silence counts in its whole range, a silent cell is uniform on it as any other.
    weightings : mapping
        Weights by name.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence. Where silent cells are left out, any score is as
        likely as any other for a cluster of which nothing is left.

    Returns
    -------
    DataFrame
        One row a cluster and weighting: ``cluster, weighting``; ``low_road, mixed, high_road``, shares that add up
        to 1.

    See Also
    --------
    compare_paths : The paths that are open at all, which is the worst case.

    Examples
    --------
    Almen's guild is anything from −1 to +2, and its other ratings are single ones. Where the guild alone counts, its
    score is uniform on 0.25…1: a fifth of that is below 0.4, and 0.4 / 0.75 of it from 0.6 on.

    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> alone = Framework.from_study(study).weigh([0, 1, 0, 0, 0])
    >>> table = likely_paths(rate(study), {"the guild alone": alone})
    >>> table.loc[0, ["low_road", "mixed", "high_road"]].astype(float).round(2).tolist()
    [0.2, 0.27, 0.53]
    """
    chances = points(len(ratings.determinants))
    flat = np.array([weights.flat for weights in weightings.values()]).reshape(-1, len(ratings.determinants))
    rows = [
        (cluster, weighting, *found)
        for cluster, each in zip(ratings.clusters, _shares(ratings, chances, flat, _EACH, rules), strict=True)
        for weighting, found in zip(weightings, each.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["cluster", "weighting", *PATHS])


def likely_scores(ratings: Ratings, weightings: Mapping[str, Weights], rules: Rules = Rules()) -> pd.DataFrame:
    """Where a score likely lies, for every cluster under every weighting: cells are uniform on their intervals.

    Of the scores at :data:`POINTS` fixed points, those below which a tenth, half and nine tenths of them lie. Each is
    the score of a point, the smallest that so many do not exceed; nothing is interpolated.

    Parameters
    ----------
    ratings : Ratings
        Cells. Where silence counts in its whole range, a silent cell is uniform on it as any other.
    weightings : mapping
        Weights by name.
    rules : Rules, default Rules()
        Compensation, and what stands for silence; thresholds play no part. Where silent cells are left out, any score
        is as likely as any other for a cluster of which nothing is left.

    Returns
    -------
    DataFrame
        One row a cluster and weighting: ``cluster, weighting``; ``tenth, median, ninetieth``, in 0…1.

    See Also
    --------
    likely_paths : How often such a score lies in the band of each path.
    score : The interval of the worst case.

    Examples
    --------
    Almen's guild is anything from −1 to +2. Where it alone counts, the score is uniform on 0.25…1, of which the points
    give 0.325, 0.625 and 0.925 to a thousandth.

    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> alone = Framework.from_study(study).weigh([0, 1, 0, 0, 0])
    >>> table = likely_scores(rate(study), {"the guild alone": alone})
    >>> table.loc[0, ["tenth", "median", "ninetieth"]].astype(float).round(3).tolist()
    [0.325, 0.624, 0.925]
    """
    chances = points(len(ratings.determinants))
    ranks = [-(-len(chances) * tenths // 10) - 1 for tenths in PARTS.values()]
    flat = np.array([weights.flat for weights in weightings.values()]).reshape(-1, len(ratings.determinants))
    rows = []
    for cluster, lo, hi, silent in zip(ratings.clusters, ratings.lo, ratings.hi, ratings.silent, strict=True):
        rated = lo + (hi - lo) * chances
        names = tuple(map(str, range(len(rated))))
        each = Ratings(names, ratings.determinants, rated, rated, np.broadcast_to(silent, rated.shape))
        left = flat @ ~silent > 0 if rules.silent == "leave_out" else np.ones(len(flat), dtype=bool)
        scores = np.where(left, score(each, flat, rules).lo, chances[:, :1])  # any score, where nothing is left
        found = np.partition(scores, ranks, axis=0)[ranks].T
        rows += [(cluster, weighting, *ends) for weighting, ends in zip(weightings, found.tolist(), strict=True)]
    return pd.DataFrame(rows, columns=["cluster", "weighting", *PARTS])


def likely_acceptability(
    ratings: Ratings,
    framework: Framework,
    prior: Prior = "hierarchical",
    rules: Rules = Rules(),
    base: ArrayLike | None = None,
    conditions: Sequence[str] = (),
) -> pd.DataFrame:
    """How likely each path is over all weightings: cells uniform on their intervals, weights as the prior says.

    The share of :data:`JOINT_POINTS` fixed points of weights and cells together; for a dozen determinants it is
    right to about half a hundredth.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    framework : Framework
        Levels and their determinants.
    prior : {"hierarchical", "flat"}, default "hierarchical"
        What the weightings follow.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence; see :func:`likely_paths`.
    base : array of shape (determinants,), optional
        A part of the weights that is fixed, as in :func:`acceptability`; adding up to less than 1.
    conditions : sequence of str, default ()
        As in :func:`sampled_acceptability`; a weighting counts if it fulfils all of them.

    Returns
    -------
    DataFrame
        Indexed by cluster: ``low_road, mixed, high_road``, shares that add up to 1.

    Raises
    ------
    InputError
        If the prior is unknown, a condition cannot be read, or hardly any weighting fulfils them.

    See Also
    --------
    acceptability : The share of the weightings under which each path is certain, or open.

    References
    ----------
    Tervonen, T., Figueira, J. R., Lahdelma, R., Almeida Dias, J. and Salminen, P. (2009), A stochastic method for
    robustness analysis in sorting problems, European Journal of Operational Research 192(1), 236–242.

    Examples
    --------
    Cresta's ratings are single ones, so that its shares are those of the weightings under which it has each class.

    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> table = likely_acceptability(rate(study), Framework.from_study(study), prior="flat")
    >>> table.loc["cresta"].round(2).tolist()
    [0.03, 0.7, 0.27]
    """
    number = len(ratings.determinants)
    free = free_weights(framework, prior)
    numbers = points(free + number, JOINT_POINTS)  # the weights, which move most, from the smallest bases
    weights, chances = spread(framework, prior, numbers[:, :free]), numbers[:, free:]
    if base is not None:
        fixed = np.asarray(base, dtype=float)
        weights = fixed + (1 - fixed.sum()) * weights
    kept = np.ones(len(weights), dtype=bool)
    for text in conditions:
        kept &= read_condition(text, framework)(weights)
    if kept.sum() < 100:
        expected = "conditions that more than one weighting in a hundred fulfils"
        raise InputError([Problem("condition", None, None, "; ".join(conditions), expected)])
    chances, weights = chances[kept], weights[kept]
    shares = np.array(list(_shares(ratings, chances, weights, _JOINT, rules))).reshape(-1, len(PATHS))
    return pd.DataFrame(shares, columns=list(PATHS), index=pd.Index(ratings.clusters, name="cluster"))


def central_paths(prepared: Prepared, weightings: Mapping[str, Weights] | None = None) -> pd.DataFrame:
    """The path that the centres of the cells name, for every cluster under every weighting.

    The centre is what the rules make of the evidence before doubt widens it to an interval. A silent cell counts as
    the middle of the scale; where the rules leave silence out, it stays out.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    weightings : mapping, optional
        Weights by name; by default all named weightings.

    Returns
    -------
    DataFrame
        One row a cluster and weighting: ``cluster, weighting, score, path``, one path and no set; ``margin``, how far
        the score is from the nearer threshold; ``observed``, in key form, empty where the study has no outcome;
        ``named``, whether the path is among those observed.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> prepared = Prepared(example_study())
    >>> table = central_paths(prepared, {"both": prepared.framework.weightings["both"]})
    >>> print(*table["score"].round(3), *table["path"])
    0.76 0.229 0.562 high_road low_road mixed
    """
    if weightings is None:
        weightings = prepared.framework.weightings
    ratings, rules, observed = centres(prepared), prepared.rules, prepared.study.observed
    scores = score(ratings, [weights.flat for weights in weightings.values()], rules)
    keys = classify(scores, rules.thresholds).keys()
    rows = [
        (cluster, weighting, scores.lo[i, j], keys[i, j], observed.get(cluster, ""))
        for i, cluster in enumerate(ratings.clusters)
        for j, weighting in enumerate(weightings)
    ]
    table = pd.DataFrame(rows, columns=["cluster", "weighting", "score", "path", "observed"])
    ends = (rules.thresholds.low, rules.thresholds.high)
    table.insert(4, "margin", np.min([(table["score"] - end).abs() for end in ends], axis=0))
    table["named"] = [
        bool(seen) and within(path, seen) for path, seen in zip(table["path"], table["observed"], strict=True)
    ]
    return table


def observed_counts(prepared: Prepared, weights: ArrayLike) -> pd.DataFrame:
    """Under what share of many weightings the observed paths of so many clusters are named, and left open.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    weights : array of shape (n, determinants)
        Weightings, such as are drawn at random.

    Returns
    -------
    DataFrame
        Indexed by the number of clusters, from none to all that have an outcome: ``named``, the share of the
        weightings under which the centres of the cells name the observed path of so many, as in
        :func:`central_paths`; ``open``, that under which the worst case leaves it open for so many.

    Examples
    --------
    Five weightings, under each of which one factor alone counts; only on Borg's fairs is nothing known:

    >>> from smeclusters import Prepared, example_study
    >>> observed_counts(Prepared(example_study()), np.eye(5))["named"].to_dict()
    {0: 0.0, 1: 0.2, 2: 0.8}
    """
    observed, rules = prepared.study.observed, prepared.rules
    kept = [at for at, cluster in enumerate(prepared.ratings.clusters) if cluster in observed]
    wanted = np.array([code_of(observed[prepared.ratings.clusters[at]]) for at in kept], dtype=np.uint8)[:, None]

    def counts(ratings: Ratings) -> Array:
        found = classify(score(ratings, weights, rules), rules.thresholds).open[kept] & wanted
        return np.asarray(np.bincount((found > 0).sum(axis=0), minlength=len(kept) + 1) / found.shape[1])

    numbers = pd.RangeIndex(len(kept) + 1, name="clusters")
    return pd.DataFrame({"named": counts(centres(prepared)), "open": counts(prepared.ratings)}, index=numbers)


def likely_in_words(shares: Mapping[str, float]) -> str:
    """How likely each path is, in words: in whole per cents, without those that cannot be.

    Parameters
    ----------
    shares : mapping
        By path, in 0…1.

    Returns
    -------
    str
        In the order of the paths, from the lowest scores to the highest.

    Examples
    --------
    >>> likely_in_words({"low_road": 0.781, "mixed": 0.216, "high_road": 0.003})
    'low road 78 %, mixed 22 %, high road less than 1 %'
    >>> likely_in_words({"low_road": 0, "mixed": 0, "high_road": 1})
    'high road 100 %'
    """
    return ", ".join(f"{PATH_NAMES[path]} {percent(shares[path], 0)}" for path in PATHS if shares[path] > 0)


def centres(prepared: Prepared) -> Ratings:
    """The cells as single ratings: their centres, and 0 where nothing is said.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.

    Returns
    -------
    Ratings
        Whose ends coincide.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> found = centres(Prepared(example_study()))
    >>> found.lo[1].tolist(), bool((found.lo == found.hi).all())
    ([-1.0, -1.0, 0.0, -1.0, -2.0], True)
    """
    ratings = prepared.ratings
    middle = np.nan_to_num(prepared.centres)
    return Ratings(ratings.clusters, ratings.determinants, middle, middle, ratings.silent)


# ---- Where a score lies, without the score.


def _values(ratings: Ratings, chances: Array, rules: Rules) -> Iterator[tuple[Array, NDArray[np.bool_]]]:
    """Each cluster's cells at the points, on the scale 0…1, and which of them count."""
    for lo, hi, silent in zip(ratings.lo, ratings.hi, ratings.silent, strict=True):
        rated = lo + (hi - lo) * chances
        if rules.silent == "middle":
            rated = np.where(silent, 0.0, rated)
        counts = ~silent if rules.silent == "leave_out" else np.ones_like(silent)
        yield on_scale(rated), counts


# What is summed over the determinants: for every point under every weighting, or for every point under its own.
_EACH, _JOINT = "nd,wd->nw", "nd,nd->n"


def _shares(ratings: Ratings, chances: Array, weights: Array, over: str, rules: Rules) -> Iterator[Array]:
    """For each cluster, the shares of the points whose score is in each band."""
    for s, counts in _values(ratings, chances, rules):
        used = np.where(counts, weights, 0.0)
        left = used.sum(axis=1) > 0
        low, high = (
            np.where(
                left,
                _reached(s, used, over, edge - TOLERANCE, rules.compensation),
                (chances[:, 0] if over == _JOINT else chances[:, :1]) >= edge,  # any score, where nothing is left
            ).mean(axis=0)
            for edge in (rules.thresholds.low, rules.thresholds.high)
        )
        yield np.stack([1 - low, low - high, high], axis=-1)


def _reached(s: Array, used: Array, over: str, t: float, p: float) -> NDArray[np.bool_]:
    """At which points the weighted power mean of `s` is at least `t`.

    The mean is not worked out: (Σ w sᵖ)^(1/p) ≥ t where Σ w ((s / t)ᵖ − 1) / p ≥ 0, and no power that overflows
    can turn that round.
    """
    if t <= 0:
        return np.ones_like(np.einsum(over, s, used), dtype=bool)
    if np.isneginf(p):
        weaker: Array = np.einsum(over, (s < t).astype(float), used)
        return weaker <= 0
    with np.errstate(divide="ignore", over="ignore"):
        logarithms = np.log(s / t)
        sides = logarithms if p == 0 else np.expm1(p * logarithms) / p
    total: Array = np.einsum(over, np.clip(sides, -_HUGE, _HUGE), used)
    return total >= 0
