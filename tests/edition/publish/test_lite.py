"""The folder that JupyterLab in a browser is built from; no whole distribution of Pyodide can be had for a test."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from tests.support import ROOT

from whichroad.publish.lite import ASKED, COMPILED, copy_distribution, main, resolved, taken, wrong_with


def package(name: str, *depends: str) -> dict[str, Any]:
    return {"name": name, "file_name": f"{name}-1-cp312.whl", "depends": list(depends)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the names of a distribution, and nothing in its files."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    packages = {name: package(name) for name in (*COMPILED, "pytz", "opencv")}
    packages["pandas"]["depends"] = ["numpy", "pytz"]
    lock = {"info": {"python": "3.12.7"}, "packages": packages}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    for name in ("pyodide.js", "python_stdlib.zip", *(each["file_name"] for each in packages.values())):
        (folder / name).touch()
    (folder / "opencv-1-cp312.whl.metadata").touch()
    return folder


def test_a_distribution_will_do(folder: Path):
    assert wrong_with(folder) == ""
    main(str(folder))


def test_without_a_folder_it_says_how_to_name_one():
    with pytest.raises(SystemExit, match="^Name a folder with a Pyodide distribution: make lite PYODIDE=folder"):
        main()


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("pyodide.js", "found no pyodide.js"),
        ("pyodide-lock.json", "found no pyodide-lock.json"),
        ("numpy-1-cp312.whl", "found no package numpy"),
        ("pandas-1-cp312.whl", "found no package pandas"),
    ],
)
def test_a_folder_that_lacks_something_is_refused_in_a_sentence(folder: Path, missing: str, told: str):
    (folder / missing).unlink()
    with pytest.raises(SystemExit) as end:
        main(str(folder), "no site", "no environment")
    said = str(end.value)
    assert said.startswith(f"{folder}: {told}, expected a folder with a Pyodide distribution")
    assert said.count("\n") == 0


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"packages": [1]}'])
def test_a_list_that_is_none_is_refused(folder: Path, written: str):
    (folder / "pyodide-lock.json").write_text(written, "utf-8")
    assert "found no list of packages, expected" in wrong_with(folder)


def test_only_what_is_wanted_of_a_distribution_is_copied(folder: Path, tmp_path: Path):
    copy_distribution(folder, tmp_path / "copy", {"pandas", "ftfy"})
    names = {path.name for path in (tmp_path / "copy").iterdir()}
    wheels = {f"{name}-1-cp312.whl" for name in ("numpy", "pandas", "pytz")}
    assert names == {"pyodide.js", "pyodide-lock.json", "python_stdlib.zip", *wheels}
    lock = json.loads((tmp_path / "copy" / "pyodide-lock.json").read_text("utf-8"))
    assert list(lock["packages"]) == ["numpy", "pandas", "pytz"] and lock["info"] == {"python": "3.12.7"}


def test_what_depends_on_another_goes_on_to_the_end():
    packages = {"a": package("a", "B_c"), "b-c": package("b-c", "a", "not here"), "d": package("d")}
    assert taken(packages, {"a", "elsewhere"}) == {"a", "b-c"}


def test_what_comes_from_elsewhere_is_neither_copied_nor_loaded(folder: Path, tmp_path: Path):
    copy_distribution(folder, tmp_path / "copy", {"pandas"}, {"pytz"})
    assert not (tmp_path / "copy" / "pytz-1-cp312.whl").exists()
    packages = json.loads((tmp_path / "copy" / "pyodide-lock.json").read_text("utf-8"))["packages"]
    assert packages["pandas"]["depends"] == ["numpy"] and "pytz" not in packages


def test_a_browser_needs_the_library_and_no_program_that_draws():
    lock = {"info": {"python": "3.12.7"}, "packages": {}}
    nothing, found = resolved(ASKED, lock)
    assert nothing == set()
    assert {"smeclusters", "numpy", "pandas", "scipy", "anywidget", "altair", "ftfy", "traitlets"} <= found.keys()
    assert not {"krippendorff", "jupyter-book", "pexpect", "pillow"} & found.keys()
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    draw = [each for each in map(Requirement, extras["charts"]) if each.name in ("vl-convert-python", "pillow")]
    assert len(draw) == 2
    assert all(each.marker and not each.marker.evaluate({"sys_platform": "emscripten"}) for each in draw)
