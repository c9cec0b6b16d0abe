"""The page on which a class lays its settings side by side: what it holds before its script runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup

from smeclusters.analysis.agreement import coded_rows
from smeclusters.explorer.content import sliders
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Thresholds
from whichroad.explorer import explorer
from whichroad.markup import Html, render

NAMES = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kaya", "Leo")
"""Of a class that is made up."""

_SEED = 71
_OTHER_VERSION = "Mia explorer.html#w=0;1,1,1"


def class_page(paper: Prepared) -> Html:
    """A field for links and files, and what its script needs to read them.

    Parameters
    ----------
    paper : Prepared
        The paper, on whose clusters the settings count.

    Returns
    -------
    Html
        It works nothing out by itself; without scripts it says how Python does.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> 'name="links"' in class_page(edition()).markup
    True
    """
    content = explorer(paper, small=True).page_content
    shown = {"content": content, "example": example_links(paper), "keys": _keys(paper)}
    data = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return Html(render("class_page", data=Markup(data.replace("<", r"\u003c"))))  # or a text could end the script


def example_links(paper: Prepared) -> str:
    """The links of a made-up class, a line each: weightings with names, weights by chance, and one that is broken.

    Parameters
    ----------
    paper : Prepared
        The paper.

    Returns
    -------
    str
        As a lecturer would paste them.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> example_links(edition()).splitlines()[0][:37]
    'Ada explorer.html#w=1;0,100,0;25,25,2'
    """
    framework = paper.framework
    chance = np.random.default_rng(_SEED)
    named = [sliders(framework, weights) for weights in framework.weightings.values()]
    positions = [[list(each["levels"].values()), list(each["weights"].values())] for each in named[: len(NAMES)]]
    while len(positions) < len(NAMES):
        sizes = (len(framework.levels), len(framework.determinants))
        positions.append([(10 * chance.integers(1, 11, size)).tolist() for size in sizes])
    cluster, determinant = next(key for key, cell in paper.cells.items() if cell.silent)
    recoded = {"Dora": 1, "Gus": 2, "Leo": -1}
    lines = []
    for name, (levels, weights) in zip(NAMES, positions, strict=True):
        cells = [f"{cluster}:{determinant}:{recoded[name]}"] if name in recoded else []
        rules = {"Fay": {"compensation": "none"}, "Hana": {"silent": "middle"}}.get(name, {})
        lines.append(f"{name} explorer.html#w={_state(levels, weights, cells, rules)}")
    return "\n".join([*lines, _OTHER_VERSION])


def _keys(paper: Prepared) -> dict[str, Any]:
    """What may stand in a coding sheet, in the order of the paper, and this edition's own rows in that form."""
    study = paper.study
    rows = coded_rows(study, vintage=paper.rules.vintage)
    own = rows[["locator", "place", "determinant", "facet", "rating"]].rename(columns={"locator": "passage"})
    return {
        "passages": list(study.locators["locator"]),
        "places": study.places[["place", "name"]].to_numpy().tolist(),
        "own": own.to_dict("records"),
    }


def _state(levels: Sequence[float], weights: Sequence[float], cells: Sequence[str], rules: Mapping[str, str]) -> str:
    """A state as a link holds it; see ``links.js``."""
    usual = Thresholds()
    numbers = [",".join(f"{number:g}" for number in some) for some in (levels, weights, (usual.low, usual.high))]
    fields = ["1", *numbers[:2], rules.get("compensation", "1"), numbers[2], rules.get("silent", "range"), *cells]
    return ";".join(fields)
