"""The determinants of competitiveness in their levels, and weights on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.study import Study, each_row


@dataclass(frozen=True, eq=False)
class Weights:
    """A point of the hierarchical simplex: what each level weighs, and each factor within it.

    Made by :meth:`Framework.weigh`.

    Attributes
    ----------
    levels : ndarray, shape (levels,)
        Weights of the levels; they add up to 1.
    within : ndarray, shape (determinants,)
        Weights of the determinants within their level; they add up to 1 in each level that
        weighs anything, and to 0 in one that does not.
    flat : ndarray, shape (determinants,)
        Level weight times weight within the level; adds up to 1.
    """

    levels: NDArray[np.float64]
    within: NDArray[np.float64]
    flat: NDArray[np.float64]

    def __post_init__(self) -> None:
        for array in (self.levels, self.within, self.flat):
            array.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Framework:
    """Levels, determinants and named weightings.

    Attributes
    ----------
    levels, determinants : tuple of str
        Keys, in the order of the tables.
    level_of : ndarray of int, shape (determinants,)
        Position in `levels` of each determinant's level.
    names : mapping
        Names, by the key of a level or determinant.
    weightings : mapping
        The named :class:`Weights`.
    roles : mapping
        By role, as the tables state it, the key of the level or weighting that plays it.
    """

    levels: tuple[str, ...]
    determinants: tuple[str, ...]
    level_of: NDArray[np.intp]
    names: Mapping[str, str]
    weightings: Mapping[str, Weights]
    roles: Mapping[str, str]

    @property
    def narrow(self) -> str | None:
        """Key of the weighting of the framework that is found too narrow; None if there is none."""
        return self.roles.get("narrow")

    @property
    def reference(self) -> str:
        """Key of the weighting that others are compared with: the first where the tables name none."""
        return self.roles.get("reference") or next(iter(self.weightings))

    @classmethod
    def from_study(cls, study: Study) -> Framework:
        """The framework as the study's tables state it, without levels that have no determinant.

        Parameters
        ----------
        study : Study
            The tables.

        Returns
        -------
        Framework
            With every weighting of the tables, normalised.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> framework = Framework.from_study(example_study())
        >>> framework.levels
        ('valley', 'workshop')
        >>> framework.roles
        {'cluster': 'valley', 'firm': 'workshop', 'narrow': 'valley_alone', 'reference': 'both'}
        >>> framework.weightings["handwork"].levels.tolist()
        [0.25, 0.75]
        """
        inhabited = study.levels[study.levels["level"].isin(study.determinants["level"])]
        levels = tuple(inhabited["level"])
        determinants = tuple(study.determinants["determinant"])
        names = dict(zip(levels, inhabited["name"], strict=True))
        names |= dict(zip(determinants, study.determinants["name"], strict=True))
        roles = {
            row.role: key
            for table in (inhabited, study.weightings)
            for key, row in zip(table.iloc[:, 0], each_row(table), strict=True)
            if row.role
        }
        bare = cls(
            levels=levels,
            determinants=determinants,
            level_of=np.array([levels.index(level) for level in study.determinants["level"]]),
            names=names,
            weightings={},
            roles=roles,
        )
        table = study.weights.pivot(index="weighting", columns="determinant", values="weight")
        weightings = {key: bare.weigh(table.loc[key].to_dict()) for key in study.weightings["weighting"]}
        return replace(bare, weightings=weightings)

    def weigh(
        self,
        determinants: Mapping[str, float] | Sequence[float],
        levels: Mapping[str, float] | Sequence[float] | None = None,
    ) -> Weights:
        """Weights from any non-negative numbers, normalised level by level.

        Parameters
        ----------
        determinants : mapping or sequence
            A number of at least 0 for each determinant, in any unit.
        levels : mapping or sequence, optional
            A number of at least 0 for each level, in any unit. Without it a level weighs what its
            determinants weigh together.

        Returns
        -------
        Weights
            In the order of the framework.

        Raises
        ------
        InputError
            If a key is unknown or missing, a number negative or not finite, or nothing is left
            that weighs anything. A level whose determinants are all 0 weighs nothing.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> framework = Framework.from_study(example_study())
        >>> weights = framework.weigh([1, 1, 2, 1, 1], levels={"valley": 3, "workshop": 1})
        >>> weights.flat.tolist()
        [0.1875, 0.1875, 0.375, 0.125, 0.125]
        """
        factors = read_numbers(determinants, self.determinants, "weights")
        factors = factors / (factors.max() or 1)  # the largest numbers would overflow when summed
        sums = np.bincount(self.level_of, factors, minlength=len(self.levels))
        given = sums if levels is None else read_numbers(levels, self.levels, "level weights")
        level_weights = np.where(sums > 0, given / (given.max() or 1), 0.0)
        if not level_weights.any():
            expected = "at least one determinant above 0 in a level above 0"
            raise InputError([Problem("weights", None, None, "0", expected)])
        level_weights = level_weights / level_weights.sum()
        per_level = np.where(sums > 0, sums, 1.0)[self.level_of]
        within = np.where(level_weights[self.level_of] > 0, factors / per_level, 0.0)
        return Weights(level_weights, within, level_weights[self.level_of] * within)


def read_numbers(
    values: Mapping[str, float] | Sequence[float], keys: tuple[str, ...], what: str
) -> NDArray[np.float64]:
    """Non-negative numbers in the order of their keys.

    Parameters
    ----------
    values : mapping or sequence
        A number of at least 0 for each key; a sequence is in their order.
    keys : tuple of str
        The keys that must be there.
    what : str
        What the numbers are called in a problem.

    Returns
    -------
    ndarray, shape (keys,)
        The numbers.

    Raises
    ------
    InputError
        If a key is unknown or missing, or a number negative or not finite.

    Examples
    --------
    >>> read_numbers({"y": 2, "x": 1}, ("x", "y"), "weights").tolist()
    [1.0, 2.0]
    """
    if isinstance(values, pd.Series):
        values = values.to_dict()  # by its labels, whatever their order
    if not isinstance(values, Mapping):
        try:
            count = len(values)
        except TypeError:
            raise InputError([Problem(what, None, None, str(values), f"{len(keys)} numbers")]) from None
        if count != len(keys):
            raise InputError([Problem(what, None, None, f"{count} numbers", f"{len(keys)} numbers")])
        values = dict(zip(keys, values, strict=True))
    problems = [Problem(what, None, None, str(key), one_of(keys, str(key))) for key in values if key not in keys] + [
        Problem(what, None, key, None, "a number of at least 0") for key in keys if key not in values
    ]
    array = np.zeros(len(keys))
    for position, key in enumerate(keys):
        try:
            array[position] = float(values.get(key, 0))
        except (TypeError, ValueError, OverflowError):
            array[position] = np.nan
        if not (np.isfinite(array[position]) and array[position] >= 0):
            problems.append(Problem(what, None, key, str(values[key]), "a number of at least 0"))
    if problems:
        raise InputError(problems)
    return array
