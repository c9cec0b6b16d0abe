"""What ``robustness``, ``sufficiency`` and the checks find, as pictures and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import altair as alt
import numpy as np
import pandas as pd

from smeclusters.checks.outside import CRISIS, HYPERINFLATION
from smeclusters.checks.words import ABROAD
from smeclusters.claims import STATUSES, Kind, Status
from smeclusters.drawing import Canvas, Figure, Row
from smeclusters.figures import NARROW, WIDE, Bar, bar_chart
from smeclusters.framework import Framework, Weights
from smeclusters.markup import (
    Html,
    cell_link,
    determinant_link,
    evidence_address,
    folded,
    html_table,
    joined,
    link,
    listed,
    locator_link,
    place_link,
    place_names,
    told,
)
from smeclusters.paths import SETS, Thresholds, classify, in_words
from smeclusters.ratings import cells, in_a_row, rate
from smeclusters.robustness import (
    Prior,
    fit_shares,
    leave_out_evidence,
    rank_shares,
    share_paths,
    tipping_points,
    worth_of_cells,
)
from smeclusters.scoring import score
from smeclusters.study import Study
from smeclusters.sufficiency import IDEAL, Outcome, conditions, set_tests, truth_table
from smeclusters.verdicts import SECTIONS, judged, section_of

COLOURS_OF = dict(zip(SETS, ("minus2", "minus1", "line", "plus1", "plus2", "zero"), strict=True))
"""Colour of each set of open paths, by name."""

SETS_TOLD = [(in_words(key), COLOURS_OF[key]) for key in SETS]
"""Each set of open paths in words, with its colour."""


def percent(share: float) -> str:
    """A share in per cent; what is not nothing is not written as nothing.

    Examples
    --------
    >>> percent(0.4475), percent(0.0004), percent(0)
    ('44.8 %', 'less than 0.1 %', '0 %')
    """
    number = "0" if share < 5e-10 else "less than 0.1" if share < 5e-4 else f"{100 * share:.1f}"
    return f"{number} %"  # a plain space: what a page evaluates is shown as Python writes it


def shares_figure(study: Study, prior: Prior = "hierarchical") -> Figure:
    """The share of all weightings under which each set of paths is open, a bar for each cluster.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> len(shares_figure(load_study(), "flat").table)
    6
    """
    shares = share_paths(rate(study), Framework.from_study(study), prior)
    names = place_names(study)
    bars = [
        Bar(
            names[cluster],
            "; ".join(f"{in_words(key)} {percent(row[key])}" for key in SETS if row[key] >= 0.05),
            tuple((round(100 * float(row[key]), 2), COLOURS_OF[key]) for key in SETS),
        )
        for cluster, row in shares.iterrows()
    ]
    sure = 1 - shares["undetermined"]
    table = pd.DataFrame({"Cluster": [place_link(study, key) for key in shares.index]})
    for key in (*SETS, "undetermined"):
        table[in_words(key) if key in SETS else "More than one path"] = list(map(percent, shares[key]))
    table["Error at most"] = [f"{100 * error:.1g} points" for error in shares["error"]]
    most = sure.idxmax()
    return Figure(
        wide=_with_legend(bars, WIDE),
        narrow=_with_legend(bars, NARROW),
        alt=(
            f"Under most weightings the evidence leaves more than one path open for every cluster but "
            f"{listed(study, shares.index[sure >= 0.5]) or 'none'}. A single path is certain most often for "
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
        lambda canvas, y: _legend(canvas, y, width, SETS_TOLD),
    )  # fmt: skip


def _legend(canvas: Canvas, y: float, width: float, entries: Sequence[tuple[str, str]]) -> list[alt.Chart]:
    """What each colour stands for, in as many lines as it takes."""
    chips: list[Row] = []
    words: list[Row] = []
    x = 0.0
    for text, colour in entries:
        needed = 30 + 6.4 * len(text)
        if x + needed > width:
            x, y = 0.0, y + 20
        chips.append({"x": x, "x2": x + 14, "y": y, "y2": y + 12, "colour": colour})
        words.append({"x": x + 19, "y": y + 6, "text": text})
        x += needed
    return [canvas.rect(chips, fill=None, stroke="muted"), canvas.text(words, size=11.5)]


LEGEND = 50
"""Height that a legend takes, in pixels."""


def triangles_figure(study: Study) -> Figure:
    """Each cluster's class at every mix of the three levels, and where the path observed is ruled out.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> len(triangles_figure(load_study()).table)
    6
    """
    framework, ratings = Framework.from_study(study), rate(study)
    observed = study.observed
    fine, points = _mixes(framework, 44), _mixes(framework, 9)
    keys = classify(score(ratings, fine[0])).keys()
    coarse = classify(score(ratings, points[0])).keys()
    rows = [
        (
            place_link(study, cluster),
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
        _triangles(study, ratings.clusters, (fine[1], keys), (points[1], coarse), width, across)
        for width, across in ((WIDE, 3), (NARROW, 2))
    ]
    return Figure(
        wide=drawn[0],
        narrow=drawn[1],
        alt=(
            "Triangles of the mixes of the three levels. There are mixes that rule out the path observed for "
            f"{listed(study, ruled) or 'none'}; the table beneath says in what share of each triangle which paths are open."
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
    study: Study,
    clusters: Sequence[str],
    fine: tuple[list[tuple[int, float]], np.ndarray],
    coarse: tuple[list[tuple[int, float]], np.ndarray],
    width: int,
    across: int,
) -> alt.LayerChart:
    names = place_names(study)
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
        seen = study.observed.get(cluster, "")
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
        *_legend(canvas, bottom, width, SETS_TOLD),
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


def tipping_table(study: Study, weights: Weights) -> Html:
    """The nearest changes of weight that change each cluster's class.

    Examples
    --------
    >>> from smeclusters import Framework, load_study
    >>> study = load_study()
    >>> weights = Framework.from_study(study).weightings["extended"]
    >>> "Connectivity" in tipping_table(study, weights).markup
    True
    """
    framework, ratings = Framework.from_study(study), rate(study)
    now = dict(zip(ratings.clusters, classify(score(ratings, weights)).keys(), strict=True))
    found = tipping_points(ratings, weights, framework).set_index(["cluster", "sense"])

    def nearest(cluster: str, sense: str) -> str:
        row = found.loc[(cluster, sense)]
        if not row["path"]:
            return "none"
        then = in_words(row["path"])
        if sense == "weighting":
            return f"{row['distance'] / 2:.1%} of the weight moved: {then}"
        return f"{framework.names[row['moved']]} from {row['share']:.1%} to {row['to']:.1%}: {then}"

    frame = pd.DataFrame({
        "Cluster": [place_link(study, key) for key in ratings.clusters],
        "Class now": [in_words(now[key]) for key in ratings.clusters],
        "One factor": [nearest(key, "factor") for key in ratings.clusters],
        "One level": [nearest(key, "level") for key in ratings.clusters],
        "Any weights": [nearest(key, "weighting") for key in ratings.clusters],
    })  # fmt: skip
    return Html(html_table(frame, "The nearest changes of weight that change each cluster's class"))


def worth_table(study: Study, most: int = 10) -> Html:
    """The cells that it would be worth most to know.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> worth_table(load_study(), most=2).markup.count("<tr>")
    3
    """
    grid = {(cell.cluster, cell.determinant): cell for cell in cells(study)}
    found = worth_of_cells(study, Framework.from_study(study)).head(most)
    frame = pd.DataFrame({
        "Cluster": [place_link(study, key) for key in found["cluster"]],
        "Determinant": [determinant_link(study, key) for key in found["determinant"]],
        "Cell": [
            cell_link(grid[row.cluster, row.determinant], "silent" if row.silent else "indirect or in dispute")
            for row in found.itertuples()
        ],
        "Undetermined now": list(map(percent, found["undetermined"])),
        "Less, if known": [f"{100 * drop:.1f} points" for drop in found["drop"]],
    })  # fmt: skip
    return Html(html_table(frame, "What it would be worth to know a cell"))


def leave_out_table(study: Study, weighting: str) -> Html:
    """What changes a class when it is left out or read one step otherwise.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "<table>" in leave_out_table(load_study(), "collective_efficiency").markup
    True
    """
    found = leave_out_evidence(study, Framework.from_study(study).weightings[weighting])
    words = {
        "row": "left out", "source": "left out", "up": "read one step better", "down": "read one step worse",
    }  # fmt: skip
    evidence = study.evidence.set_index("id")

    def what(change: str, key: str, cluster: str) -> str:
        if change == "source":
            return link(f"references.html#work-{key}", key)
        one = evidence.loc[key]
        statement = link(evidence_address(cluster, one["determinant"]), one["summary"])
        return joined([statement, locator_link(study, one["locator"])] if one["locator"] else [statement])

    found["kind"] = np.where(found["change"] == "source", "source", "row")
    order = {key: at for at, key in enumerate(study.clusters["place"])}
    groups = sorted(
        found.groupby(["cluster", "kind", "id", "before", "after"], sort=False),
        key=lambda group: (order[group[0][0]], group[0][1]),
    )
    frame = pd.DataFrame(
        [
            (
                place_link(study, cluster), what(kind, key, cluster),
                ", or ".join(words[change] for change in members["change"]), in_words(before), in_words(after),
            )
            for (cluster, kind, key, before, after), members in groups
        ],
        columns=["Cluster", "What", "Change", "Before", "After"],
    )  # fmt: skip
    name = study.weightings.set_index("weighting").loc[weighting, "name"]
    sentences, sources = (found.loc[found["kind"] == kind, "id"].nunique() for kind in ("row", "source"))
    title = f"{name}: {sentences} sentences and {sources} sources that a class depends on"
    return Html(folded(title, html_table(frame, f"What changes a class under {name}")))


def ranks_table(study: Study) -> Html:
    """Under what share of the weightings each cluster surely, and possibly, has each rank.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "–" in ranks_table(load_study()).markup
    True
    """
    found = rank_shares(rate(study), Framework.from_study(study))
    cell = {
        (row.cluster, row.rank): f"{100 * row.certain:.0f}–{100 * row.possible:.0f} %"
        for row in found.itertuples()
    }
    clusters = list(dict.fromkeys(found["cluster"]))
    frame = pd.DataFrame({"Cluster": [place_link(study, key) for key in clusters]})
    for rank in sorted(set(found["rank"])):
        frame[f"Rank {rank}"] = [cell[key, rank] for key in clusters]
    return Html(html_table(frame, "Shares of the weightings under which each rank is certain, and possible"))


def fit_table(study: Study, step: float = 0.05) -> Html:
    """The share of weightings that fit all that was observed, under thresholds moved by a step.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> fit_table(load_study()).markup.count("<tr>")
    10
    """
    ratings, framework, usual = rate(study), Framework.from_study(study), Thresholds()
    rows = []
    for low in (usual.low - step, usual.low, usual.low + step):
        for high in (usual.high - step, usual.high, usual.high + step):
            found = fit_shares(
                ratings, framework, study.observed, thresholds=Thresholds(round(low, 6), round(high, 6))
            )
            worst = found.drop(index="all")["open"]
            rows.append((
                f"{low:.2f} and {high:.2f}", percent(found.loc["all", "open"]), percent(found.loc["all", "named"]),
                place_link(study, str(worst.idxmin())), percent(worst.min()),
            ))  # fmt: skip
    columns = [
        "Thresholds",
        "Leave all observed paths open",
        "Name them all",
        "Hardest to fit",
        "Left open for it",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Weightings that fit what was observed"))


# ---- Enough, and needed.


def named_condition(study: Study, key: str) -> str:
    """A condition or a conjunction in words.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> named_condition(load_study(), "country*joint_action")
    'Country level and joint action'
    """
    names = Framework.from_study(study).names | dict(
        zip(study.weightings["weighting"], study.weightings["name"], strict=True)
    )
    first, *others = key.split("*")
    return in_a_row([names[first], *(names[other].lower() for other in others)])


def set_tests_table(study: Study, outcome: Outcome = "high_road", ideal: bool = False) -> Html:
    """How far conditions are enough for an outcome and needed for it.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "Joint action" in set_tests_table(load_study()).markup
    True
    """
    found = set_tests(conditions(study, rate(study), Framework.from_study(study), outcome, ideal))

    def bounds(row: pd.Series, measure: str) -> str:
        lo, hi = row[f"{measure}_lo"], row[f"{measure}_hi"]
        if pd.isna(lo):
            return "no case"
        return f"{lo:.2f}" if f"{lo:.2f}" == f"{hi:.2f}" else f"{lo:.2f} to {hi:.2f}"

    columns = {
        "Enough: consistency": "sufficiency_consistency", "PRI": "sufficiency_pri",
        "Enough: coverage": "sufficiency_coverage", "Needed: consistency": "necessity_consistency",
        "Relevance": "necessity_relevance",
    }  # fmt: skip
    frame = pd.DataFrame({"Condition": [named_condition(study, key) for key in found["condition"]]})
    for title, measure in columns.items():
        frame[title] = [bounds(row, measure) for _, row in found.iterrows()]
    return Html(html_table(frame, f"Enough for and needed for: {_meant(outcome, ideal)}"))


def _meant(outcome: Outcome, ideal: bool) -> str:
    return outcome.replace("_", " ") + (", with the textbook district" if ideal else "")


def truth_table_view(
    study: Study, keys: Sequence[str], outcome: Outcome = "high_road", ideal: bool = False
) -> Html:
    """The truth table over some conditions, its remainders included.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> truth_table_view(load_study(), ("country", "cluster", "firm")).markup.count("not seen")
    7
    """
    found = truth_table(conditions(study, rate(study), Framework.from_study(study), outcome, ideal), keys)
    names = place_names(study) | {IDEAL: "the textbook district (an ideal, not observed)"}
    frame = pd.DataFrame({
        named_condition(study, key): ["favourable" if value else "not" for value in found[key]] for key in keys
    })  # fmt: skip
    frame["Surely here"] = [
        in_a_row([names[case] for case in cases]) or "not seen" for cases in found["cases"]
    ]
    frame["Possibly here"] = [
        in_a_row([names[case] for case in cases]) or "none" for cases in found["possible"]
    ]
    frame["Consistency"] = ["" if pd.isna(value) else f"{value:.2f}" for value in found["consistency"]]
    frame["Enough"] = [{None: "not known", True: "yes", False: "no"}[value] for value in found["outcome"]]
    return Html(html_table(frame, f"Truth table: {_meant(outcome, ideal)}"))


def narrow_table(study: Study) -> Html:
    """What the narrow framework says of each cluster beside what was observed.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> narrow_table(load_study()).markup.count("ruled out")
    5
    """
    weights = Framework.from_study(study).weightings["collective_efficiency"]
    ratings = rate(study)
    scores = score(ratings, weights)
    keys = dict(zip(ratings.clusters, classify(scores).keys(), strict=True))
    grid = {(cell.cluster, cell.determinant): cell for cell in cells(study)}
    rows = []
    for cluster, key in keys.items():
        seen = study.observed.get(cluster, "")
        verdict = "" if not seen else "left open" if seen in key.split("|") else "ruled out"
        ends = [grid[cluster, name] for name in ("external_economies", "joint_action")]
        rows.append((
            place_link(study, cluster), *(cell_link(cell, told(cell)) for cell in ends),
            in_words(key), in_words(seen) if seen else "", verdict,
        ))  # fmt: skip
    columns = [
        "Cluster",
        "External economies",
        "Joint action",
        "Collective efficiency says",
        "Observed",
        "So it is",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "The narrow framework's predictions"))


# ---- What the checks find.

COLOURS_OF_STATUS: dict[Status, str] = {
    "holds": "plus2",
    "holds_in_part": "plus1",
    "depends_on_weights": "minus1",
    "fails": "minus2",
    "untestable": "zero",
}
"""Colour of each verdict, by name, from the best to the least that can be said."""


KINDS_TOLD: dict[Kind, str] = {
    "figure": "Figures",
    "finding": "Findings",
    "inference": "Inferences",
    "thesis": "Theses",
    "prescription": "Recommendations",
}
"""The kinds of claim, in the plural."""


def tally_figure(study: Study) -> Figure:
    """How many claims have each verdict, in all, by section of the paper and by kind.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> tally_figure(load_study()).table["Part"].tolist()[:2]
    ['The whole paper', 'Abstract']
    """
    found = pd.DataFrame(
        [(section_of(study, claim), claim.kind, verdict.status) for claim, verdict in judged(study).values()],
        columns=["section", "kind", "status"],
    )
    groups = [("The whole paper", found)]
    groups += [(name, found[found["section"] == key]) for key, name in SECTIONS.items()]
    groups += [(name, found[found["kind"] == key]) for key, name in KINDS_TOLD.items()]
    counts = {
        name: rows["status"].value_counts().reindex(list(COLOURS_OF_STATUS), fill_value=0)
        for name, rows in groups
    }
    bars = [
        Bar(
            f"{name}: {row.sum()} claims",
            ", ".join(f"{STATUSES[key]} {row[key]}" for key in COLOURS_OF_STATUS if row[key]),
            tuple(
                (round(100 * row[key] / row.sum(), 2), colour) for key, colour in COLOURS_OF_STATUS.items()
            ),
        )
        for name, row in counts.items()
    ]
    entries = [(STATUSES[key], colour) for key, colour in COLOURS_OF_STATUS.items()]
    wide, narrow = (
        bar_chart(bars, width, 100, "% of the claims", LEGEND,
                  lambda canvas, y, width=width: _legend(canvas, y, width, entries))
        for width in (WIDE, NARROW)
    )  # fmt: skip
    table = pd.DataFrame({"Part": list(counts), "Claims": [int(row.sum()) for row in counts.values()]})
    for key in COLOURS_OF_STATUS:
        table[STATUSES[key].capitalize()] = [int(row[key]) for row in counts.values()]
    whole = counts["The whole paper"]
    return Figure(
        wide=wide,
        narrow=narrow,
        alt=f"Of {whole.sum()} claims: "
        + ", ".join(f"{STATUSES[key]} {whole[key]}" for key in COLOURS_OF_STATUS)
        + ".",
        caption="Share of the claims with each verdict: in all, then by section, then once more by kind.",
        table=table,
    )


HYPER_YEAR = 1000
"""Per cent a year above which a year is shown in the darkest shade."""


def inflation_figure(study: Study) -> Figure:
    """Inflation year by year in the countries that the paper names, and the months of hyperinflation.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> len(inflation_figure(load_study()).table)
    110
    """
    outside = study.external
    rows = outside[outside["series"] == "inflation"]
    peaks = outside[(outside["series"] == "hyperinflation") & outside["place"].isin(rows["place"])]
    names = place_names(study)
    places = list(rows["place"].unique())
    first, last = int(rows["year"].min()), int(rows["year"].max())
    classes = (
        (HYPER_YEAR, f"over {HYPER_YEAR:,} per cent", "minus2"), (CRISIS, f"over {CRISIS} per cent", "minus1"),
        (-np.inf, "less", "zero"),
    )  # fmt: skip

    def drawn(width: int) -> alt.LayerChart:
        step = width / (last - first + 1)
        cells, dots, labels = [], [], []
        for position, place in enumerate(places):
            y = 44 * position
            labels.append({"x": 0, "y": y + 9, "text": names[place]})
            for row in rows[rows["place"] == place].itertuples():
                colour = next(colour for bound, _, colour in classes if row.value > bound)
                cells.append({
                    "x": (row.year - first) * step, "x2": (row.year - first + 1) * step - 1, "y": y + 18, "y2": y + 38,
                    "colour": colour, "tip": f"{names[place]}, {row.year}: {row.value:,.0f} % a year",
                })  # fmt: skip
            dots += [
                {
                    "x": (year - first + 0.5) * step,
                    "y": y + 28,
                    "tip": f"{names[place]}: hyperinflation, {year}",
                }
                for year in peaks[(peaks["place"] == place) & (peaks["year"] <= last)]["year"]
            ]
        bottom = 44 * len(places)
        years = [
            {"x": (year - first + 0.5) * step, "y": bottom + 6, "text": str(year)}
            for year in range(first, last, 5)
        ]
        canvas = Canvas(width, bottom + 70)
        return canvas.chart(
            canvas.rect(cells, fill=None),
            canvas.dot(dots, "ink", size=45),
            canvas.text(labels, weight="bold"),
            canvas.text(years, size=11, align="center", colour="muted"),
            *_legend(canvas, bottom + 24, width, [(word, colour) for _, word, colour in classes]),
        )

    told = in_a_row([names[key] for key in places if key in set(peaks[peaks["year"] <= last]["place"])])
    months = peaks.set_index(["place", "year"])["value"].groupby(level=[0, 1]).max()
    return Figure(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"Hyperinflation is on record between {first} and {last} for {told} and for no other of these countries.",
        caption=(
            f"Inflation by year. A dot marks the worst month of a hyperinflation, a time in which prices rose by {HYPERINFLATION} per "
            f"cent a month or more, by the table of Hanke and Krus. {_sources(rows)}"
        ),
        table=pd.DataFrame({
            "Country": [names[key] for key in rows["place"]], "Year": rows["year"].to_numpy(),
            "Per cent a year": [f"{value:,.1f}" for value in rows["value"]],
            "Per cent in the worst month of hyperinflation": [
                f"{months[key]:,g}" if key in months.index else ""
                for key in zip(rows["place"], rows["year"], strict=True)
            ],
            "Source": rows["source"].to_numpy(),
        }),
    )  # fmt: skip


def _sources(rows: pd.DataFrame) -> str:
    """Who says so, for a caption."""
    return f"Source: {'; '.join(rows['source'].unique())}."


def yearly_figure(
    study: Study, series: str, years: tuple[int, int], label: str, country: str | None = None
) -> Figure:
    """A series of figures from outside, year by year, a line for each country.

    Parameters
    ----------
    study : Study
        With its tables of figures from outside.
    series : str
        Key of the series.
    years : (int, int)
        The first and the last year to look at.
    label : str
        What the figures are, for the caption.
    country : str, optional
        The only one to draw, where others count in another unit; else all.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> figure = yearly_figure(load_study(), "tariff", (1985, 2001), "Mean tariff")
    >>> figure.table["Country"].iloc[0]
    'Argentina'
    """
    rows = study.external
    rows = rows[(rows["series"] == series) & rows["year"].between(*years)].sort_values("year", kind="stable")
    rows = rows[rows["place"] == country] if country else rows
    names = {**place_names(study), **ABROAD}
    places = sorted(rows["place"].unique(), key=lambda key: names[key])
    first, last, most = int(rows["year"].min()), int(rows["year"].max()), float(rows["value"].max())
    unit, line = rows["unit"].iloc[0], 104 if len(places) > 1 else 150

    def drawn(width: int) -> alt.LayerChart:
        edge = 24  # room for the figures at both ends
        heads, points, ends, base = [], [], [], []
        for position, place in enumerate(places):
            bottom = line * (position + 1) - 6
            heads.append({"x": 0, "y": bottom - line + 14, "text": names[place]})
            base.append({"x": 0, "x2": width, "y": bottom})
            own = rows[rows["place"] == place]
            drawn = [
                {
                    "part": place, "x": edge + (row.year - first) / max(last - first, 1) * (width - 2 * edge),
                    "y": bottom - 4 - row.value / most * (line - 46),
                    "tip": f"{names[place]}, {row.year}: {row.value:,g} {unit}", "text": f"{row.value:,g}",
                }
                for row in own.itertuples()
            ]  # fmt: skip
            points += drawn
            ends += [{**drawn[at], "y": drawn[at]["y"] - 12} for at in sorted({0, len(drawn) - 1})]
        bottom = line * len(places)
        marks = [
            {"x": edge + at * (width - 2 * edge), "y": bottom + 8, "text": str(year)}
            for at, year in ((0, first), (1, last))
        ]
        canvas = Canvas(width, bottom + 18)
        return canvas.chart(
            canvas.rule(base, "line", 1),
            canvas.line(
                [{key: point[key] for key in ("part", "x", "y")} for point in points], "wide", width=2
            ),
            canvas.dot([{key: point[key] for key in ("x", "y", "tip")} for point in points], "wide", size=28),
            canvas.text(heads, weight="bold"),
            canvas.text(ends, size=11, align="center"),
            canvas.text(marks, size=11, align="center", colour="muted"),
        )

    def told(place: str) -> str:
        own = rows[rows["place"] == place]
        ends = [own.iloc[at] for at in sorted({0, len(own) - 1})]
        return f"{names[place]} " + " and ".join(f"{row['value']:,g} in {row['year']}" for row in ends)

    return Figure(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"{label}, {unit}: {'; '.join(map(told, places))}.",
        caption=(
            f"{label}, {unit}, from {first} to {last}. A dot is a figure; each scale begins at 0, and all are the same. "
            f"{_sources(rows)}"
        ),
        table=pd.DataFrame({
            "Country": [names[key] for key in rows["place"]], "Year": rows["year"].to_numpy(),
            "Figure": [f"{value:,g}" for value in rows["value"]], "Unit": rows["unit"].to_numpy(),
            "Source": rows["source"].to_numpy(),
        }).sort_values(["Country", "Year"]),
    )  # fmt: skip


def outside_figure(study: Study, series: str, years: tuple[int, int], label: str) -> Figure:
    """The first and the last figure of a series between two years, country by country.

    Parameters
    ----------
    study : Study
        With its tables of figures from outside.
    series : str
        Key of the series.
    years : (int, int)
        The first and the last year to look at.
    label : str
        What the figures are, for the caption.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> figure = outside_figure(load_study(), "days_to_register", (2003, 2019), "Days to register a firm")
    >>> figure.table["Country"].iloc[0]
    'Argentina'
    """
    rows = study.external
    rows = rows[(rows["series"] == series) & rows["year"].between(*years)].sort_values("year", kind="stable")
    names = {**place_names(study), **ABROAD}
    most = float(rows["value"].max()) * 1.02
    bars, ends = [], []
    for place in sorted(rows["place"].unique(), key=lambda key: names[key]):
        own = rows[rows["place"] == place]
        for at in sorted({0, len(own) - 1}):  # one bar where there is one figure
            row, colour = own.iloc[at], "wide" if at else "line"
            bars.append(
                Bar(
                    f"{names[place]}, {row['year']}",
                    f"{row['value']:,.1f} {row['unit']}",
                    ((float(row["value"]), colour),),
                )
            )
            ends.append((names[place], int(row["year"]), f"{row['value']:,.1f}", row["unit"], row["source"]))
    table = pd.DataFrame(ends, columns=["Country", "Year", "Figure", "Unit", "Source"])
    each = "; ".join(f"{bar.name}: {bar.words}" for bar in bars)
    return Figure(
        wide=bar_chart(bars, WIDE, most, rows["unit"].iloc[0]),
        narrow=bar_chart(bars, NARROW, most, rows["unit"].iloc[0]),
        alt=f"{label}. {each}.",
        caption=(
            f"{label}: the first (grey) and the last figure between {years[0]} and {years[1]}. {_sources(rows)}"
        ),
        table=table,
    )


def compared_figure(study: Study, claim: str, series: Mapping[str, str]) -> Figure:
    """A figure of the paper beside those of others.

    Parameters
    ----------
    study : Study
        With its tables of figures from outside.
    claim : str
        Id of a claim that states a figure.
    series : mapping
        Keys of series of figures from outside, each with what it counts.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> figure = compared_figure(load_study(), "bra-gdp", {"sme_gdp": "Micro and small firms"})
    >>> figure.table["Who says so"].iloc[0]
    'The paper'
    """
    stated = judged(study)[claim][0]
    outside = study.external
    rows = [("The paper", None, stated.figure, "narrow", f"WP71 §{stated.locator}")]
    for key, name in series.items():
        own = outside[outside["series"] == key].sort_values("year", kind="stable")
        rows += [(name, row.year, row.value, "wide", row.source) for row in own.itertuples()]
    most = max(value for _, _, value, _, _ in rows)
    bars = [
        Bar(name if year is None else f"{name}, {year}", f"{value:,g} {stated.unit}", ((value, colour),))
        for name, year, value, colour, _ in rows
    ]
    return Figure(
        wide=bar_chart(bars, WIDE, most, stated.unit),
        narrow=bar_chart(bars, NARROW, most, stated.unit),
        alt=f"{stated.summary} {'; '.join(f'{bar.name}: {bar.words}' for bar in bars)}.",
        caption=f"{stated.summary} The paper’s figure, and those of others. {_sources(outside[outside['series'].isin(series)])}",
        table=pd.DataFrame(
            [(name, year or "", f"{value:,g}", stated.unit, source) for name, year, value, _, source in rows],
            columns=["Who says so", "Year", "Figure", "Unit", "Source"],
        ),
    )
