"""Blocks that do not report the paper, each under the name of who speaks."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

VOICES = {"infer": "We infer", "add": "We add"}


class Voice(Directive):
    """A block that does not report the paper: ``infer`` for what we conclude, ``add`` for what came later."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        block = nodes.container(classes=["voice", f"voice-{self.name}"])
        block += nodes.paragraph("", "", nodes.strong("", VOICES[self.name]), classes=["voice-name"])
        self.state.nested_parse(self.content, self.content_offset, block)
        return [block]


def setup(app: Sphinx) -> dict[str, bool]:
    for name in VOICES:
        app.add_directive(name, Voice)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
