"""Charts of what became of the clusters, and of whether the coding of 2001 foresaw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.errors import InputError, Problem
from smeclusters.model.paths import PATHS
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import cell_in_words
from smeclusters.study import each_row
from smeclusters.wording import in_a_row, percent, signed
from whichroad.addresses import determinant_link, place_link, works
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Canvas, Chart, shortened
from whichroad.charts.lines import line_chart
from whichroad.colours import colour_of_cell
from whichroad.later import (
    SPACES,
    WORDS,
    Outcome,
    When,
    forecasts,
    held_against,
    in_words,
    later_only,
    read_table,
    turned_out,
)

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


def foresight_chart(paper: Prepared) -> Chart:
    """The shares of the weightings that put the clusters in the order in which they turned out."""
    bars, lines, told = [], [], []
    for outcome, later in held_against().items():
        for space, one in forecasts(paper, later).items():
            shares = {
                "worse": one.worse,
                "even": max(0.0, 1 - one.worse - one.better),
                "better": one.better - one.perfect,
                "perfect": one.perfect,
            }
            said = f"right about most pairs under {percent(one.better)}"
            bars.append(
                Bar(
                    f"{outcome}. {SPACES[space]}",
                    f"{said}, about all under {percent(one.perfect)}",
                    tuple((100 * shares[key], colour) for key, (_, colour) in PIECES.items()),
                    tuple(f"{words} under {percent(shares[key])}" for key, (words, _) in PIECES.items()),
                )
            )
            lines.append((outcome, SPACES[space], *(percent(shares[key]) for key in PIECES)))
            if space == "extended":
                told.append(f"{outcome.lower()}: {said}")
    entries = list(PIECES.values())
    return Chart(
        wide=bar_chart(bars, WIDE, 100, "%", entries),
        narrow=bar_chart(bars, NARROW, 100, "%", entries),
        alt=f"With weights of all three levels, {in_a_row(told)} of them.",
        caption="Each bar is all weightings of its kind. A pair is two clusters that turned out differently.",
        table=pd.DataFrame(
            lines, columns=["Outcome", "Weightings", *(words.capitalize() for words, _ in PIECES.values())]
        ),
    )


def indexed_chart(laid: Prepared, place: str, indicators: Mapping[str, str], base: int) -> Chart:
    """Some indicators of a place, each as a share of what it was in one year.

    Parameters
    ----------
    laid : Prepared
        The study with the layer of what came after.
    place : str
        Key.
    indicators : mapping
        What each is called, by its name in the table of series.
    base : int
        The year in which all are 100.

    Raises
    ------
    InputError
        If an indicator has no figure for that year.
    """
    rows = read_table("series")
    rows = rows[(rows["cluster"] == place) & rows["indicator"].isin(list(indicators))]
    at_base = rows[rows["year"] == base].set_index("indicator")["value"]
    if missing := [name for name in indicators if name not in at_base]:
        raise InputError([Problem("series", None, "indicator", missing[0], f"a figure for {base}")])
    index = 100 * rows["value"] / rows["indicator"].map(at_base)
    drawn = pd.DataFrame({"place": rows["indicator"], "year": rows["year"], "value": index.round(0)})
    latest = drawn.drop_duplicates("place", keep="last").set_index("place")
    ends = [f"{name} {latest['value'][key]:.0f} in {latest['year'][key]}" for key, name in indicators.items()]
    layer = laid.study.layers[-1].name
    return Chart(
        wide=line_chart(drawn, indicators, f"({base} = 100)", WIDE, base=100),
        narrow=line_chart(drawn, indicators, f"({base} = 100)", NARROW, base=100),
        alt=f"{laid.names[place]}, {base} = 100: {'; '.join(ends)}.",
        caption=f"{laid.names[place]}, {base} = 100, all on one scale. A dot is a figure that we found.",
        table=pd.DataFrame(
            [
                (indicators[row.indicator], row.year, f"{row.value:,g} {row.unit}", works(laid, row.sources, layer))
                for row in each_row(rows)
            ],
            columns=["Indicator", "Year", "Figure", "Source"],
        ),
    )


def events_chart(laid: Prepared) -> Chart:
    """What befell each cluster, year by year, below what befell all of them or their country."""
    rows = read_table("events")
    lanes = ["world", "BRA", "MEX", "PER", *laid.ratings.clusters]
    names = {"world": "The world", **{key: laid.names[key] for key in lanes[1:]}}
    first, last = int(rows["year"].min()), int(rows["year"].max())

    def drawn(width: int) -> alt.LayerChart:
        left, lane = (168 if width > NARROW else 0), (26 if width > NARROW else 44)
        step = (width - left - 24) / (last - first)
        labels, lines, dots = [], [], []
        for number, key in enumerate(lanes):
            y = 20 + lane * number
            labels.append({"x": 0, "y": y if left else y - 14, "text": names[key]})
            lines.append({"x": left + 8, "x2": width - 8, "y": y})
            for row in each_row(rows[rows["place"] == key]):
                dots.append({"x": left + 12 + (row.year - first) * step, "y": y, "tip": f"{row.year}: {row.event}"})
        bottom = 20 + lane * len(lanes)
        years = [
            {"x": left + 12 + (year - first) * step, "y": bottom, "text": str(year)}
            for year in range(-(-first // 5) * 5, last + 1, 10 if width <= NARROW else 5)
        ]
        canvas = Canvas(width, bottom + 12)
        return canvas.chart(
            canvas.rule(lines, "line", 1),
            canvas.dot(dots, "wide", size=70),
            canvas.text(labels, weight="bold"),
            canvas.text(years, align="center", colour="muted"),
        )

    layer = laid.study.layers[-1].name
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"{len(rows)} events between {first} and {last}: trade rules and exchange rates for the countries, "
        "closures, fires and inquiries for the clusters.",
        caption="A dot is an event. The list below the chart tells what it was.",
        table=pd.DataFrame(
            [
                (names[row.place], row.year, row.event, works(laid, row.sources, layer))
                for key in lanes
                for row in each_row(rows[rows["place"] == key])
            ],
            columns=["Where", "Year", "What happened", "Source"],
        ),
        pointing="Point at a dot to read it.",
    )


def changes_chart(paper: Prepared, laid: Prepared) -> Chart:
    """Each factor of each cluster: by the paper's evidence in the left half, by later evidence alone in the right."""
    later = Prepared(later_only(laid.study), paper.rules)
    framework, clusters = paper.framework, paper.ratings.clusters
    pairs = {
        (cluster, key): (paper.cells[cluster, key], later.cells[cluster, key])
        for key in framework.determinants
        for cluster in clusters
    }

    def drawn(width: int) -> alt.LayerChart:
        beside = width > NARROW
        left, tall, row = (190, 26, 30) if beside else (0, 22, 42)
        wide = (width - left) / len(clusters)
        heads = [
            {"x": left + wide * (at + 0.5), "y": 12, "text": shortened(paper.names[cluster], int(wide // 6))}
            for at, cluster in enumerate(clusters)
        ]
        labels, boxes, words = [], [], []
        for line, key in enumerate(framework.determinants):
            y = 28 + line * row + (0 if beside else 16)
            labels.append({"x": 0, "y": y + tall / 2 if beside else y - 8, "text": framework.names[key]})
            for at, cluster in enumerate(clusters):
                for half, cell in enumerate(pairs[cluster, key]):
                    x = left + wide * at + half * (wide - 4) / 2
                    when = "later works" if half else "the paper"
                    told = f"{paper.names[cluster]}, {framework.names[key].lower()}, by {when}: {cell_in_words(cell)}"
                    ends = {"x": x, "x2": x + (wide - 4) / 2 - 1, "y": y, "y2": y + tall}
                    boxes.append({**ends, "colour": colour_of_cell(cell), "tip": told})
                    sign = "?" if cell.silent else signed(round((cell.lo + cell.hi) / 2))
                    words.append({"x": x + (wide - 4) / 4, "y": y + tall / 2, "text": sign})
        canvas = Canvas(width, 28 + row * len(framework.determinants) + (0 if beside else 16))
        return canvas.chart(
            canvas.rect(boxes, fill=None),
            canvas.text(words, size=12 if beside else 11, align="center"),
            canvas.text(heads, size=12 if beside else 11, align="center", weight="bold"),
            canvas.text(labels),
        )

    both = [pair for pair in pairs.values() if not any(cell.silent for cell in pair)]
    up, down = (sum(sign * (now.lo + now.hi - then.lo - then.hi) > 0 for then, now in both) for sign in (1, -1))
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"Of {len(both)} cells on which both speak, later works are kinder on {up} and harder on {down}.",
        caption=(
            "Left half: the paper's evidence. Right half: later works alone. A number is the middle of a cell, "
            "rounded; a question mark is silence."
        ),
        table=pd.DataFrame(
            [
                (
                    determinant_link(paper, key),
                    *(
                        f"{cell_in_words(then)} \N{RIGHTWARDS ARROW} {cell_in_words(now)}"
                        for then, now in (pairs[cluster, key] for cluster in clusters)
                    ),
                )
                for key in framework.determinants
            ],
            columns=["Factor", *(paper.names[cluster] for cluster in clusters)],
        ),
    )
