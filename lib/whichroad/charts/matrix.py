"""Charts with a column for each cluster: the evidence, what of it varies, likeness to the textbook district."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from smeclusters.analysis.variation import variation
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import cell_in_words, on_scale
from smeclusters.study import each_row, source_label
from smeclusters.wording import begun, in_a_row, interval, signed
from whichroad.addresses import (
    cell_address,
    cell_link,
    determinant_link,
    place_link,
)
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.cells import column_heads, head_size
from whichroad.charts.drawing import Canvas, Chart, Row
from whichroad.colours import colour_of_cell, colour_of_rating
from whichroad.tables.evidence import cell_counts
from whichroad.words import layers_in_words, numbered, rating_in_words, source_in_words, support_in_words

if TYPE_CHECKING:
    import altair as alt


def matrix_chart(paper: Prepared, level: str | None = None) -> Chart:
    """The evidence matrix or one level of it: every cell's interval, how sure it is, what it rests on.

    Raises
    ------
    InputError
        If there is no such level.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> matrix_chart(edition(), "firm").table[["Rating", "How sure"]].iloc[0].tolist()
    ['−2 to 0', 'Not said of the cluster itself, or only guessed.']
    """
    framework = paper.framework
    if level is not None and level not in framework.levels:
        raise InputError([Problem("level", None, None, level, one_of(framework.levels, level))])
    levels = paper.study.levels if level is None else paper.study.levels.query("level == @level")
    determinants = paper.study.determinants[paper.study.determinants["level"].isin(levels["level"])]
    keys = set(determinants["determinant"])
    grid = {(cell.cluster, cell.determinant): cell for cell in paper.cells.values() if cell.determinant in keys}
    names, source = framework.names, source_in_words(paper)
    clusters = {key: paper.names[key] for key in paper.study.clusters["place"]}
    summaries = {
        row.id: f"{rating_in_words(row)}  {row.summary} ({where})"
        for row in each_row(paper.study.evidence)
        for where in [source_label(paper.study, row) if row.layer else row.locator]
    }

    def draw(width: int, beside: bool) -> alt.LayerChart:
        label = 190 if beside else 0  # determinants named beside their row, or on a line above it
        tall = 32 if beside else 40
        row_height = tall + (4 if beside else 20)
        blocks = _blocks(list(clusters), beside)
        column = (width - label) / max(map(len, blocks))
        solid: list[Row] = []
        hollow: list[Row] = []
        heads, titles, labels, boxes, dots, words, scale = ([] for _ in range(7))
        y = 0.0
        for block in blocks:
            heads += column_heads([clusters[key] for key in block], label, column, y, beside)
            y += 52
            for row in each_row(levels):
                titles.append({"x": 0, "y": y + 14, "text": row.name})
                y += 22
                for determinant in determinants.loc[determinants["level"] == row.level, "determinant"]:
                    labels.append({"x": 0, "y": y + (18 if beside else 12), "text": names[determinant]})
                    top = y if beside else y + 18
                    for position, cluster in enumerate(block):
                        cell = grid[cluster, determinant]
                        left = label + position * column
                        low, high = left + 6, left + column - 8  # −2 and +2 on the cell's own scale
                        boxes.append(
                            {
                                "x": left,
                                "x2": left + column - 2,
                                "y": top,
                                "y2": top + tall,
                                "colour": colour_of_cell(cell),
                                "href": cell_address(paper, cluster, determinant),
                                "tip": "\n".join(
                                    [
                                        f"{clusters[cluster]}, {names[determinant].lower()}: {cell_in_words(cell)}",
                                        support_in_words(cell, begun(source)),
                                        *(summaries[id] for id in cell.entered),
                                    ]
                                ),
                            }
                        )
                        told = cell_in_words(cell, "…")
                        words.append(
                            {
                                "x": left + column / 2 - 1,
                                "y": top + (12 if beside else 14),
                                "text": told if beside else _in_a_column(told),
                            }
                        )
                        if cell.silent:
                            continue
                        across = top + tall - 8
                        scale.append({"x": low, "x2": high, "y": across})
                        start, end = low + on_scale(np.array([cell.lo, cell.hi])) * (high - low)
                        if cell.lo == cell.hi:
                            dots.append({"x": start, "y": across})
                        else:
                            kind = hollow if cell.widened else solid
                            kind.append({"x": start, "x2": end, "y": across - 3, "y2": across + 3})
                    y += row_height
                y += 6
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None, corner=3),
            canvas.rule(scale, "muted"),
            canvas.rect(solid, fill="ink", stroke="ink"),
            canvas.rect(hollow, fill="paper", stroke="ink"),
            canvas.dot(dots, "ink"),
            canvas.text(words, size=12 if beside else 11, align="center"),
            canvas.text(heads, size=head_size(beside), align="center"),
            canvas.text(titles, size=13, weight="bold"),
            canvas.text(labels, size=12),
        )

    tally = cell_counts(grid.values())
    favourable = [cell for cell in grid.values() if cell.lo > 0]
    against = [cell for cell in grid.values() if cell.hi < 0]
    between = framework.roles.get("cluster")  # the level of what lies between firms
    between_firms = set(paper.study.determinants.query("level == @between")["determinant"])
    finding = (
        f"Of {numbered(len(favourable), 'cell that is', 'cells that are')} favourable throughout, "
        f"{numbered(sum(cell.determinant in between_firms for cell in favourable), 'lies', 'lie')} at the "
        f"{names[between].lower()}."
        if level is None and between
        else f"{numbered(len(favourable), 'cell is', 'cells are')} favourable throughout and {len(against)} "
        "unfavourable throughout."
    )
    table = pd.DataFrame(
        {
            "Cell": [
                cell_link(paper, cell, f"{clusters[cell.cluster]}, {names[cell.determinant].lower()}")
                for cell in grid.values()
            ],
            "Rating": [cell_in_words(cell) for cell in grid.values()],
            "How sure": [support_in_words(cell, begun(source)) for cell in grid.values()],
            "Rows": [len(cell.entered) for cell in grid.values()],
        }
    )
    return Chart(
        wide=draw(WIDE, beside=True),
        narrow=draw(NARROW, beside=False),
        alt=(
            f"Of {numbered(tally['cells'], 'cell', 'cells')}, {numbered(tally['direct'], 'rests', 'rest')} on what "
            f"{source} says of the cluster itself, "
            f"{tally['around']} on what it says of the country, the region or the clusters as a group, or only "
            f"guesses, and on {tally['silent']} it is silent. {finding}"
        ),
        caption=(
            "Ratings from −2 to +2, where +2 is the textbook district. A dot is one rating, a bar the range that the "
            f"evidence leaves open: solid where {source} speaks of the cluster itself, hollow where it speaks only of "
            "what lies around it. Press a cell for all that is known of it." + layers_in_words(paper)
        ),
        table=table,
        pointing="Point at a cell for the statements behind it.",
    )


def likeness_chart(paper: Prepared) -> Chart:
    """How like the textbook district each cluster is, feature by feature.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> likeness_chart(edition()).alt.partition(". ")[2]
    '7 of 30 judgements rest on general sentences only.'
    """
    features = dict(zip(paper.study.textbook["feature"], paper.study.textbook["name"], strict=True))
    clusters = {key: paper.names[key] for key in paper.study.clusters["place"]}
    colours = {"like": "plus2", "partly": "zero", "unlike": "minus1", "silent": "paper"}
    coded = paper.study.likeness
    judged = set(zip(coded["feature"], coded["cluster"], strict=True))
    silent = [(feature, key) for feature in features for key in clusters if (feature, key) not in judged]
    rows = pd.concat(
        [coded, pd.DataFrame(silent, columns=["feature", "cluster"]).assign(likeness="silent")] if silent else [coded]
    ).fillna("")

    def draw(width: int, beside: bool) -> alt.LayerChart:
        label = 190 if beside else 0
        row_height = 34 if beside else 50
        blocks = _blocks(list(clusters), beside)
        column = (width - label) / max(map(len, blocks))
        heads, labels = [], []
        places: dict[tuple[str, str], tuple[int, float]] = {}
        y = 0.0
        for block in blocks:
            heads += column_heads([clusters[key] for key in block], label, column, y, beside)
            y += 52
            for feature, name in features.items():
                labels.append({"x": 0, "y": y + (15 if beside else 12), "text": name})
                for position, key in enumerate(block):
                    places[feature, key] = position, y + (0 if beside else 18)
                y += row_height
            y += 4
        boxes = [
            {
                "x": label + at * column,
                "x2": label + (at + 1) * column - 2,
                "cx": label + (at + 0.5) * column - 1,
                "y": top,
                "y2": top + (30 if beside else 28),
                "cy": top + (15 if beside else 14),
                "colour": colours[row.likeness],
                "text": row.likeness + ("?" if row.basis == "inferred" else ""),
                "tip": f"{clusters[row.cluster]}, {features[row.feature]}: {row.likeness}"
                + (f"\n{row.summary} ({row.locator})" if row.summary else ""),
            }
            for row in each_row(rows)
            for at, top in [places[row.feature, row.cluster]]
        ]
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None, corner=3),
            canvas.text(boxes, x="cx", y="cy", size=12 if beside else 11.5, align="center"),
            canvas.text(heads, size=head_size(beside), align="center"),
            canvas.text(labels, size=12),
        )

    alike = coded[coded["likeness"] == "like"].groupby("cluster").size()
    most = [clusters[key] for key in clusters if alike.get(key, 0) == alike.max()] if len(alike) else []
    guessed = int((coded["basis"] == "inferred").sum())
    unheard = [name for key, name in clusters.items() if key not in set(coded["cluster"])]
    return Chart(
        wide=draw(WIDE, beside=True),
        narrow=draw(NARROW, beside=False),
        alt=(
            f"Most like the textbook district, in {alike.max() if len(alike) else 0} of {len(features)} features: "
            f"{in_a_row(most) or 'none'}. {guessed} of "
            f"{numbered(len(coded), 'judgement rests', 'judgements rest')} on general "
            "sentences only." + (f" Nothing is coded of {in_a_row(unheard)}." if unheard else "")
        ),
        caption=(
            "Likeness to the textbook district, feature by feature: like, partly or unlike. A question mark stands "
            "where only a general sentence on the clusters studied says so." + layers_in_words(paper)
        ),
        pointing="Point at a box for what is said.",
        table=pd.DataFrame(
            {
                "Feature": rows["feature"].map(features),
                "Cluster": [place_link(paper, key) for key in rows["cluster"]],
                "Likeness": rows["likeness"],
                "Basis": rows["basis"],
                "Where": rows["locator"],
            }
        ),
    )


GROUPS = (
    ("The same centre in every cluster", "the same"),
    ("Ranges that all overlap", "perhaps the same"),
    ("Different for certain in some clusters", "different"),
)
"""How far clusters differ in a determinant, as a title and as a word."""


def variation_chart(paper: Prepared) -> Chart:
    """The centre of every cell, the determinants in groups by whether clusters differ in them.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> variation_chart(edition()).table["Clusters are"].tolist()[:4]
    ['the same', 'the same', 'the same', 'perhaps the same']
    """
    found = variation(paper)
    found["group"] = [0 if row.constant else 1 if row.overlapping else 2 for row in each_row(found)]
    found = found.sort_values("group", kind="stable")
    groups = [found.loc[found["group"] == group, "determinant"].tolist() for group in range(len(GROUPS))]
    names = paper.framework.names
    clusters = {key: paper.names[key] for key in paper.ratings.clusters}

    def draw(width: int, beside: bool) -> alt.LayerChart:
        label = 190 if beside else 0
        tall = 32 if beside else 44
        blocks = _blocks(list(clusters), beside)
        column = (width - label) / max(map(len, blocks))
        heads, titles, labels, boxes, centres, ranges = ([] for _ in range(6))
        y = 0.0
        for block in blocks:
            heads += column_heads([clusters[key] for key in block], label, column, y, beside)
            y += 52
            for (title, _), keys in zip(GROUPS, groups, strict=True):
                if not keys:
                    continue
                titles.append({"x": 0, "y": y + 14, "text": title})
                y += 26
                for determinant in keys:
                    labels.append({"x": 0, "y": y + (16 if beside else 8), "text": names[determinant]})
                    y += 0 if beside else 18
                    for position, cluster in enumerate(block):
                        cell = paper.cells[cluster, determinant]
                        left, told = label + position * column, cell_in_words(cell)
                        boxes.append(
                            {
                                "x": left,
                                "x2": left + column - 2,
                                "y": y,
                                "y2": y + tall,
                                "colour": "paper" if cell.centre is None else colour_of_rating(cell.centre),
                                "href": cell_address(paper, cluster, determinant),
                                "tip": f"{clusters[cluster]}, {names[determinant].lower()}: {told}",
                            }
                        )
                        middle = left + column / 2 - 1
                        centre = "silent" if cell.centre is None else signed(cell.centre)
                        alone = cell.silent or cell.lo == cell.hi
                        centres.append({"x": middle, "y": y + (tall / 2 if alone else 11), "text": centre})
                        if not alone:
                            left_open = interval(cell.lo, cell.hi, to="…")
                            ranges.append(
                                {
                                    "x": middle,
                                    "y": y + (25 if beside else 31),
                                    "text": left_open if beside else _in_a_column(left_open),
                                }
                            )
                    y += tall + 4
                y += 8
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None, corner=3),
            canvas.text(centres, size=12, align="center"),
            canvas.text(ranges, size=12 if beside else 11, align="center"),
            canvas.text(heads, size=head_size(beside), align="center"),
            canvas.text(titles, size=13, weight="bold"),
            canvas.text(labels, size=12),
        )

    same, alike, different = (
        f"{len(keys)} ({in_a_row([names[key].lower() for key in keys])})" if keys else "none" for keys in groups
    )

    return Chart(
        wide=draw(WIDE, beside=True),
        narrow=draw(NARROW, beside=False),
        alt=(
            f"Determinants with the same centre in every cluster: {same}. With ranges that all overlap, so that "
            f"clusters may be alike: {alike}. Different for certain in some clusters: {different}."
        ),
        caption=(
            "The centre of every cell, and below it the range that the evidence leaves open. A row of "
            "one colour tells no cluster from another. Press a cell for what it rests on." + layers_in_words(paper)
        ),
        table=pd.DataFrame(
            {
                "Determinant": [determinant_link(paper, key) for key in found["determinant"]],
                "Clusters described": found["told"].to_numpy(),
                "Lowest centre": ["" if pd.isna(value) else signed(value) for value in found["lowest"]],
                "Highest centre": ["" if pd.isna(value) else signed(value) for value in found["highest"]],
                "Clusters are": [GROUPS[group][1] for group in found["group"]],
            }
        ),
    )


def _blocks(clusters: list[str], beside: bool) -> list[list[str]]:
    """Clusters in as many rows of columns as it takes for each column to be wide enough to read, all about as long."""
    count = -(-len(clusters) // (7 if beside else 6)) or 1
    longest = -(-len(clusters) // count) or 1
    return [clusters[at : at + longest] for at in range(0, len(clusters), longest)] or [[]]


def _in_a_column(told: str) -> str | list[str]:
    """What a cell says, its range on two lines where a column on a phone is too narrow for one."""
    start, dots, end = told.partition("…")
    return [start + dots, end] if dots and len(told) > 6 else told
