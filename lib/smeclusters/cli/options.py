"""What several commands are asked in the same words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smeclusters.cli.output import Format
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.ratings import kept_out
from smeclusters.model.rules import Silent
from smeclusters.study import Study, is_layer, load_study
from smeclusters.wording import plural


class SilentChoice(StrEnum):
    """What stands for silence, as one types it."""

    range = "range"
    middle = "middle"
    leave_out = "leave-out"

    @property
    def key(self) -> Silent:
        """The same, as the library calls it."""
        return self.name  # type: ignore[return-value]


Data = Annotated[Path | None, typer.Option("--data", help="Data folder; by default the one that comes along.")]
LayersGiven = Annotated[
    list[str] | None,
    typer.Option("--layer", help="Rows to lay over it: a folder, a file, or the name of a layer; may be repeated."),
]
CodingGiven = Annotated[
    str | None, typer.Option("--coding", help="Another coding in the place of its evidence: a folder or a name.")
]
Alone = Annotated[bool, typer.Option("--alone", help="Without the places of the study: only those of layers.")]
As = Annotated[Format, typer.Option("--format", help="How to print the result.")]
Compensation = Annotated[
    float,
    typer.Option(help="1: strength makes up for weakness in full; 0: geometric mean; -inf: not at all."),
]
Bounds = Annotated[tuple[float, float], typer.Option(help="Scores from which a path is mixed, and high road.")]
Vintage = Annotated[
    int | None, typer.Option(help="Take evidence published up to this year; by default the study's own.")
]
SilentAs = Annotated[SilentChoice, typer.Option(help="What stands for a cell on which the paper is silent.")]


def load(
    data: Path | None,
    layers: Sequence[str] | None = None,
    coding: str | None = None,
    alone: bool = False,
    vintage: int | None = None,
) -> Study:
    """The study that a command is asked for; what else than the data folder it rests on is told in the error stream.

    Parameters
    ----------
    data : path or None
        Data folder; None for the one that comes along. A layer given in its place stands alone.
    layers : sequence of str, optional
        Folders, files or names.
    coding : str, optional
        Folder or name.
    alone : bool
        Without the places of the study.
    vintage : int, optional
        The year up to which evidence is to count.

    Returns
    -------
    Study
        With its layers.

    Raises
    ------
    InputError
        As :func:`smeclusters.load_study`.

    Examples
    --------
    >>> load(None).coding
    ''
    """
    if data is not None and data.is_dir() and is_layer(data):
        data, layers, alone = None, [str(data), *(layers or ())], True
    study = load_study(data, layers or (), coding, alone)
    for note in study.notes:
        print(note, file=sys.stderr)
    if coding:
        print(f"Coding: {study.coding}, in the place of the study's own.", file=sys.stderr)
    late = kept_out(study, vintage)
    for layer in study.layers:
        rows = study.evidence[study.evidence["layer"] == layer.name]
        told = f"Layer {layer.name}: {_number(len(rows), 'row')} on {_number(rows['place'].nunique(), 'place')}"
        if out := late.loc[late["layer"] == layer.name, "id"].tolist():
            told += f"; published after {vintage} and kept out: {', '.join(out)}"
        print("\n  ".join((f"{told}.", *layer.notes)), file=sys.stderr)
    return study


def _number(count: int, noun: str) -> str:
    return f"{count} {plural(count, noun, f'{noun}s')}"


def named(framework: Framework, weighting: str) -> Weights:
    """The weighting of that name.

    Parameters
    ----------
    framework : Framework
        With its named weightings.
    weighting : str
        Key of one of them.

    Returns
    -------
    Weights
        The weighting.

    Raises
    ------
    InputError
        If there is none.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> named(Framework.from_study(example_study()), "handwork").levels.tolist()
    [0.25, 0.75]
    """
    if weighting not in framework.weightings:
        expected = one_of(framework.weightings, weighting)
        raise InputError([Problem("weighting", None, None, weighting, expected)])
    return framework.weightings[weighting]
