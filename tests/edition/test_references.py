"""What stands beneath each work of the bibliography."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from docutils import nodes
from docutils.utils import new_document

from smeclusters.study import load_study
from whichroad.edition import DATA
from whichroad.sphinx.references import LAYERS, lead_back, works_of_layers

TITLES = {"chapters/after": "What came after", "chapters/elsewhere": "Elsewhere", "chapters/claims": "Claims"}


def beneath(key: str, *pages: str, titles: dict[str, str] = TITLES) -> tuple[str, list[str]]:
    """What a work that some pages cite is followed by, and where that leads."""
    target = SimpleNamespace(key=key)
    domain = SimpleNamespace(citation_refs=[SimpleNamespace(docname=page, targets=[target]) for page in pages])
    env = SimpleNamespace(
        get_domain=lambda _: domain,
        collect_relations=lambda: dict.fromkeys(titles),
        titles={page: nodes.title("", title) for page, title in titles.items()},
    )
    builder = SimpleNamespace(get_relative_uri=lambda page, other: f"{other}.html")
    document = new_document("references")
    document += nodes.citation("", ids=[f"work-{key}"])
    lead_back(cast(Any, SimpleNamespace(env=env, builder=builder)), document, "chapters/references")
    [line] = document.findall(nodes.paragraph)
    return line.astext(), [link["refuri"] for link in line.findall(nodes.reference)]


@pytest.mark.parametrize("layer", LAYERS)
def test_some_row_rests_on_every_work_of_a_layers_bibliography(layer: str):
    resting = works_of_layers()
    brought = load_study(DATA, layers=[layer]).layers[-1].references
    assert brought and all(layer in resting[key] for key in brought)


def test_a_work_says_which_layer_rests_on_it():
    assert beneath("amighini2003") == (
        "A row or a sign of the layer “elsewhere” rests on it: Elsewhere",
        ["chapters/elsewhere.html"],
    )
    assert beneath("reif2015", "chapters/after")[0] == (
        "Cited on: What came after. A row or a sign of the layer “after” rests on it: What came after"
    )


def test_only_works_that_nothing_rests_on_are_called_listed_alone():
    assert beneath("best1990") == ("Listed by the paper; not cited on a page of this edition.", [])
    assert beneath("best1990", "chapters/claims") == ("Cited on: Claims", ["chapters/claims.html"])
    assert "not cited" not in beneath("rabellotti1999")[0]


def test_a_book_without_the_pages_of_the_layers_leads_to_none():
    assert beneath("reif2015", "chapters/claims", titles={"chapters/claims": "Claims"})[1] == ["chapters/claims.html"]
