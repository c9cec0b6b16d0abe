"""Questions that a reader answers on the page: it says at once why an answer is right or not."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

LETTERS = "ABCDEFGH"
CHECK = '<button type="button">Check</button>'
SAID = '<div role="status" data-screen></div>\n'
TYPED = (
    '<p class="sme-typed" data-screen hidden><label>Your answer <input type="text" autocomplete="off" '
    f'spellcheck="false"></label> {CHECK}</p>\n'
)
CHOSEN = f"<p data-screen hidden>{CHECK}</p>\n"

log = logging.getLogger(__name__)


class question(nodes.General, nodes.Element):
    """What is asked, the answers, and what there is to say of each."""


class asked(nodes.Part, nodes.TextElement):
    """The question itself."""


class choice(nodes.Part, nodes.TextElement):
    """An answer that can be chosen."""


class remark(nodes.Part, nodes.Element):
    """What there is to say of an answer."""


class answers(nodes.Part, nodes.Element):
    """All that there is to say, folded away."""


class Question(SphinxDirective):
    """A question with a list of answers, of which ``:right:`` says the right one; or one whose answer is typed.

    In a list, what follows the first paragraph of an item is said to who chooses that answer. Where it is typed, the
    first paragraph is the answer and the others are what is said of it; a number may be off by ``:within:``.
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"right": int, "within": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        ask, messages = self.parse_inline(self.arguments[0])
        found = question(number=self.env.new_serialno("question") + 1)
        self.set_source_info(found)
        found += asked("", "", *ask)
        body = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, body)
        if isinstance(body[-1], nodes.bullet_list):
            found += [*body[:-1], *self.to_choose(body[-1])]
            found["right"] = self.options["right"]
        else:
            found += self.to_type(body)
            found["within"] = self.within()
        return [found, *messages]

    def to_choose(self, items: nodes.bullet_list) -> list[nodes.Node]:
        """The answers of a list, each before what is said of it: in the order of the source."""
        if not 2 <= len(items) <= len(LETTERS):
            raise self.error(f"a question has {len(items)} answers to choose from; expected 2 to {len(LETTERS)}")
        if "within" in self.options:
            raise self.error("a question with answers to choose from has :within:, which is for numbers that are typed")
        right = self.options.get("right")
        if right is None or not 1 <= right <= len(items):
            met = "no :right:" if right is None else f":right: {right}"
            raise self.error(f"a question has {met}; expected a number from 1 to {len(items)}, that of an answer")
        parts: list[nodes.Node] = []
        for number, (letter, item) in enumerate(zip(LETTERS, items, strict=False), 1):
            if len(item) < 2 or not isinstance(item[0], nodes.paragraph):
                raise self.error(f"answer {number} of a question has nothing to say; expected a paragraph below it")
            first, *others = item
            verdict = f"{letter} is {'' if number == right else 'not '}right."
            parts += [choice("", "", nodes.Text(f"{letter}. "), *first.children), said(others, [nodes.Text(verdict)])]
        return parts

    def to_type(self, body: nodes.Element) -> list[nodes.Node]:
        """What is said of the answer, which begins with it."""
        if "right" in self.options:
            raise self.error("a question has :right:, but its last block is no list; expected a list of answers")
        first, *others = body
        if not isinstance(first, nodes.paragraph) or not others:
            raise self.error("a question has no answer; expected a paragraph with it and others on why it is so")
        return [said(others, [nodes.inline("", "", *first.children, classes=["sme-answer"]), nodes.Text(" is right.")])]

    def within(self) -> float | None:
        given = self.options.get("within")
        try:
            return None if given is None else float(given)
        except ValueError:
            raise self.error(f"a question has :within: {given}; expected a number, such as 0.05") from None


def said(blocks: list[nodes.Node], verdict: list[nodes.Node]) -> remark:
    """Blocks that begin with the verdict on the answer."""
    if not isinstance(blocks[0], nodes.paragraph):
        blocks = [nodes.paragraph(), *blocks]
    first = blocks[0]
    assert isinstance(first, nodes.paragraph)
    first[:0] = [nodes.strong("", "", *verdict), nodes.Text(" ")]
    return remark("", *blocks)


def fold_answers(app: Sphinx, document: nodes.document, page: str) -> None:
    """Put what there is to say behind the answers; a number that is no number is a fault of the page."""
    for each in list(document.findall(question)):
        remarks = [part for part in each if isinstance(part, remark)]
        for part in remarks:
            each.remove(part)
        each += answers("", *remarks)
        if each.get("within") is not None:
            text = next(node for node in each.findall(nodes.inline) if "sme-answer" in node["classes"]).astext()
            try:
                float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
            except ValueError:
                log.warning("a question has :within:, but its answer is “%s”; expected a number", text, location=each)


def visit_question(self: HTML5Translator, node: question) -> None:
    given = {"data-right": node.get("right"), "data-within": node.get("within")}
    attributes = {name: str(value) for name, value in given.items() if value is not None}
    name = f"question-{node['number']}"
    self.body.append(self.starttag(node, "fieldset", CLASS="sme-question", ids=[name], **attributes))


def visit_choice(self: HTML5Translator, node: choice) -> None:
    name = f"question-{node.parent['number']}"
    self.body.append(f'<label><input type="radio" name="{name}" hidden><span>')


def visit_answers(self: HTML5Translator, node: answers) -> None:
    chosen = "right" in node.parent
    self.body.append(CHOSEN if chosen else TYPED)
    self.body.append(f"{SAID}<details><summary>{'All answers' if chosen else 'The answer'}</summary>\n")


def load_questions(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load script and style on the pages that ask something."""
    if "sme-question" in context.get("body", ""):
        app.add_css_file("questions.css")
        app.add_js_file("questions.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    for node, visit, end in (
        (question, visit_question, "</fieldset>\n"),
        (asked, lambda self, node: self.body.append("<legend>"), "</legend>\n"),
        (choice, visit_choice, "</span></label>\n"),
        (remark, lambda self, node: self.body.append('<div class="sme-remark">\n'), "</div>\n"),
        (answers, visit_answers, "</details>\n"),
    ):
        app.add_node(node, html=(visit, lambda self, node, end=end: self.body.append(end)))
    app.add_directive("question", Question)
    app.connect("doctree-resolved", fold_answers, priority=300)
    app.connect("html-page-context", load_questions, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
