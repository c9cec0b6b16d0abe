"""Tables of the evidence: rows with their locators, the making of cells, profiles, the textbook district."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import pandas as pd
from markupsafe import Markup, escape

from smeclusters.model.paths import in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Cell, cell_in_words
from smeclusters.study import each_row
from whichroad.addresses import (
    anchor,
    cell_link,
    determinant_link,
    locator_link,
    place_link,
    source_link,
    works,
)
from whichroad.marks import checked
from whichroad.markup import Html, absent, folded, html_table, joined, render
from whichroad.words import figure_in_brackets, numbered, qualified, rating_in_words

# ---- Rows of evidence, by section and by level.


def evidence_table(paper: Prepared, section: str) -> Html:
    """The evidence of one section of the paper, one row a statement, in the order of the paper.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(evidence_table(edition(), "3.2.4").markup, "html.parser")
    >>> len(made.select("tbody tr")) == int(made.summary.text.split()[1])
    True
    """
    rows = _of_section(paper.study.own.evidence, section)
    order = list(paper.study.locators["locator"])
    rows = rows.sort_values("locator", key=lambda column: column.map(order.index), kind="stable")
    table = html_table(_statements(paper, rows), f"Evidence from section {section}")
    return Html(folded(f"{_all(len(rows), 'row')} of evidence from this section", table))


def level_evidence(paper: Prepared, level: str, *clusters: str) -> Html:
    """Every row behind some clusters' cells of one level, from whatever section of the paper.

    Where the tables have no such level or cluster, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(level_evidence(edition(), "firm", "sinos").markup, "html.parser")
    >>> made.summary.text
    'Evidence behind Sinos Valley, firm level: 6 rows'
    """
    framework = paper.framework
    if level not in framework.levels:
        return absent(f"no level “{level}”")
    if unknown := [cluster for cluster in clusters if cluster not in paper.ratings.clusters]:
        return absent(f"no cluster “{unknown[0]}”")
    order = list(framework.determinants)
    inside = [key for key, at in zip(order, framework.level_of, strict=True) if framework.levels[at] == level]
    ids = {
        row
        for cell in paper.cells.values()
        if cell.cluster in clusters and cell.determinant in inside
        for row in cell.entered + cell.past
    }
    rows = paper.study.evidence[paper.study.evidence["id"].isin(ids)]
    rows = rows.sort_values("determinant", key=lambda column: column.map(order.index), kind="stable")
    names = " and ".join(paper.names[cluster] for cluster in clusters)
    label = f"Evidence behind {names}, {framework.names[level].lower()}"
    return Html(folded(f"{label}: {numbered(len(rows), 'row', 'rows')}", html_table(_statements(paper, rows), label)))


def _statements(paper: Prepared, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of evidence as readers see them."""
    facets = {(row.determinant, row.facet): row.name for row in each_row(paper.study.facets)}
    names = paper.framework.names
    return pd.DataFrame(
        {
            "Place": rows["place"].map(paper.names),
            "On": [
                ": ".join(filter(None, [names[row.determinant], facets.get((row.determinant, row.facet))]))
                for row in each_row(rows)
            ],
            "Rating": [rating_in_words(row) + (" (past)" if row.period == "past" else "") for row in each_row(rows)],
            "What is said": [row.summary + figure_in_brackets(row) for row in each_row(rows)],
            "Basis": rows["basis"],
            **checked(paper, rows["id"]),
            "Where": [source_link(paper, row) for row in each_row(rows)],
            "Works cited": [works(paper, row.sources, row.layer, row.cited_page) for row in each_row(rows)],
        }
    )


def _all(count: int, thing: str) -> str:
    return f"The one {thing}" if count == 1 else f"All {count} {thing}s"


def _of_section(table: pd.DataFrame, section: str) -> pd.DataFrame:
    return table[table["locator"].str.split(":").str[0] == section]


# ---- Cells.


def all_cells(paper: Prepared) -> Html:
    """The making of every cell, determinant by determinant, each under an anchor of its own.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(all_cells(edition()).markup, "html.parser")
    >>> made.find(id="cell-sinos-trust").summary.text
    'Sinos Valley: −1'
    """
    framework, clusters = paper.framework, paper.ratings.clusters
    determinants = [
        {
            "id": anchor("evidence", determinant),
            "name": framework.names[determinant],
            "link": determinant_link(paper, determinant),
            "cells": [
                {
                    "id": anchor("cell", cluster, determinant),
                    "summary": f"{paper.names[cluster]}: {cell_in_words(paper.cells[cluster, determinant])}",
                    "making": making_table(paper, paper.cells[cluster, determinant]).markup,
                }
                for cluster in clusters
            ],
        }
        for determinant in framework.determinants
    ]
    return Html(render("cells", determinants=determinants))


