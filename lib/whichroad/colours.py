"""Colours: what a cell, a set of open paths and a verdict are shown in, by name, and each colour as it is."""

from __future__ import annotations

from smeclusters.model.paths import SETS
from smeclusters.model.ratings import Cell

COLOURS = {
    "ink": "#1b1f24",
    "muted": "#57606a",
    "line": "#c9d1d9",
    "paper": "#fefefe",
    "low_road": "#f7c6a2",
    "mixed": "#f0f1f3",
    "high_road": "#c8e2f5",
    "narrow": "#8e4585",
    "wide": "#0b5f8a",
    "minus2": "#e08a58",
    "minus1": "#fad7c3",
    "zero": "#ededef",
    "part": "#eaf4fa",
    "plus1": "#cfe4f2",
    "plus2": "#8dc0e0",
    "weights": "#e3d3ea",
}
"""Light colours by name; the book's style sheet gives each a dark twin as ``--sme-<name>``."""

COLOURS_OF_SETS = dict(zip(SETS, ("minus2", "minus1", "line", "plus1", "plus2", "zero"), strict=True))
"""Colour of each set of open paths, by name."""

COLOURS_OF_STATUS: dict[str, str] = {
    "supported": "plus2",
    "supported_within": "plus1",
    "supported_in_part": "part",
    "mixed": "minus1",
    "contradicted": "minus2",
    "depends_on_weights": "weights",
    "not_checked": "zero",
    "need_of_clusters": "plus2",
    "need_of_countries": "plus1",
    "need_not_reported": "zero",
}
"""Colour of each verdict, by name, from the best to the least that can be said."""


def colour_of_rating(value: float) -> str:
    """The colour of a rating by name: rounded, a half to the even side.

    Examples
    --------
    >>> colour_of_rating(-1.25), colour_of_rating(0.5), colour_of_rating(2)
    ('minus1', 'zero', 'plus2')
    """
    return ("minus2", "minus1", "zero", "plus1", "plus2")[min(max(round(value), -2), 2) + 2]


def colour_of_cell(cell: Cell) -> str:
    """The colour of a cell by name: that of its middle.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> colour_of_cell(edition().cells["sinos", "trust"])
    'minus1'
    """
    return "paper" if cell.silent else colour_of_rating((cell.lo + cell.hi) / 2)
