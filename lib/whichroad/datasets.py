"""The tables of the data package, to look at and to download."""

from __future__ import annotations

import html
from typing import Any

from smeclusters.claims.assessed import Assessed
from smeclusters.study import describe
from whichroad.addresses import anchor
from whichroad.markup import Html, folded


def datasets(paper: Assessed, folder: str = "../data") -> Html:
    """Every table of the data package: what it holds, how many rows, its fields, and the file itself.

    Parameters
    ----------
    paper : Assessed
        The coded paper.
    folder : str
        Address of the data folder as seen from the page.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> 'href="../data/evidence.csv"' in datasets(edition())._repr_html_()
    True
    """
    return Html("".join(_dataset(paper, resource, folder) for resource in describe()["resources"]))


def _dataset(paper: Assessed, resource: dict[str, Any], folder: str) -> str:
    fields = "".join(
        f"<div><dt><code>{field['name']}</code> {html.escape(_kind(field))}</dt>"
        f"<dd>{html.escape(field['description'])}</dd></div>"
        for field in resource["schema"]["fields"]
    )
    rows = _rows(paper, resource)
    return (
        f'<h3 id="{anchor("table", resource["name"])}">{html.escape(resource["title"])}</h3>'
        f"<p>{html.escape(resource['description'])} {rows} rows. "
        f'<a href="{folder}/{resource["path"]}" download>{resource["path"]}</a></p>'
        + folded(f"Fields of {resource['path']}", f'<dl class="sme-fields">{fields}</dl>')
    )


def _rows(paper: Assessed, resource: dict[str, Any]) -> int:
    if not resource["name"].startswith("external/"):
        return len(getattr(paper.study, resource["name"]))
    series = next(field for field in resource["schema"]["fields"] if field["name"] == "series")
    return int(paper.study.external["series"].isin(series["constraints"]["enum"]).sum())


def _kind(field: dict[str, Any]) -> str:
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"({', '.join(map(str, rules['enum']))})"
    low, high = rules.get("minimum"), rules.get("maximum")
    bounds = f", {low} to {high}" if high is not None else f", at least {low}" if low is not None else ""
    return f"({field['type']}{bounds}{'' if rules.get('required') else ', may be empty'})"
