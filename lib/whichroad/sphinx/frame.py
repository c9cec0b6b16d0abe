"""What every page loads, as one style sheet and one script; a page asks besides for what it alone uses."""

from __future__ import annotations

import posixpath
import re
import zlib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from whichroad.sphinx.light import Seen, light, light_sheet, purged

SHEET, SCRIPT = "book.css", "book.js"
OURS = Path(__file__).parent / "static"
# What theme and extensions would have each page load: tabs and folding admonitions, which the book has not.
REFUSED = frozenset({"togglebutton.css", "togglebutton.js", "design-tabs.js", "styles/theme.css"})
CODE = frozenset({"clipboard.min.js", "copybutton.js"})  # for pages that have code
PRINT = frozenset({"print.css"})  # which no screen waits for
ADDRESS = re.compile(r"url\(\s*([\"']?)(?!data:|#)([^\"')]+)\1\s*\)")
BUNDLE = re.compile(r"(?<=_static/)(book\.(?:css|js))(?:\?v=\w*)?(?=\")")


def named(file: Any) -> str:
    """The name of a style sheet or script among the static files; none where it stands in the page itself."""
    return str(getattr(file, "filename", file) or "").removeprefix("_static/").partition("?")[0]


class Frame:
    """The names of what every page loads, in the order in which it does."""

    sheets: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    def note(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Take down what a page loads before any feature adds to it: that is what every page loads."""
        sheets, scripts = (
            tuple(named(file) for file in sorted(context[kind], key=lambda file: file.priority))
            for kind in ("css_files", "script_files")
        )
        apart = REFUSED | CODE | PRINT | {SHEET, SCRIPT, ""}
        self.sheets = tuple(name for name in sheets if name not in apart)
        self.scripts = tuple(name for name in scripts if name not in apart)

    def load(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Let the page load the two bundles in their place, and run no script that stands in the page itself."""
        has_code = 'class="highlight' in context.get("body", "")
        gone = {*self.sheets, *self.scripts, *REFUSED, ""} | (frozenset() if has_code else CODE)
        for kind in ("css_files", "script_files"):
            context[kind][:] = [file for file in context[kind] if named(file) not in gone]
        for file in context["script_files"]:
            if "async" not in file.attributes:
                file.attributes["defer"] = "defer"

    def bundle(self, app: Sphinx, exception: Exception | None) -> None:
        """Make the bundles, purged by what the site has, and take away what they hold."""
        if exception or app.builder.format != "html" or not self.sheets:  # no page has been written
            return
        site = Path(app.outdir)
        static = site / "_static"
        for name in REFUSED:
            (static / name).unlink(missing_ok=True)
        paths = [path for path in site.rglob("*.html") if static not in path.parents]
        pages = [path.read_text("utf-8") for path in paths]
        ours = {
            path.name: path.read_text("utf-8")
            for path in static.glob("*.css")
            if path.name not in {*self.sheets, SHEET}
        }
        ours |= {name: (static / name).read_text("utf-8") for name in self.sheets if (OURS / name).is_file()}
        scripts = {path: path.read_text("utf-8") for path in static.rglob("*.js") if path.name != SCRIPT}
        seen = Seen.on(pages, list(scripts.values()), list(ours.values()))
        sheet = "\n".join(ours.get(name) or purged(moved(static, name), seen) for name in self.sheets)
        script = "\n;\n".join(scripts[static / name] for name in self.scripts)
        made = {SHEET: light_sheet(sheet), SCRIPT: light(script)}
        for name, text in made.items():
            (static / name).write_text(text, "utf-8")
        for name in {*self.sheets, *self.scripts}:
            (static / name).unlink()
        for path, page in zip(paths, pages, strict=True):
            path.write_text(
                BUNDLE.sub(lambda found: f"{found[1]}?v={zlib.crc32(made[found[1]].encode()):08x}", page), "utf-8"
            )
        minify(static)


def minify(static: Path) -> None:
    """Make what single pages load light as well."""
    for path in static.iterdir():
        make = {".css": light_sheet, ".js": light}.get(path.suffix)
        if make and ((OURS / path.name).is_file() or path.name == "explorer.css"):
            path.write_text(make(path.read_text("utf-8")), "utf-8")


def moved(static: Path, name: str) -> str:
    """A style sheet whose addresses begin where the bundle lies."""
    folder = posixpath.dirname(name)
    text = (static / name).read_text("utf-8")
    return ADDRESS.sub(lambda found: f'url("{posixpath.normpath(posixpath.join(folder, found[2]))}")', text)


def setup(app: Sphinx) -> dict[str, bool]:
    frame = Frame()
    app.connect("html-page-context", frame.note, priority=1)
    app.connect("html-page-context", frame.load, priority=999)
    app.connect("build-finished", frame.bundle, priority=950)  # after the icons have been cut
    app.add_css_file("basic.css", priority=90)
    app.add_css_file("styles/pydata-sphinx-theme.css", priority=100)
    app.add_css_file(SHEET, priority=100)
    app.add_js_file("scripts/pydata-sphinx-theme.js", priority=900)
    app.add_js_file(SCRIPT, loading_method="defer", priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
