"""Blank sheets for a coder: a line for each passage, and the keys that may stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from smeclusters.analysis.agreement import passages
from smeclusters.model.ratings import HIGHEST, LOWEST
from smeclusters.study import Study, each_row

SHEET = ("passage", "place", "determinant", "facet", "rating", "basis", "why")
"""Columns of a coding sheet. It is read back as a coding: a line that has a passage alone says nothing."""

_LINES = 500  # of a workbook, on which keys can be chosen

_RATINGS = ("strongly unfavourable", "unfavourable", "weighing both ways", "favourable", "strongly favourable")
_BASES = {
    "reported": "The source reports a work that it cites.",
    "stated": "The source says so without citing a work.",
    "inferred": "The source hedges or guesses.",
}


def coding_sheet(study: Study, where: Sequence[str]) -> pd.DataFrame:
    """A blank sheet to code some passages in.

    Parameters
    ----------
    study : Study
        The coded paper.
    where : sequence of str
        Sections or paragraphs.

    Returns
    -------
    DataFrame
        With the columns of `SHEET`, and a line for each paragraph, empty but for the passage. A coder repeats it for
        each statement.

    Raises
    ------
    InputError
        If the paper has no such passage.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> coding_sheet(example_study(), ["1"])["passage"].tolist()
    ['1:1', '1:2']
    """
    lines = [(passage, *[""] * (len(SHEET) - 1)) for passage in passages(study, where)]
    return pd.DataFrame(lines, columns=list(SHEET))


def coding_keys(study: Study) -> pd.DataFrame:
    """What may stand in the columns of a coding sheet.

    Parameters
    ----------
    study : Study
        The coded paper.

    Returns
    -------
    DataFrame
        One row a key: ``column``, ``key``, ``of`` (the determinant of a facet, the level of a determinant, the kind
        of a place) and ``meaning``.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> keys = coding_keys(example_study())
    >>> keys.query("column == 'facet'").values.tolist()[0]
    ['facet', 'passes', 'roads', 'Whether they are open in winter.']
    """
    rows = [("place", row.place, row.kind, row.name) for row in each_row(study.places)]
    rows += [("determinant", row.determinant, row.level, row.definition) for row in each_row(study.determinants)]
    rows += [("facet", row.facet, row.determinant, row.definition) for row in each_row(study.facets)]
    ratings = range(int(LOWEST), int(HIGHEST) + 1)
    rows += [("rating", str(rating), "", words) for rating, words in zip(ratings, _RATINGS, strict=True)]
    rows += [("basis", basis, "", words) for basis, words in _BASES.items()]
    return pd.DataFrame(rows, columns=["column", "key", "of", "meaning"])


def write_workbook(path: str | Path, sheet: pd.DataFrame, keys: pd.DataFrame) -> None:
    """Write a sheet as a workbook: the keys stand on a second sheet, and can be chosen from lists on the first.

    Parameters
    ----------
    path : path
        Ending in ``.xlsx``.
    sheet : DataFrame
        From :func:`coding_sheet`.
    keys : DataFrame
        From :func:`coding_keys`.

    Examples
    --------
    >>> import tempfile
    >>> from openpyxl import load_workbook
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.xlsx"
    ...     write_workbook(path, coding_sheet(study, ["1"]), coding_keys(study))
    ...     [[cell.value for cell in row][:2] for row in load_workbook(path)["coding"].iter_rows()]
    [['passage', 'place'], ['1:1', None], ['1:2', None]]
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    first = book.active
    first.title = "coding"
    second = book.create_sheet("keys")
    numbers = set(keys.loc[keys["column"] == "rating", "key"])
    for target, table in ((first, sheet), (second, keys)):
        target.append(list(table))
        for row in each_row(table):
            target.append([int(cell) if cell in numbers else cell or None for cell in row])
        target.freeze_panes = "A2"
        for column in target.columns:
            widest = max(len(str(cell.value or "")) for cell in column)
            target.column_dimensions[column[0].column_letter].width = min(max(widest, 12), 60) + 2
    for at, name in enumerate(sheet, start=1):
        found = [row for row, column in enumerate(keys["column"], start=2) if column == name]
        letter = first.cell(1, at).column_letter
        for cells in (first.column_dimensions[letter], *(first.cell(row, at) for row in range(2, len(sheet) + 2))):
            cells.number_format = "0" if name == "rating" else "@"  # or 3:1 would become a time
        if found:
            choice = DataValidation("list", formula1=f"keys!$B${found[0]}:$B${found[-1]}", allow_blank=True)
            choice.error, choice.errorTitle = f"One of the keys of the column {name} on the sheet “keys”.", name
            first.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{_LINES}")
    book.save(path)
