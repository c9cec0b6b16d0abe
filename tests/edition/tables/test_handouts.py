"""What is printed for a class: every determinant with its line, every class, and the columns of the workbook."""

from __future__ import annotations

import pytest
from tests.edition.blocks import read, rows

from smeclusters import Assessed, in_words
from smeclusters.analysis.sheet import SHEET
from smeclusters.model.paths import SETS
from whichroad.tables.handouts import coding_form, roads_form, weights_form


def test_there_is_room_for_each_level_and_each_determinant(paper: Assessed):
    shown = rows(weights_form(paper))
    names = [row["Level or determinant"].text for row in shown]
    known = read("determinants")
    assert len(known) == 12
    for row in known:
        assert shown[names.index(row["name"])]["What it is"].text == row["definition"]
    levels = [row["name"] for row in read("levels")]
    assert [name for name in names if name in levels] == levels
    assert len(shown) == len(known) + len(levels)
    assert all(row["My points"].text == "" for row in shown)


def test_each_class_has_its_scores(paper: Assessed):
    shown = {row["Class"].text: row["Score, from 0 to 1"].text for row in rows(roads_form(paper))}
    assert len(shown) == 4
    assert {name for line in shown for name in line.split(", ")} == {in_words(key) for key in SETS}
    assert shown["low road"].endswith("below 0.4") and shown["high road"].endswith("from 0.6 up")


@pytest.mark.parametrize("lines", [1, 8])
def test_a_sheet_on_paper_has_the_columns_of_the_workbook(paper: Assessed, lines: int):
    shown = rows(coding_form(paper, ["3.2.1:5", "3.2.1:6"], lines))
    assert [row["passage"].text for row in shown] == ["3.2.1:5"] * lines + ["3.2.1:6"] * lines
    assert all(tuple(row) == SHEET for row in shown)
    assert all(cell.text == "" for row in shown for name, cell in row.items() if name != "passage")
