"""What the front end shows and never changes: names, cells, evidence, named weightings, words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smeclusters.analysis.acceptability import acceptability
from smeclusters.explorer.own import BASES, COLUMNS, LIMITS, PERIODS, REASONS, country_rows
from smeclusters.explorer.story import FILLS, STEP_LIMITS, Step
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.paths import PATH_NAMES, SETS, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings, lineage
from smeclusters.model.rules import Thresholds
from smeclusters.study import each_row, source_label
from smeclusters.study.handed_in.cells import MONTHS, risks
from smeclusters.study.layers import ALIASES
from smeclusters.wording import begun

ROADS = {"low_road": "the low road", "mixed": "a mixed path", "high_road": "the high road"}
"""The paths within a sentence."""

SILENT_NAMES = {"range": "Whole range", "middle": "Middle", "leave_out": "Leave out"}
"""What stands for silence, as a reader chooses it."""

VERDICTS = {"right": "as observed", "open": "left open", "wrong": "ruled out"}
"""How a class stands to what is observed: all its paths are among those observed, some, or none."""


@dataclass(frozen=True)
class Links:
    """Where the explorer leads on a page of a book, and what stands there until its script runs.

    Attributes
    ----------
    determinant : callable
        From a determinant's key to the address of its definition.
    cell : callable
        From the keys of a cluster and a determinant to the address of the cell's making.
    passage : callable
        From a row's locator to its label and its address.
    whole : str
        Address of the page with the whole explorer.
    fallback : str
        Markup for readers without scripts.
    """

    determinant: Callable[[str], str]
    cell: Callable[[str, str], str]
    passage: Callable[[str], tuple[str, str]]
    whole: str
    fallback: str


@dataclass(frozen=True)
class Words:
    """What the explorer says of the study that it shows; an edition has words of its own.

    Attributes
    ----------
    heading : str
        Above the clusters and their classes.
    reference, reference_means : str
        The way back to the reference weighting and the usual rules, and what it does.
    as_reference, as_reference_own : str
        Before the class that a cluster has under them, and one of the reader's own.
    silent : str
        Above the choice of what stands for silence.
    coding, coding_means, coding_own, coder : str
        Above the choice of whose coding counts, and below it; the names of the study's own and of another, with
        its key for {coding}.
    likely, likely_means : str
        Before how likely each path is, and what that means.
    silent_here : str
        Behind a factor on which the study says nothing.
    left_out : str
        Which factors count where silent ones are left out.
    observed, observed_coding, observed_layer, observed_own : str
        Before the paths observed, before those that another coder says were, with that name for {coder},
        before those that a layer says were, with its name for {layer}, and before those that the reader
        says were.
    since : str
        Beside the switch that has rows say what became of the clusters later.
    evidence, evidence_own : str
        Above the choice of whose statements make the cells, and the study's own alone.
    rows_own, rows_yours : str
        Above the study's clusters and the reader's, where a layer adds others.
    story : str
        Above the story that comes with the study.
    picture, picture_file : str
        Title and file name of the picture to take along.

    Examples
    --------
    >>> Words(observed="Observed, as the editors read it").reference
    'Usual settings'
    """

    heading: str = "Which road is open?"
    reference: str = "Usual settings"
    reference_means: str = "The reference weighting, and all rules as they were; your own cells stay"
    as_reference: str = "With the usual weights, rules and cells"
    as_reference_own: str = "With the usual weights and rules"
    silent: str = "Where the paper is silent"
    coding: str = "Whose coding?"
    coding_own: str = "This study"
    coding_means: str = "Its cells and observed paths count, and its shares of all weightings; what is your own stays."
    coder: str = "Coder {coding}"
    likely: str = "Likely"
    likely_means: str = (
        "✓ fits what was observed, ○ may fit, ✗ does not; ≠ not its class under the usual settings. "
        "The bar is the worst case: all that the cells allow. Its dark core is the likely reading, if every rating "
        "may lie anywhere in its range, each cell by itself: eight tenths of the scores, and their middle."
    )
    silent_here: str = "the paper is silent"
    left_out: str = "Shares here are of the factors of which the paper speaks."
    observed: str = "Observed"
    observed_coding: str = "Observed, as {coder} has it"
    observed_layer: str = "Observed, as the layer {layer} has it"
    observed_own: str = "Observed, as you say"
    since: str = "What became of them"
    evidence: str = "Evidence"
    evidence_own: str = "This study alone"
    rows_own: str = "In this study"
    rows_yours: str = "Yours"
    story: str = "The story"
    picture: str = "Which road? Weights chosen by a reader"
    picture_file: str = "which-road.svg"


def content(
    prepared: Prepared,
    links: Links | None = None,
    words: Words = Words(),
    codings: Mapping[str, Prepared] = MappingProxyType({}),
    small: bool = False,
    story: Sequence[Step] = (),
    scrolled: bool = False,
    since: Mapping[str, str] = MappingProxyType({}),
    layers: Sequence[Mapping[str, Any]] = (),
    curve: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the front end shows, as JSON has it.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    links : Links, optional
        Without them no address is in it, and locators stand for the labels of passages.
    words : Words
        What it says of the study.
    codings : mapping
        Other codings of the study by key, under the same rules.
    small : bool
        Without the statements, of which the small explorer shows none.
    story : sequence of Step
        What it plays.
    scrolled : bool
        Whether sections of the page play it as they pass.
    since : mapping
        What became of clusters later, in words, by key.
    layers : sequence of mapping
        The layers that can be laid over the study, as :class:`Layered` tells of them.
    curve : mapping, optional
        In what share of all ways to choose the narrow framework rules out so many more of the observed paths:
        ``values``, ``shares`` and their ``count``, which determinants are ``narrow``, and ``name`` and ``href`` of the
        page that tells of them.

    Returns
    -------
    dict
        By name; ``types.d.ts`` beside the front end's modules has its form.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> found = content(Prepared(example_study()))
    >>> [level["name"] for level in found["levels"]], found["sets"]["low_road|mixed"]
    (['The valley', 'The workshop'], 'low road or mixed')
    """
    study, framework = prepared.study, prepared.framework
    return {
        "levels": [{"key": key, "name": framework.names[key]} for key in framework.levels],
        "determinants": [
            {
                "key": row.determinant,
                "name": row.name,
                "level": framework.levels.index(row.level),
                "means": row.definition,
                "href": links.determinant(row.determinant) if links else "",
            }
            for row in each_row(study.determinants)
        ],
        "clusters": clusters_shown(prepared, links),
        "codings": [
            {
                "key": key,
                "name": words.coder.replace("{coding}", begun(key)),
                "clusters": clusters_shown(coded, None),  # the pages to which links lead tell of the study's own
                "grounds": grounds_shown(coded),
            }
            for key, coded in codings.items()
        ],
        "since": dict(since),
        "layers": list(layers),
        "curve": None if curve is None else dict(curve),
        "evidence": {
            key: row
            for each in (prepared, *codings.values())
            if not small
            for key, row in evidence_shown(each, links).items()
        },
        "grounds": grounds_shown(prepared),
        **_around(prepared),
        "weightings": [
            {"key": row.weighting, "name": row.name, "sentence": row.sentence or row.name, "means": row.description}
            | {
                name: list(values.values())
                for name, values in sliders(framework, framework.weightings[row.weighting]).items()
            }
            for row in each_row(study.weightings)
        ],
        "reference": framework.reference,
        "thresholds": asdict(Thresholds()),
        "vintage": prepared.rules.vintage,
        "whole": links.whole if links else "",
        "paths": PATH_NAMES,
        "sets": {key: in_words(key) for key in SETS},
        "roads": ROADS,
        "silent": SILENT_NAMES,
        "verdicts": VERDICTS,
        "words": asdict(words),
        "story": {
            "steps": [asdict(step) for step in story],
            "scrolled": scrolled,
            "limits": STEP_LIMITS,
            "fills": list(FILLS),
        },
    }


