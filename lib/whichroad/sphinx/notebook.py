"""Each chapter as a notebook, behind the theme's download button."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def offer_notebook(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let the theme's download button offer the notebook that ``make notebooks`` derives."""
    if doctree is not None:
        context["ipynb_source"] = f"../{page}.ipynb"  # the theme looks from _sources/


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", offer_notebook, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
