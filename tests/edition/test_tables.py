from __future__ import annotations

import re

import pytest

from smeclusters import Study, cells, tables
from whichroad.markup import Html
from whichroad.addresses import anchor


def test_every_table_of_a_section_holds_its_rows(study: Study):
    section = study.evidence["locator"].str.partition(":")[0]
    for key, number in section.value_counts().items():
        text = tables.evidence_table(study, key)._repr_html_()
        assert f"All {number} rows" in text
        assert text.count("<tr>") == number + 1


def test_every_cell_has_its_anchor_once_and_its_reasons(study: Study):
    text = tables.all_cells(study)._repr_html_()
    found = re.findall(r'id="(cell-[^"]+)"', text)
    assert sorted(found) == sorted(anchor("cell", c.cluster, c.determinant) for c in cells(study))
    assert text.count("<ol>") == 72


def test_what_comes_from_data_is_text_and_not_markup(edit):
    from smeclusters import load_study

    def spoil(lines: list[list[str]]) -> None:
        lines[1][lines[0].index("summary")] = "<script>alert(1)</script>"

    text = tables.evidence_table(load_study(edit("evidence", spoil)), "3")._repr_html_()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_cluster_of_ones_own_appears_in_every_table(edit):
    from smeclusters import load_study

    row = ["prato", "cluster", "1", "Prato", "", "", "wool", "43.9", "11.1", "2:2"]
    study = load_study(edit("places", lambda lines: lines.append(row)))
    for build in (tables.clusters_table, tables.places_table, tables.all_cells):
        assert "Prato" in build(study)._repr_html_()


@pytest.mark.parametrize("table", ["evidence", "profiles", "policies", "likeness", "outcomes"])
def test_tables_without_rows_can_be_shown(edit, table: str):
    from smeclusters import Framework, load_study

    study = load_study(edit(table, lambda lines: lines.__delitem__(slice(1, None))))
    weights = Framework.from_study(study).weightings
    for text in (
        tables.evidence_table(study, "3"), tables.profiles_table(study, "3"), tables.policies_table(study),
        tables.likeness_table(study), tables.outcomes_table(study), tables.all_cells(study),
        tables.levers_table(study, weights["extended"]), tables.classes_table(study, weights),
        tables.best_levers_table(study, weights, 0.5), tables.score_table(study, "sinos", weights["extended"]),
        tables.clusters_table(study),
    ):  # fmt: skip
        assert "<table>" in text._repr_html_() or table == "evidence"


@pytest.mark.parametrize(
    "build",
    [
        tables.textbook_table, tables.likeness_table, tables.outcomes_table, tables.policies_table,
        tables.weightings_table, tables.facets_table, tables.places_table, tables.clusters_table,
    ],
)  # fmt: skip
def test_tables_of_the_book(study: Study, build):
    table = build(study)
    assert isinstance(table, Html)
    assert ">nan<" not in table._repr_html_()


def test_counts_add_up(study: Study):
    tally = tables.counts(cells(study))
    assert tally["direct"] + tally["around"] + tally["silent"] == tally["cells"] == 72


def test_what_each_determinant_adds_makes_the_score(study: Study):
    from smeclusters import Framework, rate, score

    for key, weights in Framework.from_study(study).weightings.items():
        text = tables.score_table(study, "gamarra", weights)._repr_html_()
        scores = score(rate(study), weights)
        lo, hi = (ends[scores.clusters.index("gamarra")] for ends in (scores.lo, scores.hi))
        assert f"{lo:.3f}" in text and f"{hi:.3f}" in text, key


def test_the_levels_evidence_is_what_entered_their_cells(study: Study):
    for cluster in study.clusters["place"]:
        entered = {
            row for cell in cells(study) if cell.cluster == cluster for row in cell.entered + cell.past
        }
        found = sum(
            tables.level_evidence(study, level, cluster)._repr_html_().count("<tr>") - 1
            for level in study.levels["level"]
        )
        assert found == len(entered)


def test_the_strongest_lever_is_the_first_of_the_levers(study: Study):
    from smeclusters import Framework, levers, rate

    weights = Framework.from_study(study).weightings
    text = tables.best_levers_table(study, weights, 0.5)._repr_html_()
    rows = re.findall(r"<tr>(.*?)</tr>", text)[1:]
    for position, (key, weighting) in enumerate(weights.items()):
        first = levers(rate(study), weighting, 0.5).groupby("cluster", sort=False)["determinant"].first()
        for row, determinant in zip(rows, first, strict=True):
            cell = re.findall(r"<td.*?</td>", row)[1 + position]
            assert f"#determinant-{determinant.replace('_', '-')}" in cell, key
