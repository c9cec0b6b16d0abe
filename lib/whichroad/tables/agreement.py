"""Tables of where coders of the same paper differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from markupsafe import Markup

from smeclusters.analysis.agreement import UNIT, units
from smeclusters.analysis.differences import KINDS, cell_differences, class_differences
from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import STATUSES, Verdict
from smeclusters.claims.registry import checks
from smeclusters.claims.terms import Statements
from smeclusters.model.paths import in_words
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.ratings import cell_in_words
from smeclusters.study import Study, each_row
from smeclusters.wording import begun, percent, signed
from whichroad.addresses import cell_link, claim_address, locator_link, place_link
from whichroad.markup import Html, html_table, link
from whichroad.words import codings_of, weighting_names


def disputed_cells_table(paper: Prepared, others: Mapping[str, Study], steps: float = 1.0) -> Html:
    """The cells that coders put more than some steps apart, side by side, and what each difference hangs on.

    Parameters
    ----------
    paper : Prepared
        The study, whose own coding is held against the others.
    others : mapping
        Other codings of the same paper, by name.
    steps : float, default 1.0
        More than this lies between an end of the one interval and that of the other.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(disputed_cells_table(edition(), {"b": edition().study}).markup, "html.parser")
    >>> [head.text for head in made.select("th")]
    ['Cell', 'This edition', 'Coder B', 'Hangs on', 'The codebook says']
    """
    codings = codings_of(paper, others)
    grids = [Prepared(study, paper.rules).cells for study in codings.values()]
    found = cell_differences(codings, paper.rules)
    found = found[found["steps"] > steps]
    rows = []
    for row in each_row(found.drop_duplicates(["cluster", "determinant"])):
        at = row.cluster, row.determinant
        differences = found[(found["cluster"] == row.cluster) & (found["determinant"] == row.determinant)]
        rows.append(
            (
                cell_link(
                    paper,
                    paper.cells[at],
                    f"{paper.names[row.cluster]}, {paper.framework.names[row.determinant].lower()}",
                ),
                *(cell_in_words(grid[at]) for grid in grids),
                _hinges(paper, codings, differences),
                " ".join(dict.fromkeys(rule for rule in differences["rule"] if rule)),
            )
        )
    columns = ["Cell", *(begun(coder(name)) for name in codings), "Hangs on", "The codebook says"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), f"Cells more than {steps:g} steps apart"))


def disputed_classes_table(paper: Prepared, others: Mapping[str, Study]) -> Html:
    """The classes that differ between coders under the named weightings, side by side, and on what they hang.

    Parameters
    ----------
    paper : Prepared
        The study, whose own coding is held against the others.
    others : mapping
        Other codings of the same paper, by name.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(disputed_classes_table(edition(), {"b": edition().study}).markup, "html.parser")
    >>> [head.text for head in made.select("th")]
    ['Cluster', 'Weighting', 'This edition', 'Coder B', 'Hangs on']
    """
    codings = codings_of(paper, others)
    paths = [
        {(row.cluster, row.weighting): row.path for row in each_row(compare_paths(Prepared(study, paper.rules)))}
        for study in codings.values()
    ]
    found = class_differences(codings, paper.rules)
    rows = [
        (
            place_link(paper, row.cluster),
            weighting_names(paper, [row.weighting])[0],
            *(in_words(each[row.cluster, row.weighting]) for each in paths),
            _hinges(
                paper,
                codings,
                found[(found["cluster"] == row.cluster) & (found["weighting"] == row.weighting)],
            ),
        )
        for row in each_row(found.drop_duplicates(["cluster", "weighting"]))
    ]
    columns = ["Cluster", "Weighting", *(begun(coder(name)) for name in codings), "Hangs on"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Classes that differ between coders"))


def headlines(paper: Assessed, others: Mapping[str, Study]) -> dict[str, list[Verdict]]:
    """The verdict of every coding on each thesis whose check reads the whole matrix, the paper's own first.

    A check that looks at rows by their ids can't be asked of another coding, whose rows are others.

    Parameters
    ----------
    paper : Assessed
        The study.
    others : mapping
        Other codings of the same paper, by name.

    Returns
    -------
    dict
        Verdicts by id of the claim, in the order of the paper.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> found = headlines(edition(), {})
    >>> [verdict.status for verdict in found["joint-action-not-enough"]]
    ['supported']
    """
    judges = [paper, *(Assessed(study, paper.rules) for study in others.values())]
    found = {}
    for key, (claim, verdict) in paper.judged.items():
        form = checks()[claim.check].form if claim.check else Statements
        by_rows = claim.rows or (form and issubclass(form, Statements))
        if claim.kind == "thesis" and not by_rows and verdict.status != "not_checked":
            found[key] = [judge.judge(claim) for judge in judges]
    return found


class Tally(NamedTuple):
    """How many theses can be put to all codings, how many get one verdict, and how far shares of weightings differ."""

    all: int
    alike: int
    spread: float


def headlines_tally(paper: Assessed, others: Mapping[str, Study]) -> Tally:
    """How far the verdicts on theses hang on who coded.

    Parameters
    ----------
    paper : Assessed
        The study.
    others : mapping
        Other codings of the same paper, by name.

    Returns
    -------
    Tally
        Its `spread` is the widest, over the theses, between the shares under which codings let one hold.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> found = headlines_tally(edition(), {"b": edition().study})
    >>> found.all == found.alike, found.spread
    (True, 0.0)
    """
    found = headlines(paper, others).values()
    shares = [[verdict.share for verdict in verdicts if verdict.share is not None] for verdicts in found]
    return Tally(
        len(found),
        sum(len({verdict.status for verdict in verdicts}) == 1 for verdicts in found),
        max((max(each) - min(each) for each in shares if each), default=0.0),
    )


def headlines_table(paper: Assessed, others: Mapping[str, Study]) -> Html:
    """Theses of the paper with the verdict that each coding gives.

    Parameters
    ----------
    paper : Assessed
        The study.
    others : mapping
        Other codings of the same paper, by name.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(headlines_table(edition(), {}).markup, "html.parser")
    >>> [head.text for head in made.select("th")]
    ['At', 'Thesis', 'This edition']
    """
    rows = []
    for key, verdicts in headlines(paper, others).items():
        told = [
            STATUSES[verdict.status] if verdict.share in (None, 1) else f"under {percent(verdict.share, 0)}"
            for verdict in verdicts
        ]
        claim = paper.claims[key]
        rows.append((locator_link(paper, claim.locator), claim.summary, link(claim_address(key), told[0]), *told[1:]))
    columns = ["At", "Thesis", *(begun(coder(name)) for name in codings_of(paper, others))]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Theses under each coding"))


def coder(name: str) -> str:
    """How a coding is called: a letter stands for a coder.

    Examples
    --------
    >>> coder("b"), coder("this edition")
    ('coder B', 'this edition')
    """
    return f"coder {name.upper()}" if len(name) == 1 else name


def _hinges(paper: Prepared, codings: Mapping[str, Study], differences: pd.DataFrame) -> Markup:
    """The units on which differences hang, each once, with what each coder has there."""
    rated = {tuple(row[: len(UNIT)]): row[len(UNIT) :] for row in units(codings).itertuples(index=False)}
    found: dict[tuple[str, ...], Markup] = {}
    for row in each_row(differences[differences["kind"] != ""]):
        unit = (row.locator, row.place, row.determinant, row.facet)
        if unit not in found:
            told = zip(codings, rated.get(unit, [np.nan] * len(codings)), strict=True)
            said = ", ".join(f"{coder(name)} {'no row' if pd.isna(value) else signed(value)}" for name, value in told)
            about = f" {paper.names[row.place]}, {_facet(paper, row)}: {KINDS[row.kind]} ({said})"
            found[unit] = locator_link(paper, row.locator) + about
    return Markup("; ").join(found.values()) if found else Markup("no single row")


def _facet(paper: Prepared, row: Any) -> str:
    names = {(each.determinant, each.facet): each.name for each in each_row(paper.study.facets)}
    determinant = paper.framework.names[row.determinant].lower()
    return f"{determinant} ({names.get((row.determinant, row.facet), row.facet)})" if row.facet else determinant
