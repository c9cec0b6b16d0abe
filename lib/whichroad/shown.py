"""What a page and a notebook both show, a notebook without what only a page's style and scripts have a use for."""

from __future__ import annotations

import os
import re
from html import escape
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

IN_BOOK = "WHICHROAD_BOOK"
"""The environment variable that the book sets for its kernels."""

_SHORT = 100  # characters
_LABEL = re.compile(r'aria-label="([^"]+)"')
_BLANK_LINES = re.compile(r"\n\s*\n+")

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_LEFT_OUT = {"script", "style", "template", "form", "button", "input", "select", "label", "nav", "svg"}
_ON_PAGES = {"sme-narrow", "sme-csv", "sme-pointing", "sme-past", "sme-more"}
_KEPT = {"href", "src", "alt", "title", "width", "colspan", "rowspan", "scope", "open", "lang"}


class Shown:
    """Something with HTML for a page, of which a notebook shows the bare form."""

    def _repr_html_(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        markup = self._repr_html_()
        short = {"text/plain": in_short(markup)}
        return short if in_book() else {**short, "text/html": bare(markup)}


def in_book() -> bool:
    """Whether the book is being built, whose pages have style and scripts."""
    return IN_BOOK in os.environ


def in_short(markup: str) -> str:
    """What a block is, for those who see text alone: its name, or how it begins.

    Examples
    --------
    >>> in_short('<div aria-label="Rows &amp; cells"><table></table></div>'), in_short("<p>One <b>word</b></p>")
    ('Rows & cells', 'One word')
    """
    if label := _LABEL.search(markup):
        return Markup(label[1]).unescape()
    text = Markup(bare(markup)).striptags()
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rpartition(' ')[0]} …"


def bare(markup: str) -> str:
    """Markup without what only a page's style and scripts have a use for.

    Words that a page keeps for screen readers stand in place of the signs that it shows.

    Examples
    --------
    >>> bare('<p class="a"><button>Go</button><i aria-hidden="true">✓</i><b class="sme-unseen">so &lt;</b><br></p>')
    '<p><b>so &lt;</b><br></p>'
    """
    reader = _Bare()
    reader.feed(markup)
    reader.close()
    return _BLANK_LINES.sub("\n", "".join(reader.kept)).strip()


class _Bare(HTMLParser):
    """Collects what a notebook shows; `within` counts the open elements since one was left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.within or _left_out(tag, dict(attrs)):
            self.within += tag not in _VOID
        elif tag != "noscript":
            written = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if name in _KEPT)
            self.kept.append(f"<{tag}{written}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within:
            self.within -= tag not in _VOID
        elif tag not in _VOID and tag != "noscript":
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.kept.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _left_out(tag: str, attributes: dict[str, str | None]) -> bool:
    classes = set((attributes.get("class") or "").split())
    unseen = "hidden" in attributes or attributes.get("aria-hidden") == "true" or "data-screen" in attributes
    return tag in _LEFT_OUT or bool(classes & _ON_PAGES) or unseen
