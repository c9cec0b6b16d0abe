"""Tables as people hand them in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from smeclusters.errors import InputError, Problem
from smeclusters.study.tables import Rows, read_text


@dataclass(frozen=True)
class HandedIn:
    """A table's header, its rows, and how it was read, a sentence each."""

    header: tuple[str, ...]
    rows: Rows
    notes: tuple[str, ...]


def read_handed_in(path: Path, columns: Sequence[str], numbers: Sequence[str] = ()) -> HandedIn:
    """Read a table whose columns come in any order, with others among them."""
    header, *lines = csv.reader(read_text(path, f"a table with the columns {', '.join(columns)}").splitlines()) or [[]]
    if not header:
        raise InputError([Problem(path.name, None, None, None, f"a header and rows: {','.join(columns)}")])
    rows = [(number, dict(zip(header, cells, strict=False))) for number, cells in enumerate(lines, start=2)]
    return HandedIn(tuple(header), [row for row in rows if any(row[1].values())], ())
