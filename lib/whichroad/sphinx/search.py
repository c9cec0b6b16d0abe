"""Search that finds definitions first and leaves out what readers do not see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from smeclusters.study import each_row
from whichroad.addresses import anchor, definition_address
from whichroad.edition import edition

GLOSSARY = "glossary.html"
UNREAD = frozenset({"sme-aside"})  # locators and marks


def definitions() -> Iterator[tuple[str, str]]:
    """Each term with the address of its definition, under all its wordings.

    Examples
    --------
    >>> dict(definitions())["Trust"]
    'framework-cluster.html#determinant-trust'
    """
    paper = edition()
    for row in each_row(paper.study.concepts):
        for name in filter(None, [row.name, *row.forms.split(";")]):
            yield name, f"{GLOSSARY}#{anchor('concept', row.concept)}"
    for row in each_row(paper.study.determinants):
        yield row.name, definition_address(paper, row.determinant)


def index_what_is_read(app: Sphinx) -> None:
    """Let the search know a page without its marks and locators, and with the definitions that it gives.

    Entries of an index come before pages that only use the words.
    """
    builder: Any = app.builder
    if builder.format != "html":
        return
    entries: dict[str, list[tuple[str, str, str, str, None]]] = {}
    for name, address in definitions():
        page, _, place = address.partition("#")
        entries.setdefault(f"chapters/{page.removesuffix('.html')}", []).append(("single", name, place, "main", None))
    feed = builder.index_page

    def index_page(page: str, document: nodes.document, title: str) -> None:
        copy = document.deepcopy()
        for node in list(copy.findall(nodes.inline)):
            if UNREAD.intersection(node["classes"]):
                node.parent.remove(node)
        copy.append(addnodes.index(entries=entries.get(page, [])))
        feed(page, copy, title)

    builder.index_page = index_page


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", index_what_is_read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
