"""What students hand in is graded by nbgrader, in an environment that has the library from its wheel alone."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from tests.grading import ENVIRONMENT, PYTHON, UNREACHED, obtained
from tests.support import ROOT

from whichroad.sphinx.tasks import SOURCES, blanked, derive, solved, whole
from whichroad.tables.tasks import TASKS

pytestmark = pytest.mark.xdist_group("grade")  # the environment is made once, by one worker
TASK = next(task for task in TASKS if task.name == "weights")


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


def hand_in(course: Path, student: str, notebook: NotebookNode, answers: Mapping[str, str]) -> None:
    """Put a copy of a notebook, some cells filled in, where nbgrader collects it."""
    filled = deepcopy(notebook)
    for cell in filled.cells:
        cell.source = answers.get(cell.id, cell.source)
    path = course / "submitted" / student / TASK.name / f"{TASK.name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(filled, path)


def test_who_is_right_gets_all_points_and_who_only_seems_right_does_not(environment: Path, tmp_path: Path):
    derive(ROOT, tmp_path)
    script = Path(__file__).with_name("graded.py")
    run(tmp_path, script, tmp_path, TASK.name, "release")
    released = nbformat.read(tmp_path / "release" / TASK.name / f"{TASK.name}.ipynb", 4)
    source = whole(ROOT / SOURCES / f"{TASK.name}.md", TASK, "")
    downloaded = blanked(source)
    assert [cell.source.strip() for cell in released.cells] == [cell.source for cell in downloaded.cells]

    right = {cell.id: cell.source for cell in solved(source).cells if cell.id.startswith("task-")}
    # It passes what can be seen, and is wrong elsewhere; a test that gets in the way is taken out.
    seeming = right | {
        "task-score": "def score_of(ends, weights):\n    return 0.75 if weights[0] < 0.5 else 0.5 + sum(ends) / 8",
        "task-against": "against = {}",
        "test-against": "pass",
    }
    hand_in(tmp_path, "ann", downloaded, right | {"answer-defence": "Because firms come first."})
    hand_in(tmp_path, "bob", released, {})
    hand_in(tmp_path, "cyd", released, seeming)
    marks: dict[str, Any] = json.loads(run(tmp_path, script, tmp_path, TASK.name, "ann", "bob", "cyd"))

    points = {
        cell.id: cell.metadata.nbgrader.points for cell in source.cells if "points" in cell.metadata.get("nbgrader", {})
    }
    tests = {key: most for key, most in points.items() if key.startswith("test-")}
    assert all(each["most"] == sum(points.values()) for each in marks.values())
    assert marks["ann"]["points"] == tests | {"answer-defence": None} and marks["ann"]["to_be_marked"]
    assert marks["ann"]["score"] == sum(tests.values())
    assert marks["bob"]["score"] == 0
    assert marks["cyd"]["points"] == tests | {"test-score": 0, "test-against": 0, "answer-defence": 0}
    assert "Because firms come first." in (tmp_path / f"feedback/ann/{TASK.name}/{TASK.name}.html").read_text("utf-8")


def test_a_solution_runs_from_the_wheel_alone_and_its_picture_is_one(environment: Path, tmp_path: Path):
    derive(ROOT, tmp_path)
    solution = tmp_path / "solutions" / "own.ipynb"
    command = ["-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", solution]
    run(tmp_path, *command)
    executed = nbformat.read(solution, 4)
    shown = [output.data for cell in executed.cells for output in cell.get("outputs", ()) if "data" in output]
    assert [set(each) for each in shown] == [{"image/png", "text/plain"}]
    where = run(tmp_path, "-c", "import smeclusters, whichroad; print(smeclusters.__file__, whichroad.__file__)")
    assert all(Path(path).is_relative_to(environment) for path in where.split())
