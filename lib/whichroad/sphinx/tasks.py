"""Notebooks to work in: for students, with solutions, and for nbgrader, from one source each.

A source under ``chapters/tasks`` has all answers, each between ``### BEGIN SOLUTION`` and ``### END SOLUTION``. A tag
says what a cell is, as in `KINDS`, and names it: ``task-mean``, ``test-mean-2`` (two points), ``answer-why-5``.
The site has the students' notebooks and the library's wheel; ``python -m whichroad.sphinx.tasks`` derives the others.
"""

from __future__ import annotations

import re
import sys
from contextlib import chdir
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import yaml
from nbformat import NotebookNode
from sphinx.application import Sphinx

from smeclusters.errors import InputError, Problem
from whichroad.citing import this_edition
from whichroad.sphinx.install import PLACE, installing
from whichroad.tables.tasks import TASKS, Task

SOURCES = Path("chapters", "tasks")
"""In the checkout."""

KINDS: dict[str, dict[str, bool]] = {
    "given": {"locked": True},
    "task": {"solution": True},
    "test": {"grade": True, "locked": True},
    "answer": {"grade": True, "solution": True},
}
"""What nbgrader calls each kind of cell: given, to be filled in, a test of it, and an answer that a person marks."""

CODE_BLANK = """\
# YOUR CODE HERE
raise NotImplementedError("Write your own lines in the place of these two, and run the block again.")"""
TEXT_BLANK = "YOUR ANSWER HERE"

_TAG = re.compile(rf"({'|'.join(KINDS)})-([a-z]+)(?:-(\d+))?")
_MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)[ \t]*\n?", re.MULTILINE)
_SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION\n.*?^[ \t]*### END SOLUTION[ \t]*$", re.MULTILINE | re.DOTALL)
_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS\n.*?^[ \t]*### END HIDDEN TESTS[ \t]*\n?", re.MULTILINE | re.DOTALL
)

_OPENING = """\
# {title}

{aim}

*{level}. About {minutes} minutes, {points} points.*

Fill in each blank and run it. Then run the block below it, which says what does not fit yet. Some checks are hidden: \
they run when the notebook is graded. Before you hand it in, choose *Restart Kernel and Run All Cells*."""


def whole(source: Path, task: Task, address: str) -> NotebookNode:
    """A notebook with its answers and all tests, as nbgrader takes it.

    Parameters
    ----------
    source : path
        A notebook in MyST Markdown.
    task : Task
        What it is about.
    address : str
        Of the site, ending in a slash; empty if it has none.

    Raises
    ------
    InputError
        If a tag is none of `KINDS`, a name is not the only one of its kind, points are missing, or an answer is not
        marked as such.
    """
    notebook: NotebookNode = jupytext.read(source)
    given: dict[str, Any] = {"tags": ["given-install"]}
    install = nbformat.v4.new_code_cell(installing(address, "the page of this notebook"), metadata=given)
    notebook.cells[:0] = [nbformat.v4.new_markdown_cell(""), install]
    points = [_mark(source.name, at, cell) for at, cell in enumerate(notebook.cells)]
    ids = [cell.id for cell in notebook.cells]
    twice = sorted({key for key in ids if ids.count(key) > 1})
    if twice:
        raise InputError([Problem(source.name, None, "tags", twice[0], "a name of its own for each cell of a kind")])
    facts = {name: getattr(task, name) for name in ("title", "aim", "level", "minutes")}
    notebook.cells[0].source = _OPENING.format(**facts, points=sum(points))
    names = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = NotebookNode(kernelspec=NotebookNode(names))
    return notebook


