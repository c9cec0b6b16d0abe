"""Charts of what became of the clusters, and of whether the coding of 2001 foresaw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.errors import InputError, Problem
from smeclusters.model.paths import PATHS
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import HIGHEST, LOWEST, cell_in_words
from smeclusters.study import each_row
from smeclusters.wording import begun, in_a_row, signed
from whichroad.addresses import determinant_link, place_link
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.cells import column_heads, head_size, middle_in_words
from whichroad.charts.drawing import Canvas, Chart, Row, fitted
from whichroad.charts.lines import line_chart
from whichroad.colours import colour_of_cell
from whichroad.later import LAYER, SPACES, WORDS, When, foreseen, in_words, later_only, read_table, shifts, turned_out
from whichroad.tables.later import event_address, events_in_order, where_it_happened
from whichroad.tables.layers import rests_on, share
from whichroad.words import numbered

if TYPE_CHECKING:
    import altair as alt

_DOT = 20  # pixels from dot to dot, so that none covers another

UNKNOWN = in_words(None, "kind")  # as of a size

PANELS: Mapping[str, When] = {"Some ten years on": "2010", "Latest": "latest"}
"""The times after the paper, by their titles."""


def became_chart(paper: Prepared) -> Chart:
    """Where each cluster stood some ten years on, and where it stands by its latest signs: its kind upwards, its size
    to the right.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> became_chart(edition()).alt.partition(";")[0]
    'Some ten years on: Sinos Valley mixed, size falling'
    """
    rows = read_table("signs")
    panels = {}
    for title, at in PANELS.items():
        kinds, sizes = turned_out(rows, at, "kind"), turned_out(rows, at, "size")
        panels[title] = {
            key: (in_words(kinds.get(key), "kind"), in_words(sizes.get(key), "size")) for key in paper.ratings.clusters
        }
    columns = [*WORDS["size"], UNKNOWN]
    lines = [*[*zip(PATHS, WORDS["kind"], strict=True)][::-1], ("paper", UNKNOWN)]

    def drawn(width: int) -> alt.LayerChart:
        beside = width > NARROW
        left, letters, line = (86, 12, 16) if beside else (0, 11, 15)
        wide = (width - left) / len(columns)
        boxes, texts, heads, sides = [], [], [], []
        y = 0.0
        for title, words in panels.items():
            heads.append({"x": 0, "y": y + 9, "text": title})
            y += 22
            texts += [
                {"x": left + at * wide + 5, "y": y + 8, "text": begun(word) if word == UNKNOWN else f"Size {word}"}
                for at, word in enumerate(columns)
            ]
            y += 18
            for colour, kind in lines:
                cells = [_names(paper, words, kind, size, int((wide - 8) / (0.55 * letters))) for size in columns]
                if kind == UNKNOWN and not any(cells):
                    continue
                if not beside:
                    sides.append({"x": 0, "y": y + 9, "text": begun(kind)})
                    y += 18
                tall = 12 + line * max(1, *(len(names) for names in cells))
                if beside:
                    sides.append({"x": 0, "y": y + tall / 2, "text": begun(kind)})
                for at, names in enumerate(cells):
                    x = left + at * wide
                    boxes.append({"x": x, "x2": x + wide - 3, "y": y, "y2": y + tall - 3, "colour": colour})
                    texts += [
                        {"x": x + 5, "y": y + 12 + line * number, "text": name} for number, name in enumerate(names)
                    ]
                y += tall
            y += 14
        canvas = Canvas(width, y - 10)
        return canvas.chart(
            canvas.rect(boxes, fill=None, stroke="line"),
            canvas.text(heads, size=letters + 1, weight="bold"),
            canvas.text(sides, size=letters),
            canvas.text(texts, size=letters),
        )

    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=". ".join(
            f"{title}: " + "; ".join(f"{paper.names[key]} {kind}, size {size}" for key, (kind, size) in words.items())
            for title, words in panels.items()
        )
        + ".",
        caption="Upwards: the kind of path. To the right: size, by firms, jobs, exports and output. "
        "A question mark: a single sign, which leaves two kinds open.",
        table=pd.DataFrame(
            [
                (place_link(paper, key), *(word for words in panels.values() for word in words[key]))
                for key in paper.ratings.clusters
            ],
            columns=["Cluster", *(f"{what}, {title.lower()}" for title in panels for what in ("Kind", "Size"))],
        ),
    )


def _names(paper: Prepared, words: Mapping[str, tuple[str, str]], kind: str, size: str, letters: int) -> list[str]:
    """The clusters in one field, in lines of so many letters; a question mark behind those whose kind is in doubt."""
    found = []
    for key, (kinds, sized) in words.items():
        several = kinds.split(" or ")
        if sized == size and kind in several:
            found += fitted(paper.names[key] + (" ?" if len(several) > 1 else ""), letters, letters)
    return found


PIECES: Mapping[str, tuple[str, str]] = {
    "worse": ("wrong about most pairs", "minus1"),
    "even": ("right about half", "zero"),
    "better": ("right about most pairs", "plus1"),
    "perfect": ("right about all pairs", "plus2"),
}
"""What a share of the weightings does, and its colour."""


def foresight_chart(paper: Prepared) -> Chart:
    """The shares of the weightings that put the clusters in the order in which they turned out.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> foresight_chart(edition()).table.columns[:2].tolist()
    ['Outcome', 'Weightings']
    """
    bars, lines, told = [], [], []
    for outcome, found in foreseen(paper).items():
        for number, (space, one) in enumerate(found.items()):
            shares = {
                "worse": one.worse,
                "even": max(0.0, 1 - one.worse - one.better),
                "better": one.better - one.perfect,
                "perfect": one.perfect,
            }
            name = SPACES[space]
            most = f"{share(one.better)} of the weightings are right about most pairs"
            said = f"{most} ({share(one.perfect)} about all)"
            bars.append(
                Bar(
                    "" if number else outcome,  # above the first of its bars
                    f"{name}: {said}",
                    tuple((100 * shares[key], colour) for key, (_, colour) in PIECES.items()),
                    tuple(
                        f"{SPACES[space].lower()}, {share(shares[key])} {words}" for key, (words, _) in PIECES.items()
                    ),
                )
            )
            lines.append((outcome, name, *(share(shares[key]) for key in PIECES)))
            if space == "extended":
                told.append(f"{share(one.better)} for {outcome[0].lower()}{outcome[1:]}")
    entries = list(PIECES.values())
    return Chart(
        wide=bar_chart(bars, WIDE, 100, "%", entries),
        narrow=bar_chart(bars, NARROW, 100, "%", entries),
        alt=f"The share of the weightings of all three levels that are right about most pairs: {'; '.join(told)}.",
        caption="A weighting says how much each factor counts. Each bar is all weightings of its kind. A pair is two "
        "clusters that turned out differently.",
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

    Examples
    --------
    >>> from whichroad.later import layer_study
    >>> dollars = {"footwear exports, Rio Grande do Sul": "Dollars"}
    >>> indexed_chart(Prepared(layer_study()), "sinos", dollars, 2000).alt
    'Sinos Valley, 2000 = 100: Dollars 35 in 2019.'
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
    return Chart(
        wide=line_chart(drawn, indicators, f"({base} = 100)", WIDE, base=100, beside=True),
        narrow=line_chart(drawn, indicators, f"({base} = 100)", NARROW, base=100, beside=True),
        alt=f"{laid.names[place]}, {base} = 100: {'; '.join(ends)}.",
        caption=f"{laid.names[place]}, {base} = 100, all on one scale. A dot is a figure that we found.",
        table=pd.DataFrame(
            [
                (indicators[row.indicator], row.year, f"{row.value:,g} {row.unit}", rests_on(laid, row, LAYER))
                for row in each_row(rows)
            ],
            columns=["Indicator", "Year", "Figure", "Source"],
        ),
    )


SHOCKS = {1994: "fall of the peso", 1999: "fall of the real", 2001: "China in the WTO", 2008: "American housing crisis"}
"""What reached beyond the place that it befell, by year; each is among the events."""


def events_chart(laid: Prepared) -> Chart:
    """What befell each cluster, year by year, below what befell all of them or their country.

    Examples
    --------
    >>> from whichroad.later import layer_study
    >>> events_chart(Prepared(layer_study())).table["Where"].iloc[0]
    'Mexico'
    """
    rows = events_in_order()
    befallen = dict.fromkeys(rows["place"])
    clusters = [key for key in laid.ratings.clusters if key in befallen]
    around = sorted(
        (key for key in befallen if key not in clusters), key=lambda key: key in laid.names
    )  # all, then some
    lanes = [*around, *clusters]
    names = {key: where_it_happened(laid, key) for key in lanes}
    first, last = int(rows["year"].min()), int(rows["year"].max())

    def drawn(width: int) -> alt.LayerChart:
        beside = width > NARROW
        left = 168 if beside else 0
        step = (width - left - 24) / (last - first)

        def across(year: int) -> float:
            return left + 12 + (year - first) * step

        top = 15 * len(SHOCKS) + 4
        labels, lines, dots, numbers = [], [], [], []
        y = float(top)
        for key in lanes:
            if not beside:
                labels.append({"x": 0, "y": y + 10, "text": names[key]})
                y += 20
            ends: list[float] = []  # where the last dot of each row of dots stands
            for row in each_row(rows[rows["place"] == key]):
                x = across(row.year)
                line = next((at for at, end in enumerate(ends) if x - end >= _DOT), len(ends))
                ends[line : line + 1] = [x]
                spot = {"x": x, "y": y + (line + 0.5) * _DOT + 3}
                tip = f"{names[key]}, {row.year}: {row.event}"
                dots.append({**spot, "tip": tip, "href": event_address(row.number)})
                numbers.append({**spot, "text": str(row.number)})
            if beside:
                labels.append({"x": 0, "y": y + _DOT / 2 + 3, "text": names[key]})
            y += len(ends) * _DOT + 6
            lines.append({"x": 0, "x2": width, "y": y})
        shocks = [(year, 15 * at + 8, words) for at, (year, words) in enumerate(SHOCKS.items())]
        years = [
            {"x": across(year), "y": y + 12, "text": str(year)}
            for year in range(-(-first // 5) * 5, last + 1, 5 if beside else 10)
        ]
        canvas = Canvas(width, y + 22)
        return canvas.chart(
            canvas.rule(lines, "line", 1),
            canvas.rule([{"x": across(year), "y": at, "y2": y} for year, at, _ in shocks], "muted"),
            canvas.dot(dots, "wide", size=int(0.72 * _DOT**2)),
            canvas.text(numbers, size=head_size(beside), align="center", colour="paper"),
            canvas.text([{"x": across(year) + 4, "y": at, "text": f"{year}: {words}"} for year, at, words in shocks]),
            canvas.text(labels, weight="bold"),
            canvas.text(years, align="center", colour="muted"),
        )

    each = rows["place"].value_counts()
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"{numbered(len(rows), 'event', 'events')} between {first} and {last}: "
        f"{in_a_row([f'{names[key]} {each[key]}' for key in lanes])}.",
        caption="A dot is an event, by its number in the list below. A line across marks a shock that reached further.",
        table=pd.DataFrame(
            [(row.number, names[row.place], row.year, row.event, rests_on(laid, row, LAYER)) for row in each_row(rows)],
            columns=["No.", "Where", "Year", "What happened", "Source"],
        ),
        pointing="Point at a dot to read it, or follow it to the list.",
    )


def changes_chart(paper: Prepared, laid: Prepared) -> Chart:
    """Each factor of each cluster: by the paper's evidence in the left half, by later evidence alone in the right.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> from whichroad.later import layer_study
    >>> chart = changes_chart(edition(), Prepared(layer_study()))
    >>> len(chart.table) == len(edition().framework.determinants)
    True
    """
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
        many = len(clusters) if beside else 3
        wide = (width - left) / many
        heads: list[Row] = []
        labels: list[Row] = []
        boxes: list[Row] = []
        words: list[Row] = []
        y = 0.0
        for block in (clusters[at : at + many] for at in range(0, len(clusters), many)):
            heads += column_heads([paper.names[cluster] for cluster in block], left, wide, y, beside)
            y += 58
            words += [
                {"x": left + wide * at + (wide - 4) * (2 * half + 1) / 4, "y": y, "text": when}
                for at in range(len(block))
                for half, when in enumerate(("paper", "later"))
            ]
            y += 12 if beside else 28
            for key in framework.determinants:
                labels.append({"x": 0, "y": y + tall / 2 if beside else y - 8, "text": framework.names[key]})
                for at, cluster in enumerate(block):
                    for half, cell in enumerate(pairs[cluster, key]):
                        x = left + wide * at + half * (wide - 4) / 2
                        when = "later works" if half else "the paper"
                        told = (
                            f"{paper.names[cluster]}, {framework.names[key].lower()}, by {when}: {cell_in_words(cell)}"
                        )
                        ends = {"x": x, "x2": x + (wide - 4) / 2 - 1, "y": y, "y2": y + tall}
                        boxes.append({**ends, "colour": colour_of_cell(cell), "tip": told})
                        words.append({"x": x + (wide - 4) / 4, "y": y + tall / 2, "text": middle_in_words(cell)})
                y += row
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None),
            canvas.text(words, size=head_size(beside), align="center"),
            canvas.text(heads, size=head_size(beside), align="center", weight="bold"),
            canvas.text(labels),
        )

    better, worse, same = shifts(paper, later)
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"Of {better + worse + same} cells on which both speak, later works say better of {better} "
        f"and worse of {worse}.",
        caption=(
            "Left half: the paper's evidence. Right half: later works alone. A number is the middle of a cell, "
            f"to half a step, from {signed(LOWEST)}, very bad for the cluster, to {signed(HIGHEST)}, very good; a "
            "question mark is silence."
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
