"""Is a condition enough for an outcome, or needed for it? Fuzzy-set tests, with bounds.

A condition and an outcome are memberships in 0…1, one for each cluster, as intervals where the evidence
is one. All measures compare the two; none says that one brings the other about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from numbers import Real
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Weights
from smeclusters.model.paths import TOLERANCE
from smeclusters.model.prepared import Prepared
from smeclusters.model.scoring import Array, score

Outcome = Literal["high_road", "not_low_road"]
"""Membership in the outcome: on the high road; or at least mixed."""


IDEAL = "ideal case"
"""Stands for a case that no one has observed, in every condition and in the outcome; no cluster's key has a blank."""


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

    Returns
    -------
    Sufficiency
        Its `consistency`, `pri` and `coverage`, each in 0…1 or NaN.

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
    >>> sufficiency([1, 0.5, 0.5], [1, 0.25, 0.75]).consistency  # (1 + 0.25 + 0.5) / 2
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

    Parameters
    ----------
    condition, outcome : arrays of shape (cases,), in 0…1
        Memberships.

    Returns
    -------
    Necessity
        Its `consistency`, `relevance` and `coverage`, each in 0…1 or NaN.

    Raises
    ------
    InputError
        If they differ in length or leave 0…1.

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
    return Necessity(_ratio(both.sum(), y.sum()), _ratio((1 - x).sum(), (1 - both).sum()), _ratio(both.sum(), x.sum()))


def _memberships(condition: ArrayLike, outcome: ArrayLike) -> tuple[Array, Array]:
    x, y = _numbers("condition", condition), _numbers("outcome", outcome)
    for name, values in (("condition", x), ("outcome", y)):
        if values.ndim != 1 or values.shape != y.shape:
            expected = f"one membership for each of {y.size} cases"
            raise InputError([Problem(name, None, None, f"an array of shape {values.shape}", expected)])
        if not ((values >= 0) & (values <= 1)).all():
            bad = values[~((values >= 0) & (values <= 1))][0]
            raise InputError([Problem(name, None, None, str(bad), "a membership from 0 to 1")])
    return x, y


