"""What can be chosen between evidence and answer, and why each option is defensible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Generic, Literal, TypeVar

import numpy as np

from smeclusters.analysis.sampling import Prior
from smeclusters.errors import InputError, Problem
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.rules import Silent, Thresholds
from smeclusters.study import Study, each_row

Reading = Literal["range", "centre"]
"""What a cell counts as: all that its range leaves open, or its centre alone."""

Scale = Literal["linear", "rank"]
"""How ratings become numbers from 0 to 1: by steps of one size, or by the clusters' order in each determinant."""

Joined = Literal["mean", "minimum"]
"""How levels make a score: each makes up for others as factors do, or the weakest level decides."""

Seen = Literal["as_told", "one_wider"]
"""What an observed path counts as where the source speaks of others: the path, or one step more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One way of choosing.

    Attributes
    ----------
    key, name : str
        How it is called in tables and in words.
    value : object
        What is chosen.
    reason : str
        Why a careful person might choose so, as a sentence.
    probability : float, default 1
        How probable it is beside the other options, in any unit.
    """

    key: str
    name: str
    value: T
    reason: str
    probability: float = 1.0


NAMES = {
    "coding": "Who coded",
    "silent": "Silence",
    "widening": "Doubt widens a cell",
    "cells": "A cell counts as",
    "scale": "Ratings become numbers",
    "compensation": "Strength makes up for weakness",
    "levels": "Levels are joined",
    "weights": "Weights",
    "prior": "Weights are drawn",
    "thresholds": "Where roads begin",
    "observed": "A path observed",
}
"""What each choice is called, by its field in :class:`Choices`."""


