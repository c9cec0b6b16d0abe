from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.edition.blocks import page

from smeclusters import Assessed, InputError, Rules, Study, calibrate, load_study
from whichroad.tables.sufficiency import (
    aggregations_table,
    calibrations_table,
    counterexamples_table,
    named_condition,
    narrow_table,
    parameters_of_fit_table,
    truth_table_view,
)

Edit = Callable[[str, Callable[[list[list[str]]], object]], Path]


class Cells(HTMLParser):
    """The text of each cell of a table, row by row, the header first."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def rows_of(markup: str) -> list[dict[str, str]]:
    header, *rows = Cells(markup).rows
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_bound_is_written_once_where_both_are_alike_and_as_a_range_where_they_differ(paper: Assessed):
    """Joint action by hand: Sinos Valley is on the high road by half, and perhaps those told of in general."""
    shown = {row["Condition"]: row for row in rows_of(parameters_of_fit_table(paper).markup)}
    lo = {key: paper.ratings.lo[at] for at, key in enumerate(paper.ratings.clusters)}
    hi = {key: paper.ratings.hi[at] for at, key in enumerate(paper.ratings.clusters)}
    at = paper.framework.determinants.index("joint_action")
    seen = list(paper.study.observed)
    low, high = ({key: (side[key][at] + 2) / 4 for key in seen} for side in (lo, hi))
    doubt = {key for key, paths in paper.study.observed.items() if paths == "low_road|mixed"}
    assert {key for key, paths in paper.study.observed.items() if paths == "mixed"} == {"sinos"}
    assert doubt == {"leon", "gamarra", "trujillo"} and low["sinos"] == high["sinos"] >= 0.5
    # At worst all others are on the low road, and in joint action as far as can be; at best the doubtful ones are mixed
    # and in it by half if they can be, and the others as little as can be.
    best = {key: min(high[key], max(low[key], 0.5)) if key in doubt else low[key] for key in seen}
    most = sum(min(best[key], 0.5) for key in {"sinos", *doubt}) / sum(best.values())
    row = shown["Joint action"]
    assert row["Enough: consistency"] == f"{0.5 / sum(high.values()):.2f} to {most:.2f}"
    # The outcome lies least within it if Trujillo alone is mixed as well, which may be in joint action by less.
    assert low["trujillo"] < 0.5 <= min(low["leon"], low["gamarra"])
    least = f"{(0.5 + low['trujillo']) / (0.5 + 0.5):.2f} to 1.00"
    assert row["Enough: coverage"] == row["Needed: consistency"] == least


def test_the_conditions_asked_for_stand_there_alone(paper: Assessed):
    every = {row["Condition"]: row for row in rows_of(parameters_of_fit_table(paper, ideal=True).markup)}
    asked = rows_of(parameters_of_fit_table(paper, ideal=True, conditions=["trust", "joint_action"]).markup)
    assert asked == [every["Trust"], every["Joint action"]]
    with pytest.raises(InputError, match='found "thrust", expected one of .*trust'):
        parameters_of_fit_table(paper, conditions=["thrust"])


def test_each_row_of_a_truth_table_says_who_is_in_it_and_what_follows(paper: Assessed):
    rows = rows_of(truth_table_view(paper, paper.framework.levels).markup)
    assert len(rows) == 8
    sides = ("Country level", "Cluster level", "Firm level")
    seen = [row for row in rows if row["Here for certain"] != "not seen"]
    assert [[row[side] for side in sides] for row in seen] == [["not", "favourable", "not"]]
    assert seen[0]["Here for certain"] == "Cachoeiro de Itapemirim" and seen[0]["At the usual mark"] == "no"
    for row in rows:
        if row not in seen:
            assert (row["Consistency"], row["At the usual mark"]) == ("", "not known")
    with_it = rows_of(truth_table_view(paper, paper.framework.levels, ideal=True).markup)
    best = next(row for row in with_it if all(row[side] == "favourable" for side in sides))
    assert best["Here for certain"] == "the textbook district (an ideal, not observed)"
    found = calibrate(paper, ideal=True)
    least = [min((found.lo[key][at] + found.hi[key][at]) / 2 for key in paper.framework.levels) for at in range(7)]
    middle = [(lo + hi) / 2 for lo, hi in zip(found.outcome_lo, found.outcome_hi, strict=True)]
    consistency = sum(map(min, least, middle)) / sum(least)
    assert best["Consistency"] == f"{consistency:.2f}" and best["At the usual mark"] == (
        "yes" if consistency >= 0.8 else "no"
    )


def test_cases_that_are_neither_in_nor_out_are_named_below_a_truth_table(paper: Assessed, study: Study):
    assert "In none of these rows" not in truth_table_view(paper, ["working_conditions"]).markup
    middling = Assessed(study, Rules(silent="middle"))
    at = paper.framework.determinants.index("working_conditions")
    silent = [
        paper.names[cluster]
        for cluster, told in zip(paper.ratings.clusters, ~paper.ratings.silent[:, at], strict=True)
        if not told and cluster in study.observed
    ]
    assert len(silent) == 4
    below = page(truth_table_view(middling, ["working_conditions"])).find("p")
    told = below.text.removeprefix("In none of these rows")
    assert told.startswith(", since some membership is exactly one half: ")
    names = re.split(r", | and ", told.partition(": ")[2].partition(".")[0])
    assert names == silent


def test_conditions_are_named_as_they_are_typed(paper: Assessed):
    assert named_condition(paper, "~joint_action * TRUST") == "Not joint action and trust"
    assert named_condition(paper, "collective_efficiency") == "Collective efficiency"
    with pytest.raises(InputError, match='found "thrust", expected one of .*trust'):
        named_condition(paper, "thrust")


def test_the_narrow_table_follows_what_the_tables_call_narrow(edit: Edit, paper: Assessed):
    def another(lines: list[list[str]]) -> None:
        for line in lines[1:]:
            line[-1] = (
                {"narrow": "", "": "narrow"}[line[-1]]
                if line[0] in ("collective_efficiency", "cluster_level")
                else line[-1]
            )

    other = Assessed(load_study(edit("weightings", another)))
    rows = rows_of(narrow_table(other).markup)
    assert list(rows[0]) == [
        "Cluster",
        "External economies",
        "Joint action",
        "Trust",
        "Connectivity",
        "Cluster level says",
        "Observed",
        "So it is",
    ]
    bare = replace(other.study, weightings=other.study.weightings.assign(role=""))
    with pytest.raises(InputError) as error:
        narrow_table(Assessed(bare))
    assert str(error.value) == "weightings.csv, role: found nothing, expected a weighting that is the narrow one"


def test_a_study_without_an_observed_path_is_told_so_in_one_sentence(paper: Assessed):
    bare = Assessed(replace(paper.study, outcomes=paper.study.outcomes.iloc[:0]))
    for show in (parameters_of_fit_table, lambda it: truth_table_view(it, ["trust"])):
        with pytest.raises(InputError, match="^outcomes.csv: found nothing, expected at least one cluster"):
            show(bare)
    assert {row["So it is"] for row in rows_of(narrow_table(bare).markup)} == {""}
    assert bare.verdicts["joint-action-not-enough"].status == "not_checked"


def test_a_cluster_speaks_against_enough_where_the_factor_is_there_and_the_high_road_is_not(paper: Assessed):
    """By the ratings and the paths as they are written; coder B has no row on joint action in Gamarra itself."""
    rows = paper.study.evidence
    other = replace(paper.study, evidence=rows[rows["id"] != "gamarra-joint_action-1"])
    shown = {row["Cluster"]: row for row in rows_of(counterexamples_table(paper, {"b": other}, "joint_action").markup)}
    assert {cluster for cluster, row in shown.items() if row["This edition"] == "yes"} == {
        paper.names[cluster]
        for cluster, seen in paper.study.observed.items()
        if paper.cells[cluster, "joint_action"].lo > 0 and "high_road" not in seen
    }
    assert shown["Gamarra"]["Joint action"] == "+1" and shown["Gamarra"]["Observed"] == "low road or mixed"
    assert {cluster for cluster, row in shown.items() if row["This edition"] != row["Coder B"]} == {"Gamarra"}


def test_what_a_mixed_path_counts_as_stands_side_by_side(paper: Assessed):
    """Bounds by hand in tests/method/test_qca.py."""
    shown = rows_of(calibrations_table(paper, ["joint_action"], mixed=(1 / 3, 1)).markup)
    assert [row["Mixed counts as"] for row in shown] == ["0.333333", "1"]
    assert [row["Consistency"].split(" to ")[1] for row in shown] == ["0.40", f"{3.25 / 4.25:.2f}"]
    assert [row["PRI"].split(" to ")[-1] for row in shown] == ["0.00", f"{3.25 / 4.25:.2f}"]
    assert [row["Clusters against it"] for row in shown] == ["Sinos Valley, Guadalajara and Gamarra", "Guadalajara"]
    assert {row["Mixed counts as"] for row in rows_of(calibrations_table(paper, ["trust"]).markup)} == {
        "0.33",
        "0.5",
        "0.67",
    }


def test_levels_as_means_stand_beside_levels_as_their_weakest_factor(paper: Assessed):
    shown = {(row["Condition"], row["Taken as"]): row for row in rows_of(aggregations_table(paper).markup)}
    assert len(shown) == 2 * (len(paper.framework.levels) + 1)
    keys = ("external_economies", "joint_action")
    lows = {at: [paper.cells[at, key].lo for key in keys] for at in paper.study.observed}
    for taken, of in (("mean", sum), ("weakest factor", min)):
        inside = [paper.names[at] for at, ends in lows.items() if of(ends) > 0]
        assert shown["Collective efficiency", taken]["In it for certain"] == " and ".join(
            filter(None, [", ".join(inside[:-1]), *inside[-1:]])
        )
    assert shown["Country level", "mean"]["In it for certain"] == "none"
