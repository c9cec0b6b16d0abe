"""What a table is made of, and its rows as text: the one place where a CSV file is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from smeclusters.errors import InputError, Problem, one_of

ENCODING = "utf-8-sig"  # UTF-8, whether or not a spreadsheet has put its mark in front

Type = Literal["string", "integer", "number"]

Rows = list[tuple[int, dict[str, str]]]
"""Row of the file, the header being row 1, and its cells by column."""


@dataclass(frozen=True)
class Field:
    """A column: its name, type and constraints, as the Table Schema standard has them.

    Attributes
    ----------
    patterns : tuple of str
        Regular expressions; a cell matches each of them as a whole.
    enum : tuple of str
        What may stand there; anything, if it is empty.
    """

    name: str
    type: Type = "string"
    required: bool = False
    enum: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    description: str = field(default="", compare=False)


@dataclass(frozen=True)
class Link:
    """Columns whose cells are, taken together, those of some row of another table."""

    fields: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: where it stands in its folder, its columns, what is unique in it, where it points to.

    Attributes
    ----------
    keys : tuple of tuples of str
        Columns that, taken together, have different cells in each row; the primary key is the first.
    """

    name: str
    file: str
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return [field.name for field in self.fields]


def parse(path: Path, columns: list[str]) -> tuple[Rows, list[Problem]]:
    """The rows of a CSV file as text, and a problem for each that has not a cell for each column.

    Parameters
    ----------
    path : path
        The file.
    columns : list of str
        What its header must be.

    Returns
    -------
    rows : Rows
        Those that have a cell for each column, with their numbers in the file.
    problems : list of Problem
        One for each of the others.

    Raises
    ------
    InputError
        If there is no such file, or it cannot be told which cell is which.

    Examples
    --------
    >>> path = Path(__file__).parents[1] / "example" / "memberships.csv"
    >>> rows, problems = parse(path, ["place", "within"])
    >>> rows[0], problems
    ((2, {'place': 'almen', 'within': 'ALP'}), [])
    """
    lines = _records(path, columns)
    header = next(lines, None)
    if header is None:
        raise InputError([Problem(path.name, None, None, None, f"a header and rows: {','.join(columns)}")])
    if header != columns:
        raise InputError(_header_problems(path.name, header, columns))
    rows: Rows = []
    problems = []
    for number, cells in enumerate(lines, start=2):
        if len(cells) == len(columns):
            rows.append((number, dict(zip(columns, cells, strict=True))))
        else:
            found = ",".join(cells) or None
            expected = f"{len(columns)} cells" if found else "a row, or no line at all"
            problems.append(Problem(path.name, number, None, found, expected))
    return rows, problems


def read_text(path: Path, expected: str) -> str:
    """The text of a file.

    Parameters
    ----------
    path : path
        The file.
    expected : str
        What it should hold, in words.

    Returns
    -------
    str
        Without the mark that a spreadsheet puts in front.

    Raises
    ------
    InputError
        If there is no such file, or it is not in UTF-8.

    Examples
    --------
    >>> read_text(Path("mine.csv"), "weights")
    Traceback (most recent call last):
    smeclusters.errors.InputError: mine.csv: found nothing, expected weights
    """
    try:
        return path.read_bytes().decode(ENCODING)
    except OSError:
        problem = Problem(str(path.name or path), None, None, None, expected)
    except UnicodeDecodeError:
        problem = Problem(path.name, None, None, None, "text encoded as UTF-8")
    raise InputError([problem])


def _records(path: Path, columns: list[str]) -> Iterator[list[str]]:
    """The cells of each row, the header's first."""
    text = io.StringIO(read_text(path, f"a table with the columns {', '.join(columns)}"), newline="")
    begun: list[str] = []  # the lines of the row that is being read

    def lines() -> Iterator[str]:
        for line in text:
            begun.append(line)
            yield line

    number = 1
    try:
        for cells in csv.reader(lines(), strict=True):
            yield cells
            begun.clear()
            number += 1
    except csv.Error as error:
        expected = f"each quotation mark closed, and doubled within a cell ({error})"
        raise InputError([Problem(path.name, number, None, begun[0].rstrip(), expected)]) from None


def _header_problems(file: str, found: list[str], expected: list[str]) -> list[Problem]:
    problems = [Problem(file, 1, name, None, "this column") for name in expected if name not in found]
    for position, name in enumerate(found):
        if name not in expected:
            problems.append(Problem(file, 1, None, name, f"{one_of(expected, name)} as a column"))
        elif name in found[:position]:
            problems.append(Problem(file, 1, name, name, "each column once"))
    in_order = Problem(file, 1, None, ",".join(found), f"the columns in the order {','.join(expected)}")
    return problems or [in_order]
