"""How long a page takes to read and which part of the paper it is about, in a quiet line under its title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from smeclusters.wording import in_a_row, plural
from whichroad.edition import edition

PACE = 200  # words in a minute
BLOCKS = (nodes.paragraph, nodes.title, nodes.term)


def words_of(document: nodes.document) -> int:
    """How many words of a page are there to be read: those of its text, not of tables and drawings."""
    texts = (
        text for block in document.findall(lambda node: isinstance(node, BLOCKS)) for text in block.findall(nodes.Text)
    )
    return sum(len(text.split()) for text in texts if not isinstance(text.parent, nodes.raw))


def about(words: int, sections: Sequence[str]) -> str:
    """The line.

    Examples
    --------
    >>> about(1130, ["3.2", "3.2.1"])
    '6 minutes to read · Working paper 71, sections 3.2 and 3.2.1'
    >>> about(90, ["0"]), about(90, [])
    ('1 minute to read · Working paper 71, abstract', '1 minute to read · Added by this edition')
    """
    minutes = max(1, round(words / PACE))
    part = "abstract" if "0" in sections else f"{plural(len(sections), 'section', 'sections')} {in_a_row(sections)}"
    source = f"Working paper 71, {part}" if sections else "Added by this edition"
    return f"{minutes} {plural(minutes, 'minute', 'minutes')} to read · {source}"


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
        line = about(words_of(doctree), sections_of(page.rpartition("/")[2]))
        context["body"] = context["body"].replace("</h1>", f'</h1>\n<p class="sme-about">{line}</p>', 1)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", write_about, priority=350)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
