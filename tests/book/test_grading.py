"""What students hand in is graded by nbgrader, in an environment that has the library from its wheel alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from copy import deepcopy
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from tests.grading import ENVIRONMENT, PYTHON, UNREACHED, obtained
from tests.support import ROOT

from whichroad.sphinx.tasks import PLACE, SOURCES, blanked, derive, solved, whole
from whichroad.tables.tasks import TASKS, WHEEL

pytestmark = pytest.mark.xdist_group("grade")  # the environment is made once, by one worker

# It passes what can be seen, and is wrong elsewhere; a test that gets in the way is taken out.
SEEMING = {
    "task-score": "def score_of(ends, weights):\n    return 0.75 if weights[0] < 0.5 else 0.5 + sum(ends) / 8",
    "task-against": "against = {}",
    "test-against": "pass",
}


@pytest.fixture(scope="module")
def environment() -> Path:
    if not obtained():
        pytest.skip(UNREACHED)
    return ENVIRONMENT


def run(folder: Path, *command: str | Path) -> str:
    """What a command of that environment prints; it sees nothing of the checkout."""
    home = {"HOME": str(folder), "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([PYTHON, *command], cwd=folder, env=home, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def hand_in(course: Path, student: str, name: str, notebook: NotebookNode, answers: Mapping[str, str]) -> None:
    """Put a copy of a notebook, some cells filled in, where nbgrader collects it."""
    filled = deepcopy(notebook)
    for cell in filled.cells:
        cell.source = answers.get(cell.id, cell.source)
    path = course / "submitted" / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(filled, path)


def test_who_is_right_gets_all_points_and_who_only_seems_right_does_not(environment: Path, tmp_path: Path):
    """All notebooks in one go: Ann's are right, Bob's are blank, and in one Cyd does what passes what can be seen."""
    derive(ROOT, tmp_path)
    script = Path(__file__).with_name("graded.py")
    run(tmp_path, script, tmp_path, "release")
    points: dict[str, dict[str, int]] = {}
    for task in TASKS:
        released = nbformat.read(tmp_path / "release" / task.name / f"{task.name}.ipynb", 4)
        source = whole(ROOT / SOURCES / f"{task.name}.md", task, "")
        downloaded = blanked(source)
        assert [cell.source.strip() for cell in released.cells] == [cell.source for cell in downloaded.cells]
        right = {cell.id: cell.source for cell in solved(source).cells if cell.id.startswith(("task-", "answer-"))}
        hand_in(tmp_path, "ann", task.name, downloaded, right | {"answer-defence": "Because firms come first."})
        hand_in(tmp_path, "bob", task.name, released, {})
        if task.name == "weights":
            hand_in(tmp_path, "cyd", task.name, released, right | SEEMING)
        graded = [cell for cell in source.cells if "points" in cell.metadata.get("nbgrader", {})]
        points[task.name] = {cell.id: cell.metadata.nbgrader.points for cell in graded}
    marks: dict[str, Any] = json.loads(run(tmp_path, script, tmp_path, "grade"))

    for name, most in points.items():
        tests = {key: full for key, full in most.items() if key.startswith("test-")}
        answers = most.keys() - tests
        ann, bob = marks["ann"][name], marks["bob"][name]
        assert ann["errors"] == [], name
        assert ann["points"] == tests | dict.fromkeys(answers), name
        assert ann["score"] == sum(tests.values()) > 0 and ann["to_be_marked"] == bool(answers), name
        assert bob["points"] == dict.fromkeys(most, 0) and bob["score"] == 0, name
        assert ann["most"] == bob["most"] == sum(most.values()), name
    assert marks["cyd"] == {"weights": marks["cyd"]["weights"]}
    wrong = {"test-score": 0, "test-against": 0, "answer-defence": None}
    assert marks["cyd"]["weights"]["points"] == points["weights"] | wrong
    feedback = tmp_path / "feedback" / "ann" / "weights" / "weights.html"
    assert "Because firms come first." in feedback.read_text("utf-8")


def executed(folder: Path, notebook: NotebookNode) -> NotebookNode:
    """A notebook with what it gave, errors included."""
    path = folder / "here.ipynb"
    nbformat.write(notebook, path)
    run(folder, "-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--inplace", path)
    return nbformat.read(path, 4)


def errors(notebook: NotebookNode) -> list[str]:
    outputs = [each for cell in notebook.cells for each in cell.get("outputs", ())]
    return [each.evalue for each in outputs if each.output_type == "error"]


@pytest.fixture
def without_the_library(environment: Path) -> None:
    run(environment, "-m", "pip", "uninstall", "--quiet", "--yes", "smeclusters")


def of(name: str, address: str = "") -> NotebookNode:
    task = next(task for task in TASKS if task.name == name)
    return solved(whole(ROOT / SOURCES / f"{name}.md", task, address))


def test_a_notebook_installs_the_wheel_beside_it_and_runs_from_that_alone(
    environment: Path, without_the_library: None, tmp_path: Path
):
    shutil.copy(environment / WHEEL, tmp_path)
    found = executed(tmp_path, of("own"))
    assert errors(found) == []
    assert [each for cell in found.cells for each in cell.get("outputs", ()) if "image/png" in each.get("data", {})]
    where = run(
        tmp_path, "-c", "import smeclusters, whichroad; print(smeclusters.__file__, whichroad.__file__, sep='\\n')"
    )
    assert all(Path(path).is_relative_to(environment) for path in where.splitlines())


def test_a_notebook_installs_the_wheel_from_the_site(environment: Path, without_the_library: None, tmp_path: Path):
    (tmp_path / "site" / PLACE).mkdir(parents=True)
    shutil.copy(environment / WHEEL, tmp_path / "site" / PLACE)
    serve = partial(SimpleHTTPRequestHandler, directory=tmp_path / "site")
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        Thread(target=server.serve_forever).start()
        notebook = of("reading", f"http://127.0.0.1:{server.server_port}/")
        notebook.cells = notebook.cells[:3]  # what installs the library, and what uses it first
        found = executed(tmp_path, notebook)
        server.shutdown()
    assert errors(found) == []


@pytest.mark.parametrize("page", ["framework-classes", "codebook", "comparison", "otherwise"])
def test_a_page_as_a_notebook_runs_from_the_wheel_beside_it_and_gives_what_it_shows(
    environment: Path, without_the_library: None, tmp_path: Path, page: str
):
    shutil.copy(environment / WHEEL, tmp_path)
    shown = nbformat.read(ROOT / "_build" / "html" / "chapters" / f"{page}.ipynb", 4)
    found = executed(tmp_path, shown)
    assert errors(found) == []
    assert shown.cells[1].id == "install" and shown.cells[1].outputs == []
    assert given(found)[1:] == given(shown)[1:] and len(given(shown)) > 1


def given(notebook: NotebookNode) -> list[list[str]]:
    """What each block of code gave, in words."""
    blocks = [cell.get("outputs", ()) for cell in notebook.cells if cell.cell_type == "code"]
    return [[each.data["text/plain"] for each in outputs if "data" in each] for outputs in blocks]


def test_a_notebook_that_finds_no_library_says_what_to_do(without_the_library: None, tmp_path: Path):
    packages = Path(run(tmp_path, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (packages / "smeclusters" / "__pycache__").mkdir(parents=True, exist_ok=True)  # as pip may leave it
    notebook = of("reading")
    notebook.cells = notebook.cells[:2]
    told = f"Download {WHEEL} from the page of this notebook, put it beside the notebook, and run this again."
    assert errors(executed(tmp_path, notebook)) == [told]
