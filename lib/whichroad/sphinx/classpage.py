"""The script and style of the class page, on the page that has it."""

from __future__ import annotations

from sphinx.application import Sphinx

from smeclusters.explorer import class_script
from whichroad.sphinx.joined import add_front


def setup(app: Sphinx) -> dict[str, bool]:
    return add_front(app, "classpage", class_script, "data-class-page")
