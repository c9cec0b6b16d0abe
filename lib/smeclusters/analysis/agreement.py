"""Agreement between codings of the same passages: unit by unit, and beyond chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from smeclusters.errors import InputError, MissingExtra, Problem, one_of, suggestion
from smeclusters.model.ratings import kept_out
from smeclusters.study import Study, each_row

UNIT = ("locator", "place", "determinant", "facet")
"""What two ratings must share to be of the same thing."""

Measure = Literal["nominal", "ordinal", "interval"]
"""How far apart two ratings are: not at all or wholly; by the ratings between them; by their difference."""

REPLICATES = 1000
"""How often units are drawn anew for an interval."""

_OF_DRAWS = 0.95  # must have an alpha for an interval to be told


def passages(study: Study, where: Iterable[str]) -> tuple[str, ...]:
    """The locators of paragraphs and sections.

    Parameters
    ----------
    study : Study
        The coded paper.
    where : iterable of str
        Locators, or sections, each of which stands for its own paragraphs and those of the sections within it.

    Returns
    -------
    tuple of str
        In the order of the paper.

    Raises
    ------
    InputError
        If the paper has no such paragraph or section.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> passages(example_study(), ["2:3", "1"])
    ('1:1', '1:2', '2:3')
    """
    found: set[str] = set()
    problems = []
    for key in where:
        here = {
            row.locator
            for row in each_row(study.locators)
            if key == row.locator or key == row.section or row.section.startswith(f"{key}.")
        }
        if not here:
            known = [*dict.fromkeys(study.locators["section"]), *study.locators["locator"]]
            expected = f"a section or paragraph, such as {known[0]} or {known[-1]}{suggestion(key, known)}"
            problems.append(Problem("where", None, None, key, expected))
        found |= here
    if problems:
        raise InputError(problems)
    return tuple(locator for locator in study.locators["locator"] if locator in found)


def coded_rows(
    study: Study, past: bool = False, where: Iterable[str] | None = None, vintage: int | None = None
) -> pd.DataFrame:
    """The rows of a coding that count as its coder's ratings.

    Parameters
    ----------
    study : Study
        With the coding as its evidence.
    past : bool, default False
        Whether rows that tell of the past count.
    where : iterable of str, optional
        Locators of the passages that are looked at; by default all.
    vintage : int, optional
        Evidence published later than this year stays out; by default the year of the study, for its own rows.

    Returns
    -------
    DataFrame
        Those rows, with a number as `rating`: the middle, where a row gives a range.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> coded_rows(example_study(), where=["2:2"])["rating"].tolist()
    [-1.0, -1.0, -2.0]
    """
    rows = study.evidence
    kept = ~rows["id"].isin(kept_out(study, vintage)["id"])
    if not past:
        kept &= rows["period"] != "past"
    if where is not None:
        kept &= rows["locator"].isin(list(where))
    rows = rows[kept]
    ends = rows[["rating", "rating_to"]].astype(float)
    return rows.assign(rating=ends.mean(axis=1))


def units(
    codings: Mapping[str, Study], past: bool = False, where: Sequence[str] = (), vintage: int | None = None
) -> pd.DataFrame:
    """What codings say of each passage, place, determinant and facet, side by side.

    Parameters
    ----------
    codings : mapping
        Studies by name, which differ in their evidence.
    past : bool, default False
        Whether rows that tell of the past count.
    where : sequence of str, default ()
        Sections or paragraphs to look at; all, if there are none.
    vintage : int, optional
        Evidence published later than this year stays out; by default the year of each study, for its own rows.

    Returns
    -------
    DataFrame
        One row a unit that any of them has, in the order of the paper: ``locator, place, determinant, facet``, and
        a column for each coding with its rating, NaN where it has no row. Where it has several, their median.

    Raises
    ------
    InputError
        If there are fewer than two codings, they are not of the same determinants, or there is no such passage.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> other = replace(study, evidence=study.evidence.query("place != 'borg'"))
    >>> units({"a": study, "b": other}, where=["2:2"]).to_numpy().tolist()[0]
    ['2:2', 'borg', 'guild', 'quarrels', -1.0, nan]
    """
    study = checked(codings)
    inside = passages(study, where) if where else None
    columns = [
        coded_rows(each, past, inside, vintage).groupby(list(UNIT))["rating"].median().rename(name)
        for name, each in codings.items()
    ]
    table = pd.concat(columns, axis=1).reset_index(names=list(UNIT))
    return table.sort_values(list(UNIT), key=lambda column: _order(study, column), ignore_index=True)


def checked(codings: Mapping[str, Study]) -> Study:
    """The first of some codings, if they can be held against each other.

    Parameters
    ----------
    codings : mapping
        Studies by name.

    Returns
    -------
    Study
        The first.

    Raises
    ------
    InputError
        If there are fewer than two codings, or they are not of the same determinants.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> checked({"a": example_study()})
    Traceback (most recent call last):
    smeclusters.errors.InputError: codings: found "a", expected at least two
    """
    if len(codings) < 2:
        raise InputError([Problem("codings", None, None, ", ".join(codings) or None, "at least two")])
    first, study = next(iter(codings.items()))
    problems = [Problem("codings", None, None, name, f"a name other than {name}") for name in codings if name in UNIT]
    for name, each in codings.items():
        if list(each.determinants["determinant"]) != list(study.determinants["determinant"]):
            found = ", ".join(each.determinants["determinant"])
            problems.append(Problem("codings", None, name, found, f"the determinants of {first}"))
    if problems:
        raise InputError(problems)
    return study


def _order(study: Study, column: pd.Series[Any]) -> pd.Series[Any]:
    """Where each key of a column stands in its table; what stands in none comes last, by the alphabet."""
    known = list(getattr(study, f"{column.name}s").iloc[:, 0])
    others = sorted(set(column) - set(known))
    places = {key: at for at, key in enumerate([*known, *others])}
    return column.map(places)


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha.

    Attributes
    ----------
    value : float or None
        1 for perfect agreement, 0 for that of chance; None where it can't be told.
    lo, hi : float or None
        Within which 95 of 100 values lie if units are drawn anew; None where too few draws have a value.
    reason : str
        Why there is no value.
    """

    value: float | None = None
    lo: float | None = None
    hi: float | None = None
    reason: str = ""


