"""Tables as people hand them in: in any form that can be read in one way only, or refused in one sentence.

A file is its bytes, these are a text or a workbook, either is a grid of cells, and the grid a table. What was not
written as the tables of a study are is said in a line, so that nothing is read otherwise without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from smeclusters.errors import InputError, Problem
from smeclusters.study.handed_in.contents import decode, is_workbook, read_bytes
from smeclusters.study.handed_in.delimited import read_delimited
from smeclusters.study.handed_in.grid import refused
from smeclusters.study.handed_in.table import PASSAGES, HandedIn, Rows, table_of
from smeclusters.study.handed_in.workbook import read_workbook
from smeclusters.study.handed_in.written import write_table

__all__ = ["HandedIn", "Rows", "examine", "parse_text", "read_handed_in", "write_table"]


def read_handed_in(
    path: Path, columns: Sequence[str], numbers: Sequence[str] = (), passages: Sequence[str] = PASSAGES
) -> HandedIn:
    """The rows of a file, CSV or XLSX, however a spreadsheet wrote it.

    Parameters
    ----------
    path : path
        The file.
    columns : sequence of str
        Those that are known, in the order of the study; a file may have others, or not all of them.
    numbers : sequence of str, optional
        Those of them that hold numbers.
    passages : sequence of str, optional
        Those of them that hold the passage of a work.

    Returns
    -------
    HandedIn
        With columns that are not known among the others.

    Raises
    ------
    InputError
        With one sentence for a file that cannot be read, or one for each cell that a spreadsheet or an encoding has
        turned into something else.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("Place;Rating;note\\nborg;−1,0;\\n", "utf-16")
    ...     read_handed_in(path, ["place", "rating"], ["rating"]).rows
    [(2, {'place': 'borg', 'rating': '-1', 'note': ''})]
    """
    return _sound(*examine(path, columns, numbers, passages))


def parse_text(
    text: str, name: str, columns: Sequence[str], numbers: Sequence[str] = (), passages: Sequence[str] = PASSAGES
) -> HandedIn:
    """The rows of a text that was pasted or exported; the same as from a file.

    Parameters
    ----------
    text : str
        Rows whose cells are parted by commas, semicolons or tabs.
    name : str
        What to call it where something is wrong with it.
    columns, numbers, passages : sequences of str
        As in :func:`read_handed_in`.

    Returns
    -------
    HandedIn
        As from :func:`read_handed_in`.

    Raises
    ------
    InputError
        As :func:`read_handed_in` does.

    Examples
    --------
    >>> table = parse_text("place\\tfigure\\nborg\\t1,5\\n", "pasted", ["place", "figure"], ["figure"])
    >>> table.rows, table.notes
    ([(2, {'place': 'borg', 'figure': '1.5'})], ('pasted: read with cells parted by tabs and decimal commas',))
    """
    text = text.lstrip("\ufeff")
    if "\x00" in text:
        raise refused(name, "characters that are no text", "a table")
    return _sound(*table_of(read_delimited(text, name, columns), name, columns, numbers, passages))


def examine(
    path: Path, columns: Sequence[str], numbers: Sequence[str] = (), passages: Sequence[str] = PASSAGES
) -> tuple[HandedIn, list[Problem]]:
    """What :func:`read_handed_in` reads, and apart from it what is wrong with its cells.

    Parameters
    ----------
    path, columns, numbers, passages
        As in :func:`read_handed_in`.

    Returns
    -------
    table : HandedIn
        The rows that have a cell for each column; wrong cells as they stand.
    problems : list of Problem
        In the order of the rows: one for a wrong cell, or for a row that has not a cell for each column.

    Raises
    ------
    InputError
        With one sentence, if the file cannot be read.

    Examples
    --------
    >>> table, problems = examine(Path(__file__).parents[2] / "example" / "memberships.csv", ["place", "within"])
    >>> table.rows[0], problems, table.notes
    ((2, {'place': 'almen', 'within': 'ALP'}), [], ())
    """
    name = path.name or str(path)
    data = read_bytes(path, f"a table with the columns {', '.join(columns)}")
    traits: tuple[str, ...] = ()
    if is_workbook(data, name):
        grid, traits = read_workbook(data, name, columns), () if name.lower().endswith(".xlsx") else ("XLSX",)
    else:
        text, traits = decode(data, name)
        grid = read_delimited(text, name, columns)
    return table_of(grid, name, columns, numbers, passages, traits)


def _sound(table: HandedIn, problems: list[Problem]) -> HandedIn:
    if problems:
        raise InputError(problems)
    return table