def clusters_shown(
    prepared: Prepared, links: Links | None, keys: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Clusters with their cells, their shares of all weightings and the paths observed.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    links : Links or None
        Where cells lead.
    keys : collection of str, optional
        Which clusters; by default all.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> clusters_shown(Prepared(example_study()), None, ["borg"])[0]["observed"]
    'low_road'
    """
    # To a tenth of a per cent a coarse rule is enough; but what is not nothing must not become it.
    shares = acceptability(_only(prepared.ratings, keys), prepared.framework, rules=prepared.rules, nodes=(6, 5))
    layers = dict(zip(prepared.study.places["place"], prepared.study.places["layer"], strict=True))
    return [
        {
            "key": key,
            "name": prepared.names[key],
            "layer": layers[key],
            "observed": prepared.study.observed.get(key, ""),
            "shares": shares.loc[key, list(SETS)].round(9).to_dict(),
            "cells": [
                {
                    "lo": cell.lo,
                    "hi": cell.hi,
                    "silent": cell.silent,
                    "entered": cell.entered,
                    "reasons": cell.reasons,
                    "href": links.cell(key, cell.determinant) if links else "",
                }
                for cell in (prepared.cells[key, name] for name in prepared.framework.determinants)
            ],
        }
        for key in prepared.study.clusters["place"]
        if keys is None or key in keys
    ]


def _only(ratings: Ratings, keys: Collection[str] | None) -> Ratings:
    if keys is None:
        return ratings
    return ratings.some([at for at, key in enumerate(ratings.clusters) if key in keys])


def grounds_shown(prepared: Prepared) -> dict[str, list[dict[str, Any]]]:
    """By determinant, what is known of countries: a reader's own clusters take it from there.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> {row["place"] for rows in grounds_shown(Prepared(example_study())).values() for row in rows}
    {'ALP'}
    """
    known = country_rows(prepared)
    return {
        key: [
            {"id": row.id, "place": row.place, "facet": row.facet, "lo": row.rating, "hi": _upper(row)}
            | {"basis": row.basis}
            for row in each_row(known)
            if row.determinant == key
        ]
        for key in prepared.framework.determinants
    }


def _around(prepared: Prepared) -> dict[str, Any]:
    """What a reader's own clusters need of the study beside that: countries, and keys."""
    study = prepared.study
    around = study.places[study.places["kind"].isin(("country", "group"))]
    lies = {key: lineage(study, key)[1:] for key in around["place"]}
    inside = set(study.memberships.loc[study.memberships["place"].isin(study.clusters["place"]), "within"])
    return {
        "places": {
            row.place: {"name": row.name, "kind": row.kind, "within": list(lies[row.place])} for row in each_row(around)
        },
        "countries": [row.place for row in each_row(around) if row.kind == "country" and row.place in inside],
        "facets": {row.facet: {"name": row.name, "determinant": row.determinant} for row in each_row(study.facets)},
        "bases": list(BASES),
        "periods": list(PERIODS),
        "columns": list(COLUMNS),
        "aliases": ALIASES,
        "limits": LIMITS,
        "turns": risks(),
        "months": MONTHS,
        "reasons": REASONS,
    }


def evidence_shown(prepared: Prepared, links: Links | None, layer: str | None = None) -> dict[str, dict[str, Any]]:
    """By id the statements on which cells rest, or which a reader's own clusters may take from their country.

    Parameters
    ----------
    prepared : Prepared
        A study under its rules.
    links : Links or None
        Where passages lead.
    layer : str, optional
        The layer whose statements are meant; by default all are.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> evidence_shown(Prepared(example_study()), None, layer="none")
    {}
    """
    study = prepared.study
    used = {row for cell in prepared.cells.values() for row in cell.entered} | set(country_rows(prepared)["id"])
    facets = dict(zip(study.facets["facet"], study.facets["name"], strict=True))
    own = study.evidence[study.evidence["layer"] == ""]
    passages = {
        locator: links.passage(locator) if links and locator else (locator, "") for locator in own["locator"].unique()
    }
    return {
        row.id: {
            "text": row.summary,
            "about": prepared.names[row.place],
            "facet": facets.get(row.facet, ""),
            "rating": row.rating,
            "to": _upper(row),
            "inferred": row.basis == "inferred",
            "label": source_label(study, row) if row.layer else passages[row.locator][0],
            "href": "" if row.layer else passages[row.locator][1],
        }
        for row in each_row(study.evidence)
        if row.id in used and layer in (None, row.layer)
    }


def _upper(row: Any) -> int:
    """The upper end of a row's rating: where it gives no range, the rating."""
    return int(row.rating if np.isnan(row.rating_to) else row.rating_to)


def sliders(framework: Framework, weights: Weights) -> dict[str, Mapping[str, float]]:
    """Positions of the sliders, 0 to 100, that stand for some weights of the framework.

    Returns
    -------
    dict
        Under ``levels`` and ``weights`` a number for each level and determinant.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> framework = Framework.from_study(example_study())
    >>> sliders(framework, framework.weightings["handwork"])["levels"]
    {'valley': 25.0, 'workshop': 75.0}
    """
    factors = np.zeros(len(framework.determinants))
    for level in range(len(framework.levels)):
        inside = framework.level_of == level
        within = weights.within[inside]
        # In a level that weighs nothing the factors stand ready, all alike.
        factors[inside] = proportions(within if within.any() else np.ones(inside.sum()))
    return {
        "levels": dict(zip(framework.levels, proportions(weights.levels).tolist(), strict=True)),
        "weights": dict(zip(framework.determinants, factors.tolist(), strict=True)),
    }


def proportions(shares: ArrayLike) -> NDArray[np.float64]:
    """Numbers in proportion to some shares that add up to about 100: whole ones, if such exist.

    Examples
    --------
    >>> proportions([0.2, 0.2, 0.6]).tolist()
    [20.0, 20.0, 60.0]
    """
    given: NDArray[np.float64] = np.asarray(shares, dtype=np.float64)
    whole: NDArray[np.float64] = given / given.sum()
    for parts in range(1, 101):
        rounded: NDArray[np.float64] = np.round(whole * parts)
        if np.allclose(rounded, whole * parts, rtol=0, atol=1e-9):
            return rounded * (100 // parts)
    return whole * 100
