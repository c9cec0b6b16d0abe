"""The notebooks to work in: what students get holds no answer, and every blank says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbmake.nb_run import NotebookRun
from tests.support import ROOT

from smeclusters.errors import InputError
from whichroad.sphinx.kernels import fork_kernels
from whichroad.sphinx.tasks import CODE_BLANK, SOURCES, TEXT_BLANK, blanked, derive, solved, whole
from whichroad.tables.tasks import TASKS, WHEEL, Task

ADDRESS = "https://example.org/book/"
EACH = [pytest.param(task, id=task.name) for task in TASKS]


def made(task: Task, address: str = "") -> NotebookNode:
    return whole(ROOT / SOURCES / f"{task.name}.md", task, address)


def kind(cell: NotebookNode) -> str:
    return cell.id.partition("-")[0]


def test_each_source_has_a_line_in_the_table_and_the_other_way_round():
    assert sorted(path.stem for path in (ROOT / SOURCES).glob("*.md")) == sorted(task.name for task in TASKS)


@pytest.mark.parametrize("task", EACH)
def test_a_notebook_has_blanks_tests_of_them_a_picture_and_a_question_for_a_person(task: Task):
    notebook = made(task)
    nbformat.validate(notebook)
    kinds = [kind(cell) for cell in notebook.cells]
    assert kinds.count("task") == kinds.count("test") >= 4
    assert kinds.count("answer") == 1 and kinds[-1] == "answer"
    names = [cell.id.partition("-")[2] for cell in notebook.cells if kind(cell) in ("task", "test")]
    assert names[::2] == names[1::2]  # each blank has its test right below it
    graded = [cell for cell in notebook.cells if kind(cell) in ("test", "answer")]
    assert f"{sum(cell.metadata.nbgrader.points for cell in graded)} points" in notebook.cells[0].source
    assert sum("### BEGIN HIDDEN TESTS" in cell.source for cell in graded) >= 3
    for cell in graded[:-1]:
        told = re.findall(r"^ *assert .*?, f?\"(.*)\"$", cell.source.partition("### BEGIN")[0], re.MULTILINE)
        assert told and all(len(each.split()) >= 4 for each in told), cell.source


@pytest.mark.parametrize("task", EACH)
def test_a_solution_runs_and_its_pictures_are_shown_also_where_nobody_has_trusted_it(task: Task, tmp_path: Path):
    """A picture is one that JupyterLab shows of any notebook: a PNG, one a cell; markup beside it needs no trust."""
    fork_kernels()
    path = tmp_path / f"{task.name}.ipynb"
    nbformat.write(solved(made(task)), path)
    result = NotebookRun(path, 120).execute()
    assert result.error is None, result.error
    shown = [[each.data for each in cell.get("outputs", ()) if "data" in each] for cell in result.nb.cells]
    pictures = [each for each in shown if any("image/png" in data for data in each)]
    assert pictures and all(len(each) == 1 for each in pictures)
    for data in (data for each in shown for data in each):
        assert set(data) <= {"image/png", "text/plain", "text/html"}
        assert "<svg" not in data.get("text/html", "") and "<script" not in data.get("text/html", "")


@pytest.mark.parametrize("task", EACH)
def test_what_a_student_gets_holds_no_answer_and_no_hidden_test(task: Task):
    notebook, student = made(task), blanked(made(task))
    text = "\n".join(cell.source for cell in student.cells)
    assert not re.search("### (?:BEGIN|END)", text)
    for cell, blank in zip(notebook.cells, student.cells, strict=True):
        for hidden in re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\s*### END", cell.source, re.DOTALL):
            assert hidden.strip() and hidden.strip() not in text
        if kind(cell) in ("task", "answer"):
            blanks = blank.source.replace(" " * 4, "").count(CODE_BLANK) + blank.source.count(TEXT_BLANK)
            assert blanks == 1
        else:
            assert "YOUR" not in blank.source


@pytest.mark.parametrize("task", EACH)
def test_each_blank_says_what_to_do(task: Task, tmp_path: Path):
    fork_kernels()
    student = blanked(made(task))
    place = {"metadata": {"path": tmp_path}}
    NotebookClient(student, kernel_name="python3", allow_errors=True, resources=place).execute()
    for cell in student.cells:
        errors = [each for each in cell.get("outputs", ()) if each.output_type == "error"]
        if kind(cell) == "given":
            assert not errors, errors
        if kind(cell) == "task" and "def " not in cell.source:
            assert errors, cell.source
        if kind(cell) == "test":
            assert errors, cell.source
        if kind(cell) in ("task", "test"):
            assert all(each.ename in ("AssertionError", "NotImplementedError") for each in errors), (cell.id, errors)
            assert all(len(each.evalue.split()) >= 6 for each in errors), errors


def test_a_lecturer_s_folder_is_the_same_each_time_and_solutions_have_no_markers(tmp_path: Path):
    one, another = tmp_path / "one", tmp_path / "another"
    for folder in (one, another):
        derive(ROOT, folder)
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert {path.name for path in files} == {"nbgrader_config.py", *(f"{task.name}.ipynb" for task in TASKS)}
    assert len(files) == 2 * len(TASKS) + 1
    assert all((one / path).read_bytes() == (another / path).read_bytes() for path in files)
    for path in (one / "solutions").iterdir():
        assert not re.search("### (?:BEGIN|END)", path.read_text("utf-8"))


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_the_library_is_taken_from_beside_the_notebook_or_from_the_site(address: str):
    install = made(TASKS[0], address).cells[1]
    assert install.id == "given-install"
    assert f'else "{f"{address}tasks/{WHEEL}" if address else ""}"' in install.source
    assert f"Download {WHEEL}" in install.source


SOUND = """\
```{code-cell} python
:tags: [task-one]

### BEGIN SOLUTION
one = 1
### END SOLUTION
```

```{code-cell} python
:tags: [test-one-2]

assert one == 1, "One is one."
```
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("test-one-2", "test-one", 'cell 3: found "test-one", expected one tag such as'),
        ("task-one", "task-one-2", 'cell 2: found "task-one-2", expected one tag such as'),
        ("task-one", "blank-one", 'cell 2: found "blank-one", expected one tag such as'),
        ("[task-one]", "[task-one, hide]", 'cell 2: found "task-one, hide", expected one tag such as'),
        ("### END SOLUTION\n", "", 'cell 2: found "task-one", expected a solution between its markers'),
        (":tags: [task-one]\n", "", "cell 2: found nothing, expected a solution between its markers"),
        ("SOUND", "", ""),
    ],
)
def test_a_fault_of_a_source_is_told(old: str, new: str, told: str, tmp_path: Path):
    source = tmp_path / "one.md"
    source.write_text((ROOT / SOURCES / "own.md").read_text("utf-8").partition("```")[0] + SOUND.replace(old, new))
    if not told:
        assert "one = 1" in solved(whole(source, TASKS[0], "")).cells[2].source
        return
    with pytest.raises(InputError) as problem:
        whole(source, TASKS[0], "")
    assert str(problem.value).startswith(f"one.md, {told}")


def test_two_cells_of_one_name_are_told(tmp_path: Path):
    source = tmp_path / "one.md"
    source.write_text((ROOT / SOURCES / "own.md").read_text("utf-8").partition("```")[0] + SOUND + SOUND)
    with pytest.raises(InputError, match='one.md, tags: found "task-one", expected a name of its own'):
        whole(source, TASKS[0], "")
