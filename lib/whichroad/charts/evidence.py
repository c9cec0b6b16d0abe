"""Charts of the framework and the evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping

import altair as alt
import pandas as pd

from smeclusters.analysis.levers import recommendations
from smeclusters.claims.assessed import Assessed
from smeclusters.model.ratings import HIGHEST, LOWEST, cell_in_words
from smeclusters.study import each_row
from smeclusters.wording import in_a_row, signed
from whichroad.addresses import (
    card_address,
    cell_link,
    definition_address,
    determinant_link,
    evidence_address,
    place_link,
)
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Canvas, Chart, Row, wrapped
from whichroad.markup import link
from whichroad.tables.evidence import cell_counts, country
from whichroad.words import places_in_words, profile_in_words, shade, support_in_words


def framework_chart(paper: Assessed) -> Chart:
    """Box 1: the levels with their determinants, each leading to its definition and its evidence.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> framework_chart(edition()).alt.startswith("Three levels")
    True
    """
    grid = paper.cells.values()
    entered = {
        key: len({row for cell in grid if cell.determinant == key for row in cell.entered})
        for key in paper.study.determinants["determinant"]
    }

    def draw(width: int, columns: int) -> alt.LayerChart:
        box, gap, height = width / columns, 6, 60
        boxes, rows, heads = [], [], []
        y = 0.0
        for level in each_row(paper.study.levels):
            inside = paper.study.determinants[paper.study.determinants["level"] == level.level]
            heads.append({"x": 0, "y": y + 20, "text": level.name})
            for number, row in enumerate(each_row(inside)):
                x, top = (number % columns) * box, y + 30 + number // columns * (height + gap)
                place = {"x": x, "x2": x + box - gap, "cx": x + (box - gap) / 2}
                boxes.append({
                    **place, "y": top, "y2": top + height - 20, "cy": top + (height - 20) / 2,
                    "text": wrapped(row.name, 22), "href": definition_address(paper, row.determinant),
                    "tip": f"{row.name}\n{row.definition} ({row.locator})",
                })  # fmt: skip
                rows.append({
                    **place, "y": top + height - 19, "y2": top + height, "cy": top + height - 9,
                    "text": f"{entered[row.determinant]} rows of evidence",
                    "href": evidence_address(row.determinant), "tip": f"Evidence on {row.name.lower()}",
                })  # fmt: skip
            y += 30 + -(-len(inside) // columns) * (height + gap) + 8
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill="plus1", stroke="wide", corner=4),
            canvas.rect(rows, fill="paper", stroke="wide", corner=4),
            canvas.text(boxes, x="cx", y="cy", size=13, align="center"),
            canvas.text(rows, x="cx", y="cy", size=11, align="center", colour="wide"),
            canvas.text(heads, size=14, weight="bold"),
        )

    levels = dict(zip(paper.study.levels["level"], paper.study.levels["name"], strict=True))
    table = pd.DataFrame({
        "Level": paper.study.determinants["level"].map(levels),
        "Determinant": [determinant_link(paper, key) for key in paper.study.determinants["determinant"]],
        "Definition": paper.study.determinants["definition"],
        "Rows of evidence that enter": [
            link(evidence_address(key), str(entered[key])) for key in paper.study.determinants["determinant"]
        ],
        "Where": paper.study.determinants["locator"],
    })  # fmt: skip
    words = [
        f"{name}: {', '.join(paper.study.determinants.loc[paper.study.determinants['level'] == key, 'name'])}"
        for key, name in levels.items()
    ]
    return Chart(
        wide=draw(WIDE, 4),
        narrow=draw(NARROW, 2),
        alt=f"Three levels, each with four determinants of a cluster’s competitiveness. {'; '.join(words)}.",
        caption=(
            "The paper’s Box 1. Press a name for the definition, and the line below it for the evidence; "
            "the number of rows shows how unevenly the paper speaks of the twelve."
        ),
        table=table,
    )


_CIRCLES: Mapping[str, tuple[str, ...]] = {
    "Virtuous": (
        "Firms have strong capabilities",
        "Their networks are rich in learning",
        "Each adds to its capabilities step by step",
        "The cluster’s technology moves on",
    ),
    "Vicious": (
        "Firms have weak capabilities",
        "Their networks are poor in learning",
        "Joint action brings little",
        "Simple work and cheap labour prevail",
    ),
}


def circles_chart() -> Chart:
    """The virtuous and the vicious circle of capabilities and co-operation (WP71 §2c ¶4).

    Examples
    --------
    >>> len(circles_chart().table)
    4
    """

    def draw(width: int) -> alt.LayerChart:
        column, height, step = width / 2, 54, 80
        boxes: list[Row] = []
        heads, shafts, tips, back = [], [], [], []
        for number, (name, steps) in enumerate(_CIRCLES.items()):
            left, right = number * column + 4, (number + 1) * column - 26
            heads.append({"x": left, "y": 12, "text": f"{name} circle"})
            for place, text in enumerate(steps):
                top = 28 + place * step
                boxes.append({
                    "x": left, "x2": right, "y": top, "y2": top + height, "colour": "minus1" if number else "plus1",
                    "cx": (left + right) / 2, "cy": top + height / 2,
                    "text": wrapped(text, 22),
                })  # fmt: skip
                if place:
                    shafts.append({"x": (left + right) / 2, "y": top - step + height, "y2": top - 8})
                    tips.append({"x": (left + right) / 2, "y": top - 7})
            last = 28 + (len(steps) - 1) * step + height / 2
            corners = [
                (right, last),
                (right + 14, last),
                (right + 14, 28 + height / 2),
                (right + 6, 28 + height / 2),
            ]
            back += [{"x": x, "y": y, "part": name} for x, y in corners]
        canvas = Canvas(width, 28 + 3 * step + height + 4)
        returns = [{"x": (number + 1) * column - 20, "y": 28 + height / 2} for number in range(2)]
        return canvas.chart(
            canvas.rect(boxes, fill=None, corner=4),
            canvas.rule(shafts, "muted", width=1.5),
            canvas.line(back, "muted", width=1.5),
            canvas.dot(tips, "muted", shape="triangle-down", size=70),
            canvas.dot(returns, "muted", shape="triangle-left", size=70),
            canvas.text(boxes, x="cx", y="cy", size=12 if width > NARROW else 10.5, align="center"),
            canvas.text(heads, size=13, weight="bold"),
        )

    return Chart(
        wide=draw(WIDE),
        narrow=draw(NARROW),
        alt=(
            "Two chains of four steps, each closing on its beginning. Strong capabilities make networks rich in "
            "learning, which adds to capabilities; weak ones make them poor in learning, and cheap labour remains "
            "the main advantage."
        ),
        caption=(
            "The chains are the paper’s (WP71 §2c ¶4). That each leads back to where it began, which makes a "
            "circle of it, is our reading."
        ),
        table=pd.DataFrame(_CIRCLES).rename(columns="{} circle".format),
    )


def region_chart(paper: Assessed) -> Chart:
    """What share of firms, jobs and output small firms have, by place.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(region_chart(edition()).table)
    6
    """
    frame = paper.study.profiles[
        paper.study.profiles["unit"].str.startswith("%")
        & paper.study.profiles["locator"].str.startswith("3:")
    ]
    names = paper.names
    bars = [
        Bar(f"{names[row.place]}: {row.indicator}", profile_in_words(paper, row.id), ((row.value, "wide"),))
        for row in each_row(frame)
    ]
    least, most = frame["value"].min(), frame["value"].max()
    wholes = frame["unit"].str.removeprefix("% of ").unique()
    return Chart(
        wide=bar_chart(bars, WIDE, 100, "per cent"),
        narrow=bar_chart(bars, NARROW, 100, "per cent"),
        alt=(
            f"The {len(frame)} shares that the paper gives for small firms lie between {least:g} and {most:g} per "
            f"cent. They are shares of {in_a_row(list(wholes))}, and so do not all measure the same."
        ),
        caption=(
            "Shares of small firms as the paper gives them. Each bar says what it is a share of; only bars of "
            "the same whole can be set beside one another."
        ),
        table=pd.DataFrame(
            {
                "Place": frame["place"].map(names),
                "What": frame["indicator"],
                "Figure": [profile_in_words(paper, key) for key in frame["id"]],
                "Where": frame["locator"],
            }
        ),
    )


def firms_chart(paper: Assessed) -> Chart:
    """How many firms each cluster has, by kind where the paper names kinds.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "1,800" in firms_chart(edition()).alt
    True
    """
    section = paper.study.profiles[paper.study.profiles["locator"].str.startswith("3.1:")]
    totals = section[(section["aspect"] == "firms") & ~section["unit"].str.startswith("%")]
    bars, rows, sums = [], [], []
    for total in each_row(totals):
        name = _clusters_in(paper, total.place)
        parts = section[(section["place"] == total.place) & (section["aspect"] == "parts")]
        named = list(zip(parts["value"], parts["indicator"], parts["locator"], strict=True))
        rest = total.value - parts["value"].sum()
        rows.append((name, total.indicator, profile_in_words(paper, total.id), total.locator))
        rows += [(name, kind, f"{value:,g} firms", locator) for value, kind, locator in named]
        words = "; ".join(
            [profile_in_words(paper, total.id), *(f"{value:,g} {kind}" for value, kind, _ in named)]
        )
        if not named:
            pieces = [(total.value, "wide")]
        else:
            pieces = [(value, ("wide", "plus2")[place % 2]) for place, (value, *_) in enumerate(named)]
            pieces.append((rest, "zero"))
        bars.append(Bar(name, words, tuple(pieces)))
        if len(named) > 1:
            rows.append((name, "not accounted for (our sum)", f"{rest:,g} firms", total.locator))
            sums.append(f"In {name} the kinds named add up to {total.value - rest:,g} of {total.value:,g}.")
    most = totals["value"].max()
    ends = [
        f"{profile_in_words(paper, row.id)} in {_clusters_in(paper, row.place)}"
        for row in totals.sort_values("value").itertuples()
    ]
    return Chart(
        wide=bar_chart(bars, WIDE, most, "firms"),
        narrow=bar_chart(bars, NARROW, most, "firms"),
        alt=" ".join([f"The number of firms ranges from {ends[0]} to {ends[-1]}.", *sums]),
        caption=(
            "Firms by cluster. Darker and lighter pieces are kinds of firm that the paper names; grey is what "
            "it leaves unnamed."
        ),
        table=pd.DataFrame(rows, columns=["Cluster", "What", "Figure", "Where"]),
    )


def map_chart(paper: Assessed) -> Chart:
    """Where the clusters are.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(map_chart(edition()).table)
    6
    """
    clusters = paper.study.clusters
    hosts = {country(paper, key) for key in clusters["place"]}
    codes = set(paper.study.places.loc[paper.study.places["name"].isin(hosts), "place"])
    west, east, south, north = -131.0, -11.0, -42.0, 33.5  # with room for names at both sides

    def draw(width: int) -> alt.LayerChart:
        def project(longitude: float, latitude: float) -> Row:  # Mercator
            def up(degrees: float) -> float:
                return math.log(math.tan(math.pi / 4 + math.radians(degrees) / 2))

            scale = width / math.radians(east - west)
            return {
                "x": math.radians(longitude - west) * scale,
                "y": (up(north) - up(latitude)) * scale,
            }

        bottom = project(west, south)["y"]
        land: dict[bool, list[Row]] = {True: [], False: []}
        for number, outline in enumerate(each_row(paper.study.outlines)):
            points = [tuple(map(float, point.split(","))) for point in outline.ring.split()]
            land[outline.country in codes] += [{**project(*point), "part": number} for point in points]
        dots, left, right = [], [], []
        for row in each_row(clusters.dropna(subset=["longitude", "latitude"])):
            place = project(row.longitude, row.latitude)
            tip = f"{row.name}, {country(paper, row.place)}\n{row.products}"
            dots.append({**place, "tip": tip, "href": card_address(row.place)})
            beside = left if _crowded(clusters, row.longitude, row.latitude) else right
            offset = -9 if beside is left else 9
            for number, line in enumerate(wrapped(row.name, 14)):
                beside.append({"x": place["x"] + offset, "y": place["y"] + 13 * number, "text": line})
        canvas = Canvas(width, bottom)
        size = 12.5 if width > NARROW else 11
        return canvas.chart(
            canvas.line(land[False], stroke="paper", fill="zero"),
            canvas.line(land[True], stroke="paper", fill="plus1"),
            canvas.dot(dots, "narrow", size=90, stroke="paper"),
            canvas.text(left, align="right", size=size, weight="bold"),
            canvas.text(right, size=size, weight="bold"),
        )

    by_country = clusters.groupby([country(paper, key) for key in clusters["place"]], sort=False)["name"].agg(
        list
    )
    return Chart(
        wide=draw(520),
        narrow=draw(NARROW),
        alt="Map of Latin America. "
        + "; ".join(f"in {where}: {in_a_row(found)}" for where, found in by_country.items())
        + ".",
        caption=(
            "The clusters. Press one for its card. Positions are this edition’s; outlines are Natural Earth’s, "
            "in the public domain."
        ),
        table=pd.DataFrame(
            {
                "Cluster": [place_link(paper, key) for key in clusters["place"]],
                "Country": [country(paper, key) for key in clusters["place"]],
                "Makes": list(clusters["products"]),
                "Latitude": list(clusters["latitude"]),
                "Longitude": list(clusters["longitude"]),
            }
        ),
    )


def matrix_chart(paper: Assessed, level: str | None = None) -> Chart:
    """The evidence matrix or one level of it: every cell's interval, how sure it is, what it rests on.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(matrix_chart(edition()).table), len(matrix_chart(edition(), "firm").table)
    (72, 24)
    """
    levels = paper.study.levels if level is None else paper.study.levels.query("level == @level")
    determinants = paper.study.determinants[paper.study.determinants["level"].isin(levels["level"])]
    keys = set(determinants["determinant"])
    grid = {
        (cell.cluster, cell.determinant): cell for cell in paper.cells.values() if cell.determinant in keys
    }
    names = paper.framework.names
    clusters = dict(zip(paper.study.clusters["place"], paper.study.clusters["name"], strict=True))
    summaries = {
        row.id: f"{signed(row.rating)}  {row.summary} ({row.locator})"
        for row in each_row(paper.study.evidence)
    }

    def draw(width: int, beside: bool) -> alt.LayerChart:
        label = 190 if beside else 0  # determinants named beside their row, or on a line above it
        column, row_height = (width - label) / len(clusters), 36 if beside else 52
        solid: list[Row] = []
        hollow: list[Row] = []
        heads, titles, labels, boxes, dots, words, scale = ([] for _ in range(7))
        for position, name in enumerate(clusters.values()):
            for number, line in enumerate(reversed(wrapped(name, 9 if beside else 8))):
                heads.append({"x": label + (position + 0.5) * column, "y": 40 - 13 * number, "text": line})
        y = 52.0
        for row in each_row(levels):
            titles.append({"x": 0, "y": y + 14, "text": row.name})
            y += 22
            for determinant in determinants.loc[determinants["level"] == row.level, "determinant"]:
                labels.append({"x": 0, "y": y + (18 if beside else 12), "text": names[determinant]})
                top = y if beside else y + 18
                for position, cluster in enumerate(clusters):
                    cell = grid[cluster, determinant]
                    left = label + position * column
                    low, high = left + 6, left + column - 8  # −2 and +2 on the cell's own scale
                    boxes.append({
                        "x": left, "x2": left + column - 2, "y": top, "y2": top + 32, "colour": shade(cell),
                        "href": evidence_address(cluster, determinant),
                        "tip": "\n".join([
                            f"{clusters[cluster]}, {names[determinant].lower()}: {cell_in_words(cell)}",
                            support_in_words(cell), *(summaries[id] for id in cell.entered),
                        ]),
                    })  # fmt: skip
                    words.append(
                        {"x": left + column / 2 - 1, "y": top + 12, "text": cell_in_words(cell, "…")}
                    )
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
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None, corner=3),
            canvas.rule(scale, "muted"),
            canvas.rect(solid, fill="ink", stroke="ink"),
            canvas.rect(hollow, fill="paper", stroke="ink"),
            canvas.dot(dots, "ink"),
            canvas.text(words, size=11, align="center"),
            canvas.text(heads, size=11 if beside else 9.5, align="center"),
            canvas.text(titles, size=13, weight="bold"),
            canvas.text(labels, size=12),
        )

    tally = cell_counts(grid.values())
    favourable = [cell for cell in grid.values() if cell.lo > 0]
    against = [cell for cell in grid.values() if cell.hi < 0]
    between_firms = set(paper.study.determinants.query("level == 'cluster'")["determinant"])
    finding = (
        f"Of {len(favourable)} cells that are favourable throughout, "
        f"{sum(cell.determinant in between_firms for cell in favourable)} lie at the cluster level."
        if level is None
        else f"{len(favourable)} cells are favourable throughout and {len(against)} unfavourable throughout."
    )
    table = pd.DataFrame({
        "Cell": [
            cell_link(cell, f"{clusters[cell.cluster]}, {names[cell.determinant].lower()}") for cell in grid.values()
        ],
        "Rating": [cell_in_words(cell) for cell in grid.values()],
        "How sure": [support_in_words(cell) for cell in grid.values()],
        "Rows": [len(cell.entered) for cell in grid.values()],
    })  # fmt: skip
    return Chart(
        wide=draw(WIDE, beside=True),
        narrow=draw(NARROW, beside=False),
        alt=(
            f"Of {tally['cells']} cells, {tally['direct']} rest on what the paper says of the cluster itself, "
            f"{tally['around']} on what it says of the country, the region or the clusters as a group, or only "
            f"guesses, and on {tally['silent']} it is silent. {finding}"
        ),
        caption=(
            "Ratings from −2 to +2, where +2 is the textbook district. A dot is one rating, a bar the range that the "
            "evidence leaves open: solid where the paper speaks of the cluster itself, hollow where it speaks only of "
            "what lies around it. Point at a cell for the statements behind it; press it for all that is known of it."
        ),
        table=table,
    )


def likeness_chart(paper: Assessed) -> Chart:
    """How like the textbook district each cluster is, feature by feature.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(likeness_chart(edition()).table)
    30
    """
    features = dict(zip(paper.study.textbook["feature"], paper.study.textbook["name"], strict=True))
    clusters = dict(zip(paper.study.clusters["place"], paper.study.clusters["name"], strict=True))
    colours = {"like": "plus2", "partly": "zero", "unlike": "minus1"}

    def draw(width: int, beside: bool) -> alt.LayerChart:
        label = 190 if beside else 0
        column, row_height = (width - label) / len(clusters), 34 if beside else 50
        heads, labels = [], []
        for position, name in enumerate(clusters.values()):
            for number, line in enumerate(reversed(wrapped(name, 9 if beside else 8))):
                heads.append({"x": label + (position + 0.5) * column, "y": 40 - 13 * number, "text": line})
        tops = {feature: 52 + number * row_height for number, feature in enumerate(features)}
        for feature, top in tops.items():
            labels.append({"x": 0, "y": top + (15 if beside else 12), "text": features[feature]})
        boxes = [
            {
                "x": label + list(clusters).index(row.cluster) * column,
                "x2": label + (list(clusters).index(row.cluster) + 1) * column - 2,
                "cx": label + (list(clusters).index(row.cluster) + 0.5) * column - 1,
                "y": tops[row.feature] + (0 if beside else 18),
                "y2": tops[row.feature] + (30 if beside else 46),
                "cy": tops[row.feature] + (15 if beside else 32),
                "colour": colours[row.likeness],
                "text": row.likeness + ("?" if row.basis == "inferred" else ""),
                "tip": f"{clusters[row.cluster]}, {features[row.feature]}: {row.likeness}\n{row.summary} ({row.locator})",
            }
            for row in each_row(paper.study.likeness)
        ]
        canvas = Canvas(width, 56 + len(features) * row_height)
        return canvas.chart(
            canvas.rect(boxes, fill=None, corner=3),
            canvas.text(boxes, x="cx", y="cy", size=11.5, align="center"),
            canvas.text(heads, size=11 if beside else 9.5, align="center"),
            canvas.text(labels, size=12),
        )

    alike = paper.study.likeness[paper.study.likeness["likeness"] == "like"].groupby("cluster").size()
    most = [clusters[key] for key in clusters if alike.get(key, 0) == alike.max()] if len(alike) else []
    guessed = int((paper.study.likeness["basis"] == "inferred").sum())
    return Chart(
        wide=draw(WIDE, beside=True),
        narrow=draw(NARROW, beside=False),
        alt=(
            f"Most like the textbook district, in {alike.max() if len(alike) else 0} of {len(features)} features: "
            f"{in_a_row(most) or 'none'}. {guessed} of {len(paper.study.likeness)} judgements rest on general sentences only."
        ),
        caption=(
            "Likeness to the textbook district, feature by feature: like, partly or unlike. A question mark stands "
            "where only a general sentence on the clusters studied says so. Point at a box for what is said."
        ),
        table=pd.DataFrame(
            {
                "Feature": paper.study.likeness["feature"].map(features),
                "Cluster": [place_link(paper, key) for key in paper.study.likeness["cluster"]],
                "Likeness": paper.study.likeness["likeness"],
                "Basis": paper.study.likeness["basis"],
                "Where": paper.study.likeness["locator"],
            }
        ),
    )


def balance_chart(paper: Assessed) -> Chart:
    """What the paper's evidence says on each determinant, beside how often it is recommended to act on it.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(balance_chart(edition()).table)
    12
    """
    names = paper.framework.names
    grid = paper.cells.values()
    keys = list(paper.study.determinants["determinant"])
    tallies = {key: cell_counts(cell for cell in grid if cell.determinant == key) for key in keys}
    sides = {key: recommendations(paper.study, key)["side"].value_counts() for key in keys}
    most = max(int(each.sum()) for each in sides.values()) or 1

    def draw(width: int) -> alt.LayerChart:
        box, row, left = 17, 46, 185
        squares: dict[str, list[Row]] = {"direct": [], "around": [], "silent": []}
        labels, bars, words = [], [], []
        unit = (width - left - 150) / most if width > NARROW else (width - left - 20) / most
        for number, key in enumerate(keys):
            y = 34 + number * row
            labels.append({"x": 0, "y": y + 8, "text": names[key]})
            kinds = [kind for kind in squares for _ in range(tallies[key][kind])]
            for position, kind in enumerate(kinds):
                squares[kind].append(
                    {"x": position * box, "x2": position * box + box - 3, "y": y + 19, "y2": y + 33}
                )
            demand, supply = (int(sides[key].get(side, 0)) for side in ("demand", "supply"))
            bars.append({"x": left, "x2": left + supply * unit, "y": y + 19, "y2": y + 33, "colour": "wide"})
            bars.append({
                "x": left + supply * unit, "x2": left + (supply + demand) * unit, "y": y + 19, "y2": y + 33,
                "colour": "narrow",
            })  # fmt: skip
            words.append({"x": left, "y": y + 8, "text": f"{supply} supply, {demand} demand"})
        heads = [{"x": 0, "y": 12, "text": "Cells"}, {"x": left, "y": 12, "text": "Recommendations"}]
        canvas = Canvas(width, 34 + len(keys) * row)
        return canvas.chart(
            canvas.rect(squares["direct"], fill="ink", stroke="ink"),
            canvas.rect(squares["around"], fill="paper", stroke="ink"),
            canvas.rect(squares["silent"], fill="paper", stroke="muted", dash=True),
            canvas.rect(bars, fill=None),
            canvas.text(heads, size=13, weight="bold"),
            canvas.text(labels, size=12),
            canvas.text(words, size=11),
        )

    without = [names[key].lower() for key in keys if tallies[key]["direct"] == 0 and sides[key].sum()]
    unheard = [names[key].lower() for key in keys if not sides[key].sum()]
    return Chart(
        wide=draw(WIDE),
        narrow=draw(NARROW),
        alt=(
            f"The paper recommends to act on {in_a_row(without) or 'nothing'} without evidence on any one cluster, "
            f"and makes no recommendation on {in_a_row(unheard) or 'none of the twelve'}."
        ),
        caption=(
            "Left: of each determinant’s cells, a full square rests on the cluster itself, a hollow one on what lies "
            "around it, a dashed one is silent. Right: how many recommendations act on it, by our reading; supply "
            "side first, then demand side."
        ),
        table=pd.DataFrame(
            {
                "Determinant": [determinant_link(paper, key) for key in keys],
                "Cells on the clusters themselves": [tallies[key]["direct"] for key in keys],
                "Cells on what lies around": [tallies[key]["around"] for key in keys],
                "Silent cells": [tallies[key]["silent"] for key in keys],
                "Recommendations, supply side": [int(sides[key].get("supply", 0)) for key in keys],
                "Recommendations, demand side": [int(sides[key].get("demand", 0)) for key in keys],
            }
        ),
    )


def _crowded(clusters: pd.DataFrame, longitude: float, latitude: float) -> bool:
    """Whether another cluster lies close to the east, where the name would stand."""
    return any(
        0 < row.longitude - longitude < 8 and abs(row.latitude - latitude) < 2 for row in each_row(clusters)
    )


def _clusters_in(paper: Assessed, place: str) -> str:
    """A cluster by name; for a larger place, the names of its clusters together."""
    if place in set(paper.study.clusters["place"]):
        return paper.names[place]
    inside = paper.study.memberships.loc[paper.study.memberships["within"] == place, "place"]
    return f"{places_in_words(paper, [key for key in paper.study.clusters['place'] if key in set(inside)])} together"