@dataclass(frozen=True, eq=False)
class Choices:
    """Every choice with its options.

    Made by :meth:`of`, and changed by ``dataclasses.replace``.

    Attributes
    ----------
    coding : tuple of Option of Study
        Codings of one source: the same places, clusters and determinants.
    silent : tuple of Option of {"range", "middle", "leave_out"}
        What stands for silence.
    widening : tuple of Option of int
        By how many steps a doubt widens a cell; the codebook has 1.
    cells : tuple of Option of {"range", "centre"}
        What a cell counts as. In drawing its rating is uniform on its range instead.
    scale : tuple of Option of {"linear", "rank"}
        How ratings become numbers.
    compensation : tuple of Option of float, at most 1
        The exponent of the mean; in drawing uniform between the least and the greatest.
    levels : tuple of Option of {"mean", "minimum"}
        How levels are joined.
    weights : tuple of Option of Weights
        Weightings of all levels. In drawing weights follow `prior` instead.
    prior : tuple of Option of {"hierarchical", "flat"}
        How weights are spread in drawing.
    thresholds : tuple of Option of Thresholds
        Where roads begin; in drawing each is uniform between the least and the greatest.
    observed : tuple of Option of {"as_told", "one_wider"}
        What an observed path counts as.

    Raises
    ------
    InputError
        If a choice has no option, two of one key, or probabilities that are no share; if an exponent is not finite or
        above 1; if thresholds overlap; or if codings differ in clusters or determinants.
    """

    coding: tuple[Option[Study], ...]
    silent: tuple[Option[Silent], ...]
    widening: tuple[Option[int], ...]
    cells: tuple[Option[Reading], ...]
    scale: tuple[Option[Scale], ...]
    compensation: tuple[Option[float], ...]
    levels: tuple[Option[Joined], ...]
    weights: tuple[Option[Weights], ...]
    prior: tuple[Option[Prior], ...]
    thresholds: tuple[Option[Thresholds], ...]
    observed: tuple[Option[Seen], ...]

    def __post_init__(self) -> None:
        problems = []
        for name, options in self.each().items():
            keys = [option.key for option in options]
            shares = np.array([option.probability for option in options], dtype=float)
            if not keys or len(set(keys)) < len(keys):
                problems.append(Problem("choices", None, name, ", ".join(keys) or None, "options of different keys"))
            elif not (np.isfinite(shares).all() and shares.min() >= 0 and shares.sum() > 0):
                problems.append(Problem("choices", None, name, str(shares.tolist()), "probabilities, one above 0"))
        for exponent in (option.value for option in self.compensation):
            if not (np.isfinite(exponent) and exponent <= 1):
                problems.append(Problem("choices", None, "compensation", str(exponent), "finite, at most 1"))
        lows, highs = ([getattr(option.value, end) for option in self.thresholds] for end in ("low", "high"))
        if self.thresholds and max(lows) >= min(highs):
            expected = "no lower threshold at or above a higher one of another option, as each is drawn by itself"
            problems.append(Problem("choices", None, "thresholds", f"{max(lows)} and {min(highs)}", expected))
        if self.coding:
            first, *others = (_outline(option.value) for option in self.coding)
            for option, other in zip(self.coding[1:], others, strict=True):
                if other != first:
                    expected = f"the clusters and determinants of {self.coding[0].key}"
                    problems.append(Problem("choices", None, "coding", option.key, expected))
        if problems:
            raise InputError(problems)

    def each(self) -> dict[str, tuple[Option[Any], ...]]:
        """The options by choice, in the order of the fields.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> [option.key for option in Choices.of(example_study()).each()["silent"]]
        ['range', 'middle', 'leave_out']
        """
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of(cls, study: Study, codings: Mapping[str, Study] = {}) -> Choices:
        """What can be chosen for a study, each option as probable as the others of its choice.

        Parameters
        ----------
        study : Study
            The tables.
        codings : mapping, optional
            Other codings of the same source, by name.

        Returns
        -------
        Choices
            With the weightings of the tables in which every determinant weighs something.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> [option.key for option in Choices.of(example_study()).weights]
        ['both', 'handwork', 'alike']
        """
        return cls(
            coding=_codings(study, codings),
            silent=(
                Option("range", "anything", "range", "What is not said may be anything."),
                Option("middle", "the middle", "middle", "Silence speaks for neither road."),
                Option("leave_out", "left out", "leave_out", "What is not said cannot count."),
            ),
            widening=(
                Option("none", "not at all", 0, "The best reading of a sentence is the reading."),
                Option("one", "by a step", 1, "The codebook has it so: whoever infers may err by a step."),
                Option("two", "by two steps", 2, "Whoever infers may err by more than a step."),
            ),
            cells=(
                Option("range", "its whole range", "range", "What doubt leaves open is open."),
                Option("centre", "its centre", "centre", "The centre is the best single guess."),
            ),
            scale=(
                Option("linear", "by steps of one size", "linear", "A step of the scale means the same everywhere."),
                Option("rank", "by the clusters’ order", "rank", "Ratings say which is better, and not by how much."),
            ),
            compensation=(
                Option("full", "in full", 1.0, "What is strong can carry what is weak."),
                Option("half", "in part", 0.5, "The weaker a factor is, the less others help."),
                Option("geometric", "by proportion", 0.0, "A factor that is wholly missing cannot be made up for."),
            ),
            levels=(
                Option("mean", "as factors are", "mean", "One level can make up for another."),
                Option("minimum", "by the weakest", "minimum", "What one level lacks no other level can give."),
            ),
            weights=_weightings(study),
            prior=(
                Option("hierarchical", "level by level", "hierarchical", "Any mix of levels is as good as any other."),
                Option("flat", "factor by factor", "flat", "Any mix of factors is as good as any other."),
            ),
            thresholds=(
                Option("fifths", "0.40 and 0.60", Thresholds(), "The middle fifth of the scale is mixed."),
                Option("thirds", "0.33 and 0.67", Thresholds(1 / 3, 2 / 3), "The three paths share the scale evenly."),
                Option("close", "0.45 and 0.55", Thresholds(0.45, 0.55), "Only what is near the middle is mixed."),
                Option(
                    "lower",
                    "0.35 and 0.55",
                    Thresholds(0.35, 0.55),
                    "Somewhat over half is a high road.",
                ),
                Option("higher", "0.45 and 0.65", Thresholds(0.45, 0.65), "A high road asks for nearly two thirds."),
            ),
            observed=(
                Option("as_told", "as it stands", "as_told", "What is said of all clusters holds for each of them."),
                Option("one_wider", "a step wider", "one_wider", "What is said of all may be a step off for one."),
            ),
        )


def _outline(study: Study) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(study.clusters["place"]), tuple(study.determinants["determinant"])


def _codings(study: Study, codings: Mapping[str, Study]) -> tuple[Option[Study], ...]:
    own = Option("own", "this study", study, "Its coders had the codebook and looked at other codings afterwards.")
    return (
        own,
        *(
            Option(key, f"coder {key.upper()}", other, "The coder had the same text and the same codebook.")
            for key, other in codings.items()
        ),
    )


def _weightings(study: Study) -> tuple[Option[Weights], ...]:
    """The named weightings of all determinants, and all determinants alike if none of them is that already."""
    framework = Framework.from_study(study)
    alike = framework.weigh([1.0] * len(framework.determinants))
    found = [
        Option(str(row.weighting), str(row.name), weights, str(row.description))
        for row in each_row(study.weightings)
        if (weights := framework.weightings[row.weighting]).flat.min() > 0
    ]
    if not any(np.allclose(option.value.flat, alike.flat) for option in found):
        found.append(Option("alike", "All factors alike", alike, "Nothing says that one factor counts for more."))
    return tuple(found)
