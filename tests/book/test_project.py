"""The project's own order: pins, mirrors and licences."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from tests.support import ROOT

from smeclusters import Study
from whichroad.sphinx import FEATURES
from whichroad.sphinx.metadata import edition_name

LICENSED = ("LICENSE", "chapters/index.md", "lib/whichroad/sphinx/pdf.py")
PINS = (ROOT / "requirements.txt").read_text()


def test_requirements_install_the_library_and_pin_everything_else():
    lines = [line for line in PINS.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines[0] == "-e ."
    assert all(re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", line) for line in lines[1:])
    assert re.search(r"^jupyter-book==1\.0\.", PINS, re.MULTILINE)
    assert "http" not in re.sub(r"#.*|httpcore|httpx", "", PINS)


def test_requirements_follow_from_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(each for name in extras if name != "bench" for each in extras[name])]
    for name in {re.match(r"[\w-]+", each)[0].lower() for each in wanted} - {project["name"]}:
        assert re.search(rf"^{name}==", PINS, re.MULTILINE), name


@pytest.mark.parametrize(
    ("package", "folder", "seen_in_the_book"),
    [("smeclusters", "method", set()), ("whichroad", "edition", {"edition", "page"})],
)
def test_tests_mirror_the_library(package: str, folder: str, seen_in_the_book: set[str]):
    """Each part has a test that bears its name, or one for a module of it."""
    library = ROOT / "lib" / package
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / folder).rglob("test_*.py")}
    parts = {path.stem: {path.stem} for path in library.glob("*.py") if path.stem != "__init__"}
    for path in library.glob("*/*.py"):
        parts.setdefault(path.parent.name, {path.parent.name}).add(path.stem)
    assert {part for part, modules in parts.items() if not modules & tests} == seen_in_the_book


def test_the_citation_file_names_the_paper_and_this_edition():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert cff["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert cff["preferred-citation"]["year"] == 2001
    assert "Working Paper 71" in cff["title"]


def test_editors_licence_and_name_of_the_edition_are_the_same_wherever_they_stand():
    """The book tells them by its configuration, the tables' descriptor and the package; these repeat them."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (licence,) = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["licenses"]
    editors, name = config["author"], edition_name()
    assert [each["name"] for each in cff["authors"]] == [each["name"] for each in project["authors"]] == [editors]
    assert cff["license"] == project["license"].split(" AND ") == ["MIT", licence["name"]]
    assert (ROOT / "LICENSE").read_text("utf-8").count(f"Copyright (c) {config['copyright']} {editors}\n") == 2
    assert cff["title"] == f"{config['title']} {name}" and project["description"].startswith(f"{name}: ")
    footer = config["sphinx"]["config"]["html_theme_options"]["extra_footer"]
    assert f"<p>{name} " in footer and f"© {config['copyright']} " in footer
    assert {licence["path"]} == {
        each.removesuffix("legalcode")
        for text in (footer, *((ROOT / path).read_text("utf-8") for path in LICENSED))
        for each in re.findall(r"https://creativecommons\.org/[\w/.-]+", text)
    }


def test_the_way_to_the_paper_is_everywhere_the_one_of_its_entry(study: Study):
    """Its page at Oxford, its handle at RePEc and its month, as `references.bib` has them."""
    entry = study.references["albaladejo2001"].fields
    page, handle = entry["url"], entry["repec"]
    assert page.startswith("http://www.qeh.ox.ac.uk/publications/")
    assert (handle, entry["month"], entry["year"]) == ("RePEc:qeh:qehwps:qehwps71", "May", "2001")
    assert "doi" not in entry
    (source,) = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["sources"]
    assert source["path"] == page
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())["preferred-citation"]
    assert (cited["url"], cited["month"]) == (page, 5)
    assert [each["value"] for each in cited["identifiers"]] == [handle]
    for name in ("README.md", "chapters/index.md"):
        text = (ROOT / name).read_text("utf-8")
        assert f"]({page})" in text, name
        assert f"](http://econpapers.repec.org/{handle})" in text, name
    assert f"of May {entry['year']}" in (ROOT / "README.md").read_text("utf-8")


def test_ci_calls_the_test_command():
    assert (ROOT / ".ci" / "run").read_text().strip().endswith("make test")


def test_every_feature_of_the_extension_is_held_apart_from_the_others():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [apart] = [each["modules"] for each in contracts if each["type"] == "independence"]
    assert apart == sorted(f"whichroad.sphinx.{feature}" for feature in FEATURES)


def test_tests_of_a_group_are_run_by_one_worker(tmp_path: Path):
    """What a group shares is made once; two workers at it at once would spoil it for each other."""
    of_a_group = """
        import os, pathlib, pytest

        @pytest.mark.xdist_group("shared")
        @pytest.mark.parametrize("number", range(6))
        def test_one(number):
            pathlib.Path(f"by-{os.environ['PYTEST_XDIST_WORKER']}").touch()
        """
    (tmp_path / "test_shared.py").write_text(dedent(of_a_group), "utf-8")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert len(list(tmp_path.glob("by-*"))) == 1
