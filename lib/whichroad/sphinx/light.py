"""Scripts and style sheets as light as they can be, for the pages that load them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

import minify_html
import tinycss2
from tinycss2.ast import Node

NAME = re.compile(r"[A-Za-z_][\w-]*")
PROPERTY = re.compile(r"--[\w-]+")
ASKED = re.compile(r"var\(\s*(--[\w-]+)")
PART = re.compile(r'<([a-zA-Z][\w-]*)|\s(?:class|id)=(?:"([^"]*)"|(\S+?)[\s>])')
GROUPS = ("media", "supports", "layer", "container")
CHOICES = ("is", "where", "has")


def light(script: str) -> str:
    """A classic script without what only its authors need.

    Parameters
    ----------
    script : str
        JavaScript in which no script element ends.

    Returns
    -------
    str
        JavaScript that does the same.

    Examples
    --------
    >>> light("(() => { const answer = 42; // of all\\n  alert(answer); })();")
    '(()=>{let answer=42;alert(42)})();'
    """
    return _within("script", script)


def light_sheet(sheet: str) -> str:
    """A style sheet without what only its authors need.

    Parameters
    ----------
    sheet : str
        CSS.

    Returns
    -------
    str
        CSS that does the same.

    Examples
    --------
    >>> light_sheet("p { margin: 0px; } /* none */")
    'p{margin:0}'
    """
    return _within("style", sheet)


def _within(element: str, text: str) -> str:
    opens, ends = f"<{element}>", f"</{element}>"
    return (
        minify_html.minify(opens + text + ends, minify_js=True, minify_css=True).removeprefix(opens).removesuffix(ends)
    )


@dataclass(frozen=True)
class Seen:
    """What a site has: names of elements, classes and places, and custom properties that something asks for.

    Examples
    --------
    >>> seen = Seen.on(['<p class="note">'], ["list.classList.add('open')"], ["p { top: var(--far) }"])
    >>> sorted(seen.names)
    ['add', 'classList', 'list', 'note', 'open', 'p']
    >>> seen.properties
    frozenset({'--far'})
    """

    names: Set[str]
    properties: Set[str] = frozenset()

    @classmethod
    def on(cls, pages: list[str], scripts: list[str], sheets: list[str]) -> Seen:
        """What pages have, and any word of the scripts, since it may be a class that one sets."""
        names = {name for page in pages for found in PART.findall(page) for part in found for name in part.split()}
        words = {word for script in scripts for word in NAME.findall(script)}
        properties = frozenset(name for text in pages + scripts + sheets for name in PROPERTY.findall(text))
        return cls(frozenset(names | words), properties)


def purged(sheet: str, seen: Seen) -> str:
    """A style sheet without the rules that nothing on the site can match.

    A selector goes if it needs an element, a class or a place that no page has and no script names. Whatever
    a reader's doing brings about (``:hover``, ``:not(…)``, attributes) is taken to happen. Custom properties
    go that nothing asks for.

    Parameters
    ----------
    sheet : str
        CSS.
    seen : Seen
        What the site has.

    Returns
    -------
    str
        CSS that looks the same on that site.

    Examples
    --------
    >>> purged("p, .gone b, p:not(.gone) { top: 0; --far: 1px }  .gone { top: 0 }", Seen({"p", "b"}))
    'p,p:not(.gone){top: 0;}'
    """
    while True:
        asked = seen.properties | set(ASKED.findall(sheet))
        kept = "\n".join(_kept(tinycss2.parse_stylesheet(sheet, True, True), seen.names, asked))
        if kept == sheet:
            return sheet
        sheet = kept


def _kept(rules: list[Node], names: Set[str], asked: Set[str]) -> Iterator[str]:
    """The rules that can match something, as text."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [tinycss2.serialize(each).strip() for each in _split(rule.prelude) if _possible(each, names)]
            content = "".join(
                part.serialize() + (";" if part.type == "declaration" else "")
                for part in tinycss2.parse_blocks_contents(rule.content, True, True)
                if not (part.type == "declaration" and part.name.startswith("--") and part.name not in asked)
            )
            if selectors and content:
                yield f"{','.join(selectors)}{{{content}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            within = "".join(_kept(tinycss2.parse_blocks_contents(rule.content, True, True), names, asked))
            if within:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{within}}}"
        elif not (rule.type == "at-rule" and rule.lower_at_keyword == "charset"):
            yield rule.serialize()


def _split(selectors: list[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for token in selectors:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _possible(selector: list[Node], names: Set[str]) -> bool:
    """Whether something on the site can match it."""
    before: Node | None = None
    for token in selector:
        if token.type == "hash" and token.value not in names:
            return False
        if token.type == "ident" and before != ":" and {token.value, token.lower_value}.isdisjoint(names):
            return False
        if (
            token.type == "function"
            and token.lower_name in CHOICES
            and not any(_possible(each, names) for each in _split(token.arguments))
        ):
            return False
        before = token
    return True
