"""Tables of the set-theoretic tests."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from smeclusters.analysis.qca import IDEAL, Outcome, calibrate, parameters_of_fit, truth_table
from smeclusters.claims.assessed import Assessed
from smeclusters.model.paths import classify, in_words
from smeclusters.model.ratings import cell_in_words
from smeclusters.model.scoring import score
from smeclusters.wording import in_a_row
from whichroad.addresses import cell_link, place_link
from whichroad.markup import Html, html_table

# ---- Enough, and needed.


def named_condition(paper: Assessed, key: str) -> str:
    """A condition or a conjunction in words.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> named_condition(edition(), "country*joint_action")
    'Country level and joint action'
    """
    names = paper.framework.names | dict(
        zip(paper.study.weightings["weighting"], paper.study.weightings["name"], strict=True)
    )
    first, *others = key.split("*")
    return in_a_row([names[first], *(names[other].lower() for other in others)])


def parameters_of_fit_table(paper: Assessed, outcome: Outcome = "high_road", ideal: bool = False) -> Html:
    """How far conditions are enough for an outcome and needed for it.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "Joint action" in parameters_of_fit_table(edition()).markup
    True
    """
    found = parameters_of_fit(calibrate(paper, outcome, ideal))

    def bounds(row: pd.Series, measure: str) -> str:
        lo, hi = row[f"{measure}_lo"], row[f"{measure}_hi"]
        if pd.isna(lo):
            return "no case"
        return f"{lo:.2f}" if f"{lo:.2f}" == f"{hi:.2f}" else f"{lo:.2f} to {hi:.2f}"

    columns = {
        "Enough: consistency": "sufficiency_consistency", "PRI": "sufficiency_pri",
        "Enough: coverage": "sufficiency_coverage", "Needed: consistency": "necessity_consistency",
        "Relevance": "necessity_relevance",
    }  # fmt: skip
    frame = pd.DataFrame({"Condition": [named_condition(paper, key) for key in found["condition"]]})
    for title, measure in columns.items():
        frame[title] = [bounds(row, measure) for _, row in found.iterrows()]
    return Html(html_table(frame, f"Enough for and needed for: {_meant(outcome, ideal)}"))


def _meant(outcome: Outcome, ideal: bool) -> str:
    return outcome.replace("_", " ") + (", with the textbook district" if ideal else "")


def truth_table_view(
    paper: Assessed, keys: Sequence[str], outcome: Outcome = "high_road", ideal: bool = False
) -> Html:
    """The truth table over some conditions, its remainders included.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> truth_table_view(edition(), ("country", "cluster", "firm")).markup.count("not seen")
    7
    """
    found = truth_table(calibrate(paper, outcome, ideal), keys)
    names = paper.names | {IDEAL: "the textbook district (an ideal, not observed)"}
    frame = pd.DataFrame({
        named_condition(paper, key): ["favourable" if value else "not" for value in found[key]] for key in keys
    })  # fmt: skip
    frame["Surely here"] = [
        in_a_row([names[case] for case in cases]) or "not seen" for cases in found["cases"]
    ]
    frame["Possibly here"] = [
        in_a_row([names[case] for case in cases]) or "none" for cases in found["possible"]
    ]
    frame["Consistency"] = ["" if pd.isna(value) else f"{value:.2f}" for value in found["consistency"]]
    frame["Enough"] = [{None: "not known", True: "yes", False: "no"}[value] for value in found["outcome"]]
    return Html(html_table(frame, f"Truth table: {_meant(outcome, ideal)}"))


def narrow_table(paper: Assessed) -> Html:
    """What the narrow framework says of each cluster beside what was observed.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> narrow_table(edition()).markup.count("ruled out")
    5
    """
    weights = paper.framework.weightings["collective_efficiency"]
    ratings = paper.ratings
    scores = score(ratings, weights)
    keys = dict(zip(ratings.clusters, classify(scores).keys(), strict=True))
    grid = paper.cells
    rows = []
    for cluster, key in keys.items():
        seen = paper.study.observed.get(cluster, "")
        verdict = "" if not seen else "left open" if seen in key.split("|") else "ruled out"
        ends = [grid[cluster, name] for name in ("external_economies", "joint_action")]
        rows.append((
            place_link(paper, cluster), *(cell_link(cell, cell_in_words(cell)) for cell in ends),
            in_words(key), in_words(seen) if seen else "", verdict,
        ))  # fmt: skip
    columns = [
        "Cluster",
        "External economies",
        "Joint action",
        "Collective efficiency says",
        "Observed",
        "So it is",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "The narrow framework's predictions"))