def _numbers(name: str, values: ArrayLike) -> Array:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        expected = "memberships: a number from 0 to 1 for each case"
        raise InputError([Problem(name, None, None, str(values), expected)]) from None


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
    outcome_lo, outcome_hi : ndarray, shape (cases,), in 0…1
        The lower and the upper end of each case's membership in the outcome; they differ where what is observed
        leaves more than one path open.
    """

    cases: tuple[str, ...]
    levels: tuple[str, ...]
    lo: Mapping[str, Array]
    hi: Mapping[str, Array]
    outcome_lo: Array
    outcome_hi: Array


def calibrate(
    prepared: Prepared, outcome: Outcome = "high_road", ideal: bool = False, mixed: float = 0.5
) -> Memberships:
    """Scores as memberships: the levels, the narrow framework where there is one, and each determinant.

    In a condition a cluster is fully out where all that belongs to it is rated −2, fully in where all is +2, and
    neither in nor out at 0. A level's membership is its score with its factors alike: their mean under full
    compensation, the least of them, as a conjunction has it, under a compensation of −∞. In the outcome the low road
    is fully out, the high road fully in, and a mixed path `mixed`. Clusters without an observed path are left out. A
    key that stands for several of them means the level before the narrow framework, and that before the determinant.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules; its outcomes are the paths observed.
    outcome : {"high_road", "not_low_road"}, default "high_road"
        What the path is turned into. `not_low_road` asks for less: a mixed path is fully in.
    ideal : bool, default False
        Whether an ideal case joins, in every condition and in the outcome: the model that the clusters are
        compared with, and no observation.
    mixed : float, in 0…1, default 0.5
        What a mixed path counts as in the high road. Up to 0.5 no case without a high road is more in the outcome than
        out of it, and every PRI is 0 whatever the conditions are.

    Returns
    -------
    Memberships
        Of each cluster with an observed path, and of the ideal case if it joins.

    Raises
    ------
    InputError
        If the outcome is unknown, `mixed` no membership, or no cluster has a path that was observed.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> found = calibrate(Prepared(example_study()), ideal=True)
    >>> found.cases, found.lo["tools"].tolist(), found.outcome_hi.tolist()
    (('almen', 'borg', 'ideal case'), [0.75, 0.0, 1.0], [1.0, 0.0, 1.0])
    """
    if outcome not in get_args(Outcome):
        expected = one_of(get_args(Outcome), str(outcome))
        raise InputError([Problem("outcome", None, None, str(outcome), expected)])
    if not (isinstance(mixed, Real) and 0 <= mixed <= 1):
        raise InputError([Problem("mixed", None, None, str(mixed), "a membership from 0 to 1")])
    framework, ratings, observed = prepared.framework, prepared.ratings, prepared.study.observed
    if not observed:
        expected = "at least one cluster with the path observed"
        raise InputError([Problem("outcomes.csv", None, None, None, expected)])
    weightings: dict[str, Weights | Array] = {
        level: (framework.level_of == at).astype(float) for at, level in enumerate(framework.levels)
    }
    if framework.narrow:
        weightings.setdefault(framework.narrow, framework.weightings[framework.narrow])
    for determinant, alone in zip(framework.determinants, np.eye(len(framework.determinants)), strict=True):
        weightings.setdefault(determinant, alone)
    kept = [at for at, cluster in enumerate(ratings.clusters) if cluster in observed]
    one = np.ones(int(ideal))
    lo, hi = {}, {}
    for key, weights in weightings.items():
        scores = score(ratings, weights, prepared.rules)
        lo[key], hi[key] = (np.concatenate([np.clip(ends[kept], 0, 1), one]) for ends in (scores.lo, scores.hi))
    cases = tuple(ratings.clusters[at] for at in kept)
    counts = {"low_road": 0.0, "mixed": 1.0 if outcome == "not_low_road" else float(mixed), "high_road": 1.0}
    seen = [[counts[path] for path in observed[cluster].split("|")] for cluster in cases]
    ends = (np.concatenate([[end(values) for values in seen], one]) for end in (min, max))
    return Memberships(cases + (IDEAL,) * int(ideal), framework.levels, lo, hi, *ends)


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Conditions that are there, or absent, all at once.

    Made by :func:`read_conjunction`; as text such as ``tools*~craft``.

    Attributes
    ----------
    keys : tuple of str
        The conditions.
    absent : frozenset of str
        Those of them that are negated.
    """

    keys: tuple[str, ...]
    absent: frozenset[str]

    def __str__(self) -> str:
        return "*".join(f"~{key}" if key in self.absent else key for key in self.keys)

    def ends(self, found: Memberships) -> tuple[Array, Array]:
        """The lower and the upper end of each case's membership.

        A case belongs to a conjunction as far as to the condition that it belongs to least (min xᵢ), and to a
        negated condition as far as 1 − x: between 1 − hi and 1 − lo. Each condition moves in its interval by
        itself. Where one that is negated and one that isn't rest on the same cell, that is too much freedom,
        and the ends are wider than the evidence.

        Parameters
        ----------
        found : Memberships
            From :func:`calibrate`, with all conditions of the conjunction.

        Returns
        -------
        lo, hi : ndarray, shape (cases,), in 0…1
            In the order of the cases.

        Examples
        --------
        >>> from smeclusters import Prepared, example_study
        >>> found = calibrate(Prepared(example_study()))
        >>> lo, hi = read_conjunction("tools*~guild", found.lo).ends(found)
        >>> lo.tolist(), hi.tolist()
        ([0.0, 0.0], [0.75, 0.0])
        """
        ends = [
            (1 - found.hi[key], 1 - found.lo[key]) if key in self.absent else (found.lo[key], found.hi[key])
            for key in self.keys
        ]
        return reduce(np.minimum, (lo for lo, _ in ends)), reduce(np.minimum, (hi for _, hi in ends))


