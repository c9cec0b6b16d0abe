"""What if we had chosen otherwise: every defensible choice of this edition at once, worked out once for all pages."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from smeclusters.analysis.uncertainty.choices import Choices
from smeclusters.analysis.uncertainty.multiverse import Multiverse, multiverse
from smeclusters.analysis.uncertainty.scheme import VARIED, Scheme
from smeclusters.analysis.uncertainty.sensitivity import sensitivity
from smeclusters.analysis.uncertainty.simulation import simulate
from smeclusters.analysis.uncertainty.theses import Thesis
from smeclusters.analysis.uncertainty.worlds import Tables, worlds
from smeclusters.claims.theses import theses
from smeclusters.model.paths import TOLERANCE
from smeclusters.model.prepared import Prepared
from smeclusters.model.scoring import Array
from smeclusters.study import Study
from smeclusters.wording import percent
from whichroad.edition import codings, edition


class Decides(NamedTuple):
    """What part of a result's variance a choice decides: by itself, and together with the others, with errors."""

    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True, eq=False)
class Otherwise:
    """All choices of a study, and what follows from them.

    Attributes
    ----------
    paper : Prepared
        The study, as it has been chosen.
    others : mapping of Study
        Other codings of the same source, by name.
    """

    paper: Prepared
    others: Mapping[str, Study]

    @cached_property
    def choices(self) -> Choices:
        """What can be chosen, each option as probable as the others of its choice."""
        return Choices.of(self.paper.study, self.others)

    @cached_property
    def theses(self) -> tuple[Thesis, ...]:
        """What is asked of each way to choose."""
        return theses(self.paper)

    @cached_property
    def universes(self) -> Multiverse:
        """What every combination of options gives."""
        return multiverse(self.choices, self.theses, self._tables)

    @cached_property
    def shares(self) -> dict[tuple[str, str, str], float]:
        """In what share of the combinations a thesis holds, by its key, a choice and an option; of all by no option."""
        rows = self.universes.shares().to_numpy().tolist()
        return {(thesis, choice, option): share for thesis, choice, option, share in rows}

    @cached_property
    def drawn(self) -> dict[str, tuple[float, float]]:
        """In what share of the draws each thesis holds, with its standard error, by its key."""
        return self._held(self.choices)

    @cached_property
    def by_steps(self) -> dict[str, tuple[float, float]]:
        """The same, if ratings become numbers by steps of one size and not by rank."""
        linear = tuple(option for option in self.choices.scale if option.value == "linear")
        return self._held(replace(self.choices, scale=linear))

    @cached_property
    def indices(self) -> dict[str, dict[str, Decides]]:
        """Sobol' indices by output, as :func:`sensitivity` names them, and by choice.

        Examples
        --------
        >>> decides = otherwise().indices["sinos:score"]
        >>> decides["levels"].total > decides["coding"].total
        True
        """
        found: dict[str, dict[str, Decides]] = {}
        for output, choice, *numbers in sensitivity(self.choices, self.theses, tables=self._tables).to_numpy().tolist():
            found.setdefault(output, {})[choice] = Decides(*numbers)
        return found

    @cached_property
    def _tables(self) -> Tables:
        return Tables.of(self.choices)

    def _held(self, choices: Choices) -> dict[str, tuple[float, float]]:
        rows = simulate(choices, self.theses, tables=self._tables).to_numpy().tolist()
        return {of: (value, error) for of, measure, value, error in rows if measure == "holds"}

    @property
    def count(self) -> int:
        """How many combinations there are."""
        return len(self.universes.measures)

    @cached_property
    def different(self) -> int:
        """How many of the combinations differ from all others in a score, a threshold or a path observed.

        Examples
        --------
        >>> otherwise().different < otherwise().count
        True
        """
        made = worlds(self._tables, Scheme.of(self.choices).grid(np.arange(self.count)))
        scores = (made.score_lo, made.score_hi, made.narrow_lo, made.narrow_hi)
        rows = np.column_stack([*scores, made.low, made.high, made.observed])
        return len(np.unique(rows.round(9), axis=0))

    def stands(self, thesis: str, choice: str = "", option: str = "") -> float:
        """The share of the combinations in which a thesis holds: of all, or of those with an option.

        Parameters
        ----------
        thesis : str
            Its key.
        choice, option : str, optional
            Keys.

        Examples
        --------
        >>> otherwise().stands("joint-action-not-enough")
        1.0
        >>> round(otherwise().stands("integrating-framework-needed", "scale", "rank"), 2)
        0.78
        """
        return self.shares[thesis, choice, option]

    def where(self, thesis: str, **options: str) -> float:
        """The share of the combinations with several options at once in which a thesis holds.

        Parameters
        ----------
        thesis : str
            Its key.
        **options : str
            The key of an option, by choice.

        Examples
        --------
        >>> otherwise().where("none_on_high_road", scale="rank", levels="minimum")
        1.0
        """
        here = np.ones(self.count, dtype=bool)
        for choice, key in options.items():
            here &= self.positions[choice] == self.keys(choice).index(key)
        return float(self.universes.holding[here, self.number(thesis)].mean())

    @cached_property
    def positions(self) -> dict[str, np.ndarray]:
        """Which option of each choice every combination has."""
        return Scheme.of(self.choices).positions(np.arange(self.count))

    def keys(self, choice: str) -> list[str]:
        """The keys of the options of a choice."""
        return [option.key for option in self.choices.each()[choice]]

    def number(self, thesis: str) -> int:
        """The position of a thesis."""
        return [each.key for each in self.theses].index(thesis)

    @cached_property
    def own(self) -> dict[str, str]:
        """The option of each choice that the study itself has taken, where it is among them.

        Examples
        --------
        >>> otherwise().own["silent"], otherwise().own["weights"]
        ('range', 'extended')
        """
        rules = self.paper.rules
        values: dict[str, Any] = {
            "silent": rules.silent,
            "widening": 1,
            "cells": "range",
            "scale": "linear",
            "compensation": rules.compensation,
            "levels": "mean",
            "thresholds": rules.thresholds,
            "observed": "one_wider",
        }
        values |= {"coding": self.paper.study, "weights": self.paper.framework.reference}
        taken = {}
        for name in VARIED:
            for option in self.choices.each()[name]:
                if values[name] == (option.key if name == "weights" else option.value):
                    taken[name] = option.key
        return taken

    def own_measure(self, thesis: str) -> float:
        """What a thesis measures where everything is as the study itself has it; NaN where no combination is that.

        Examples
        --------
        >>> otherwise().own_measure("integrating-framework-needed")
        4.0
        """
        if len(self.own) < len(VARIED):
            return math.nan
        at = [self.keys(name).index(self.own[name]) for name in VARIED]
        number = np.ravel_multi_index(at, [len(self.keys(name)) for name in VARIED])
        return float(self.universes.measures[number, self.number(thesis)])

    def decides(self, thesis: str) -> dict[str, Decides]:
        """How much each choice decides about a thesis, the most first; empty where too few draws differ to say.

        Examples
        --------
        >>> next(iter(otherwise().decides("beyond_commonest")))
        'weights'
        >>> otherwise().decides("joint-action-not-enough")
        {}
        """
        found = {name: index for name, index in self.indices[thesis].items() if not math.isnan(index.total)}
        return dict(sorted(found.items(), key=lambda each: -each[1].total))


