"""Charts of what follows from weights."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from smeclusters.analysis.acceptability import acceptability
from smeclusters.analysis.sampling import Prior
from smeclusters.claims.assessed import Assessed
from smeclusters.model.framework import Framework
from smeclusters.model.paths import PATH_NAMES, PATHS, SETS, classify, in_words
from smeclusters.model.rules import Thresholds
from smeclusters.model.scoring import score
from smeclusters.wording import in_a_row, interval, percent
from whichroad.addresses import place_link
from whichroad.charts.bars import LEGEND, NARROW, WIDE, Bar, _legend, bar_chart
from whichroad.charts.drawing import Canvas, Chart, Row
from whichroad.words import places_in_words


def paths_chart(
    paper: Assessed,
    narrow: str = "collective_efficiency",
    wide: str = "extended",
    thresholds: Thresholds = Thresholds(),
) -> Chart:
    """Scores under two named weightings against the bands of the paths, with the path observed.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(paths_chart(edition()).table)
    12
    """
    weightings = paper.framework.weightings
    titles = dict(zip(paper.study.weightings["weighting"], paper.study.weightings["name"], strict=True))
    ratings = paper.ratings
    lines = []
    for key, colour in ((narrow, "narrow"), (wide, "wide")):
        scores = score(ratings, weightings[key])
        lines.append(
            Line(titles[key], colour, scores.lo, scores.hi, classify(scores, thresholds).keys().tolist())
        )
    names = dict(zip(paper.study.clusters["place"], paper.study.clusters["name"], strict=True))
    on_high_road = [name for place, name in names.items() if paper.study.observed.get(place) == "high_road"]
    fit = [
        in_a_row([name for name, key in zip(names.values(), line.keys, strict=True) if key == "high_road"])
        or "none"
        for line in lines
    ]
    return Chart(
        wide=_bands(paper, lines, WIDE, thresholds),
        narrow=_bands(paper, lines, NARROW, thresholds),
        alt=(
            f"Fit for the high road by {titles[narrow].lower()}: {fit[0]}; "
            f"by the {titles[wide].lower()}: {fit[1]}. "
            f"Seen on it by the paper: {in_a_row(on_high_road) or 'none'}."
        ),
        caption=(
            f"Scores under {titles[narrow].lower()} (first line of each cluster) and under the {titles[wide].lower()} "
            "(second line). A diamond is one score, a bar the range that the evidence leaves open; the dashed frame is "
            "the band of the path that the paper observed."
        ),
        table=_lines_table(paper, lines, "Weighting"),
    )


def compensation_chart(
    paper: Assessed,
    weighting: str = "extended",
    exponents: Sequence[float] = (1.0, 0.0, -math.inf),
    thresholds: Thresholds = Thresholds(),
) -> Chart:
    """Scores under one weighting as compensation goes from full to none.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(compensation_chart(edition()).table)
    18
    """
    weights = paper.framework.weightings[weighting]
    ratings = paper.ratings
    lines = []
    for exponent, colour in zip(exponents, ("wide", "plus2", "narrow"), strict=True):
        scores = score(ratings, weights, replace(paper.rules, compensation=exponent))
        name = {1.0: "Full (1)", 0.0: "Geometric mean (0)", -math.inf: "None (−∞)"}[exponent]
        lines.append(Line(name, colour, scores.lo, scores.hi, classify(scores, thresholds).keys().tolist()))
    fallen = sum(key == "low_road" for key in lines[-1].keys)
    return Chart(
        wide=_bands(paper, lines, WIDE, thresholds),
        narrow=_bands(paper, lines, NARROW, thresholds),
        alt=(
            "The less strength may make up for weakness, the lower the scores: without any compensation "
            f"{fallen} of {len(paper.study.clusters)} clusters are classed as low road."
        ),
        caption=(
            "The extended framework under full compensation (first line of each cluster), under the geometric mean "
            "(second) and under none (third), where the weakest determinant decides."
        ),
        table=_lines_table(paper, lines, "Compensation"),
    )


class Line(NamedTuple):
    """One way of scoring all clusters: its name and colour, the ends of the scores, the open paths."""

    name: str
    colour: str
    lo: Sequence[float]
    hi: Sequence[float]
    keys: Sequence[str]


def _bands(paper: Assessed, lines: Sequence[Line], width: int, thresholds: Thresholds) -> alt.LayerChart:
    """Scores of every cluster, a line for each way of scoring, against the bands of the paths."""
    clusters = list(paper.study.clusters[["place", "name"]].itertuples(index=False))
    limits = [(0, thresholds.low), (thresholds.low, thresholds.high), (thresholds.high, 1)]
    edges = dict(zip(PATHS, limits, strict=True))
    row, top = 32 + 32 * len(lines), 26
    bands, heads, names, bars, dots, words, seen = [], [], [], [], [], [], []
    for path, (low, high) in edges.items():
        bands.append({
            "x": low * width, "x2": high * width, "y": 0, "y2": top + row * len(clusters), "colour": path,
        })  # fmt: skip
        heads.append({"x": (low + high) / 2 * width, "y": 12, "text": PATH_NAMES[path]})
    for position, (place, name) in enumerate(clusters):
        y = top + position * row
        observed = paper.study.observed.get(place, "")
        title = name + (f" · observed: {PATH_NAMES[observed]}" if observed else "")
        names.append({"x": 6, "y": y + 12, "text": title})
        if observed:
            low, high = edges[observed]
            seen.append({"x": low * width + 3, "x2": high * width - 3, "y": y + 23, "y2": y + row - 6})
        for number, line in enumerate(lines):
            lo, hi, said = float(line.lo[position]), float(line.hi[position]), in_words(line.keys[position])
            middle, text = y + 45 + 32 * number, f"{line.name}: {said}"
            tip = f"{name}, {line.name}: {interval(lo, hi, '.2f')}, {said}"
            x = max(8, min(lo * width - 4, width - 6.2 * len(text)))
            words.append({"x": x, "y": middle - 14, "text": text})
            mark = {"colour": line.colour, "tip": tip}
            if hi - lo < 0.005:
                dots.append({"x": lo * width, "y": middle, **mark})
            else:
                bars.append({"x": lo * width, "x2": hi * width, "y": middle - 5, "y2": middle + 5, **mark})
    canvas = Canvas(width, top + row * len(clusters))
    return canvas.chart(
        canvas.rect(bands, fill=None),
        canvas.rect(seen, fill=None, stroke="muted", dash=True),
        canvas.rect(bars, fill=None),
        canvas.dot(dots, None, shape="diamond", size=110),
        canvas.text(heads, size=12, align="center", weight="bold"),
        canvas.text(names, size=12, weight="bold"),
        canvas.text(words, size=11),
    )


def _lines_table(paper: Assessed, lines: Sequence[Line], kind: str) -> pd.DataFrame:
    return pd.DataFrame([
        (
            place_link(paper, place), line.name, f"{line.lo[i]:.3f}", f"{line.hi[i]:.3f}", in_words(line.keys[i]),
            in_words(paper.study.observed[place]) if place in paper.study.observed else "",
        )
        for i, place in enumerate(paper.study.clusters["place"])
        for line in lines
    ], columns=["Cluster", kind, "Score from", "to", "Open paths", "Observed"])  # fmt: skip


COLOURS_OF = dict(zip(SETS, ("minus2", "minus1", "line", "plus1", "plus2", "zero"), strict=True))
"""Colour of each set of open paths, by name."""


SETS_IN_WORDS = [(in_words(key), COLOURS_OF[key]) for key in SETS]
"""Each set of open paths in words, with its colour."""


def shares_chart(paper: Assessed, prior: Prior = "hierarchical") -> Chart:
    """The share of all weightings under which each set of paths is open, a bar for each cluster.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(shares_chart(edition(), "flat").table)
    6
    """
    shares = acceptability(paper.ratings, paper.framework, prior)
    names = paper.names
    bars = [
        Bar(
            names[cluster],
            "; ".join(f"{in_words(key)} {percent(row[key])}" for key in SETS if row[key] >= 0.05),
            tuple((round(100 * float(row[key]), 2), COLOURS_OF[key]) for key in SETS),
        )
        for cluster, row in shares.iterrows()
    ]
    sure = 1 - shares["undetermined"]
    table = pd.DataFrame({"Cluster": [place_link(paper, key) for key in shares.index]})
    for key in (*SETS, "undetermined"):
        table[in_words(key) if key in SETS else "More than one path"] = list(map(percent, shares[key]))
    table["Error at most"] = [f"{100 * error:.1g} points" for error in shares["error"]]
    most = sure.idxmax()
    return Chart(
        wide=_with_legend(bars, WIDE),
        narrow=_with_legend(bars, NARROW),
        alt=(
            f"Under most weightings the evidence leaves more than one path open for every cluster but "
            f"{places_in_words(paper, shares.index[sure >= 0.5]) or 'none'}. A single path is certain most often for "
            f"{names[str(most)]}, under {percent(sure[most])} of the weightings."
        ),
        caption=(
            "Share of the weightings under which each set of paths is open, from certainly low road at the left to "
            "certainly high road, and then any path, at the right. Shares of five per cent or more are named."
        ),
        table=table,
    )


def _with_legend(bars: Sequence[Bar], width: int) -> alt.LayerChart:
    return bar_chart(
        bars, width, 100, "% of the weightings", LEGEND,
        lambda canvas, y: _legend(canvas, y, width, SETS_IN_WORDS),
    )  # fmt: skip


def triangles_chart(paper: Assessed) -> Chart:
    """Each cluster's class at every mix of the three levels, and where the path observed is ruled out.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> len(triangles_chart(edition()).table)
    6
    """
    framework, ratings = paper.framework, paper.ratings
    observed = paper.study.observed
    fine, points = _mixes(framework, 44), _mixes(framework, 9)
    keys = classify(score(ratings, fine[0])).keys()
    coarse = classify(score(ratings, points[0])).keys()
    rows = [
        (
            place_link(paper, cluster),
            in_words(observed[cluster]) if cluster in observed else "",
            *(percent(float(np.mean(keys[at] == key))) for key in SETS),
            percent(float(np.mean([observed.get(cluster, key) not in key.split("|") for key in keys[at]]))),
        )
        for at, cluster in enumerate(ratings.clusters)
    ]
    columns = ["Cluster", "Observed", *map(in_words, SETS), "Observed path ruled out"]
    ruled = [
        cluster
        for at, cluster in enumerate(ratings.clusters)
        if cluster in observed and any(observed[cluster] not in key.split("|") for key in keys[at])
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
            f"{places_in_words(paper, ruled) or 'none'}; the table beneath says in what share of each triangle which paths are open."
        ),
        caption=(
            "The class at every mix of the levels, the factors within each level being equal: the country level weighs "
            "all at the left corner, the cluster level at the top, the firm level at the right. Dotted: the path "
            "observed is ruled out."
        ),
        table=pd.DataFrame(rows, columns=columns),
    )


def _mixes(framework: Framework, lines: int) -> tuple[np.ndarray, list[tuple[int, float]]]:
    """Weights at points spread over the triangle of levels, with the line and the place of each on it."""
    weights, places = [], []
    for line in range(lines):
        top = 1 - (line + 0.5) / lines
        across = 2 * line + 1
        for at in range(across):
            right = (at + 0.5) / across
            mix = [(1 - top) * (1 - right), top, (1 - top) * right]
            weights.append(framework.weigh(np.ones(len(framework.determinants)).tolist(), levels=mix).flat)
            places.append((line, right))
    return np.array(weights), places


def _triangles(
    paper: Assessed,
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
        labels.append({"x": left + side / 2, "y": top - 18, "text": names[cluster]})
        corners = ((0, height), (side / 2, 0), (side, height), (0, height))
        outlines += [{"x": left + x, "y": top + y, "part": cluster} for x, y in corners]
        lines = max(line for line, _ in fine[0]) + 1
        for line, x, x2, key in _runs(fine[0], list(fine[1][number])):
            wide = side * (line + 1) / lines
            start = left + (side - wide) / 2
            strips.append({
                "x": start + x * wide, "x2": start + x2 * wide, "y": top + height * line / lines,
                "y2": top + height * (line + 1) / lines + 0.3, "colour": COLOURS_OF[key],
                "tip": f"{names[cluster]}: {in_words(key)}",
            })  # fmt: skip
        lines = max(line for line, _ in coarse[0]) + 1
        for (line, right), key in zip(coarse[0], coarse[1][number], strict=True):
            if seen and seen not in key.split("|"):
                wide = side * (line + 0.5) / lines
                dots.append({
                    "x": left + (side - wide) / 2 + right * wide, "y": top + height * (line + 0.5) / lines,
                })  # fmt: skip
    rows = math.ceil(len(clusters) / across)
    bottom = rows * (height + head + gap)
    canvas = Canvas(width, bottom + LEGEND)
    return canvas.chart(
        canvas.rect(strips, fill=None),
        canvas.line(outlines, "muted", width=1),
        *_legend(canvas, bottom, width, SETS_IN_WORDS),
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
