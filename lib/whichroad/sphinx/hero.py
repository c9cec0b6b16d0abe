"""Script and style of the first picture and of what stands below it, on the pages that have them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def load_hero(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load them there; they lie among the static files."""
    body = context.get("body", "")
    if "data-hero" in body:
        app.add_css_file("hero.css")
        app.add_js_file("hero.js", loading_method="defer")
    if "sme-faces" in body:
        app.add_css_file("landing.css")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", load_hero, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
