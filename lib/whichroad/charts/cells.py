"""What charts of cells share: the heads of their columns, and a cell's middle in a word."""

from __future__ import annotations

import math
from collections.abc import Sequence

from smeclusters.model.ratings import Cell
from smeclusters.wording import signed
from whichroad.charts.drawing import Row, fitted


def head_size(beside: bool) -> float:
    """The size of letters above columns, on a page and on a phone."""
    return 12 if beside else 11


def column_heads(names: Sequence[str], left: float, column: float, top: float, beside: bool) -> list[Row]:
    """A name above each column, its last line at the bottom, 40 pixels below the top.

    Examples
    --------
    >>> [row["text"] for row in column_heads(["Trust", "Sinos Valley"], 0, 80, 0, beside=True)]
    ['Trust', 'Valley', 'Sinos']
    """
    letter = 0.55 if beside else 0.48  # a name on a phone may reach a little into the gaps beside it
    room = int(column / (letter * head_size(beside)))
    return [
        {"x": left + (position + 0.5) * column, "y": top + 40 - 13 * number, "text": line}
        for position, name in enumerate(names)
        for number, line in enumerate(reversed(fitted(name, 9 if beside else 8, room)))
    ]


def middle_in_words(cell: Cell) -> str:
    """The middle of a cell, to half a step away from nothing where it lies between two; “?” for a silent cell.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> cells = edition().cells
    >>> middle_in_words(cells["trujillo", "trust"]), middle_in_words(cells["sinos", "trust"])
    ('+1.5', '−1')
    """
    if cell.silent:
        return "?"
    middle = (cell.lo + cell.hi) / 2
    return signed(math.copysign(math.floor(2 * abs(middle) + 0.5) / 2, middle) if middle else 0)
