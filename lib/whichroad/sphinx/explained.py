"""Cards that open where a link stands: their script and style, and what they say, in files that load when asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from bs4 import BeautifulSoup
from markupsafe import Markup
from sphinx.application import Sphinx

from whichroad.edition import edition
from whichroad.explained import cell_cards, claim_cards, passage_cards, term_cards, work_card

REFERENCES = "chapters/references.html"


def works_listed(page: str) -> dict[str, Markup]:
    """A card for each work, from the page that lists them."""
    cards: dict[str, Markup] = {}
    for work in BeautifulSoup(page, "html.parser").select("li.citation"):
        label, reference = work.select_one(".label"), work.select_one("p:not(.sme-cited)")
        if label and reference:
            place = str(work["id"])
            cards[place] = work_card(place, label.get_text().strip("[]\n "), Markup(reference.decode_contents()))
    return cards


def write_cards(app: Sphinx, problem: Exception | None) -> None:
    """Lay what the cards say beside the scripts: a script for each kind, which a page from disk can load too."""
    if problem or app.builder.format != "html":
        return
    paper = edition()
    kinds: dict[str, Mapping[str, Markup]] = {
        "terms": term_cards(paper),
        "claims": claim_cards(paper),
        "passages": passage_cards(paper),
        "cells": cell_cards(paper),
        "works": works_listed(Path(app.outdir, REFERENCES).read_text("utf-8")),
    }
    for kind, cards in kinds.items():
        told = json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
        Path(app.outdir, "_static", f"explained-{kind}.js").write_text(f"explained.{kind}={told};\n", "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_css_file("explained.css")
    app.add_js_file("explained.js", loading_method="defer")
    app.connect("build-finished", write_cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
