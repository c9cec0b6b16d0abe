"""Tables of the recommendations and of what moves a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from smeclusters.analysis.levers import levers, recommendations, support
from smeclusters.model.framework import Weights
from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.wording import interval
from whichroad.addresses import determinant_link, locator_link, place_link
from whichroad.marks import checked
from whichroad.markup import Html, html_table, joined
from whichroad.words import weighting_names


def policies_table(paper: Prepared) -> Html:
    """Every recommendation of section 4, with how much the evidence says on what it acts on."""
    names = paper.framework.names
    frame = paper.study.policies.merge(support(paper), on="id")
    return Html(
        html_table(
            pd.DataFrame(
                {
                    "Level": frame["level"].map(names),
                    "Recommendation": frame["summary"],
                    "Acts on (our reading)": [
                        joined(determinant_link(paper, key) for key in keys.split(";"))
                        for keys in frame["determinants"]
                    ],
                    "Who acts (our reading)": frame["actor"],
                    "Side (our reading)": frame["side"],
                    "Cells about clusters": [f"{row.direct} of {row.cells}" for row in each_row(frame)],
                    **checked(paper, frame["id"]),
                    "Where": [locator_link(paper, locator) for locator in frame["locator"]],
                }
            ),
            "Recommendations",
        )
    )


def levers_table(paper: Prepared, weights: Weights, compensation: float = 1.0, most: int = 3) -> Html:
    """For each cluster the determinants that raise its score most, and what acts on them."""
    rules = replace(paper.rules, compensation=compensation)
    frame = levers(paper.ratings, weights, rules).groupby("cluster", sort=False).head(most)
    acting = {key: recommendations(paper.study, key)["locator"].unique() for key in set(frame["determinant"])}
    return Html(
        html_table(
            pd.DataFrame(
                {
                    "Cluster": [place_link(paper, key) for key in frame["cluster"]],
                    "Determinant": [determinant_link(paper, key) for key in frame["determinant"]],
                    "One step adds": [
                        interval(min(ends), max(ends), ".3f")
                        for ends in zip(frame["gain_lo"], frame["gain_hi"], strict=True)
                    ],
                    "Recommendations that act on it": [
                        joined(locator_link(paper, locator) for locator in acting[key]) or "none"
                        for key in frame["determinant"]
                    ],
                }
            ),
            "Levers",
        )
    )


def best_levers_table(paper: Prepared, weightings: Mapping[str, Weights], compensation: float = 1.0) -> Html:
    """For each cluster and weighting the determinant that moves the score most, or all that do."""
    clusters, rules = paper.ratings.clusters, replace(paper.rules, compensation=compensation)
    rows = [[place_link(paper, key)] for key in clusters]
    for weights in weightings.values():
        table = levers(paper.ratings, weights, rules)
        gain = (table["gain_lo"] + table["gain_hi"]).round(12)
        best = table[gain == gain.groupby(table["cluster"]).transform("max")]
        for row, cluster in zip(rows, clusters, strict=True):
            strongest = best.loc[best["cluster"] == cluster, "determinant"]
            row.append(joined(determinant_link(paper, each) for each in strongest))
    columns = ["Cluster", *weighting_names(paper, weightings)]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "The strongest lever by weighting"))
