"""What all choices come to, as one flat table."""

from __future__ import annotations

import pandas as pd

from smeclusters.analysis.uncertainty.multiverse import Multiverse

COLUMNS = ("kind", "of", "measure", "choice", "option", "value", "error")


def flat_records(grid: Multiverse, drawn: pd.DataFrame, decides: pd.DataFrame | None = None) -> pd.DataFrame:
    """One table of what :func:`multiverse`, :func:`simulate` and :func:`sensitivity` found.

    Parameters
    ----------
    grid : Multiverse
        Of every combination.
    drawn : DataFrame
        From :func:`simulate`.
    decides : DataFrame, optional
        From :func:`sensitivity`.

    Returns
    -------
    DataFrame
        One row a number: ``kind`` (``multiverse``, ``drawn`` or ``sobol``), ``of`` (a thesis or a cluster),
        ``measure`` (``holds``, a set of paths, ``score`` or ``rank``; of ``sobol`` the same with ``:first`` or
        ``:total`` behind it), ``choice`` and ``option`` (empty where all settings count), ``value``, and its
        standard ``error``, NaN where nothing was drawn.

    Examples
    --------
    >>> from smeclusters import Choices, example_study, multiverse, simulate
    >>> choices = Choices.of(example_study())
    >>> table = flat_records(multiverse(choices, []), simulate(choices, [], 16))
    >>> table.query("kind == 'drawn'")["measure"].tolist()[:5]
    ['low_road', 'mixed', 'high_road', 'score', 'rank']
    """
    shares = grid.shares().rename(columns={"thesis": "of", "share": "value"}).assign(measure="holds")
    paths = grid.paths().rename(columns={"cluster": "of"})
    # Cluster by cluster, and not measure by measure.
    of_clusters = paths.melt(["of", "choice", "option"], var_name="measure", ignore_index=False).sort_index(
        kind="stable"
    )
    parts: list[pd.DataFrame] = [
        shares.assign(kind="multiverse"),
        of_clusters.assign(kind="multiverse"),
        drawn.assign(kind="drawn", choice="", option=""),
    ]
    if decides is not None:
        asked = decides["output"].str.partition(":")
        measures = asked[2].where(asked[2] != "", "holds")
        for index in ("first", "total"):
            found = decides[["choice"]].assign(of=asked[0], measure=measures + f":{index}", kind="sobol", option="")
            parts.append(found.assign(value=decides[index], error=decides[f"{index}_error"]))
    table: pd.DataFrame = pd.concat(parts, ignore_index=True)[list(COLUMNS)]
    return table
