"""What a page's elements become in a notebook."""

from __future__ import annotations

import pytest
from docutils import nodes

from whichroad.sphinx.markdown import Writer


def aside(kind: str, text: str, **more: str) -> nodes.inline:
    return nodes.inline("", text, classes=["sme-aside", f"sme-{kind}"], **more)


def written(*children: nodes.Node | str) -> str:
    parts = [nodes.Text(child) if isinstance(child, str) else child for child in children]
    return Writer(lambda address: f"to-{address}" if address != "#" else "").text(nodes.paragraph("", "", *parts))


def test_signs_of_markdown_are_words():
    assert written("5 * 3 < 20 US$ _a_ `b` \\") == r"5 \* 3 \< 20 US\$ \_a\_ \`b\` \\"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1. a", "1\\. a"),
        ("9.", "9\\."),
        ("3.2 a", "3.2 a"),
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("−2 a", "−2 a"),
        ("+1", "+1"),
    ],
)
def test_a_line_does_not_become_another_block(text: str, line: str):
    assert written(text) == line


def test_asides_beside_one_another_share_brackets_and_are_said_once():
    found = written(
        "It is",
        aside("locator", " §3.1 ¶1"),
        " ",
        aside("verdict", "x", verdict="mixed"),
        " ",
        aside("verdict", "y", verdict="mixed"),
        ", and",
        aside("locator", " abstract"),
        ".",
    )
    assert found == "It is (§3.1 ¶1; mixed), and (abstract)."


def test_links_formulas_and_code_stay():
    link = nodes.reference("", "here", refuri="a.html", internal=True)
    term = nodes.reference("", "trust", refuri="b.html", internal=True, classes=["sme-term"])
    assert written(link, " ", term, " ", nodes.math("", "x_i"), " ", nodes.literal("", "a*b")) == (
        "[here](to-a.html) trust $x_i$ `a*b`"
    )


def test_lists_within_lists_and_quotations_keep_their_place():
    inner = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "inner")))
    items = nodes.list_item("", nodes.paragraph("", "outer"), inner), nodes.list_item("", nodes.paragraph("", "next"))
    voice = nodes.container("", nodes.paragraph("", "We"), nodes.enumerated_list("", *items), classes=["voice"])
    assert Writer(str).block(voice) == "> We\n>\n> 1. outer\n>\n>    - inner\n>\n> 2. next"
