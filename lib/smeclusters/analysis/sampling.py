"""Weights drawn from the prior, for what no formula gives, and conditions on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import permutations
from math import factorial
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Framework
from smeclusters.model.scoring import Array

REPLICATES, POINTS = 16, 1 << 11
"""Scrambled Sobol sequences, and points of each; their spread gives the standard error."""


Prior = Literal["hierarchical", "flat"]
"""Weights of levels and of factors within them uniform; or all weights uniform on one simplex."""


# ---- Sampling, for what no formula gives.


def check_prior(prior: str) -> None:
    """Refuse a prior that is unknown.

    Parameters
    ----------
    prior : str
        What is meant to be one.

    Raises
    ------
    InputError
        If it is not.

    Examples
    --------
    >>> check_prior("level")
    Traceback (most recent call last):
    smeclusters.errors.InputError: prior: found "level", expected one of hierarchical, flat
    """
    if prior not in get_args(Prior):
        raise InputError([Problem("prior", None, None, str(prior), one_of(get_args(Prior), str(prior)))])


def draw(framework: Framework, prior: Prior, points: int = POINTS, seed: int = 0) -> Array:
    """Weights drawn from the prior by a scrambled Sobol sequence, shape (points, determinants).

    Uniform numbers are turned into a uniform point of a simplex by breaking a stick; divided by their
    sum they would not be uniform there.

    Parameters
    ----------
    framework : Framework
        Levels and their determinants; within a level of a single one there is nothing to draw.
    prior : {"hierarchical", "flat"}
        What to draw from.
    points : int, default 2048
        How many, a power of two.
    seed : int, default 0
        For the scrambling.

    Returns
    -------
    ndarray, shape (points, determinants), in 0…1
        Weights; each row adds up to 1.

    Raises
    ------
    InputError
        If the prior is unknown.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> draw(Framework.from_study(example_study()), "hierarchical").mean(axis=0).round(2).tolist()
    [0.17, 0.17, 0.17, 0.25, 0.25]
    """
    return spread(framework, prior, sobol(free_weights(framework, prior), points, seed))


def free_weights(framework: Framework, prior: Prior) -> int:
    """How many numbers it takes to draw one weighting.

    Parameters
    ----------
    framework : Framework
        Levels and their determinants; within a level of a single one there is nothing to draw.
    prior : {"hierarchical", "flat"}
        What is drawn from.

    Returns
    -------
    int
        One less than there are determinants, or, where levels have a single one, fewer.

    Raises
    ------
    InputError
        If the prior is unknown.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> free_weights(Framework.from_study(example_study()), "hierarchical")  # 1 between levels, 2 and 1 within
    4
    """
    return sum(part - 1 for part in _simplexes(framework, prior))


def spread(framework: Framework, prior: Prior, numbers: Array) -> Array:
    """Points of the unit cube as weightings: where they are uniform, those follow the prior.

    Parameters
    ----------
    framework : Framework
        Levels and their determinants.
    prior : {"hierarchical", "flat"}
        What the weightings are to follow.
    numbers : ndarray, shape (points, free weights), in 0…1
        As many a point as :func:`free_weights` says.

    Returns
    -------
    ndarray, shape (points, determinants), in 0…1
        Weights; each row adds up to 1.

    Raises
    ------
    InputError
        If the prior is unknown.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> numbers = np.array([[0.25, 0, 0.5, 0.75]])  # the first level weighs 0.25
    >>> spread(Framework.from_study(example_study()), "hierarchical", numbers).tolist()
    [[0.0, 0.125, 0.125, 0.5625, 0.1875]]
    """
    parts = _simplexes(framework, prior)
    split = np.split(numbers, np.cumsum([part - 1 for part in parts])[:-1], axis=1)
    simplexes = [_broken_stick(columns) for columns in split]
    if prior == "flat":
        return simplexes[0]
    weights = np.empty((len(numbers), len(framework.determinants)))
    for level, within in enumerate(simplexes[1:]):
        weights[:, framework.level_of == level] = simplexes[0][:, [level]] * within
    return weights


def _simplexes(framework: Framework, prior: Prior) -> list[int]:
    """How many corners each simplex has, of which a weighting is a point: the levels, and each level's factors."""
    check_prior(prior)
    sizes = np.bincount(framework.level_of, minlength=len(framework.levels)).tolist()
    return [len(framework.determinants)] if prior == "flat" else [len(sizes), *sizes]


