"""The explorer's script and style, on the pages that have one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.render import WIDGET_STATE_MIMETYPE
from sphinx.application import Sphinx
from sphinx.config import Config

from smeclusters.explorer import page_script, style
from whichroad.edition import edition
from whichroad.explorer import explorer
from whichroad.sphinx.light import light


def join_explorer(app: Sphinx, config: Config) -> None:
    """Put the explorer's script and style among the static files."""
    folder = Path(app.doctreedir, "explorer")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "explorer.js").write_text(light(page_script()), "utf-8")
    (folder / "explorer.css").write_text(style(), "utf-8")
    config.html_static_path.append(str(folder))


def load_explorer(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load it on the pages that have one, without the state that it would have with a kernel."""
    if "data-explorer" in context.get("body", ""):
        app.add_css_file("explorer.css")
        app.add_js_file("explorer.js", loading_method="defer")
    kept = [
        script
        for script in context["script_files"]
        if getattr(script, "attributes", {}).get("type") != WIDGET_STATE_MIMETYPE
    ]
    context["script_files"][:] = kept


def write_layers(app: Sphinx, problem: Exception | None) -> None:
    """Lay what each layer brings beside the script, which asks for it when a reader does."""
    if problem or app.builder.format != "html":
        return
    for name, script in explorer(edition()).scripts().items():
        Path(app.outdir, "_static", name).write_text(script, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", join_explorer)
    app.connect("html-page-context", load_explorer, priority=900)
    app.connect("build-finished", write_layers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
