"""What the tables of the layers that come with the edition share: statements, what a row rests on, and shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.wording import percent
from whichroad.addresses import determinant_link, works
from whichroad.later import read_table
from whichroad.markup import html_table
from whichroad.second import own_id
from whichroad.words import rating_in_words

SCALES = {"firm": "one firm", "town": "town", "cluster": "cluster", "state": "state", "country": "country"}
"""What figures and statements are of."""


def share(part: float) -> str:
    """A share in per cent whose sign stays on the line of its number.

    Examples
    --------
    >>> share(0.333)
    '33\\xa0%'
    """
    return percent(part, sign="\N{NO-BREAK SPACE}%")


def bounds(least: float, most: float) -> str:
    """Two shares between which a third lies.

    Examples
    --------
    >>> bounds(0, 0.5)
    '0\\xa0% to 50\\xa0%'
    """
    return f"{share(least)} to {share(most)}"


def rests_on(laid: Prepared, row: Any, layer: str) -> Markup:
    """The works that a row of a layer rests on, and where in them.

    Examples
    --------
    >>> from whichroad.later import LAYER, layer_study
    >>> event = next(each_row(read_table("events")))
    >>> rests_on(Prepared(layer_study()), event, LAYER).striptags()
    'Rabellotti 1999, abstract'
    """
    return works(laid, row.sources, layer) + (f", {row.locator}" if row.locator else "")


def provisos(scale: str, interested: str, kind: str = "cluster") -> str:
    """What a row is of, where that is not the kind of place it stands under, and whether who says it has an interest.

    Examples
    --------
    >>> provisos("state", "yes"), provisos("cluster", "no"), provisos("country", "no", kind="country")
    (' (state, an interested party)', '', '')
    """
    said = [SCALES[scale] if scale != kind else "", "an interested party" if interested == "yes" else ""]
    return f" ({', '.join(filter(None, said))})" if any(said) else ""


def statements_of(laid: Prepared, layer: str, places: Sequence[str]) -> pd.DataFrame:
    """The rows of a layer's evidence on some places, in the order of the factors."""
    rows = laid.study.evidence
    rows = rows[(rows["layer"] == layer) & rows["place"].isin(places)]
    order = list(laid.framework.determinants)
    return rows.sort_values("determinant", key=lambda column: column.map(order.index), kind="stable")


def statements_table(laid: Prepared, layer: str, places: Sequence[str], label: str) -> Markup:
    """What a layer's works say of some places, factor by factor.

    Parameters
    ----------
    laid : Prepared
        The study with the layer.
    layer : str
        Name of a layer that comes with the edition.
    places : sequence of str
        Keys of clusters or countries; where there are several, a column says of which a row is.
    label : str
        What the table is called.

    Examples
    --------
    >>> from whichroad.elsewhere import LAYER, elsewhere_alone
    >>> made = statements_table(elsewhere_alone(), LAYER, ["suame"], "Suame")
    >>> made.count("<tr") - 1 == len(statements_of(elsewhere_alone(), LAYER, ["suame"]))
    True
    """
    notes = {note.id: note for note in each_row(read_table("notes", layer))}
    kinds = dict(zip(laid.study.places["place"], laid.study.places["kind"], strict=True))
    found = []
    for row in each_row(statements_of(laid, layer, places)):
        note = notes[own_id(row.id)]
        found.append(
            (
                determinant_link(laid, row.determinant),
                laid.names[row.place],
                rating_in_words(row) + (" (past)" if row.period == "past" else ""),
                row.summary + provisos(note.scale, note.interested, kinds[row.place]),
                note.observed,
                rests_on(laid, row, layer),
            )
        )
    table = pd.DataFrame(found, columns=["Factor", "Of", "Rating", "What is said", "Year", "Source"])
    return html_table(table if len(places) > 1 else table.drop(columns="Of"), label)
