"""Is a condition enough for an outcome, or needed for it? Fuzzy-set tests, with bounds.

A condition and an outcome are memberships in 0…1, one for each cluster, as intervals where the evidence
is one. All measures compare the two; none says that one brings the other about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Weights
from smeclusters.model.prepared import Prepared
from smeclusters.model.scoring import Array, score

Outcome = Literal["high_road", "not_low_road"]
"""Membership in the outcome: on the high road; or at least mixed."""


MEMBERSHIP: Mapping[str, Mapping[str, float]] = {
    "high_road": {"low_road": 0.0, "mixed": 0.5, "high_road": 1.0},
    "not_low_road": {"low_road": 0.0, "mixed": 1.0, "high_road": 1.0},
}
"""By outcome and path: what a path observed counts as. The paper gives no such numbers."""


IDEAL = "textbook"
"""Key of the textbook district, an ideal case that no one has observed."""


CONSISTENT = 0.8
"""Consistency from which a row of a truth table counts as enough; the usual threshold."""


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """How far a condition is enough for an outcome.

    Attributes
    ----------
    consistency : float, 0…1
        Σ min(x, y) / Σ x: how far the condition lies within the outcome; NaN if it is nowhere.
    pri : float, 0…1
        Proportional reduction in inconsistency: the same, less what lies in the outcome's negation too.
    coverage : float, 0…1
        Σ min(x, y) / Σ y: how much of the outcome the condition accounts for; NaN if there is none.
    """

    consistency: float
    pri: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Necessity:
    """How far a condition is needed for an outcome.

    Attributes
    ----------
    consistency : float, 0…1
        Σ min(x, y) / Σ y: how far the outcome lies within the condition; NaN if there is no outcome.
    relevance : float, 0…1
        Relevance of necessity, Σ (1 − x) / Σ (1 − min(x, y)): low where the condition is nearly
        always there; NaN if it and the outcome are there in full everywhere.
    coverage : float, 0…1
        Σ min(x, y) / Σ x.
    """

    consistency: float
    relevance: float
    coverage: float


def sufficiency(condition: ArrayLike, outcome: ArrayLike) -> Sufficiency:
    """Consistency, PRI and coverage of "enough for".

    Parameters
    ----------
    condition, outcome : arrays of shape (cases,), in 0…1
        Memberships.

    Raises
    ------
    InputError
        If they differ in length or leave 0…1.

    References
    ----------
    Ragin, C. C. (2006), Set relations in social research: evaluating their consistency and coverage,
    Political Analysis 14(3), 291–310. Schneider, C. Q. and Wagemann, C. (2012), Set-Theoretic Methods
    for the Social Sciences, Cambridge University Press, chapter 9.

    Examples
    --------
    >>> sufficiency([1, 0.5, 0.5], [1, 0.25, 0.75]).consistency
    0.875
    """
    x, y = _memberships(condition, outcome)
    both = np.minimum(x, y)
    shared = np.minimum(both, 1 - y).sum()
    return Sufficiency(
        _ratio(both.sum(), x.sum()),
        _ratio(both.sum() - shared, x.sum() - shared),
        _ratio(both.sum(), y.sum()),
    )


def necessity(condition: ArrayLike, outcome: ArrayLike) -> Necessity:
    """Consistency, relevance and coverage of "needed for".

    Parameters and errors as for :func:`sufficiency`.

    References
    ----------
    Schneider, C. Q. and Wagemann, C. (2012), Set-Theoretic Methods for the Social Sciences, Cambridge
    University Press, chapter 9.

    Examples
    --------
    >>> necessity([1, 1, 0.5], [1, 0, 0])
    Necessity(consistency=1.0, relevance=0.25, coverage=0.4)
    """
    x, y = _memberships(condition, outcome)
    both = np.minimum(x, y)
    return Necessity(
        _ratio(both.sum(), y.sum()), _ratio((1 - x).sum(), (1 - both).sum()), _ratio(both.sum(), x.sum())
    )


def _memberships(condition: ArrayLike, outcome: ArrayLike) -> tuple[Array, Array]:
    x, y = np.asarray(condition, dtype=float), np.asarray(outcome, dtype=float)
    for name, values in (("condition", x), ("outcome", y)):
        if values.ndim != 1 or values.shape != y.shape:
            expected = f"one membership for each of {y.size} cases"
            raise InputError([Problem(name, None, None, f"an array of shape {values.shape}", expected)])
        if not ((values >= 0) & (values <= 1)).all():
            bad = values[~((values >= 0) & (values <= 1))][0]
            raise InputError([Problem(name, None, None, str(bad), "a membership from 0 to 1")])
    return x, y


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 1e-12 else float("nan")


@dataclass(frozen=True, eq=False)
class Memberships:
    """Memberships of clusters in conditions and in the outcome.

    Attributes
    ----------
    cases : tuple of str
        Keys of the clusters; the ideal case, if it is there, comes last.
    levels : tuple of str
        Keys of the conditions that are levels.
    lo, hi : mapping of ndarray, shape (cases,), in 0…1
        By condition: the lower and the upper end of each case's membership.
    outcome : ndarray, shape (cases,)
    """

    cases: tuple[str, ...]
    levels: tuple[str, ...]
    lo: Mapping[str, Array]
    hi: Mapping[str, Array]
    outcome: Array


def calibrate(prepared: Prepared, outcome: Outcome = "high_road", ideal: bool = False) -> Memberships:
    """Scores as memberships: the levels, the narrow framework where there is one, and each determinant.

    A level's membership is its score with its factors alike, 0.5 standing for neither in nor out. Clusters
    without an observed path are left out.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules; its outcomes are the paths observed.
    outcome : {"high_road", "not_low_road"}
        What the path is turned into; see :data:`MEMBERSHIP`.
    ideal : bool
        Whether the textbook district joins as a case: in every condition and in the outcome. It is the
        model that the clusters are compared with, and no observation.

    Raises
    ------
    InputError
        If the outcome is unknown.

    Examples
    --------
    >>> from smeclusters import Prepared, load_study
    >>> prepared = Prepared(load_study())
    >>> found = calibrate(prepared, ideal=True)
    >>> found.cases[-1], found.outcome.tolist()
    ('textbook', [0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0])
    """
    if outcome not in get_args(Outcome):
        expected = one_of(get_args(Outcome), str(outcome))
        raise InputError([Problem("outcome", None, None, str(outcome), expected)])
    framework, ratings, observed = prepared.framework, prepared.ratings, prepared.study.observed
    weightings: dict[str, Weights | Array] = {
        level: (framework.level_of == at).astype(float) for at, level in enumerate(framework.levels)
    }
    if framework.narrow:
        weightings[framework.narrow] = framework.weightings[framework.narrow]
    weightings |= dict(zip(framework.determinants, np.eye(len(framework.determinants)), strict=True))
    kept = [at for at, cluster in enumerate(ratings.clusters) if cluster in observed]
    one = np.ones(int(ideal))
    lo, hi = {}, {}
    for key, weights in weightings.items():
        scores = score(ratings, weights, prepared.rules)
        lo[key], hi[key] = (
            np.concatenate([np.clip(ends[kept], 0, 1), one]) for ends in (scores.lo, scores.hi)
        )
    cases = tuple(ratings.clusters[at] for at in kept)
    seen = np.array([MEMBERSHIP[outcome][observed[cluster]] for cluster in cases])
    return Memberships(cases + (IDEAL,) * int(ideal), framework.levels, lo, hi, np.concatenate([seen, one]))


def parameters_of_fit(found: Memberships, wanted: Sequence[str] | None = None) -> pd.DataFrame:
    """Sufficiency and necessity of conditions and conjunctions, as far as the evidence determines them.

    Parameters
    ----------
    found : Memberships
        From :func:`calibrate`.
    wanted : sequence of str, optional
        Keys, or keys joined by ``*`` for all of them at once (the weakest counts). By default the levels,
        their conjunction, collective efficiency and each determinant.

    Returns
    -------
    DataFrame
        One row a condition: ``condition``, and for each measure (``sufficiency_consistency``, ``_pri``,
        ``_coverage``; ``necessity_consistency``, ``_relevance``, ``_coverage``) its bounds ``_lo`` and
        ``_hi``. A measure is a ratio in which each membership enters by itself; its bounds are looked
        for among the ends of all intervals and the places where a membership passes the outcome or its
        negation.

    Raises
    ------
    InputError
        If a key is unknown.

    Examples
    --------
    >>> from smeclusters import Prepared, load_study
    >>> prepared = Prepared(load_study())
    >>> table = parameters_of_fit(calibrate(prepared), ["joint_action"])
    >>> bool(table["sufficiency_consistency_hi"].item() < 0.5)
    True
    """
    if wanted is None:
        keys = list(found.lo)
        wanted = [*found.levels, "*".join(found.levels), *keys[len(found.levels) :]]
    rows = []
    for name in wanted:
        keys = name.split("*")
        for key in keys:
            if key not in found.lo:
                raise InputError([Problem("condition", None, None, key, one_of(found.lo, key))])
        lo, hi = (reduce(np.minimum, (ends[key] for key in keys)) for ends in (found.lo, found.hi))
        row: dict[str, object] = {"condition": name}
        for prefix, measures in (("sufficiency", sufficiency), ("necessity", necessity)):
            for field in type(measures(hi, found.outcome)).__slots__:
                ends = _bounds(
                    lambda x, m=measures, f=field: getattr(m(x, found.outcome), f), lo, hi, found.outcome
                )
                row[f"{prefix}_{field}_lo"], row[f"{prefix}_{field}_hi"] = ends
        rows.append(row)
    return pd.DataFrame(rows)


def _bounds(measure: Callable[[Array], float], lo: Array, hi: Array, outcome: Array) -> tuple[float, float]:
    """The least and the greatest value of a measure as each membership moves in its interval.

    Every measure is a ratio of two sums that are linear in each membership between the points where it
    passes the outcome or its negation, so that it is monotone between them and has its extremes there.
    Moving one membership at a time until nothing improves finds them: a ratio of sums has no
    others (each sum is one of functions of a single membership).
    """
    points = [
        np.unique([low, high, *(p for p in (y, 1 - y) if low < p < high)])
        for low, high, y in zip(lo, hi, outcome, strict=True)
    ]
    extremes = []
    for sign in (1, -1):
        results = []
        for start in (lo, hi, (lo + hi) / 2):
            x = start.copy()
            best = sign * measure(x)
            improved = True
            while improved:
                improved = False
                for at, candidates in enumerate(points):
                    for value in candidates:
                        old, x[at] = x[at], value
                        now = sign * measure(x)
                        if now < best - 1e-12 or (np.isnan(best) and not np.isnan(now)):
                            best, improved = now, True
                        else:
                            x[at] = old
            results.append(best)
        extremes.append(sign * float(np.nanmin(results)) if not np.isnan(results).all() else float("nan"))
    return extremes[0], extremes[1]


def truth_table(found: Memberships, keys: Sequence[str], consistent: float = CONSISTENT) -> pd.DataFrame:
    """Every combination of conditions, with the cases in it and whether it is enough for the outcome.

    A case is in the combination in which its membership is above one half, wherever the evidence lets it
    be. Combinations without a case are logical remainders: nothing is known of them.

    Returns
    -------
    DataFrame
        One row a combination: a truth value for each key, ``cases`` (surely in it), ``possible`` (in it
        for some values within their intervals), ``consistency`` (at the middles of the intervals; NaN if
        no case is surely in it), ``outcome`` (``True``, ``False``, or None for a remainder) and
        ``contradictory`` (cases surely in it that are on different sides of the outcome).

    Examples
    --------
    >>> from smeclusters import Prepared, load_study
    >>> prepared = Prepared(load_study())
    >>> table = truth_table(calibrate(prepared), prepared.framework.levels)
    >>> table.loc[table["cases"].map(len) > 0, "cases"].tolist()
    [('cachoeiro',)]
    """
    middles = {key: (found.lo[key] + found.hi[key]) / 2 for key in keys}
    rows = []
    for values in product([True, False], repeat=len(keys)):
        sure, possible = np.ones((2, len(found.cases)), dtype=bool)
        parts = []
        for key, value in zip(keys, values, strict=True):
            lo, hi = found.lo[key], found.hi[key]
            sure &= lo > 0.5 if value else hi < 0.5
            possible &= hi > 0.5 if value else lo < 0.5
            parts.append(middles[key] if value else 1 - middles[key])
        consistency = (
            sufficiency(reduce(np.minimum, parts), found.outcome).consistency if sure.any() else np.nan
        )
        inside = found.outcome[sure]
        rows.append({
            **dict(zip(keys, values, strict=True)),
            "cases": tuple(np.array(found.cases)[sure].tolist()),
            "possible": tuple(np.array(found.cases)[possible & ~sure].tolist()),
            "consistency": consistency,
            "outcome": bool(consistency >= consistent) if sure.any() else None,
            "contradictory": bool((inside > 0.5).any() and (inside < 0.5).any()),
        })  # fmt: skip
    return pd.DataFrame(rows)


def deviant_cases(found: Memberships, key: str) -> tuple[str, ...]:
    """Cases surely more in a condition than out of it, and in the outcome no more than out of it.

    They speak against "enough".

    Examples
    --------
    >>> from smeclusters import Prepared, load_study
    >>> cases = calibrate(Prepared(load_study()))
    >>> deviant_cases(cases, "joint_action")
    ('sinos', 'guadalajara', 'gamarra')
    """
    surely = (found.lo[key] > 0.5) & (found.outcome <= 0.5)
    return tuple(np.array(found.cases)[surely].tolist())
