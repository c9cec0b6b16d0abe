"""The script and style of the class page, on the page that has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from smeclusters.explorer import class_script
from whichroad.sphinx.light import light


def join_script(app: Sphinx, config: Config) -> None:
    """Put the script among the static files; the style lies there."""
    folder = Path(app.doctreedir, "classpage")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "classpage.js").write_text(light(class_script()), "utf-8")
    config.html_static_path.append(str(folder))


def load_class(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load both there."""
    if "data-class-page" in context.get("body", ""):
        app.add_css_file("classpage.css")
        app.add_js_file("classpage.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", join_script)
    app.connect("html-page-context", load_class, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
