"""The script and style of sentences that move, on the pages that have one."""

from __future__ import annotations

from sphinx.application import Sphinx

from smeclusters.explorer import sentence_script
from whichroad.sphinx.joined import add_front


def setup(app: Sphinx) -> dict[str, bool]:
    return add_front(app, "moving", sentence_script, "data-moving")
