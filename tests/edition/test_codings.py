"""The other codings of the paper that come along: sound as the edition's own, and what they are said to be."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from frictionless import Package
from tests.support import ROOT

from smeclusters import Study, rate, units
from whichroad.edition import codings

FOLDERS = sorted(path for path in (ROOT / "data" / "codings").iterdir() if path.is_dir())


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_folder_is_read_under_its_name(study: Study):
    assert list(codings()) == [folder.name for folder in FOLDERS] == ["b", "c"]
    for name, other in codings().items():
        coded = rows(ROOT / "data" / "codings" / name, "evidence")
        assert other.coding == name and len(other.evidence) == len(coded)
        for field in ("place", "determinant", "facet", "basis", "period", "sources", "locator"):
            assert other.evidence[field].tolist() == [row[field] for row in coded], field
        assert other.evidence["rating"].tolist() == [int(row["rating"]) for row in coded]
        assert set(other.observed) == set(study.observed)
        assert rate(other).clusters == rate(study).clusters


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_frictionless_finds_each_valid_in_the_place_of_the_own(folder: Path, tmp_path: Path):
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    for table in ("evidence", "outcomes"):
        shutil.copy(folder / f"{table}.csv", data / f"{table}.csv")
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    own = next(resource["schema"] for resource in package["resources"] if resource["name"] == "evidence")
    lacking = ("base", "qualifier", "cited_page", "sentence")
    own["fields"] = [field for field in own["fields"] if field["name"] not in lacking]
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = Package(str(data / "datapackage.json")).validate()
    assert report.valid, report.to_summary()


def test_every_work_cited_is_in_the_list(study: Study):
    for folder in FOLDERS:
        cited = {key for row in rows(folder, "evidence") for key in row["sources"].split(";") if key}
        assert cited and cited <= set(study.references)


def test_how_they_were_made_is_said():
    text = (ROOT / "data" / "codings" / "README.md").read_text("utf-8")
    for words in ("the paper and the codebook alone", "without sight", "no panel of experts", "agree too well"):
        assert words in text
    assert all((folder / "notes.md").stat().st_size > 1000 for folder in FOLDERS)


def test_most_of_what_one_coder_finds_the_others_find(study: Study):
    """Were passages numbered otherwise in one of the files, hardly any unit would be shared."""
    table = units({"own": study, **codings()})
    for name in codings():
        shared = table[["own", name]].notna().all(axis=1).sum()
        assert shared > 0.7 * table[name].notna().sum()
