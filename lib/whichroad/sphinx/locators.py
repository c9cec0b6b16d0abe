"""Passages of the paper: the role that names one, and the places that such names lead to."""

from __future__ import annotations

from itertools import pairwise

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxRole

from smeclusters.study import each_row
from whichroad.addresses import passage
from whichroad.edition import edition


class Locator(SphinxRole):
    """``{wp}`3.2.1:4` ``: a passage of the paper, with a link to where the book deals with it.

    That is where the page whose subject the passage is first reports it.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        known = self.config.wp_locators
        if self.text not in known:
            message = f"{self.text} is not in data/locators.csv"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        label, page = known[self.text]
        folder, _, name = self.env.docname.rpartition("/")
        shown = nodes.inline("", label.replace(" ", "\N{NO-BREAK SPACE}"))
        placed = self.env.temp_data.setdefault("wp_placed", set())
        if name == page and self.text not in placed:
            placed.add(self.text)
            shown["ids"].append(passage(self.text))
        there = self.env.app.builder.get_relative_uri(self.env.docname, f"{folder}/{page}")
        address = f"{there.rstrip('#')}#{passage(self.text)}"
        link = nodes.reference("", "", shown, refuri=address, internal=True)
        return [nodes.inline("", "", link, classes=["sme-aside", "sme-locator"])], []


def know_locators(app: Sphinx, config: Config) -> None:
    table = edition().study.locators
    config.wp_locators = {row.locator: (row.label, row.page) for row in each_row(table)}


def place_passages(app: Sphinx, document: nodes.document, page: str) -> None:
    """Let links to passages lead to the beginning of what deals with them.

    That is the paragraph that names the passage, or the page where none does.
    """
    name = page.rpartition("/")[2]
    here = {passage(locator) for locator, (_, there) in app.config.wp_locators.items() if there == name}
    for node in list(document.findall(nodes.inline)):
        if placed := here & set(node["ids"]):
            here -= placed
            block = _reported(document, node.parent).parent
            while not isinstance(block, nodes.paragraph | nodes.term | nodes.title):
                block = block.parent
            node["ids"] = [id for id in node["ids"] if id not in placed]
            block["ids"] += sorted(placed)
    if here and (section := next(document.findall(nodes.section), None)) is not None:
        section["ids"] += sorted(here)


def _reported(document: nodes.document, first: nodes.Element) -> nodes.Element:
    """The first link to the same passage where the page reports the paper; else the first of all."""
    same = (each for each in document.findall(nodes.reference) if each.get("refuri") == first["refuri"])
    return next((each for each in same if not _beside(each)), first)


def _beside(node: nodes.Element) -> bool:
    """Whether something stands in what to take away, in what is asked, or in what we infer or add."""
    while (node := node.parent) is not None:
        if "voice" in node["classes"] or {"to-take-away", "test-yourself"}.intersection(node["ids"]):
            return True
    return False


def name_once(app: Sphinx, document: nodes.document, page: str) -> None:
    """Let a locator that follows itself in a paragraph stand once, behind the last of what it is for."""
    for paragraph in document.findall(nodes.paragraph):
        found = [node for node in paragraph.findall(nodes.inline) if "sme-locator" in node["classes"]]
        for one, next_one in pairwise(found):
            if one[-1]["refuri"] == next_one[-1]["refuri"]:  # behind the blank
                one.parent.remove(one)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("wp_locators", {}, "env")
    app.add_role("wp", Locator())
    app.connect("config-inited", know_locators)
    app.connect("doctree-resolved", place_passages)
    app.connect("doctree-resolved", name_once)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
