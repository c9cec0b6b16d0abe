"""What tables and charts say of places, cells and figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.model.ratings import Cell
from smeclusters.wording import in_a_row


def place_names(paper: Assessed) -> dict[str, str]:
    """Names by key."""
    return dict(zip(paper.study.places["place"], paper.study.places["name"], strict=True))


def listed(paper: Assessed, places: Iterable[str]) -> str:
    """Names of places as a list in words.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> listed(edition(), ["sinos", "leon"])
    'Sinos Valley and León'
    """
    return in_a_row([paper.names[place] for place in places])


def sureness(cell: Cell) -> str:
    """What a cell rests on, in a sentence."""
    if cell.silent:
        return "The paper says nothing."
    direct = (
        "Not said of the cluster itself, or only guessed." if cell.widened else "Said of the cluster itself."
    )
    return direct + (" The evidence disagrees." if cell.disagree else "")


def shade(cell: Cell) -> str:
    """The colour of a cell by name: its middle, rounded."""
    if cell.silent:
        return "paper"
    middle = round((cell.lo + cell.hi) / 2)
    return ["minus2", "minus1", "zero", "plus1", "plus2"][min(max(middle, -2), 2) + 2]


_FRACTIONS = {66.7: "two thirds"}  # percentages that the paper gives as fractions


def quantity(value: float, unit: str) -> str:
    """A figure with its unit in words.

    Examples
    --------
    >>> quantity(95.3, "% of firms"), quantity(150000, "jobs")
    ('95.3 per cent of firms', '150,000 jobs')
    """
    if unit.startswith("% ") and value in _FRACTIONS:
        return unit.replace("%", _FRACTIONS[value])
    return f"{value:,.10g} {unit.replace('%', 'per cent')}"


def profile(paper: Assessed, key: str) -> str:
    """One figure of ``profiles.csv`` in words.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> profile(edition(), "arg-jobs")
    'about 70 per cent of employment'
    """
    row = paper.study.profiles.set_index("id").loc[key]
    qualifier = "" if row["qualifier"] == "exact" else f"{row['qualifier']} "
    return qualifier + quantity(row["value"], row["unit"])


def figure_of(paper: Assessed, key: str) -> str:
    """The figure of one row of evidence in words.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> figure_of(edition(), "mercosur-finance-1")
    '87 per cent of SMEs surveyed'
    """
    row = paper.study.evidence.set_index("id").loc[key]
    return quantity(row["figure"], row["unit"])


def in_brackets(row: Any) -> str:
    """The figure of a row in brackets, if it has one."""
    return "" if pd.isna(row.figure) else f" ({quantity(row.figure, row.unit)})"
