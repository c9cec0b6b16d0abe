"""Bars and legends, which several charts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from whichroad.charts.drawing import Canvas, Row, fitted

if TYPE_CHECKING:
    import altair as alt

WIDE, NARROW = 676, 350
"""Widths of the drawings in pixels: for a page, which shows them in their own size, and for a phone."""


class Bar(NamedTuple):
    """One bar of a chart: its name, its value in words, its pieces with their colours, and what each piece is.

    Where that isn't said, a tooltip gives the name, the value and the unit of the chart.
    """

    name: str
    words: str
    pieces: tuple[tuple[float, str], ...]
    tips: tuple[str, ...] = ()


def bar_chart(
    bars: Sequence[Bar], width: int, most: float, unit: str, entries: Sequence[tuple[str, str]] = ()
) -> alt.LayerChart:
    """Horizontal bars, each below its name and its value, with a legend where there are entries for it.

    Parameters
    ----------
    bars : sequence of Bar
        From the top.
    width : int
        Of the drawing, in pixels.
    most : float
        Where the scale ends, which begins at 0.
    unit : str
        Of the values, for tooltips of bars that say nothing of their own.
    entries : sequence of (str, str)
        What each colour stands for, and its name; those that no bar has are left out.
    """
    letters = width // 7  # that fit into a line
    shown = {colour for bar in bars for value, colour in bar.pieces if value}
    entries = [entry for entry in entries if entry[1] in shown]
    labels: list[Row] = []
    words: list[Row] = []
    pieces: list[Row] = []
    base: list[Row] = []
    joints: list[Row] = []
    y = 0.0
    for bar in bars:
        for texts, lines in ((labels, _fitted(bar.name, letters)), (words, _fitted(bar.words, letters))):
            for line in lines:
                texts.append({"x": 0, "y": y + 8, "text": line})
                y += 16
        x = 0.0
        tips = bar.tips or tuple(f"{value:,g} {unit}" for value, _ in bar.pieces)
        for (value, colour), tip in zip(bar.pieces, tips, strict=True):
            long = value / (most or 1) * width
            pieces.append(
                {
                    "x": x,
                    "x2": x + long,
                    "y": y,
                    "y2": y + 8,
                    "colour": colour,
                    "tip": f"{bar.name or bar.words}: {tip}",
                }
            )
            x += long
        ends = sorted({piece["x2"] for piece in pieces if piece["y"] == y})
        joints += [{"x": end, "y": y, "y2": y + 8} for end in ends[:-1] if end]
        base.append({"x": 0, "x2": width, "y": y + 9})
        y += 20
    canvas = Canvas(width, y + (legend_height(width, entries) if entries else 0))
    return canvas.chart(
        canvas.rule(base, "muted"),
        canvas.rect(pieces, fill=None),
        canvas.rule(joints, "paper", 1.5),  # between pieces, for whoever does not see their colours
        canvas.text(labels, weight="bold"),
        canvas.text(words),
        *(legend(canvas, y, width, entries) if entries else ()),
    )


def _fitted(text: str, letters: int) -> list[str]:
    return fitted(text, letters, letters, most=6)


def legend(canvas: Canvas, y: float, width: float, entries: Sequence[tuple[str, str]]) -> list[alt.Chart]:
    """What each colour stands for, in as many lines as it takes."""
    chips: list[Row] = []
    words: list[Row] = []
    for (text, colour), (x, line) in zip(entries, _placed(width, entries), strict=True):
        chips.append({"x": x, "x2": x + 14, "y": y + line, "y2": y + line + 12, "colour": colour})
        words.append({"x": x + 19, "y": y + line + 6, "text": text})
    return [canvas.rect(chips, fill=None, stroke="muted"), canvas.text(words)]


def legend_height(width: float, entries: Sequence[tuple[str, str]]) -> float:
    """Height that a legend takes, in pixels, with a little room below it."""
    return 24 + max((top for _, top in _placed(width, entries)), default=0)


def _placed(width: float, entries: Sequence[tuple[str, str]]) -> list[tuple[float, float]]:
    """Where each entry of a legend stands, from its left and its top; a line is 20 pixels high."""
    found = []
    x = y = 0.0
    for text, _ in entries:
        needed = 30 + 6.7 * len(text)
        if x + needed > width:
            x, y = 0.0, y + 20
        found.append((x, y))
        x += needed
    return found
