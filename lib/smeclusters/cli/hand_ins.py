"""``smeclusters class``: what a class has handed in, put together."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from smeclusters.cli.options import As, Data, load
from smeclusters.cli.output import Format, measure, paths_in_words, print_frames, print_records, print_table
from smeclusters.errors import InputError, Problem
from smeclusters.model.paths import SETS, in_words
from smeclusters.study import each_row
from smeclusters.wording import plural, signed

MOST_TOLD = 50
"""Problems that are told one by one."""


class Part(StrEnum):
    """What can be shown alone."""

    settings = "settings"
    weights = "weights"
    classes = "classes"
    average = "average"
    recoded = "recoded"
    pairs = "pairs"
    own = "own"


def run(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="Lists of links, a link a line with a name before it; tables that the explorer gives to take along; "
            "or folders of these.",
        ),
    ],
    show: Annotated[
        Part | None, typer.Option("--show", help="One part alone; by default all, and as CSV the settings.")
    ] = None,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """What a class has handed in: the spread of its weights, its classes, and what their average hides."""
    from smeclusters import class_summary, read_hand_ins  # loads the explorer, for which no other command has a use

    study = load(data)
    try:
        summary = class_summary(read_hand_ins(files, study), study)
    except InputError as error:
        *problems, last = error.problems
        _tell(problems)
        raise InputError([last]) from None
    _tell(summary.problems)
    if show is None and format is Format.csv:
        show = Part.settings
    frames: dict[str, pd.DataFrame] = {part: getattr(summary, part) for part in Part}
    if format is not Format.table and show:
        print_records(frames[show], format)
        return
    if format is not Format.table:
        told = pd.DataFrame({"problem": list(map(str, summary.problems))})
        print_frames({**frames, "problems": told})
        return
    for part in [show] if show else Part:
        if show or not frames[part].empty:
            _PRINTED[part](frames[part])


def _tell(problems: Sequence[Problem]) -> None:
    """Say what is wrong, but no more of it than the page lists."""
    more = len(problems) - MOST_TOLD
    for problem in problems[:MOST_TOLD]:
        print(problem, file=sys.stderr)
    if more > 0:
        print(f"and {more} {plural(more, 'other', 'others')}", file=sys.stderr)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _print_settings(frame: pd.DataFrame) -> None:
    levels = [name for name in frame.columns if name.startswith("level_")]
    rules = ["compensation", "thresholds", "silent", "coding"]
    print_table(
        "Settings: weights of the levels in per cent, cells re-coded, and rules",
        ["setting", *(name.removeprefix("level_") for name in levels), "re-coded", *rules],
        [
            [
                row.setting,
                *(_percent(getattr(row, name)) for name in levels),
                str(row.recoded),
                f"{row.compensation:g}".replace("-", "−"),
                f"{row.threshold_low:g}, {row.threshold_high:g}",
                row.silent,
                row.coding,
            ]
            for row in each_row(frame)
        ],
    )


def _print_weights(frame: pd.DataFrame) -> None:
    columns = ["least", "lower", "median", "upper", "most", "mean"]
    print_table(
        "The spread of each weight over the settings, in per cent",
        ["weight of", "least", "lower quartile", "median", "upper quartile", "most", "mean"],
        [[row.key, *(_percent(getattr(row, name)) for name in columns)] for row in each_row(frame)],
    )


def _print_classes(frame: pd.DataFrame) -> None:
    shown = [path for path in SETS if frame[path].any()]
    print_table(
        "How many settings give each cluster which class",
        ["cluster", *map(in_words, shown)],
        [[key, *map(str, counts)] for key, *counts in frame[["cluster", *shown]].itertuples(index=False)],
    )


def _print_average(frame: pd.DataFrame) -> None:
    print_table(
        "Under the mean of all weights, the usual rules and the cells as coded, and what that hides",
        ["cluster", "score", "class", "settings with another"],
        [
            [row.cluster, measure(row.score_lo, row.score_hi), in_words(row.path), str(row.hidden)]
            for row in each_row(frame)
        ],
    )


def _print_recoded(frame: pd.DataFrame) -> None:
    print_table(
        "Cells that were re-coded, the most often re-coded first",
        ["cluster", "determinant", "settings", "mean given", "as coded"],
        [
            [row.cluster, row.determinant, str(row.settings), signed(round(row.mean, 2)), signed(row.edition)]
            for row in each_row(frame)
        ],
    )


def _print_pairs(frame: pd.DataFrame) -> None:
    print_table(
        "The pairs that disagree most: clusters with another class, and how far the weights are apart in per cent",
        ["one", "other", "clusters", "apart"],
        [[row.one, row.other, str(row.clusters), _percent(row.distance)] for row in each_row(frame)],
    )


def _print_own(frame: pd.DataFrame) -> None:
    print_table(
        "Clusters of their own: statements, class under that setting, and under the mean of all weights",
        ["setting", "cluster", "name", "statements", "class", "under the mean"],
        [
            [row.setting, row.place, row.name, str(row.statements), *paths_in_words(row.path, row.average)]
            for row in each_row(frame)
        ],
    )


_PRINTED = {
    Part.settings: _print_settings,
    Part.weights: _print_weights,
    Part.classes: _print_classes,
    Part.average: _print_average,
    Part.recoded: _print_recoded,
    Part.pairs: _print_pairs,
    Part.own: _print_own,
}
