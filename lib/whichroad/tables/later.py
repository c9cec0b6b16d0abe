"""Tables of what became of the clusters, and of whether the coding of 2001 foresaw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from smeclusters.model.paths import in_words as paths_in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings
from smeclusters.study import Study, each_row
from smeclusters.wording import begun, percent, signed
from whichroad.addresses import determinant_link, place_link, works
from whichroad.later import (
    SPACES,
    WHEN,
    WORDS,
    Dimension,
    Reading,
    When,
    forecasts,
    held_against,
    in_words,
    midpoints,
    read_table,
    reading,
    single_factors,
    turned_out,
)
from whichroad.markup import Html, folded, html_table
from whichroad.tables.agreement import coder
from whichroad.words import codings_of, numbered, rating_in_words

TIMES = {"2001": "about 2001", "2010": "about 2010", "latest": "latest"}
"""Times in words."""

SCALES = {"firm": "one firm", "town": "town", "cluster": "", "state": "state", "country": "country"}
"""What figures are of, where it is not the cluster."""


def outcomes_over_time(paper: Prepared) -> Html:
    """How each cluster turned out: the paper's path, and kind and size by later signs."""
    rows = read_table("signs")
    found = {(dimension, at): turned_out(rows, at, dimension) for dimension in WORDS for at in WHEN}
    shown: list[tuple[Dimension, When]] = [(key, at) for key in ("kind", "size") for at in ("2010", "latest")]
    table = pd.DataFrame(
        [
            (
                place_link(paper, cluster),
                paths_in_words(paper.study.observed[cluster]),
                *(in_words(found[key].get(cluster), key[0]) for key in shown),
            )
            for cluster in paper.ratings.clusters
        ],
        columns=["Cluster", "Path in the paper", *(f"{key.capitalize()}, {TIMES[at]}" for key, at in shown)],
    )
    return Html(html_table(table, "What became of the six clusters"))


def signs_lists(laid: Prepared) -> Html:
    """The signs of every cluster, each under a fold of its own."""
    return Html(Markup("").join(signs_table(laid, cluster).markup for cluster in laid.ratings.clusters))


def later_lists(laid: Prepared) -> Html:
    """What later works say of every cluster and of the countries of which they speak."""
    said = set(laid.study.evidence.loc[laid.study.evidence["layer"] != "", "place"])
    countries = [key for key in laid.study.places["place"] if key in said and key not in laid.ratings.clusters]
    return Html(Markup("").join(later_statements(laid, key).markup for key in (*laid.ratings.clusters, *countries)))


def signs_table(laid: Prepared, cluster: str) -> Html:
    """Every sign of how a cluster turned out, with what it rests on.

    Parameters
    ----------
    laid : Prepared
        The study with the layer of what came after.
    cluster : str
        Key.
    """
    rows = read_table("signs")
    rows = rows[rows["cluster"] == cluster]
    layer = laid.study.layers[-1].name
    table = pd.DataFrame(
        [
            (
                TIMES[row.at],
                f"{row.dimension}: {row.indicator}",
                signed(int(row.sign)),
                row.summary + _provisos(row),
                row.observed,
                works(laid, row.sources, layer) + _where(row.locator),
            )
            for row in each_row(rows)
        ],
        columns=["Time", "Sign of", "Sign", "What is said", "Year", "Source"],
    )
    label = f"{laid.names[cluster]}: {numbered(len(rows), 'sign', 'signs')}"
    return Html(folded(label, html_table(table, f"Signs of how {laid.names[cluster]} turned out")))


def _where(locator: str) -> str:
    return f", {locator}" if locator else ""


def _provisos(row: object) -> str:
    """What a figure is of, where it is not the cluster, and whether who says it has an interest, in brackets."""
    scale, interested = getattr(row, "scale", ""), getattr(row, "interested", "")
    said = [SCALES.get(scale, scale), "an interested party" if interested == "yes" else ""]
    return f" ({', '.join(filter(None, said))})" if any(said) else ""


def later_statements(laid: Prepared, place: str) -> Html:
    """What later works say of a place, factor by factor.

    Parameters
    ----------
    laid : Prepared
        The study with the layer of what came after.
    place : str
        Key of a cluster or country.
    """
    notes = read_table("notes").set_index("id")
    rows = laid.study.evidence
    rows = rows[(rows["layer"] != "") & (rows["place"] == place)]
    order = list(laid.framework.determinants)
    rows = rows.sort_values("determinant", key=lambda column: column.map(order.index), kind="stable")
    found = []
    for row in each_row(rows):
        note = notes.loc[row.id.partition(":")[2]]
        found.append(
            (
                determinant_link(laid, row.determinant),
                rating_in_words(row) + (" (past)" if row.period == "past" else ""),
                row.summary + _provisos(note),
                note["observed"],
                works(laid, row.sources, row.layer) + _where(row.locator),
            )
        )
    table = pd.DataFrame(found, columns=["Factor", "Rating", "What is said", "Year", "Source"])
    label = f"{laid.names[place]}: {numbered(len(rows), 'statement', 'statements')}"
    return Html(folded(label, html_table(table, f"Later statements on {laid.names[place]}")))


def forecasts_table(paper: Prepared) -> Html:
    """How many pairs of clusters equal weights put in the order in which they turned out, beside chance."""
    rows = []
    for outcome, later in held_against().items():
        found = list(forecasts(paper, later).values())
        cells = [f"{_right(one.alike)}; by chance {percent(one.chance)}" for one in found]
        rows.append((outcome, str(found[0].pairs), *cells))
    columns = ["Outcome", "Pairs", *(f"Right: {name.lower()}" for name in SPACES.values())]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "What the coding of 2001 foresaw"))


def forecast_choices_table(paper: Prepared, others: Mapping[str, Study]) -> Html:
    """The share of pairs that equal weights of each framework are right about, by choice."""
    choices: dict[str, tuple[Prepared, Ratings | None]] = {
        **{begun(coder(key)): (Prepared(study, paper.rules), None) for key, study in codings_of(paper, others).items()},
        "Middles of the ranges": (paper, midpoints(paper)),
        "Silent factors left out": (Prepared(paper.study, replace(paper.rules, silent="leave_out")), None),
        "Geometric mean": (Prepared(paper.study, replace(paper.rules, compensation=0.0)), None),
    }
    framework = paper.framework
    keys = [framework.reference, "cluster_level", framework.roles["narrow"]]
    rows = [
        (
            choice,
            *(
                " / ".join(
                    percent(reading(prepared, later, framework.weightings[key].flat, single).right) for key in keys
                )
                for later in held_against().values()
            ),
        )
        for choice, (prepared, single) in choices.items()
    ]
    return Html(html_table(pd.DataFrame(rows, columns=["Choice", *held_against()]), "Pairs right, by choice"))


def _right(found: Reading) -> str:
    """The share of pairs that are right, and its bounds by the ranges of the cells."""
    return f"{percent(found.right)} ({percent(found.least)} to {percent(found.most)})"


def factors_table(paper: Prepared) -> Html:
    """What each factor alone would have told of each outcome."""
    found = {outcome: single_factors(paper, later) for outcome, later in held_against().items()}
    rows = [
        (determinant_link(paper, key), *(_right(each[key]) for each in found.values()))
        for key in paper.framework.determinants
    ]
    return Html(html_table(pd.DataFrame(rows, columns=["Factor alone", *found]), "What each factor alone foresaw"))
