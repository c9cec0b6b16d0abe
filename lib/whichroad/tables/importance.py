"""The table of what each determinant weighs beside how much it moves the scores."""

from __future__ import annotations

from typing import Any

import pandas as pd

from smeclusters.analysis.importance import importance
from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.wording import begun, in_a_row, percent
from whichroad.addresses import determinant_link
from whichroad.markup import Html, absent, html_table
from whichroad.words import source_in_words, weighting_names


def importance_table(paper: Prepared) -> Html:
    """The weight of each determinant beside its part of the importance, under the weighting that others are held to.

    Its columns are `weight, linear_part, linear, ratio` and `by_chance` of :func:`smeclusters.importance`. Where the
    tables have fewer than three clusters, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(importance_table(edition()).markup, "html.parser")
    >>> [cell.text for cell in made.select("tbody tr")[4]("td")][:4]
    ['External economies', '8 %', '31 %', '0.36']
    """
    if len(paper.ratings.clusters) < 3:
        return absent("too few clusters to compare")
    rows = [
        (
            determinant_link(paper, row.determinant),
            percent(row.weight),
            "" if pd.isna(row.linear) else percent(row.linear_part),
            "" if pd.isna(row.linear) else f"{row.linear:.2f}",
            "" if pd.isna(row.ratio) else f"{row.ratio:.2f}",
            "" if pd.isna(row.ratio) or row.constant else percent(row.by_chance),
            _mind(paper, row),
        )
        for row in each_row(importance(paper))
    ]
    columns = ["Determinant", "Weight", "Importance", "r²", "Ratio", "By chance", "To mind"]
    name = weighting_names(paper, [paper.framework.reference])[0]
    label = f"Weights and importance of the determinants: {name}"
    return Html(html_table(pd.DataFrame(rows, columns=columns), label, cards=True))


def _mind(paper: Prepared, row: Any) -> str:
    """What a reader must know of a determinant before its importance."""
    names, clusters, source = paper.framework.names, len(paper.ratings.clusters), source_in_words(paper)
    found = []
    if not row.told:
        found.append(f"{source} says nothing about it")
    elif row.told < clusters:
        elsewhere = "the others are left out" if paper.rules.silent == "leave_out" else "the others stand at 0"
        found.append(f"{source} describes it in {row.told} of {clusters} clusters, {elsewhere}")
    elif row.constant:
        found.append("the same in every cluster")
    if row.pearson < 0:
        found.append("the scores run against it")
    if row.collinear:
        found.append(f"runs together with {in_a_row([names[key].lower() for key in row.collinear])}")
    return begun("; ".join(found))
