"""Charts of what became of the clusters, and of whether the coding of 2001 foresaw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.model.paths import PATHS
from smeclusters.model.prepared import Prepared
from smeclusters.wording import in_a_row, percent
from whichroad.addresses import place_link
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Canvas, Chart
from whichroad.later import SPACES, WORDS, Outcome, When, as_later, forecasts, in_words, read_table, turned_out

if TYPE_CHECKING:
    import altair as alt

UNKNOWN = "not known"


def became_chart(paper: Prepared, at: When = "latest") -> Chart:
    """Where each cluster stands by its kind, upwards, and by its size, to the right."""
    rows = read_table("signs")
    kinds, sizes = turned_out(rows, at, "kind"), turned_out(rows, at, "size")
    fields: dict[tuple[int, int], list[str]] = {}
    for cluster in paper.ratings.clusters:
        size = sizes[cluster].lowest if cluster in sizes else len(WORDS["size"])
        for kind, doubt in _places(kinds.get(cluster)):
            fields.setdefault((kind, size), []).append(paper.names[cluster] + (" ?" if doubt else ""))
    columns = [*WORDS["size"], *([UNKNOWN] if any(size == len(WORDS["size"]) for _, size in fields) else [])]

    def drawn(width: int) -> alt.LayerChart:
        left, head, line = (96, 26, 17) if width > NARROW else (78, 26, 17)
        wide = (width - left) / len(columns)
        tall = 24 + line * max(map(len, fields.values()))
        boxes, texts, heads, sides = [], [], [], []
        for up, (path, kind) in enumerate(zip(PATHS, WORDS["kind"], strict=True)):
            y = head + (len(PATHS) - 1 - up) * tall
            sides.append({"x": 0, "y": y + tall / 2, "text": kind})
            for right in range(len(columns)):
                x = left + right * wide
                boxes.append({"x": x, "x2": x + wide - 3, "y": y, "y2": y + tall - 3, "colour": path})
                for number, name in enumerate(fields.get((up, right), [])):
                    text = name if width > NARROW else name.replace(" de Itapemirim", "").replace(" Valley", "")
                    texts.append({"x": x + 7, "y": y + 16 + line * number, "text": text})
        heads = [{"x": left + right * wide + 7, "y": 10, "text": word} for right, word in enumerate(columns)]
        canvas = Canvas(width, head + len(PATHS) * tall)
        return canvas.chart(
            canvas.rect(boxes, fill=None),
            canvas.text(heads, weight="bold"),
            canvas.text(sides, weight="bold"),
            canvas.text(texts),
        )

    words = {
        cluster: (in_words(kinds.get(cluster), "kind"), in_words(sizes.get(cluster), "size"))
        for cluster in paper.ratings.clusters
    }
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt="; ".join(f"{paper.names[cluster]}: {kind}, size {size}" for cluster, (kind, size) in words.items()) + ".",
        caption=(
            "Upwards: the kind of path. To the right: size, by firms, jobs, exports and output. A question mark: "
            "a single sign, which leaves two kinds open."
        ),
        table=pd.DataFrame(
            [(place_link(paper, key), kind, size) for key, (kind, size) in words.items()],
            columns=["Cluster", "Kind", "Size"],
        ),
    )


def _places(kind: Outcome | None) -> list[tuple[int, bool]]:
    """Where a kind stands, from the lowest, and whether another is open too."""
    if kind is None:
        return [(place, True) for place in range(len(PATHS))]
    return [(place, kind.lowest < kind.highest) for place in range(kind.lowest, kind.highest + 1)]


PIECES: Mapping[str, tuple[str, str]] = {
    "worse": ("wrong about most pairs", "minus1"),
    "even": ("right about half", "zero"),
    "better": ("right about most pairs", "plus1"),
    "perfect": ("right about all pairs", "plus2"),
}
"""What a share of the weightings does, and its colour."""


def foresight_chart(paper: Prepared, at: When = "latest") -> Chart:
    """The shares of the weightings that put the clusters in the right order, by kind and by size."""
    rows = read_table("signs")
    bars, lines, told = [], [], []
    for dimension in WORDS:
        for space, one in forecasts(paper, as_later(turned_out(rows, at, dimension))).items():
            shares = {
                "worse": one.worse,
                "even": 1 - one.worse - one.better,
                "better": one.better - one.perfect,
                "perfect": one.perfect,
            }
            name = f"Later {dimension}. {SPACES[space]}"
            said = f"right about most pairs under {percent(one.better)} of the weightings"
            bars.append(
                Bar(
                    name,
                    f"{percent(one.better)} right about most pairs, {percent(one.perfect)} about all",
                    tuple((100 * shares[key], colour) for key, (_, colour) in PIECES.items()),
                    tuple(f"{words} under {percent(shares[key])}" for key, (words, _) in PIECES.items()),
                )
            )
            lines.append((f"later {dimension}", SPACES[space].lower(), *(percent(shares[key]) for key in PIECES)))
            if space == "extended":
                told.append(f"On later {dimension}, weightings of all three levels are {said}")
    entries = list(PIECES.values())
    return Chart(
        wide=bar_chart(bars, WIDE, 100, "%", entries),
        narrow=bar_chart(bars, NARROW, 100, "%", entries),
        alt=f"{in_a_row(told)}.",
        caption="Each bar is all weightings of its kind. A pair is two clusters that turned out differently.",
        table=pd.DataFrame(
            lines, columns=["Outcome", "Weightings", *(words.capitalize() for words, _ in PIECES.values())]
        ),
    )
