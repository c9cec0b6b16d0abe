"""Tables of what the cases cannot tell apart: determinants that run together, sentences that are counted often."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from smeclusters.analysis.importance import CLOSE
from smeclusters.analysis.variation import collinearity, double_counting
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Cell
from smeclusters.study import Study, each_row
from smeclusters.wording import begun, percent
from whichroad.addresses import determinant_link, source_link
from whichroad.markup import Html, html_table, joined
from whichroad.tables.agreement import coder
from whichroad.words import codings_of, places_in_words


def collinearity_table(paper: Prepared, others: Mapping[str, Study], at_least: float = CLOSE) -> Html:
    """The pairs of determinants that run together under any coding, side by side.

    Parameters
    ----------
    paper : Prepared
        The study, whose own coding comes first.
    others : mapping
        Other codings of the same paper, by name.
    at_least : float, default 0.75
        The correlation from which on, in either direction, a pair is shown.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(collinearity_table(edition(), {"b": edition().study}).markup, "html.parser")
    >>> [head.text for head in made.select("th")]
    ['Determinants', 'This edition', 'Coder B', 'By chance, this edition']
    """
    found = {
        name: collinearity(Prepared(study, paper.rules)).set_index(["first", "second"])
        for name, study in codings_of(paper, others).items()
    }
    own = next(iter(found.values()))
    shown = pd.DataFrame({name: table["pearson"] for name, table in found.items()})
    rows = [
        (
            determinant_link(paper, first) + Markup(" and ") + determinant_link(paper, second),
            *(_correlation(table.loc[(first, second), "pearson"]) for table in found.values()),
            _chance(own.loc[(first, second), "by_chance"]),
        )
        for first, second in shown.index[(shown.abs() >= at_least).any(axis=1)]
    ]
    columns = ["Determinants", *(begun(coder(name)) for name in found), "By chance, this edition"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Determinants that run together"))


def _correlation(value: float) -> str:
    return "does not vary" if pd.isna(value) else f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def _chance(share: float) -> str:
    return "" if pd.isna(share) else f"{percent(share, 0)} of all deals"


def double_counting_table(paper: Prepared, at_least: int = 5) -> Html:
    """The sentences that enter most cells, with what is coded from each.

    Parameters
    ----------
    paper : Prepared
        The study.
    at_least : int, default 5
        How many cells a sentence must enter to be shown.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(double_counting_table(edition()).markup, "html.parser")
    >>> [head.text for head in made.select("th")]
    ['Sentence', 'Cells', 'Determinants', 'Clusters', 'What is coded from it']
    """
    found = double_counting(paper)
    found["entered"] = found["cells"].map(len)
    found = found[found["entered"] >= at_least].sort_values("entered", ascending=False, kind="stable")
    evidence = {row.id: row for row in each_row(paper.study.evidence)}
    everyone = paper.ratings.clusters
    rows = [
        (
            _sentence(paper, evidence[row.rows[0]], row.sentence),
            row.entered,
            joined([determinant_link(paper, key) for key in row.determinants]),
            "all" if row.clusters == everyone else places_in_words(paper, row.clusters),
            " ".join(dict.fromkeys(evidence[id].summary for id in row.rows)),
        )
        for row in each_row(found)
    ]
    columns = ["Sentence", "Cells", "Determinants", "Clusters", "What is coded from it"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Sentences that enter several cells"))


def moved_without(paper: Prepared, rows: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The cells, as pairs of cluster and determinant, that would be others without some rows of evidence.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> moved_without(edition(), ["sinos-working_conditions-1"])
    (('sinos', 'working_conditions'),)
    """
    evidence = paper.study.evidence
    fewer = Prepared(replace(paper.study, evidence=evidence[~evidence["id"].isin(rows)]), paper.rules)
    return tuple(at for at, cell in paper.cells.items() if _ends(cell) != _ends(fewer.cells[at]))


def _ends(cell: Cell) -> tuple[float, float, float | None]:
    return cell.lo, cell.hi, cell.centre


def _sentence(paper: Prepared, row: Any, number: float) -> Markup:
    """Where a row of the evidence stands: its paragraph, and the sentence in it if that is known."""
    where = source_link(paper, row)
    return where if pd.isna(number) else where + f", sentence {number:g}"
