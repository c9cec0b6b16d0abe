"""How long a page takes to read and which part of the paper it is about, in a quiet line under its title.

The role ``minutes`` says in a plan how long some pages take.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from smeclusters.wording import in_a_row, plural
from whichroad.edition import edition

PACE = 200  # words in a minute
BLOCKS = (nodes.paragraph, nodes.title, nodes.term)


def words_of(document: nodes.document) -> int:
    """How many words of a page are there to be read: those of its text, not of tables and drawings."""
    texts = (
        text for block in document.findall(lambda node: isinstance(node, BLOCKS)) for text in block.findall(nodes.Text)
    )
    return sum(len(text.split()) for text in texts if not isinstance(text.parent, nodes.raw) and _is_shown(text))


def _is_shown(text: nodes.Text) -> bool:
    """Whether a reader sees a text: not the plain form of an output that has another, too, until it is written."""
    node = text.parent
    while (parent := node.parent) is not None:
        if node.get("mime_type") == "text/plain" and len(parent) > 1:
            return False
        node = parent
    return True


def minutes(*words: int) -> str:
    """How long pages with so many words take, each in whole minutes as its own line says.

    Examples
    --------
    >>> minutes(1130), minutes(90), minutes(1130, 90)
    ('6 minutes', '1 minute', '7 minutes')
    """
    whole = sum(max(1, round(each / PACE)) for each in words)
    return f"{whole} {plural(whole, 'minute', 'minutes')}"


def about(words: int, sections: Sequence[str]) -> str:
    """The line.

    Examples
    --------
    >>> about(1130, ["3.2", "3.2.1"])
    '6 minutes to read · Working paper 71, sections 3.2 and 3.2.1'
    >>> about(90, ["0"]), about(90, [])
    ('1 minute to read · Working paper 71, abstract', '1 minute to read · Added by this edition')
    """
    part = "abstract" if "0" in sections else f"{plural(len(sections), 'section', 'sections')} {in_a_row(sections)}"
    source = f"Working paper 71, {part}" if sections else "Added by this edition"
    return f"{minutes(words)} to read · {source}"


def sections_of(page: str) -> list[str]:
    """The sections of the paper that a chapter deals with, in their order.

    Examples
    --------
    >>> sections_of("cluster-level"), sections_of("glossary")
    (['3.2.1'], [])
    """
    table = edition().study.locators
    rows = table[(table["page"] == page) & table["locator"].str[0].str.isdigit()]
    return list(dict.fromkeys(rows["section"]))


def write_about(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put the line under the title."""
    if doctree is not None and page != app.config.root_doc:
        as_read = app.env.get_doctree(page)  # which has no marks and signs yet, as plans count it
        line = about(words_of(as_read), sections_of(page.rpartition("/")[2]))
        context["body"] = context["body"].replace("</h1>", f'</h1>\n<p class="sme-about">{line}</p>', 1)


class Minutes(SphinxRole):
    """``{minutes}`paths, robustness` ``: how long pages of the book take to read, together."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        folder = self.env.docname.rpartition("/")[0]
        pages = [f"{folder}/{name.strip()}" for name in self.text.split(",")]
        if unknown := [page for page in pages if page not in self.env.found_docs]:
            return [], [self.inliner.reporter.error(f"{unknown[0]} is no page of the book", line=self.lineno)]
        for page in pages:
            self.env.note_dependency(self.env.doc2path(page))
        return [nodes.inline("", "", classes=["sme-minutes"], pages=pages)], []


def time_pages(app: Sphinx, document: nodes.document, page: str) -> None:
    """Fill in the minutes, once all pages have been read."""
    for node in document.findall(nodes.inline):
        if "sme-minutes" in node["classes"]:
            node += nodes.Text(minutes(*(words_of(app.env.get_doctree(each)) for each in node.attributes.pop("pages"))))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_role("minutes", Minutes())
    app.connect("doctree-resolved", time_pages)
    app.connect("html-page-context", write_about, priority=350)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
