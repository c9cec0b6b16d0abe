"""The Sphinx extension of this book: locators, voices, words that lead somewhere, files to take along."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.utils.math.latex2mathml import tex2mathml
from myst_nb.core.render import WIDGET_STATE_MIMETYPE
from pybtex.plugin import register_plugin
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as UnsortedStyle
from pybtex.style.template import optional_field, sentence
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from smeclusters.explorer import page_script, style
from smeclusters.study import each_row
from whichroad.addresses import anchor, card_address, definition_address, passage
from whichroad.edition import DATA, edition
from whichroad.marks import mark

# Pages on which words are explained or listed rather than used.
NOT_LINKED = {"glossary", "references", "changelog", "evidence", "api"}
LINKED_IN = (nodes.paragraph, nodes.emphasis, nodes.strong)


class Style(UnsortedStyle):
    """References by author and year, with their notes wherever they stand."""

    default_sorting_style = "author_year_title"

    def get_incollection_template(self, entry: Any) -> Any:
        # pybtex prints the note of every type but this one; ours say what was corrected.
        return toplevel[super().get_incollection_template(entry), sentence[optional_field("note")]]


VOICES = {"infer": "We infer", "add": "We add"}


class Locator(SphinxRole):
    """``{wp}`3.2.1:4` ``: a passage of the paper, with a link to where the book deals with it.

    That is the first mention on the page whose subject the passage is.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        known = self.config.wp_locators
        if self.text not in known:
            message = f"{self.text} is not in data/locators.csv"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        label, page = known[self.text]
        folder, _, name = self.env.docname.rpartition("/")
        shown = nodes.inline("", f"WP71 {label}".replace(" ", "\N{NO-BREAK SPACE}"))
        placed = self.env.temp_data.setdefault("wp_placed", set())
        if name == page and self.text not in placed:
            placed.add(self.text)
            shown["ids"].append(passage(self.text))
        there = self.env.app.builder.get_relative_uri(self.env.docname, f"{folder}/{page}")
        return [
            nodes.reference("", "", shown, refuri=f"{there.rstrip('#')}#{passage(self.text)}", internal=True)
        ], []


class Verdict(SphinxRole):
    """``{verdict}`ven-macro-2` ``: the mark of a claim, which says its verdict and leads to it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        paper = edition()
        if self.text not in paper.claims:
            message = f"{self.text} is not in data/claims.csv"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        return [nodes.raw("", mark(paper, self.text), format="html")], []


class Voice(Directive):
    """A block that does not report the paper: ``infer`` for what we conclude, ``add`` for what came later."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        block = nodes.container(classes=["voice", f"voice-{self.name}"])
        block += nodes.paragraph("", "", nodes.strong("", VOICES[self.name]), classes=["voice-name"])
        self.state.nested_parse(self.content, self.content_offset, block)
        return [block]


def know_locators(app: Sphinx, config: Config) -> None:
    table = edition().study.locators
    config.wp_locators = {row.locator: (row.label, row.page) for row in each_row(table)}


def place_passages(app: Sphinx, document: nodes.document, page: str) -> None:
    """Let links to passages lead to the beginning of what deals with them.

    That is the paragraph that names the passage, or the page where none does.
    """
    name = page.rpartition("/")[2]
    here = {passage(locator) for locator, (_, there) in app.config.wp_locators.items() if there == name}
    for node in list(document.findall(nodes.inline)):
        if placed := here & set(node["ids"]):
            here -= placed
            block = node.parent
            while not isinstance(block, nodes.paragraph | nodes.term | nodes.title):
                block = block.parent
            node["ids"] = [id for id in node["ids"] if id not in placed]
            block["ids"] += sorted(placed)
    if here and (section := next(document.findall(nodes.section), None)) is not None:
        section["ids"] += sorted(here)


def lead_words(app: Sphinx, document: nodes.document, page: str) -> None:
    """Link each page's first mention of a concept, a determinant or a cluster to where it is explained."""
    folder, _, name = page.rpartition("/")
    if name in NOT_LINKED:
        return
    index = word_index()
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(index, key=len, reverse=True)))})(?![\w-])",
        re.IGNORECASE,
    )
    led = {target for target, _ in index.values() if target.startswith(f"{name}#")}  # explained here
    for text in list(document.findall(nodes.Text)):
        if not isinstance(text.parent, LINKED_IN) or _within(text, nodes.reference, nodes.title):
            continue
        parts: list[nodes.Node] = []
        rest = 0
        words = text.astext()
        for match in pattern.finditer(words):
            target, meaning = index[match[0].lower()]
            if target in led:
                continue
            led.add(target)
            there, _, place = target.partition("#")
            address = app.builder.get_relative_uri(page, f"{folder}/{there}") + f"#{place}"
            link = nodes.reference("", match[0], refuri=address, internal=True, classes=["sme-term"])
            if meaning:
                link["reftitle"] = meaning
            parts += [nodes.Text(words[rest : match.start()]), link]
            rest = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(words[rest:])])


