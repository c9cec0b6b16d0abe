"""The mark of a claim beside the statement that it is about."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from whichroad.edition import edition
from whichroad.marks import mark


class Verdict(SphinxRole):
    """``{verdict}`ven-macro-2` ``: the mark of a claim, which says its verdict and leads to it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        paper = edition()
        if self.text not in paper.claims:
            message = f"{self.text} is not in data/claims.csv"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        return [nodes.raw("", mark(paper, self.text), format="html")], []


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_role("verdict", Verdict())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
