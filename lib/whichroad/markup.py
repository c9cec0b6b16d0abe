"""Markup for a page: blocks from templates, links, lists. Whatever is not markup already is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from smeclusters.study import each_row
from whichroad.shown import Shown

_LONG = 40  # characters; a sentence needs room, a name or a number does not
_NUMBER = re.compile(r"\d")
_FIGURE = re.compile(r"(?:less than )?[+−]?\d[\d.,]*(?:(?:–| to | and | of )[+−]?\d[\d.,]*)?(?: %)?")
_MANY = 4  # columns; fewer stand side by side on a phone


def _is_prose(cell: Any) -> bool:
    return len(str(cell)) > _LONG and not isinstance(cell, Markup)


def _is_figure(cell: Any) -> bool:
    """Whether a cell is a figure or two with a blank between that should not end a line, as in “0.31 to 0.5”."""
    text = _text(cell)
    return " " in text and bool(_FIGURE.fullmatch(text))


_TEMPLATES = Environment(
    loader=PackageLoader("whichroad"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.tests |= {"prose": _is_prose, "figure": _is_figure}


@dataclass(frozen=True)
class Html(Shown):
    """A block that a notebook and the book both show."""

    markup: Markup

    def _repr_html_(self) -> str:
        return str(self.markup)

    def folded(self, summary: str) -> Html:
        """The same under a line that the reader opens.

        Examples
        --------
        >>> Html(Markup("<i>c</i>")).folded("a < b").markup
        Markup('<details><summary>a &lt; b</summary><i>c</i></details>')
        """
        return Html(folded(summary, self.markup))


def render(block: str, **content: Any) -> Markup:
    """A kind of block, from its template of that name.

    Parameters
    ----------
    block : str
        Name of a file in ``templates/``, without its ending.
    **content
        What the template asks for; whatever is not :class:`markupsafe.Markup` is escaped.

    Raises
    ------
    jinja2.UndefinedError
        If something that the template asks for is not given.

    Examples
    --------
    >>> render("fold", summary="a < b", inside=Markup("<i>c</i>"))
    Markup('<details><summary>a &lt; b</summary><i>c</i></details>')
    """
    return Markup(_TEMPLATES.get_template(f"{block}.html").render(content))


def html_table(frame: pd.DataFrame, label: str, cards: bool | None = None) -> Markup:
    """A frame as an HTML table that scrolls sideways on its own, or becomes cards on a phone, and has a name.

    Whether it becomes cards is as given, or by default as :func:`read_by_rows` finds.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> made = BeautifulSoup(html_table(pd.DataFrame({"What": ["<b>"]}), "an example"), "html.parser")
    >>> made.th.text, made.td.text, made.div["aria-label"]
    ('What', '<b>', 'an example')
    """
    names = list(map(_text, frame.columns))
    cards = read_by_rows(frame) if cards is None else cards
    return render("table", label=label, columns=frame.columns, names=names, rows=each_row(frame), cards=cards)


def read_by_rows(frame: pd.DataFrame) -> bool:
    """Whether a table is read row by row, so that a phone shows each row as a card.

    Such a table has more columns than a phone has room for, and most of them hold words, or one holds sentences.
    Any other holds numbers to look up and compare, and stays a table that scrolls.

    Examples
    --------
    >>> words = pd.DataFrame({"Cluster": ["Gamarra"], "Path": ["low road"], "Seen": ["mixed"], "Score": ["0.31"]})
    >>> numbers = words.assign(Path="0.2", Seen="0.4")
    >>> read_by_rows(words), read_by_rows(numbers), read_by_rows(words[["Cluster", "Path", "Score"]])
    (True, False, False)
    """
    columns = [[text for text in map(_text, frame.iloc[:, at]) if text] for at in range(len(frame.columns))]
    worded = [sum(not _NUMBER.search(text) for text in texts) > len(texts) / 2 for texts in columns]
    sentences = any(2 * sum(map(_is_prose, texts)) > len(texts) for texts in columns)
    return len(columns) >= _MANY and (2 * sum(worded) > len(columns) or sentences)


def _text(cell: Any) -> str:
    """What a cell says, without markup."""
    return cell.striptags() if isinstance(cell, Markup) else str(cell)


def folded(summary: str, inside: Markup) -> Markup:
    """Something that the reader opens."""
    return render("fold", summary=summary, inside=inside)


def absent(what: str) -> Html:
    """A sentence in place of a block, where the tables lack what it is about.

    Examples
    --------
    >>> absent("no cluster “prato”").markup
    Markup('<p>These tables have no cluster “prato”.</p>')
    """
    return Html(Markup("<p>These tables have {}.</p>").format(what))


def link(target: str, text: str) -> Markup:
    """A link to a page of the book or a place on it; text alone where it leads nowhere.

    Examples
    --------
    >>> link("paths.html#low", "low & mixed")
    Markup('<a href="paths.html#low">low &amp; mixed</a>')
    >>> link("", "low & mixed")
    Markup('low &amp; mixed')
    """
    return escape(text) if not target else Markup('<a href="{}">{}</a>').format(target, text)


def joined(parts: Iterable[str]) -> Markup:
    """Markup and text, with commas between.

    Examples
    --------
    >>> joined(["<b>", Markup("<i>y</i>")])
    Markup('&lt;b&gt;, <i>y</i>')
    """
    return Markup(", ").join(parts)


def replaced(pattern: str, text: str, make: Callable[[str], Markup]) -> Markup:
    """Text in which markup stands for whatever the one group of a pattern has found.

    Examples
    --------
    >>> replaced("`(.+?)`", "a < `b`", lambda name: Markup("<code>{}</code>").format(name))
    Markup('a &lt; <code>b</code>')
    """
    return Markup("").join(make(part) if at % 2 else part for at, part in enumerate(re.split(pattern, text)))