@cache
def otherwise() -> Otherwise:
    """The choices of this edition, with all codings that come along.

    Examples
    --------
    >>> otherwise().count
    19440
    """
    return Otherwise(edition(), codings())


def stands_in_words(found: Otherwise, thesis: str) -> str:
    """In how many of a hundred combinations a thesis holds, before words such as “ways to choose”.

    Examples
    --------
    >>> stands_in_words(otherwise(), "joint-action-not-enough")
    'in all 19,440'
    >>> stands_in_words(otherwise(), "integrating-framework-needed")
    'in 89 of 100'
    """
    share = found.stands(thesis)
    return f"in all {found.count:,}" if share >= 1 - TOLERANCE else f"in {percent(share, sign=' of 100')}"


@dataclass(frozen=True, eq=False)
class Curve:
    """All combinations in the order of what a thesis measures in them.

    Made by :func:`curve`.

    Attributes
    ----------
    values : ndarray
        What is measured, from the least.
    holds : ndarray of bool
        Whether the thesis holds there: nowhere, or from one value on.
    options : tuple of (str, str)
        Choice and option, by key, in the order of the choices.
    joint : ndarray, shape (values, options)
        The share of all combinations that have an option and give a value.
    shares : ndarray
        The share of all combinations that give a value.
    """

    values: Array
    holds: NDArray[np.bool_]
    options: tuple[tuple[str, str], ...]
    joint: Array
    shares: Array

    @property
    def fails(self) -> float:
        """The share of all combinations in which the thesis fails."""
        return float(self.shares[~self.holds].sum())

    @property
    def usual(self) -> Array:
        """The share of all combinations that have an option."""
        return np.asarray(self.joint.sum(axis=0))

    @property
    def failing(self) -> Array:
        """The share of those in which the thesis fails that have an option; NaN where it fails nowhere."""
        return np.asarray(self.joint[~self.holds].sum(axis=0) / (self.fails or np.nan))

    def bounds(self, columns: int) -> Array:
        """Where slices begin and end, in shares of all combinations.

        The slices of those in which the thesis fails are equal among themselves, and so are the others. Each side has
        as many of the columns as is its share, and at least one if there is anything in it.

        Examples
        --------
        >>> joint = np.array([[0.1], [0.4]])
        >>> made = Curve(np.array([0.0, 1.0]), np.array([False, True]), (("a", "b"),), joint, np.array([0.1, 0.9]))
        >>> made.bounds(4).round(2).tolist()
        [0.0, 0.1, 0.4, 0.7, 1.0]
        """
        if self.holds.all() or not self.holds.any():
            return np.linspace(0, 1, columns + 1)
        left = min(max(round(columns * self.fails), 1), columns - 1)
        right = np.linspace(self.fails, 1, columns - left + 1)
        return np.concatenate([np.linspace(0, self.fails, left + 1), right[1:]])

    def lifts(self, columns: int) -> Array:
        """How often each option occurs in each slice, beside how often it occurs in all, shape (columns, options).

        Combinations of one value have no order: where a slice ends among them, each side has its part of all of them.

        Examples
        --------
        >>> joint = np.array([[0.1], [0.4]])
        >>> made = Curve(np.array([0.0, 1.0]), np.array([False, True]), (("a", "b"),), joint, np.array([0.1, 0.9]))
        >>> made.lifts(2).round(2).tolist()
        [[2.0], [0.89]]
        """
        bounds, ends = self.bounds(columns), np.concatenate([[0.0], np.cumsum(self.shares)])
        upper, lower = np.minimum(bounds[1:, None], ends[1:]), np.maximum(bounds[:-1, None], ends[:-1])
        within = np.maximum(upper - lower, 0) / self.shares
        return np.asarray(within @ self.joint / np.diff(bounds)[:, None] / self.usual)


def curve(found: Otherwise, thesis: str) -> Curve:
    """All combinations in the order of what a thesis measures in them.

    Examples
    --------
    >>> made = curve(otherwise(), "joint-action-not-enough")
    >>> made.values.tolist(), made.fails
    ([3.0, 4.0], 0.0)
    """
    at = found.number(thesis)
    likely = Scheme.of(found.choices).probabilities(np.arange(found.count))
    values, which = np.unique(found.universes.measures[:, at], return_inverse=True)
    options = tuple((name, key) for name in VARIED for key in found.keys(name))
    columns = [
        np.bincount(which, likely * (found.positions[name] == found.keys(name).index(key)), len(values))
        for name, key in options
    ]
    shares = np.bincount(which, likely, len(values))
    return Curve(values, found.theses[at].holds(values), options, np.column_stack(columns), shares / shares.sum())
