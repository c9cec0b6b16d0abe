"""Tables as a page shows them: evidence with its locators, and the making of every cell."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from smeclusters.framework import Framework, Weights
from smeclusters.paths import compare_paths, in_words
from smeclusters.policies import levers, recommendations
from smeclusters.ratings import Cell, cells, in_a_row, rate, signed
from smeclusters.study import Study

# Columns whose cells are links, made by the functions below out of escaped text.
_LINKS = {"Where", "Works cited", "Cell", "Recommendations that act on it"}


@dataclass(frozen=True)
class Html:
    """Markup that a notebook and the book both show."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


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
    return Html(
        f"<details><summary>All {len(rows)} rows of evidence from this section</summary>"
        f"{html_table(_shown(study, rows), f'Evidence from section {section}')}</details>"
    )


def all_cells(study: Study) -> Html:
    """The making of every cell, determinant by determinant, each under an anchor of its own.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> 'id="cell-sinos-trust"' in all_cells(load_study())._repr_html_()
    True
    """
    names, clusters = Framework.from_study(study).names, _names(study)
    grid = cells(study)
    parts = []
    for determinant in study.determinants["determinant"]:
        parts.append(f"<h2>{html.escape(names[determinant])}</h2>")
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
    label = f"Evidence on {_names(study)[cell.cluster]}, {Framework.from_study(study).names[cell.determinant].lower()}"
    table = html_table(_shown(study, rows), label) if len(rows) else ""
    return Html(f"{table}<ol>{reasons}</ol>")


def notable_cells(study: Study, kind: Literal["disagree", "silent"]) -> Html:
    """Cells on which the evidence disagrees, or on which there is none."""
    names, clusters = Framework.from_study(study).names, _names(study)
    found = [cell for cell in cells(study) if getattr(cell, kind)]
    frame = pd.DataFrame({
        "Determinant": [names[cell.determinant] for cell in found],
        "Cell": [cell_link(cell, clusters[cell.cluster]) for cell in found],
        "Rating": [told(cell) for cell in found],
    })  # fmt: skip
    if kind == "silent":
        frame = frame.groupby("Determinant", sort=False)["Cell"].agg(", ".join).reset_index()
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
    shown = pd.DataFrame({"Cluster": [_names(study)[key] for key in clusters]})
    for key in weightings:
        shown[titles.get(key, key)] = list(wide.loc[clusters, key])
    shown["Observed"] = [in_words(study.observed[key]) if key in study.observed else "" for key in clusters]
    return Html(html_table(shown, "Open paths by weighting"))


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
        "Determinant": frame["determinant"].map(Framework.from_study(study).names),
        "What the model says": frame["definition"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "The textbook district"))  # fmt: skip


