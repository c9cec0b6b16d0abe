"""Run in the environment for nbgrader, on a course folder: releases, grades and gives back; prints the marks as JSON.

python graded.py COURSE release    all assignments
python graded.py COURSE grade      all that is handed in
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

course, step = sys.argv[1:]
settings = PyFileConfigLoader("nbgrader_config.py", path=course).load_config()
patient = {
    "timeout": 600,
    "startup_timeout": 600,
}  # seconds, where by itself it gives a cell 30
settings.merge(Config({"CourseDirectory": {"root": course}, "Execute": patient}))
api = NbGraderAPI(config=settings)


def done(result):
    assert result["success"], result["log"]


if step == "release":
    for source in Path(course, "source").iterdir():
        done(api.generate_assignment(source.name, force=True, create=True))
    sys.exit()


def errors(path):
    """What went wrong in a graded notebook, by cell."""
    cells = nbformat.read(path, 4).cells
    found = [(cell.id, each) for cell in cells for each in cell.get("outputs", ()) if each.output_type == "error"]
    return [f"{name}: {each.ename}: {each.evalue}" for name, each in found]


marks = defaultdict(dict)
for handed_in in Path(course, "submitted").glob("*/*"):
    student, assignment = handed_in.parts[-2:]
    done(api.autograde(assignment, student, force=True, create=True))
    done(api.generate_feedback(assignment, student, force=True))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        graded = book.find_submission_notebook(assignment, assignment, student)
        marks[student][assignment] = {
            "points": {grade.name: grade.auto_score for grade in graded.grades},
            "score": graded.score,
            "most": graded.max_score,
            "to_be_marked": graded.needs_manual_grade,
            "errors": errors(Path(course, "autograded", student, assignment, f"{assignment}.ipynb")),
        }
print(json.dumps(marks))
