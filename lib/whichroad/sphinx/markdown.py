"""A page's text as Markdown that any notebook shows: no roles, no directives, and marks in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import singledispatchmethod
from textwrap import indent
from types import MappingProxyType

from docutils import nodes
from markupsafe import Markup
from sphinx.locale import admonitionlabels
from sphinx_design.dropdown import dropdown_main

from whichroad.marks import VERDICTS
from whichroad.shown import bare

_SPECIAL = re.compile(r"[\\`*_$<]")
"""What Markdown would take for markup wherever it stands."""


_BEGINNING = re.compile(r">|(?:#+|[-+])(?=\s|$)|\d+(?=[.)](?:\s|$))")
"""What it would take for a heading, a quotation or an item where a block begins."""


_BREAK = re.compile(r"\s*\n\s*")
"""Where a line of the source ends: a new one could begin like another block."""


_OPEN, _CLOSE = "\ue000", "\ue001"  # around each aside, until those beside one another become one
_ASIDES = re.compile(rf"\s*{_OPEN}(?:[^{_CLOSE}]*{_CLOSE}\s*{_OPEN})*[^{_CLOSE}]*{_CLOSE}")


class Writer:
    """Writes elements of a page's document.

    Parameters
    ----------
    leads : callable
        Where a link of the page leads in a notebook, by its address; "" for a link that is left out.
    numbered : mapping, optional
        What the page calls a numbered block, by its identifier.
    """

    def __init__(self, leads: Callable[[str], str], numbered: Mapping[str, str] = MappingProxyType({})) -> None:
        self.leads = leads
        self.numbered = numbered

    def text(self, node: nodes.Node) -> str:
        """What stands in a line, with locators and marks in brackets behind what they are for."""
        line = _BREAK.sub(" ", _ASIDES.sub(_in_brackets, "".join(map(self.inline, node.children))).strip())
        if found := _BEGINNING.match(line):
            at = found.end() if found[0].isdigit() else 0
            return f"{line[:at]}\\{line[at:]}"
        return line

    def blocks(self, children: Iterable[nodes.Node]) -> str:
        """Blocks one below the other."""
        return "\n\n".join(filter(None, map(self.block, children)))

    @singledispatchmethod
    def inline(self, node: nodes.Node) -> str:
        """A piece of a line; of what is not known, what stands within."""
        return "".join(map(self.inline, node.children))

    @inline.register
    def _(self, node: nodes.Text) -> str:
        return _SPECIAL.sub(r"\\\g<0>", node.astext())

    @inline.register
    def _(self, node: nodes.strong) -> str:
        return f"**{''.join(map(self.inline, node.children))}**"

    @inline.register
    def _(self, node: nodes.emphasis) -> str:
        return f"*{''.join(map(self.inline, node.children))}*"

    @inline.register
    def _(self, node: nodes.literal) -> str:
        text = node.astext()
        return f"`` {text} ``" if "`" in text else f"`{text}`"

    @inline.register
    def _(self, node: nodes.math) -> str:
        return f"${node.astext()}$"

    @inline.register
    def _(self, node: nodes.raw) -> str:
        return _SPECIAL.sub(r"\\\g<0>", Markup(bare(node.astext())).striptags())

    @inline.register
    def _(self, node: nodes.inline) -> str:
        if "sme-verdict" in node["classes"]:
            return f"{_OPEN}{VERDICTS[node['verdict']]}{_CLOSE}"
        if "sme-locator" in node["classes"]:
            return f"{_OPEN}{node.astext().strip()}{_CLOSE}"
        return "".join(map(self.inline, node.children))

    @inline.register
    def _(self, node: nodes.reference) -> str:
        shown = "".join(map(self.inline, node.children))
        address = "" if "sme-term" in node["classes"] else self.leads(node.get("refuri") or f"#{node.get('refid', '')}")
        return f"[{shown}]({address})" if address else shown

    @singledispatchmethod
    def block(self, node: nodes.Node) -> str:
        """A block; of what is not known, what stands within."""
        inside = self.blocks(node.children)
        if isinstance(node, nodes.Element) and node.tagname == "answers":  # of a question
            return _folded("All answers" if "right" in node.parent else "The answer", inside)
        return inside

    @block.register
    def _(self, node: nodes.TextElement) -> str:
        return self.text(node)

    @block.register(nodes.raw)
    @block.register(nodes.Invisible)
    def _(self, node: nodes.Node) -> str:
        return ""

    @block.register
    def _(self, node: nodes.rubric) -> str:
        return f"**{self.text(node)}**"

    @block.register
    def _(self, node: nodes.literal_block) -> str:
        return f"```{node.get('language', '')}\n{node.astext().rstrip()}\n```"

    @block.register
    def _(self, node: nodes.math_block) -> str:
        return f"$$\n{node.astext().strip()}\n$$"

    @block.register
    def _(self, node: nodes.bullet_list) -> str:
        return self._items(node, ["- "] * len(node))

    @block.register
    def _(self, node: nodes.enumerated_list) -> str:
        first = node.get("start", 1)
        return self._items(node, [f"{first + at}. " for at in range(len(node))])

    def _items(self, node: nodes.Element, signs: list[str]) -> str:
        items = [
            sign + indent(self.blocks(item.children), " " * len(sign)).lstrip()
            for sign, item in zip(signs, node.children, strict=True)
        ]
        apart = "\n\n" if any(len(item.children) > 1 for item in node.children) else "\n"
        return apart.join(items)

    @block.register
    def _(self, node: nodes.block_quote) -> str:
        return _quoted(self.blocks(node.children))

    @block.register
    def _(self, node: nodes.Admonition) -> str:
        if label := admonitionlabels.get(node.tagname):  # a note and its like bring no title
            return _quoted(f"**{label}**\n\n{self.blocks(node.children)}")
        title, *rest = node.children
        names = [self.numbered[id] for id in node["ids"] if id in self.numbered]
        return _quoted(f"**{' '.join([*names, self.text(title)])}**\n\n{self.blocks(rest)}")

    @block.register
    def _(self, node: nodes.container) -> str:
        inside = self.blocks(node.children)
        return _quoted(inside) if "voice" in node["classes"] else inside

    @block.register
    def _(self, node: dropdown_main) -> str:
        title, *rest = node.children
        summary = "".join(each.astext() for each in title.findall(nodes.Text) if not isinstance(each.parent, nodes.raw))
        return _folded(summary, self.blocks(rest))

    @block.register
    def _(self, node: nodes.table) -> str:
        rows = [
            [self.blocks(cell.children).replace("\n\n", "<br>").replace("|", r"\|") for cell in row.children]
            for row in node.findall(nodes.row)
        ]
        head, *rest = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([head, "| --- " * len(rows[0]) + "|", *rest])


def _in_brackets(found: re.Match[str]) -> str:
    """Asides beside one another in one pair of brackets, each once."""
    said = re.findall(rf"{_OPEN}([^{_CLOSE}]*){_CLOSE}", found[0])
    return f" ({'; '.join(dict.fromkeys(said))})"


def _folded(summary: str, inside: str) -> str:
    return f"<details><summary>{Markup.escape(summary)}</summary>\n\n{inside}\n\n</details>"


def _quoted(text: str) -> str:
    return indent(text, "> ", lambda line: True).replace("> \n", ">\n")
