"""The sheet of a workbook (XLSX) that holds a table."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from smeclusters.errors import InputError
from smeclusters.study.handed_in.grid import Grid, Line, blank, known, refused

_UNPACKED = 250_000_000  # bytes that a workbook may take when it is unpacked
_CELLS = 20_000_000  # cells that a sheet may have, empty ones among them
_SPREADSHEET = "an XLSX that a spreadsheet can open (open it, and save it anew)"
_SMALLER = "a smaller file (save the rows that are meant as CSV)"

Odd = tuple[str, str]


def read_workbook(data: bytes, name: str, columns: Sequence[str]) -> Grid:
    """The rows of the sheet whose first row that is not empty has most of the known columns.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name.
    columns : sequence of str
        Those that are known.

    Returns
    -------
    Grid
        Its cells as text; cells that hold no text and no number, and formulas without a value, are odd.

    Raises
    ------
    InputError
        With one sentence, if it cannot be read, or no sheet has a known column.

    Examples
    --------
    >>> import openpyxl
    >>> book, file = openpyxl.Workbook(), io.BytesIO()
    >>> for row in (["place", "rating"], ["borg", 1.0]):
    ...     book.active.append(row)
    >>> book.save(file)
    >>> read_workbook(file.getvalue(), "mine.xlsx", ["place", "rating"]).lines
    [(1, ['place', 'rating']), (2, ['borg', '1'])]
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > _UNPACKED:
            raise refused(name, f"{unpacked // 1_000_000} MB of rows", _SMALLER)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not keep, such as colours and drop-down lists
            return _best(data, name, columns)
    except InputError:
        raise
    except Exception as error:  # whatever a damaged file makes a parser stumble over
        raise refused(name, f"an XLSX that cannot be read ({type(error).__name__})", _SPREADSHEET) from None


def _best(data: bytes, name: str, columns: Sequence[str]) -> Grid:
    import openpyxl  # takes long to load, and most tables are CSV

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    headers = {sheet.title: next(_lines(sheet), (1, [], [])) for sheet in book.worksheets}
    fits = {title: known(texts, columns) for title, (_, texts, _) in headers.items()}
    title = max(fits, key=lambda title: fits[title], default=None)
    if title is None or not any(texts for _, texts, _ in headers.values()):
        raise refused(name, None, f"a header and rows: {','.join(columns)}")
    if not fits[title]:
        row, texts, _ = next(header for header in headers.values() if header[1])
        expected = f"a sheet with columns such as {', '.join(columns[:4])} in its first row"
        raise refused(name, ",".join(texts), expected, row)
    lines: list[Line] = []
    odd: dict[tuple[int, int], Odd] = {}
    formulas: list[tuple[list[str], int, int]] = []
    width = size = 0
    for row, texts, cells in _lines(book[title]):
        lines.append((row, texts))
        width, size = max(width, len(cells)), size + len(cells)
        if max(size, width * len(lines)) > _CELLS:
            raise refused(name, f"more than {_CELLS:,} cells", _SMALLER)
        for position, cell in enumerate(cells):
            if cell.data_type == "f":
                formulas.append((texts, row, position))
            elif wrong := _odd(cell):
                odd[row, position] = wrong
    if formulas:
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)[title]
        worked = {row: cells for row, _, cells in _lines(values)}
        for texts, row, position in formulas:
            cell = next(iter(worked.get(row, [])[position : position + 1]), None)
            if cell is None or cell.value is None:
                expected = "a value in place of a formula that has none (save it in a spreadsheet)"
                odd[row, position] = texts[position], expected
            else:
                texts[position] = _text(cell)
                if wrong := _odd(cell):
                    odd[row, position] = wrong
    others = [other for other in headers if other != title and headers[other][1]]
    traits = (f"the sheet “{title}” alone",) if others else ()
    return Grid([(row, texts + [""] * (width - len(texts))) for row, texts in lines], odd, traits)


def _lines(sheet: Any) -> Iterator[tuple[int, list[str], list[Any]]]:
    """The rows that are not empty: texts of their cells, and the cells."""
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        texts = list(map(_text, cells))
        if not blank(texts):
            yield row, texts, list(cells)


def _text(cell: Any) -> str:
    """A cell as text: numbers as they would stand in a CSV, dates and times as ISO 8601 has them."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    text = str(getattr(value, "text", value))  # a formula of several cells has its own as a text
    return text.replace("_x000D_", "\r")


def _odd(cell: Any) -> Odd | None:
    """What is wrong with a cell that holds neither text nor a plain number."""
    if cell.data_type == "e":
        return _text(cell), "a value in place of an error of a spreadsheet"
    if isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta):
        return _text(cell), "text or a number, not a date or time of a spreadsheet"
    if isinstance(cell.value, int | float) and "%" in (cell.number_format or ""):
        shown = f"{100 * cell.value:g}"
        return f"{shown} %", f"a number without the format of per cent ({_text(cell)} or {shown}?)"
    return None
