"""What is printed for a class: every determinant with its line, every class, and the columns of the workbook."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.edition.blocks import read, rows

from smeclusters import Assessed, in_words, load_study
from smeclusters.analysis.sheet import SHEET
from smeclusters.model.paths import SETS
from smeclusters.study.handed_in import read_handed_in
from whichroad.tables.handouts import PLACE, SHEETS, coding_form, roads_form, sheet_links, weights_form, write_sheets
from whichroad.teaching import PARAGRAPHS


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
    shown = rows(coding_form(paper, PARAGRAPHS, lines))
    assert [row["passage"].text for row in shown] == [each for each in PARAGRAPHS for _ in range(lines)]
    assert all(tuple(row) == SHEET for row in shown)
    assert all(cell.text == "" for row in shown for name, cell in row.items() if name != "passage")


def test_blank_sheets_to_type_in_are_read_back_once_a_line_is_filled(paper: Assessed, tmp_path: Path):
    write_sheets(paper, tmp_path)
    assert all(f"../{PLACE}{name}" in sheet_links().markup for name in SHEETS.values())
    for name in SHEETS.values():
        read = read_handed_in(tmp_path / name, SHEET)
        assert tuple(read.header) == SHEET and {row["passage"] for _, row in read.rows} == set(PARAGRAPHS)
        assert {text for _, row in read.rows for column, text in row.items() if column != "passage"} == {""}
    path = tmp_path / SHEETS["CSV"]
    before = (tmp_path / SHEETS["XLSX"]).read_bytes()
    time.sleep(2.1)  # an archive counts by two seconds
    write_sheets(paper, tmp_path)
    assert (tmp_path / SHEETS["XLSX"]).read_bytes() == before
    lines = path.read_text("utf-8-sig").splitlines()
    lines[1] = lines[1].replace(",,,,,,", ",sinos,joint_action,,1,stated,")
    path.write_text("\n".join(lines), "utf-8")
    found = load_study(coding=path).evidence
    assert found[["locator", "place", "rating"]].to_numpy().tolist() == [[PARAGRAPHS[0], "sinos", 1]]