def making_table(paper: Prepared, cell: Cell) -> Html:
    """The rows behind one cell and what each rule did with them.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(making_table(edition(), edition().cells["sinos", "trust"]).markup, "html.parser")
    >>> [reason.text for reason in made.select("ol li")] == list(edition().cells["sinos", "trust"].reasons)
    True
    """
    rows = paper.study.evidence[paper.study.evidence["id"].isin(cell.entered + cell.past)]
    label = f"Evidence on {paper.names[cell.cluster]}, {paper.framework.names[cell.determinant].lower()}"
    table = html_table(_statements(paper, rows), label) if len(rows) else ""
    return Html(render("making", table=table, reasons=cell.reasons))


def notable_cells(paper: Prepared, kind: Literal["disagree", "silent"]) -> Html:
    """Cells on which the evidence disagrees, or on which there is none."""
    rows: list[tuple[Markup, Markup]] = []
    for determinant in paper.framework.determinants:
        found = [
            cell
            for cell in paper.cells.values()
            if cell.determinant == determinant and (cell.silent if kind == "silent" else cell.disagree)
        ]
        if found:
            links = [
                cell_link(
                    paper,
                    cell,
                    paper.names[cell.cluster] + (f" ({cell_in_words(cell)})" if kind == "disagree" else ""),
                )
                for cell in found
            ]
            rows.append((determinant_link(paper, determinant), joined(links)))
    label = {"disagree": "Cells in dispute", "silent": "Silent cells"}[kind]
    return Html(html_table(pd.DataFrame(rows, columns=["Determinant", "Cells"]), label))


def cell_counts(grid: Iterable[Cell]) -> dict[str, int]:
    """How many cells there are, how many rest on what, and how many rows of evidence enter them.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> cell_counts([edition().cells["sinos", "trust"]])
    {'cells': 1, 'direct': 1, 'around': 0, 'silent': 0, 'rows': 2}
    """
    grid = list(grid)
    silent = sum(cell.silent for cell in grid)
    around = sum(cell.widened > 0 for cell in grid)
    rows = {row for cell in grid for row in cell.entered}
    direct = len(grid) - silent - around
    return {"cells": len(grid), "direct": direct, "around": around, "silent": silent, "rows": len(rows)}


# ---- The textbook district, and likeness to it.


def textbook_table(paper: Prepared) -> Html:
    """The features of the textbook district."""
    frame = paper.study.textbook
    return Html(
        html_table(
            pd.DataFrame(
                {
                    "Feature": frame["name"],
                    "Determinant": [determinant_link(paper, key) for key in frame["determinant"]],
                    "What the model says": frame["definition"],
                    "Where": [locator_link(paper, locator) for locator in frame["locator"]],
                }
            ),
            "The textbook district",
        )
    )


def likeness_table(paper: Prepared) -> Html:
    """What each judgement of likeness to the textbook district rests on."""
    features = dict(zip(paper.study.textbook["feature"], paper.study.textbook["name"], strict=True))
    frame = paper.study.likeness
    details = pd.DataFrame(
        {
            "Feature": frame["feature"].map(features),
            "Cluster": [place_link(paper, key) for key in frame["cluster"]],
            "Likeness": frame["likeness"],
            "What is said": frame["summary"],
            "Basis": frame["basis"],
            "Where": [locator_link(paper, locator) for locator in frame["locator"]],
            "Works cited": [works(paper, keys) for keys in frame["sources"]],
        }
    )
    label = "What each judgement of likeness rests on"
    return Html(folded(label, html_table(details, label)))


# ---- Clusters: paths observed, profiles, side by side.


def outcomes_table(paper: Prepared) -> Html:
    """The path that the paper observes for each cluster: one step wider where it is said of others."""
    frame, observed = paper.study.outcomes, paper.study.observed
    return Html(
        html_table(
            pd.DataFrame(
                {
                    "Cluster": [place_link(paper, key) for key in frame["cluster"]],
                    "Path": [in_words(observed[key]) for key in frame["cluster"]],
                    "What is said": [row.summary + figure_in_brackets(row) for row in each_row(frame)],
                    "Basis": [_basis_of_path(paper, row) for row in each_row(frame)],
                    **checked(paper, frame["cluster"]),
                    "Where": [
                        joined(filter(None, [source_link(paper, row), works(paper, row.sources, row.layer)]))
                        for row in each_row(frame)
                    ],
                }
            ),
            "Observed paths",
        )
    )


def _basis_of_path(paper: Prepared, row: Any) -> Markup:
    """What a path rests on; where it is said of others, of whom."""
    own = row.about == row.cluster
    return escape(row.basis) if own else Markup("{} of {}").format(row.basis, place_link(paper, row.about))