def read_conjunction(text: str, keys: Iterable[str]) -> Conjunction:
    """Conditions joined by ``*``, each perhaps negated by ``~``, with blanks and in letters of any size.

    Parameters
    ----------
    text : str
        Such as ``tools*~craft``, or as R users write it ``TOOLS * ~CRAFT``.
    keys : iterable of str
        The conditions that are known.

    Returns
    -------
    Conjunction
        The conditions in the order of the text, each once, and those of them that are negated.

    Raises
    ------
    InputError
        If a condition is unknown, or stands in it both with and without ``~``, or if conditions are joined
        by ``+``.

    Examples
    --------
    >>> print(read_conjunction("TOOLS * ~craft", ["tools", "craft"]))
    tools*~craft
    >>> read_conjunction("tools + craft", ["tools", "craft"])
    Traceback (most recent call last):
    smeclusters.errors.InputError: condition: found "tools + craft", expected conditions joined by *, not by +
    """
    keys = tuple(keys)
    if "+" in text:
        raise InputError([Problem("condition", None, None, text, "conditions joined by *, not by +")])
    named: dict[str, bool] = {}
    for term in text.split("*"):
        absent = term.strip().startswith("~")
        key = _condition(term.strip().removeprefix("~").strip(), keys)
        if named.setdefault(key, absent) != absent:
            expected = f"{key} either with ~ or without it"
            raise InputError([Problem("condition", None, None, text, expected)])
    return Conjunction(tuple(named), frozenset(key for key, absent in named.items() if absent))


def _condition(name: str, keys: Sequence[str]) -> str:
    """The key that is meant by a name, in letters of any size."""
    if name in keys:
        return name
    alike = [key for key in keys if key.casefold() == name.casefold()]
    if len(alike) != 1:
        raise InputError([Problem("condition", None, None, name or None, one_of(keys, name.casefold()))])
    return alike[0]


def parameters_of_fit(found: Memberships, wanted: Sequence[str] | None = None) -> pd.DataFrame:
    """Sufficiency and necessity of conditions and conjunctions, as far as the evidence determines them.

    Parameters
    ----------
    found : Memberships
        From :func:`calibrate`.
    wanted : sequence of str, optional
        Keys, or keys joined by ``*`` for all of them at once, as :func:`read_conjunction` takes them. By
        default the levels, their conjunction, the narrow framework and each determinant.

    Returns
    -------
    DataFrame
        One row a condition: ``condition`` (without blanks, in the letters of the keys), and for each measure
        (``sufficiency_consistency``, ``_pri``, ``_coverage``; ``necessity_consistency``, ``_relevance``,
        ``_coverage``) its bounds ``_lo`` and ``_hi``, in 0…1 or NaN. A measure is a ratio in which each case enters
        by itself; its bounds are looked for among the ends of all intervals, of the outcome too, and the places where
        a membership passes the outcome or its negation.

    Raises
    ------
    InputError
        If a condition is unknown, or stands both with and without ``~``, or conditions are joined by ``+``.

    Examples
    --------
    In craft Almen is 0.875, and Borg, which is not on the high road, from 0 to 0.5: 0.875 / 1.375 at the least.

    >>> from smeclusters import Prepared, example_study
    >>> table = parameters_of_fit(calibrate(Prepared(example_study())), ["craft", "tools"])
    >>> table[["condition", "sufficiency_consistency_lo", "sufficiency_consistency_hi"]].round(3).values.tolist()
    [['craft', 0.636, 1.0], ['tools', 1.0, 1.0]]
    """
    if wanted is None:
        wanted = list(dict.fromkeys([*found.levels, "*".join(found.levels), *found.lo]))
    rows = []
    for text in wanted:
        conjunction = read_conjunction(text, found.lo)
        lo, hi = conjunction.ends(found)
        row: dict[str, object] = {"condition": str(conjunction)}
        for prefix, measures in (("sufficiency", sufficiency), ("necessity", necessity)):
            for field in type(measures(hi, found.outcome_hi)).__slots__:
                ends = _bounds(_one_measure(measures, field), lo, hi, found.outcome_lo, found.outcome_hi)
                row[f"{prefix}_{field}_lo"], row[f"{prefix}_{field}_hi"] = ends
        rows.append(row)
    return pd.DataFrame(rows)


