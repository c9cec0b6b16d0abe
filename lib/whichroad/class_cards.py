"""Cards for a class that is to guess each cluster's road: facts and statements, and none of what was concluded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from whichroad.addresses import passage_label
from whichroad.cards import ASPECTS
from whichroad.markup import Html, render
from whichroad.tables.evidence import country, country_key, outcomes_table, profile_facts
from whichroad.words import figure_in_brackets


def class_cards(paper: Prepared) -> Html:
    """A sheet for each cluster, with room for a guess; no rating, no class, and no link that leads to one.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(class_cards(edition()).markup, "html.parser")
    >>> [heading.text for heading in made.select("h2")][:2], len(made.select("a"))
    (['Sinos Valley', 'Guadalajara'], 0)
    """
    cards = [
        {
            "name": row.name,
            "facts": [
                ("Country", country(paper, row.place)),
                ("Makes", row.products),
                *((title, "; ".join(profile_facts(paper, row.place, aspect))) for aspect, title in ASPECTS.items()),
            ],
            "levels": [(paper.framework.names[key], _said(paper, row.place, key)) for key in paper.framework.levels],
        }
        for row in each_row(paper.study.own.clusters)
    ]
    return Html(render("class_cards", cards=cards))


def answers_sheet(paper: Prepared) -> Html:
    """What was observed of each cluster: folded away on a screen, and the last sheet on paper."""
    return Html(render("answers_sheet", table=outcomes_table(paper)))


def _said(paper: Prepared, cluster: str, level: str) -> list[tuple[str, str]]:
    """What is said of a cluster or its country on one level, each statement with its passage."""
    return [
        (
            ("" if row.place == cluster else f"{paper.names[row.place]}: ") + row.summary + figure_in_brackets(row),
            passage_label(paper, row.locator),
        )
        for determinant, at in zip(paper.framework.determinants, paper.framework.level_of, strict=True)
        if paper.framework.levels[at] == level
        for row in _both_sides(_open_rows(paper, cluster, determinant))
    ]


def _open_rows(paper: Prepared, cluster: str, determinant: str) -> pd.DataFrame:
    """What is said in sections that do not say which road was taken."""
    rows = paper.study.own.evidence
    of_roads = set(paper.study.own.outcomes["locator"].map(_section))
    return rows[
        rows["place"].isin([cluster, country_key(paper, cluster)])
        & (rows["determinant"] == determinant)
        & (rows["period"] == "current")
        & ~rows["locator"].map(_section).isin(of_roads)
    ]


def _both_sides(rows: pd.DataFrame) -> Iterator[Any]:
    """The first of the least and of the most favourable statements, in the order of the paper."""
    ends = {rows["rating"].idxmin(), rows["rating"].idxmax()} if len(rows) else set()
    return each_row(rows[rows.index.isin(ends)])


def _section(locator: str) -> str:
    return locator.partition(":")[0]
