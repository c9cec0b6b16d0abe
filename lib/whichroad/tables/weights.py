"""Tables of what follows from weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from markupsafe import Markup

from smeclusters.analysis.acceptability import observed_acceptability, rank_acceptability
from smeclusters.analysis.information import value_of_information
from smeclusters.analysis.leave_one_out import leave_one_out
from smeclusters.analysis.likely import central_paths, likely_acceptability, likely_paths, observed_counts
from smeclusters.analysis.sampling import draw
from smeclusters.analysis.tipping import tipping_points
from smeclusters.model.framework import Weights
from smeclusters.model.paths import classify, in_words, within
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.ratings import cell_in_words, on_scale
from smeclusters.model.rules import Thresholds
from smeclusters.model.scoring import Scores, score
from smeclusters.study import Study, each_row
from smeclusters.wording import begun, interval, percent
from whichroad.addresses import (
    cell_address,
    cell_link,
    determinant_link,
    locator_link,
    place_link,
    source_link,
    work_address,
)
from whichroad.markup import Html, absent, folded, html_table, joined, link
from whichroad.tables.agreement import coder
from whichroad.words import codings_of, numbered, rating_in_words, weighting_names


def classes_table(paper: Prepared, weightings: Mapping[str, Weights]) -> Html:
    """Open paths of every cluster under every weighting, and the path observed."""
    paths = {(row.cluster, row.weighting): row.path for row in each_row(compare_paths(paper, weightings))}
    observed = paper.study.observed
    rows = [
        (
            place_link(paper, cluster),
            *(in_words(paths[cluster, key]) for key in weightings),
            in_words(observed[cluster]) if cluster in observed else "",
        )
        for cluster in paper.ratings.clusters
    ]
    columns = ["Cluster", *weighting_names(paper, weightings), "Observed"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Open paths by weighting"))


BASELINES = {
    "low_road": "Low road for every cluster",
    "mixed": "Mixed for every cluster",
    "all": "All weightings, on average",
}
"""What named weightings are held against, by the key of :func:`readings`."""

NEAR = 0.02
"""So near to a threshold a score says nothing: another coding moves it across."""


def readings(paper: Prepared) -> pd.DataFrame:
    """How well the named weightings, two verdicts without any evidence and all weightings tell the paths observed.

    Parameters
    ----------
    paper : Prepared
        The study.

    Returns
    -------
    DataFrame
        Indexed by the key of a weighting, then ``low_road`` and ``mixed`` (that road for every cluster), then ``all``
        (the mean over all weightings). Numbers of clusters: ``named`` (the centres of the cells name a path that was
        observed), ``clearly`` (they do also where the score is moved by :data:`NEAR` either way), ``described``
        (named, of those whose own path is described), ``ruled_out`` (in the worst case no path observed is open).
        ``likely``: the share of the likely reading on paths observed, on average over the clusters.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> readings(edition()).loc["collective_efficiency", ["named", "described", "ruled_out"]].tolist()
    [2.0, 0.0, 4.0]
    """
    outcomes, observed, framework = paper.study.outcomes, paper.study.observed, paper.framework
    described = set(outcomes.loc[outcomes["about"] == outcomes["cluster"], "cluster"])
    central = central_paths(paper)
    central["clearly"] = [
        bool(row.observed) and within(key, row.observed)
        for row, key in zip(each_row(central), _keys_around(paper, central["score"]), strict=True)
    ]
    central["described"] = central["named"] & central["cluster"].isin(described)
    likely = likely_paths(paper.ratings, framework.weightings, paper.rules)
    table = central.groupby("weighting", sort=False)[["named", "clearly", "described"]].sum().astype(float)
    table["ruled_out"] = compare_paths(paper).groupby("weighting")["contradicted"].sum().astype(float)
    table["likely"] = {
        key: _on_observed(paper, shares.set_index("cluster")) for key, shares in likely.groupby("weighting")
    }
    for path in ("low_road", "mixed"):
        right = {cluster for cluster, seen in observed.items() if path in seen.split("|")}
        few, all_ = len(right & described), len(observed)
        table.loc[path] = [len(right), len(right), few, all_ - len(right), len(right) / all_]
    drawn = draw(framework, "hierarchical")
    alone = Prepared(replace(paper.study, outcomes=outcomes[outcomes["cluster"].isin(described)]), paper.rules)
    counts, few_counts = observed_counts(paper, drawn), observed_counts(alone, drawn)
    named, left, few_named = (
        float(shares.index.to_numpy() @ shares) for shares in (counts["named"], counts["open"], few_counts["named"])
    )
    joint = likely_acceptability(paper.ratings, framework, rules=paper.rules)
    table.loc["all"] = [named, math.nan, few_named, len(observed) - left, _on_observed(paper, joint)]
    return table


def _number(value: float) -> str:
    """A number of clusters, or a mean of such numbers; nothing where there is none."""
    return "" if math.isnan(value) else f"{value:.1f}".removesuffix(".0")


def _rows(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    return {str(key): {str(name): float(value) for name, value in row.items()} for key, row in table.iterrows()}


def _keys_around(paper: Prepared, scores: pd.Series) -> list[str]:
    """The paths within reach of each score."""
    numbers = scores.to_numpy()
    around = Scores(tuple(map(str, scores.index)), numbers - NEAR, numbers + NEAR)
    return list(classify(around, paper.rules.thresholds).keys())


def _on_observed(paper: Prepared, likely: pd.DataFrame) -> float:
    """What share of the likely reading is on paths observed, on average over the clusters that have one."""
    observed = paper.study.observed
    return float(np.mean([likely.loc[cluster, seen.split("|")].sum() for cluster, seen in observed.items()]))


def readings_table(paper: Prepared, keys: Sequence[str]) -> Html:
    """How well some weightings tell the paths observed, beside verdicts that look at nothing and all weightings.

    Where the tables have no path observed, a sentence says so.

    Parameters
    ----------
    paper : Prepared
        The study.
    keys : sequence of str
        Of the weightings that stand in it, besides :data:`BASELINES`.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(readings_table(edition(), ["extended"]).markup, "html.parser")
    >>> [cell.text for cell in made.select("tbody tr")[1]("td")]
    ['Low road for every cluster', '5 of 6', '5', '2 of 3', '1', '83 %']
    """
    if not paper.study.observed:
        return absent("no observed path")
    found = _rows(readings(paper))
    all_ = len(paper.study.observed)
    few = int((paper.study.outcomes["about"] == paper.study.outcomes["cluster"]).sum())
    names = dict(zip(keys, weighting_names(paper, keys), strict=True)) | BASELINES

    rows = [
        (
            name,
            f"{_number(found[key]['named'])} of {all_}",
            _number(found[key]["clearly"]),
            f"{_number(found[key]['described'])} of {few}",
            _number(found[key]["ruled_out"]),
            percent(found[key]["likely"]),
        )
        for key, name in names.items()
    ]
    columns = [
        "Reading",
        "Names the path observed",
        f"… by more than {NEAR:g}",
        "… where it is described",
        "Rules it out at worst",
        "Likely share on it",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "How well each reading tells the paths observed"))


def readings_by_coding_table(paper: Prepared, others: Mapping[str, Study], keys: Sequence[str]) -> Html:
    """The same under each coding of the paper, in short.

    Where the tables have no path observed, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(readings_by_coding_table(edition(), {}, ["extended"]).markup, "html.parser")
    >>> made.select("td")[1].text
    'names 5, of the described 2; rules out 0; 85 % likely'
    """
    if not paper.study.observed:
        return absent("no observed path")
    names = dict(zip(keys, weighting_names(paper, keys), strict=True)) | BASELINES
    found = {name: _rows(readings(Prepared(study, paper.rules))) for name, study in codings_of(paper, others).items()}
    rows = [
        (
            name,
            *(
                f"names {_number(table[key]['named'])}, of the described {_number(table[key]['described'])}; "
                f"rules out {_number(table[key]['ruled_out'])}; {percent(table[key]['likely'])} likely"
                for table in found.values()
            ),
        )
        for key, name in names.items()
    ]
    title = "How well each reading tells the paths observed, by coding"
    return Html(html_table(pd.DataFrame(rows, columns=["Reading", *(begun(coder(name)) for name in found)]), title))


def score_table(paper: Prepared, cluster: str, weights: Weights) -> Html:
    """What each determinant adds to a cluster's score under full compensation.

    Where the tables have no such cluster, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> weights = edition().framework.weightings["extended"]
    >>> made = BeautifulSoup(score_table(edition(), "sinos", weights).markup, "html.parser")
    >>> made.select("td")[-1].text
    '0.292 to 0.573: low road or mixed'
    """
    if cluster not in paper.ratings.clusters:
        return absent(f"no cluster “{cluster}”")
    full = replace(paper.rules, compensation=1.0, silent="range")
    scores = score(paper.ratings, weights, full)
    at = scores.clusters.index(cluster)
    rows: list[tuple[str, ...]] = []
    for weight, determinant in zip(weights.flat, paper.framework.determinants, strict=True):
        cell = paper.cells[cluster, determinant]
        lo, hi = on_scale(np.array([cell.lo, cell.hi]))
        rows.append(
            (
                determinant_link(paper, determinant),
                cell_link(paper, cell, cell_in_words(cell)),
                interval(lo, hi, ".3f"),
                f"{weight:.1%}",
                interval(lo * weight, hi * weight, ".3f"),
            )
        )
    total = interval(scores.lo[at], scores.hi[at], ".3f")
    path = in_words(classify(scores, paper.rules.thresholds).keys()[at])
    rows.append(("Together", "", "", f"{weights.flat.sum():.0%}", f"{total}: {path}"))
    columns = ["Determinant", "Cell", "From 0 to 1", "Weight", "Adds"]
    title = f"What each determinant adds to the score of {paper.names[cluster]}"
    return Html(html_table(pd.DataFrame(rows, columns=columns), title))


def weightings_table(paper: Prepared) -> Html:
    """The named weightings and what each stands for."""
    origins = {"paper": "the paper", "edition": "this edition"}
    rows = [
        (
            row.name,
            *(f"{share:.0%}" for share in paper.framework.weightings[row.weighting].levels),
            row.description,
            origins[row.origin],
            locator_link(paper, row.locator),
        )
        for row in each_row(paper.study.weightings)
    ]
    columns = ["Weighting", *paper.study.levels["name"], "Stands for", "From", "Where"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Named weightings"))


def tipping_table(paper: Prepared, weights: Weights) -> Html:
    """The nearest changes of weight that change each cluster's class.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> weights = edition().framework.weightings["extended"]
    >>> made = BeautifulSoup(tipping_table(edition(), weights).markup, "html.parser")
    >>> made.find("a", string="Gamarra").find_parent("tr").select("td")[3].text
    'Country level from 33 % to 37 %: low road or mixed'
    """
    framework, ratings = paper.framework, paper.ratings
    scores = score(ratings, weights, paper.rules)
    now = dict(zip(ratings.clusters, classify(scores, paper.rules.thresholds).keys(), strict=True))
    found = tipping_points(ratings, weights, framework, paper.rules)
    points = {(row.cluster, row.sense): row for row in each_row(found)}

    def nearest(cluster: str, sense: str) -> str:
        point = points[cluster, sense]
        if not point.path:
            return "none"
        then = in_words(point.path)
        if sense == "weighting":
            return f"{percent(point.distance / 2)} of the weight moved: {then}"
        return f"{framework.names[point.moved]} from {percent(point.share)} to {percent(point.to)}: {then}"

    frame = pd.DataFrame(
        {
            "Cluster": [place_link(paper, key) for key in ratings.clusters],
            "Class now": [in_words(now[key]) for key in ratings.clusters],
            "One factor": [nearest(key, "factor") for key in ratings.clusters],
            "One level": [nearest(key, "level") for key in ratings.clusters],
            "Any weights": [nearest(key, "weighting") for key in ratings.clusters],
        }
    )
    return Html(html_table(frame, "The nearest changes of weight that change each cluster's class"))


def information_table(paper: Prepared, most: int = 10) -> Html:
    """The cells that it would be worth most to know.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(information_table(edition(), most=2).markup, "html.parser")
    >>> [row.td.text for row in made.select("tbody tr")]
    ['Sinos Valley', 'Cachoeiro de Itapemirim']
    """
    found = value_of_information(paper.ratings, paper.framework, rules=paper.rules).head(most)
    frame = pd.DataFrame(
        {
            "Cluster": [place_link(paper, key) for key in found["cluster"]],
            "Determinant": [determinant_link(paper, key) for key in found["determinant"]],
            "Cell": [
                cell_link(
                    paper,
                    paper.cells[row.cluster, row.determinant],
                    "silent" if row.silent else "indirect or in dispute",
                )
                for row in each_row(found)
            ],
            "Undetermined now": list(map(percent, found["undetermined"])),
            "Less, if known": [f"{100 * drop:.0f} points" for drop in found["drop"]],
        }
    )
    return Html(html_table(frame, "What it would be worth to know a cell"))


_CHANGES = {
    "row": "left out",
    "source": "left out",
    "up": "read one step better",
    "down": "read one step worse",
}


def leave_one_out_table(paper: Prepared, weighting: str) -> Html:
    """What changes a class when it is left out or read one step otherwise.

    Where the tables have no such weighting, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(leave_one_out_table(edition(), "collective_efficiency").markup, "html.parser")
    >>> [head.text for head in made.select("th")]
    ['Cluster', 'What', 'Change', 'Before', 'After']
    """
    if weighting not in paper.framework.weightings:
        return absent(f"no weighting “{weighting}”")
    found = leave_one_out(paper.study, paper.framework.weightings[weighting], paper.rules)
    evidence = {row.id: row for row in each_row(paper.study.evidence)}

    def what(kind: str, key: str, cluster: str) -> Markup:
        if kind == "source":
            return link(work_address(key) if key in paper.study.references else "", key)
        row = evidence[key]
        said = link(cell_address(paper, cluster, row.determinant), row.summary or rating_in_words(row))
        return joined(filter(None, [said, source_link(paper, row)]))

    order = {key: at for at, key in enumerate(paper.ratings.clusters)}
    ways: dict[tuple[str, str, str, str, str], list[str]] = {}  # in which one thing changes one class
    for row in sorted(each_row(found), key=lambda row: (order[row.cluster], row.change == "source")):
        kind = "source" if row.change == "source" else "sentence"
        ways.setdefault((row.cluster, kind, row.id, row.before, row.after), []).append(_CHANGES[row.change])
    rows = [
        (place_link(paper, cluster), what(kind, key, cluster), ", or ".join(how), in_words(before), in_words(after))
        for (cluster, kind, key, before, after), how in ways.items()
    ]
    table = pd.DataFrame(rows, columns=["Cluster", "What", "Change", "Before", "After"])
    [name] = weighting_names(paper, [weighting])
    carrying = {(kind, key) for _, kind, key, _, _ in ways}
    sentences, sources = (sum(kind == each for kind, _ in carrying) for each in ("sentence", "source"))
    title = (
        f"{name}: {numbered(sentences, 'sentence', 'sentences')} and {numbered(sources, 'source', 'sources')} "
        "that a class depends on"
    )
    return Html(folded(title, html_table(table, f"What changes a class under {name}")))


def rank_table(paper: Prepared) -> Html:
    """Under what share of the weightings each cluster surely, and possibly, has each rank.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(rank_table(edition()).markup, "html.parser")
    >>> [head.text for head in made.select("th")]
    ['Cluster', 'Rank 1', 'Rank 2', 'Rank 3', 'Rank 4', 'Rank 5', 'Rank 6']
    """
    found = rank_acceptability(paper.ratings, paper.framework, rules=paper.rules)
    shares = {(row.cluster, row.rank): f"{100 * row.certain:.0f}–{100 * row.possible:.0f} %" for row in each_row(found)}
    ranks = sorted(set(found["rank"]))
    rows = [
        (place_link(paper, cluster), *(shares[cluster, rank] for rank in ranks)) for cluster in paper.ratings.clusters
    ]
    table = pd.DataFrame(rows, columns=["Cluster", *(f"Rank {rank}" for rank in ranks)])
    return Html(html_table(table, "Shares of the weightings under which each rank is certain, and possible"))


def observed_table(paper: Prepared, step: float = 0.05) -> Html:
    """The share of weightings that fit all that was observed, under thresholds moved by a step.

    Where the tables have no path observed, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(observed_table(edition()).markup, "html.parser")
    >>> [row.td.text for row in made.select("tbody tr")][:2]
    ['0.35 and 0.55', '0.35 and 0.60']
    """
    if not paper.study.observed:
        return absent("no observed path")
    usual = paper.rules.thresholds
    rows = []
    for low in (usual.low - step, usual.low, usual.low + step):
        for high in (usual.high - step, usual.high, usual.high + step):
            rules = replace(paper.rules, thresholds=Thresholds(round(low, 6), round(high, 6)))
            found = observed_acceptability(paper.ratings, paper.framework, paper.study.observed, rules=rules)
            left_open = {str(key): share for key, share in found["open"].items()}
            named = found["named"].to_dict()
            together = left_open.pop("all clusters")
            hardest = min(left_open, key=left_open.__getitem__)
            rows.append(
                (
                    f"{low:.2f} and {high:.2f}",
                    percent(together),
                    percent(named["all clusters"]),
                    place_link(paper, hardest),
                    percent(left_open[hardest]),
                )
            )
    columns = [
        "Thresholds",
        "Leave all observed paths open",
        "Name them all",
        "Hardest to fit",
        "Left open for it",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Weightings that fit what was observed"))
