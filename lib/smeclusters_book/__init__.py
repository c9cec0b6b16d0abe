"""The Sphinx extension of this book: locators, voices, notebooks to download, and what to leave out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from pybtex.plugin import register_plugin
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as UnsortedStyle
from pybtex.style.template import optional_field, sentence
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxRole

from smeclusters import load_study


class Style(UnsortedStyle):
    """References by author and year, with their notes wherever they stand."""

    default_sorting_style = "author_year_title"

    def get_incollection_template(self, entry: Any) -> Any:
        # pybtex prints the note of every type but this one; ours say what was corrected.
        return toplevel[super().get_incollection_template(entry), sentence[optional_field("note")]]


VOICES = {"infer": "We infer", "add": "We add"}


class Locator(SphinxRole):
    """``{wp}`3.2.1:4` ``: a passage of the paper, with a link to the page that deals with it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        known = self.config.wp_locators
        if self.text not in known:
            message = f"{self.text} is not in data/locators.csv"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        label, page = known[self.text]
        shown = nodes.inline("", f"WP71 {label}".replace(" ", "\N{NO-BREAK SPACE}"), classes=["wp"])
        link = pending_xref(
            "", shown, refdoc=self.env.docname, refdomain="std", reftype="doc", reftarget=page,
            refexplicit=True, refwarn=True,
        )  # fmt: skip
        return [link], []


class Voice(Directive):
    """A block that does not report the paper: ``infer`` for what we conclude, ``add`` for what came later."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        block = nodes.container(classes=["voice", f"voice-{self.name}"])
        block += nodes.paragraph("", "", nodes.strong("", VOICES[self.name]), classes=["voice-name"])
        self.state.nested_parse(self.content, self.content_offset, block)
        return [block]


def know_locators(app: Sphinx, config: Config) -> None:
    table = load_study().locators
    config.wp_locators = {row.locator: (row.label, row.page) for row in table.itertuples()}


def leave_out_thebe(app: Sphinx, config: Config) -> None:
    """Jupyter Book always loads Thebe's script from another host and announces its settings twice."""
    for listeners in app.events.listeners.values():
        listeners[:] = [
            each for each in listeners if getattr(each.handler, "__module__", "") != "sphinx_thebe"
        ]
    sheets = app.registry.css_files
    sheets[:] = [(name, attributes) for name, attributes in sheets if name != "sphinx-thebe.css"]


def offer_notebook(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let the theme's download button offer the notebook that ``make notebooks`` derives."""
    if doctree is not None:
        context["ipynb_source"] = f"../{page}.ipynb"  # the theme looks from _sources/


def setup(app: Sphinx) -> dict[str, bool]:
    register_plugin("pybtex.style.formatting", "edition", Style)
    app.add_config_value("wp_locators", {}, "env")
    app.add_role("wp", Locator())
    for name in VOICES:
        app.add_directive(name, Voice)
    app.connect("config-inited", know_locators)
    app.connect("config-inited", leave_out_thebe, priority=900)
    app.connect("html-page-context", offer_notebook, priority=100)
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))
    app.add_css_file("edition.css")
    app.add_css_file("print.css", media="print", priority=900)  # after the theme's own rules for print
    app.add_js_file("edition.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
