"""What follows from many settings of all choices at once: scores, open paths, and what was observed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from smeclusters.analysis.uncertainty.choices import Choices
from smeclusters.model.framework import Framework
from smeclusters.model.paths import PATHS, code_of, open_paths
from smeclusters.model.ratings import cells, on_scale, ratings_of
from smeclusters.model.rules import Silent
from smeclusters.model.scoring import Array
from smeclusters.study import Study, each_row

SILENT: tuple[Silent, ...] = get_args(Silent)
"""What may stand for silence, in the order of their numbers in :class:`Settings`."""

_GEOMETRIC = 1e-12  # exponents this close to 0 give the geometric mean to within rounding

Truth = NDArray[np.bool_]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Tables:
    """What all settings look up, without the studies themselves.

    Made by :meth:`of`.

    Attributes
    ----------
    clusters, determinants : tuple of str
        Keys.
    lo, hi : ndarray, shape (codings, widenings, clusters, determinants), in 0…1
        Ends of each cell under each coding and each widening.
    centre : ndarray, shape (codings, clusters, determinants), in 0…1
        Centres; NaN where a coding is silent.
    silent : ndarray of bool, same shape
        Where it is.
    observed : ndarray of uint8, shape (codings, options of `observed`, clusters)
        Sums of 1 for the low road, 2 for mixed and 4 for the high road; 0 where nothing is observed.
    levels : ndarray of 0 and 1, shape (determinants, levels)
        Which determinant belongs to which level.
    narrow : ndarray of 0 and 1, shape (determinants,)
        Which determinants the narrow framework counts; all where the study has none.
    """

    clusters: tuple[str, ...]
    determinants: tuple[str, ...]
    lo: Array
    hi: Array
    centre: Array
    silent: Truth
    observed: NDArray[np.uint8]
    levels: Array
    narrow: Array

    @classmethod
    def of(cls, choices: Choices, vintage: int | None = None) -> Tables:
        """The tables that choices need.

        Parameters
        ----------
        choices : Choices
            With their codings.
        vintage : int, optional
            Evidence published later than this year stays out; by default the year of the study.

        Returns
        -------
        Tables
            Arrays alone.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> tables = Tables.of(Choices.of(example_study()))
        >>> tables.lo.shape, tables.observed.tolist()
        ((1, 3, 3, 5), [[[4, 1, 0], [4, 1, 0]]])
        """
        studies = [option.value for option in choices.coding]
        framework = Framework.from_study(studies[0])
        steps = [option.value for option in choices.widening]
        made = [[cells(study, vintage, step) for step in steps] for study in studies]
        rated = [[ratings_of(study, grid) for grid in grids] for study, grids in zip(studies, made, strict=True)]
        first = rated[0][0]
        shape = (len(studies), len(first.clusters), len(first.determinants))
        centres = [np.nan if cell.centre is None else cell.centre for grids in made for cell in grids[0]]
        narrow = framework.weightings[framework.narrow].flat if framework.narrow else np.ones(shape[-1])
        seen = [option.value for option in choices.observed]
        return cls(
            first.clusters,
            first.determinants,
            np.array([[on_scale(ratings.lo) for ratings in row] for row in rated]),
            np.array([[on_scale(ratings.hi) for ratings in row] for row in rated]),
            on_scale(np.array(centres, dtype=float).reshape(shape)),
            np.array([row[0].silent for row in rated]),
            np.array([[_observed(study, first.clusters, each == "one_wider") for each in seen] for study in studies]),
            np.eye(len(framework.levels))[framework.level_of],
            (narrow > 0).astype(float),
        )


def _observed(study: Study, clusters: Sequence[str], wider: bool) -> NDArray[np.uint8]:
    told = {row.cluster: row.path for row in each_row(study.outcomes)}
    paths = study.observed if wider else told
    return np.array([code_of(paths[cluster]) if cluster in paths else 0 for cluster in clusters], dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class Settings:
    """Many settings, each a choice of everything.

    Attributes
    ----------
    coding, silent, widening, observed : ndarray of int, shape (n,)
        Positions of the options; of silence in :data:`SILENT`.
    centre, ranks, weakest : ndarray of bool, shape (n,)
        Whether a cell counts as its centre, ratings as ranks, and the weakest level as the score.
    compensation, low, high : ndarray, shape (n,)
        The exponent of the mean, and where the mixed path and the high road begin.
    weights : ndarray, shape (n, determinants)
        Non-negative; each row has one above 0.
    """

    coding: Numbers
    silent: Numbers
    widening: Numbers
    observed: Numbers
    centre: Truth
    ranks: Truth
    weakest: Truth
    compensation: Array
    low: Array
    high: Array
    weights: Array

    def __len__(self) -> int:
        return len(self.coding)


@dataclass(frozen=True, eq=False)
class Worlds:
    """What follows from each setting.

    Attributes
    ----------
    lo, hi : ndarray, shape (n, clusters, determinants), in 0…1
        Ends of the cells that counted; NaN where silence was left out.
    score_lo, score_hi, narrow_lo, narrow_hi : ndarray, shape (n, clusters), in 0…1
        Ends of the scores: by all weights, and by those of the narrow framework alone, NaN where they are all 0.
    low, high : ndarray, shape (n,)
        The thresholds.
    observed : ndarray of uint8, shape (n, clusters)
        The paths observed, as sums of their members' bits; 0 where there are none.
    """

    lo: Array
    hi: Array
    score_lo: Array
    score_hi: Array
    narrow_lo: Array
    narrow_hi: Array
    low: Array
    high: Array
    observed: NDArray[np.uint8]

    @cached_property
    def open(self) -> NDArray[np.uint8]:
        """The paths that the score leaves open, shape (n, clusters)."""
        return open_paths(self.score_lo, self.score_hi, self.low[:, None], self.high[:, None])

    @cached_property
    def narrow_open(self) -> NDArray[np.uint8]:
        """The paths that the narrow framework leaves open: all where its weights are all 0."""
        found = open_paths(self.narrow_lo, self.narrow_hi, self.low[:, None], self.high[:, None])
        return np.where(np.isnan(self.narrow_lo), np.uint8(code_of("|".join(PATHS))), found)


def worlds(tables: Tables, settings: Settings, places: Array | None = None) -> Worlds:
    """What follows from settings.

    Parameters
    ----------
    tables : Tables
        What they look up.
    settings : Settings
        Many at once.
    places : ndarray, shape (n, clusters, determinants), in 0…1, optional
        Where in its range each rating lies. Without it both ends of the range count, or the centre.

    Returns
    -------
    Worlds
        One for each setting. With `places` both ends of a score are one.

    Notes
    -----
    The score is the power mean of :func:`smeclusters.score`. Ranks are mid-ranks divided by their number
    (OECD and JRC 2008, Handbook on Constructing Composite Indicators, section 5.1), among the ends of the clusters'
    ranges; left-out cells have none. Where the weakest level decides, the score is the least of the levels' means.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> from smeclusters.analysis.uncertainty.scheme import Scheme
    >>> choices = Choices.of(example_study())
    >>> found = worlds(Tables.of(choices), Scheme.of(choices).grid([0]))
    >>> found.score_lo.shape
    (1, 3)
    """
    lo, hi = (ends[settings.coding, settings.widening] for ends in (tables.lo, tables.hi))
    silent = tables.silent[settings.coding]
    if places is not None:
        lo += places * (hi - lo)
        hi = lo
    elif settings.centre.any():
        centre = tables.centre[settings.coding]
        at = settings.centre[:, None, None] & ~silent
        lo, hi = np.where(at, centre, lo), np.where(at, centre, hi)
    kinds = settings.silent[:, None, None]
    if silent.any():
        middle, out = silent & (kinds == SILENT.index("middle")), silent & (kinds == SILENT.index("leave_out"))
        lo = np.where(middle, 0.5, np.where(out, np.nan, lo))
        hi = lo if places is not None else np.where(middle, 0.5, np.where(out, np.nan, hi))
    mean = _Mean.of(tables, settings, None if not silent.any() or not np.isnan(lo).any() else ~np.isnan(lo))
    ranked = _ranked(lo, hi, settings.ranks)
    unknown = (0.0, 1.0) if places is None else (places[..., 0], places[..., 0])
    lower, narrow_lower = mean(ranked[0], unknown[0])
    upper, narrow_upper = (lower, narrow_lower) if hi is lo else mean(ranked[1], unknown[1])
    observed = tables.observed[settings.coding, settings.observed]
    return Worlds(lo, hi, lower, upper, narrow_lower, narrow_upper, settings.low, settings.high, observed)


def _ranked(lo: Array, hi: Array, ranks: Truth) -> tuple[Array, Array]:
    """The same numbers, as mid-ranks in 0…1 among the clusters in the settings that ask for it."""
    if not ranks.any():
        return lo, hi
    from scipy.stats import rankdata  # half a second, and much that imports this module ranks nothing

    some, same = np.flatnonzero(ranks), hi is lo
    pool = lo[some] if same else np.concatenate([lo[some], hi[some]], axis=1)
    known = ~np.isnan(pool)
    # What is not known goes last, where it moves no rank of what is.
    placed = rankdata(np.where(known, pool, np.inf), axis=1) - 0.5
    placed = np.where(known, placed / np.maximum(known.sum(axis=1, keepdims=True), 1), np.nan)
    lo = lo.copy()
    lo[some] = placed[:, : lo.shape[1]]
    if same:
        return lo, lo
    hi = hi.copy()
    hi[some] = placed[:, lo.shape[1] :]
    return lo, hi


@dataclass(frozen=True, eq=False)
class _Mean:
    """Power means by level and of the narrow framework, for settings with weights and exponents of their own.

    `shares` has a column for each level and last that of the narrow framework; `known` is None where all counts.
    """

    shares: Array
    known: Truth | None
    exponent: Array
    weakest: Truth

    @classmethod
    def of(cls, tables: Tables, settings: Settings, known: Truth | None) -> _Mean:
        columns = np.column_stack([tables.levels, tables.narrow])
        return cls(
            settings.weights[:, :, None] * columns,
            known,
            settings.compensation[:, None, None],
            settings.weakest,
        )

    def __call__(self, s: Array, unknown: Array | float) -> tuple[Array, Array]:
        p, levels = self.exponent, self.shares.shape[2] - 1
        powers, zero = self._powers(s)
        if self.known is None:
            sums, weights = powers @ self.shares, self.shares.sum(axis=1)[:, None, :]
        else:
            powers = np.where(self.known, powers, 0.0)
            sums, weights = powers @ self.shares, self.known.astype(float) @ self.shares
        nothing = None if zero is None else zero.astype(float) @ self.shares > 0
        with np.errstate(invalid="ignore", divide="ignore"):  # of what weighs nothing there is no mean
            means = self._back(sums / weights, p, nothing)
            whole_nothing = None if nothing is None else np.any(nothing[..., :levels], axis=-1, keepdims=True)
            total = weights[..., :levels].sum(axis=-1, keepdims=True)
            score = self._back(sums[..., :levels].sum(axis=-1, keepdims=True) / total, p, whole_nothing)[..., 0]
        if self.weakest.any():
            least = np.where(weights[..., :levels] > 0, means[..., :levels], np.inf).min(axis=-1)
            score = np.where(self.weakest[:, None], least, score)
        known = total[..., 0] > 0
        score = score if known.all() else np.where(known, score, unknown)
        narrow = np.where(weights[..., levels] > 0, means[..., levels], np.nan)
        return score, np.broadcast_to(narrow, score.shape)

    def _powers(self, s: Array) -> tuple[Array, Truth | None]:
        """What is averaged; and where an s of 0 makes a mean 0 whatever the others are, if anywhere."""
        p = self.exponent
        zero = None
        if (p <= 0).any():
            zero = (s == 0) & (p <= 0)
            s = np.where(zero, 1.0, s)
        with np.errstate(divide="ignore"):  # the logarithm of 0 is where it should be
            logs = np.log(s)
            near = np.abs(p) < _GEOMETRIC
            # expm1 and log1p keep their precision where p is small and all powers are near 1.
            return (np.where(near, logs, np.expm1(p * logs)) if near.any() else np.expm1(p * logs)), zero

    @staticmethod
    def _back(mean: Array, p: Array, nothing: Truth | None) -> Array:
        near = np.abs(p) < _GEOMETRIC
        safe = np.where(near, 1.0, p)
        found = np.exp(np.log1p(np.maximum(mean, -1.0)) / safe)
        if near.any():
            found = np.where(near, np.exp(mean), found)
        return found if nothing is None else np.where(nothing, 0.0, found)
