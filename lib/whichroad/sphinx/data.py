"""The tables, and sheets to fill in, beside the pages."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx

from whichroad.edition import DATA, edition
from whichroad.tables.handouts import PLACE, write_sheets


def serve_data(app: Sphinx, problem: Exception | None) -> None:
    """Put both beside the pages, for readers to take along."""
    if problem is None and app.builder.format == "html":
        shutil.copytree(DATA, Path(app.outdir) / "data", dirs_exist_ok=True)
        write_sheets(edition(), Path(app.outdir) / PLACE)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", serve_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
