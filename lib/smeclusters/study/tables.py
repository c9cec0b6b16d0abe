"""What a table of a study is made of, and its rows as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from smeclusters.errors import InputError, Problem, suggestion
from smeclusters.study.handed_in import Rows as Rows  # which are said to be a table's here
from smeclusters.study.handed_in import examine
from smeclusters.wording import in_a_row

ENCODING = "utf-8-sig"  # UTF-8, whether or not a spreadsheet has put its mark in front

Type = Literal["string", "integer", "number"]


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

    @property
    def numbers(self) -> list[str]:
        """Names of the columns that hold numbers, in order."""
        return [field.name for field in self.fields if field.type != "string"]


class Parsed(NamedTuple):
    """The rows of a table, what is wrong with them, and how they were read if not as the edition's are written."""

    rows: Rows
    problems: list[Problem]
    notes: tuple[str, ...]


def parse(path: Path, columns: list[str], numbers: Sequence[str] = ()) -> Parsed:
    """The rows of a file as text, in whatever form it was handed in.

    Parameters
    ----------
    path : path
        The file.
    columns : list of str
        Those that it must have, in whatever order; it may have others.
    numbers : sequence of str, optional
        Those that hold numbers.

    Returns
    -------
    Parsed
        The rows that have a cell for each column, with their numbers in the file; a problem for each of the others,
        and for each cell that a spreadsheet or an encoding has turned into something else.

    Raises
    ------
    InputError
        With one sentence, if there is no such file, or it cannot be told which cell is which.

    Examples
    --------
    >>> path = Path(__file__).parents[1] / "example" / "memberships.csv"
    >>> rows, problems, notes = parse(path, ["place", "within"])
    >>> rows[0], problems, notes
    ((2, {'place': 'almen', 'within': 'ALP'}), [], ())
    """
    table, problems = examine(path, columns, numbers)
    missing = [column for column in columns if column not in table.header]
    if len(missing) == 1:
        others = [column for column in table.header if column not in columns]
        expected = f"this column{suggestion(missing[0], others)}"
        raise InputError([Problem(path.name, table.top, missing[0], None, expected)])
    if missing:
        expected = f"also the columns {in_a_row(missing)}"
        raise InputError([Problem(path.name, table.top, None, ",".join(table.header), expected)])
    return Parsed(table.rows, problems, table.notes)


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
