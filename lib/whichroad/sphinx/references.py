"""The bibliography: its style, and beneath each work the pages that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

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


def lead_back(app: Sphinx, document: nodes.document, page: str) -> None:
    """Beneath each work of the bibliography the pages that cite it, in the order of the book."""
    citing = app.env.get_domain("cite").citation_refs  # type: ignore[attr-defined]
    order = list(app.env.collect_relations())
    for work in document.findall(nodes.citation):
        pages = {
            reference.docname
            for reference in citing
            for target in reference.targets
            if f"work-{target.key}" in work["ids"]
        }
        line = nodes.paragraph(classes=["sme-cited"])
        line += nodes.Text("Cited on: " if pages else "Listed by the paper; not cited on a page of this edition.")
        for number, citer in enumerate(sorted(pages, key=order.index)):
            title = app.env.titles[citer].astext()
            line += nodes.Text(", " if number else "")
            line += nodes.reference("", title, refuri=app.builder.get_relative_uri(page, citer), internal=True)
        work += line


def setup(app: Sphinx) -> dict[str, bool]:
    register_plugin("pybtex.style.formatting", "edition", Style)
    bibtex_plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", "edition", Citations)
    app.connect("doctree-resolved", lead_back)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
