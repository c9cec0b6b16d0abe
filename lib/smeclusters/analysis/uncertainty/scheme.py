"""Choices in numbers: every combination of options, or the setting that a point of a cube stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from smeclusters.analysis.sampling import free_weights, spread
from smeclusters.analysis.uncertainty.choices import Choices, Option
from smeclusters.analysis.uncertainty.worlds import SILENT, Numbers, Settings, Truth
from smeclusters.model.framework import Framework
from smeclusters.model.scoring import Array

VARIED = (
    "coding",
    "silent",
    "widening",
    "cells",
    "scale",
    "compensation",
    "levels",
    "weights",
    "thresholds",
    "observed",
)
"""The choices that are varied, here and in results. In drawing, `weights` takes in how they are spread, and `cells` are
places in their ranges."""


@dataclass(frozen=True, eq=False)
class Scheme:
    """What options stand for, without the studies: what another process is sent.

    Made by :meth:`of`. Each array has an entry for each option of its choice, in their order.

    Attributes
    ----------
    framework : Framework
        Of the first coding.
    shares : mapping of ndarray
        By choice, the probabilities of its options; they add up to 1.
    silent : ndarray of int
        Positions in :data:`smeclusters.analysis.uncertainty.worlds.SILENT`.
    centre, ranks, weakest, flat : ndarray of bool
        Of `cells`, `scale`, `levels` and `prior`.
    compensation, low, high : ndarray
        Exponents, and both thresholds.
    weights : ndarray, shape (options, determinants)
        The weightings.
    """

    framework: Framework
    shares: Mapping[str, Array]
    silent: Numbers
    centre: Truth
    ranks: Truth
    weakest: Truth
    flat: Truth
    compensation: Array
    low: Array
    high: Array
    weights: Array

    @classmethod
    def of(cls, choices: Choices) -> Scheme:
        """The scheme of some choices.

        Parameters
        ----------
        choices : Choices
            What can be chosen.

        Returns
        -------
        Scheme
            Numbers alone.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> scheme = Scheme.of(Choices.of(example_study()))
        >>> scheme.shares["prior"].tolist(), scheme.size  # one coding, and three weightings
        ([0.5, 0.5], 6480)
        """
        return cls(
            Framework.from_study(choices.coding[0].value),
            {name: _shares(options) for name, options in choices.each().items()},
            np.array([SILENT.index(option.value) for option in choices.silent]),
            _are(choices.cells, "centre"),
            _are(choices.scale, "rank"),
            _are(choices.levels, "minimum"),
            _are(choices.prior, "flat"),
            np.array([float(option.value) for option in choices.compensation]),
            np.array([option.value.low for option in choices.thresholds]),
            np.array([option.value.high for option in choices.thresholds]),
            np.array([option.value.flat for option in choices.weights]),
        )

    # ---- Every combination of options.

    @property
    def size(self) -> int:
        """How many settings the grid has."""
        return prod(len(self.shares[name]) for name in VARIED)

    def positions(self, numbers: ArrayLike) -> dict[str, Numbers]:
        """Which option of each choice a setting of the grid has.

        Parameters
        ----------
        numbers : array of int, shape (n,)
            Numbers of settings, from 0; the last choice moves first.

        Returns
        -------
        dict of ndarray of int, shape (n,)
            Positions of options by choice.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> found = Scheme.of(Choices.of(example_study())).positions([0, 1, 2])
        >>> found["observed"].tolist(), found["thresholds"].tolist()
        ([0, 1, 0], [0, 0, 1])
        """
        counts = [len(self.shares[name]) for name in VARIED]
        return dict(zip(VARIED, np.unravel_index(np.asarray(numbers, dtype=np.intp), counts), strict=True))

    def probabilities(self, numbers: ArrayLike) -> Array:
        """How probable settings of the grid are, each choice by itself.

        Parameters
        ----------
        numbers : array of int, shape (n,)
            Numbers of settings.

        Returns
        -------
        ndarray, shape (n,)
            Over the whole grid they add up to 1.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> round(Scheme.of(Choices.of(example_study())).probabilities(range(6480)).sum().item(), 9)
        1.0
        """
        return np.asarray(np.prod([self.shares[name][at] for name, at in self.positions(numbers).items()], axis=0))

    def grid(self, numbers: ArrayLike) -> Settings:
        """Settings of the grid.

        Parameters
        ----------
        numbers : array of int, shape (n,)
            Numbers of settings, from 0.

        Returns
        -------
        Settings
            One for each number.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> settings = Scheme.of(Choices.of(example_study())).grid(range(6480))
        >>> len(settings), settings.compensation.mean().item()
        (6480, 0.5)
        """
        at = self.positions(numbers)
        return Settings(
            coding=at["coding"],
            silent=self.silent[at["silent"]],
            widening=at["widening"],
            observed=at["observed"],
            centre=self.centre[at["cells"]],
            ranks=self.ranks[at["scale"]],
            weakest=self.weakest[at["levels"]],
            compensation=self.compensation[at["compensation"]],
            low=self.low[at["thresholds"]],
            high=self.high[at["thresholds"]],
            weights=self.weights[at["weights"]],
        )

    # ---- Points of a cube.

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The choice that each number of a point belongs to; places in cells have numbers of their own."""
        counts = {"thresholds": 2, "weights": 1 + free_weights(self.framework, "hierarchical")}
        return tuple(name for name in VARIED if name != "cells" for _ in range(counts.get(name, 1)))

    def settings(self, points: Array) -> Settings:
        """The settings that points stand for.

        Parameters
        ----------
        points : ndarray, shape (n, columns), in 0…1
            Uniform points follow the probabilities of the options. Exponents are uniform between the least and the
            greatest, and so is each threshold.

        Returns
        -------
        Settings
            Without centres, as cells are drawn on their ranges.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> scheme = Scheme.of(Choices.of(example_study()))
        >>> scheme.settings(np.full((1, len(scheme.columns)), 0.5)).compensation.tolist()
        [0.5]
        """
        columns = {name: points[:, [at for at, each in enumerate(self.columns) if each == name]] for name in VARIED}
        first = {name: numbers[:, 0] for name, numbers in columns.items() if numbers.size or name != "cells"}
        at = {name: _pick(self.shares[name], numbers) for name, numbers in first.items()}
        flat = self.flat[_pick(self.shares["prior"], first["weights"])]
        numbers = columns["weights"][:, 1:]
        even, by_level = (spread(self.framework, prior, numbers) for prior in ("flat", "hierarchical"))
        return Settings(
            coding=at["coding"],
            silent=self.silent[at["silent"]],
            widening=at["widening"],
            observed=at["observed"],
            centre=np.zeros(len(points), dtype=bool),
            ranks=self.ranks[at["scale"]],
            weakest=self.weakest[at["levels"]],
            compensation=_between(self.compensation, first["compensation"]),
            low=_between(self.low, columns["thresholds"][:, 0]),
            high=_between(self.high, columns["thresholds"][:, 1]),
            weights=np.where(flat[:, None], even, by_level),
        )


def _shares(options: Sequence[Option[Any]]) -> Array:
    shares: Array = np.array([option.probability for option in options], dtype=float)
    return np.asarray(shares / shares.sum())


def _are(options: Sequence[Option[Any]], value: str) -> Truth:
    return np.array([option.value == value for option in options])


def _pick(shares: Array, numbers: Array) -> Numbers:
    return np.searchsorted(np.cumsum(shares)[:-1], numbers, side="right")


def _between(values: Array, numbers: Array) -> Array:
    return np.asarray(values.min() + numbers * np.ptp(values))
