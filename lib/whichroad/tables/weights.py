"""Tables of what follows from weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from smeclusters.analysis.acceptability import observed_acceptability, rank_acceptability
from smeclusters.analysis.information import value_of_information
from smeclusters.analysis.leave_one_out import leave_one_out
from smeclusters.analysis.tipping import tipping_points
from smeclusters.claims.assessed import Assessed
from smeclusters.model.framework import Weights
from smeclusters.model.paths import classify, in_words
from smeclusters.model.prepared import compare_paths
from smeclusters.model.ratings import HIGHEST, LOWEST, cell_in_words
from smeclusters.model.rules import Thresholds
from smeclusters.model.scoring import score
from smeclusters.study import each_row
from smeclusters.wording import interval, percent
from whichroad.addresses import cell_link, determinant_link, evidence_address, locator_link, place_link
from whichroad.markup import Html, folded, html_table, joined, link


def classes_table(paper: Assessed, weightings: Mapping[str, Weights]) -> Html:
    """Open paths of every cluster under every weighting, and the path observed."""
    frame = compare_paths(paper, weightings)
    frame["path"] = frame["path"].map(in_words)
    wide = frame.pivot(index="cluster", columns="weighting", values="path")
    titles = dict(zip(paper.study.weightings["weighting"], paper.study.weightings["name"], strict=True))
    clusters = list(paper.study.clusters["place"])
    shown = pd.DataFrame({"Cluster": [place_link(paper, key) for key in clusters]})
    for key in weightings:
        shown[titles.get(key, key)] = list(wide.loc[clusters, key])
    shown["Observed"] = [
        in_words(paper.study.observed[key]) if key in paper.study.observed else "" for key in clusters
    ]
    return Html(html_table(shown, "Open paths by weighting"))


def score_table(paper: Assessed, cluster: str, weights: Weights) -> Html:
    """What each determinant adds to a cluster's score under full compensation.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> paper = edition()
    >>> weights = paper.framework.weightings["extended"]
    >>> "low road or mixed" in score_table(paper, "sinos", weights)._repr_html_()
    True
    """
    mine = [cell for cell in paper.cells.values() if cell.cluster == cluster]
    ends = np.array([(cell.lo, cell.hi) for cell in mine])
    scale = (ends - LOWEST) / (HIGHEST - LOWEST)
    frame = pd.DataFrame({
        "Determinant": [determinant_link(paper, cell.determinant) for cell in mine],
        "Cell": [cell_link(cell, cell_in_words(cell)) for cell in mine],
        "From 0 to 1": [interval(lo, hi, ".3f") for lo, hi in scale],
        "Weight": [f"{weight:.1%}" for weight in weights.flat],
        "Adds": [interval(lo, hi, ".3f") for lo, hi in scale * weights.flat[:, None]],
    })  # fmt: skip
    result = compare_paths(paper, {"": weights}).set_index("cluster").loc[cluster]
    total = interval(result["score_lo"], result["score_hi"], ".3f")
    frame.loc[len(frame)] = [
        "Together",
        "",
        "",
        f"{weights.flat.sum():.0%}",
        f"{total}: {in_words(result['path'])}",
    ]
    return Html(html_table(frame, f"What each determinant adds to the score of {paper.names[cluster]}"))


def weightings_table(paper: Assessed) -> Html:
    """The named weightings and what each stands for."""
    weightings = paper.framework.weightings
    frame = pd.DataFrame({
        "Weighting": paper.study.weightings["name"],
        **{
            name: [f"{weightings[key].levels[position]:.0%}" for key in paper.study.weightings["weighting"]]
            for position, name in enumerate(paper.study.levels["name"])
        },
        "Stands for": paper.study.weightings["description"],
        "From": paper.study.weightings["origin"].map({"paper": "the paper", "edition": "this edition"}),
        "Where": [locator_link(paper, locator) for locator in paper.study.weightings["locator"]],
    })  # fmt: skip
    return Html(html_table(frame, "Named weightings"))


def tipping_table(paper: Assessed, weights: Weights) -> Html:
    """The nearest changes of weight that change each cluster's class.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> paper = edition()
    >>> weights = paper.framework.weightings["extended"]
    >>> "Connectivity" in tipping_table(paper, weights).markup
    True
    """
    framework, ratings = paper.framework, paper.ratings
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
        "Cluster": [place_link(paper, key) for key in ratings.clusters],
        "Class now": [in_words(now[key]) for key in ratings.clusters],
        "One factor": [nearest(key, "factor") for key in ratings.clusters],
        "One level": [nearest(key, "level") for key in ratings.clusters],
        "Any weights": [nearest(key, "weighting") for key in ratings.clusters],
    })  # fmt: skip
    return Html(html_table(frame, "The nearest changes of weight that change each cluster's class"))


def information_table(paper: Assessed, most: int = 10) -> Html:
    """The cells that it would be worth most to know.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> information_table(edition(), most=2).markup.count("<tr>")
    3
    """
    grid = paper.cells
    found = value_of_information(paper.ratings, paper.framework).head(most)
    frame = pd.DataFrame({
        "Cluster": [place_link(paper, key) for key in found["cluster"]],
        "Determinant": [determinant_link(paper, key) for key in found["determinant"]],
        "Cell": [
            cell_link(grid[row.cluster, row.determinant], "silent" if row.silent else "indirect or in dispute")
            for row in each_row(found)
        ],
        "Undetermined now": list(map(percent, found["undetermined"])),
        "Less, if known": [f"{100 * drop:.1f} points" for drop in found["drop"]],
    })  # fmt: skip
    return Html(html_table(frame, "What it would be worth to know a cell"))


def leave_one_out_table(paper: Assessed, weighting: str) -> Html:
    """What changes a class when it is left out or read one step otherwise.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "<table>" in leave_one_out_table(edition(), "collective_efficiency").markup
    True
    """
    found = leave_one_out(paper.study, paper.framework.weightings[weighting])
    words = {
        "row": "left out", "source": "left out", "up": "read one step better", "down": "read one step worse",
    }  # fmt: skip
    evidence = paper.study.evidence.set_index("id")

    def what(change: str, key: str, cluster: str) -> str:
        if change == "source":
            return link(f"references.html#work-{key}", key)
        one = evidence.loc[key]
        statement = link(evidence_address(cluster, one["determinant"]), one["summary"])
        return joined([statement, locator_link(paper, one["locator"])] if one["locator"] else [statement])

    found["kind"] = np.where(found["change"] == "source", "source", "row")
    order = {key: at for at, key in enumerate(paper.study.clusters["place"])}
    groups = sorted(
        found.groupby(["cluster", "kind", "id", "before", "after"], sort=False),
        key=lambda group: (order[group[0][0]], group[0][1]),
    )
    frame = pd.DataFrame(
        [
            (
                place_link(paper, cluster), what(kind, key, cluster),
                ", or ".join(words[change] for change in members["change"]), in_words(before), in_words(after),
            )
            for (cluster, kind, key, before, after), members in groups
        ],
        columns=["Cluster", "What", "Change", "Before", "After"],
    )  # fmt: skip
    name = paper.study.weightings.set_index("weighting").loc[weighting, "name"]
    sentences, sources = (found.loc[found["kind"] == kind, "id"].nunique() for kind in ("row", "source"))
    title = f"{name}: {sentences} sentences and {sources} sources that a class depends on"
    return Html(folded(title, html_table(frame, f"What changes a class under {name}")))


def rank_table(paper: Assessed) -> Html:
    """Under what share of the weightings each cluster surely, and possibly, has each rank.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "–" in rank_table(edition()).markup
    True
    """
    found = rank_acceptability(paper.ratings, paper.framework)
    cell = {
        (row.cluster, row.rank): f"{100 * row.certain:.0f}–{100 * row.possible:.0f} %"
        for row in each_row(found)
    }
    clusters = list(dict.fromkeys(found["cluster"]))
    frame = pd.DataFrame({"Cluster": [place_link(paper, key) for key in clusters]})
    for rank in sorted(set(found["rank"])):
        frame[f"Rank {rank}"] = [cell[key, rank] for key in clusters]
    return Html(html_table(frame, "Shares of the weightings under which each rank is certain, and possible"))


def observed_table(paper: Assessed, step: float = 0.05) -> Html:
    """The share of weightings that fit all that was observed, under thresholds moved by a step.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> observed_table(edition()).markup.count("<tr>")
    10
    """
    ratings, framework, usual = paper.ratings, paper.framework, Thresholds()
    rows = []
    for low in (usual.low - step, usual.low, usual.low + step):
        for high in (usual.high - step, usual.high, usual.high + step):
            rules = replace(paper.rules, thresholds=Thresholds(round(low, 6), round(high, 6)))
            found = observed_acceptability(ratings, framework, paper.study.observed, rules=rules)
            worst = found.drop(index="all")["open"]
            rows.append((
                f"{low:.2f} and {high:.2f}", percent(found.loc["all", "open"]), percent(found.loc["all", "named"]),
                place_link(paper, str(worst.idxmin())), percent(worst.min()),
            ))  # fmt: skip
    columns = [
        "Thresholds",
        "Leave all observed paths open",
        "Name them all",
        "Hardest to fit",
        "Left open for it",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Weightings that fit what was observed"))
