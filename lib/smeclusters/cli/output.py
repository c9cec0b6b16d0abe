"""How results are printed: tables that lose nothing at any width, CSV and JSON, and how far the work is."""

from __future__ import annotations

import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import pandas as pd
import typer

from smeclusters.analysis.likely import likely_in_words
from smeclusters.model.paths import PATHS, in_words

GAP = 2
"""Blanks between two columns."""

_AT_ONCE = 10_000  # rows that are put into words at a time, so that millions of them need no more memory

LIKELY = "likely_"
"""What the columns begin with that say how likely each path is."""


class Format(StrEnum):
    """How to print a result."""

    table = "table"
    csv = "csv"
    json = "json"


def print_records(frame: pd.DataFrame, form: Format) -> None:
    """Print a frame as CSV or as JSON, a record a row."""
    starts = range(0, max(len(frame), 1), _AT_ONCE)
    if form is Format.csv:
        for start in starts:
            text = frame[start : start + _AT_ONCE].to_csv(index=False, header=start == 0, lineterminator="\n")
            print(text, end="")
        return
    for start in starts:
        text = json.dumps(_records(frame[start : start + _AT_ONCE]), ensure_ascii=False, indent=1)
        print((text if start == 0 else "," + text[1:]).removesuffix("\n]"), end="")
    print("\n]" if len(frame) else "")


def print_frames(frames: Mapping[str, pd.DataFrame]) -> None:
    """Print several frames as one JSON object, the records of each under its name."""
    print(json.dumps({name: _records(frame) for name, frame in frames.items()}, ensure_ascii=False, indent=1))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=15))
    return found


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table under its title: as wide as it comes, or on a terminal as :func:`set_out` fits it."""
    print_text(title)
    print("\n" + "\n".join(set_out(header, rows, _terminal())) + "\n")


def print_text(text: str) -> None:
    """Print a sentence, on a terminal without cutting a word in two at its edge."""
    print("\n".join(_wrap(text, _terminal())))


def set_out(header: Sequence[str], rows: Sequence[Sequence[str]], width: float) -> list[str]:
    """The lines of a table, which crops nothing to keep within `width`.

    Cells are wrapped between words. Where their longest words side by side are still too wide, the columns
    are parted into blocks one under the other, each beginning with the first column again. A word that is
    wider than all the room stands out.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : sequence of sequences of str
        Cells. Only blanks part words: a no-break space holds together what stands around it.
    width : float
        Characters in a line; infinite for as many as it takes.

    Examples
    --------
    >>> print(*set_out(["who", "score", "what"], [["a", "0.25–0.50", "low road"]], 21), sep="\\n")
    who  score      what
    ───  ─────────  ─────
    a    0.25–0.50  low
                    road
    >>> print(*set_out(["who", "score", "path"], [["a", "0.25–0.50", "mixed"]], 16), sep="\\n")
    who  score
    ───  ─────────
    a    0.25–0.50
    <BLANKLINE>
    who  path
    ───  ─────
    a    mixed
    """
    columns = [[name, *(row[at] for row in rows)] for at, name in enumerate(header)]
    lines: list[str] = []
    for block in _blocks([_longest_word(column) for column in columns], width):
        shown = [columns[at] for at in block]
        widths = _widths(shown, width - GAP * (len(shown) - 1))
        lines += [
            "",
            *_lines([cells[0] for cells in shown], widths),
            _line(["─" * w for w in widths], widths),
        ]
        for at in range(len(rows)):
            lines += _lines([cells[at + 1] for cells in shown], widths)
    return lines[1:]


def _blocks(least: Sequence[int], width: float) -> list[list[int]]:
    """Positions of columns that fit side by side, as many as can, the first in each block."""
    blocks = [[0]]
    for at in range(1, len(least)):
        if len(blocks[-1]) > 1 and sum(least[i] + GAP for i in blocks[-1]) + least[at] > width:
            blocks.append([0])
        blocks[-1].append(at)
    return blocks


def _widths(columns: Sequence[Sequence[str]], room: float) -> list[int]:
    """A width for each column: what it takes if there is room, else at least its longest word."""
    full = [max(map(_width, cells)) for cells in columns]
    if sum(full) <= room:
        return full
    widths = [_longest_word(cells) for cells in columns]
    while sum(widths) < room:  # the narrowest of those that are wrapped gains most by another character
        grown = min((at for at, wide in enumerate(widths) if wide < full[at]), key=widths.__getitem__)
        widths[grown] += 1
    return widths


def _lines(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [_wrap(text, wide) for text, wide in zip(cells, widths, strict=True)]
    high = max(map(len, wrapped))
    return [_line([(text + [""] * high)[at] for text in wrapped], widths) for at in range(high)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (wide - _width(text)) for text, wide in zip(cells, widths, strict=True))
    return (" " * GAP).join(padded).rstrip().replace("\N{NO-BREAK SPACE}", " ")


def _wrap(text: str, width: float) -> list[str]:
    lines = [""]
    for word in _words(text):
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if lines[-1] and _width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _words(text: str) -> list[str]:
    return re.findall(r"[^ \t\r\n]+", text)


def _longest_word(cells: Sequence[str]) -> int:
    return max((_width(word) for text in cells for word in _words(text)), default=0)


def _width(text: str) -> int:
    """Places that a text takes on a terminal: none for a combining accent, two for a Chinese character."""
    return sum(0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF") for each in text)


def _terminal() -> float:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else float("inf")


def measure(lo: float, hi: float, to: str = "–") -> str:
    """A measure from 0 to 1 with two decimals: one number where both ends agree, empty where it has no value.

    Examples
    --------
    >>> measure(0.5, 0.97), measure(1, 1), measure(-1e-17, 0), measure(float("nan"), float("nan"))
    ('0.50–0.97', '1.00', '0.00', '')
    """
    ends = [f"{round(value, 2) + 0.0:.2f}" for value in (lo, hi) if value == value]
    return to.join(dict.fromkeys(ends))


def paths_in_words(*paths: str) -> list[str]:
    """Sets of paths in words, each empty where there is none."""
    return [in_words(path) if path else "" for path in paths]


def with_likely(frame: pd.DataFrame, likely: pd.DataFrame) -> pd.DataFrame:
    """A frame with how likely each path is behind what it has: rows of both are in the same order."""
    columns = likely[list(PATHS)].add_prefix(LIKELY).reset_index(drop=True)
    return pd.concat([frame.reset_index(drop=True), columns], axis=1)


def likely_cell(row: Any, prefix: str = LIKELY, most: int = len(PATHS)) -> str:
    """How likely each path is, for a cell of a table: of the likeliest only, if that is asked for."""
    shares = {path: float(getattr(row, f"{prefix}{path}")) for path in PATHS}
    shown = sorted(PATHS, key=shares.__getitem__)[-most:]
    told = likely_in_words({path: share if path in shown else 0.0 for path, share in shares.items()})
    return told.replace(" %", "\N{NO-BREAK SPACE}%")


@contextmanager
def progress(label: str, steps: int) -> Iterator[Callable[[], None]]:
    """Show on a terminal, in the error stream, how far a long piece of work is; yields what to call at each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with typer.progressbar(length=steps, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)
