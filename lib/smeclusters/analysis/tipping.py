"""Tipping points: the nearest weightings at which a class changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smeclusters.analysis.acceptability import Sides
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.paths import PATHS, TOLERANCE, classify
from smeclusters.model.ratings import Ratings, on_scale
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import Array, score

_ACROSS = 1e-8  # beyond a border by more than what counts as on it
_FAR = 1e6  # a factor that takes so many times what the best one gives must weigh nothing
_HUGE = 1e200  # stands for infinity


# ---- Tipping points.


def tipping_points(
    ratings: Ratings,
    weights: Weights,
    framework: Framework,
    rules: Rules = Rules(),
) -> pd.DataFrame:
    """The nearest weightings at which a cluster's open paths change, in three senses of near.

    Every change of class is a crossing of Σ w a = 0 for one of four `a`, so that the nearest
    weighting is the solution of a linear program, and the nearest change of one factor or level, the
    others keeping their proportions, the root of a linear equation. That holds for any finite
    compensation; without any a class depends on no weight, as long as each factor has one.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    weights : Weights
        The weighting to start from.
    framework : Framework
        Levels and their determinants.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence.

    Returns
    -------
    DataFrame
        One row a cluster and sense (``factor``, ``level``, ``weighting``): ``cluster, sense, moved``
        (key of the factor or level; empty for a weighting), ``share, to`` (its share of the whole
        before and after; NaN for a weighting), ``distance`` (the sum over all factors of how far each
        weight moves) and ``path``, open from there on. ``distance`` is NaN and ``path`` empty where
        no such change exists.

    Raises
    ------
    InputError
        If the weights are not of the framework's determinants.

    Examples
    --------
    Cresta scores 0.25 on fairs and 0.625 on the rest, and so 0.6 once fairs weigh a fifteenth.

    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> framework = Framework.from_study(study)
    >>> table = tipping_points(rate(study), framework.weightings["both"], framework).round(4)
    >>> table.query("cluster == 'cresta' and sense == 'factor'")[["moved", "share", "to", "path"]].values.tolist()
    [['fairs', 0.1667, 0.0667, 'high_road']]
    """
    sides = Sides.of(ratings, rules)
    flat = weights.flat
    before = classify(score(ratings, flat, rules), rules.thresholds).keys()
    groups = {
        "factor": {key: np.arange(len(flat)) == at for at, key in enumerate(framework.determinants)},
        "level": {key: framework.level_of == at for at, key in enumerate(framework.levels)},
    }
    rows = []
    for at, cluster in enumerate(ratings.clusters):
        one = ratings.some([at])

        def path_at(moved: Array, one: Ratings = one) -> str:
            return str(classify(score(one, np.maximum(moved, 0), rules), rules.thresholds).keys()[0])

        borders = [a[at] for a in sides]
        for sense, members in groups.items():
            crossed = [
                (float(np.abs(moved - flat).sum()), key, share, to, path)
                for key, inside in members.items()
                for share, to, moved, path in _crossings(borders, flat, inside, path_at, before[at])
            ]
            distance, key, share, to, path = min(crossed, default=(np.nan, "", np.nan, np.nan, ""))
            rows.append((cluster, sense, key, share, to, distance, path))
        tipped = [
            (float(np.abs(moved - flat).sum()), path_at(moved))
            for moved in (_nearest(a, flat) for a in borders)
            if moved is not None
        ]
        distance, path = min((pair for pair in tipped if pair[1] != before[at]), default=(np.nan, ""))
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
    from scipy.optimize import linprog  # half a second, and much that imports this module moves nothing

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
    return None if result.x is None else flat + result.x[:size] - result.x[size:]


# ---- The nearest weighting for a given class.


@dataclass(frozen=True, eq=False)
class Nearest:
    """The weighting nearest to another that does what was asked for.

    Attributes
    ----------
    weights : Weights
        That weighting; where several are as near, one of them.
    distance : float, in 0…2
        The sum over all factors of how far each weight moves. Half of it moves from some factors to others.
    """

    weights: Weights
    distance: float


def nearest_weighting(
    ratings: Ratings,
    weights: Weights,
    framework: Framework,
    cluster: str,
    path: str,
    certain: bool = True,
    rules: Rules = Rules(),
) -> Nearest | None:
    """The nearest weighting under which a cluster is on one path for certain, or that path is open to it.

    The nearest is that with the smallest sum over all factors of how far each weight moves, and lies just across
    the border. The mean of powers reaches a threshold where a sum that is linear in the weights does, so that it
    solves a linear program: with one condition for the low road and the high road, with two for the mixed path.

    Parameters
    ----------
    ratings : Ratings
        Cells.
    weights : Weights
        The weighting to start from.
    framework : Framework
        Levels and their determinants.
    cluster : str
        Key of the cluster.
    path : {"low_road", "mixed", "high_road"}
        The path.
    certain : bool, default True
        Whether no other path is to be left open; otherwise others may be open too.
    rules : Rules, default Rules()
        Compensation, thresholds, and what stands for silence. A factor may lose all its weight and then drops out:
        without compensation nothing else would help. Where silent cells are left out, a weighting of them alone
        does not count.

    Returns
    -------
    Nearest or None
        The weights as they are, at a distance of 0, where they do already; None where no weighting can.

    Raises
    ------
    InputError
        If the cluster or the path is unknown.

    See Also
    --------
    tipping_points : The nearest changes of a class, whatever it becomes.

    Examples
    --------
    Cresta scores 0.5625 under equal weights and has 0.25 on fairs and 0.75 at best. What moves from fairs to the
    best must be (0.6 − 0.5625) / (0.75 − 0.25) = 0.075 of the whole; it counts where it leaves and where it arrives.

    >>> from smeclusters import Framework, example_study, rate
    >>> study = example_study()
    >>> framework = Framework.from_study(study)
    >>> weights = framework.weigh([1, 1, 1, 0, 1], levels=[3, 1])
    >>> found = nearest_weighting(rate(study), weights, framework, "cresta", "high_road")
    >>> round(found.distance, 3), found.weights.flat.round(3).tolist()
    (0.15, [0.25, 0.325, 0.175, 0.0, 0.25])
    """
    for what, key, known in (("cluster", cluster, ratings.clusters), ("path", path, PATHS)):
        if key not in known:
            raise InputError([Problem(what, None, None, str(key), one_of(known, str(key)))])
    one = ratings.some([ratings.clusters.index(cluster)])
    flat = weights.flat
    now = str(classify(score(one, weights, rules), rules.thresholds).keys()[0]).split("|")
    if path in now and (len(now) == 1 or not certain):
        return Nearest(weights, 0.0)
    gains = np.array(_conditions(one, path, certain, rules))
    free = _free(gains)
    if free is None:
        return None
    rows = np.where(free, gains, 0.0)
    moved = _moved(rows / rows.max(axis=1, keepdims=True), flat, free)
    if moved is None:
        return None
    found = framework.weigh(moved.tolist())
    return Nearest(found, float(np.abs(found.flat - flat).sum()))


def _free(gains: Array) -> NDArray[np.bool_] | None:
    """Which factors may weigh anything: none that takes far more than the best of them gives; None if none can give."""
    free = np.ones(gains.shape[1], dtype=bool)
    while True:
        best = gains.max(axis=1, where=free, initial=0.0, keepdims=True)
        if (best <= 0).any():
            return None
        near = free & (gains > -_FAR * best).all(axis=0)
        if (near == free).all():
            return free
        free = near


def _conditions(one: Ratings, path: str, certain: bool, rules: Rules) -> list[Array]:
    """What each factor gives towards a path: each sum Σ w g must be above 0."""
    low, high = rules.thresholds.low, rules.thresholds.high
    # The end of the score that must reach a threshold, and the one that must stay below another.
    reaching, below = ("lo", "hi") if certain else ("hi", "lo")
    found = []
    if path != "low_road":
        found.append(_gains(one, reaching, low if path == "mixed" else high, rules))
    if path != "high_road":
        found.append(-_gains(one, below, high if path == "mixed" else low, rules))
    return found


def _gains(one: Ratings, end: str, threshold: float, rules: Rules) -> Array:
    """What each factor adds above a threshold at one end of a cluster's cells: with a sum of 0 the score is on it.

    As :class:`Sides` has it, but for weights of 0, with which a factor drops out: a rating that nothing can make up
    for takes as much as anything can.
    """
    silent: NDArray[np.bool_] = one.silent[0]
    counts = ~silent if rules.silent == "leave_out" else np.ones_like(silent)
    rated = getattr(one, end)[0]
    if rules.silent == "middle":
        rated = np.where(silent, 0.0, rated)
    s = on_scale(rated)
    t, p = threshold - TOLERANCE, rules.compensation
    if t <= 0:
        return np.ones_like(s)
    if not counts.any():  # of such a cluster any score is possible
        return np.full_like(s, -_HUGE if end == "lo" else 1.0)
    if p == 1:
        gains = s - t
    elif np.isneginf(p):
        gains = np.where(s < t, -_HUGE, 1.0)
    else:
        with np.errstate(divide="ignore", over="ignore"):
            logarithms = np.log(s / t)
            gains = logarithms if p == 0 else np.expm1(p * logarithms) * np.sign(p)
    return np.where(counts, np.clip(gains, -_HUGE, _HUGE), 0.0)


def _moved(rows: Array, flat: Array, free: NDArray[np.bool_]) -> Array | None:
    """The weights nearest to `flat`, on the free factors alone, with which each row has a sum just above 0."""
    from scipy.optimize import linprog

    size = len(flat)
    start = np.where(free, flat, 0.0)
    result = linprog(
        np.ones(2 * size),
        A_ub=-np.concatenate([rows, -rows], axis=1),
        b_ub=rows @ start - _ACROSS,
        A_eq=np.concatenate([np.ones((1, size)), -np.ones((1, size))], axis=1),
        b_eq=[flat.sum() - start.sum()],
        bounds=[(0, None if may else 0) for may in free] + [(0, weight) for weight in start],
        options={"primal_feasibility_tolerance": 1e-10},  # below what lies across, or none of it would
    )
    return None if result.x is None else np.maximum(start + result.x[:size] - result.x[size:], 0.0)
