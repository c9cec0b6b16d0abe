"""Tables as they are written for people who open them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from smeclusters.study.handed_in.cells import at_risk, guarded, is_number
from smeclusters.study.handed_in.table import PASSAGES


def write_table(
    target: Path | TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, str]], mark: bool = False
) -> None:
    """Write a table as CSV that a spreadsheet opens without running or turning its cells.

    Before a text that it would run or turn stands an apostrophe, which the reader takes off.

    Parameters
    ----------
    target : path or text buffer
        Where to.
    columns : sequence of str
        The header.
    rows : iterable of mappings
        Text by column; what a row has not is empty. The reader takes a row in which nothing stands for none.
    mark : bool, default False
        Whether the mark of UTF-8 stands in front, without which a spreadsheet may garble letters.

    Examples
    --------
    >>> import io
    >>> buffer = io.StringIO()
    >>> write_table(buffer, ["rating", "summary", "locator"], [{"rating": "-1", "summary": "=A1", "locator": "3:1"}])
    >>> buffer.getvalue()
    "rating,summary,locator\\n-1,'=A1,'3:1\\n"
    """
    lines = [columns, *([_written(column, row.get(column, "")) for column in columns] for row in rows)]
    text = "\ufeff" * mark + "".join(",".join(map(_quoted, cells)) + "\n" for cells in lines)
    if isinstance(target, Path):
        target.write_bytes(text.encode("utf-8"))
    else:
        target.write(text)


def _written(column: str, text: str) -> str:
    """Numbers are left alone, but where the passage of a work stands: 3.1 is a section."""
    risky = at_risk(text) and (column in PASSAGES or not is_number(text))
    return f"'{text}" if risky or guarded(text) else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',;\t"\r\n') else text
