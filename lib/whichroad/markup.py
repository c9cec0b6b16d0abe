"""Markup for a page: tables, folds, links. Whatever is not markup already is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smeclusters.study import each_row


class Markup(str):
    """Text that is markup already; all other text is escaped when a page shows it."""


@dataclass(frozen=True)
class Html:
    """Markup that a notebook and the book both show."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


def html_table(frame: pd.DataFrame, label: str) -> str:
    """A frame as an HTML table that scrolls sideways on its own and has a name.

    Cells are text unless they are :class:`Markup`.

    Examples
    --------
    >>> "&lt;b&gt;" in html_table(pd.DataFrame({"What": ["<b>"]}), "an example")
    True
    """
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame.columns)
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in each_row(frame))
    return (
        f'<div class="sme-table" role="region" tabindex="0" aria-label="{html.escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, inside: str) -> str:
    """Something that the reader opens."""
    return f"<details><summary>{html.escape(summary)}</summary>{inside}</details>"


def link(target: str, text: str) -> Markup:
    """A link to a page of the book or a place on it."""
    return Markup(f'<a href="{html.escape(target)}">{html.escape(text)}</a>')


def joined(parts: Iterable[str]) -> Markup:
    """Markup and text, with commas between."""
    return Markup(", ".join(part if isinstance(part, Markup) else html.escape(part) for part in parts))


def _cell(content: Any) -> str:
    text = content if isinstance(content, Markup) else html.escape(str(content))
    prose = ' class="sme-prose"' if len(text) > 40 and "<" not in text else ""  # a sentence needs room
    return f"<td{prose}>{text}</td>"
