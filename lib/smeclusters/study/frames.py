"""Frames from rows that have been checked."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from smeclusters.study.needs import NEEDS, OUTSIDE
from smeclusters.study.tables import Field, Rows, Table


def frame(table: Table, rows: Rows) -> pd.DataFrame:
    """A table as a frame, with the columns that the method knows and the folder has not, empty.

    Text columns hold strings; number columns floats, NaN where the cell is empty, or integers where the
    descriptor says so and each row has one.

    Parameters
    ----------
    table : Table
        Its columns, with their types.
    rows : Rows
        From :func:`smeclusters.study.tables.parse`, without a problem.

    Returns
    -------
    DataFrame
        In the order of the rows.

    Examples
    --------
    >>> from smeclusters.study.tables import Field, Table
    >>> table = Table("towns", "towns.csv", (Field("town"), Field("firms", "integer"), Field("share", "number")))
    >>> made = frame(table, [(2, {"town": "Almen", "firms": "12", "share": ""})])
    >>> made["firms"].tolist(), made["share"].isna().tolist()
    ([12], [True])
    """
    need = NEEDS.get(OUTSIDE if table.name.startswith(OUTSIDE) else table.name)
    missing = [field for field in need.fields if field.name not in table.columns] if need else []
    return pd.DataFrame(
        {
            field.name: _column(field, [cells.get(field.name, "") for _, cells in rows])
            for field in (*table.fields, *missing)
        }
    )


def empty_frame(table: Table) -> pd.DataFrame:
    """A table without a row.

    Parameters
    ----------
    table : Table
        Its columns, with their types.

    Returns
    -------
    DataFrame
        With the columns, each of its type.

    Examples
    --------
    >>> empty_frame(NEEDS["verdicts"])[["share", "turned_by"]].dtypes.astype(str).to_dict()
    {'share': 'float64', 'turned_by': 'int64'}
    """
    return frame(table, [])


def _column(field: Field, texts: list[str]) -> ExtensionArray | np.ndarray:
    if field.type == "string":
        return pd.array(texts, dtype="str")
    if field.type == "integer" and all(texts):
        return np.array(list(map(int, texts)), dtype=np.int64)
    return np.array([float(text or "nan") for text in texts])
