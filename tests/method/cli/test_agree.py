"""``smeclusters agree`` and ``smeclusters sheet``: codings by name, folder, layer and filled sheet."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.method.cli.commands import process, run
from tests.method.cli.test_output import joined

from smeclusters import (
    agreement,
    cell_differences,
    class_differences,
    example_study,
    load_study,
    pairwise_agreement,
    unit_differences,
)

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Rows) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with two other codings: b lacks a row and rates two others otherwise, c is b without Cresta."""
    folder = Path(shutil.copytree(example_study().folder, tmp_path_factory.mktemp("toy") / "toy"))
    rows = [row for row in rows_of(folder / "evidence.csv") if row["id"] not in ("almen-craft-2", "almen-tools-2")]
    for row in rows:
        row["rating"] = {"borg-tools-1": "-1", "cresta-roads-1": "2"}.get(row["id"], row["rating"])
    write(folder / "codings" / "b" / "evidence.csv", rows)
    write(folder / "codings" / "c" / "evidence.csv", [row for row in rows if row["place"] != "cresta"])
    return folder


def told(folder: Path, *arguments: str | Path) -> Any:
    done = run("agree", *arguments, "--data", folder, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_json_holds_all_parts_and_each_is_what_the_library_says(folder: Path):
    found = told(folder, "own", "b", "c")
    assert list(found) == ["agreement", "pairs", "presence", "units", "differences", "cells", "classes"]
    codings = {"own": load_study(folder), **{key: load_study(folder, coding=key) for key in "bc"}}
    for part, frame in (
        ("agreement", agreement(codings)),
        ("pairs", pairwise_agreement(codings)),
        ("differences", unit_differences(codings)),
        ("cells", cell_differences(codings)),
        ("classes", class_differences(codings)),
    ):
        assert found[part] == json.loads(frame.to_json(orient="records", double_precision=15)), part
    assert [row["lacking"] for row in found["presence"]] == [0, 1, 6]
    [borg] = [row for row in found["units"] if (row["place"], row["determinant"]) == ("borg", "tools")]
    assert (borg["own"], borg["b"], borg["c"]) == (-2, -1, -1)
    [cresta] = [row for row in found["units"] if (row["place"], row["determinant"]) == ("cresta", "roads")]
    assert (cresta["own"], cresta["b"], cresta["c"]) == (0, 2, None)


@pytest.mark.parametrize("part", ["agreement", "pairs", "presence", "units", "differences", "cells", "classes"])
def test_one_part_is_printed_alone_in_each_form(folder: Path, part: str):
    records = told(folder, "own", "b", "--show", part)
    assert records == told(folder, "own", "b")[part]
    lines = list(csv.DictReader(io.StringIO(run("agree", "own", "b", "--data", folder, "--format", "csv").stdout)))
    assert [row["own"] for row in lines] == [
        "" if row["own"] is None else str(row["own"]) for row in told(folder, "own", "b")["units"]
    ]
    shown = joined(run("agree", "own", "b", "--show", part, "--data", folder, columns=80).stdout)
    assert len(shown) - 1 <= len(records)


def rating(value: float | None) -> str:
    return "no row" if value is None else "0" if value == 0 else f"{value:+g}".replace("-", "−")


def cell(row: dict[str, Any], which: str) -> str:
    ends = [rating(row[f"{which}_{end}"]) for end in ("lo", "hi")]
    return "silent" if row[f"{which}_silent"] else "…".join(dict.fromkeys(ends))


def hinge(row: dict[str, Any]) -> str:
    unit = " ".join(row[key] for key in ("locator", "place", "determinant", "facet"))
    return f"{unit} ({rating(row['one_rating'])}, {rating(row['other_rating'])})" if row["kind"] else "no single row"


@pytest.mark.parametrize("columns", [60, 200, None])
def test_tables_say_what_the_json_says(folder: Path, columns: int | None):
    def table(part: str) -> list[list[str]]:
        return joined(run("agree", "own", "c", "--show", part, "--data", folder, columns=columns).stdout)

    records = told(folder, "own", "c")
    assert table("units")[1:] == [
        [row["locator"], row["place"], row["determinant"], row["facet"], rating(row["own"]), rating(row["c"])]
        for row in records["units"]
    ]
    cells: dict[tuple[str, ...], list[str]] = {}
    for row in records["cells"]:
        shown = (row["cluster"], row["determinant"], "own, c", f"{cell(row, 'one')}, {cell(row, 'other')}")
        cells.setdefault((*shown, f"{row['steps']:g}"), []).append(hinge(row))
    assert table("cells")[1:] == [[*key, "; or ".join(hinges)] for key, hinges in cells.items()]
    paths = {"low_road": "low road", "mixed": "mixed", "high_road": "high road"}

    def words(key: str) -> str:
        return "could be any" if key.count("|") == 2 else " or ".join(paths[each] for each in key.split("|"))

    classes: dict[tuple[str, ...], list[str]] = {}
    for row in records["classes"]:
        shown = (row["weighting"], row["cluster"], "own, c", f"{words(row['one_path'])}, {words(row['other_path'])}")
        classes.setdefault(shown, []).append(hinge(row))
    assert table("classes")[1:] == [[*key, "; or ".join(hinges)] for key, hinges in classes.items()]
    first = table("agreement")[1]
    whole = records["agreement"][0]
    assert first[:6] == ["all", "16", "10", "10", f"{100 * whole['exact']:.0f} %", f"{whole['ordinal']:.2f}"]


def test_differences_are_told_with_the_rule_that_applies(folder: Path):
    done = run("agree", "own", "b", "--show", "differences", "--data", folder)
    [craft, tools, roads] = joined(done.stdout)[1:]
    assert craft[4:] == ["own, b", "+1, no row", "one has no row", ""]
    assert tools[4:7] == ["own, b", "−2, −1", "stronger by one than by the other"]
    assert roads[4:7] == ["own, b", "0, +2", "weighing both ways by one"]
    assert "\nOne has no row: Whatever the letter says of a place is coded.\n" in done.stdout
    assert "\nStronger by one than by the other: Two steps need a number.\n" in done.stdout


def test_only_chosen_passages_are_compared_and_all_else_stays_the_studys_own(folder: Path):
    found = told(folder, "own", "c", "--where", "2:1")
    assert {row["locator"] for row in found["units"]} == {"2:1"}
    assert {(row["cluster"], row["determinant"]) for row in found["cells"]} == {("almen", "craft")}
    assert {row["cluster"] for row in told(folder, "own", "c")["cells"]} == {"almen", "borg", "cresta"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["own"], 'codings: found "own", expected at least two'),
        (["own", "bb"], 'codings: found "bb", expected a folder, a file, or one of own, b, c (b?)'),
        (["own", "b", "--where", "9"], 'where: found "9", expected a section or paragraph'),
    ],
)
def test_what_cant_be_compared_is_told_in_a_sentence(folder: Path, arguments: list[str], said: str):
    done = run("agree", *arguments, "--data", folder)
    assert (done.returncode, done.stdout) == (1, "") and done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


