"""What the card of a link says: a term, a claim, a passage of the paper or a cell, in a few lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.words import statement
from smeclusters.model.paths import in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Cell, cell_in_words
from smeclusters.study import each_row
from smeclusters.wording import begun
from whichroad.addresses import (
    anchor,
    card_address,
    cell_address,
    claim_address,
    definition_address,
    locator_link,
    passage,
    passage_address,
    source_link,
    with_locators,
    works,
)
from whichroad.marks import mark, sign, status_in_words
from whichroad.markup import joined, render
from whichroad.tables.evidence import country
from whichroad.words import figure_in_brackets, qualified, rating_in_words, source_in_words, support_in_words

Cards = dict[str, Markup]
"""What each card says, by the place that its link leads to: ``concept-low-road``, ``claim-ven-macro-2``."""


def _card(
    title: str | Markup, address: str, onward: str, *lines: str | Markup, items: Iterable[str | Markup] = ()
) -> Markup:
    return render("explained", title=title, address=address, onward=onward, lines=lines, items=list(items))


def term_cards(paper: Prepared) -> Cards:
    """A card for each concept, each determinant and each cluster, with its definition.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> term_cards(edition())["determinant-trust"].striptags().split(" A determinant")[0]
    'Trust'
    """
    names = paper.framework.names
    cards: Cards = {}
    for row in each_row(paper.study.concepts):
        place = anchor("concept", row.concept)
        ends = joined(filter(None, [locator_link(paper, row.locator), works(paper, row.sources)]))
        whose = "" if row.origin == "paper" else "A definition of this edition."
        cards[place] = _card(row.name, f"glossary.html#{place}", "In the glossary", row.definition, whose, ends)
    for row in each_row(paper.study.determinants):
        what = f"A determinant of the {names[row.level].lower()}."
        address = definition_address(paper, row.determinant)
        passages = locator_link(paper, row.locator)
        cards[anchor("determinant", row.determinant)] = _card(
            row.name, address, "How the framework means it", what, row.definition, passages
        )
    for row in each_row(paper.study.own.clusters):
        observed = paper.study.observed.get(row.place)
        path = f"Path observed: {in_words(observed)}." if observed else ""
        makes = ", in ".join(filter(None, [begun(row.products), country(paper, row.place)]))
        cards[anchor("cluster", row.place)] = _card(
            row.name, card_address(paper, row.place), "The cluster at a glance", f"{makes}.", path
        )
    return cards


def claim_cards(paper: Assessed) -> Cards:
    """A card for each claim: its verdict, what it claims, and the reason.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> BeautifulSoup(claim_cards(edition())["claim-ven-macro-2"], "html.parser").h2.text
    '✗ Contradicted'
    """
    return {
        anchor("claim", id): _card(
            Markup("{} {}").format(sign(verdict), begun(status_in_words(verdict))),
            claim_address(id),
            "All of it",
            Markup("{} {}").format(begun(statement(paper, claim)), locator_link(paper, claim.locator)),
            Markup('<span class="sme-short">{}</span>').format(with_locators(paper, verdict.reason)),
        )
        for id, (claim, verdict) in paper.judged.items()
    }


def passage_cards(paper: Assessed) -> Cards:
    """A card for each passage of the paper: where it stands, and what is coded from it in this edition's words.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> passage_cards(edition())["wp-2a-3"].striptags().split(" In the paper")[0]
    '§2a ¶3'
    """
    said = _said(paper)
    return {
        passage(row.locator): _card(
            row.label,
            passage_address(paper, row.locator),
            "Where this edition deals with it",
            f"In the paper: {place_in_words(row.locator)}. What it says, in our words:"
            if said[row.locator]
            else f"In the paper: {place_in_words(row.locator)}. This edition has coded nothing from it.",
            items=said[row.locator],
        )
        for row in each_row(paper.study.locators)
    }


def place_in_words(locator: str) -> str:
    """Where a passage of the paper stands, in words.

    Examples
    --------
    >>> [place_in_words(each) for each in ("3.2.1:4", "fn2", "box1", "0:1")]
    ['section 3.2.1, paragraph 4', 'note 2', 'box 1', 'the abstract']
    """
    section, _, number = locator.partition(":")
    if section == "0":
        return "the abstract"
    if not number:
        return f"note {section[2:]}" if section.startswith("fn") else section.replace("box", "box ")
    return f"section {section}, paragraph {number}"


def _said(paper: Assessed) -> defaultdict[str, list[str | Markup]]:
    """By locator what is coded from a passage: rows of the evidence, paths, figures, advice, and the claims besides."""
    said: defaultdict[str, list[str | Markup]] = defaultdict(list)
    study, names = paper.study.own, paper.framework.names
    for row in each_row(study.evidence):
        on = f"{paper.names[row.place]}, {names[row.determinant].lower()} ({rating_in_words(row)})"
        said[row.locator].append(f"{on}: {row.summary}{figure_in_brackets(row)}")
    for row in each_row(study.outcomes):
        said[row.locator].append(f"{paper.names[row.cluster]}, path: {row.summary}{figure_in_brackets(row)}")
    for row in each_row(study.profiles):
        said[row.locator].append(f"{paper.names[row.place]}, {row.indicator}: {qualified(row)}")
    for row in each_row(study.policies):
        said[row.locator].append(f"Recommended: {row.summary}")
    for id, claim in paper.claims.items():
        if not claim.rows:  # what rows say stands there already
            said[claim.locator].append(Markup("{} {}").format(begun(statement(paper, claim)), mark(paper, id)))
    return said


def work_card(place: str, label: str, reference: Markup) -> Markup:
    """The card of a work, from its label and its reference in the list of works.

    Examples
    --------
    >>> work_card("work-best1990", "Best 1990", Markup("Michael H. Best. …")).striptags()
    'Best 1990 Michael H. Best. … In the list of works'
    """
    return _card(label, f"references.html#{place}", "In the list of works", reference)


def cell_cards(paper: Prepared) -> Cards:
    """A card for each cell of the paper's clusters: its rating, what it rests on, and the statements behind it.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> BeautifulSoup(cell_cards(edition())["cell-sinos-trust"], "html.parser").h2.text
    'Sinos Valley, trust: −1'
    """
    rows = {row.id: row for row in each_row(paper.study.evidence)}
    return {
        anchor("cell", cell.cluster, cell.determinant): _cell_card(paper, cell, rows)
        for cell in paper.cells.values()
        if cell_address(paper, cell.cluster, cell.determinant)
    }


def _cell_card(paper: Prepared, cell: Cell, rows: dict[str, Any]) -> Markup:
    name = f"{paper.names[cell.cluster]}, {paper.framework.names[cell.determinant].lower()}"
    return _card(
        f"{name}: {cell_in_words(cell)}",
        cell_address(paper, cell.cluster, cell.determinant),
        "How the cell is made",
        support_in_words(cell, begun(source_in_words(paper))),
        items=[
            Markup("{}: {}{} {}").format(
                rating_in_words(row) + (", past" if row.period == "past" else ""),
                row.summary,
                figure_in_brackets(row),
                source_link(paper, row),
            )
            for row in (rows[id] for id in (*cell.entered, *cell.past))
        ],
    )
