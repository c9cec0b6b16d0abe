"""A grid of cells as a table of a study: its columns by name, its cells as the study writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smeclusters.errors import Problem, suggestion
from smeclusters.study.handed_in.cells import (
    decimals,
    garbled,
    guarded,
    is_number,
    number_was,
    passage,
    plain_number,
)
from smeclusters.study.handed_in.grid import Grid, Line, blank, key, refused
from smeclusters.wording import counted, in_a_row, plural

Rows = list[tuple[int, dict[str, str]]]
"""Row of the file, as a spreadsheet counts them, and its cells by column."""

PASSAGES = ("locator", "passage")
"""Columns that hold the passage of a work, such as 3:1."""

_TOLD = 5  # columns that are told one by one


@dataclass(frozen=True)
class HandedIn:
    """A table that was handed in.

    Attributes
    ----------
    header : tuple of str
        Names of the columns; those that are known as the study writes them, the others as they stand.
    rows : Rows
        Those in which something stands, with their numbers in the file.
    notes : tuple of str
        What was read otherwise than a table of a study, in a line; empty if nothing was.
    top : int
        Row of the header.
    """

    header: tuple[str, ...]
    rows: Rows
    notes: tuple[str, ...] = ()
    top: int = 1


def table_of(
    grid: Grid,
    name: str,
    columns: Sequence[str],
    numbers: Sequence[str],
    passages: Sequence[str],
    traits: Sequence[str] = (),
) -> tuple[HandedIn, list[Problem]]:
    """The table that a grid holds, and what is wrong with its cells.

    Parameters
    ----------
    grid : Grid
        Its header has a known column.
    name : str
        Of the file.
    columns, numbers, passages : sequences of str
        The known columns, and those of them that hold numbers and passages.
    traits : sequence of str
        How the file was read so far, as those of the grid.

    Returns
    -------
    table : HandedIn
        The rows that have a cell for each column; wrong cells as they stand.
    problems : list of Problem
        In the order of the rows.

    Raises
    ------
    InputError
        With one sentence, if its columns cannot be told apart, or its decimals not from marks of thousands.

    Examples
    --------
    >>> grid = Grid([(1, [" Rating", "locator"]), (2, ["+1", "03:01:00"]), (3, ["", ""])])
    >>> table, problems = table_of(grid, "mine.csv", ["rating", "locator"], ["rating"], ["locator"])
    >>> table.rows, str(problems[0])
    ([(2, {'rating': '1', 'locator': '03:01:00'})], 'mine.csv, row 2, locator: found "03:01:00", expected a passage, \
which a spreadsheet has turned into a date or time (3:1?)')
    """
    (top, names), *body = grid.lines
    filled = [line for line in body if not blank(line[1])]
    header = _header(name, top, names, columns, filled)
    problems = list(_of_another_length(name, header, filled))
    uneven = {problem.row for problem in problems}
    rows = [
        (row, {column: cell for column, cell in zip(header, cells, strict=False) if column})
        for row, cells in filled
        if row not in uneven
    ]
    meant = _take_guards_off(rows)
    figures = [column for column in numbers if column in header]
    mark = _decimal_mark(name, rows, figures) if grid.continental else None
    written_anew = 0
    for column in (column for column in columns if column in header):
        position = header.index(column)
        texts = [cells[column] for _, cells in rows]
        made, wrong = _settled(texts, column in figures, column in passages, mark)
        written_anew += column in figures and _count_anew(texts, made, mark)
        for (row, cells), text, expected in zip(rows, made, wrong, strict=True):
            if (row, column) in meant:
                expected = ""
            value, expected = (cells[column], expected) if expected else grid.odd.get((row, position), ("", ""))
            if expected:
                problems.append(Problem(name, row, column, value, expected))
            cells[column] = text
    told = [
        *traits,
        *grid.traits,
        *(["decimal commas"] if mark == "," else []),
        *_traits_of_header(names, header, columns),
        *_of_nothing(len(body) - len(filled), header, filled),
        *([f"{_many(written_anew, 'number')} written as +1, −1 or 1.0"] if written_anew else []),
        *([f"the apostrophe before {_many(len(meant), 'cell')} taken off"] if meant else []),
        *_unused(header, columns),
    ]
    notes = (f"{name}: read with {in_a_row(told)}",) if told else ()
    table = HandedIn(tuple(filter(None, header)), rows, notes, top)
    return table, sorted(problems, key=lambda problem: problem.row or 0)


def _header(name: str, top: int, names: list[str], columns: Sequence[str], rows: Sequence[Line]) -> list[str]:
    """The names of the columns; empty for one in which nothing stands."""
    spelled = {key(column): column for column in columns}
    header = [spelled.get(key(cell), cell.strip()) for cell in names]
    if twice := [column for column, count in Counter(header).items() if column and count > 1]:
        raise refused(name, twice[0], "each column once", top)
    nameless = [position for position, column in enumerate(header) if not column]
    for row, cells in rows if nameless else ():
        for position in nameless:
            if position < len(cells) and cells[position].strip():
                expected = f"a name in the header (row {top}) over the column in which this stands, or nothing there"
                raise refused(name, cells[position], expected, row)
    return header


def _of_another_length(name: str, header: list[str], rows: Sequence[Line]) -> Iterator[Problem]:
    """Rows in which it cannot be told which cell is which."""
    needed = max(position for position, column in enumerate(header, start=1) if column)
    for row, cells in rows:
        if len(cells) < needed or not blank(cells[len(header) :]):
            yield Problem(name, row, None, ",".join(cells), f"{needed} cells")


def _take_guards_off(rows: Rows) -> set[tuple[int, str]]:
    """Take off the apostrophes that keep a spreadsheet from running or turning a cell; which cells had them."""
    found = set()
    for row, cells in rows:
        for column, text in cells.items():
            if text[:1] == "'" and guarded(text):
                cells[column] = text[1:]
                found.add((row, column))
    return found


def _decimal_mark(name: str, rows: Rows, figures: Sequence[str]) -> str:
    """What stands before decimals; empty where no number tells it."""
    first: dict[str, str] = {}
    for _, cells in rows:
        for column in figures:
            if mark := decimals(cells[column]):
                first.setdefault(mark, cells[column])
    if "," in first and "." in first:
        raise refused(name, f"{first[',']} and {first['.']}", "decimal commas or decimal points, not both")
    return "," if "," in first else "." if "." in first else ""


def _settled(texts: list[str], figures: bool, passages: bool, mark: str | None) -> tuple[list[str], list[str]]:
    """The cells of a column as the study writes them, and what is expected in place of each; empty if it will do."""
    if figures:
        made = [plain_number(text, mark == ",") for text in texts]
        return made, [_wrong_figure(text, new, mark) for text, new in zip(texts, made, strict=True)]
    return texts, [(passages and _wrong_passage(text)) or _wrong_letters(text) for text in texts]


def _count_anew(texts: list[str], made: list[str], mark: str | None) -> int:
    """How many numbers have been written anew; that 1.0 is 1 goes without saying among decimals."""
    if mark == ",":
        texts = [text.replace(",", ".") for text in texts]
    decimal = any("." in new for new in made)
    return sum(
        text != new and not (decimal and text.partition(".")[0] == new) for text, new in zip(texts, made, strict=True)
    )


def _wrong_figure(text: str, made: str, mark: str | None) -> str:
    """What a column of numbers expects in place of a cell that may be another number; empty if it is none such."""
    if not is_number(made) and (was := number_was(made)):
        return f"a number, which a spreadsheet has turned into a date or time ({was})"
    if mark is not None and decimals(text) == "?" and (not mark or mark not in text):
        whole, point = text.replace(",", "").replace(".", ""), text.replace(",", ".")
        return f"a number that can be read in one way only ({whole} or {point}?)"
    return ""


def _wrong_passage(text: str) -> str:
    was = passage(text)
    return f"a passage, which a spreadsheet has turned into a date or time ({was}?)" if was else ""


def _wrong_letters(text: str) -> str:
    if text.isascii():
        return ""
    if "\ufffd" in text:
        return "the letter for which � stands, since an earlier program lost it"
    meant = garbled(text)
    return f"text whose letters are not garbled ({meant}?)" if meant else ""


def _traits_of_header(names: Sequence[str], header: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    known = [column for column in header if column in columns]
    if any(column in columns and name != column for name, column in zip(names, header, strict=True)):
        yield "header cells spelled otherwise"
    if sorted(known) == sorted(columns) and known != list(columns):
        yield "columns in another order"


def _of_nothing(skipped: int, header: Sequence[str], rows: Sequence[Line]) -> Iterator[str]:
    if skipped:
        yield f"{_many(skipped, 'row')} of empty cells left out"
    beyond = max((len(cells) - len(header) for _, cells in rows), default=0)
    if nothing := list(header).count("") + max(beyond, 0):
        yield f"{_many(nothing, 'column')} of nothing left out"


def _unused(header: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    unused = [column for column in header if column and column not in columns]
    if unused:
        missing = [column for column in columns if column not in header]
        told = [column + suggestion(column, missing) for column in unused[:_TOLD]]
        more = [f"{len(unused) - _TOLD} more"] if len(unused) > _TOLD else []
        yield f"{plural(len(unused), 'a column that is', 'columns that are')} not used: {in_a_row([*told, *more])}"


def _many(count: int, thing: str) -> str:
    return f"{counted(count)} {plural(count, thing, thing + 's')}"
