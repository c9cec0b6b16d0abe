"""What the book changes in its theme: names for what has none, and nothing that no reader needs."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from fontTools import subset
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput, visit_HideCellInput
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

HERE = Path(__file__).parent
# Files of the theme and of extensions that no page loads.
UNUSED = (
    "images/logo_*",
    "locales",
    "scripts/bootstrap.*",
    "scripts/fontawesome.*",
    "vendor/**/*.ttf",
    "*webpack-macros.html",
    "file.png",
    "minus.png",
    "plus.png",
    "*-solid.svg",
    "copy-button.svg",
    "copybutton_funcs.js",
)
# In a style sheet: the rule of one icon, under all its names; and any icon, escaped or as it is.
ICON = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\\w+"\}')
GLYPH = re.compile(r"\\([ef][0-9a-f]{3})|([\ue000-\uf8ff])")
NAME = re.compile(r"fa-[\w-]+")


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Write works as a plain list; the roles that docutils gives them have been withdrawn."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        translator.body.append('<ul class="citation-list">\n')
    translator.body.append(translator.starttag(node, "li", classes=["citation"]))


def depart_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    translator.body.append("</li>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        translator.body.append("</ul>\n")


def visit_hidden_code(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    """Let the line that unfolds a cell be named by what it shows."""
    start = len(translator.body)
    visit_HideCellInput(translator, node)
    for at, part in enumerate(translator.body[start:], start):
        translator.body[at] = part.replace(' aria-label="Toggle hidden content"', "")


def named(generate: Callable[..., BeautifulSoup], **options: Any) -> BeautifulSoup:
    """The list of pages, with names for its folds and without headings that come before the page's own."""
    pages = generate(**options)
    for link in pages.select("li.has-children > a"):
        summary = link.find_next("summary")
        assert summary is not None  # an entry with children has a fold
        summary["aria-label"] = f"Pages in {link.get_text()}"
    for caption in pages.select("p.caption"):
        del caption["role"], caption["aria-level"]
    return pages


def name_list_of_pages(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["generate_toctree_html"] = partial(named, context["generate_toctree_html"])


def keep_icons(site: Path) -> None:
    """Cut fonts and style sheets of the theme down to the icons that pages and scripts show."""
    sources = [path for kind in ("html", "js") for path in site.rglob(f"*.{kind}")]
    shown = {name for path in sources for name in NAME.findall(path.read_text("utf-8"))}
    glyphs: set[int] = set()
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf-8")
        kept = ICON.sub(lambda rule: rule[0] if shown.intersection(NAME.findall(rule[1])) else "", text)
        glyphs |= {int(code, 16) if code else ord(glyph) for code, glyph in GLYPH.findall(kept)}
        if kept != text:
            sheet.write_text(kept, "utf-8")
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it reports on every table
    options = subset.Options(flavor="woff2")
    for path in site.rglob("fa-*.woff2"):
        font = subset.load_font(str(path), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=glyphs)
        subsetter.subset(font)
        subset.save_font(font, str(path), options)


def remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Take from the built book what no page loads or shows."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    for path in [path for pattern in UNUSED for path in static.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for source_map in static.rglob("*.map"):
        source = source_map.with_suffix("")
        source.write_text(re.sub(r"/[/*]# sourceMappingURL=.*", "", source.read_text("utf-8")), "utf-8")
        source_map.unlink()
    keep_icons(Path(app.outdir))


def setup(app: Sphinx) -> dict[str, bool]:
    app.config.templates_path.insert(0, str(HERE / "templates"))
    app.config.html_static_path.append(str(HERE / "static"))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_HideCellInput))
    app.connect("html-page-context", name_list_of_pages, priority=900)
    app.connect("build-finished", remove_unused, priority=900)
    app.add_css_file("edition.css")
    app.add_css_file("tables.css")
    app.add_css_file("print.css", media="print", priority=900)  # after the theme's own rules for print
    app.add_js_file("edition.js", loading_method="defer")
    app.add_css_file("theme.css", priority=900)
    app.add_js_file("theme.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
