"""``smeclusters new`` and ``smeclusters add``: a layer begun, and rows taken into it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.method.cli.commands import process, records, run

from smeclusters import Study, load_study

GERMAN = "place;determinant;rating;why;source;passage\nTiruppur;Joint action;2;They share water;Cawthorne 1995;47\n"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    folder = tmp_path / "tiruppur"
    done = run("new", folder, "--cluster", "tiruppur", "--country", "IND")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_a_new_layer_asks_for_every_determinant_and_can_be_read(begun: Path, study: Study):
    rows = table(begun / "evidence.csv")
    assert [row["determinant"] for row in rows] == [*study.determinants["determinant"]]
    assert [row["definition"] for row in rows] == [*study.determinants["definition"]]
    assert table(begun / "memberships.csv") == [{"place": "tiruppur", "within": "IND"}]
    assert len((begun / "README.txt").read_text("utf-8").splitlines()) <= 11
    assert run("validate", begun).stdout == f"{begun}: no problems\n"
    both = load_study(layers=[begun])
    assert both.clusters["name"].iloc[-1] == "Tiruppur"


def test_what_a_cluster_takes_from_its_country_is_said(tmp_path: Path, study: Study):
    told = run("new", tmp_path / "franca", "--cluster", "Franca", "--country", "bra").stdout
    rows = (study.evidence["place"] == "BRA").sum()
    assert f"{rows} rows of WP71 on Brazil, up to 2001, count for it too." in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--cluster", "sinos"], 'cluster: found "sinos", expected a key that no place of the study has\n'),
        (["--cluster", "x", "--from", "none.csv"], "none.csv: found nothing, expected a layer: a folder"),
    ],
)
def test_what_cannot_be_begun_is_told(tmp_path: Path, arguments: list[str], told: str):
    done = run("new", tmp_path / "x", *arguments)
    assert done.returncode == 1 and done.stderr.startswith(told)
    assert [*tmp_path.iterdir()] == []


def test_a_country_may_be_named_and_bears_its_name(tmp_path: Path):
    run("new", tmp_path / "mine", "--cluster", "Sialkot", "--country", "pakistan")
    assert table(tmp_path / "mine" / "memberships.csv") == [{"place": "sialkot", "within": "PAK"}]
    assert [row["name"] for row in table(tmp_path / "mine" / "places.csv")] == ["Sialkot", "Pakistan"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("notes")
    done = run("new", tmp_path, "--cluster", "x")
    assert done.returncode == 1 and "expected a folder that is empty, or none of that name" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_study_can_be_begun_alone(tmp_path: Path):
    folder = tmp_path / "mine"
    assert run("new", folder, "--cluster", "x", "--cluster", "y", "--country", "BRA", "--alone").returncode == 0
    assert [row["place"] for row in table(folder / "places.csv")] == ["x", "y", "BRA"]
    done = run("classify", "--layer", folder, "--alone", "--format", "csv")
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == ["cluster", "x", "y"]


def test_rows_are_taken_in_once_and_what_they_change_is_shown(begun: Path, tmp_path: Path):
    more = tmp_path / "more.csv"
    more.write_text(GERMAN, "utf-8")
    dry = run("add", begun, more, "--dry-run")
    assert "tiruppur  joint_action  silent  +2" in dry.stdout and "nothing written" in dry.stdout
    assert not any(row["rating"] for row in table(begun / "evidence.csv"))
    done = run("add", begun, more)
    assert "Evidence: 1 row new" in done.stdout
    (row,) = [row for row in table(begun / "evidence.csv") if row["rating"]]
    assert (row["determinant"], row["summary"], row["sources"]) == (
        "joint_action",
        "They share water",
        "Cawthorne 1995",
    )
    assert row["locator"] == "47" and row["definition"]
    before = (begun / "evidence.csv").read_bytes()
    assert "Evidence: 1 row there already" in run("add", begun, more).stdout
    assert (begun / "evidence.csv").read_bytes() == before


def test_a_workbook_is_taken_in(begun: Path, tmp_path: Path):
    book = Workbook()
    for line in (
        ["place", "determinant", "rating", "coder"],
        ["tiruppur", "trust", -1, "Ana"],
        ["tiruppur", "trust", 2, ""],
    ):
        book.active.append(line)
    book.save(tmp_path / "more.xlsx")
    assert run("add", begun, tmp_path / "more.xlsx").returncode == 0
    rows = [row for row in table(begun / "evidence.csv") if row["determinant"] == "trust"]
    assert [(row["rating"], row["coder"]) for row in rows] == [("-1", "Ana"), ("2", "")]


def test_of_a_file_with_a_fault_nothing_is_written(begun: Path, tmp_path: Path):
    more = tmp_path / "more.csv"
    more.write_text(GERMAN + "tiruppur;trust;5;;;\n", "utf-8")
    before = {file: file.read_bytes() for file in begun.iterdir()}
    done = run("add", begun, more)
    assert done.returncode == 1
    assert done.stderr == 'more.csv, row 3, rating: found "5", expected a whole number from -2 to 2\n'
    assert {file: file.read_bytes() for file in begun.iterdir()} == before


def test_a_lecturer_hands_a_cluster_to_a_colleague(tmp_path: Path):
    """With its own work named, in every command, and nothing that is said of the paper changed."""
    folder = tmp_path / "sialkot"
    process("new", str(folder), "--cluster", "sialkot", "--country", "PAK", cwd=tmp_path)
    (tmp_path / "coded.csv").write_text(
        "place,determinant,rating,sources,locator\nsialkot,joint_action,2,Nadvi 1999,1608\n"
    )
    process("add", "sialkot", "coded.csv", cwd=tmp_path)
    done = process("compare", "--layer", "sialkot", cwd=tmp_path)
    assert done.returncode == 0 and "\nsialkot " in done.stdout.decode()
    assert done.stderr.decode().startswith("Layer sialkot: 1 row on 1 place.\n")
    cell = run("ratings", "--layer", folder, "--explain", "sialkot", "joint_action").stdout
    assert "Nadvi 1999, p. 1608" in cell and "WP71" not in cell
    verified = run("verify", "--layer", folder, "--format", "json")
    assert verified.returncode == 0 and verified.stdout == run("verify", "--format", "json").stdout
    assert [row["cluster"] for row in records("classify")] != ["sialkot"]