def profiles_table(paper: Prepared, section: str) -> Html:
    """Every figure that one section of the paper gives."""
    frame = _of_section(paper.study.profiles, section)
    table = html_table(
        pd.DataFrame(
            {
                "Place": [place_link(paper, key) for key in frame["place"]],
                "What": frame["indicator"],
                "Figure": [qualified(row) for row in each_row(frame)],
                "Year": ["" if pd.isna(year) else f"{year:.0f}" for year in frame["year"]],
                **checked(paper, frame["id"]),
                "Where": [locator_link(paper, locator) for locator in frame["locator"]],
                "Works cited": [works(paper, keys) for keys in frame["sources"]],
                "Our note": frame["note"],
            }
        ),
        f"Figures of section {section}",
    )
    return Html(folded(f"{_all(len(frame), 'figure')} that this section gives", table))


def clusters_table(paper: Prepared) -> Html:
    """The clusters side by side: what the paper says of each, aspect by aspect."""
    aspects = {
        "firms": "Firms",
        "parts": "Of these",
        "jobs": "Employs",
        "sales": "Sells",
        "rivals": "Rivals abroad",
    }
    clusters, observed = paper.study.clusters, paper.study.observed
    frame = pd.DataFrame(
        {
            "Cluster": [place_link(paper, key) for key in clusters["place"]],
            "Country": [country(paper, key) for key in clusters["place"]],
            "Makes": list(clusters["products"]),
            **{
                title: ["; ".join(profile_facts(paper, key, aspect)) or "silent" for key in clusters["place"]]
                for aspect, title in aspects.items()
            },
            "Path observed": [in_words(observed[key]) if key in observed else "" for key in clusters["place"]],
        }
    )
    return Html(html_table(frame, "The clusters side by side"))


def profile_facts(paper: Prepared, cluster: str, aspect: str) -> list[str]:
    """What section 3.1 gives on one aspect of a cluster, or of its country's clusters together.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> profile_facts(edition(), "leon", "firms")[1]
    'over 4,000 shoe firms (León and Guadalajara together)'
    """
    within = paper.study.own.memberships  # what the paper counts in a country is not said of others there
    around = within.loc[within["place"] == cluster, "within"]
    frame = paper.study.profiles[
        paper.study.profiles["place"].isin([cluster, *around])
        & (paper.study.profiles["aspect"] == aspect)
        & (paper.study.profiles["locator"].str.startswith("3.1:"))
    ]
    return [qualified(row) + _further(row) for row in each_row(frame)]


def _further(row: Any) -> str:
    """What the words of a figure leave out of what it measures and of when, in brackets."""
    told = row.indicator == row.aspect or row.indicator in row.base or (row.base and row.base in row.indicator)
    more = [*([] if told else [row.indicator]), *([] if pd.isna(row.year) else [f"{row.year:.0f}"])]
    return f" ({', '.join(more)})" if more else ""


def country(paper: Prepared, cluster: str) -> str:
    """The country that a cluster lies in; empty if the tables do not say.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> country(edition(), "leon")
    'Mexico'
    """
    return paper.names.get(country_key(paper, cluster), "")


def country_key(paper: Prepared, cluster: str) -> str:
    """The key of the country that a cluster lies in; empty if the tables do not say.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> country_key(edition(), "leon")
    'MEX'
    """
    around = paper.study.memberships.loc[paper.study.memberships["place"] == cluster, "within"]
    found = paper.study.places[paper.study.places["place"].isin(around) & (paper.study.places["kind"] == "country")]
    return "".join(found["place"].head(1))


# ---- Keys.


def facets_table(paper: Prepared) -> Html:
    """Determinants and facets with their keys."""
    frame = paper.study.facets
    return Html(
        html_table(
            pd.DataFrame(
                {
                    "Determinant": [determinant_link(paper, key) for key in frame["determinant"]],
                    "Facet": frame["name"],
                    "Keys": frame["determinant"] + ", " + frame["facet"],
                    "What it covers": frame["definition"],
                    "Where": [locator_link(paper, locator) for locator in frame["locator"]],
                }
            ),
            "Determinants and facets",
        )
    )


def places_table(paper: Prepared) -> Html:
    """Places with their keys, from the specific to the general."""
    frame = paper.study.places
    return Html(
        html_table(
            pd.DataFrame(
                {
                    "Place": [place_link(paper, key) for key in frame["place"]],
                    "Key": frame["place"],
                    "Kind": frame["kind"],
                    "Makes": frame["products"],
                    "The paper also writes": frame["spelling"],
                    "Where": [
                        escape(row.locator or row.layer) if row.layer else locator_link(paper, row.locator)
                        for row in each_row(frame)
                    ],
                }
            ),
            "Places",
        )
    )
