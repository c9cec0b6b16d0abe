"""The tables of the data package, to look at and to download."""

from __future__ import annotations

from typing import Any

from smeclusters.model.prepared import Prepared
from smeclusters.study import describe
from whichroad.addresses import anchor
from whichroad.markup import Html, render


def datasets(paper: Prepared, folder: str = "../data") -> Html:
    """Every table of the data package: what it holds, how many rows, its fields, and the file itself.

    Parameters
    ----------
    paper : Prepared
        The coded paper.
    folder : str
        Address of the data folder as seen from the page.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(datasets(edition()).markup, "html.parser")
    >>> made.find(id="table-evidence").find_next("a")["href"]
    '../data/evidence.csv'
    """
    tables = [
        {
            "id": anchor("table", resource["name"]),
            "title": resource["title"],
            "description": resource["description"],
            "rows": _rows(paper, resource),
            "path": resource["path"],
            "fields": [
                {"name": field["name"], "kind": _kind(field), "description": field["description"]}
                for field in resource["schema"]["fields"]
            ],
        }
        for resource in describe()["resources"]
    ]
    return Html(render("datasets", tables=tables, folder=folder))


def _rows(paper: Prepared, resource: dict[str, Any]) -> int:
    if not resource["name"].startswith("external/"):
        return len(getattr(paper.study, resource["name"]))
    series = next(field for field in resource["schema"]["fields"] if field["name"] == "series")
    return int(paper.study.external["series"].isin(series["constraints"]["enum"]).sum())


def _kind(field: dict[str, Any]) -> str:
    """What a field may hold, in brackets.

    Examples
    --------
    >>> _kind({"type": "number", "constraints": {"minimum": 0, "required": True}})
    '(number, at least 0)'
    """
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"({', '.join(map(str, rules['enum']))})"
    low, high = rules.get("minimum"), rules.get("maximum")
    bounds = f", {low} to {high}" if high is not None else f", at least {low}" if low is not None else ""
    return f"({field['type']}{bounds}{'' if rules.get('required') else ', may be empty'})"