def krippendorff_alpha(
    ratings: ArrayLike, measure: Measure = "ordinal", replicates: int = REPLICATES, seed: int = 0
) -> Alpha:
    """Krippendorff's alpha, with an interval from units drawn anew.

    Parameters
    ----------
    ratings : array of shape (units, codings)
        NaN where a coding has no rating. Units with one rating tell nothing and are left out.
    measure : {"ordinal", "interval", "nominal"}, default "ordinal"
        How far apart two ratings are.
    replicates : int, default 1000
        How often the units are drawn, with replacement. A draw in which all ratings are the same has no alpha; where
        more than one in twenty is such, there is no interval, as the others alone would give a wrong one.
    seed : int, default 0
        For the draws.

    Returns
    -------
    Alpha
        Without a value, and with the reason, where fewer than two units have two ratings, or all ratings are the
        same.

    Raises
    ------
    InputError
        If the measure is unknown.
    MissingExtra
        If the extra ``agree`` is not installed.

    References
    ----------
    Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability.

    Examples
    --------
    >>> alpha = krippendorff_alpha([[1, 1], [2, 2], [-1, 0], [1, 2], [-2, -2], [0, 0]])
    >>> round(alpha.value, 3), round(alpha.lo, 2), round(alpha.hi, 2)
    (0.913, 0.39, 1.0)
    >>> krippendorff_alpha([[1, 1], [2, None]]).reason
    'only one unit has two ratings'
    """
    if measure not in get_args(Measure):
        raise InputError([Problem("measure", None, None, measure, one_of(get_args(Measure), measure))])
    data = np.asarray(ratings, dtype=float)
    data = data[(~np.isnan(data)).sum(axis=1) > 1] if data.size else np.empty((0, 2))
    if len(data) < 2:
        return Alpha(reason="only one unit has two ratings" if len(data) else "no unit has two ratings")
    values = np.unique(data[~np.isnan(data)])
    if len(values) < 2:
        return Alpha(reason="all ratings are the same")
    counts = (data[:, :, None] == values).sum(axis=1)
    try:
        import krippendorff
    except ImportError:
        raise MissingExtra("the extra agree is needed: pip install 'smeclusters[agree]'") from None
    value = krippendorff.alpha(value_counts=counts, value_domain=values, level_of_measurement=measure)
    drawn = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), replicates)
    alphas = weighted_alphas(counts, values, measure, drawn)
    known = alphas[~np.isnan(alphas)]
    if len(known) < _OF_DRAWS * replicates:
        return Alpha(float(value))
    lo, hi = np.quantile(known, [0.025, 0.975])
    return Alpha(float(value), float(lo), float(hi))


