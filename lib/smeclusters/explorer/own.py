"""Clusters of a reader's own: what is said of them, and the cells that follow by the codebook's rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.paths import PATHS
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Evidence, Ratings, combine, kept_out, lineage
from smeclusters.study import Study, each_row

BASES = ("stated", "reported", "inferred")
"""What a statement may rest on; the first where nothing is said. Links count on the order."""

PERIODS = ("current", "past")
"""What time a statement may be of; the first where nothing is said. Links count on the order."""

LIMITS = {"clusters": 60, "name": 80, "country": 60, "products": 120, "summary": 800, "sources": 300, "locator": 120}
"""How many clusters may stand beside those of a study, and how many signs their texts may have."""

COLUMNS = (
    *("place", "name", "country", "path", "products"),
    *("determinant", "facet", "rating", "rating_to", "basis", "period", "summary", "sources", "locator", "vintage"),
)
"""Columns of the table as which own clusters travel: a layer in one file, a row a statement."""

KEY = re.compile("[a-z][a-z0-9_-]{0,79}")

REASONS = {
    "silent": "Nothing is known of it, here or in general: any rating is possible.",
    "row": "{count} row entered, about {places}.",
    "rows": "{count} rows entered, about {places}.",
    "medians": "Median by facet: {medians}.",
    "disagree": "The facets disagree in sign: from {lo} to {hi}.",
    "widened": "Widened by one step each way: no row is about the cluster itself without being inferred.",
    "twice": "Widened by two steps each way: no row is about the cluster itself, and every row is inferred.",
}
"""What each rule did to a cell, for the page."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A statement on one determinant of a reader's own cluster.

    Attributes
    ----------
    determinant : str
        Key.
    lo, hi : int, in −2…+2
        The two ends of its rating.
    facet : str
        Key, or empty.
    basis, period : str
        As in the tables.
    summary, sources, locator : str
        Why, what it rests on, and where in it; any may be empty.
    vintage : str
        A year, or empty.
    """

    determinant: str
    lo: int
    hi: int
    facet: str = ""
    basis: str = BASES[0]
    period: str = PERIODS[0]
    summary: str = ""
    sources: str = ""
    locator: str = ""
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class OwnCluster:
    """A cluster that a reader has put beside those of the study.

    Attributes
    ----------
    key, name : str
        As of a place.
    country : str
        Key of a country of the study, or any text.
    products : str
        What it makes.
    observed : str
        Its path, or empty.
    rows : tuple of OwnRow
        What is said of it.
    """

    key: str
    name: str
    country: str = ""
    products: str = ""
    observed: str = ""
    rows: tuple[OwnRow, ...] = ()


def read_own(value: Any, study: Study) -> tuple[OwnCluster, ...]:
    """Own clusters in any of the forms in which they are handed over.

    Parameters
    ----------
    value : DataFrame, or iterable of OwnCluster or mappings
        A table with the columns `COLUMNS`, as :func:`own_frame` gives it; or the clusters.
    study : Study
        For the keys.

    Returns
    -------
    tuple of OwnCluster
        In their order.

    Raises
    ------
    InputError
        If a key is unknown or taken, a rating is no whole number from −2 to 2, or something is of another form.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> given = {"key": "dorn", "name": "Dorn", "rows": [{"determinant": "craft", "lo": 1, "hi": 2}]}
    >>> found = read_own([given], example_study())
    >>> found[0].rows[0].hi, found[0].rows[0].basis
    (2, 'stated')
    """
    given = _of_table(value) if isinstance(value, pd.DataFrame) else value
    if not isinstance(given, Iterable) or isinstance(given, str | Mapping):
        raise InputError([Problem("own", None, None, str(value), "clusters, or a table of them")])
    owns = [_read(OwnCluster, each, "own") for each in given]
    problems: list[Problem] = []
    taken = set(study.places["place"])
    facets = dict(zip(study.facets["facet"], study.facets["determinant"], strict=True))
    determinants = list(study.determinants["determinant"])
    if len(owns) > LIMITS["clusters"]:
        expected = f"at most {LIMITS['clusters']} clusters"
        problems.append(Problem("own", None, None, str(len(owns)), expected))
    for own in owns:
        if not KEY.fullmatch(own.key) or own.key in taken:
            expected = "a key of small letters that no place of the study and no other cluster has"
            problems.append(Problem("own", None, "key", own.key or None, expected))
        taken.add(own.key)
        if not own.name:
            problems.append(Problem("own", None, f"{own.key}, name", None, "a name"))
        if own.observed and own.observed not in PATHS:
            problems.append(Problem("own", None, f"{own.key}, path", own.observed, one_of(PATHS, own.observed)))
        for row in own.rows:
            for field, found, known in (
                ("determinant", row.determinant, determinants),
                ("basis", row.basis, BASES),
                ("period", row.period, PERIODS),
            ):
                if found not in known:
                    problems.append(Problem("own", None, f"{own.key}, {field}", found or None, one_of(known, found)))
            if row.facet and facets.get(row.facet) != row.determinant:
                expected = f"a facet of {row.determinant}, or nothing"
                problems.append(Problem("own", None, f"{own.key}, facet", row.facet, expected))
            if not (isinstance(row.lo, int) and isinstance(row.hi, int) and -2 <= row.lo <= row.hi <= 2):
                expected = "whole numbers from -2 to 2, the lower one first"
                problems.append(Problem("own", None, f"{own.key}, rating", f"{row.lo} to {row.hi}", expected))
            if not re.fullmatch(r"([12]\d{3})?", row.vintage):
                problems.append(Problem("own", None, f"{own.key}, vintage", row.vintage, "a year, or nothing"))
    if problems:
        raise InputError(problems)
    return tuple(owns)


def own_frame(owns: Sequence[OwnCluster]) -> pd.DataFrame:
    """Own clusters as a table.

    Parameters
    ----------
    owns : sequence of OwnCluster
        Any.

    Returns
    -------
    DataFrame
        With the columns `COLUMNS`, a row a statement; of a cluster of which nothing is said, one row.

    Examples
    --------
    >>> own = OwnCluster("dorn", "Dorn", rows=(OwnRow("craft", -1, 1),))
    >>> own_frame([own])[["place", "rating", "rating_to"]].to_dict("records")
    [{'place': 'dorn', 'rating': -1, 'rating_to': 1}]
    """
    lines = []
    for own in owns:
        about = {"place": own.key, "name": own.name, "country": own.country, "path": own.observed}
        for row in own.rows or (None,):
            said = (
                {} if row is None else {**asdict(row), "rating": row.lo, "rating_to": row.hi if row.hi > row.lo else ""}
            )
            lines.append({**dict.fromkeys(COLUMNS, ""), **about, "products": own.products, **said})
    return pd.DataFrame(lines, columns=list(COLUMNS))


def own_ratings(prepared: Prepared, owns: Sequence[OwnCluster]) -> Ratings:
    """The matrix of a study with own clusters below its own.

    Parameters
    ----------
    prepared : Prepared
        The study under its rules.
    owns : sequence of OwnCluster
        What a reader has put beside it.

    Returns
    -------
    Ratings
        Of a cluster in a country of the study, with what is known of that country and of what it lies in.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> own = OwnCluster("dorn", "Dorn", "ALP", rows=(OwnRow("craft", 1, 2),))
    >>> found = own_ratings(Prepared(example_study()), [own])
    >>> found.clusters[-1], found.lo[-1, 3].item(), found.hi[-1, 3].item()
    ('dorn', 1.0, 2.0)
    """
    rated = prepared.ratings
    if not owns:
        return rated
    known: dict[str, list[Evidence]] = {}
    for row in each_row(country_rows(prepared)):
        known.setdefault(row.determinant, []).append(Evidence.of(row))
    ends = np.array([[_cell(prepared, own, key, known.get(key, [])) for key in rated.determinants] for own in owns])
    return Ratings(
        (*rated.clusters, *(own.key for own in owns)),
        rated.determinants,
        np.vstack([rated.lo, ends[:, :, 0]]),
        np.vstack([rated.hi, ends[:, :, 1]]),
        np.vstack([rated.silent, ends[:, :, 2] > 0]),
    )


def country_rows(prepared: Prepared) -> pd.DataFrame:
    """The rows of evidence that a cluster takes from its country.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.

    Returns
    -------
    DataFrame
        Rows on countries and on what they lie in, of the present and not later than the rules allow.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> sorted(set(country_rows(Prepared(example_study()))["place"]))
    ['ALP']
    """
    study = prepared.study
    places = {place for key in countries(study) for place in lineage(study, key)}
    rows = study.evidence
    late = rows["id"].isin(kept_out(study, prepared.rules.vintage)["id"])
    return rows[rows["place"].isin(places) & (rows["period"] != "past") & ~late]


def countries(study: Study) -> tuple[str, ...]:
    """The countries of a study.

    Parameters
    ----------
    study : Study
        With their places.

    Returns
    -------
    tuple of str
        Keys.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> countries(example_study())
    ('ALP',)
    """
    return tuple(study.places.loc[study.places["kind"] == "country", "place"])


def _cell(prepared: Prepared, own: OwnCluster, determinant: str, known: list[Evidence]) -> tuple[float, float, bool]:
    study = prepared.study
    lies = lineage(study, own.country) if own.country in countries(study) else ()
    year = prepared.rules.vintage
    said = [
        row
        for row in own.rows
        if row.determinant == determinant
        and row.period != "past"
        and not (year is not None and row.vintage and int(row.vintage) > year)
    ]
    places = (own.key, *lies)
    rows = [Evidence(str(at), own.key, row.facet, row.lo, row.basis, row.hi) for at, row in enumerate(said)]
    made = combine(own.key, determinant, [*rows, *known], places, dict.fromkeys(places, ""))
    return made.lo, made.hi, made.silent


def _read(form: type[Any], given: Any, what: str) -> Any:
    """A cluster or a row from a mapping by the names of its fields."""
    if isinstance(given, form):
        return given
    names = [field.name for field in fields(form)]
    if not isinstance(given, Mapping):
        raise InputError([Problem(what, None, None, str(given), f"the fields {', '.join(names)}")])
    if unknown := [str(name) for name in given if name not in names]:
        raise InputError([Problem(what, None, None, unknown[0], one_of(names, unknown[0]))])
    read = dict(given)
    if form is OwnCluster:
        rows = read.get("rows", ())
        if not isinstance(rows, list | tuple):
            raise InputError([Problem(what, None, "rows", str(rows), "a list of statements")])
        read["rows"] = tuple(_read(OwnRow, row, "own, rows") for row in rows)
    for name, value in read.items():
        if name not in ("rows", "lo", "hi") and not isinstance(value, str):
            raise InputError([Problem(what, None, name, str(value), "a text")])
    try:
        return form(**read)
    except TypeError:
        missing = next(name for name in names if name not in read)
        raise InputError([Problem(what, None, missing, None, f"the fields {', '.join(names)}")]) from None


def _of_table(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The clusters of a table with the columns `COLUMNS`, or those of them that it has."""
    filled = table.reindex(columns=list(COLUMNS)).astype(object)
    filled[filled.isna()] = ""
    found: dict[str, dict[str, Any]] = {}
    for row in filled.to_dict("records"):
        key = str(row["place"])
        about = {"key": key, "name": str(row["name"]) or key, "country": str(row["country"])}
        own = found.setdefault(
            key, {**about, "products": str(row["products"]), "observed": str(row["path"]), "rows": []}
        )
        if row["rating"] == "":
            continue
        lo, hi = (_whole(row["rating"]), _whole(row["rating"] if row["rating_to"] == "" else row["rating_to"]))
        said = {name: str(row[name]) for name in ("determinant", "facet", "summary", "sources", "locator")}
        year = str(_whole(row["vintage"]))
        basis, period = str(row["basis"]) or BASES[0], str(row["period"]) or PERIODS[0]
        own["rows"].append({**said, "lo": lo, "hi": hi, "basis": basis, "period": period, "vintage": year})
    return list(found.values())


def _whole(value: Any) -> Any:
    """A number without its point, where nothing stands behind it: pandas makes floats of columns with gaps."""
    try:
        return int(value) if float(value) == int(float(value)) else value
    except (TypeError, ValueError):
        return value
