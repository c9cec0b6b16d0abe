"""Figures: Altair charts as static pictures, each with alternative text and its data.

A figure goes into the page as SVG, so that it needs no script, no network and no kernel, prints,
and follows the page's light or dark colours. Marks carry their text as a tooltip and may lead to
the place on the site where the evidence stands.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import vl_convert

from smeclusters.framework import Framework
from smeclusters.paths import PATH_NAMES, PATHS, Thresholds, classify, in_words
from smeclusters.ratings import HIGHEST, LOWEST, Cell, cells, in_a_row, rate, signed
from smeclusters.scoring import score
from smeclusters.study import Study
from smeclusters.tables import anchor, cell_link, counts, html_table, interval, told

COLOURS = {
    "ink": "#1b1f24",
    "muted": "#57606a",
    "line": "#c9d1d9",
    "paper": "#fefefe",
    "low_road": "#fbe3d3",
    "mixed": "#ececee",
    "high_road": "#d7e9f5",
    "narrow": "#8e4585",
    "wide": "#0b5f8a",
    "minus2": "#f0a27b",
    "minus1": "#fad7c3",
    "zero": "#ececee",
    "plus1": "#cfe4f2",
    "plus2": "#8dc0e0",
}
"""Light colours by name; the book's style sheet gives each a dark twin as ``--sme-<name>``."""

