"""Every combination of discrete choices: in what share of them a thesis holds, and which choice it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smeclusters.analysis.uncertainty.blocks import HERE, Found, Where, gather, parts, per_block
from smeclusters.analysis.uncertainty.choices import Choices
from smeclusters.analysis.uncertainty.scheme import VARIED, Scheme
from smeclusters.analysis.uncertainty.theses import Thesis
from smeclusters.analysis.uncertainty.worlds import Tables, worlds
from smeclusters.model.paths import SETS, code_of
from smeclusters.model.scoring import Array

_CODES = np.array([code_of(key) for key in SETS])


@dataclass(frozen=True, eq=False)
class Multiverse:
    """What every setting of the grid gives.

    Made by :func:`multiverse`.

    Attributes
    ----------
    choices : Choices
        What was chosen from.
    theses : tuple of Thesis
        What was asked.
    measures : ndarray, shape (settings, theses)
        What was measured, in the order of the grid.
    open : ndarray, shape (options, clusters, 6)
        For each option of each choice, in their order, the probability that a setting has it and leaves each set of
        paths open, in the order of :data:`smeclusters.model.paths.SETS`.
    clusters : tuple of str
        Keys.

    References
    ----------
    Steegen, S., Tuerlinckx, F., Gelman, A. and Vanpaemel, W. (2016), Increasing transparency through a multiverse
    analysis, Perspectives on Psychological Science 11(5), 702–712. Simonsohn, U., Simmons, J. P. and Nelson, L. D.
    (2020), Specification curve analysis, Nature Human Behaviour 4, 1208–1214.
    """

    choices: Choices
    theses: tuple[Thesis, ...]
    measures: Array
    open: Array
    clusters: tuple[str, ...]

    @property
    def holding(self) -> NDArray[np.bool_]:
        """Whether each thesis holds in each setting, shape (settings, theses)."""
        columns = [thesis.holds(self.measures[:, at]) for at, thesis in enumerate(self.theses)]
        return np.column_stack(columns) if columns else np.empty((len(self.measures), 0), dtype=bool)

    def shares(self) -> pd.DataFrame:
        """In what share of the settings each thesis holds: of all, and of those with each option.

        Returns
        -------
        DataFrame
            One row a thesis and option: ``thesis, choice, option, share``, each setting as probable as its options;
            first the row of all settings, with no choice and no option.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> from smeclusters.analysis.uncertainty.theses import off_high_road
        >>> thesis = Thesis("off", "One of the three is off the high road", off_high_road, "clusters")
        >>> multiverse(Choices.of(example_study()), [thesis]).shares()["share"].iloc[0].item()
        1.0
        """
        numbers = np.arange(len(self.measures))
        scheme = Scheme.of(self.choices)
        at, likely = scheme.positions(numbers), scheme.probabilities(numbers)
        rows = []
        for thesis, holds in zip(self.theses, self.holding.T, strict=True):
            rows.append((thesis.key, "", "", float((likely * holds).sum() / likely.sum())))
            for name in VARIED:
                for position, option in enumerate(self.choices.each()[name]):
                    here = likely * (at[name] == position)
                    share = float((here * holds).sum() / here.sum()) if here.any() else np.nan
                    rows.append((thesis.key, name, option.key, share))
        return pd.DataFrame(rows, columns=["thesis", "choice", "option", "share"]).astype({"share": float})

    def paths(self) -> pd.DataFrame:
        """In what share of the settings each set of paths is open, by cluster: of all, and of those with each option.

        Returns
        -------
        DataFrame
            One row a cluster and option: ``cluster, choice, option``, then a column for each set of paths in key form.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> table = multiverse(Choices.of(example_study()), []).paths()
        >>> table.query("cluster == 'almen' and choice == ''")[list(SETS)].sum(axis=1).round(9).tolist()
        [1.0]
        """
        options = [(name, option.key) for name in VARIED for option in self.choices.each()[name]]
        first = slice(0, len(self.choices.each()[VARIED[0]]))
        rows = []
        for at, cluster in enumerate(self.clusters):
            rows.append((cluster, "", "", *self.open[first, at].sum(axis=0)))
            for (name, key), found in zip(options, self.open[:, at], strict=True):
                rows.append((cluster, name, key, *(found / (found.sum() or np.nan))))
        return pd.DataFrame(rows, columns=["cluster", "choice", "option", *SETS])


def multiverse(
    choices: Choices,
    theses: Sequence[Thesis],
    tables: Tables | None = None,
    where: Where = HERE,
) -> Multiverse:
    """Go through every combination of options.

    Parameters
    ----------
    choices : Choices
        What can be chosen; how weights are drawn plays no part.
    theses : sequence of Thesis
        What is asked of each setting.
    tables : Tables, optional
        Those of the choices, if they are at hand.
    where : Where, optional
        By default in this process, with nothing kept.

    Returns
    -------
    Multiverse
        The same wherever it was worked out.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> multiverse(Choices.of(example_study()), []).open.sum().round(6).item()  # ten choices, three clusters
    30.0
    """
    tables = Tables.of(choices) if tables is None else tables
    scheme = Scheme.of(choices)
    step = per_block(tables.lo[0, 0].size)
    wanted = parts(-(-scheme.size // step))
    measures, opened = [], np.zeros(())
    for found in gather(partial(_part, scheme, tables, tuple(theses), step), wanted, where):
        measures.append(found["measures"])
        opened = opened + found["open"]
    return Multiverse(choices, tuple(theses), np.concatenate(measures), opened, tables.clusters)


def _part(scheme: Scheme, tables: Tables, theses: Sequence[Thesis], step: int, part: range) -> Found:
    opened = np.zeros((sum(len(scheme.shares[name]) for name in VARIED), len(tables.clusters), len(SETS)))
    measures = []
    for block in part:
        numbers = np.arange(block * step, min((block + 1) * step, scheme.size))
        found = worlds(tables, scheme.grid(numbers))
        measures.append(np.column_stack([thesis.measure(found) for thesis in theses] or [np.empty((len(numbers), 0))]))
        at, likely = scheme.positions(numbers), scheme.probabilities(numbers)
        chosen = (
            np.concatenate([np.eye(len(scheme.shares[name]))[at[name]] for name in VARIED], axis=1) * likely[:, None]
        )
        for kind, code in enumerate(_CODES):
            # Not the matrix product, whose last digit may hang on how many threads a process has.
            opened[:, :, kind] += np.einsum("no,nc->oc", chosen, (found.open == code).astype(float))
    return {"measures": np.concatenate(measures), "open": opened}
