"""The bibliography: its style, and beneath each work the pages that cite it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from pybtex.plugin import register_plugin
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as UnsortedStyle
from pybtex.style.template import optional_field, sentence
from sphinx.application import Sphinx


class Style(UnsortedStyle):
    """References by author and year, with their notes wherever they stand."""

    default_sorting_style = "author_year_title"

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
    app.connect("doctree-resolved", lead_back)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
