from __future__ import annotations

import re

import pytest

from smeclusters import Assessed, Rules, levers, load_study, score
from whichroad.addresses import anchor
from whichroad.markup import Html
from whichroad.tables.evidence import (
    all_cells,
    cell_counts,
    clusters_table,
    evidence_table,
    facets_table,
    level_evidence,
    likeness_table,
    outcomes_table,
    places_table,
    profiles_table,
    textbook_table,
)
from whichroad.tables.policies import best_levers_table, levers_table, policies_table
from whichroad.tables.weights import classes_table, score_table, weightings_table


def test_every_table_of_a_section_holds_its_rows(paper: Assessed):
    section = paper.study.evidence["locator"].str.partition(":")[0]
    for key, number in section.value_counts().items():
        text = evidence_table(paper, key)._repr_html_()
        assert f"All {number} rows" in text
        assert text.count("<tr>") == number + 1


def test_every_cell_has_its_anchor_once_and_its_reasons(paper: Assessed):
    text = all_cells(paper)._repr_html_()
    found = re.findall(r'id="(cell-[^"]+)"', text)
    assert sorted(found) == sorted(anchor("cell", c.cluster, c.determinant) for c in paper.cells.values())
    assert text.count("<ol>") == 72


def test_what_comes_from_data_is_text_and_not_markup(edit):
    def spoil(lines: list[list[str]]) -> None:
        lines[1][lines[0].index("summary")] = "<script>alert(1)</script>"

    text = evidence_table(Assessed(load_study(edit("evidence", spoil))), "3")._repr_html_()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_cluster_of_ones_own_appears_in_every_table(edit):
    row = ["prato", "cluster", "1", "Prato", "", "", "wool", "43.9", "11.1", "2:2"]
    changed = Assessed(load_study(edit("places", lambda lines: lines.append(row))))
    for build in (clusters_table, places_table, all_cells):
        assert "Prato" in build(changed)._repr_html_()


@pytest.mark.parametrize("table", ["evidence", "profiles", "policies", "likeness", "outcomes"])
def test_tables_without_rows_can_be_shown(edit, table: str):
    changed = Assessed(load_study(edit(table, lambda lines: lines.__delitem__(slice(1, None)))))
    weights = changed.framework.weightings
    for text in (
        evidence_table(changed, "3"), profiles_table(changed, "3"), policies_table(changed),
        likeness_table(changed), outcomes_table(changed), all_cells(changed),
        levers_table(changed, weights["extended"]), classes_table(changed, weights),
        best_levers_table(changed, weights, 0.5), score_table(changed, "sinos", weights["extended"]),
        clusters_table(changed),
    ):  # fmt: skip
        assert "<table>" in text._repr_html_() or table == "evidence"


@pytest.mark.parametrize(
    "build",
    [
        textbook_table, likeness_table, outcomes_table, policies_table,
        weightings_table, facets_table, places_table, clusters_table,
    ],
)  # fmt: skip
def test_tables_of_the_book(paper: Assessed, build):
    table = build(paper)
    assert isinstance(table, Html)
    assert ">nan<" not in table._repr_html_()


def test_counts_add_up(paper: Assessed):
    tally = cell_counts(paper.cells.values())
    assert tally["direct"] + tally["around"] + tally["silent"] == tally["cells"] == 72


def test_what_each_determinant_adds_makes_the_score(paper: Assessed):
    for key, weights in paper.framework.weightings.items():
        text = score_table(paper, "gamarra", weights)._repr_html_()
        scores = score(paper.ratings, weights)
        lo, hi = (ends[scores.clusters.index("gamarra")] for ends in (scores.lo, scores.hi))
        assert f"{lo:.3f}" in text and f"{hi:.3f}" in text, key


def test_the_levels_evidence_is_what_entered_their_cells(paper: Assessed):
    for cluster in paper.study.clusters["place"]:
        entered = {
            row
            for cell in paper.cells.values()
            if cell.cluster == cluster
            for row in cell.entered + cell.past
        }
        found = sum(
            level_evidence(paper, level, cluster)._repr_html_().count("<tr>") - 1
            for level in paper.study.levels["level"]
        )
        assert found == len(entered)


def test_the_strongest_lever_is_the_first_of_the_levers(paper: Assessed):
    weights = paper.framework.weightings
    text = best_levers_table(paper, weights, 0.5)._repr_html_()
    rows = re.findall(r"<tr>(.*?)</tr>", text)[1:]
    for position, (key, weighting) in enumerate(weights.items()):
        first = (
            levers(paper.ratings, weighting, Rules(compensation=0.5))
            .groupby("cluster", sort=False)["determinant"]
            .first()
        )
        for row, determinant in zip(rows, first, strict=True):
            cell = re.findall(r"<td.*?</td>", row)[1 + position]
            assert f"#determinant-{determinant.replace('_', '-')}" in cell, key
