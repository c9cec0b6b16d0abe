"""What stands beside the text, locators and marks: each takes the blank before it along."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

KIND = "sme-aside"  # a class that locators and marks have


def draw_blanks_in(app: Sphinx, document: nodes.document, page: str) -> None:
    """Move the blank before an aside into it: in the margin, or hidden, it leaves none before a comma."""
    for aside in list(
        document.findall(lambda node: isinstance(node, nodes.Element) and KIND in node.get("classes", ()))
    ):
        parent, at = aside.parent, aside.parent.index(aside)
        before = parent[at - 1] if at else None
        if isinstance(before, nodes.Text) and before != before.rstrip():
            parent[at - 1 : at] = [nodes.Text(before.rstrip())]
            aside.insert(0, nodes.Text(" "))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", draw_blanks_in, priority=400)  # before any is taken away
    return {"parallel_read_safe": True, "parallel_write_safe": True}
