"""What a page's elements become in a notebook."""

from __future__ import annotations

import re

import pytest
from docutils import nodes
from sphinx.addnodes import seealso

from whichroad.sphinx.markdown import Writer
from whichroad.sphinx.notebook import tell_apart


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
        (">a", "\\>a"),
        ("- a", "\\- a"),
        ("−2 a", "−2 a"),
        ("+1", "+1"),
    ],
)
def test_a_line_does_not_become_another_block(text: str, line: str):
    assert written(text) == line


@pytest.mark.parametrize("sign", ["-", "+", "1.", "#", ">", "="])
def test_nor_does_a_line_in_the_middle_of_a_paragraph(sign: str):
    link = nodes.reference("", f"the next\n{sign} line", refuri="a.html", internal=True)
    assert "\n" not in written("It goes on\n", f"{sign} here, ", link)
    assert written(f"It goes on\n{sign} here") == f"It goes on {sign} here"


def test_a_note_is_told_as_one_and_an_admonition_by_its_title():
    said = nodes.paragraph("", "Look here."), nodes.paragraph("", "And there.")
    for kind, label in ((nodes.note, "Note"), (nodes.tip, "Tip"), (seealso, "See also")):
        block = kind("", *(each.deepcopy() for each in said))
        assert Writer(str).block(block) == f"> **{label}**\n>\n> Look here.\n>\n> And there."
    titled = nodes.admonition("", nodes.title("", "Mind"), said[0])
    assert Writer(str).block(titled) == "> **Mind**\n>\n> Look here."


def test_cells_have_names_of_their_own_that_stay():
    long = "x" * 70
    cells = [{"id": name} for name in ("a", "code-1", "a", "a-2", "code-1", "a", long, f"{long}y", "wp-3.2_1")]
    tell_apart(cells)
    names = [cell["id"] for cell in cells]
    assert names[:6] == ["a", "code-1", "a_2", "a-2", "code-1_2", "a_3"]
    assert len(set(names)) == len(names) and all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in names)


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
