"""Charts of scores: under named weightings, and as compensation goes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.paths import PATH_NAMES, PATHS, classify, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import score
from smeclusters.wording import in_a_row, interval
from whichroad.addresses import place_link
from whichroad.charts.bars import NARROW, WIDE, legend, legend_height
from whichroad.charts.drawing import Canvas, Chart, shortened
from whichroad.words import layers_in_words, numbered

if TYPE_CHECKING:
    import altair as alt


def paths_chart(paper: Prepared, narrow: str | None = None, wide: str | None = None) -> Chart:
    """Scores under two named weightings against the bands of the paths, with the path observed.

    Parameters
    ----------
    paper : Prepared
        The study.
    narrow, wide : str, optional
        Keys of weightings; by default the narrow framework and the reference.

    Raises
    ------
    InputError
        If a weighting is unknown, or the study has none that plays the narrow one.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> paths_chart(edition()).table[["Weighting", "Score from", "Open paths", "Observed"]].iloc[0].tolist()
    ['Collective efficiency', '0.750', 'high road', 'mixed']
    """
    narrow, wide = narrow or paper.framework.narrow, wide or paper.framework.reference
    if narrow is None:
        expected = "a weighting with the role “narrow”, or the key of one to begin with"
        raise InputError([Problem("weightings.csv", None, "role", None, expected)])
    titles = _titles(paper, narrow, wide)
    lines = [
        _line(paper, titles[key], colour, key, paper.rules) for key, colour in ((narrow, "narrow"), (wide, "wide"))
    ]
    names = {key: paper.names[key] for key in paper.study.clusters["place"]}
    on_high_road = [name for place, name in names.items() if paper.study.observed.get(place) == "high_road"]
    fit = [
        in_a_row([name for name, key in zip(names.values(), line.keys, strict=True) if key == "high_road"]) or "none"
        for line in lines
    ]
    return Chart(
        wide=_bands(paper, lines, WIDE),
        narrow=_bands(paper, lines, NARROW),
        alt=(
            f"Fit for the high road by {titles[narrow].lower()}: {fit[0]}; "
            f"by the {titles[wide].lower()}: {fit[1]}. "
            f"Seen on it{'' if paper.study.layers else ' by the paper'}: "
            f"{in_a_row(on_high_road) or 'none'}."
        ),
        caption=(
            f"Scores under {titles[narrow].lower()} (first line of each cluster) and under the {titles[wide].lower()} "
            "(second line). A diamond is one score, a bar the range that the evidence leaves open; the dashed frame is "
            f"the band of the path {'' if paper.study.layers else 'that the paper '}observed, and one band wider where "
            "only a sentence on all clusters tells it." + layers_in_words(paper)
        ),
        table=_lines_table(paper, lines, "Weighting"),
    )


def compensation_chart(paper: Prepared, weighting: str | None = None) -> Chart:
    """Scores under one weighting as compensation goes from full to none.

    Parameters
    ----------
    paper : Prepared
        The study.
    weighting : str, optional
        Key of a weighting; by default the reference.

    Raises
    ------
    InputError
        If the weighting is unknown.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> compensation_chart(edition()).table[["Compensation", "Score from", "to"]].iloc[0].tolist()
    ['Full (1)', '0.292', '0.573']
    """
    weighting = weighting or paper.framework.reference
    title = _titles(paper, weighting)[weighting]
    lines = [
        _line(paper, name, colour, weighting, replace(paper.rules, compensation=exponent))
        for exponent, name, colour in (
            (1.0, "Full (1)", "wide"),
            (0.0, "Geometric mean (0)", "plus2"),
            (-math.inf, "None (−∞)", "narrow"),
        )
    ]
    fallen = sum(key == "low_road" for key in lines[-1].keys)
    return Chart(
        wide=_bands(paper, lines, WIDE),
        narrow=_bands(paper, lines, NARROW),
        alt=(
            "The less strength may make up for weakness, the lower the scores: without any compensation "
            f"{fallen} of {numbered(len(paper.study.clusters), 'cluster is', 'clusters are')} classed as low road."
        ),
        caption=(
            f"The {title.lower()} under full compensation (first line of each cluster), under the geometric mean "
            "(second) and under none (third), where the weakest determinant decides." + layers_in_words(paper)
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


def _line(paper: Prepared, name: str, colour: str, weighting: str, rules: Rules) -> Line:
    scores = score(paper.ratings, paper.framework.weightings[weighting], rules)
    keys = classify(scores, rules.thresholds).keys()
    return Line(name, colour, scores.lo.tolist(), scores.hi.tolist(), keys.tolist())


def _titles(paper: Prepared, *keys: str) -> Mapping[str, str]:
    """Names of all weightings, where there are those that are asked for."""
    names = dict(zip(paper.study.weightings["weighting"], paper.study.weightings["name"], strict=True))
    problems = [Problem("weighting", None, None, key, one_of(names, key)) for key in keys if key not in names]
    if problems:
        raise InputError(problems)
    return names


def _bands(paper: Prepared, lines: Sequence[Line], width: int) -> alt.LayerChart:
    """Scores of every cluster, a line for each way of scoring, against the bands of the paths."""
    clusters = [(key, paper.names[key]) for key in paper.study.clusters["place"]]
    thresholds = paper.rules.thresholds
    limits = [(0, thresholds.low), (thresholds.low, thresholds.high), (thresholds.high, 1)]
    edges = dict(zip(PATHS, limits, strict=True))
    row, top = 34 + 20 * len(lines), 26
    bottom = top + row * len(clusters)
    bands, heads, names, bars, dots, seen = [], [], [], [], [], []
    for path, (low, high) in edges.items():
        bands.append(
            {
                "x": low * width,
                "x2": high * width,
                "y": 0,
                "y2": bottom,
                "colour": path,
            }
        )
        heads.append({"x": (low + high) / 2 * width, "y": 12, "text": PATH_NAMES[path]})
    for position, (place, name) in enumerate(clusters):
        y = top + position * row
        observed = paper.study.observed.get(place, "")
        seen_on = f" · observed: {in_words(observed)}" if observed else ""
        names.append({"x": 6, "y": y + 12, "text": shortened(name, int(width / 7.5) - len(seen_on)) + seen_on})
        if observed:
            low, high = (end(edges[path][at] for path in observed.split("|")) for at, end in enumerate((min, max)))
            seen.append({"x": low * width + 3, "x2": high * width - 3, "y": y + 22, "y2": y + row - 4})
        for number, line in enumerate(lines):
            lo, hi, said = line.lo[position], line.hi[position], in_words(line.keys[position])
            middle = y + 35 + 20 * number
            tip = f"{name}, {line.name}: {interval(lo, hi, '.2f')}, {said}"
            mark = {"colour": line.colour, "tip": tip}
            if hi - lo < 0.005:
                dots.append({"x": lo * width, "y": middle, **mark})
            else:
                bars.append({"x": lo * width, "x2": hi * width, "y": middle - 5, "y2": middle + 5, **mark})
    marked = [{"x": limit * width, "text": f"{limit:g}"} for limit in (thresholds.low, thresholds.high)]
    rules = [{"x": mark["x"], "y": 0, "y2": bottom + 3} for mark in marked]
    figures = [{**mark, "y": bottom + 12} for mark in marked]
    entries = [(line.name, line.colour) for line in lines]
    canvas = Canvas(width, bottom + 28 + legend_height(width, entries))
    return canvas.chart(
        canvas.rect(bands, fill=None),
        canvas.rule(rules, "muted", 1),
        canvas.rect(seen, fill=None, stroke="muted", dash=True),
        canvas.rect(bars, fill=None),
        canvas.dot(dots, None, shape="diamond", size=110),
        canvas.text(heads, size=12, align="center", weight="bold"),
        canvas.text(names, size=12, weight="bold"),
        canvas.text(figures, align="center"),
        *legend(canvas, bottom + 28, width, entries),
    )


def _lines_table(paper: Prepared, lines: Sequence[Line], kind: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (
                place_link(paper, place),
                line.name,
                f"{line.lo[i]:.3f}",
                f"{line.hi[i]:.3f}",
                in_words(line.keys[i]),
                in_words(paper.study.observed[place]) if place in paper.study.observed else "",
            )
            for i, place in enumerate(paper.study.clusters["place"])
            for line in lines
        ],
        columns=["Cluster", kind, "Score from", "to", "Open paths", "Observed"],
    )
