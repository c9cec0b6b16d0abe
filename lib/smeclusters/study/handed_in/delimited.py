"""Text whose cells are parted by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from smeclusters.errors import InputError
from smeclusters.study.handed_in.grid import Grid, Line, blank, known, refused

_PARTED = {",": "commas", ";": "semicolons", "\t": "tabs"}
_CELL = 131_072  # characters of a cell: the limit of csv, which other libraries lift for everybody
_NAMED = re.compile(r'"?sep=([^\w\s"]|\t)"?[;,\t]*(?:\r\n|\r|\n|\Z)', re.I)


def read_delimited(text: str, name: str, columns: Sequence[str]) -> Grid:
    """The rows of a text.

    Commas part its cells if its header then has what it should; otherwise what serves best of commas, semicolons
    and tabs, or what a first line ``sep=`` names.

    Parameters
    ----------
    text : str
        Of a file, or pasted.
    name : str
        Of the file.
    columns : sequence of str
        Those that are known.

    Returns
    -------
    Grid
        The header's row first.

    Raises
    ------
    InputError
        With one sentence, if there is no row, no known column in the first, or a quotation mark that is not closed.

    Examples
    --------
    >>> grid = read_delimited("sep=;\\nplace;rating\\nborg;1\\n", "mine.csv", ["place", "rating"])
    >>> grid.lines, grid.traits
    ([(2, ['place', 'rating']), (3, ['borg', '1'])], ('cells parted by semicolons, as its first line says',))
    """
    named = _NAMED.match(text)
    delimiter, skipped = (named[1], named.end()) if named else (_delimiter(text, name, columns), 0)
    lines = _records(text[skipped:], name, delimiter, 2 if named else 1)
    header = next((line for line in lines if not blank(line[1])), None)
    if header is None:
        raise refused(name, None, f"a header and rows: {','.join(columns)}")
    if not known(header[1], columns):
        expected = f"a header with columns such as {', '.join(columns[:4])}"
        raise refused(name, delimiter.join(header[1]), expected, header[0])
    traits = []
    if named or delimiter != ",":
        parted = _PARTED.get(delimiter, delimiter)
        traits.append(f"cells parted by {parted}{', as its first line says' if named else ''}")
    if _line_end(text) == "\r":
        traits.append("line ends of an old Mac")
    return Grid([header, *lines], traits=tuple(traits), continental=delimiter != ",")


def _line_end(text: str) -> str:
    """What ends a line: the first break that there is, of which that of Windows is one of two marks."""
    found = re.search("\r\n?|\n", text)
    return "\r" if found and found[0] == "\r" else "\n"


def _delimiter(text: str, name: str, columns: Sequence[str]) -> str:
    """The mark that parts the first row into most of the known columns; commas, if others do no better."""

    def header(delimiter: str) -> list[str]:
        try:
            return next((cells for _, cells in _records(text, name, delimiter) if not blank(cells)), [])
        except InputError:
            return []

    if header(",") == list(columns):
        return ","
    return max(_PARTED, key=lambda delimiter: known(header(delimiter), columns))


def _records(text: str, name: str, delimiter: str, first: int = 1) -> Iterator[Line]:
    """The cells of each row with its number."""
    begun: list[str] = []  # the lines of the row that is being read

    def lines() -> Iterator[str]:
        old = (f"{line}\r" for line in text.removesuffix("\r").split("\r"))
        for line in old if _line_end(text) == "\r" else io.StringIO(text, newline="\n"):
            begun.append(line)
            yield line

    number = first
    try:
        for cells in csv.reader(lines(), delimiter=delimiter, strict=True):
            if sum(map(len, begun)) > _CELL < max(map(len, cells)):
                raise csv.Error("limit")
            yield number, cells
            begun.clear()
            number += 1
    except csv.Error as error:
        broken = "a line break within a cell only between quotation marks"
        closed = f"each quotation mark closed, and doubled within a cell ({error})"
        large = f"cells of at most {_CELL:,} characters"
        expected = large if "limit" in str(error) else broken if "new-line" in str(error) else closed
        raise refused(name, begun[0].rstrip(), expected, number) from None
