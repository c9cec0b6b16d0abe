"""The mark of a claim beside the statement that it is about, and the switch that shows them all."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from whichroad.edition import edition
from whichroad.marks import LOUD, SIGNS, VERDICTS, mark, shown_as
from whichroad.markup import render


class Verdict(SphinxRole):
    """``{verdict}`ven-macro-2` ``: the mark of a claim, which says its verdict and leads to it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        paper = edition()
        if self.text not in paper.claims:
            message = f"{self.text} is not in data/claims.csv"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        verdict = shown_as(paper.verdicts[self.text])
        quiet = [] if verdict in LOUD else ["sme-quiet"]
        sign = nodes.raw("", mark(paper, self.text), format="html")
        return [nodes.inline("", "", sign, classes=["sme-aside", "sme-verdict", *quiet], verdict=verdict)], []


def offer_marks(app: Sphinx, document: nodes.document, page: str) -> None:
    """Below the title of a page with quiet marks: what the others mean, and the switch that shows all of them."""
    found = [node for node in document.findall(nodes.inline) if "sme-verdict" in node["classes"]]
    quiet = sum("sme-quiet" in node["classes"] for node in found)
    if not quiet:
        return
    loud = [(key, VERDICTS[key], SIGNS[key]) for key in VERDICTS if key in LOUD & {node["verdict"] for node in found}]
    switch = render("marks", loud=loud, quiet=quiet, all=len(found))
    title = next(document.findall(nodes.title))
    title.parent.insert(title.parent.index(title) + 1, nodes.raw("", switch, format="html"))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_role("verdict", Verdict())
    app.connect("doctree-resolved", offer_marks)
    app.add_js_file("marks.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
