"""Which version a page is of, how it is cited, and, where a site keeps several, which others there are."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from whichroad.citing import PLACE, released, this_edition, write_forms


def tell(app: Sphinx, config: Config) -> None:
    """Let each page say at its foot of which version it is."""
    config.version = config.release = version("smeclusters")
    options = config.html_theme_options
    later = "" if released(Path(app.srcdir, "CHANGELOG.md")) else " and later changes"
    options["extra_footer"] = f'{options["extra_footer"]}<p class="sme-version">Version {config.release}{later}</p>'


def serve_forms(app: Sphinx, problem: Exception | None) -> None:
    """Put the citation of this version beside the pages, a file for each form."""
    if problem is None and app.builder.format == "html":
        write_forms(this_edition(app.config.html_baseurl), Path(app.outdir) / PLACE)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", tell)
    app.connect("build-finished", serve_forms)
    app.add_css_file("version.css")
    app.add_js_file("version.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
