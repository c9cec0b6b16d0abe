"""Tipping points: the nearest weightings at which a class changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from smeclusters.analysis.acceptability import Sides
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.paths import classify
from smeclusters.model.ratings import Ratings
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import Array, score

_ACROSS = 1e-8  # beyond a border by more than what counts as on it


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