def sobol(dimensions: int, points: int, seed: int = 0) -> Array:
    """Points of a scrambled Sobol sequence in the unit cube, shape (points, dimensions).

    Parameters
    ----------
    dimensions : int
        How many numbers each point has; 0 gives points without any.
    points : int
        How many, a power of two.
    seed : int, default 0
        For the scrambling.

    Returns
    -------
    ndarray, shape (points, dimensions), in 0…1
        The points.

    Examples
    --------
    >>> sobol(2, 8).mean(axis=0).round(1).tolist()
    [0.5, 0.5]
    """
    from scipy.stats import qmc  # half a second, and much that imports this module draws nothing

    numbers: Array = qmc.Sobol(dimensions, seed=seed).random(points) if dimensions else np.empty((points, 0))
    return numbers


def orders(count: int, most: int) -> NDArray[np.intp]:
    """All orders of some things; where they are too many, as many as may be, drawn at random with a fixed seed.

    Parameters
    ----------
    count : int
        How many things.
    most : int
        How many orders at most.

    Returns
    -------
    ndarray of int, shape (orders, count)
        In each row the numbers from 0 on, each once.

    Examples
    --------
    >>> orders(2, 10).tolist(), orders(12, 100).shape
    ([[0, 1], [1, 0]], (100, 12))
    """
    if factorial(count) <= most:
        return np.array(list(permutations(range(count))), dtype=np.intp)
    return np.random.default_rng(0).permuted(np.tile(np.arange(count), (most, 1)), axis=1)


def _broken_stick(numbers: Array) -> Array:
    rest = np.ones(len(numbers))
    pieces = []
    for position in range(numbers.shape[1]):
        piece = rest * (1 - (1 - numbers[:, position]) ** (1 / (numbers.shape[1] - position)))
        pieces.append(piece)
        rest = rest - piece
    return np.stack([*pieces, rest], axis=1)


def read_condition(text: str, framework: Framework) -> Callable[[Array], NDArray[np.bool_]]:
    """A condition on weightings, such as ``workshop >= valley`` or ``craft >= 0.05``.

    Parameters
    ----------
    text : str
        A level or determinant, ``>=`` or ``<=``, and another, or a share from 0 to 1.
    framework : Framework
        Whose keys may stand in it.

    Returns
    -------
    callable
        From weights of shape (n, determinants) to n truth values.

    Raises
    ------
    InputError
        If it cannot be read.

    Examples
    --------
    >>> from smeclusters import Framework, example_study
    >>> fulfilled = read_condition("workshop >= valley", Framework.from_study(example_study()))
    >>> fulfilled(np.array([[0.2, 0.2, 0.2, 0.2, 0.2], [0.1, 0.1, 0.1, 0.3, 0.4]])).tolist()
    [False, True]
    """
    expected = 'two levels or determinants, or one and a share, such as "A >= B"'
    match = re.fullmatch(r"\s*([\w-]+)\s*(>=|<=)\s*([\w-]+|\d*\.?\d+)\s*", text)
    if not match:
        raise InputError([Problem("condition", None, None, text, expected)])
    left, sign, right = match.groups()
    keys = (*framework.levels, *framework.determinants)

    def weight_of(key: str) -> Callable[[Array], Array]:
        if key in framework.levels:
            members = framework.level_of == framework.levels.index(key)
            return lambda weights: np.asarray(weights[:, members].sum(axis=1))
        if key in framework.determinants:
            return lambda weights: weights[:, framework.determinants.index(key)]
        try:
            share = float(key)
        except ValueError:
            raise InputError([Problem("condition", None, text, key, one_of(keys, key))]) from None
        return lambda weights: np.full(len(weights), share)

    first, second = weight_of(left), weight_of(right)
    if sign == ">=":
        return lambda weights: first(weights) >= second(weights)
    return lambda weights: first(weights) <= second(weights)


def standard_error(replicates: Sequence[ArrayLike]) -> Array:
    """The standard error of the mean of replicates, of their shape.

    Parameters
    ----------
    replicates : sequence of arrays of one shape
        Two or more.

    Returns
    -------
    ndarray
        Of the shape of one replicate.

    Examples
    --------
    >>> standard_error([[1.0, 2.0], [3.0, 2.0]]).tolist()
    [1.0, 0.0]
    """
    return np.asarray(np.std(np.asarray(replicates), axis=0, ddof=1) / np.sqrt(len(replicates)))
