"""Exercises and their solutions: sphinx-exercise, with places on a page named once and the book's own colours."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

REPEATED = ("exercise-content", "solution-content")


def name_no_place_twice(app: Sphinx, document: nodes.document, page: str) -> None:
    """Take away the identifier that every exercise and every solution has, whatever page it is on."""
    for section in document.findall(nodes.section):
        section["ids"] = [each for each in section["ids"] if each not in REPEATED]


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("sphinx_exercise")
    app.connect("doctree-resolved", name_no_place_twice)
    app.add_css_file("exercises.css", priority=600)  # after those of sphinx-exercise
    return {"parallel_read_safe": True, "parallel_write_safe": True}
