"""The slides of the sessions: their names, links to them, and the explorer that they embed."""

from __future__ import annotations

import re

import pandas as pd
from markupsafe import Markup

from smeclusters.model.prepared import Prepared
from whichroad.edition import edition
from whichroad.explorer import explorer
from whichroad.lessons import STATES, state_address
from whichroad.markup import Html, html_table, link, render
from whichroad.teaching import PLANS, RUBRICS

DECKS = ("argument", "evidence", "weights")
"""A deck for each session of the usual course, by the key of its plan."""

_PAGE = re.compile(r"(?<=\")[\w-]+\.html(?=[#\"])")


def deck_link(key: str, text: str = "Slides for this session") -> Html:
    """A link from a page of the book to the slides of a session.

    Examples
    --------
    >>> deck_link("argument").markup
    Markup('<a href="../slides/argument.html">Slides for this session</a>')
    """
    return Html(link(f"../slides/{DECKS[DECKS.index(key)]}.html", text))


def live(paper: Prepared, key: str) -> Html:
    """The explorer on a slide, in a state that lessons name, and a link that opens the same state on its page.

    Examples
    --------
    >>> 'title="Explorer: Firms first"' in live(edition(), "firms").markup
    True
    """
    return Html(render("live", title=STATES[key].title, address=state_address(paper, key)))


def stage(book: str) -> Markup:
    """The explorer as its page in the book has it, for a page elsewhere.

    Parameters
    ----------
    book : str
        Where the pages of the book lie, seen from that page.

    Examples
    --------
    >>> '"../chapters/glance.html#cluster-leon"' in stage("../chapters/")
    True
    """
    return Markup(_PAGE.sub(lambda found: book + found[0], explorer(edition(), small=True).page()))


def rubric_short(key: str) -> Html:
    """What is looked at in what is handed in after a session, what it brings and what all of it takes.

    Examples
    --------
    >>> "Says what this case cannot show" in rubric_short("argument").markup
    True
    """
    rows = [(each.name, str(each.points), each.full) for each in RUBRICS[key]]
    frame = pd.DataFrame(rows, columns=["Looked at", "Points", "For work that"])
    return Html(html_table(frame, f"How the work on {PLANS[key].name.lower()} is marked, in short"))