def _one_measure(
    measures: Callable[[Array, Array], Sufficiency | Necessity], field: str
) -> Callable[[Array, Array], float]:
    return lambda x, y: float(getattr(measures(x, y), field))


def _bounds(
    measure: Callable[[Array, Array], float], lo: Array, hi: Array, outcome_lo: Array, outcome_hi: Array
) -> tuple[float, float]:
    """The least and the greatest value of a measure as each case moves in its two intervals.

    Every measure is a ratio of two sums over the cases. What a case adds is linear in its two memberships
    between the lines where the one passes the other or its negation, or the other its own, so that the
    extremes lie where these lines and the ends of the intervals meet. Moving one case at a time until
    nothing improves finds them: a ratio of sums has no others (each sum is one of functions of a single
    case).
    """
    points = [_corners(*ends) for ends in zip(lo, hi, outcome_lo, outcome_hi, strict=True)]
    extremes = []
    for sign in (1, -1):
        results = []
        for start in ((lo, outcome_lo), (hi, outcome_hi), ((lo + hi) / 2, (outcome_lo + outcome_hi) / 2)):
            x, y = start[0].copy(), start[1].copy()
            best = sign * measure(x, y)
            improved = True
            while improved:
                improved = False
                for at, candidates in enumerate(points):
                    for candidate in candidates:
                        old, (x[at], y[at]) = (x[at], y[at]), candidate
                        now = sign * measure(x, y)
                        if now < best - 1e-12 or (np.isnan(best) and not np.isnan(now)):
                            best, improved = now, True
                        else:
                            x[at], y[at] = old
            results.append(best)
        extremes.append(sign * float(np.nanmin(results)) if not np.isnan(results).all() else float("nan"))
    return extremes[0], extremes[1]


def _corners(lo: float, hi: float, outcome_lo: float, outcome_hi: float) -> list[tuple[float, float]]:
    """Where, for one case, a measure may have its extremes: pairs of its memberships in condition and outcome."""
    meets = (lo, 1 - lo, hi, 1 - hi, 0.5)
    outcomes = {outcome_lo, outcome_hi, *(y for y in meets if outcome_lo < y < outcome_hi)}
    return sorted({(x, y) for y in outcomes for x in (lo, hi, y, 1 - y) if lo <= x <= hi})


@dataclass(frozen=True, eq=False)
class TruthTable:
    """Every combination of some conditions, and the cases that belong to none.

    Attributes
    ----------
    keys : tuple of str
        The conditions.
    rows : DataFrame
        One row a combination: a truth value for each key, ``cases`` (surely in it), ``possible`` (in it
        for some values within their intervals), ``consistency`` (at the middles of the intervals; NaN if
        no case is surely in it), ``outcome`` (``True`` if it is enough, ``False``, or None for a remainder)
        and ``contradictory`` (cases surely in it that are surely on different sides of the outcome).
    unassigned : tuple of str
        Cases that are in none, because their membership in some condition is one half, neither in nor out.
    """

    keys: tuple[str, ...]
    rows: pd.DataFrame
    unassigned: tuple[str, ...]


