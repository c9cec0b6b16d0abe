"""Tables as a page shows them: evidence with its locators, the making of cells, what follows from weights."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np
import pandas as pd

from smeclusters.framework import Framework, Weights
from smeclusters.markup import (
    Html,
    anchor,
    cell_link,
    determinant_link,
    folded,
    html_table,
    in_brackets,
    interval,
    joined,
    locator_link,
    place_link,
    place_names,
    profile,
    told,
    works,
)
from smeclusters.paths import PATH_NAMES, compare_paths, in_words
from smeclusters.policies import levers, recommendations, support
from smeclusters.ratings import HIGHEST, LOWEST, Cell, cells, rate, signed
from smeclusters.study import Study
from smeclusters.verdicts import marks_of_row


def evidence_table(study: Study, section: str) -> Html:
    """The evidence of one section of the paper, one row a statement, in the order of the paper.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "FENAC" in evidence_table(load_study(), "3.2.1")._repr_html_()
    True
    """
    rows = study.evidence[study.evidence["locator"].str.split(":").str[0] == section]
    order = list(study.locators["locator"])
    rows = rows.sort_values("locator", key=lambda column: column.map(order.index), kind="stable")
    table = html_table(_shown(study, rows), f"Evidence from section {section}")
    return Html(folded(f"All {len(rows)} rows of evidence from this section", table))


def level_evidence(study: Study, level: str, *clusters: str) -> Html:
    """Every row behind some clusters' cells of one level, from whatever section of the paper.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "shoe industry" in level_evidence(load_study(), "firm", "sinos")._repr_html_()
    True
    """
    inside = set(study.determinants.query("level == @level")["determinant"])
    ids = {
        row
        for cell in cells(study)
        if cell.cluster in clusters and cell.determinant in inside
        for row in cell.entered + cell.past
    }
    rows = study.evidence[study.evidence["id"].isin(ids)]
    order = list(study.determinants["determinant"])
    rows = rows.sort_values("determinant", key=lambda column: column.map(order.index), kind="stable")
    names = " and ".join(place_names(study)[cluster] for cluster in clusters)
    label = f"Evidence behind {names}, {Framework.from_study(study).names[level].lower()}"
    return Html(folded(f"{label}: {len(rows)} rows", html_table(_shown(study, rows), label)))


def all_cells(study: Study) -> Html:
    """The making of every cell, determinant by determinant, each under an anchor of its own.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> 'id="cell-sinos-trust"' in all_cells(load_study())._repr_html_()
    True
    """
    names, clusters = Framework.from_study(study).names, place_names(study)
    grid = cells(study)
    parts = []
    for determinant in study.determinants["determinant"]:
        title = html.escape(names[determinant])
        parts.append(f'<h2 id="{anchor("evidence", determinant)}">{title}</h2>')
        parts.append(f"<p>{determinant_link(study, determinant)}: what the framework means by it.</p>")
        for cell in grid:
            if cell.determinant == determinant:
                parts.append(
                    f'<details id="{anchor("cell", cell.cluster, determinant)}" class="sme-cell">'
                    f"<summary>{html.escape(clusters[cell.cluster])}: {told(cell)}</summary>"
                    f"{making_table(study, cell)._repr_html_()}</details>"
                )
    return Html("".join(parts))


def making_table(study: Study, cell: Cell) -> Html:
    """The rows behind one cell and what each rule did with them.

    Examples
    --------
    >>> from smeclusters import explain, load_study
    >>> study = load_study()
    >>> "Median by facet" in making_table(study, explain(study, "sinos", "skills"))._repr_html_()
    True
    """
    reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in cell.reasons)
    rows = study.evidence[study.evidence["id"].isin(cell.entered + cell.past)]
    names = Framework.from_study(study).names
    label = f"Evidence on {place_names(study)[cell.cluster]}, {names[cell.determinant].lower()}"
    table = html_table(_shown(study, rows), label) if len(rows) else ""
    return Html(f"{table}<ol>{reasons}</ol>")


def notable_cells(study: Study, kind: Literal["disagree", "silent"]) -> Html:
    """Cells on which the evidence disagrees, or on which there is none."""
    clusters = place_names(study)
    found = [cell for cell in cells(study) if getattr(cell, kind)]
    rows = {
        determinant: [
            cell_link(cell, clusters[cell.cluster] + (f" ({told(cell)})" if kind == "disagree" else ""))
            for cell in found
            if cell.determinant == determinant
        ]
        for determinant in study.determinants["determinant"]
    }
    used = [determinant for determinant, links in rows.items() if links]
    frame = pd.DataFrame({
        "Determinant": [determinant_link(study, determinant) for determinant in used],
        "Cells": [joined(rows[determinant]) for determinant in used],
    })  # fmt: skip
    return Html(html_table(frame, {"disagree": "Cells in dispute", "silent": "Silent cells"}[kind]))


def counts(grid: Iterable[Cell]) -> dict[str, int]:
    """How many cells there are, how many rest on what, and how many rows of evidence enter them."""
    grid = list(grid)
    silent = sum(cell.silent for cell in grid)
    around = sum(cell.widened > 0 for cell in grid)
    rows = {row for cell in grid for row in cell.entered}
    direct = len(grid) - silent - around
    return {"cells": len(grid), "direct": direct, "around": around, "silent": silent, "rows": len(rows)}


def classes_table(study: Study, weightings: Mapping[str, Weights]) -> Html:
    """Open paths of every cluster under every weighting, and the path observed."""
    frame = compare_paths(study, weightings)
    frame["path"] = frame["path"].map(in_words)
    wide = frame.pivot(index="cluster", columns="weighting", values="path")
    titles = dict(zip(study.weightings["weighting"], study.weightings["name"], strict=True))
    clusters = list(study.clusters["place"])
    shown = pd.DataFrame({"Cluster": [place_link(study, key) for key in clusters]})
    for key in weightings:
        shown[titles.get(key, key)] = list(wide.loc[clusters, key])
    shown["Observed"] = [in_words(study.observed[key]) if key in study.observed else "" for key in clusters]
    return Html(html_table(shown, "Open paths by weighting"))


def score_table(study: Study, cluster: str, weights: Weights) -> Html:
    """What each determinant adds to a cluster's score under full compensation.

    Examples
    --------
    >>> from smeclusters import Framework, load_study
    >>> study = load_study()
    >>> weights = Framework.from_study(study).weightings["extended"]
    >>> "low road or mixed" in score_table(study, "sinos", weights)._repr_html_()
    True
    """
    mine = [cell for cell in cells(study) if cell.cluster == cluster]
    ends = np.array([(cell.lo, cell.hi) for cell in mine])
    scale = (ends - LOWEST) / (HIGHEST - LOWEST)
    frame = pd.DataFrame({
        "Determinant": [determinant_link(study, cell.determinant) for cell in mine],
        "Cell": [cell_link(cell, told(cell)) for cell in mine],
        "From 0 to 1": [interval(lo, hi, ".3f") for lo, hi in scale],
        "Weight": [f"{weight:.1%}" for weight in weights.flat],
        "Adds": [interval(lo, hi, ".3f") for lo, hi in scale * weights.flat[:, None]],
    })  # fmt: skip
    result = compare_paths(study, {"": weights}).set_index("cluster").loc[cluster]
    total = interval(result["score_lo"], result["score_hi"], ".3f")
    frame.loc[len(frame)] = [
        "Together",
        "",
        "",
        f"{weights.flat.sum():.0%}",
        f"{total}: {in_words(result['path'])}",
    ]
    return Html(
        html_table(frame, f"What each determinant adds to the score of {place_names(study)[cluster]}")
    )


def weightings_table(study: Study) -> Html:
    """The named weightings and what each stands for."""
    weightings = Framework.from_study(study).weightings
    frame = pd.DataFrame({
        "Weighting": study.weightings["name"],
        **{
            name: [f"{weightings[key].levels[position]:.0%}" for key in study.weightings["weighting"]]
            for position, name in enumerate(study.levels["name"])
        },
        "Stands for": study.weightings["description"],
        "From": study.weightings["origin"].map({"paper": "the paper", "edition": "this edition"}),
        "Where": [locator_link(study, locator) for locator in study.weightings["locator"]],
    })  # fmt: skip
    return Html(html_table(frame, "Named weightings"))


def textbook_table(study: Study) -> Html:
    """The features of the textbook district."""
    frame = study.textbook
    return Html(html_table(pd.DataFrame({
        "Feature": frame["name"],
        "Determinant": [determinant_link(study, key) for key in frame["determinant"]],
        "What the model says": frame["definition"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "The textbook district"))  # fmt: skip


def likeness_table(study: Study) -> Html:
    """What each judgement of likeness to the textbook district rests on."""
    features = dict(zip(study.textbook["feature"], study.textbook["name"], strict=True))
    frame = study.likeness
    details = pd.DataFrame({
        "Feature": frame["feature"].map(features),
        "Cluster": [place_link(study, key) for key in frame["cluster"]],
        "Likeness": frame["likeness"],
        "What is said": frame["summary"],
        "Basis": frame["basis"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
        "Works cited": [works(study, keys) for keys in frame["sources"]],
    })  # fmt: skip
    label = "What each judgement of likeness rests on"
    return Html(folded(label, html_table(details, label)))


def outcomes_table(study: Study) -> Html:
    """The path that the paper observes for each cluster."""
    frame = study.outcomes
    return Html(html_table(pd.DataFrame({
        "Cluster": [place_link(study, key) for key in frame["cluster"]],
        "Path": frame["path"].map(in_words),
        "Said of": [place_link(study, key) for key in frame["about"]],
        "What is said": [row.summary + in_brackets(row) for row in frame.itertuples()],
        "Basis": frame["basis"],
        "Checked": [marks_of_row(study, key) for key in frame["cluster"]],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
        "Works cited": [works(study, keys) for keys in frame["sources"]],
    }), "Observed paths"))  # fmt: skip


def profiles_table(study: Study, section: str) -> Html:
    """Every figure that one section of the paper gives."""
    frame = study.profiles[study.profiles["locator"].str.split(":").str[0] == section]
    table = html_table(pd.DataFrame({
        "Place": [place_link(study, key) for key in frame["place"]],
        "What": frame["indicator"],
        "Figure": [profile(study, key) for key in frame["id"]],
        "Year": ["" if pd.isna(year) else f"{year:.0f}" for year in frame["year"]],
        "Checked": [marks_of_row(study, key) for key in frame["id"]],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
        "Works cited": [works(study, keys) for keys in frame["sources"]],
        "Our note": frame["note"],
    }), f"Figures of section {section}")  # fmt: skip
    return Html(folded(f"All {len(frame)} figures that this section gives", table))


def clusters_table(study: Study) -> Html:
    """The clusters side by side: what the paper says of each, aspect by aspect."""
    aspects = {
        "firms": "Firms", "parts": "Of these", "jobs": "Jobs", "sales": "Sells", "rivals": "Rivals abroad",
    }  # fmt: skip
    frame = pd.DataFrame({
        "Cluster": [place_link(study, key) for key in study.clusters["place"]],
        "Country": [country(study, key) for key in study.clusters["place"]],
        "Makes": list(study.clusters["products"]),
    })  # fmt: skip
    for aspect, title in aspects.items():
        frame[title] = ["; ".join(figures(study, key, aspect)) or "silent" for key in study.clusters["place"]]
    frame["Path observed"] = [
        PATH_NAMES.get(study.observed.get(key, ""), "") for key in study.clusters["place"]
    ]
    return Html(html_table(frame, "The clusters side by side"))


def figures(study: Study, cluster: str, aspect: str) -> list[str]:
    """What section 3.1 gives on one aspect of a cluster, or of its country's clusters together.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> figures(load_study(), "leon", "firms")[1]
    'over 4,000 firms (shoe producers in León and Guadalajara)'
    """
    around = study.memberships.loc[study.memberships["place"] == cluster, "within"]
    frame = study.profiles[
        study.profiles["place"].isin([cluster, *around])
        & (study.profiles["aspect"] == aspect)
        & (study.profiles["locator"].str.startswith("3.1:"))
    ]
    return [
        profile(study, row.id) + ("" if row.indicator == aspect else f" ({row.indicator})")
        for row in frame.itertuples()
    ]


def country(study: Study, cluster: str) -> str:
    """The country that a cluster lies in; empty if the tables do not say."""
    around = study.memberships.loc[study.memberships["place"] == cluster, "within"]
    found = study.places[study.places["place"].isin(around) & (study.places["kind"] == "country")]
    return "".join(found["name"].head(1))


def policies_table(study: Study) -> Html:
    """Every recommendation of section 4, with how much the evidence says on what it acts on."""
    names = Framework.from_study(study).names
    frame = study.policies.merge(support(study), on="id")
    return Html(html_table(pd.DataFrame({
        "Level": frame["level"].map(names),
        "Recommendation": frame["summary"],
        "Acts on (our reading)": [
            joined(determinant_link(study, key) for key in keys.split(";")) for keys in frame["determinants"]
        ],
        "Who acts (our reading)": frame["actor"],
        "Side (our reading)": frame["side"],
        "Cells about clusters": [f"{row.direct} of {row.cells}" for row in frame.itertuples()],
        "Checked": [marks_of_row(study, key) for key in frame["id"]],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "Recommendations"))  # fmt: skip


def levers_table(study: Study, weights: Weights, compensation: float = 1.0, most: int = 3) -> Html:
    """For each cluster the determinants that raise its score most, and what acts on them."""
    frame = levers(rate(study), weights, compensation).groupby("cluster", sort=False).head(most)
    return Html(html_table(pd.DataFrame({
        "Cluster": [place_link(study, key) for key in frame["cluster"]],
        "Determinant": [determinant_link(study, key) for key in frame["determinant"]],
        "One step adds": [interval(min(ends), max(ends), ".3f")
            for ends in zip(frame["gain_lo"], frame["gain_hi"], strict=True)
        ],
        "Recommendations that act on it": [
            joined(locator_link(study, locator) for locator in recommendations(study, key)["locator"].unique()) or "none"
            for key in frame["determinant"]
        ],
    }), "Levers"))  # fmt: skip


def best_levers_table(study: Study, weightings: Mapping[str, Weights], compensation: float = 1.0) -> Html:
    """For each cluster and weighting the determinant that moves the score most, or all that do."""
    titles = dict(zip(study.weightings["weighting"], study.weightings["name"], strict=True))
    ratings = rate(study)
    shown = pd.DataFrame({"Cluster": [place_link(study, key) for key in study.clusters["place"]]})
    for key, weights in weightings.items():
        frame = levers(ratings, weights, compensation)
        gain = (frame["gain_lo"] + frame["gain_hi"]).round(12)
        best = frame[gain == gain.groupby(frame["cluster"]).transform("max")]
        shown[titles.get(key, key)] = [
            joined(
                determinant_link(study, each) for each in best.loc[best["cluster"] == cluster, "determinant"]
            )
            for cluster in study.clusters["place"]
        ]
    return Html(html_table(shown, "The strongest lever by weighting"))


def facets_table(study: Study) -> Html:
    """Determinants and facets with their keys."""
    frame = study.facets
    return Html(html_table(pd.DataFrame({
        "Determinant": [determinant_link(study, key) for key in frame["determinant"]],
        "Facet": frame["name"],
        "Keys": frame["determinant"] + ", " + frame["facet"],
        "What it covers": frame["definition"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "Determinants and facets"))  # fmt: skip


def places_table(study: Study) -> Html:
    """Places with their keys, from the specific to the general."""
    frame = study.places
    return Html(html_table(pd.DataFrame({
        "Place": [place_link(study, key) for key in frame["place"]],
        "Key": frame["place"],
        "Kind": frame["kind"],
        "Makes": frame["products"],
        "The paper also writes": frame["spelling"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "Places"))  # fmt: skip


def _shown(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    facets = dict(zip(study.facets["facet"], study.facets["name"], strict=True))
    names = Framework.from_study(study).names
    return pd.DataFrame({
        "Place": rows["place"].map(place_names(study)),
        "On": [f"{names[row.determinant]}: {facets[row.facet]}" for row in rows.itertuples()],
        "Rating": [signed(row.rating) + (" (past)" if row.period == "past" else "") for row in rows.itertuples()],
        "What is said": [row.summary + in_brackets(row) for row in rows.itertuples()],
        "Basis": rows["basis"],
        "Checked": [marks_of_row(study, row) for row in rows["id"]],
        "Where": [locator_link(study, locator) for locator in rows["locator"]],
        "Works cited": [works(study, keys) for keys in rows["sources"]],
    })  # fmt: skip
