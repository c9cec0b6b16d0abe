"""Words that lead somewhere: each page's first mention of what is explained elsewhere."""

from __future__ import annotations

import re
from functools import cache

from docutils import nodes
from sphinx.application import Sphinx

from smeclusters.study import each_row
from whichroad.addresses import anchor, card_address, definition_address
from whichroad.edition import edition

# Pages on which words are explained or listed rather than used.
NOT_LINKED = {"glossary", "references", "changelog", "evidence", "api", "api-edition"}
LINKED_IN = (nodes.paragraph, nodes.emphasis, nodes.strong)


def lead_words(app: Sphinx, document: nodes.document, page: str) -> None:
    """Link each page's first mention of a concept, a determinant or a cluster to where it is explained."""
    folder, _, name = page.rpartition("/")
    if name in NOT_LINKED:
        return
    index = word_index()
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(index, key=len, reverse=True)))})(?![\w-])",
        re.IGNORECASE,
    )
    led = {target for target in index.values() if target.startswith(f"{name}#")}  # explained here
    for text in list(document.findall(nodes.Text)):
        if not isinstance(text.parent, LINKED_IN) or _within(text, nodes.reference, nodes.title):
            continue
        parts: list[nodes.Node] = []
        rest = 0
        words = text.astext()
        for match in pattern.finditer(words):
            target = index[match[0].lower()]
            if target in led:
                continue
            led.add(target)
            there, _, place = target.partition("#")
            address = app.builder.get_relative_uri(page, f"{folder}/{there}") + f"#{place}"
            link = nodes.reference("", match[0], refuri=address, internal=True, classes=["sme-term"])
            parts += [nodes.Text(words[rest : match.start()]), link]
            rest = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(words[rest:])])


@cache
def word_index() -> dict[str, str]:
    """Every wording, in lower case, with where it leads."""
    paper = edition()
    study = paper.study
    index: dict[str, str] = {}

    def add(wording: str, target: str) -> None:
        index.setdefault(wording.lower(), target)
        index.setdefault(f"{wording.lower()}s", target)

    for row in each_row(study.clusters):
        target = card_address(paper, row.place).replace(".html", "")
        add(row.name, target)
        add(row.name.split()[0], target)
    for row in each_row(study.determinants):
        add(row.name, definition_address(paper, row.determinant).replace(".html", ""))
    for row in each_row(study.concepts):
        for wording in (row.name, *filter(None, row.forms.split(";"))):
            add(wording, f"glossary#{anchor('concept', row.concept)}")
    return index


def _within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", lead_words, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
