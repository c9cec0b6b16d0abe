"""Each chapter as a notebook that reads as its page does, behind the theme's download button.

The notebook is made from what the page is made from, and no cell runs again for it.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from docutils import nodes
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx.application import Sphinx

from whichroad.charts.drawing import picture
from whichroad.citing import this_edition
from whichroad.shown import IN_BOOK, bare, in_short
from whichroad.sphinx.install import installing
from whichroad.sphinx.markdown import Writer

ABOUT = (
    "*This is [a page of {book}]({place}{page}.html) as a notebook, with what its code gave. The code of figures and "
    "tables is folded away; press the bar beside it. The first block installs "
    "[the edition’s library]({place}tasks.html) where it is missing.*"
)
Json = dict[str, Any]
FOLDED: Json = {"jupyter": {"source_hidden": True}}
HIDDEN = "remove-input"  # the tag of cells of which a page shows only what they give


def write_notebook(app: Sphinx, document: nodes.document, page: str) -> None:
    """Write the notebook beside the page, if it has something to run."""
    if app.builder.format == "html" and has_notebook(app, page):
        path = Path(app.outdir, f"{page}.ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(as_notebook(app, document, page), ensure_ascii=False, indent=1) + "\n", "utf-8")


def has_notebook(app: Sphinx, page: str) -> bool:
    """Whether a page is a chapter with cells; the landing page is made of what only a browser shows."""
    return page != app.config.root_doc and page in app.env.found_docs and "```{code-cell}" in _source(app, page)


def as_notebook(app: Sphinx, document: nodes.document, page: str) -> Json:
    """A page as a notebook: its text in words, its code, and what that gave."""
    source = read_myst_markdown_notebook(_source(app, page), config=app.env.myst_config)  # type: ignore[attr-defined]
    name = page.rpartition("/")[2]
    titles = {id: node.next_node(nodes.title) for node in document.findall(nodes.section) for id in node["ids"]}

    def leads(address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme:
            return address
        if parts.fragment.startswith("work-"):
            return ""  # a citation says enough
        if not parts.path:
            title = titles.get(parts.fragment)
            return "" if title is None else f"#{title.astext().replace(' ', '-')}"
        there = os.path.normpath(f"{page}/../{parts.path.removesuffix('.html')}")
        return f"{parts.path.removesuffix('.html')}.ipynb" if has_notebook(app, there) else address

    address = this_edition(app.config.html_baseurl).address  # where this version stays, as its wheel does
    place = urljoin(address, page).removesuffix(name) if address else ""
    about = ABOUT.format(book=app.config.html_title, place=place, page=name)
    install = installing(address, "the book’s page Notebooks to work in")
    cells = [_text(about, "about-this-notebook"), _cell("install", install, FOLDED, [])]
    numbered = {
        id: f"{kind.capitalize()} {'.'.join(map(str, number))}"
        for kind, found in app.env.toc_fignumbers.get(page, {}).items()
        for id, number in found.items()
    }
    _add_section(next(document.findall(nodes.section)), 1, source.cells, cells, Writer(leads, numbered))
    tell_apart(cells)
    metadata = {"kernelspec": source.metadata.kernelspec, "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _add_section(section: nodes.section, depth: int, source: list[Any], cells: list[Json], writer: Writer) -> None:
    """Add a cell for the title and what follows it, one for each piece of code, and so on."""
    text: list[str] = []

    def end_text() -> None:
        if whole := "\n\n".join(filter(None, text)):
            cells.append(_text(whole, section["ids"][0]))
        text.clear()

    for node in section.children:
        if isinstance(node, nodes.title):
            text.append(f"{'#' * depth} {writer.text(node)}")
        elif isinstance(node, nodes.section):
            end_text()
            _add_section(node, depth + 1, source, cells, writer)
        elif isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code":
            end_text()
            cells.append(_code(node, source[node["cell_index"]]))
        else:
            text.append(writer.block(node))
    end_text()


def tell_apart(cells: list[Json]) -> None:
    """Make names of cells such as the format allows, each the only one of its kind: the second ``a`` is ``a_2``."""
    seen: Counter[str] = Counter()
    for cell in cells:
        name = re.sub(r"[^a-zA-Z0-9-]", "-", cell["id"])[:58]
        seen[name] += 1
        cell["id"] = name if seen[name] == 1 else f"{name}_{seen[name]}"


def _text(source: str, id: str) -> Json:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def _code(node: nodes.Element, source: Any) -> Json:
    tags = source.metadata.get("tags", [])
    folded = {**FOLDED, "tags": tags} if HIDDEN in tags else {}
    outputs = [
        output
        for container in node.findall(nodes.container)
        if container.get("nb_element") == "cell_code_output"
        for each in container.findall(lambda found: isinstance(found, nodes.raw | nodes.literal_block))
        if (output := _output(each))
    ]
    return _cell(f"code-{node['cell_index']}", source.source, folded, outputs)


def _cell(id: str, source: str, metadata: Json, outputs: list[Json]) -> Json:
    cell = {"cell_type": "code", "id": id, "metadata": metadata, "execution_count": None}
    return {**cell, "source": source, "outputs": outputs}


def _output(node: nodes.Element) -> Json:
    """What a cell gave, as a notebook shows it: a figure as one picture; nothing of what only a page can show."""
    text = node.astext()
    if "stream" in node["classes"]:
        return {"output_type": "stream", "name": "stdout", "text": text}
    data = {"text/plain": text} if isinstance(node, nodes.literal_block) else _shown(text)
    return {"output_type": "display_data", "metadata": {}, "data": data} if data else {}


def _shown(markup: str) -> dict[str, str]:
    page = BeautifulSoup(markup, "html.parser")
    drawing, caption = page.select_one(".sme-wide > svg"), page.select_one("figcaption")
    if drawing is None or caption is None:
        short = in_short(markup)
        return {"text/html": bare(markup), "text/plain": short} if short else {}
    for pointing in caption.select(".sme-pointing"):
        pointing.extract()
    alt = str(drawing["aria-label"])
    data = str(page.select_one(".sme-data > details"))
    return {**picture(str(drawing), alt, caption.get_text(), data), "text/plain": alt}


def _source(app: Sphinx, page: str) -> str:
    return Path(app.env.doc2path(page)).read_text("utf-8")


def offer_notebook(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let the theme's download button offer the notebook."""
    if doctree is not None and has_notebook(app, page):
        context["ipynb_source"] = f"../{page}.ipynb"  # the theme looks from _sources/


def setup(app: Sphinx) -> dict[str, bool]:
    os.environ[IN_BOOK] = "1"  # kernels that start from here on know it
    app.connect("doctree-resolved", write_notebook, priority=950)  # when all else is said and done
    app.connect("html-page-context", offer_notebook, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
