"""What several commands are asked in the same words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smeclusters.cli.output import Format
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.rules import Silent


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
