"""Charts of all weightings: shares of the weight space, and the triangle of levels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from smeclusters.analysis.acceptability import acceptability
from smeclusters.analysis.likely import POINTS, likely_acceptability, likely_in_words, likely_paths
from smeclusters.analysis.sampling import Prior
from smeclusters.claims.assessed import Assessed
from smeclusters.errors import InputError, Problem
from smeclusters.model.paths import PATH_NAMES, PATHS, SETS, classify, in_words, overlap
from smeclusters.model.prepared import Prepared
from smeclusters.model.scoring import score
from smeclusters.wording import in_a_row, percent, percents
from whichroad.addresses import place_link
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart, legend, legend_height
from whichroad.charts.drawing import Canvas, Chart, Row, shortened
from whichroad.colours import COLOURS_OF_SETS
from whichroad.words import layers_in_words, places_in_words, weighting_names

if TYPE_CHECKING:
    import altair as alt


SETS_IN_WORDS = [(in_words(key), COLOURS_OF_SETS[key]) for key in SETS]
"""Each set of open paths in words, with its colour."""


def shares_chart(paper: Prepared, prior: Prior = "hierarchical") -> Chart:
    """The share of all weightings under which each set of paths is open, a bar for each cluster.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> shares_chart(edition(), "flat").alt.partition(". ")[2]
    'A single path is certain most often for Cachoeiro de Itapemirim, under 36 % of the weightings.'
    """
    if prior == "hierarchical" and isinstance(paper, Assessed):
        shares = paper.shares
    else:
        shares = acceptability(paper.ratings, paper.framework, prior, rules=paper.rules)
    clusters = paper.ratings.clusters
    bars = [
        Bar(
            paper.names[cluster],
            "; ".join(f"{in_words(key)} {percent(row[key])}" for key in SETS if row[key] >= 0.05),
            tuple((100 * float(row[key]), COLOURS_OF_SETS[key]) for key in SETS),
            tuple(f"{in_words(key)} under {percent(float(row[key]))} of the weightings" for key in SETS),
        )
        for cluster, row in zip(clusters, shares.to_dict("records"), strict=True)
    ]
    sure = dict(zip(clusters, 1 - shares["undetermined"], strict=True))
    table = pd.DataFrame({"Cluster": [place_link(paper, key) for key in clusters]})
    for key in (*SETS, "undetermined"):
        table[in_words(key) if key in SETS else "More than one path"] = list(map(percent, shares[key]))
    table["Error at most"] = [f"{100 * error:.1g} points" for error in shares["error"]]
    most = max(clusters, key=lambda cluster: sure[cluster])
    settled = [cluster for cluster in clusters if sure[cluster] >= 0.5]
    which = f"every cluster but {places_in_words(paper, settled)}" if settled else "every cluster"
    which = which if len(settled) < len(clusters) else "no cluster"
    return Chart(
        wide=bar_chart(bars, WIDE, 100, "% of the weightings", SETS_IN_WORDS),
        narrow=bar_chart(bars, NARROW, 100, "% of the weightings", SETS_IN_WORDS),
        alt=(
            f"Under most weightings the evidence leaves more than one path open for {which}. A single path is "
            f"certain most often for {paper.names[most]}, under {percent(sure[most])} of the weightings."
        ),
        caption=(
            "Share of the weightings under which each set of paths is open, from certainly low road at the left to "
            "certainly high road, and then any path, at the right. Shares of five per cent or more are named."
            + layers_in_words(paper)
        ),
        table=table,
    )


def likely_chart(paper: Prepared, weightings: Sequence[str] = ()) -> Chart:
    """How likely each path is where cells are uniform on their ranges, a bar for each cluster.

    Parameters
    ----------
    paper : Prepared
        The study.
    weightings : sequence of str
        Keys of named weightings, of which each gets a bar; by default all weightings together have one.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> likely_chart(edition(), ["collective_efficiency", "extended"]).table.iloc[1].tolist()[1:]
    ['Extended framework', '19 %', '81 %', '0 %', 'mixed']
    """
    if weightings:
        named = {key: paper.framework.weightings[key] for key in weightings}
        found = likely_paths(paper.ratings, named, paper.rules).set_index(["weighting", "cluster"])
        titles = dict(zip(weightings, weighting_names(paper, weightings), strict=True))
        frames = {title: found.xs(key) for key, title in titles.items()}
    else:
        frames = {"All weightings": likely_acceptability(paper.ratings, paper.framework, rules=paper.rules)}
    likely = {
        title: dict(zip(frame.index, map(_by_path, frame[list(PATHS)].to_numpy().tolist()), strict=True))
        for title, frame in frames.items()
    }
    observed = paper.study.observed
    bars, rows = [], []
    for cluster in paper.ratings.clusters:
        seen = in_words(observed[cluster]) if cluster in observed else ""
        name = paper.names[cluster] + (f" · observed: {seen}" if seen else "")
        for title, shares in likely.items():
            told = likely_in_words(shares[cluster])
            pieces = tuple((100 * shares[cluster][path], COLOURS_OF_SETS[path]) for path in PATHS)
            tips = tuple(f"{PATH_NAMES[path]} {percent(shares[cluster][path])}" for path in PATHS)
            bars.append(Bar(name, f"{title}: {told}" if weightings else told, pieces, tips))
            name = ""  # once for all bars of a cluster
            cells = [percent(shares[cluster][path]) for path in PATHS]
            rows.append((place_link(paper, cluster), *([title] if weightings else []), *cells, seen))
    names = [PATH_NAMES[path] for path in PATHS]
    legend = [(PATH_NAMES[path], COLOURS_OF_SETS[path]) for path in PATHS]
    unit = "% of the likely readings"
    return Chart(
        wide=bar_chart(bars, WIDE, 100, unit, legend),
        narrow=bar_chart(bars, NARROW, 100, unit, legend),
        alt=" ".join(_finding(paper, title, shares) for title, shares in likely.items()),
        caption=(
            "How likely each path is if a rating may lie anywhere in the range of its cell, each place in it being as "
            "probable as any other"
            + (
                f"; 0 % where it is at none of {POINTS:,} points. "
                if weightings
                else ", and each weighting as any other. "
            )
            + "From the low road at the left to the high road at the right."
            + layers_in_words(paper)
        ),
        table=pd.DataFrame(rows, columns=["Cluster", *(["Weighting"] if weightings else []), *names, "Observed"]),
    )


def _by_path(shares: list[float]) -> dict[str, float]:
    return dict(zip(PATHS, shares, strict=True))


def _finding(paper: Prepared, title: str, shares: Mapping[str, Mapping[str, float]]) -> str:
    """For whom the high road is the likeliest, and how likely each path is by cluster."""
    high = [cluster for cluster, each in shares.items() if max(each, key=each.__getitem__) == "high_road"]
    told = in_a_row([f"{PATH_NAMES[path]} {percents(each[path] for each in shares.values())}" for path in PATHS])
    which = places_in_words(paper, high) or "no cluster"
    return f"{title}: the high road is the likeliest path of {which}. By cluster, {told}."


def triangles_chart(paper: Prepared) -> Chart:
    """Each cluster's class at every mix of the three levels, and where the path observed is ruled out.

    Raises
    ------
    InputError
        If the study has more or fewer levels with determinants than a triangle has corners.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> triangles_chart(edition()).table[["Observed", "Observed path ruled out"]].iloc[0].tolist()
    ['mixed', 'less than 1 %']
    """
    framework, ratings = paper.framework, paper.ratings
    levels = [framework.levels[at] for at in np.unique(framework.level_of)]  # those with determinants
    if len(levels) != 3:
        expected = "three levels, one for each corner of a triangle"
        raise InputError([Problem("levels.csv", None, None, f"{len(levels)} levels", expected)])
    corners = [framework.names[level].lower() for level in levels]
    alone = [{key: float(key == level) for key in framework.levels} for level in levels]
    equal = np.ones(len(framework.determinants)).tolist()
    ends = np.array([framework.weigh(equal, levels=weights).flat for weights in alone])
    observed = paper.study.observed
    fine, points = _mixes(ends, 44), _mixes(ends, 9)
    keys, coarse = (
        classify(score(ratings, weights, paper.rules), paper.rules.thresholds).keys()
        for weights in (fine[0], points[0])
    )
    rows = [
        (
            place_link(paper, cluster),
            in_words(observed[cluster]) if cluster in observed else "",
            *(percent(float(np.mean(keys[at] == key))) for key in SETS),
            percent(float(np.mean([not overlap(observed.get(cluster, key), key) for key in keys[at]]))),
        )
        for at, cluster in enumerate(ratings.clusters)
    ]
    columns = ["Cluster", "Observed", *map(in_words, SETS), "Observed path ruled out"]
    ruled = [
        cluster
        for at, cluster in enumerate(ratings.clusters)
        if cluster in observed and any(not overlap(observed[cluster], key) for key in keys[at])
    ]
    drawn = [
        _triangles(paper, ratings.clusters, (fine[1], keys), (points[1], coarse), width, across)
        for width, across in ((WIDE, 3), (NARROW, 2))
    ]
    return Chart(
        wide=drawn[0],
        narrow=drawn[1],
        alt=(
            "Triangles of the mixes of the three levels. There are mixes that rule out the path observed for "
            f"{places_in_words(paper, ruled) or 'none'}; the table beneath says in what share of each triangle "
            "which paths are open."
        ),
        caption=(
            f"The class at every mix of the levels, the factors within each level being equal: the {corners[0]} weighs "
            f"all at the left corner, the {corners[1]} at the top, the {corners[2]} at the right. Dotted: the path "
            "observed is ruled out." + layers_in_words(paper)
        ),
        table=pd.DataFrame(rows, columns=columns),
    )


def _mixes(corners: np.ndarray, lines: int) -> tuple[np.ndarray, list[tuple[int, float]]]:
    """Weights at points spread over the triangle of levels, with the line and the place of each on it."""
    mixes, places = [], []
    for line in range(lines):
        top = 1 - (line + 0.5) / lines
        across = 2 * line + 1
        for at in range(across):
            right = (at + 0.5) / across
            mixes.append([(1 - top) * (1 - right), top, (1 - top) * right])
            places.append((line, right))
    return np.array(mixes) @ corners, places


def _triangles(
    paper: Prepared,
    clusters: Sequence[str],
    fine: tuple[list[tuple[int, float]], np.ndarray],
    coarse: tuple[list[tuple[int, float]], np.ndarray],
    width: int,
    across: int,
) -> alt.LayerChart:
    names = paper.names
    gap, head = 24, 30
    outlines: list[Row] = []
    side = (width - gap * (across - 1)) / across
    height = side * math.sqrt(0.75)
    strips: list[Row] = []
    dots: list[Row] = []
    labels: list[Row] = []
    for number, cluster in enumerate(clusters):
        left = (number % across) * (side + gap)
        top = (number // across) * (height + head + gap) + head
        seen = paper.study.observed.get(cluster, "")
        labels.append({"x": left + side / 2, "y": top - 18, "text": shortened(names[cluster], int(side / 7))})
        corners = ((0, height), (side / 2, 0), (side, height), (0, height))
        outlines += [{"x": left + x, "y": top + y, "part": cluster} for x, y in corners]
        lines = max(line for line, _ in fine[0]) + 1
        for line, x, x2, key in _runs(fine[0], list(fine[1][number])):
            wide = side * (line + 1) / lines
            start = left + (side - wide) / 2
            strips.append(
                {
                    "x": start + x * wide,
                    "x2": start + x2 * wide,
                    "y": top + height * line / lines,
                    "y2": top + height * (line + 1) / lines + 0.3,
                    "colour": COLOURS_OF_SETS[key],
                    "tip": f"{names[cluster]}: {in_words(key)}",
                }
            )
        lines = max(line for line, _ in coarse[0]) + 1
        for (line, right), key in zip(coarse[0], coarse[1][number], strict=True):
            if seen and not overlap(seen, key):
                wide = side * (line + 0.5) / lines
                dots.append(
                    {
                        "x": left + (side - wide) / 2 + right * wide,
                        "y": top + height * (line + 0.5) / lines,
                    }
                )
    rows = math.ceil(len(clusters) / across)
    bottom = rows * (height + head + gap)
    canvas = Canvas(width, bottom + legend_height(width, SETS_IN_WORDS))
    return canvas.chart(
        canvas.rect(strips, fill=None),
        canvas.line(outlines, "muted", width=1),
        *legend(canvas, bottom, width, SETS_IN_WORDS),
        canvas.dot(dots, "ink", size=8),
        canvas.text(labels, size=12, align="center", weight="bold"),
    )


def _runs(places: list[tuple[int, float]], keys: list[str]) -> Iterator[tuple[int, float, float, str]]:
    """Stretches of one class on each line, from and to which part of it."""
    both = zip(places, keys, strict=True)
    for line, members in groupby(both, key=lambda pair: pair[0][0]):
        on_line = [key for _, key in members]
        at = 0
        for key, stretch in groupby(on_line):
            length = len(list(stretch))
            yield line, at / len(on_line), (at + length) / len(on_line), key
            at += length
