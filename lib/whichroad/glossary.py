"""The glossary: every concept with its one definition."""

from __future__ import annotations

import html

from smeclusters.claims.assessed import Assessed
from smeclusters.study import each_row
from whichroad.addresses import anchor, determinant_link, locator_link, works
from whichroad.markup import Html, joined


def glossary(paper: Assessed) -> Html:
    """Every concept with its one definition, by the alphabet; determinants lead to theirs.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> 'id="concept-low-road"' in glossary(edition())._repr_html_()
    True
    """
    entries: dict[str, str] = {}
    for row in each_row(paper.study.concepts):
        voice = "" if row.origin == "paper" else '<span class="sme-origin">this edition’s</span>'
        ends = joined(filter(None, [locator_link(paper, row.locator), works(paper, row.sources)]))
        entries[row.name] = _entry(
            anchor("concept", row.concept), row.name, f"{html.escape(row.definition)} {voice} {ends}"
        )
    for row in each_row(paper.study.determinants):
        level = paper.framework.names[row.level].lower()
        entries[row.name] = _entry(
            anchor("concept", row.determinant), row.name,
            f"A determinant of the {html.escape(level)}: {determinant_link(paper, row.determinant)}.",
        )  # fmt: skip
    return Html(
        f'<dl class="sme-glossary">{"".join(entries[name] for name in sorted(entries, key=str.casefold))}</dl>'
    )


def _entry(id: str, name: str, text: str) -> str:
    return f'<div id="{id}"><dt>{html.escape(name)}</dt><dd>{text.strip()}</dd></div>'
