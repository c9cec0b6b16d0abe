from __future__ import annotations

import re

import pandas as pd
import pytest

from smeclusters import Study, cells, tables
from smeclusters.tables import Html, anchor, html_table, interval


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

    row = ["prato", "cluster", "1", "Prato", "", "wool", "43.9", "11.1", "2:2"]
    study = load_study(edit("places", lambda lines: lines.append(row)))
    for build in (tables.likeness_table, tables.outcomes_table, tables.places_table, tables.all_cells):
        assert build(study)._repr_html_()
    assert "Prato" in tables.likeness_table(study)._repr_html_()


@pytest.mark.parametrize("table", ["evidence", "profiles", "policies", "likeness", "outcomes"])
def test_tables_without_rows_can_be_shown(edit, table: str):
    from smeclusters import Framework, load_study

    study = load_study(edit(table, lambda lines: lines.__delitem__(slice(1, None))))
    weights = Framework.from_study(study).weightings
    for text in (
        tables.evidence_table(study, "3"), tables.profiles_table(study, "3"), tables.policies_table(study),
        tables.likeness_table(study), tables.outcomes_table(study), tables.all_cells(study),
        tables.levers_table(study, weights["extended"]), tables.classes_table(study, weights),
    ):  # fmt: skip
        assert "<table>" in text._repr_html_() or table == "evidence"


def test_tables_have_names_and_header_cells():
    text = html_table(pd.DataFrame({"a": [1]}), 'what "it" holds')
    assert 'aria-label="what &quot;it&quot; holds"' in text
    assert '<th scope="col">a</th>' in text


@pytest.mark.parametrize(
    "build",
    [
        tables.textbook_table, tables.likeness_table, tables.outcomes_table, tables.policies_table,
        tables.weightings_table, tables.facets_table, tables.places_table,
    ],
)  # fmt: skip
def test_tables_of_the_book(study: Study, build):
    table = build(study)
    assert isinstance(table, Html)
    assert ">nan<" not in table._repr_html_()


def test_figures_of_the_paper_read_as_the_paper_gives_them(study: Study):
    assert tables.profile(study, "sinos-firms") == "about 1,800 firms"
    assert tables.profile(study, "cachoeiro-exports") == "almost 80 per cent of national exports"
    assert tables.figure_of(study, "cachoeiro-trust-2") == "46 per cent of entrepreneurs interviewed"


def test_works_are_named_without_the_marks_of_bibtex(study: Study):
    section = study.evidence["locator"].str.partition(":")[0]
    text = "".join(tables.evidence_table(study, key)._repr_html_() for key in section.unique())
    assert "Gazeta Mercantil Latinoamericana" in text
    assert "{" not in text


def test_counts_add_up(study: Study):
    tally = tables.counts(cells(study))
    assert tally["direct"] + tally["around"] + tally["silent"] == tally["cells"] == 72


def test_intervals():
    assert interval(-1, -1) == "−1"
    assert interval(-2, 0, to="…") == "−2…0"
    assert interval(0.123, 0.4, ".2f") == "0.12 to 0.40"
