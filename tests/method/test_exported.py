"""Tables of the explorer's page read as hand-ins: as its modules write them, and as spreadsheets save them anew."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from smeclusters import Explorer, InputError, Study, class_summary, example_study, read_hand_ins
from smeclusters.explorer.links import Setting, read_link

Run = Callable[[str, Any], Any]
EXAMPLE = example_study()
LINK = (
    "#w=1;1,3;1,2,0,1,4;none;0.25,0.75;leave_out;borg:guild:-1:1,borg:fairs:u,almen:craft:0.5"
    "&o=1;craft,tools;dorn,Dorn,ALP,Bells,mixed/0,-1:2,,,,So_they_say./1,1"
)
EXPORTED = """
import { readLink } from "FRONT/links.js";
import { readContent } from "FRONT/host.js";
import { follow } from "FRONT/results.js";
import { classesTable, weightsTable } from "FRONT/tables.js";
import { layerTable } from "FRONT/layer.js";
const answer = ({ content: given, link, said }) => {
  const content = readContent({ get: () => given });
  const { state } = readLink(link, content);
  const result = follow(content, state);
  return {
    classes: classesTable(result, content, said),
    weights: weightsTable(result.shares, content, said),
    layer: layerTable(state.own, content),
  };
};
"""


@pytest.fixture
def tables(run: Run) -> dict[str, str]:
    """What the page gives to take along of that link."""
    content = Explorer(EXAMPLE).get_state(["content"])["content"]
    return run(EXPORTED, {"content": content, "link": LINK, "said": {"label": "Ada", "reason": "Craft, first of all"}})


def handed(path: Path, text: str) -> Any:
    path.write_bytes(text.encode())
    return read_hand_ins(path, EXAMPLE)


def shares(setting: Setting) -> list[float]:
    framework = Explorer(EXAMPLE).framework
    return framework.weigh(setting.state["weights"], levels=setting.state["levels"]).flat.tolist()


def test_the_table_of_classes_holds_the_whole_setting_but_for_own_clusters(tables: dict[str, str], tmp_path: Path):
    [found] = handed(tmp_path / "mine.csv", tables["classes"]).settings
    there = read_link(LINK, EXAMPLE)
    assert (found.name, found.file, found.row) == ("Ada", "mine.csv", None)
    assert shares(found) == pytest.approx(shares(there))
    for name in ("compensation", "thresholds", "silent", "coding", "overrides"):
        assert found.state[name] == there.state[name]
    assert (found.state["own"], len(there.state["own"])) == ((), 1)


def test_the_table_of_weights_is_a_setting_with_the_usual_rules(tables: dict[str, str], tmp_path: Path):
    [found] = handed(tmp_path / "mine.csv", tables["weights"]).settings
    assert (found.name, found.state["compensation"], found.state["overrides"]) == ("Ada", 1, {})
    assert shares(found) == pytest.approx(shares(read_link(LINK, EXAMPLE)))


@pytest.mark.parametrize("kind", ["classes", "weights"])
def test_the_class_page_reads_back_what_the_explorer_writes(run: Run, kind: str):
    """Without any compensation, and a weight that is written with an exponent."""
    source = (
        EXPORTED.split("const answer")[0]
        + """import { handInOf } from "FRONT/classfiles.js";