def likeness_table(study: Study) -> Html:
    """How like the textbook district each cluster is, and beneath it what that rests on."""
    features = dict(zip(study.textbook["feature"], study.textbook["name"], strict=True))
    frame = study.likeness
    short = frame.pivot(index="cluster", columns="feature", values="likeness")
    short = short.reindex(index=study.clusters["place"], columns=list(features)).astype(object).fillna("")
    short = short.set_axis(list(features.values()), axis=1)
    short.insert(0, "Cluster", list(study.clusters["name"]))
    details = pd.DataFrame({
        "Feature": frame["feature"].map(features),
        "Cluster": frame["cluster"].map(_names(study)),
        "Likeness": frame["likeness"],
        "What is said": frame["summary"],
        "Basis": frame["basis"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
        "Works cited": [_works(study, keys) for keys in frame["sources"]],
    })  # fmt: skip
    return Html(
        html_table(short, "Likeness to the textbook district")
        + "<details><summary>What each judgement rests on</summary>"
        + html_table(details, "What each judgement of likeness rests on")
        + "</details>"
    )


def outcomes_table(study: Study) -> Html:
    """The path that the paper observes for each cluster."""
    frame = study.outcomes
    return Html(html_table(pd.DataFrame({
        "Cluster": frame["cluster"].map(_names(study)),
        "Path": frame["path"].map(in_words),
        "Said of": frame["about"].map(_names(study)),
        "What is said": [row.summary + _in_brackets(row) for row in frame.itertuples()],
        "Basis": frame["basis"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
        "Works cited": [_works(study, keys) for keys in frame["sources"]],
    }), "Observed paths"))  # fmt: skip


def profiles_table(study: Study, section: str) -> Html:
    """Every figure that one section of the paper gives."""
    frame = study.profiles[study.profiles["locator"].str.split(":").str[0] == section]
    return Html(html_table(pd.DataFrame({
        "Place": frame["place"].map(_names(study)),
        "What": frame["indicator"],
        "Figure": [profile(study, key) for key in frame["id"]],
        "Year": ["" if pd.isna(year) else f"{year:.0f}" for year in frame["year"]],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
        "Works cited": [_works(study, keys) for keys in frame["sources"]],
        "Our note": frame["note"],
    }), f"Figures of section {section}"))  # fmt: skip


def policies_table(study: Study) -> Html:
    """Every recommendation of section 4."""
    names = Framework.from_study(study).names
    frame = study.policies
    return Html(html_table(pd.DataFrame({
        "Level": frame["level"].map(names),
        "Recommendation": frame["summary"],
        "Acts on (our reading)": [", ".join(names[key] for key in keys.split(";")) for keys in frame["determinants"]],
        "Who acts (our reading)": frame["actor"],
        "Side (our reading)": frame["side"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "Recommendations"))  # fmt: skip


def levers_table(study: Study, weights: Weights, compensation: float = 1.0, most: int = 3) -> Html:
    """For each cluster the determinants that raise its score most, and what acts on them."""
    names = Framework.from_study(study).names
    frame = levers(rate(study), weights, compensation).groupby("cluster", sort=False).head(most)
    return Html(html_table(pd.DataFrame({
        "Cluster": frame["cluster"].map(_names(study)),
        "Determinant": frame["determinant"].map(names),
        "One step adds": [interval(min(ends), max(ends), ".3f")
            for ends in zip(frame["gain_lo"], frame["gain_hi"], strict=True)
        ],
        "Recommendations that act on it": [
            ", ".join(locator_link(study, locator) for locator in recommendations(study, key)["locator"].unique()) or "none"
            for key in frame["determinant"]
        ],
    }), "Levers"))  # fmt: skip


def facets_table(study: Study) -> Html:
    """Determinants and facets with their keys."""
    frame = study.facets
    return Html(html_table(pd.DataFrame({
        "Determinant": frame["determinant"].map(Framework.from_study(study).names),
        "Facet": frame["name"],
        "Keys": frame["determinant"] + ", " + frame["facet"],
        "What it covers": frame["definition"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "Determinants and facets"))  # fmt: skip


def places_table(study: Study) -> Html:
    """Places with their keys, from the specific to the general."""
    frame = study.places
    return Html(html_table(pd.DataFrame({
        "Place": frame["name"],
        "Key": frame["place"],
        "Kind": frame["kind"],
        "Makes": frame["products"],
        "Where": [locator_link(study, locator) for locator in frame["locator"]],
    }), "Places"))  # fmt: skip


def profile(study: Study, key: str) -> str:
    """One figure of ``profiles.csv`` in words.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> profile(load_study(), "arg-jobs")
    'about 70 per cent of employment'
    """
    row = study.profiles.set_index("id").loc[key]
    qualifier = "" if row["qualifier"] == "exact" else f"{row['qualifier']} "
    return qualifier + _figure(row["value"], row["unit"])


def figure_of(study: Study, key: str) -> str:
    """The figure of one row of evidence in words.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> figure_of(load_study(), "mercosur-finance-1")
    '87 per cent of SMEs surveyed'
    """
    row = study.evidence.set_index("id").loc[key]
    return _figure(row["figure"], row["unit"])


def listed(study: Study, places: Iterable[str]) -> str:
    """Names of places as a list in words.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> listed(load_study(), ["sinos", "leon"])
    'Sinos Valley and León'
    """
    return in_a_row([_names(study)[place] for place in places])


def html_table(frame: pd.DataFrame, label: str) -> str:
    """A frame as an HTML table that scrolls sideways on its own and has a name.

    Cells are text, but for those in the columns that hold links.

    Examples
    --------
    >>> "&lt;b&gt;" in html_table(pd.DataFrame({"What": ["<b>"]}), "an example")
    True
    """
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame.columns)
    body = "".join(
        "<tr>"
        + "".join(_td(str(cell), name in _LINKS) for name, cell in zip(frame.columns, row, strict=True))
        + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return (
        f'<div class="sme-table" role="region" tabindex="0" aria-label="{html.escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def anchor(*parts: str) -> str:
    """The identifier of a place on a page.

    Examples
    --------
    >>> anchor("cell", "sinos", "joint_action")
    'cell-sinos-joint-action'
    """
    return "-".join(parts).replace("_", "-")


def interval(lo: float, hi: float, spec: str = "", to: str = " to ") -> str:
    """An interval as a reader sees it: one number where both ends agree.

    Examples
    --------
    >>> interval(-1, 1), interval(2, 2), interval(0.5, 0.625, ".2f")
    ('−1 to +1', '+2', '0.50 to 0.62')
    """
    ends = [format(value, spec) if spec else signed(value) for value in (lo, hi)]
    return ends[0] if ends[0] == ends[1] else to.join(ends)


def told(cell: Cell, to: str = " to ") -> str:
    """A cell's rating in words: its interval, or that the paper is silent."""
    return "silent" if cell.silent else interval(cell.lo, cell.hi, to=to)


def locator_link(study: Study, locator: str) -> str:
    """A locator as a link to the page of the book that deals with the passage."""
    row = study.locators.set_index("locator").loc[locator]
    return f'<a href="{row["page"]}.html">WP71 {row["label"].replace(" ", "&nbsp;")}</a>'


def cell_link(cell: Cell, text: str) -> str:
    """A link to the making of a cell."""
    return f'<a href="evidence.html#{anchor("cell", cell.cluster, cell.determinant)}">{html.escape(text)}</a>'


def _shown(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    facets = dict(zip(study.facets["facet"], study.facets["name"], strict=True))
    names = Framework.from_study(study).names
    return pd.DataFrame({
        "Place": rows["place"].map(_names(study)),
        "On": [f"{names[row.determinant]}: {facets[row.facet]}" for row in rows.itertuples()],
        "Rating": [signed(row.rating) + (" (past)" if row.period == "past" else "") for row in rows.itertuples()],
        "What is said": [row.summary + _in_brackets(row) for row in rows.itertuples()],
        "Basis": rows["basis"],
        "Where": [locator_link(study, locator) for locator in rows["locator"]],
        "Works cited": [_works(study, keys) for keys in rows["sources"]],
    })  # fmt: skip


def _td(cell: str, link: bool) -> str:
    if link:
        return f"<td>{cell}</td>"
    prose = ' class="sme-prose"' if len(cell) > 40 else ""  # a column of sentences needs room
    return f"<td{prose}>{html.escape(cell)}</td>"


def _works(study: Study, keys: str) -> str:
    links = []
    for key in filter(None, keys.split(";")):
        entry = study.references[key]
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        names = [" ".join(map(str, person.rich_prelast_names + person.rich_last_names)) for person in people]
        text = html.escape(f"{in_a_row(names)} {entry.fields.get('year', 'n.d.')}".strip())
        links.append(f'<a href="references.html#{anchor("work", key)}">{text}</a>')
    return ", ".join(links)


def _in_brackets(row: Any) -> str:
    return "" if pd.isna(row.figure) else f" ({_figure(row.figure, row.unit)})"


def _figure(value: float, unit: str) -> str:
    return f"{value:,g} {unit.replace('%', 'per cent')}" if value < 1e6 else f"{value:,.0f} {unit}"


def _names(study: Study) -> dict[str, str]:
    return dict(zip(study.places["place"], study.places["name"], strict=True))
