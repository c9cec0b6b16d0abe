"""The front end's modules, joined for its two hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_HERE = Path(__file__).parent
FRONT = _HERE / "front"
STYLE = _HERE / "style"
_READING = (
    "laid.js",
    "coding.js",
    "words.js",
    "combine.js",
    "own.js",
    "turned.js",
    "csv.js",
    "statement.js",
    "gather.js",
    "layer.js",
    "ownlink.js",
    "pasted.js",
    "links.js",
)
"""What reads links and tables, for whoever takes them in."""

MODULES = (
    "model.js",
    "points.js",
    "totals.js",
    "likely.js",
    "simplex.js",
    "nearest.js",
    *_READING,
    "tables.js",
    "python.js",
    "filenames.js",
    "picture.js",  # pure functions
    "results.js",
    "host.js",
    "fetched.js",
    "kept.js",
    "history.js",
    "address.js",
    "state.js",
    "stories.js",
    "tale.js",  # the state, and whatever follows from it
    "dom.js",
    "controls.js",
    "folds.js",
    "positions.js",
    "steps.js",
    "play.js",
    "dial.js",
    "bars.js",
    "chip.js",
    "line.js",
    "tally.js",
    "rows.js",
    "evidence.js",
    "live.js",
    "presets.js",
    "field.js",
    "triangle.js",
    "mixes.js",
    "levels.js",
    "factors.js",
    "rules.js",
    "cells.js",
    "reasons.js",
    "width.js",
    "cases.js",
    "why.js",
    "ownform.js",
    "intake.js",
    "mine.js",
    "slope.js",
    "compare.js",
    "curve.js",
    "copied.js",
    "shelf.js",
    "saved.js",
    "present.js",
    "along.js",
    "more.js",
    "story.js",
    "scrolled.js",  # parts of the page
    "explorer.js",
)
"""The modules in the order in which they are joined: each imports only from those before it."""

SENTENCES = (
    "model.js",
    "told.js",
    "dom.js",
    "moving.js",
)
"""Those of a page in whose sentences a number can be changed, in the same way."""

CLASS = (
    "model.js",
    *_READING,
    "results.js",
    "host.js",
    "fetched.js",
    "handedin.js",
    "classfiles.js",
    "classmean.js",
    "alpha.js",
    "sheetread.js",
    "sheetunits.js",  # pure functions
    "dom.js",
    "copied.js",
    "field.js",
    "classmix.js",
    "classtables.js",
    "workbook.js",
    "classintake.js",
    "classpicture.js",
    "classalong.js",
    "sheettables.js",
    "classpage.js",
)
"""Those of the page on which a class lays its settings side by side, in the same way."""

SHEETS = (
    "base.css",
    "controls.css",
    "dial.css",
    "rows.css",
    "triangle.css",
    "reasons.css",
    "own.css",
    "along.css",
    "story.css",
    "saved.css",
    "presets.css",
    "folds.css",
    "layout.css",  # what hangs on the room that there is
    "present.css",
)
"""The style sheets in the order in which they are joined: a later one wins."""

_IMPORT = re.compile(r'^import [^;]*? from "\./[^;]*;\n', re.MULTILINE)
# What serves authors alone, types above all, would be a fifth of what a reader loads. A line of code holds a blank, two
# strokes and a blank only before a comment, and no text in it goes on in a line that begins with blanks.
_DOC = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n", re.MULTILINE | re.DOTALL)  # on lines of its own
_REMARK = re.compile(r"^ *// .*\n| // .*$", re.MULTILINE)
_NOTE = re.compile(r"^ */\*(?:(?!\*/).)*\*/\n", re.MULTILINE | re.DOTALL)  # of a style sheet
_INDENT = re.compile(r"^ +", re.MULTILINE)
_EXPORT = re.compile(r"^export (default )?", re.MULTILINE)


def module() -> str:
    """The front end as one ES module, as anywidget wants it.

    Returns
    -------
    str
        The joined source; it exports the explorer and imports nothing.

    Examples
    --------
    >>> module().splitlines()[-1]
    'export default explorer;'
    """
    return _joined(MODULES)


def page_script() -> str:
    """The front end as one classic script, since browsers load no modules from a disk.

    Returns
    -------
    str
        The joined source, which starts each explorer that it finds on its page.

    Examples
    --------
    >>> page_script().splitlines()[0]
    '(() => {'
    """
    return _classic([*MODULES, "page.js"])


def sentence_script() -> str:
    """What lets the sentences of a page move, as one classic script.

    Returns
    -------
    str
        The joined source, which starts each sentence that it finds on its page.

    Examples
    --------
    >>> len(sentence_script()) < len(page_script()) / 5
    True
    """
    return _classic(SENTENCES)


def class_script() -> str:
    """What lays the settings of a class side by side, as one classic script.

    Returns
    -------
    str
        The joined source, which starts each class page that it finds.

    Examples
    --------
    >>> len(class_script()) < len(page_script())
    True
    """
    return _classic(CLASS)


def style() -> str:
    """The front end's style sheets as one.

    Examples
    --------
    >>> style().count("{") == style().count("}") > 0
    True
    """
    return _bare((STYLE / name for name in SHEETS), _NOTE)


def _classic(names: Iterable[str]) -> str:
    return f'(() => {{\n"use strict";\n{_EXPORT.sub("", _joined(names))}}})();\n'


def _joined(names: Iterable[str]) -> str:
    # No two modules declare the same name, so that one scope serves all; a test watches over it.
    return _bare((FRONT / name for name in names), _IMPORT, _DOC, _REMARK)


def _bare(files: Iterable[Path], *left_out: re.Pattern[str]) -> str:
    texts = []
    for file in files:
        text = file.read_text("utf-8")
        for pattern in (*left_out, _INDENT):
            text = pattern.sub("", text)
        texts.append(text.strip() + "\n")
    return "\n".join(texts)
