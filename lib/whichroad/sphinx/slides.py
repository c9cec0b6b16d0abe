"""What slides need of Sphinx beside the book: ``chapters/slides/conf.py``. No feature of the book itself."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from whichroad.shown import IN_BOOK
from whichroad.slides import stage

BOOK = "../chapters/"
KEPT = frozenset(
    {
        "colours.css",
        "slides.css",
        "slides.js",
        "favicon.svg",
        "revealjs/LICENSE",
        "revealjs/dist/reveal.css",
        "revealjs/dist/reveal.js",
        "revealjs/plugin/notes/notes.js",
    }
)
"""What a deck loads; Reveal comes with themes, fonts, plugins and maps that none does."""

_PAGE = re.compile(r'(href=")/?([\w-]+\.html)')


def in_the_book(markup: str) -> str:
    """Links to pages, as a chapter has them, from where the slides lie.

    Examples
    --------
    >>> in_the_book('<a href="glance.html#leon"> <a href="https://example.org/a.html">')
    '<a href="../chapters/glance.html#leon"> <a href="https://example.org/a.html">'
    """
    return _PAGE.sub(rf"\1{BOOK}\2", markup)


def lead_to_the_book(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let the links of a deck lead to the pages of the book."""
    if "body" in context:
        context["body"] = in_the_book(context["body"])


def add_stage(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The explorer without the book around it, which the slides embed."""
    yield "explorer", {"explorer": stage(BOOK)}, "stage.html"


def light_colours() -> str:
    """The edition's colours on light paper, with which its style sheet begins.

    Examples
    --------
    >>> "--sme-ink: #1b1f24;" in light_colours() and "dark" not in light_colours()
    True
    """
    sheet = Path(__file__).with_name("static") / "edition.css"
    return sheet.read_text("utf-8").partition("}")[0] + "}\n"


def add_colours(app: Sphinx, exception: Exception | None) -> None:
    """Give the slides the edition's colours."""
    if not exception:
        Path(app.outdir, "_static", "colours.css").write_text(light_colours(), "utf-8")


def keep_what_is_loaded(app: Sphinx, exception: Exception | None) -> None:
    """Take away what no deck loads."""
    if exception:
        return
    site = Path(app.outdir)
    static = site / "_static"
    for path in [path for path in static.rglob("*") if path.is_file()]:
        if path.relative_to(static).as_posix() not in KEPT:
            path.unlink()
    for folder in sorted((path for path in static.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    for name in ("objects.inv", "search.html", "genindex.html", ".buildinfo"):
        (site / name).unlink(missing_ok=True)
    shutil.rmtree(site / "_sources", ignore_errors=True)
    shutil.rmtree(site.parent / "jupyter_execute", ignore_errors=True)  # where MyST-NB leaves what it has run


def setup(app: Sphinx) -> dict[str, bool]:
    os.environ[IN_BOOK] = "1"  # a slide shows what a page of the book does
    app.connect("html-page-context", lead_to_the_book)
    app.connect("html-collect-pages", add_stage)
    app.connect("build-finished", add_colours)
    app.connect("build-finished", keep_what_is_loaded, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