# ---- What a coding may be.


def sheet(rows: Rows) -> Rows:
    """Rows of evidence as a coder writes them into a sheet."""
    names = {"passage": "locator", "why": "summary"}
    columns = ("passage", "place", "determinant", "facet", "rating", "basis", "why")
    return [{key: row[names.get(key, key)] for key in columns} for row in rows if row["period"] == "current"]


def workbook(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append([int(cell) if key == "rating" else cell or None for key, cell in row.items()])
    book.save(path)
    return path


def as_folder(folder: Path, path: Path, rows: Rows) -> Path:
    shutil.copytree(folder, path / "data")
    write(path / "data" / "evidence.csv", rows)
    return path / "data"


FORMS: dict[str, Callable[[Path, Path, Rows], Path]] = {
    "a data folder": as_folder,
    "a folder of evidence": lambda folder, path, rows: write(path / "mine" / "evidence.csv", rows).parent,
    "a file of evidence": lambda folder, path, rows: write(path / "mine.csv", rows),
    "a filled sheet": lambda folder, path, rows: write(path / "mine.csv", sheet(rows)),
    "a filled workbook": lambda folder, path, rows: workbook(path / "mine.xlsx", sheet(rows)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_coding_is_read_from(form: str, folder: Path, tmp_path: Path):
    rows = rows_of(folder / "codings" / "b" / "evidence.csv")
    path = FORMS[form](folder, tmp_path, rows)
    name = "data" if form == "a data folder" else "mine"
    found, expected = told(folder, "own", path), told(folder, "own", "b")
    assert [row["coding"] for row in found["presence"]] == ["own", name]
    for part in ("units", "differences", "cells", "classes"):
        named = json.loads(json.dumps(found[part]).replace(f'"{name}"', '"b"'))
        period = form.startswith("a filled")  # a sheet holds what is, and its rows have no other period
        assert named == expected[part] or period and part == "units"


def test_codings_of_another_work_are_layers_with_its_own_passages(folder: Path, tmp_path: Path):
    rows = [
        {"place": "borg", "determinant": "fairs", "facet": "buyers", "rating": "1", "locator": "1608", "sources": "N"},
        {"place": "borg", "determinant": "guild", "facet": "marks", "rating": "2", "locator": "1609", "sources": "N"},
    ]
    ann = write(tmp_path / "ann" / "evidence.csv", rows).parent
    bob = write(tmp_path / "bob" / "evidence.csv", [{**rows[0], "rating": "2"}]).parent
    found = told(folder, ann, bob)
    assert [(row["locator"], row["ann"], row["bob"]) for row in found["units"]] == [("1608", 1, 2), ("1609", 2, None)]
    assert {row["kind"] for row in found["differences"]} == {"strength", "omission"}


def test_two_may_code_a_cluster_of_their_own(folder: Path, tmp_path: Path):
    """Each in one file that brings the cluster along: their cells and classes are held against each other."""
    row = {"place": "dorf", "name": "Dorf", "country": "ALP", "determinant": "tools", "rating": "2", "locator": "p. 3"}
    ann, bob = (
        write(tmp_path / f"{name}.csv", [{**row, "rating": rating}]) for name, rating in (("ann", "2"), ("bob", "-2"))
    )
    found = told(folder, ann, bob)
    assert [(row["place"], row["ann"], row["bob"]) for row in found["units"]] == [("dorf", 2, -2)]
    assert [(row["cluster"], row["determinant"], row["steps"]) for row in found["cells"]] == [("dorf", "tools", 4)]
    assert found["classes"] == []  # a single cell leaves any path open


def test_how_a_file_was_read_is_told_in_the_error_stream(folder: Path, tmp_path: Path):
    file = tmp_path / "mine.csv"
    lines = [
        "Passage;place;determinant;facet;rating;coder",
        "2:2;borg;tools;lathes;-1;x",
        "2:2;;;;;",
        "2:3;borg;guild;;;",
    ]
    file.write_text("\n".join(lines), "utf-8")
    done = run("agree", "own", file, "--data", folder, "--show", "presence", "--format", "json")
    assert done.returncode == 0 and json.loads(done.stdout)[1]["rows"] == 1
    told = done.stderr.splitlines()
    assert told[0].startswith("mine.csv: read with cells parted by semicolons") and "coder" in told[0]
    assert told[1:] == [
        "mine.csv: 2 rows without a rating left out.",
        "mine: rows on 1 of 4 passages; --where keeps to those.",
    ]
    done = run("agree", "own", file, "--data", folder, "--show", "presence", "--where", "2:2")
    assert done.stderr.splitlines() == told[:2]


def test_files_of_the_same_name_are_told_apart(folder: Path, tmp_path: Path):
    rows = sheet(rows_of(folder / "codings" / "b" / "evidence.csv"))
    one, two = (write(tmp_path / name / "sheet.csv", rows) for name in ("ann", "bob"))
    assert [row["coding"] for row in told(folder, one, two)["presence"]] == [str(one), str(two)]
    assert [row["coding"] for row in told(folder, "own", "own")["presence"]] == ["own", "own′"]


# ---- Blank sheets.


def test_a_sheet_has_a_line_for_each_paragraph(folder: Path):
    done = run("sheet", "--where", "2", "--where", "1:2", "--data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(csv.reader(io.StringIO(done.stdout))) == [
        ["passage", "place", "determinant", "facet", "rating", "basis", "why"],
        *(
            [passage, *[""] * 6] for passage in ("'1:2", "'2:1", "'2:2", "'2:3")
        ),  # or a spreadsheet would take them for times
    ]


def test_a_sheet_that_was_written_is_filled_in_and_read_back(folder: Path, tmp_path: Path):
    file = tmp_path / "mine.csv"
    assert run("sheet", "--where", "2:2", "--where", "2:3", "--data", folder, "--out", file).stdout == ""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    rows[0] |= {"place": "borg", "determinant": "tools", "facet": "lathes", "rating": "-1", "why": "They are old."}
    write(file, rows)
    found = told(folder, "own", file, "--where", "2:2")
    [tools] = [row for row in found["differences"] if row["determinant"] == "tools"]
    assert (tools["kind"], tools["one_rating"], tools["other_rating"]) == ("strength", -2, -1)


def test_a_blank_sheet_is_no_coding(folder: Path, tmp_path: Path):
    file = tmp_path / "mine.csv"
    run("sheet", "--where", "2:2", "--data", folder, "--out", file)
    done = run("agree", "own", file, "--data", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == f"{file}: found nothing, expected at least one row with a rating"


def test_a_workbook_offers_the_keys_and_is_read_back(folder: Path, tmp_path: Path):
    file = tmp_path / "mine.xlsx"
    run("sheet", "--where", "2:2", "--data", folder, "--out", file)
    book = openpyxl.load_workbook(file)
    coding, keys = book["coding"], book["keys"]
    assert [[cell.value for cell in row] for row in coding.iter_rows(max_col=2)] == [
        ["passage", "place"],
        ["2:2", None],
    ]
    assert {cell.number_format for cell in coding["A"][1:]} == {"@"}
    offered = {}
    for choice in coding.data_validations.dataValidation:
        column = coding[f"{str(choice.sqref)[0]}1"].value
        first, last = choice.formula1.removeprefix("keys!").replace("$", "").split(":")
        offered[column] = [cell.value for (cell,) in keys[f"{first}:{last}"]]
    assert offered["place"] == ["almen", "borg", "cresta", "ALP"]
    assert offered["rating"] == [-2, -1, 0, 1, 2] and offered["basis"] == ["reported", "stated", "inferred"]
    assert len(offered["determinant"]) == 5 and len(offered["facet"]) == 7
    for at, value in enumerate(["borg", "tools", "lathes", -1, "stated", "They are old."], start=2):
        coding.cell(2, at).value = value
    book.save(file)
    found = told(folder, "own", file, "--where", "2:2", "--show", "differences")
    assert [row["kind"] for row in found if row["determinant"] == "tools"] == ["strength"]


def test_a_sheet_never_takes_the_place_of_a_file(folder: Path, tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text("filled in", "utf-8")
    done = run("sheet", "--where", "2:2", "--data", folder, "--out", file)
    assert done.returncode == 1 and "expected the name of a file that is not there yet" in done.stderr
    assert file.read_text("utf-8") == "filled in"
    done = run("sheet", "--where", "2:2", "--data", folder, "--out", tmp_path / "mine.ods")
    assert done.returncode == 1 and "a file that ends in .csv or .xlsx" in done.stderr


def test_a_sheet_of_nothing_is_refused():
    done = run("sheet")
    assert done.returncode == 2 and "--where 3.2.2" in done.stderr


def test_the_keys_of_a_sheet_are_those_of_the_study(folder: Path):
    rows = list(csv.DictReader(io.StringIO(run("sheet", "--keys", "--data", folder).stdout)))
    assert [row["key"] for row in rows if row["column"] == "determinant"] == [
        "roads",
        "guild",
        "fairs",
        "craft",
        "tools",
    ]
    assert ("lathes", "tools") in {(row["key"], row["of"]) for row in rows if row["column"] == "facet"}


def test_a_process_says_what_is_said_here(folder: Path):
    for arguments in (["agree", "own", "b", "--data", str(folder)], ["sheet", "--where", "2", "--data", str(folder)]):
        done, here = process(*arguments), run(*arguments)
        assert (done.returncode, done.stdout.decode("utf-8"), done.stderr) == (0, here.stdout, b"")


def test_without_the_extra_a_sentence_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "krippendorff", None)
    done = run("agree", "own", "b", "--data", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "the extra agree is needed: pip install 'smeclusters[agree]'\n"
    assert run("agree", "own", "b", "--show", "units", "--data", folder).returncode == 0
