"""A story that the explorer plays: steps, each with the state that it shows and a sentence or two on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.explorer.links import read_link
from smeclusters.study import Study, each_row
from smeclusters.study.handed_in import read_handed_in

COLUMNS = ("link", "title", "text", "ask")
"""What is read of a step; the first three are needed."""

STEP_LIMITS = {"steps": 30, "link": 8000, "title": 80, "text": 400, "ask": 200}
"""How many steps a story may have, and how many signs each text of a step."""

FILLS = (
    "clusters",
    "certain",
    "certain_names",
    "likely",
    "likely_names",
    "open",
    "open_names",
    "observed",
    "ruled_out",
    "cells",
    "silent",
    "chosen",
)
"""What may stand in the braces of a text: the page fills it in from the state that the step shows.

The number of clusters; of those certain to be on the high road, those likely to be and those that may be, and their
names; of those for which it was observed, and of those whose observed path the state rules out; of cells, and of
those that are silent; the name of the cluster chosen.
"""

_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Step:
    """One step of a story.

    Attributes
    ----------
    link : str
        A link of the explorer, or the key of a named weighting, with all rules as they were.
    title : str
        What it shows, in a few words.
    text : str
        A sentence or two. In braces may stand one of :data:`FILLS`.
    ask : str
        A question that comes before the next step: how many clusters will then be likely to be on the high road?
        Empty where nothing is asked.

    Examples
    --------
    >>> Step("handwork", "Only hands count", "{certain} of {clusters} look fit.").ask
    ''
    """

    link: str
    title: str
    text: str
    ask: str = ""


def study_story(study: Study) -> tuple[Step, ...]:
    """The story that comes with a study.

    Parameters
    ----------
    study : Study
        With a table `story`.

    Returns
    -------
    tuple of Step
        Empty if it has no such table.

    Raises
    ------
    InputError
        With one sentence for each cell that cannot be used.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> study_story(example_study())
    ()
    """
    rows = [(at, {name: getattr(row, name) for name in COLUMNS}) for at, row in enumerate(each_row(study.story), 2)]
    return _checked("story.csv", ((f"row {at}", at, cells) for at, cells in rows), study) if rows else ()


def read_story(path: str | Path, study: Study) -> tuple[Step, ...]:
    """A story from a file: a table with the columns of :data:`COLUMNS`, or a list of such steps in JSON.

    Parameters
    ----------
    path : path
        A file in JSON, if its name ends so, or else a table, CSV or XLSX.
    study : Study
        The study that it tells of.

    Returns
    -------
    tuple of Step
        In the order of the file.

    Raises
    ------
    InputError
        With one sentence for each value that cannot be used.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters.study import example_study
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("link,title,text\\nhandwork,Hands,{certain} look fit.\\nhandwrk,Hands,{all} do.\\n")
    ...     read_story(path, example_study())
    Traceback (most recent call last):
    smeclusters.errors.InputError: mine.csv, row 3, link: found "handwrk", expected a link of the explorer, or one of \
valley_alone, both, handwork (handwork?)
    mine.csv, row 3, text: found "{all}", expected in braces one of clusters, certain, certain_names, likely, \
likely_names, open, open_names, observed, ruled_out, cells, silent, chosen
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        return _checked(path.name, _steps_in(path), study)
    table = read_handed_in(path, COLUMNS, passages=())
    if missing := [name for name in COLUMNS[:3] if name not in table.header]:
        raise InputError([Problem(path.name, table.top, None, None, f"a column {missing[0]}")])
    return _checked(path.name, ((f"row {row}", row, cells) for row, cells in table.rows), study)


_Found = Iterable[tuple[str, int | None, Mapping[str, Any]]]  # where a step stands, its row if it has one, its values


def _steps_in(path: Path) -> _Found:
    def refused(found: str | None, expected: str) -> InputError:
        return InputError([Problem(path.name, None, None, found, expected)])

    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise refused(None, "a file with the steps of a story") from None
    except (ValueError, RecursionError):
        raise refused("other signs", "JSON in UTF-8") from None
    if not isinstance(found, list) or not all(isinstance(step, dict) for step in found):
        raise refused("something else", "a list of steps, each in braces")
    return ((f"step {at}", None, step) for at, step in enumerate(found, 1))


def _checked(file: str, found: _Found, study: Study) -> tuple[Step, ...]:
    problems: list[Problem] = []
    steps: list[Step] = []
    for where, row, given in found:
        values = {name: given.get(name, "") for name in COLUMNS}
        for name, value in values.items():
            expected = _expected(name, value, study)
            place = name if row else f"{where}, {name}"
            problems += [Problem(file, row, place, what, should) for what, should in expected]
        steps.append(Step(**{name: str(value).strip() for name, value in values.items()}))
    if not 1 <= len(steps) <= STEP_LIMITS["steps"]:
        problems.append(Problem(file, None, None, f"{len(steps)} steps", f"1 to {STEP_LIMITS['steps']}"))
    if problems:
        raise InputError(problems)
    return tuple(steps)


def _expected(name: str, value: Any, study: Study) -> list[tuple[str | None, str]]:
    """What is wrong with a value of a step: what was found, and what should stand there."""
    if not isinstance(value, str):
        return [(str(value), "text")]
    text = value.strip()
    if not text:
        return [] if name == "ask" else [(None, "text")]
    if len(text) > STEP_LIMITS[name]:
        return [(text, f"at most {STEP_LIMITS[name]} signs")]
    if name == "link":
        return _expected_link(text, study)
    unknown = [word for word in _BRACES.findall(text) if word not in FILLS]
    return [(f"{{{word}}}", f"in braces {one_of(FILLS, word)}") for word in unknown]


def _expected_link(text: str, study: Study) -> list[tuple[str | None, str]]:
    keys = list(study.weightings["weighting"])
    if text in keys:
        return []
    if "#" not in text and "%23" not in text:
        return [(text, f"a link of the explorer, or {one_of(keys, text)}")]
    try:
        read_link(text, study)
    except InputError as error:
        return [(each.value, f"in the {each.field} of the link {each.expected}") for each in error.problems]
    return []
