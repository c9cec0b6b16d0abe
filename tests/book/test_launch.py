"""Links that open a page where its code runs, with and without a repository, and what Binder makes of the project."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from tests.binder import steps_of
from tests.support import ROOT

from whichroad.sphinx.launch import links

BINDER = ROOT / ".binder"
HUBS = {"binderhub_url": "https://mybinder.org/", "jupyterhub_url": "https://hub.example.org"}


@pytest.mark.parametrize(
    ("repository", "branch", "addresses"),
    [
        (
            "https://github.com/example/which-road/",
            "main",
            {
                "Binder": "https://mybinder.org/v2/gh/example/which-road/main?urlpath=lab%2Ftree%2Fchapters%2Fpaths.md",
                "JupyterHub": "https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fexample"
                "%2Fwhich-road&branch=main&urlpath=lab%2Ftree%2Fwhich-road%2Fchapters%2Fpaths.md",
            },
        ),
        (
            "https://git.example.org/a/b/book",
            "v1",
            {
                "Binder": "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Fb%2Fbook/v1"
                "?urlpath=lab%2Ftree%2Fchapters%2Fpaths.md",
                "JupyterHub": "https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgit.example.org"
                "%2Fa%2Fb%2Fbook&branch=v1&urlpath=lab%2Ftree%2Fbook%2Fchapters%2Fpaths.md",
            },
        ),
    ],
)
def test_an_address_names_repository_branch_and_page(repository: str, branch: str, addresses: dict[str, str]):
    assert dict(links("chapters/paths", repository, branch, HUBS)) == addresses
    assert list(links("chapters/paths", repository, branch, {"binderhub_url": "", "jupyterhub_url": ""})) == []


@pytest.mark.parametrize("repository", ["", "https://github.com/example/which-road"])
def test_pages_with_code_lead_there_once_the_repository_is_known(tmp_path: Path, repository: str):
    (tmp_path / "chapters").mkdir()
    shutil.copytree(ROOT / "data", tmp_path / "data")
    head = (ROOT / "chapters" / "paths.md").read_text("utf-8").split("---\n")[1]
    for name, cell in (("home", True), ("code", True), ("words", False)):
        text = f"---\n{head}---\n# A page\n\n```{{code-cell}}\n1\n```\n" if cell else "# A page\n"
        (tmp_path / "chapters" / f"{name}.md").write_text(text, "utf-8")
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    options = config["sphinx"]["config"]["html_theme_options"]
    assert options["repository_url"] == "" and options["launch_buttons"]["binderhub_url"] == "https://mybinder.org"
    options["repository_url"] = repository
    features = ("references", "formulas", "thebe", "notebook", "launch", "theme", "frame")
    config["sphinx"]["extra_extensions"] = [f"whichroad.sphinx.{feature}" for feature in features]
    contents = {
        "format": "jb-book",
        "root": "chapters/home",
        "chapters": [{"file": "chapters/code"}, {"file": "chapters/words"}],
    }
    for name, values in (("_config.yml", config), ("_toc.yml", contents)):
        (tmp_path / name).write_text(yaml.safe_dump(values), "utf-8")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "--all", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "_build" / "html"
    menus = {
        name: BeautifulSoup((site / "chapters" / f"{name}.html").read_text("utf-8"), "html.parser").select(
            ".save-menu a"
        )
        for name in ("home", "code", "words")
    }
    found = {name: [each.get_text() for each in menu if "Run" in each.get_text()] for name, menu in menus.items()}
    assert found == {"home": [], "code": ["Run on Binder"] if repository else [], "words": []}
    [notebook] = [each["href"] for each in menus["code"] if "Notebook" in each.get_text()]
    assert (site / "chapters" / notebook).resolve() == (site / "chapters" / "code.ipynb").resolve()
    assert not list((site / "_sources").rglob("*.ipynb"))


def test_binder_takes_the_python_and_the_pins_of_the_project():
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))[1]
    assert (BINDER / "runtime.txt").read_text() == f"python-{oldest}\n"
    lines = [line for line in (BINDER / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert lines[0] == "-r ../requirements.txt"  # whose first line installs the library, from the checkout
    assert set(lines[1:]) <= set((ROOT / "tests" / "grading.txt").read_text().splitlines())
    assert "smeclusters" not in " ".join(lines)


def test_binder_and_make_lab_open_chapters_alike(tmp_path: Path):
    viewers = json.loads((BINDER / "overrides.json").read_text("utf-8"))
    assert viewers["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"] == {"markdown": "Jupytext Notebook"}
    assert ".binder/overrides.json" in (BINDER / "postBuild").read_text()
    assert (BINDER / "postBuild").stat().st_mode & 0o111


def test_steps_are_those_behind_the_copy_of_the_repository():
    dockerfile = (
        "RUN one\nCOPY --chown=0:0 src/ ${REPO_DIR}/\nUSER x\nRUN pip install -r a\n\nRUN ./.binder/postBuild\n"
    )
    assert steps_of(dockerfile) == ["pip install -r a", "./.binder/postBuild"]
