"""Tables of the set-theoretic tests."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from smeclusters.analysis.qca import (
    IDEAL,
    Outcome,
    calibrate,
    parameters_of_fit,
    read_conjunction,
    truth_table,
)
from smeclusters.errors import InputError, Problem
from smeclusters.model.paths import classify, in_words, overlap
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import cell_in_words
from smeclusters.model.scoring import score
from smeclusters.wording import begun, in_a_row
from whichroad.addresses import cell_link, place_link
from whichroad.markup import Html, html_table

# ---- Enough, and needed.


def named_condition(paper: Prepared, key: str) -> str:
    """A condition or a conjunction in words.

    Raises
    ------
    InputError
        If it cannot be read.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> named_condition(edition(), "country*~joint_action")
    'Country level and not joint action'
    """
    names = _names_of_conditions(paper)
    conjunction = read_conjunction(key, names)
    words = [("not " if key in conjunction.absent else "") + names[key].lower() for key in conjunction.keys]
    return begun(in_a_row(words))


def _names_of_conditions(paper: Prepared) -> dict[str, str]:
    weightings = dict(zip(paper.study.weightings["weighting"], paper.study.weightings["name"], strict=True))
    return weightings | dict(paper.framework.names)


def parameters_of_fit_table(paper: Prepared, outcome: Outcome = "high_road", ideal: bool = False) -> Html:
    """How far conditions are enough for an outcome and needed for it.

    Raises
    ------
    InputError
        If the outcome is unknown, or no cluster has a path that was observed.
    """
    found = parameters_of_fit(calibrate(paper, outcome, ideal))

    def bounds(row: pd.Series, measure: str) -> str:
        lo, hi = row[f"{measure}_lo"], row[f"{measure}_hi"]
        if pd.isna(lo):
            return "no case"
        return f"{lo:.2f}" if f"{lo:.2f}" == f"{hi:.2f}" else f"{lo:.2f} to {hi:.2f}"

    columns = {
        "Enough: consistency": "sufficiency_consistency",
        "PRI": "sufficiency_pri",
        "Enough: coverage": "sufficiency_coverage",
        "Needed: consistency": "necessity_consistency",
        "Relevance": "necessity_relevance",
    }
    frame = pd.DataFrame({"Condition": [named_condition(paper, key) for key in found["condition"]]})
    for title, measure in columns.items():
        frame[title] = [bounds(row, measure) for _, row in found.iterrows()]
    return Html(html_table(frame, f"Enough for and needed for: {_meant(outcome, ideal)}"))


def _meant(outcome: Outcome, ideal: bool) -> str:
    return outcome.replace("_", " ") + (", with the textbook district" if ideal else "")


def truth_table_view(paper: Prepared, keys: Sequence[str], outcome: Outcome = "high_road", ideal: bool = False) -> Html:
    """The truth table over some conditions, its remainders included, and below it the cases in no row.

    Raises
    ------
    InputError
        If a key or the outcome is unknown, or no cluster has a path that was observed.
    """
    table = truth_table(calibrate(paper, outcome, ideal), keys)
    found = table.rows
    names = dict(paper.names) | {IDEAL: "the textbook district (an ideal, not observed)"}
    frame = pd.DataFrame(
        {named_condition(paper, key): ["favourable" if value else "not" for value in found[key]] for key in keys}
    )
    frame["Surely here"] = [in_a_row([names[case] for case in cases]) or "not seen" for cases in found["cases"]]
    frame["Possibly here"] = [in_a_row([names[case] for case in cases]) or "none" for cases in found["possible"]]
    frame["Consistency"] = ["" if pd.isna(value) else f"{value:.2f}" for value in found["consistency"]]
    frame["Enough"] = [{None: "not known", True: "yes", False: "no"}[value] for value in found["outcome"]]
    nowhere = in_a_row([names[case] for case in table.unassigned])
    note = f"In none of these rows, since some membership is exactly one half: {nowhere}."
    below = Markup("<p>{}</p>").format(note) if nowhere else ""
    return Html(html_table(frame, f"Truth table: {_meant(outcome, ideal)}") + below)


def narrow_table(paper: Prepared) -> Html:
    """What the narrow framework says of each cluster beside what was observed.

    Raises
    ------
    InputError
        If no weighting is the narrow one.
    """
    framework, ratings = paper.framework, paper.ratings
    if framework.narrow is None:
        raise InputError([Problem("weightings.csv", None, "role", None, "a weighting that is the narrow one")])
    weights = framework.weightings[framework.narrow]
    keys = classify(score(ratings, weights, paper.rules), paper.rules.thresholds).keys()
    counted = [key for key, weight in zip(framework.determinants, weights.flat, strict=True) if weight]
    rows = []
    for cluster, key in zip(ratings.clusters, keys, strict=True):
        seen = paper.study.observed.get(cluster, "")
        verdict = "" if not seen else "left open" if overlap(seen, key) else "ruled out"
        cells = [paper.cells[cluster, determinant] for determinant in counted]
        rows.append(
            (
                place_link(paper, cluster),
                *(cell_link(paper, cell, cell_in_words(cell)) for cell in cells),
                in_words(key),
                in_words(seen) if seen else "",
                verdict,
            )
        )
    columns = [
        "Cluster",
        *(framework.names[determinant] for determinant in counted),
        f"{_names_of_conditions(paper)[framework.narrow]} says",
        "Observed",
        "So it is",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "The narrow framework's predictions"))
