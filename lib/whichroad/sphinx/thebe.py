"""Jupyter Book's Thebe, which this book does without."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config


def leave_out_thebe(app: Sphinx, config: Config) -> None:
    """Jupyter Book always loads Thebe's script from another host and announces its settings twice."""
    for listeners in app.events.listeners.values():
        listeners[:] = [each for each in listeners if getattr(each.handler, "__module__", "") != "sphinx_thebe"]
    sheets = app.registry.css_files
    sheets[:] = [(name, attributes) for name, attributes in sheets if name != "sphinx-thebe.css"]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", leave_out_thebe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
