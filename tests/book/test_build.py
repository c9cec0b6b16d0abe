"""How the book is built: the same to the last byte each time, and by forked kernels as by any others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from tests.support import ROOT

from whichroad.sphinx import FEATURES, kernels

# Pages that have between them a drawing, the explorer, a table, formulas and references.
CHAPTERS = ("references", "explorer", "framework-classes")


def build(folder: Path, extensions: list[str], seed: int) -> dict[str, bytes]:
    """Build a book of few chapters in a folder; returns what a reader gets, by path."""
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "chapters").mkdir()
    for chapter in CHAPTERS:
        shutil.copy(ROOT / "chapters" / f"{chapter}.md", folder / "chapters")
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["sphinx"]["extra_extensions"] = extensions
    root, *others = (f"chapters/{chapter}" for chapter in CHAPTERS)
    contents = {"format": "jb-book", "root": root, "chapters": [{"file": page} for page in others]}
    for name, values in (("_config.yml", config), ("_toc.yml", contents)):
        (folder / name).write_text(yaml.safe_dump(values), "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", "--all", folder],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    site = folder / "_build" / "html"
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"  # a hash of the configuration
    }


def test_two_builds_are_the_same_whatever_the_order_of_sets_the_folder_and_the_kernels(tmp_path: Path):
    folders = [tmp_path / "one", tmp_path / "another"]
    for folder in folders:
        folder.mkdir()
    plain = [f"whichroad.sphinx.{feature}" for feature in FEATURES if feature != "kernels"]
    one = build(folders[0], ["whichroad.sphinx"], seed=1)
    another = build(folders[1], plain, seed=2)
    assert {f"chapters/{chapter}.html" for chapter in CHAPTERS} <= set(one) == set(another)
    assert b"<svg" in one["chapters/framework-classes.html"]
    assert [path for path, content in one.items() if content != another[path]] == []


def run(code: str, folder: Path) -> str:
    """What a kernel prints."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return notebook.cells[0].outputs[0].text


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked there")
def test_a_forked_kernel_has_the_library_its_folder_and_an_empty_namespace(tmp_path: Path):
    kernels.fork_kernels()
    code = "import os, sys; print('smeclusters' in sys.modules, 'edition' in dir(), os.getcwd(), os.getppid())"
    answers = [run(code, tmp_path).split() for _ in range(2)]
    assert answers[0] == answers[1]  # of one parent
    assert answers[0][:3] == ["True", "False", str(tmp_path.resolve())]
    assert int(answers[0][3]) != os.getpid()


def test_where_nothing_can_be_forked_a_kernel_starts_as_usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(self: object, process: object) -> None:
        raise EOFError

    kernels.fork_kernels()
    monkeypatch.setattr(kernels.Forked, "__init__", fail)
    code = "import os, sys; print('smeclusters' in sys.modules, os.getppid())"
    assert run(code, tmp_path).split() == ["False", str(os.getpid())]
