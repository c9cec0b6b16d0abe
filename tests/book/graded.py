"""Run in the environment for nbgrader, on a course folder: releases, grades and gives back; prints the marks as JSON.

python graded.py COURSE ASSIGNMENT release
python graded.py COURSE ASSIGNMENT STUDENT …
"""

import json
import sys

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

course, assignment, *students = sys.argv[1:]
settings = PyFileConfigLoader("nbgrader_config.py", path=course).load_config()
settings.merge(Config({"CourseDirectory": {"root": course}}))
api = NbGraderAPI(config=settings)


def done(result):
    assert result["success"], result["log"]


if students == ["release"]:
    done(api.generate_assignment(assignment, force=True, create=True))
    students = []
marks = {}
for student in students:
    done(api.autograde(assignment, student, force=True, create=True))
    done(api.generate_feedback(assignment, student, force=True))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        handed_in = book.find_submission_notebook(assignment, assignment, student)
        marks[student] = {
            "points": {grade.name: grade.auto_score for grade in handed_in.grades},
            "score": handed_in.score,
            "most": handed_in.max_score,
            "to_be_marked": handed_in.needs_manual_grade,
        }
print(json.dumps(marks))