# Vega resolves a relative address against one of its own; this one is taken off again.
_SITE = "https://book.invalid/"
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_TIP = "tip:"  # marks whose description a reader should see begin with this


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart with what a reader needs who cannot see it.

    Attributes
    ----------
    wide, narrow : altair.LayerChart
        The chart for a page, and the chart for a phone.
    alt : str
        The finding, in words.
    caption : str
        What to look at.
    table : DataFrame
        The data of the chart.
    """

    wide: alt.LayerChart
    narrow: alt.LayerChart
    alt: str
    caption: str
    table: pd.DataFrame

    def _repr_html_(self) -> str:
        return (
            '<figure class="sme-figure">'
            f'<div class="sme-wide">{to_svg(self.wide, self.alt)}</div>'
            f'<div class="sme-narrow">{to_svg(self.narrow, self.alt)}</div>'
            f"<figcaption>{html.escape(self.caption)}</figcaption>"
            "<details><summary>The data of this figure</summary>"
            f"{html_table(self.table, self.alt)}</details></figure>"
        )


def to_svg(chart: alt.LayerChart, label: str) -> str:
    """A chart as SVG: scaled to its place, coloured by the page, with tooltips and links."""
    svg = vl_convert.vegalite_to_svg(chart.to_json(), vl_version="6.4")
    for name, colour in COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--sme-{name.replace("_", "-")}, {colour})"')
    ElementTree.register_namespace("", _SVG[1:-1])
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_SVG}path" and not child.get("d"):
                parent.remove(child)
    for element in root.iter():
        description = element.attrib.pop("aria-label", "")
        for attribute in ("role", "aria-roledescription", "aria-hidden", "class", "pointer-events"):
            element.attrib.pop(attribute, None)
        if element.tag == f"{_SVG}a":
            element.set("href", element.attrib.pop(f"{_XLINK}href").removeprefix(_SITE))
            element.set("tabindex", "-1")  # the table below the figure has the same links in order
            mark = element[0]
            description = mark.attrib.pop("aria-label", description)
            element.set("aria-label", description.removeprefix(_TIP).splitlines()[0])
        if description.startswith(_TIP):
            title = ElementTree.Element(f"{_SVG}title")
            title.text = description.removeprefix(_TIP)
            element.insert(0, title)
            element.set("pointer-events", "all")  # what is drawn over it does not come between
    root.attrib.update(
        {
            "role": "group",
            "aria-label": label,
            "pointer-events": "none",
            "style": f"max-width: {root.attrib.pop('width')}px",
        }
    )
    del root.attrib["height"]
    return ElementTree.tostring(root, encoding="unicode")


def framework_figure(study: Study) -> Figure:
    """Box 1: the levels with their determinants, each leading to its definition.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> framework_figure(load_study()).alt.startswith("Three levels")
    True
    """

    def draw(columns: int, width: int) -> alt.LayerChart:
        box, gap, height = width / columns, 6, 46
        boxes, heads = [], []
        y = 0.0
        for level in study.levels.itertuples():
            inside = study.determinants[study.determinants["level"] == level.level]
            heads.append({"x": 0, "y": y + 20, "text": level.name})
            for number, row in enumerate(inside.itertuples()):
                x, top = (number % columns) * box, y + 30 + number // columns * (height + gap)
                boxes.append({
                    "x": x, "x2": x + box - gap, "y": top, "y2": top + height,
                    "cx": x + (box - gap) / 2, "cy": top + height / 2, "text": _lines(row.name, 22),
                    "href": f"{_SITE}#{anchor('determinant', row.determinant)}",
                    "tip": f"{_TIP}{row.name}\n{row.definition} ({row.locator})",
                })  # fmt: skip
            y += 30 + -(-len(inside) // columns) * (height + gap) + 8
        canvas = _Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill="plus1", stroke="wide", href=True, corner=4),
            canvas.text(boxes, x="cx", y="cy", size=13, align="center"),
            canvas.text(heads, size=14, weight="bold"),
        )

    table = study.determinants.merge(study.levels[["level", "name"]], on="level", suffixes=("", "_level"))
    table = table[["name_level", "name", "definition", "locator"]].set_axis(
        ["Level", "Determinant", "Definition", "Where"], axis=1
    )
    words = [
        f"{level.name}: {', '.join(study.determinants.loc[study.determinants['level'] == level.level, 'name'])}"
        for level in study.levels.itertuples()
    ]
    return Figure(
        wide=draw(4, 720),
        narrow=draw(2, 350),
        alt=f"Three levels, each with four determinants of a cluster’s competitiveness. {'; '.join(words)}.",
        caption="The paper’s Box 1. Each box leads to its definition on this page.",
        table=table,
    )


def matrix_figure(study: Study) -> Figure:
    """The evidence matrix: every cell's interval, how sure it is, and what it rests on.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> len(matrix_figure(load_study()).table)
    72
    """
    grid = {(cell.cluster, cell.determinant): cell for cell in cells(study)}
    names = Framework.from_study(study).names
    clusters = dict(zip(study.clusters["place"], study.clusters["name"], strict=True))
    summaries = {
        row.id: f"{signed(row.rating)}  {row.summary} ({row.locator})" for row in study.evidence.itertuples()
    }

    def draw(width: int, beside: bool) -> alt.LayerChart:
        label = 190 if beside else 0  # determinants named beside their row, or on a line above it
        column, row_height = (width - label) / len(clusters), 36 if beside else 52
        solid: list[dict[str, Any]] = []
        hollow: list[dict[str, Any]] = []
        heads, levels, labels, boxes, dots, words, scale = ([] for _ in range(7))
        for position, name in enumerate(clusters.values()):
            for number, line in enumerate(reversed(_lines(name, 9 if beside else 8))):
                heads.append({"x": label + (position + 0.5) * column, "y": 40 - 13 * number, "text": line})
        y = 52.0
        for level in study.levels.itertuples():
            levels.append({"x": 0, "y": y + 14, "text": level.name})
            y += 22
            for determinant in study.determinants.query("level == @level.level")["determinant"]:
                labels.append({"x": 0, "y": y + (18 if beside else 12), "text": names[determinant]})
                top = y if beside else y + 18
                for position, cluster in enumerate(clusters):
                    cell = grid[cluster, determinant]
                    left = label + position * column
                    low, high = left + 6, left + column - 8  # −2 and +2 on the cell's own scale
                    boxes.append({
                        "x": left, "x2": left + column - 2, "y": top, "y2": top + 32, "colour": _shade(cell),
                        "href": f"{_SITE}evidence.html#{anchor('cell', cluster, determinant)}",
                        "tip": _TIP + "\n".join([
                            f"{clusters[cluster]}, {names[determinant].lower()}: {told(cell)}",
                            _sureness(cell), *(summaries[id] for id in cell.entered),
                        ]),
                    })  # fmt: skip
                    words.append({"x": left + column / 2 - 1, "y": top + 12, "text": told(cell, "…")})
                    if cell.silent:
                        continue
                    scale.append({"x": low, "x2": high, "y": top + 24})
                    start, end = (
                        low + (value - LOWEST) / (HIGHEST - LOWEST) * (high - low)
                        for value in (cell.lo, cell.hi)
                    )
                    if cell.lo == cell.hi:
                        dots.append({"x": start, "y": top + 24})
                    else:
                        kind = hollow if cell.widened else solid
                        kind.append({"x": start, "x2": end, "y": top + 21, "y2": top + 27})
                y += row_height
            y += 6
        canvas = _Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None, href=True, corner=3),
            canvas.rule(scale, "muted"),
            canvas.rect(solid, fill="ink", stroke="ink"),
            canvas.rect(hollow, fill="paper", stroke="ink"),
            canvas.dot(dots, "ink"),
            canvas.text(words, size=11, align="center"),
            canvas.text(heads, size=11 if beside else 9.5, align="center"),
            canvas.text(levels, size=13, weight="bold"),
            canvas.text(labels, size=12),
        )

    tally = counts(grid.values())
    favourable = [cell.determinant for cell in grid.values() if cell.lo > 0]
    between_firms = set(study.determinants.query("level == 'cluster'")["determinant"])
    table = pd.DataFrame({
        "Cell": [
            cell_link(cell, f"{clusters[cell.cluster]}, {names[cell.determinant].lower()}") for cell in grid.values()
        ],
        "Rating": [told(cell) for cell in grid.values()],
        "How sure": [_sureness(cell) for cell in grid.values()],
        "Rows": [len(cell.entered) for cell in grid.values()],
    })  # fmt: skip
    return Figure(
        wide=draw(720, beside=True),
        narrow=draw(350, beside=False),
        alt=(
            f"Of {tally['cells']} cells, {tally['direct']} rest on what the paper says of the cluster itself, "
            f"{tally['around']} on what it says of the country, the region or the clusters as a group, and on "
            f"{tally['silent']} it is silent. Of {len(favourable)} cells that are favourable throughout, "
            f"{sum(key in between_firms for key in favourable)} lie at the cluster level."
        ),
        caption=(
            "Ratings from −2 to +2, where +2 is the textbook district. A dot is one rating, a bar the range that the "
            "evidence leaves open: solid where the paper speaks of the cluster itself, hollow where it speaks only of "
            "what lies around it. Point at a cell for the statements behind it; press it for all that is known of it."
        ),
        table=table,
    )


def paths_figure(
    study: Study,
    narrow: str = "collective_efficiency",
    wide: str = "extended",
    thresholds: Thresholds = Thresholds(),
) -> Figure:
    """Scores under two named weightings against the bands of the paths, with the path observed.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> len(paths_figure(load_study()).table)
    12
    """
    weightings = Framework.from_study(study).weightings
    titles = dict(zip(study.weightings["weighting"], study.weightings["name"], strict=True))
    used = {"narrow": narrow, "wide": wide}
    scores = score(rate(study), [weightings[key].flat for key in used.values()])
    keys = classify(scores, thresholds).keys()
    clusters = list(study.clusters[["place", "name"]].itertuples(index=False))
    edges = dict(
        zip(
            PATHS, [(0, thresholds.low), (thresholds.low, thresholds.high), (thresholds.high, 1)], strict=True
        )
    )

    def draw(width: int) -> alt.LayerChart:
        row, top = 96, 26
        bands, heads, names, bars, dots, words, seen = [], [], [], [], [], [], []
        for path, (low, high) in edges.items():
            bands.append(
                {
                    "x": low * width,
                    "x2": high * width,
                    "y": 0,
                    "y2": top + row * len(clusters),
                    "colour": path,
                }
            )
            heads.append({"x": (low + high) / 2 * width, "y": 12, "text": PATH_NAMES[path]})
        for position, (place, name) in enumerate(clusters):
            y = top + position * row
            observed = study.observed.get(place, "")
            names.append(
                {
                    "x": 6,
                    "y": y + 12,
                    "text": name + (f" · observed: {PATH_NAMES[observed]}" if observed else ""),
                }
            )
            if observed:
                low, high = edges[observed]
                seen.append({"x": low * width + 3, "x2": high * width - 3, "y": y + 23, "y2": y + row - 6})
            for number, kind in enumerate(used):
                lo, hi = float(scores.lo[position, number]), float(scores.hi[position, number])
                middle = y + 45 + 32 * number
                text = f"{titles[used[kind]]}: {in_words(keys[position, number])}"
                tip = f"{_TIP}{name}, {titles[used[kind]]}: {interval(lo, hi, '.2f')}, {in_words(keys[position, number])}"
                words.append(
                    {
                        "x": max(8, min(lo * width - 4, width - 5.6 * len(text))),
                        "y": middle - 14,
                        "text": text,
                    }
                )
                if hi - lo < 0.005:
                    dots.append({"x": lo * width, "y": middle, "colour": kind, "tip": tip})
                else:
                    bars.append(
                        {
                            "x": lo * width,
                            "x2": hi * width,
                            "y": middle - 5,
                            "y2": middle + 5,
                            "colour": kind,
                            "tip": tip,
                        }
                    )
        canvas = _Canvas(width, top + row * len(clusters))
        return canvas.chart(
            canvas.rect(bands, fill=None),
            canvas.rect(seen, fill=None, stroke="muted", dash=True),
            canvas.rect(bars, fill=None),
            canvas.dot(dots, None, shape="diamond", size=110),
            canvas.text(heads, size=12, align="center", weight="bold"),
            canvas.text(names, size=12, weight="bold"),
            canvas.text(words, size=11),
        )

    on_high_road = [name for place, name in clusters if study.observed.get(place) == "high_road"]
    told = {
        kind: [name for (_, name), key in zip(clusters, keys[:, number], strict=True) if key == "high_road"]
        for number, kind in enumerate(used)
    }
    table = pd.DataFrame([
        (
            name, titles[used[kind]], f"{scores.lo[i, j]:.3f}", f"{scores.hi[i, j]:.3f}", in_words(keys[i, j]),
            in_words(study.observed[place]) if place in study.observed else "",
        )
        for i, (place, name) in enumerate(clusters)
        for j, kind in enumerate(used)
    ], columns=["Cluster", "Weighting", "Score from", "to", "Open paths", "Observed"])  # fmt: skip
    return Figure(
        wide=draw(720),
        narrow=draw(350),
        alt=(
            f"Fit for the high road by {titles[narrow].lower()}: {in_a_row(told['narrow']) or 'none'}; "
            f"by the {titles[wide].lower()}: {in_a_row(told['wide']) or 'none'}. "
            f"Seen on it by the paper: {in_a_row(on_high_road) or 'none'}."
        ),
        caption=(
            f"Scores under {titles[narrow].lower()} (first line of each cluster) and under the {titles[wide].lower()} "
            "(second line). A diamond is one score, a bar the range that the evidence leaves open; the dashed frame is "
            "the band of the path that the paper observed."
        ),
        table=table,
    )


@dataclass(frozen=True)
class _Canvas:
    """Marks placed by the pixel, from the top left."""

    width: float
    height: float

    def chart(self, *layers: alt.Chart) -> alt.LayerChart:
        chart = alt.layer(*layers).properties(
            width=self.width, height=self.height, background="transparent", padding=2
        )
        return chart.configure(font="system-ui, sans-serif", view=alt.ViewConfig(stroke=None))

    def rect(
        self, rows: list[dict], fill: str | None, stroke: str | None = None, **style: bool | int
    ) -> alt.Chart:
        mark = {"cornerRadius": style.get("corner", 0), "strokeDash": [5, 3] if style.get("dash") else [0]}
        if fill or stroke:
            mark["fill"] = COLOURS[fill] if fill else "none"
        if stroke:
            mark["stroke"] = COLOURS[stroke]
        more: dict[str, Any] = {"href": alt.Href("href:N")} if style.get("href") else {}
        return self._mark(rows, "mark_rect", mark, x2="x2:Q", y2="y2:Q", **more)

    def rule(self, rows: list[dict], colour: str) -> alt.Chart:
        return self._mark(rows, "mark_rule", {"color": COLOURS[colour], "strokeWidth": 0.5}, x2="x2:Q")

    def dot(self, rows: list[dict], colour: str | None, shape: str = "circle", size: int = 55) -> alt.Chart:
        mark = {"shape": shape, "size": size, "opacity": 1, **({"fill": COLOURS[colour]} if colour else {})}
        return self._mark(rows, "mark_point", mark)

    def text(
        self,
        rows: list[dict],
        x: str = "x",
        y: str = "y",
        size: float = 12,
        align: str = "left",
        weight: str = "normal",
    ) -> alt.Chart:
        mark = {
            "align": align,
            "baseline": "middle",
            "fontSize": size,
            "fontWeight": weight,
            "color": COLOURS["ink"],
        }
        return self._mark(rows, "mark_text", mark, x=x, y=y, text=alt.Text("text:N"))

    def _mark(
        self, rows: list[dict], kind: str, mark: dict, x: str = "x", y: str = "y", **channels: Any
    ) -> alt.Chart:
        first = rows[0] if rows else {}
        if "tip" in first:
            channels["description"] = alt.Description("tip:N")
        if "colour" in first:
            channels["fill"] = alt.Fill("shade:N", scale=None)
            rows = [{**row, "shade": COLOURS[row["colour"]]} for row in rows]
        drawn: Callable[..., alt.Chart] = getattr(alt.Chart(alt.InlineData(values=rows)), kind)
        return drawn(**mark).encode(
            x=alt.X(f"{x}:Q", axis=None, scale=alt.Scale(domain=[0, self.width], nice=False, zero=False)),
            y=alt.Y(f"{y}:Q", axis=None, scale=alt.Scale(domain=[self.height, 0], nice=False, zero=False)),
            **channels,
        )


def _shade(cell: Cell) -> str:
    if cell.silent:
        return "paper"
    middle = (cell.lo + cell.hi) / 2
    return ["minus2", "minus1", "zero", "plus1", "plus2"][int(min(max(round(middle), -2), 2)) + 2]


def _sureness(cell: Cell) -> str:
    if cell.silent:
        return "The paper says nothing."
    sure = (
        "Said of the cluster itself."
        if not cell.widened
        else "Not said of the cluster itself, or only guessed."
    )
    return sure + (" The evidence disagrees." if cell.disagree else "")


def _lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
