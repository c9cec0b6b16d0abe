"""The bibliography: its style, and beneath each work the pages that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from docutils import nodes
from pybtex.plugin import register_plugin
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as UnsortedStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import Node, field, href, join, optional, optional_field, sentence
from sphinx.application import Sphinx
from sphinxcontrib.bibtex import plugin as bibtex_plugin
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from smeclusters.study.labels import as_cited, author_and_year, authors_of
from whichroad import elsewhere, later
from whichroad.edition import DATA

LAYERS = {later.LAYER: "chapters/after", elsewhere.LAYER: "chapters/elsewhere"}
"""The layers that come with the edition, and the page that shows the rows of each."""


def _cited(children: list[Any], context: dict[str, Any]) -> Any:
    """What stands within, of the work as the paper cites it."""
    [child] = children
    return child.format_data({**context, "entry": as_cited(context["entry"])})


_CITED = Node("cited", _cited)


@dataclass
class Citations(AuthorYearReferenceStyle):
    """Citations in the text by author and year as the paper cites."""

    def inner(self, role_name: str) -> Any:
        return _CITED[super().inner(role_name)]


class Labels(BaseLabelStyle):
    """Above each reference the author and year by which it is cited."""

    def format_labels(self, entries: Iterable[Any]) -> Iterator[str]:
        return map(author_and_year, entries)


class Order(BaseSortingStyle):
    """References in the order of those labels, works of one author before those of that author and others."""

    def sorting_key(self, entry: Any) -> Any:
        work = as_cited(entry)
        return [name.lower() for name in authors_of(work)], work.fields.get("year", ""), work.fields.get("title", "")


class Style(UnsortedStyle):
    """References as they were published, under the labels by which the paper cites them, with their notes."""

    default_label_style = Labels
    default_sorting_style = Order

    def format_web_refs(self, entry: Any) -> Any:
        page, handle = field("url", raw=True), field("repec", raw=True)
        return sentence[
            optional[href(page)["Its page"]],
            optional[href(join["http://econpapers.repec.org/", handle])[handle]],
        ]

    def get_incollection_template(self, entry: Any) -> Any:
        # pybtex prints the note of every type but this one; ours say what was corrected.
        return toplevel[super().get_incollection_template(entry), sentence[optional_field("note")]]


def works_of_layers() -> dict[str, list[str]]:
    """By work the layers of which a row rests on it, whichever of a layer's tables the row stands in.

    Examples
    --------
    >>> found = works_of_layers()
    >>> found["amighini2003"], found["rabellotti1999"]
    (['elsewhere'], ['after'])
    """
    found: dict[str, list[str]] = {}
    for layer in LAYERS:
        tables = [pd.read_csv(file, keep_default_na=False) for file in sorted((DATA / "layers" / layer).glob("*.csv"))]
        cited = {key.strip() for table in tables if "sources" in table for key in ";".join(table["sources"]).split(";")}
        for key in sorted(cited - {""}):
            found.setdefault(key, []).append(layer)
    return found


def lead_back(app: Sphinx, document: nodes.document, page: str) -> None:
    """Beneath each work of the bibliography the pages that cite it, and the layers of which rows rest on it."""
    citing = app.env.get_domain("cite").citation_refs  # type: ignore[attr-defined]
    order = list(app.env.collect_relations())
    works = list(document.findall(nodes.citation))
    shown = {layer for layer, shows in LAYERS.items() if shows in app.env.titles}  # a book of few pages may lack them
    resting = {f"work-{key}": layers for key, layers in works_of_layers().items()} if works else {}
    for work in works:
        pages = {
            reference.docname
            for reference in citing
            for target in reference.targets
            if f"work-{target.key}" in work["ids"]
        }
        layers = [layer for place in work["ids"] for layer in resting.get(place, ()) if layer in shown]
        line = nodes.paragraph(classes=["sme-cited"])
        if pages:
            line += nodes.Text("Cited on: ")
        elif not layers:
            line += nodes.Text("Listed by the paper; not cited on a page of this edition.")
        for number, citer in enumerate(sorted(pages, key=order.index)):
            line += nodes.Text(", " if number else "")
            line += _led_to(app, page, citer)
        for number, layer in enumerate(layers):
            line += nodes.Text(". " if pages or number else "")
            line += nodes.Text(f"A row or a sign of the layer “{layer}” rests on it: ")
            line += _led_to(app, page, LAYERS[layer])
        work += line


def _led_to(app: Sphinx, page: str, other: str) -> nodes.reference:
    """A link from one page to another, by its title."""
    title = app.env.titles[other].astext()
    return nodes.reference("", title, refuri=app.builder.get_relative_uri(page, other), internal=True)


def setup(app: Sphinx) -> dict[str, bool]:
    register_plugin("pybtex.style.formatting", "edition", Style)
    bibtex_plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", "edition", Citations)
    app.connect("doctree-resolved", lead_back)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
