"""The explorer as this book shows it: with links to its pages, and in its words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from markupsafe import Markup

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.explorer import Explorer, Links, Overlay, Words, study_story
from smeclusters.model.prepared import Prepared
from whichroad.addresses import cell_address, definition_address, passage_address, passage_label, work_address
from whichroad.edition import DATA, codings, edition
from whichroad.later import since_in_words
from whichroad.otherwise import curve, otherwise
from whichroad.story import step_state
from whichroad.tables.weights import classes_table

WORDS = Words(
    reference_means="Levels and factors of Box 1 equal, this edition's coding, and all rules as they were; your own "
    "cells stay",
    coding_own="This edition",
    observed="Observed, as this edition reads the paper",
    observed_coding="Observed, as {coder} reads the paper",
    evidence_own="The paper alone",
    rows_own="In the paper",
    story="The argument in six steps",
    picture="Which road? Cells read from QEH Working Paper 71, weights chosen by a reader",
)

LAYERS = {
    "after": Overlay(
        DATA / "layers" / "after",
        name="With what came after 2001",
        means="The same clusters: later works count beside the paper, so a cell may rest on both or on these alone.",
        href="after.html",
        work=work_address,
    ),
    "elsewhere": Overlay(
        DATA / "layers" / "elsewhere",
        name="Clusters elsewhere",
        means="More rows: clusters of which the paper does not speak, coded from other works, many cells from one row.",
        heading="Elsewhere",
        href="elsewhere.html",
        work=work_address,
    ),
}
"""The layers that come along, as the explorer offers them."""


def explorer(
    paper: Prepared, *, small: bool = False, scrolled: bool = False, layers: Collection[str] = (), **state: Any
) -> Explorer:
    """The explorer for a page of this book; where it shows the paper alone, with the other codings.

    Parameters
    ----------
    paper : Prepared
        The paper, whose year and rows it takes.
    small : bool
        Only the levels and the named weightings.
    scrolled : bool
        Only the rows, which show each step of the argument as its section of the page passes. Without it the whole
        explorer plays the argument in a strip above, and the small one not at all.
    layers : collection of str
        Keys of `LAYERS` that a notebook offers. A page offers all of them where it shows the paper alone.
    **state
        What it opens with, as :class:`smeclusters.Explorer` takes it.

    Returns
    -------
    Explorer
        A widget that also shows itself on a page without a kernel.

    Raises
    ------
    InputError
        If a value of the state cannot be used, or there is no such layer.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> explorer(edition(), small=True, silent="middle").paths["cachoeiro"]
    'low_road|mixed'
    """
    links = Links(
        determinant=lambda key: definition_address(paper, key),
        cell=lambda cluster, determinant: cell_address(paper, cluster, determinant),
        passage=lambda locator: (passage_label(paper, locator), passage_address(paper, locator)),
        whole="explorer.html",
        fallback=Markup("<p>This table has the classes under the named weightings.</p>")
        + classes_table(paper, paper.framework.weightings).markup,
    )
    story = study_story(paper.study) if scrolled or not small else ()
    if scrolled:  # it opens as the first section tells, or that section would say what was before
        weights, rules = step_state(paper, story[0])
        shown = {"weights": weights, "compensation": rules.compensation, "silent": rules.silent}
        state = {**shown, "thresholds": rules.thresholds, **state}
    if unknown := [key for key in layers if key not in LAYERS]:
        raise InputError([Problem("explorer", None, "layers", unknown[0], one_of(LAYERS, unknown[0]))])
    alone = paper.study is edition().study and not scrolled
    others = codings() if alone else {}
    return Explorer(
        paper.study,
        codings=others,
        small=small,
        vintage=paper.rules.vintage,
        links=links,
        words=WORDS,
        story=story,
        scrolled=scrolled,
        since=since_in_words() if alone and not small else {},
        layers={key: overlay for key, overlay in LAYERS.items() if key in layers},
        beside=LAYERS if alone else {},
        curve=curve_shown() if alone and not small else None,
        **state,
    )


def curve_shown() -> dict[str, Any]:
    """All ways to choose, by how many fewer of the observed paths are ruled out than by the narrow framework.

    Examples
    --------
    >>> round(sum(curve_shown()["shares"]), 9)
    1.0
    """
    found, framework = otherwise(), edition().framework
    made = curve(found, "integrating-framework-needed")
    return {
        "narrow": [
            weight > 0 for weight in framework.weightings[framework.narrow or framework.reference].flat.tolist()
        ],
        "values": made.values.tolist(),
        "shares": made.shares.tolist(),
        "count": found.count,
        "name": "What if we had chosen otherwise?",
        "href": "otherwise.html",
    }
