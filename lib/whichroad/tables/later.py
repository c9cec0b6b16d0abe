"""Tables of what became of the clusters, and of whether the coding of 2001 foresaw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from smeclusters.analysis.foresight import Later, pairs
from smeclusters.model.paths import in_words as paths_in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings
from smeclusters.study import Study, each_row
from smeclusters.wording import begun, in_a_row, signed
from whichroad.addresses import determinant_link, place_link
from whichroad.later import (
    LAYER,
    SPACES,
    WHEN,
    Dimension,
    alike,
    by_change,
    foreseen,
    held_against,
    in_words,
    kinds_graded,
    left_out,
    midpoints,
    read_table,
    reading,
    single_factors,
    spaces,
    turned_out,
    without,
)
from whichroad.markup import Html, folded, html_table
from whichroad.tables.agreement import coder
from whichroad.tables.layers import bounds, provisos, rests_on, share, statements_of, statements_table
from whichroad.words import codings_of, numbered

TIMES = {"2001": "about 2001", "2010": "about 2010", "latest": "latest"}
"""Times in words."""


def outcomes_over_time(paper: Prepared) -> Html:
    """How each cluster turned out: the paper's path, and kind and size by later signs.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> outcomes_over_time(edition()).markup.count("<tr")
    7
    """
    rows = read_table("signs")
    dimensions: tuple[Dimension, ...] = ("kind", "size")
    found = {(dimension, at): turned_out(rows, at, dimension) for dimension in dimensions for at in WHEN}
    table = pd.DataFrame(
        [
            (
                place_link(paper, cluster),
                paths_in_words(paper.study.observed[cluster]),
                *(in_words(each.get(cluster), dimension) for (dimension, _), each in found.items()),
            )
            for cluster in paper.ratings.clusters
        ],
        columns=["Cluster", "Path in the paper", *(f"{begun(dimension)}, {TIMES[at]}" for dimension, at in found)],
    )
    return Html(html_table(table, "What became of the six clusters"))


def signs_lists(laid: Prepared) -> Html:
    """The signs of every cluster, each under a fold of its own.

    Examples
    --------
    >>> from whichroad.later import layer_study
    >>> signs_lists(Prepared(layer_study())).markup.count("<details")
    6
    """
    clusters = read_table("signs")["cluster"].unique()
    return Html(Markup("").join(signs_table(laid, cluster).markup for cluster in clusters))


def signs_table(laid: Prepared, cluster: str) -> Html:
    """Every sign of how a cluster turned out, with what it rests on.

    Parameters
    ----------
    laid : Prepared
        The study with the layer of what came after.
    cluster : str
        Key.

    Examples
    --------
    >>> from whichroad.later import layer_study
    >>> "Gamarra: " in signs_table(Prepared(layer_study()), "gamarra").markup
    True
    """
    other = read_table("prices")
    rows = pd.concat([read_table("signs"), other.assign(indicator="price, by change (not counted)")])
    rows = rows[rows["cluster"] == cluster]
    table = pd.DataFrame(
        [
            (
                TIMES[row.at],
                f"{row.dimension}: {row.indicator}",
                signed(int(row.sign)),
                row.summary + provisos(row.scale, row.interested),
                row.observed,
                rests_on(laid, row, LAYER),
            )
            for row in each_row(rows)
        ],
        columns=["Time", "Sign of", "Sign", "What is said", "Year", "Source"],
    )
    label = f"{laid.names[cluster]}: {numbered(len(rows), 'sign', 'signs')}"
    return Html(folded(label, html_table(table, f"Signs of how {laid.names[cluster]} turned out")))


def later_lists(laid: Prepared) -> Html:
    """What later works say of every cluster and of the countries of which they speak.

    Examples
    --------
    >>> from whichroad.later import layer_study
    >>> "Later statements on Trujillo" in later_lists(Prepared(layer_study())).markup
    True
    """
    said = set(laid.study.evidence.loc[laid.study.evidence["layer"] == LAYER, "place"])
    around = [key for key in laid.study.places["place"] if key not in laid.ratings.clusters]
    places = [key for key in (*laid.ratings.clusters, *around) if key in said]
    return Html(Markup("").join(later_statements(laid, key).markup for key in places))


def later_statements(laid: Prepared, place: str) -> Html:
    """What later works say of a place, factor by factor.

    Parameters
    ----------
    laid : Prepared
        The study with the layer of what came after.
    place : str
        Key of a cluster or country.

    Examples
    --------
    >>> from whichroad.later import layer_study
    >>> "Year" in later_statements(Prepared(layer_study()), "sinos").markup
    True
    """
    label = f"{laid.names[place]}: {numbered(len(statements_of(laid, LAYER, [place])), 'statement', 'statements')}"
    return Html(folded(label, statements_table(laid, LAYER, [place], f"Later statements on {laid.names[place]}")))


def events_in_order() -> pd.DataFrame:
    """The events by year, each with its number.

    Examples
    --------
    >>> events_in_order()[["number", "year"]].iloc[0].tolist()
    [1, 1994]
    """
    rows = read_table("events").sort_values("year", kind="stable", ignore_index=True)
    return rows.assign(number=range(1, len(rows) + 1))


def where_it_happened(laid: Prepared, place: str) -> str:
    """The name of the place of an event.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> where_it_happened(edition(), "world"), where_it_happened(edition(), "leon")
    ('The world', 'León')
    """
    return laid.names.get(place, f"The {place}")


def event_address(number: int) -> str:
    """Where an event stands in the list, by its number.

    Examples
    --------
    >>> event_address(3)
    'after.html#event-3'
    """
    return f"after.html#event-{number}"


def events_list(laid: Prepared) -> Html:
    """What befell the clusters, numbered as the dots of the chart are.

    Examples
    --------
    >>> from whichroad.later import layer_study
    >>> events_list(Prepared(layer_study())).markup.count("<li ") == len(events_in_order())
    True
    """
    lines = [
        Markup('<li id="{}">{}, {}: {} ({})</li>').format(
            event_address(row.number).partition("#")[2],
            where_it_happened(laid, row.place),
            row.year,
            row.event,
            rests_on(laid, row, LAYER),
        )
        for row in each_row(events_in_order())
    ]
    return Html(Markup("<ol>{}</ol>").format(Markup("").join(lines)))


def forecasts_table(paper: Prepared) -> Html:
    """How many pairs of clusters equal weights put in the order in which they turned out, beside chance.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "At worst and at best" in forecasts_table(edition()).markup
    True
    """
    rows = [
        (
            f"{outcome} ({numbered(one.pairs, 'pair', 'pairs')})",
            SPACES[space],
            share(one.alike.right),
            bounds(one.alike.least, one.alike.most),
            share(one.chance),
        )
        for outcome, found in foreseen(paper).items()
        for space, one in found.items()
    ]
    columns = ["Outcome", "Weightings", "Pairs right", "At worst and at best", "By chance"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "What the coding of 2001 foresaw", cards=True))


def forecast_choices_table(paper: Prepared, others: Mapping[str, Study]) -> Html:
    """The share of pairs that equal weights of each framework are right about, by choice.

    Parameters
    ----------
    paper : Prepared
        The study.
    others : mapping
        Other codings of the same paper, by name.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "Geometric mean" in forecast_choices_table(edition(), {}).markup
    True
    """
    outcomes = held_against()
    choices: dict[str, tuple[Prepared, Ratings | None, Mapping[str, Later]]] = {
        **{
            begun(coder(key)): (Prepared(study, paper.rules), None, outcomes)
            for key, study in codings_of(paper, others).items()
        },
        "Middles of the ranges": (paper, midpoints(paper), outcomes),
        "Silent factors left out": (Prepared(paper.study, replace(paper.rules, silent="leave_out")), None, outcomes),
        "Geometric mean": (Prepared(paper.study, replace(paper.rules, compensation=0.0)), None, outcomes),
        "Price by its change": (paper, None, kinds_graded(by_change(read_table("signs"), read_table("prices")))),
    }
    equal = [alike(weightings) for weightings in spaces(paper).values()]
    rows = [
        (choice, outcome, *(share(reading(prepared, later, weights, single).right) for weights in equal))
        for choice, (prepared, single, held) in choices.items()
        for outcome, later in held.items()
    ]
    table = pd.DataFrame(rows, columns=["Choice", "Outcome", *SPACES.values()])
    return Html(html_table(table, "Pairs right, by choice"))


def left_out_table(paper: Prepared) -> Html:
    """How many pairs equal weights are right about on size about 2010, without some clusters or with one read anew.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "Without León and Gamarra" in left_out_table(edition()).markup
    True
    """
    later = held_against()["Size, about 2010"]
    fallen = {**later, "gamarra": (0.0, 0.0)}
    found = {
        f"Without {in_a_row([paper.names[key] for key in gone])}": (without(later, *gone), each)
        for gone, each in left_out(paper, later).items()
    }
    equal = {key: alike(weightings) for key, weightings in spaces(paper).items()}
    found["Gamarra falling, as its making of clothes did"] = (
        fallen,
        {key: reading(paper, fallen, weights) for key, weights in equal.items()},
    )
    rows = [
        (name, str(len(pairs(held))), *(share(one.right) for one in each.values()))
        for name, (held, each) in found.items()
    ]
    table = pd.DataFrame(rows, columns=["Size, about 2010", "Pairs", *SPACES.values()])
    return Html(html_table(table, "Pairs right about size, with a cluster left out"))


def factors_table(paper: Prepared) -> Html:
    """What each factor alone would have told of each outcome.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> factors_table(edition()).markup.count("<tr")
    13
    """
    found = {outcome: single_factors(paper, later) for outcome, later in held_against().items()}
    rows = [
        (
            determinant_link(paper, key),
            *(f"{share(one[key].right)} ({bounds(one[key].least, one[key].most)})" for one in found.values()),
        )
        for key in paper.framework.determinants
    ]
    table = pd.DataFrame(rows, columns=["Factor alone", *found])
    return Html(html_table(table, "Pairs right by each factor alone, with at worst and at best", cards=True))
