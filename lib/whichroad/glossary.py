"""The glossary: every concept with its one definition."""

from __future__ import annotations

from markupsafe import Markup

from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from whichroad.addresses import anchor, determinant_link, locator_link, works
from whichroad.markup import Html, joined, render


def glossary(paper: Prepared) -> Html:
    """Every concept with its one definition, by the alphabet; determinants lead to theirs.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(glossary(edition()).markup, "html.parser")
    >>> made.find(id="concept-low-road").dt.text
    'Low road'
    """
    entries = [
        {
            "id": anchor("concept", row.concept),
            "name": row.name,
            "definition": row.definition,
            "ours": row.origin != "paper",
            "ends": joined(filter(None, [locator_link(paper, row.locator), works(paper, row.sources)])),
        }
        for row in each_row(paper.study.concepts)
    ] + [
        {
            "id": anchor("concept", row.determinant),
            "name": row.name,
            "definition": Markup("A determinant of the {}: {}.").format(
                paper.framework.names[row.level].lower(), determinant_link(paper, row.determinant)
            ),
            "ours": False,
            "ends": "",
        }
        for row in each_row(paper.study.determinants)
    ]
    return Html(render("glossary", entries=sorted(entries, key=lambda entry: entry["name"].casefold())))