def _mark(file: str, at: int, cell: NotebookNode) -> int:
    """Give a cell its id and what nbgrader reads of it; returns its points."""
    tags = cell.metadata.get("tags", [])
    cell.metadata = NotebookNode()
    cell.id = f"cell-{at:02}"
    found = _TAG.fullmatch(tags[0]) if len(tags) == 1 else None
    marked = bool(_SOLUTION.search(cell.source))
    if tags and not (found and bool(found[3]) == ("grade" in KINDS[found[1]])):
        expected = "one tag such as given-start, task-mean, test-mean-2 or answer-why-5"
        raise InputError([Problem(file, None, f"cell {at}", ", ".join(tags), expected)])
    if marked != bool(found and KINDS[found[1]].get("solution")):
        expected = "a solution between its markers in each task and answer, and nowhere else"
        raise InputError([Problem(file, None, f"cell {at}", tags[0] if tags else None, expected)])
    if not found:
        return 0
    kind, name, points = found.groups()
    cell.id = f"{kind}-{name}"
    flags = dict.fromkeys(("grade", "solution", "locked", "task"), False) | KINDS[kind]
    graded = {"points": int(points)} if points else {}
    cell.metadata.nbgrader = NotebookNode(
        schema_version=3, grade_id=cell.id, cell_type=cell.cell_type, **flags, **graded
    )
    return int(points or 0)


def blanked(notebook: NotebookNode) -> NotebookNode:
    """The same for a student: blanks for answers, no hidden tests, and tests that nobody changes by accident."""
    made = deepcopy(notebook)
    for cell in made.cells:
        stub = CODE_BLANK if cell.cell_type == "code" else TEXT_BLANK
        blank = _SOLUTION.sub(partial(_blank, stub), cell.source)
        cell.source = _HIDDEN.sub("", blank).rstrip()
        if cell.metadata.get("nbgrader"):
            cell.metadata.update(deletable=False, editable=not cell.metadata.nbgrader.locked)
    return made


def _blank(stub: str, solution: re.Match[str]) -> str:
    return "\n".join(solution[1] + line for line in stub.splitlines())


def solved(notebook: NotebookNode) -> NotebookNode:
    """The same to read and to run: answers and hidden tests without the markers around them."""
    made = deepcopy(notebook)
    for cell in made.cells:
        cell.source = _MARKER.sub("", cell.source).rstrip()
    return made


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook, and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def build_wheel(root: Path, folder: Path) -> None:
    """Build the wheel of the checkout into a folder: the same to the last byte each time."""
    from hatchling import build

    folder = folder.resolve()
    with chdir(root):
        build.build_wheel(str(folder))


def serve_tasks(app: Sphinx, problem: Exception | None) -> None:
    """Put the students' notebooks beside the pages, and the wheel that they install."""
    root = Path(app.srcdir)
    if problem is not None or app.builder.format != "html" or not (root / SOURCES).is_dir():
        return
    folder, address = Path(app.outdir, PLACE), this_edition(app.config.html_baseurl).address
    for task in TASKS:
        made = whole(root / SOURCES / f"{task.name}.md", task, address)
        write(blanked(made), folder / f"{task.name}.ipynb")
    build_wheel(root, folder)


def derive(root: Path, folder: Path) -> None:
    """Write what a lecturer needs: solutions, and a course folder of nbgrader with the sources.

    Parameters
    ----------
    root : path
        The checkout.
    folder : path
        Gets ``solutions/NAME.ipynb``, ``source/NAME/NAME.ipynb`` and ``nbgrader_config.py``.
    """
    site = yaml.safe_load((root / "_config.yml").read_text("utf-8"))["html"].get("baseurl") or ""
    address = this_edition(str(site)).address
    for task in TASKS:
        made = whole(root / SOURCES / f"{task.name}.md", task, address)
        write(solved(made), folder / "solutions" / f"{task.name}.ipynb")
        write(made, folder / "source" / task.name / f"{task.name}.ipynb")
    settings = {"CourseDirectory.course_id": "which-road", "ClearSolutions.code_stub": {"python": CODE_BLANK}}
    lines = ["c = get_config()  # noqa: F821", *(f"c.{name} = {value!r}" for name, value in settings.items())]
    (folder / "nbgrader_config.py").write_text("\n".join(lines) + "\n", "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", serve_tasks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    derive(Path.cwd(), Path(sys.argv[1]))
