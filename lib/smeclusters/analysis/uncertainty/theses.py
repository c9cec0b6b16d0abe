"""What is asked of each world: a measure, and from where on a thesis holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smeclusters.analysis.uncertainty.worlds import Worlds
from smeclusters.model.paths import PATHS, TOLERANCE, code_of
from smeclusters.model.scoring import Array

HIGH = code_of("high_road")


@dataclass(frozen=True, slots=True)
class Thesis:
    """A statement that holds in some worlds and not in others.

    Attributes
    ----------
    key, name : str
        How it is called in tables, and in a sentence.
    measure : callable
        From :class:`Worlds` to a number for each, shape (n,). It is sent to other processes: a function of a module,
        or a ``partial`` of one.
    unit : str
        What the number counts.
    at_least : float
        From where on the thesis holds.
    """

    key: str
    name: str
    measure: Callable[[Worlds], Array]
    unit: str
    at_least: float = 1.0

    def holds(self, measured: Array) -> NDArray[np.bool_]:
        """Whether it holds, by its measure.

        Parameters
        ----------
        measured : ndarray
            What `measure` gave.

        Returns
        -------
        ndarray of bool
            Of the same shape.

        Examples
        --------
        >>> Thesis("a", "A holds", fewer_ruled_out, "clusters").holds(np.array([0.0, 1.0])).tolist()
        [False, True]
        """
        return measured >= self.at_least - TOLERANCE


def speaking_against(worlds: Worlds, determinant: int) -> Array:
    """In how many clusters a determinant is surely favourable and the high road surely not taken.

    Parameters
    ----------
    worlds : Worlds
        Many.
    determinant : int
        Its position.

    Returns
    -------
    ndarray, shape (n,)
        Clusters: each of them shows that the determinant is not enough.

    Examples
    --------
    >>> found = _worlds(rating=0.75, score=0.5, narrow=0.5, observed=1)
    >>> speaking_against(found, 0).tolist()
    [1.0]
    """
    there = worlds.lo[:, :, determinant] > 0.5 + TOLERANCE
    off = (worlds.observed > 0) & (worlds.observed & HIGH == 0)
    return _count(there & off)


def narrow_rules_out(worlds: Worlds) -> Array:
    """In how many clusters the narrow framework rules out what was observed.

    Parameters
    ----------
    worlds : Worlds
        Many.

    Returns
    -------
    ndarray, shape (n,)
        Clusters.

    Examples
    --------
    >>> narrow_rules_out(_worlds(rating=0.75, score=0.5, narrow=0.8, observed=1)).tolist()
    [1.0]
    """
    return _count(_ruled_out(worlds.narrow_open, worlds.observed))


def fewer_ruled_out(worlds: Worlds) -> Array:
    """In how many clusters fewer the weights on all determinants rule out what was observed than the narrow framework.

    Parameters
    ----------
    worlds : Worlds
        Many.

    Returns
    -------
    ndarray, shape (n,)
        Clusters; below 0 where the narrow framework does better.

    Examples
    --------
    >>> fewer_ruled_out(_worlds(rating=0.75, score=0.3, narrow=0.8, observed=1)).tolist()
    [1.0]
    """
    return narrow_rules_out(worlds) - _count(_ruled_out(worlds.open, worlds.observed))


def off_high_road(worlds: Worlds) -> Array:
    """How many clusters are not surely on the high road, by their scores.

    Parameters
    ----------
    worlds : Worlds
        Many.

    Returns
    -------
    ndarray, shape (n,)
        Clusters.

    Examples
    --------
    >>> off_high_road(_worlds(rating=0.75, score=0.3, narrow=0.8, observed=1)).tolist()
    [1.0]
    """
    return _count(worlds.open != HIGH)


def beyond_commonest(worlds: Worlds) -> Array:
    """How many more observed paths the scores name than whoever says the commonest of every cluster.

    A score names a path where it leaves nothing open that the observation does not. To say one path of all takes no
    evidence: this is the mark that a framework has to pass.

    Parameters
    ----------
    worlds : Worlds
        Many.

    Returns
    -------
    ndarray, shape (n,)
        Clusters; below 0 where saying the same of all does better.

    Examples
    --------
    >>> beyond_commonest(_worlds(rating=0.75, score=0.3, narrow=0.8, observed=1)).tolist()
    [0.0]
    """
    seen = worlds.observed > 0
    named = _count(seen & (worlds.open & ~worlds.observed == 0))
    commonest: Array = np.stack([_count(worlds.observed & code_of(path) > 0) for path in PATHS]).max(axis=0)
    return named - commonest


def _ruled_out(opened: NDArray[np.uint8], observed: NDArray[np.uint8]) -> NDArray[np.bool_]:
    ruled_out: NDArray[np.bool_] = (observed > 0) & (opened & observed == 0)
    return ruled_out


def _count(truth: NDArray[np.bool_]) -> Array:
    return np.asarray(truth.sum(axis=1), dtype=float)


def _worlds(rating: float, score: float, narrow: float, observed: int) -> Worlds:
    """One world of one cluster and one determinant, for the examples above."""
    cell, one = np.full((1, 1, 1), rating), np.ones((1, 1))
    seen = np.full((1, 1), observed, dtype=np.uint8)
    marks = np.array([0.4]), np.array([0.6])
    return Worlds(cell, cell, score * one, score * one, narrow * one, narrow * one, *marks, seen)
