"""The rules by which cells become scores and scores become paths, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Literal, get_args

from smeclusters.errors import InputError, Problem, one_of

Silent = Literal["range", "middle", "leave_out"]
"""What stands for a cell about which the paper says nothing: its whole range, the middle, nothing."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the mixed path begins and where the high road does, on the scale of the scores.

    Attributes
    ----------
    low, high : float, 0 ≤ low < high ≤ 1
        Scores below `low` are low road, from `low` up to but not including `high` mixed, and
        from `high` high road.

    Raises
    ------
    InputError
        If they are out of order or out of range.
    """

    low: float = 0.4
    high: float = 0.6

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high <= 1:
            expected = "two numbers from 0 to 1, the lower one first"
            raise InputError([Problem("thresholds", None, None, f"{self.low}, {self.high}", expected)])


@dataclass(frozen=True, slots=True)
class Rules:
    """How cells become scores, and scores paths.

    Attributes
    ----------
    compensation : float, −∞…1
        How far strength in one factor makes up for weakness in another: 1 in full (the arithmetic
        mean), 0 the geometric mean, −∞ not at all (the weakest factor decides).
    thresholds : Thresholds
        Where the mixed path begins and where the high road does.
    silent : {"range", "middle", "leave_out"}
        What stands for a cell without evidence: the whole range; the middle rating 0; or nothing,
        the other weights keeping their proportions.
    vintage : int or None
        Evidence published later than this year stays out; None stands for the year of the study.

    Raises
    ------
    InputError
        If compensation is no number or above 1, or `silent` is unknown.

    Examples
    --------
    >>> Rules(compensation=0.5).thresholds.high
    0.6
    >>> Rules(silent="never")
    Traceback (most recent call last):
    smeclusters.errors.InputError: silent: found "never", expected one of range, middle, leave_out
    """

    compensation: float = 1.0
    thresholds: Thresholds = Thresholds()
    silent: Silent = "range"
    vintage: int | None = None

    def __post_init__(self) -> None:
        problems = []
        if not isinstance(self.compensation, Real) or not self.compensation <= 1:
            expected = "a number of at most 1, or -inf"
            problems.append(Problem("compensation", None, None, str(self.compensation), expected))
        if self.silent not in get_args(Silent):
            expected = one_of(get_args(Silent), str(self.silent))
            problems.append(Problem("silent", None, None, str(self.silent), expected))
        if problems:
            raise InputError(problems)
