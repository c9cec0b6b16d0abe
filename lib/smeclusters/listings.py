"""What whole pages are made of: a card for each cluster, the glossary, the tables to download."""

from __future__ import annotations

import html
from typing import Any

from smeclusters.framework import Framework
from smeclusters.markup import (
    Html,
    Markup,
    anchor,
    determinant_link,
    evidence_address,
    folded,
    joined,
    locator_link,
    place_names,
    shade,
    sureness,
    told,
    works,
)
from smeclusters.paths import compare_paths, in_words
from smeclusters.ratings import Cell, cells
from smeclusters.study import Study, describe
from smeclusters.tables import country, figures


def card(study: Study, cluster: str) -> Html:
    """A cluster at a glance: its figures, its twelve cells, and its classes beside the path observed.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "150,000 jobs" in card(load_study(), "sinos")._repr_html_()
    True
    """
    place = study.clusters.set_index("place").loc[cluster]
    cited = study.evidence.loc[study.evidence["place"] == cluster, "sources"]
    keys = sorted({key for sources in cited for key in sources.split(";") if key})
    classes = compare_paths(study, Framework.from_study(study).weightings).query("cluster == @cluster")
    paths = classes.set_index("weighting")["path"].map(in_words)
    titles = study.weightings.set_index("weighting")["name"]
    facts: dict[str, str | Markup] = {
        "Country": country(study, cluster),
        "Makes": place["products"],
        "The paper also writes": place["spelling"],
        **{
            title: "; ".join(figures(study, cluster, aspect))
            for aspect, title in (
                ("firms", "Firms"), ("parts", "Of these"), ("jobs", "Jobs"), ("sales", "Sells"),
                ("rivals", "Rivals abroad"), ("extent", "Extent"),
            )
        },
        "Path observed": in_words(study.observed[cluster]) if cluster in study.observed else "none",
        **{titles[key]: paths[key] for key in ("collective_efficiency", "extended") if key in paths},
        "Works cited on it": works(study, ";".join(keys)),
    }  # fmt: skip
    entries = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{value if isinstance(value, Markup) else html.escape(value)}</dd></div>"
        for name, value in facts.items()
        if value
    )
    return Html(f'<div class="sme-card"><dl>{entries}</dl>{_strip(study, cluster)}</div>')


def glossary(study: Study) -> Html:
    """Every concept with its one definition, by the alphabet; determinants lead to theirs.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> 'id="concept-low-road"' in glossary(load_study())._repr_html_()
    True
    """
    entries: dict[str, str] = {}
    for row in study.concepts.itertuples():
        voice = "" if row.origin == "paper" else '<span class="sme-origin">this edition’s</span>'
        ends = joined(filter(None, [locator_link(study, row.locator), works(study, row.sources)]))
        entries[row.name] = _entry(
            anchor("concept", row.concept), row.name, f"{html.escape(row.definition)} {voice} {ends}"
        )
    for row in study.determinants.itertuples():
        level = Framework.from_study(study).names[row.level].lower()
        entries[row.name] = _entry(
            anchor("concept", row.determinant), row.name,
            f"A determinant of the {html.escape(level)}: {determinant_link(study, row.determinant)}.",
        )  # fmt: skip
    return Html(
        f'<dl class="sme-glossary">{"".join(entries[name] for name in sorted(entries, key=str.casefold))}</dl>'
    )


def datasets(study: Study, folder: str = "../data") -> Html:
    """Every table of the data package: what it holds, how many rows, its fields, and the file itself.

    Parameters
    ----------
    study : Study
        The coded paper.
    folder : str
        Address of the data folder as seen from the page.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> 'href="../data/evidence.csv"' in datasets(load_study())._repr_html_()
    True
    """
    return Html("".join(_dataset(study, resource, folder) for resource in describe()["resources"]))


def _dataset(study: Study, resource: dict[str, Any], folder: str) -> str:
    fields = "".join(
        f"<div><dt><code>{field['name']}</code> {html.escape(_kind(field))}</dt>"
        f"<dd>{html.escape(field['description'])}</dd></div>"
        for field in resource["schema"]["fields"]
    )
    rows = _rows(study, resource)
    return (
        f'<h3 id="{anchor("table", resource["name"])}">{html.escape(resource["title"])}</h3>'
        f"<p>{html.escape(resource['description'])} {rows} rows. "
        f'<a href="{folder}/{resource["path"]}" download>{resource["path"]}</a></p>'
        + folded(f"Fields of {resource['path']}", f'<dl class="sme-fields">{fields}</dl>')
    )


def _rows(study: Study, resource: dict[str, Any]) -> int:
    if not resource["name"].startswith("external/"):
        return len(getattr(study, resource["name"]))
    series = next(field for field in resource["schema"]["fields"] if field["name"] == "series")
    return int(study.external["series"].isin(series["constraints"]["enum"]).sum())


def _kind(field: dict[str, Any]) -> str:
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"({', '.join(map(str, rules['enum']))})"
    low, high = rules.get("minimum"), rules.get("maximum")
    bounds = f", {low} to {high}" if high is not None else f", at least {low}" if low is not None else ""
    return f"({field['type']}{bounds}{'' if rules.get('required') else ', may be empty'})"


def _strip(study: Study, cluster: str) -> str:
    """The twelve cells of a cluster as a list of small boxes, each a link to its evidence."""
    names = Framework.from_study(study).names
    mine = {cell.determinant: cell for cell in cells(study) if cell.cluster == cluster}
    levels = "".join(
        f"<li><span>{html.escape(level.name)}</span><ol>"
        + "".join(
            _box(mine[key], names[key])
            for key in study.determinants.query("level == @level.level")["determinant"]
        )
        + "</ol></li>"
        for level in study.levels.itertuples()
    )
    label = f"Ratings of {place_names(study)[cluster]}"
    return f'<ul class="sme-strip" aria-label="{html.escape(label)}">{levels}</ul>'


def _box(cell: Cell, name: str) -> str:
    return (
        f'<li class="sme-{shade(cell)}"><a href="{evidence_address(cell.cluster, cell.determinant)}" '
        f'title="{html.escape(sureness(cell))}">{html.escape(name)} <b>{told(cell)}</b></a></li>'
    )


def _entry(id: str, name: str, text: str) -> str:
    return f'<div id="{id}"><dt>{html.escape(name)}</dt><dd>{text.strip()}</dd></div>'
