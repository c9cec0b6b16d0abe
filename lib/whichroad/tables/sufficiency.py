"""Tables of the set-theoretic tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from smeclusters.analysis.qca import (
    IDEAL,
    Outcome,
    calibrate,
    deviant_cases,
    members,
    parameters_of_fit,
    read_conjunction,
    truth_table,
)
from smeclusters.errors import InputError, Problem
from smeclusters.model.paths import classify, in_words, overlap
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import cell_in_words
from smeclusters.model.scoring import score
from smeclusters.study import Study
from smeclusters.wording import begun, in_a_row, interval
from whichroad.addresses import cell_link, place_link
from whichroad.markup import Html, html_table
from whichroad.tables.agreement import coder
from whichroad.words import codings_of

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


def parameters_of_fit_table(
    paper: Prepared, outcome: Outcome = "high_road", ideal: bool = False, conditions: Sequence[str] | None = None
) -> Html:
    """How far conditions are enough for an outcome and needed for it; all of them, or those asked for.

    Raises
    ------
    InputError
        If the outcome or a condition is unknown, or no cluster has a path that was observed.
    """
    found = parameters_of_fit(calibrate(paper, outcome, ideal), conditions)
    columns = {
        "Enough: consistency": "sufficiency_consistency",
        "PRI": "sufficiency_pri",
        "Enough: coverage": "sufficiency_coverage",
        "Needed: consistency": "necessity_consistency",
        "Relevance": "necessity_relevance",
    }
    frame = pd.DataFrame({"Condition": [named_condition(paper, key) for key in found["condition"]]})
    for title, measure in columns.items():
        frame[title] = [_bounds(row, measure) for _, row in found.iterrows()]
    return Html(html_table(frame, f"Enough for and needed for: {_meant(outcome, ideal)}"))


def _bounds(row: pd.Series, measure: str) -> str:
    lo, hi = row[f"{measure}_lo"], row[f"{measure}_hi"]
    return "no case" if pd.isna(lo) else interval(lo, hi, ".2f")


def _meant(outcome: Outcome, ideal: bool) -> str:
    return outcome.replace("_", " ") + (", with the textbook district" if ideal else "")


COUNTS = (0.33, 0.5, 0.67)
"""What a mixed path may count as in the high road: a third, a half, two thirds."""


def calibrations_table(paper: Prepared, conditions: Sequence[str], mixed: Sequence[float] = COUNTS) -> Html:
    """How far conditions are enough for the high road, by what a mixed path counts as in it.

    Parameters
    ----------
    paper : Prepared
        The study.
    conditions : sequence of str
        Keys, or keys joined by ``*``.
    mixed : sequence of float, in 0…1, default (0.33, 0.5, 0.67)
        The memberships of a mixed path, side by side.

    Raises
    ------
    InputError
        If a condition is unknown, or no cluster has a path that was observed.
    """
    rows = []
    for condition in conditions:
        for counts in mixed:
            found = calibrate(paper, mixed=counts)
            row = parameters_of_fit(found, [condition]).iloc[0]
            against = in_a_row([paper.names[case] for case in deviant_cases(found, condition)])
            consistency, pri = (_bounds(row, f"sufficiency_{measure}") for measure in ("consistency", "pri"))
            rows.append((named_condition(paper, condition), f"{counts:g}", consistency, pri, against or "none"))
    columns = ["Condition", "Mixed counts as", "Consistency", "PRI", "Clusters against it"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Enough for the high road, by what mixed counts as"))


def aggregations_table(paper: Prepared) -> Html:
    """The levels and the narrow framework as the mean of their factors, and as the weakest of them.

    Raises
    ------
    InputError
        If no cluster has a path that was observed.
    """
    weakest = Prepared(paper.study, replace(paper.rules, compensation=float("-inf")))
    keys = [*paper.framework.levels, *filter(None, [paper.framework.narrow])]
    rows = []
    for key in keys:
        for taken, prepared in (("mean", paper), ("weakest factor", weakest)):
            found = calibrate(prepared)
            inside = in_a_row([paper.names[case] for case in members(found, key)])
            consistency = _bounds(parameters_of_fit(found, [key]).iloc[0], "sufficiency_consistency")
            rows.append((named_condition(paper, key), taken, inside or "none", consistency))
    columns = ["Condition", "Taken as", "In it for certain", "Enough: consistency"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Levels as means and as their weakest factor"))


def counterexamples_table(paper: Prepared, others: Mapping[str, Study], determinant: str, heading: str = "") -> Html:
    """The clusters by whether each is a case in which a determinant is favourable and the high road is not taken.

    Parameters
    ----------
    paper : Prepared
        The study.
    others : mapping
        Other codings of the same paper, by name.
    determinant : str
        Key of a determinant.
    heading : str, optional
        Of the column that answers by the study's own coding; by default it names the coder.

    Raises
    ------
    InputError
        If there is no such determinant, or no cluster has a path that was observed.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "Against?" in counterexamples_table(edition(), {}, "trust", "Against?").markup
    True
    """
    codings = codings_of(paper, others)
    against = [deviant_cases(calibrate(Prepared(study, paper.rules)), determinant) for study in codings.values()]
    rows = [
        (
            place_link(paper, cluster),
            cell_link(paper, paper.cells[cluster, determinant], cell_in_words(paper.cells[cluster, determinant])),
            in_words(seen),
            *("yes" if cluster in cases else "no" for cases in against),
        )
        for cluster, seen in paper.study.observed.items()
    ]
    own, *rest = (begun(coder(name)) for name in codings)
    columns = ["Cluster", paper.framework.names[determinant], "Observed", heading or own, *rest]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Clusters that speak against “enough”"))


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
    frame["Here for certain"] = [in_a_row([names[case] for case in cases]) or "not seen" for cases in found["cases"]]
    frame["Possibly here"] = [in_a_row([names[case] for case in cases]) or "none" for cases in found["possible"]]
    frame["Consistency"] = ["" if pd.isna(value) else f"{value:.2f}" for value in found["consistency"]]
    frame["At the usual mark"] = [{None: "not known", True: "yes", False: "no"}[value] for value in found["outcome"]]
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
