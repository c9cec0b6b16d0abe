"""What tables and charts say of places, cells and figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Cell
from smeclusters.study import Study, each_row
from smeclusters.wording import in_a_row, interval, plural, signed


def numbered(count: int, one: str, many: str) -> str:
    """A number in digits with the words that agree with it.

    Examples
    --------
    >>> numbered(0, "row", "rows"), numbered(1, "row", "rows"), numbered(72, "row", "rows")
    ('0 rows', '1 row', '72 rows')
    """
    return f"{count} {one if count == 1 else many}"


def source_in_words(paper: Prepared) -> str:
    """What speaks of the clusters: the paper, or with layers whatever the evidence comes from.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> source_in_words(edition())
    'the paper'
    """
    return "the evidence" if paper.study.layers else "the paper"


def layers_in_words(paper: Prepared) -> str:
    """A sentence on what is laid over the paper, to follow others; nothing where nothing is.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> layers_in_words(edition())
    ''
    """
    names = in_a_row([layer.name for layer in paper.study.layers])
    what = plural(len(paper.study.layers), "the layer", "the layers")
    return f" With what {what} {names} {plural(len(paper.study.layers), 'brings', 'bring')}." if names else ""


def rating_in_words(row: Any) -> str:
    """What a row of the evidence was rated, a range where it gives one.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> rating_in_words(next(each_row(edition().study.evidence)))
    '0'
    """
    return signed(row.rating) if pd.isna(row.rating_to) else interval(row.rating, row.rating_to)


def places_in_words(paper: Prepared, places: Iterable[str]) -> str:
    """Names of places as a list in words.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> places_in_words(edition(), ["sinos", "leon"])
    'Sinos Valley and León'
    """
    return in_a_row([paper.names[place] for place in places])


def codings_of(paper: Prepared, others: Mapping[str, Study]) -> dict[str, Study]:
    """The paper's own coding by the name under which it is held against others, and these.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> list(codings_of(edition(), {"b": edition().study}))
    ['this edition', 'b']
    """
    return {"this edition": paper.study, **others}


def weighting_names(paper: Prepared, keys: Iterable[str]) -> list[str]:
    """Names of weightings; one that the tables don't have is called by its key.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> weighting_names(edition(), ["macro_first", "mine"])
    ['Country first', 'mine']
    """
    names = dict(zip(paper.study.weightings["weighting"], paper.study.weightings["name"], strict=True))
    return [names.get(key, key) for key in keys]


def support_in_words(cell: Cell, source: str = "The paper") -> str:
    """What a cell rests on, in a sentence or two.

    Parameters
    ----------
    cell : Cell
        How it was made.
    source : str
        What says nothing, where nothing is said.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> support_in_words(edition().cells["sinos", "trust"])
    'Said of the cluster itself.'
    """
    if cell.silent:
        return f"{source} says nothing."
    direct = "Not said of the cluster itself, or only guessed." if cell.widened else "Said of the cluster itself."
    return direct + (" The evidence disagrees." if cell.disagree else "")


_FRACTIONS = {66.7: "two thirds"}  # percentages that the paper gives as fractions
_MEASURES = ("million", "km")  # units that what is counted or measured stands behind, not in the place of


def quantity(value: float, unit: str, base: str = "") -> str:
    """A figure in words with what it is a share of, or what it counts; with its unit where that is not said.

    Examples
    --------
    >>> quantity(95.3, "%", "the firms interviewed"), quantity(1000, "firms", "small and micro firms")
    ('95.3 per cent of the firms interviewed', '1,000 small and micro firms')
    >>> quantity(40, "% growth a year", "shoe imports"), quantity(4, "million", "SMEs"), quantity(150000, "jobs")
    ('40 per cent growth a year in shoe imports', '4 million SMEs', '150,000 jobs')
    """
    number = f"{value:,.10g}"
    measure, _, whole = unit.partition(" of ")
    if measure.startswith("%"):
        share = _FRACTIONS.get(value, f"{number} per cent") if measure == "%" else f"{number} {measure}"
        before = "in" if "growth" in measure else "of"
        return " ".join(filter(None, [share.replace("%", "per cent"), before if base or whole else "", base or whole]))
    return " ".join(filter(None, [number, unit if unit in _MEASURES or not base else "", base]))


def qualified(row: Any) -> str:
    """The figure of a row of ``profiles.csv`` in words, with how near to it the paper holds it to be."""
    return _qualified(row.qualifier, quantity(row.value, row.unit, row.base))


def _qualified(qualifier: str, words: str) -> str:
    return words if qualifier in ("", "exact") else f"{qualifier} {words}"


def profile_in_words(paper: Prepared, key: str) -> str:
    """One figure of ``profiles.csv`` in words.

    Raises
    ------
    KeyError
        If there is no such row.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> profile_in_words(edition(), "arg-jobs")
    'about 70 per cent of the total labour force'
    """
    return qualified(_row(paper.study.profiles, key))


def figure_in_words(paper: Prepared, key: str) -> str:
    """The figure of one row of evidence in words; raises as :func:`profile_in_words`.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> figure_in_words(edition(), "mercosur-finance-1")
    '87 per cent of the SMEs surveyed'
    """
    return stated_figure(_row(paper.study.evidence, key))


def _row(table: pd.DataFrame, key: str) -> Any:
    for row in each_row(table[table["id"] == key]):
        return row
    raise KeyError(key)


def figure_in_brackets(row: Any) -> str:
    """The figure of a row of the evidence or the outcomes in brackets; nothing where it has none."""
    return "" if pd.isna(row.figure) else f" ({stated_figure(row)})"


def stated_figure(row: Any) -> str:
    """The figure of a claim or a row of the evidence; of the outcomes, whose unit says what a share is of."""
    words = quantity(row.figure, row.unit, getattr(row, "base", ""))
    return _qualified(getattr(row, "qualifier", ""), words)