import { writeState } from "FRONT/links.js";
const answer = ({ content: given, link, kind, said }) => {
  const content = readContent({ get: () => given });
  const { state } = readLink(link, content);
  const result = follow(content, state);
  const text = kind === "classes" ? classesTable(result, content, said) : weightsTable(result.shares, content, said);
  const [{ name, state: back }] = handInOf({ name: "ada.csv", text }, content).settings;
  return { name, shares: [result.shares, follow(content, back).shares], states: [writeState(state), writeState(back)] };
};
"""
    )
    content = Explorer(EXAMPLE).get_state(["content"])["content"]
    link = LINK.split("&")[0].replace("1,2,0,1,4", "1,2e-7,0,1,4")
    given = {"content": content, "link": link, "kind": kind, "said": {"label": "-inf", "reason": ""}}
    found = run(source, given)
    assert found["name"] == "-inf"
    assert found["shares"][0] == pytest.approx(found["shares"][1])
    if kind == "classes":
        here, there = ([*each.split(";")[3:6], set(each.split(";")[6].split(","))] for each in found["states"])
        assert here == there and here[0] == "none"


def test_own_clusters_come_as_their_table_has_them(tables: dict[str, str], tmp_path: Path):
    shared = handed(tmp_path / "bells.csv", tables["layer"])
    assert shared.settings == () and shared.problems == ()
    assert shared.layers == (("bells", read_link(LINK, EXAMPLE).state["own"]),)


def test_a_table_without_a_name_bears_that_of_its_file(run: Run, tmp_path: Path):
    content = Explorer(EXAMPLE).get_state(["content"])["content"]
    said = {"label": "", "reason": ""}
    made = run(EXPORTED, {"content": content, "link": LINK, "said": said})
    for kind in ("classes", "weights"):
        assert handed(tmp_path / f"{kind}-ben.csv", made[kind]).settings[0].name == f"{kind}-ben"


def continental(text: str) -> str:
    """As a spreadsheet of another country saves it: semicolons, and decimal commas."""
    rows = csv.reader(text.splitlines())
    plain = [[cell.replace(".", ",") if cell.replace(".", "").isdigit() else cell for cell in row] for row in rows]
    return "\ufeff" + "\r\n".join(";".join(f'"{cell}"' if ";" in cell else cell for cell in row) for row in plain)


@pytest.mark.parametrize("kind", ["classes", "weights"])
def test_a_spreadsheet_may_have_saved_it_anew(kind: str, tables: dict[str, str], tmp_path: Path):
    [before] = handed(tmp_path / "mine.csv", tables[kind]).settings
    [after] = handed(tmp_path / "mine.csv", continental(tables[kind])).settings
    book = openpyxl.Workbook()
    for row in csv.reader(tables[kind].splitlines()):
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row])
    book.save(tmp_path / "mine.xlsx")
    [booked] = read_hand_ins(tmp_path / "mine.xlsx", EXAMPLE).settings
    for each in (after, booked):
        assert (each.name, each.state["overrides"]) == (before.name, before.state["overrides"])
        assert each.state["thresholds"] == before.state["thresholds"]
        assert shares(each) == pytest.approx(shares(before))


def change(text: str, row: int, column: str, to: str) -> str:
    lines = list(csv.reader(text.splitlines()))
    lines[row - 1][lines[0].index(column)] = to
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)


@pytest.mark.parametrize(
    ("row", "column", "to", "said"),
    [
        (3, "weight_craft", "0.9", 'row 3, weight_craft: found "0.9", expected 0.15, as in row 2'),
        (3, "silent", "range", 'row 3, silent: found "range", expected leave_out, as in row 2'),
        (3, "recoded", "guild=-1..3", "cells: found"),
        (2, "recoded", "gild=1", "cells: found"),
    ],
)
def test_what_is_wrong_in_it_is_named(
    row: int, column: str, to: str, said: str, tables: dict[str, str], tmp_path: Path
):
    shared = handed(tmp_path / "mine.csv", change(tables["classes"], row, column, to))
    assert shared.settings == () and len(shared.problems) == 1
    assert str(shared.problems[0]).startswith("mine.csv, ") and said in str(shared.problems[0])


def test_a_table_of_classes_of_another_study_is_refused(tables: dict[str, str], study: Study, tmp_path: Path):
    path = tmp_path / "mine.csv"
    path.write_text(tables["classes"], "utf-8")
    [problem] = read_hand_ins(path, study).problems
    assert (problem.file, problem.row) == ("mine.csv", 1) and problem.expected.startswith("the columns weight_")


def test_a_folder_is_read_with_what_lies_in_it_and_each_file_that_is_none_is_named(
    tables: dict[str, str], tmp_path: Path
):
    course = tmp_path / "course"
    one, two = course / "Ada_1", course / "Ben_2"
    for folder in (course, one, two, course / ".cache"):
        folder.mkdir()
    (course / ".cache" / "x.txt").write_text("nothing", "utf-8")
    (one / "ada.txt").write_text(f"{LINK}\n", "utf-8")
    (one / "classes.csv").write_text(tables["classes"], "utf-8")
    (two / "ben.csv").write_bytes(tables["layer"].encode())
    (two / "essay.pdf").write_bytes(b"%PDF-1.7")
    (two / "lab.ipynb").write_text(json.dumps({"cells": [LINK]}, indent=1), "utf-8")
    (two / "note.txt").write_text("Dear Sir,\n\nhere is my work.\n", "utf-8")
    (two / "links.txt").write_text(f"{LINK}\nBen {LINK}\n", "utf-8")
    (two / "sheet.csv").write_text("passage,place,determinant,rating\n2:1,almen,roads,1\n", "utf-8")
    shared = read_hand_ins([course], EXAMPLE)
    assert [setting.name for setting in shared.settings] == ["ada", "Ada", "", "Ben"]
    assert [(setting.file, setting.row) for setting in shared.settings][2:] == [("links.txt", 1), ("links.txt", 2)]
    assert [name for name, _ in shared.layers] == ["ben"]
    assert [(problem.file, problem.value) for problem in shared.problems] == [
        ("essay.pdf", "a PDF"),
        ("lab.ipynb", "a notebook"),
        ("note.txt", "Dear Sir,"),
        ("sheet.csv", "a coding sheet"),
    ]
    summary = class_summary(shared, EXAMPLE)
    assert summary.settings["setting"].tolist() == ["ada", "Ada", "Setting 3", "Ben"]
    assert summary.own["setting"].tolist() == ["ada", "Setting 3", "Ben", "ben"]
    assert math.isinf(summary.settings.loc[0, "compensation"])


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="expected a file or a folder with what a class has handed in"):
        read_hand_ins([tmp_path / "none"], EXAMPLE)


@pytest.mark.parametrize("met", ["abc", "", "-1", "inf"])
def test_a_share_that_is_none_is_named_where_it_stands(tables: dict[str, str], tmp_path: Path, met: str):
    """In the table of classes, where a spreadsheet may have changed it in every row."""
    head, *rows = [line.split(",") for line in tables["classes"].lstrip("\ufeff").strip().splitlines()]
    at = head.index("weight_craft")
    text = "\n".join(",".join(cells[:at] + [met] + cells[at + 1 :]) for cells in rows)
    shared = handed(tmp_path / "ada.csv", f"{','.join(head)}\n{text}\n")
    said = f'found "{met}"' if met else "found nothing"
    assert [str(each) for each in shared.problems] == [
        f"ada.csv, row 2, weight_craft: {said}, expected one number of at least 0"
    ]