def weighted_alphas(
    counts: NDArray[np.int_], values: NDArray[np.float64], measure: Measure, weights: NDArray[np.int_]
) -> NDArray[np.float64]:
    """Alpha for many draws of the same units at once, which the library of that name takes one by one.

    Parameters
    ----------
    counts : ndarray of int, shape (units, values)
        How many codings gave a unit each value; two or more together.
    values : ndarray, shape (values,)
        From the lowest.
    measure : {"ordinal", "interval", "nominal"}
        How far apart two values are.
    weights : ndarray of int, shape (draws, units)
        How often each unit is in a draw.

    Returns
    -------
    ndarray, shape (draws,)
        NaN where all that was drawn is of one value.

    Examples
    --------
    Two codings that agree on one unit and differ on the other; then the first unit alone.

    >>> counts = np.array([[2, 0], [1, 1]])
    >>> weighted_alphas(counts, np.array([0.0, 1.0]), "interval", np.array([[1, 1], [2, 0]])).tolist()
    [0.0, nan]
    """
    many = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(values))
    found = np.einsum("du,uvw->dvw", weights, pairs / (many - 1)[:, None, None])
    totals = found.sum(axis=2)
    if measure == "ordinal":
        ranks = totals.cumsum(axis=1) - totals / 2  # in the middle of those of the same value
        apart = (ranks[:, :, None] - ranks[:, None, :]) ** 2
    elif measure == "interval":
        apart = (values[:, None] - values) ** 2
    else:
        apart = 1 - np.eye(len(values))
    observed = (found * apart).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2)) / (totals.sum(axis=1) - 1)
    ratio = np.full(len(weights), np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return np.asarray(1 - ratio)


def agreement(
    codings: Mapping[str, Study],
    past: bool = False,
    where: Sequence[str] = (),
    replicates: int = REPLICATES,
    seed: int = 0,
) -> pd.DataFrame:
    """How far codings agree: in all, by level and by determinant.

    Parameters
    ----------
    codings : mapping
        Studies by name, which differ in their evidence.
    past : bool, default False
        Whether rows that tell of the past count.
    where : sequence of str, default ()
        Sections or paragraphs to look at; all, if there are none.
    replicates : int, default 1000
        How often units are drawn anew for the intervals.
    seed : int, default 0
        For the draws.

    Returns
    -------
    DataFrame
        One row for all, for each level, and for each determinant: ``scope`` (``all``, ``level``, ``determinant``),
        ``key``, ``units`` that any coding has, ``shared`` by two or more, ``in_all`` codings, ``exact`` (of the
        shared units, the share to which all that have a row give the same rating), Krippendorff's alpha as
        ``ordinal, ordinal_lo, ordinal_hi, interval, interval_lo, interval_hi``, and ``reason`` where there is none.

    Raises
    ------
    InputError
        If there are fewer than two codings, they are not of the same determinants, or there is no such passage.
    MissingExtra
        If the extra ``agree`` is not installed.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> other = replace(study, evidence=study.evidence.query("place != 'borg'"))
    >>> table = agreement({"a": study, "b": other})
    >>> table[["units", "shared", "exact", "ordinal"]].values.tolist()[0]
    [16.0, 13.0, 1.0, 1.0]
    """
    table = units(codings, past, where)
    study = next(iter(codings.values()))
    groups = [("all", "", list(study.determinants["determinant"]))]
    groups += [
        ("level", level, list(study.determinants.query("level == @level")["determinant"]))
        for level in dict.fromkeys(study.levels["level"])
        if (study.determinants["level"] == level).any()
    ]
    groups += [("determinant", key, [key]) for key in study.determinants["determinant"]]
    rows = [
        (scope, key, *_agreeing(table.loc[table["determinant"].isin(inside), list(codings)], replicates, seed))
        for scope, key, inside in groups
    ]
    return pd.DataFrame(rows, columns=["scope", "key", *_AGREEING]).astype(dict.fromkeys(["exact", *_ALPHAS], float))


_ALPHAS = tuple(f"{each}{end}" for each in ("ordinal", "interval") for end in ("", "_lo", "_hi"))
_AGREEING = ("units", "shared", "in_all", "exact", *_ALPHAS, "reason")


def _agreeing(ratings: pd.DataFrame, replicates: int, seed: int) -> tuple[Any, ...]:
    """What `_AGREEING` names, of the ratings of codings side by side."""
    known = ratings.notna().sum(axis=1)
    shared = ratings[known > 1]
    exact = (shared.max(axis=1) == shared.min(axis=1)).mean() if len(shared) else np.nan
    alphas = [krippendorff_alpha(ratings, each, replicates, seed) for each in ("ordinal", "interval")]
    numbers = [number for alpha in alphas for number in (alpha.value, alpha.lo, alpha.hi)]
    in_all = int((known == ratings.shape[1]).sum())
    return (len(ratings), len(shared), in_all, exact, *numbers, alphas[0].reason)


def pairwise_agreement(
    codings: Mapping[str, Study],
    past: bool = False,
    where: Sequence[str] = (),
    replicates: int = REPLICATES,
    seed: int = 0,
) -> pd.DataFrame:
    """How far each two of several codings agree, such as the sheets that a class hands in.

    Parameters
    ----------
    codings : mapping
        Studies by name, which differ in their evidence; a filled coding sheet is one by ``load_study(coding=path)``.
    past : bool, default False
        Whether rows that tell of the past count.
    where : sequence of str, default ()
        Sections or paragraphs to look at; all, if there are none.
    replicates : int, default 1000
        How often units are drawn anew for the intervals.
    seed : int, default 0
        For the draws.

    Returns
    -------
    DataFrame
        One row for each two, in the order of the codings: ``one, other``; ``units`` that either has, ``shared`` by
        both, ``exact`` (of the shared units, the share to which both give the same rating), Krippendorff's alpha as
        in :func:`agreement`, and ``reason`` where there is none.

    Raises
    ------
    InputError
        If there are fewer than two codings, they are not of the same determinants, or there is no such passage.
    MissingExtra
        If the extra ``agree`` is not installed.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> few = replace(study, evidence=study.evidence.query("place != 'borg'"))
    >>> other = replace(few, evidence=few.evidence.assign(rating=few.evidence["rating"].abs()))
    >>> table = pairwise_agreement({"ada": study, "ben": few, "cleo": other})
    >>> table[["one", "other", "units", "shared", "exact", "interval"]].round(2).values.tolist()
    [['ada', 'ben', 16, 13, 1.0, 1.0], ['ada', 'cleo', 16, 13, 0.77, 0.38], ['ben', 'cleo', 13, 13, 0.77, 0.38]]
    """
    table = units(codings, past, where)
    rows = [
        (one, other, *_agreeing(table[[one, other]].dropna(how="all"), replicates, seed))
        for one, other in combinations(codings, 2)
    ]
    found = pd.DataFrame(rows, columns=["one", "other", *_AGREEING]).drop(columns="in_all")
    return found.astype(dict.fromkeys(["exact", *_ALPHAS], float))


def presence(codings: Mapping[str, Study], past: bool = False, where: Sequence[str] = ()) -> pd.DataFrame:
    """Which coding has rows where others have none.

    Parameters
    ----------
    codings : mapping
        Studies by name, which differ in their evidence.
    past : bool, default False
        Whether rows that tell of the past count.
    where : sequence of str, default ()
        Sections or paragraphs to look at; all, if there are none.

    Returns
    -------
    DataFrame
        One row a coding: ``coding``, ``rows``, the ``units`` that they make, ``alone`` (units that no other has)
        and ``lacking`` (units that another has and it has not).

    Raises
    ------
    InputError
        If there are fewer than two codings, they are not of the same determinants, or there is no such passage.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> other = replace(study, evidence=study.evidence.query("place != 'borg'"))
    >>> presence({"a": study, "b": other}).values.tolist()
    [['a', 16, 16, 3, 0], ['b', 13, 13, 0, 3]]
    """
    known = units(codings, past, where)[list(codings)].notna()
    inside = passages(next(iter(codings.values())), where) if where else None
    return pd.DataFrame(
        [
            (
                name,
                len(coded_rows(study, past, inside)),
                int(known[name].sum()),
                int((known[name] & (known.sum(axis=1) == 1)).sum()),
                int((~known[name]).sum()),
            )
            for name, study in codings.items()
        ],
        columns=["coding", "rows", "units", "alone", "lacking"],
    )