def truth_table(found: Memberships, keys: Sequence[str], consistent: float = CONSISTENT) -> TruthTable:
    """Every combination of conditions, with the cases in it and whether it is enough for the outcome.

    A case is in the combination in which its membership is above one half, wherever the evidence lets it
    be; a membership of one half is on neither side. Combinations without a case are logical remainders:
    nothing is known of them.

    Parameters
    ----------
    found : Memberships
        From :func:`calibrate`.
    keys : sequence of str
        Its conditions, each once.
    consistent : float, in 0…1, default 0.8
        The consistency from which a combination counts as enough.

    Returns
    -------
    TruthTable
        A row for each of the 2ⁿ combinations, and the cases that are in none.

    Raises
    ------
    InputError
        If there is no key, or one is unknown or stands twice.

    References
    ----------
    Ragin, C. C. (2008), Redesigning Social Inquiry: Fuzzy Sets and Beyond, University of Chicago Press,
    chapter 7. On memberships of one half: Schneider, C. Q. and Wagemann, C. (2012), Set-Theoretic Methods
    for the Social Sciences, Cambridge University Press, chapter 4.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> table = truth_table(calibrate(Prepared(example_study())), ["tools", "craft"])
    >>> table.rows[["tools", "craft", "cases", "possible"]].values.tolist()[::3]
    [[True, True, ('almen',), ()], [False, False, (), ('borg',)]]
    """
    if not keys:
        raise InputError([Problem("condition", None, None, None, one_of(found.lo))])
    for at, key in enumerate(keys):
        if key not in found.lo:
            raise InputError([Problem("condition", None, None, key, one_of(found.lo, key))])
        if key in keys[:at]:
            raise InputError([Problem("condition", None, None, key, "each condition once")])
    names = np.array(found.cases)
    middles = {key: (found.lo[key] + found.hi[key]) / 2 for key in keys}
    middle = (found.outcome_lo + found.outcome_hi) / 2
    somewhere = np.zeros(len(names), dtype=bool)
    rows = []
    for values in product([True, False], repeat=len(keys)):
        sure, possible = np.ones((2, len(names)), dtype=bool)
        parts = []
        for key, value in zip(keys, values, strict=True):
            lo, hi = found.lo[key], found.hi[key]
            sure &= _above_half(lo) if value else _below_half(hi)
            possible &= _above_half(hi) if value else _below_half(lo)
            parts.append(middles[key] if value else 1 - middles[key])
        somewhere |= possible
        consistency = sufficiency(reduce(np.minimum, parts), middle).consistency if sure.any() else np.nan
        inside, outside = found.outcome_lo[sure], found.outcome_hi[sure]
        rows.append(
            {
                **dict(zip(keys, values, strict=True)),
                "cases": tuple(names[sure].tolist()),
                "possible": tuple(names[possible & ~sure].tolist()),
                "consistency": consistency,
                "outcome": bool(consistency >= consistent) if sure.any() else None,
                "contradictory": bool(_above_half(inside).any() and _below_half(outside).any()),
            }
        )
    return TruthTable(tuple(keys), pd.DataFrame(rows), tuple(names[~somewhere].tolist()))


def members(found: Memberships, condition: str) -> tuple[str, ...]:
    """Cases surely more in a condition than out of it.

    Parameters
    ----------
    found : Memberships
        From :func:`calibrate`.
    condition : str
        A key, or keys joined by ``*`` and negated by ``~``, as :func:`read_conjunction` takes them.

    Returns
    -------
    tuple of str
        Their keys, in the order of the cases.

    Raises
    ------
    InputError
        If a condition is unknown, or stands both with and without ``~``, or conditions are joined by ``+``.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> found = calibrate(Prepared(example_study()))
    >>> members(found, "tools"), members(found, "~guild")
    (('almen',), ('borg',))
    """
    lo, _ = read_conjunction(condition, found.lo).ends(found)
    return tuple(np.array(found.cases)[_above_half(lo)].tolist())


def deviant_cases(found: Memberships, condition: str) -> tuple[str, ...]:
    """The :func:`members` of a condition that are in the outcome surely no more than out of it.

    They speak against "enough".

    Parameters
    ----------
    found : Memberships
        From :func:`calibrate`.
    condition : str
        A key, or keys joined by ``*`` and negated by ``~``, as :func:`read_conjunction` takes them.

    Returns
    -------
    tuple of str
        Their keys, in the order of the cases.

    Raises
    ------
    InputError
        If a condition is unknown, or stands both with and without ``~``, or conditions are joined by ``+``.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> deviant_cases(calibrate(Prepared(example_study())), "~guild")  # Borg: 0.75 in it, and 0 in the outcome
    ('borg',)
    """
    reached = dict(zip(found.cases, _above_half(found.outcome_hi), strict=True))
    return tuple(case for case in members(found, condition) if not reached[case])


def _above_half(memberships: Array) -> NDArray[np.bool_]:
    return memberships > 0.5 + TOLERANCE


def _below_half(memberships: Array) -> NDArray[np.bool_]:
    return memberships < 0.5 - TOLERANCE