def lead_back(app: Sphinx, document: nodes.document, page: str) -> None:
    """Beneath each work of the bibliography the pages that cite it, in the order of the book."""
    citing = app.env.get_domain("cite").citation_refs  # type: ignore[attr-defined]
    order = list(app.env.collect_relations())
    for work in document.findall(nodes.citation):
        pages = {
            reference.docname
            for reference in citing
            for target in reference.targets
            if f"work-{target.key}" in work["ids"]
        }
        line = nodes.paragraph(classes=["sme-cited"])
        line += nodes.Text(
            "Cited on: " if pages else "Listed by the paper; not cited on a page of this edition."
        )
        for number, citer in enumerate(sorted(pages, key=order.index)):
            title = app.env.titles[citer].astext()
            line += nodes.Text(", " if number else "")
            line += nodes.reference(
                "", title, refuri=app.builder.get_relative_uri(page, citer), internal=True
            )
        work += line


@cache
def word_index() -> dict[str, tuple[str, str]]:
    """Every wording, in lower case, with where it leads and what it means."""
    paper = edition()
    study = paper.study
    index: dict[str, tuple[str, str]] = {}

    def add(wording: str, target: str, meaning: str = "") -> None:
        index.setdefault(wording.lower(), (target, meaning))
        index.setdefault(f"{wording.lower()}s", (target, meaning))

    for row in each_row(study.clusters):
        target = card_address(row.place).replace(".html", "")
        add(row.name, target)
        add(row.name.split()[0], target)
    for row in each_row(study.determinants):
        add(row.name, definition_address(paper, row.determinant).replace(".html", ""), row.definition)
    for row in each_row(study.concepts):
        for wording in (row.name, *filter(None, row.forms.split(";"))):
            add(wording, f"glossary#{anchor('concept', row.concept)}", row.definition)
    return index


def _within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def serve_data(app: Sphinx, problem: Exception | None) -> None:
    """Put the tables beside the pages, for readers to take along."""
    if problem is None and app.builder.format == "html":
        shutil.copytree(DATA, Path(app.outdir) / "data", dirs_exist_ok=True)


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


def join_explorer(app: Sphinx, config: Config) -> None:
    """Put the explorer's script and style among the static files."""
    folder = Path(app.doctreedir, "explorer")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "explorer.js").write_text(page_script(), "utf-8")
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
        script for script in context["script_files"]
        if getattr(script, "attributes", {}).get("type") != WIDGET_STATE_MIMETYPE
    ]  # fmt: skip
    context["script_files"][:] = kept


def write_inline_formula(page: HTML5Translator, node: nodes.math) -> None:
    page.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def write_formula(page: HTML5Translator, node: nodes.math_block) -> None:
    formula = tex2mathml(node.astext(), as_block=True)
    page.body.append(
        f'<div class="sme-formula" role="region" tabindex="0" aria-label="Formula">{formula}</div>'
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    register_plugin("pybtex.style.formatting", "edition", Style)
    app.add_config_value("wp_locators", {}, "env")
    app.add_role("wp", Locator())
    app.add_role("verdict", Verdict())
    for name in VOICES:
        app.add_directive(name, Voice)
    # Formulas as MathML, which browsers show without a script.
    app.add_html_math_renderer("mathml", (write_inline_formula, None), (write_formula, None))
    app.connect("config-inited", know_locators)
    app.connect("config-inited", leave_out_thebe, priority=900)
    app.connect("doctree-resolved", place_passages)
    app.connect("doctree-resolved", lead_words, priority=900)
    app.connect("doctree-resolved", lead_back)
    app.connect("build-finished", serve_data)
    app.connect("config-inited", join_explorer)
    app.connect("html-page-context", offer_notebook, priority=100)
    app.connect("html-page-context", load_explorer, priority=900)
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))
    app.add_css_file("edition.css")
    app.add_css_file("print.css", media="print", priority=900)  # after the theme's own rules for print
    app.add_js_file("edition.js", loading_method="defer")
    app.setup_extension("whichroad.sphinx.api")
    app.setup_extension("whichroad.sphinx.theme")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
