"""What a file holds before anything is asked of it: rows of cells, each a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smeclusters.errors import InputError, Problem

Line = tuple[int, list[str]]
"""Row of the file, counted as a spreadsheet counts, and its cells."""


@dataclass(frozen=True)
class Grid:
    """The rows of a file, the header's first.

    Attributes
    ----------
    lines : sequence of Line
        Without rows before the header.
    odd : mapping
        By row and position, cells that cannot be what was entered: what stands there, and what should.
    traits : tuple of str
        In what the file differs from the plain form, in words that follow "read with".
    continental : bool
        Whether its numbers may have decimal commas.
    """

    lines: Sequence[Line]
    odd: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    traits: tuple[str, ...] = ()
    continental: bool = False


def key(name: str) -> str:
    """The name of a column as it is compared: small letters, one mark between words.

    Parameters
    ----------
    name : str
        As it stands in a header.

    Returns
    -------
    str
        The same for all spellings of one name.

    Examples
    --------
    >>> key(" Rating to"), key("rating_to")
    ('rating_to', 'rating_to')
    """
    return "_".join(name.casefold().replace("_", " ").replace("-", " ").split())


def known(cells: Sequence[str], columns: Sequence[str]) -> int:
    """How many of the columns a header has.

    Parameters
    ----------
    cells : sequence of str
        The header.
    columns : sequence of str
        Their names.

    Returns
    -------
    int
        Each counted once.

    Examples
    --------
    >>> known(["Place ", "note", "place"], ["place", "rating"])
    1
    """
    return len(set(map(key, cells)) & set(map(key, columns)))


def blank(cells: Sequence[str]) -> bool:
    """Whether nothing stands in a row.

    Parameters
    ----------
    cells : sequence of str
        The row.

    Returns
    -------
    bool
        Also of a row without a cell.

    Examples
    --------
    >>> blank(["", " "]), blank(["", "-"])
    (True, False)
    """
    return not any(cell.strip() for cell in cells)


def refused(file: str, found: str | None, expected: str, row: int | None = None) -> InputError:
    """The one sentence for a file that cannot be read.

    Parameters
    ----------
    file : str
        Its name.
    found : str or None
        What it is instead; None if nothing is there.
    expected : str
        What it should be, and how it gets there.
    row : int, optional
        Where it goes wrong.

    Returns
    -------
    InputError
        To be raised.

    Examples
    --------
    >>> print(refused("mine.csv", "a PDF", "a table"))
    mine.csv: found "a PDF", expected a table
    """
    return InputError([Problem(file, row, None, found, expected)])
