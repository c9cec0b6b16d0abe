"""A front end that is joined from modules as the book is built, on the pages that have what it serves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from whichroad.sphinx.light import light


def add_front(app: Sphinx, name: str, script: Callable[[], str], mark: str) -> dict[str, bool]:
    """Put its script among the static files, where its style lies, and load both on pages with a mark.

    Parameters
    ----------
    app : Sphinx
        As a feature's ``setup`` gets it.
    name : str
        Of script and style, without their endings.
    script : function
        Gives the joined source.
    mark : str
        What stands in the body of such a page.

    Returns
    -------
    dict
        What ``setup`` returns.
    """

    def join_script(app: Sphinx, config: Config) -> None:
        folder = Path(app.doctreedir, name)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.js").write_text(light(script()), "utf-8")
        config.html_static_path.append(str(folder))

    def load(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
        if mark in context.get("body", ""):
            app.add_css_file(f"{name}.css")
            app.add_js_file(f"{name}.js", loading_method="defer")

    app.connect("config-inited", join_script)
    app.connect("html-page-context", load, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
