"""Which choice decides: Sobol' indices of scores, classes, ranks and theses, by kind of choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from smeclusters.analysis.uncertainty.blocks import HERE, Found, Where, gather, parts, per_block
from smeclusters.analysis.uncertainty.choices import Choices
from smeclusters.analysis.uncertainty.scheme import VARIED, Scheme
from smeclusters.analysis.uncertainty.simulation import drawn, ranks
from smeclusters.analysis.uncertainty.theses import Thesis
from smeclusters.analysis.uncertainty.worlds import Tables
from smeclusters.errors import InputError, MissingExtra, Problem
from smeclusters.model.paths import PATHS, TOLERANCE, code_of
from smeclusters.model.scoring import Array

POINTS = 1 << 12
"""Points from which indices are worked out; each is gone through once for each kind of choice, and twice more."""

_RARE = 50  # points at which an output must differ from its median, or there is too little to divide among choices
_RESAMPLES = 50  # of the bootstrap: errors of errors are then about a tenth

_DIMENSIONS = 21201
"""As many as SciPy's Sobol sequence has."""

_NUMBERS = 1 << 25
"""Outputs of all runs that are held at once: a quarter of a gigabyte."""


def sensitivity(
    choices: Choices,
    theses: Sequence[Thesis],
    points: int = POINTS,
    seed: int = 0,
    tables: Tables | None = None,
    where: Where = HERE,
) -> pd.DataFrame:
    """First-order and total Sobol' indices of all that :func:`simulate` counts, by kind of choice.

    Parameters
    ----------
    choices : Choices
        What can be chosen, drawn as in :func:`simulate`.
    theses : sequence of Thesis
        What is asked of each setting.
    points : int, default 4096
        A power of two.
    seed : int, default 0
        Of all that is drawn.
    tables : Tables, optional
        Those of the choices, if they are at hand.
    where : Where, optional
        By default in this process, with nothing kept.

    Returns
    -------
    DataFrame
        As :func:`sobol_indices` gives it. The outputs are named ``cluster:score``, ``cluster:rank``,
        ``cluster:low_road``, ``cluster:mixed`` and ``cluster:high_road`` (1 on that path, else 0), and by the thesis
        (1 where it holds).

    Raises
    ------
    InputError
        If there are so many clusters that no Sobol sequence has a number for each of their cells, or that the memory
        would not hold what follows from all points.
    MissingExtra
        If SALib is not there.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> table = sensitivity(Choices.of(example_study()), [], points=64)
    >>> table.query("output == 'borg:rank'")["choice"].tolist()[:3]
    ['coding', 'silent', 'widening']
    """
    tables = Tables.of(choices) if tables is None else tables
    scheme = Scheme.of(choices)
    cells = tables.lo[0, 0].shape
    if 2 * (len(scheme.columns) + cells[0] * cells[1]) > _DIMENSIONS:
        most = (_DIMENSIONS // 2 - len(scheme.columns)) // cells[1]
        raise InputError([Problem("choices", None, "clusters", f"{cells[0]}", f"at most {most} for Sobol' indices")])
    if (numbers := points * (len(VARIED) + 2) * (cells[0] * (2 + len(PATHS)) + len(theses))) > _NUMBERS:
        most = points * _NUMBERS // numbers
        expected = f"at most {1 << (most.bit_length() - 1) if most else 0} for {cells[0]} clusters"
        raise InputError([Problem("choices", None, "points", f"{points}", expected)])
    names = [
        *(f"{cluster}:{measure}" for cluster in tables.clusters for measure in ("score", "rank", *PATHS)),
        *(thesis.key for thesis in theses),
    ]
    groups = [*scheme.columns, *["cells"] * (cells[0] * cells[1])]
    model = partial(_outputs, scheme, tables, tuple(theses))
    return sobol_indices(model, groups, names, points, seed, VARIED, where)


def _outputs(scheme: Scheme, tables: Tables, theses: Sequence[Thesis], points: Array) -> Array:
    count, cells = len(scheme.columns), tables.lo[0, 0].shape
    found = drawn(scheme, tables, points[:, :count], points[:, count:].reshape(len(points), *cells))
    on = [found.open == code_of(path) for path in PATHS]
    of_clusters = np.stack([found.score_lo, ranks(found), *on], axis=2).reshape(len(points), -1)
    return np.column_stack([of_clusters, *(thesis.holds(thesis.measure(found)) for thesis in theses)])


def sobol_indices(
    model: Callable[[Array], Array],
    groups: Sequence[str],
    outputs: Sequence[str],
    points: int = POINTS,
    seed: int = 0,
    order: Sequence[str] | None = None,
    where: Where = HERE,
) -> pd.DataFrame:
    """First-order and total Sobol' indices of any model, by groups of its inputs.

    The first-order index of a group is the part of an output's variance that goes if the group alone were known, the
    total index the part that stays if all but the group were known.

    Parameters
    ----------
    model : callable
        From inputs of shape (n, inputs), uniform in 0…1, to outputs of shape (n, outputs).
    groups : sequence of str
        To which group each input belongs.
    outputs : sequence of str
        What the outputs are called.
    points : int, default 4096
        A power of two. The model is run for each of them as often as there are groups, and twice more.
    seed : int, default 0
        Of the scrambling, and of the bootstrap.
    order : sequence of str, optional
        The groups in the order of the result; by default in that of the inputs.
    where : Where, optional
        By default in this process, with nothing kept.

    Returns
    -------
    DataFrame
        One row an output and group: ``output, choice, first, first_error, total, total_error``. Errors are standard
        errors by the bootstrap. An output has NaN where it is the same nearly everywhere, at all but 50 of the points:
        too little varies to say what that hangs on.

    Raises
    ------
    MissingExtra
        If SALib is not there.

    References
    ----------
    Saltelli, A. and others (2010), Variance based sensitivity analysis of model output. Design and estimator for the
    total sensitivity index, Computer Physics Communications 181(2), 259–270. Saisana, M., Saltelli, A. and
    Tarantola, S. (2005), Uncertainty and sensitivity analysis techniques as tools for the quality assessment of
    composite indicators, Journal of the Royal Statistical Society A 168(2), 307–323.

    Examples
    --------
    Of a sum of two inputs, one with twice the weight, four fifths of the variance are the one's.

    >>> table = sobol_indices(lambda x: 2 * x[:, :1] + x[:, 1:], ["a", "b"], ["sum"], points=1024)
    >>> table["first"].round(2).tolist(), table["total"].round(2).tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    try:
        from SALib.analyze.sobol import first_order, total_order
    except ImportError:
        raise MissingExtra("the extra sensitivity is needed: pip install 'smeclusters[sensitivity]'") from None
    names = list(dict.fromkeys(groups if order is None else order))
    columns = [[at for at, group in enumerate(groups) if group == name] for name in names]
    step = min(points, max(1, per_block(len(groups)) // 4))
    wanted = parts(points // step)
    blocks = list(gather(partial(_part, model, columns, step, seed), wanted, where))
    picked = np.random.default_rng([seed, 1]).integers(points, size=(_RESAMPLES, points))
    times = np.stack([np.bincount(each, minlength=points) for each in picked]).astype(float)
    rows = []
    for at, output in enumerate(outputs):
        values = np.concatenate([block["outputs"][:, :, at] for block in blocks])  # (points, groups + 2)
        if (np.abs(values[:, 0] - np.median(values)) > TOLERANCE).sum() < _RARE:
            rows += [(output, name, *[np.nan] * 4) for name in names]
            continue
        values = (values - values.mean()) / values.std()
        one, mixed, other = values[:, 0], values[:, 1:-1], values[:, -1]
        first = [float(first_order(one, each, other)) for each in mixed.T]
        total = [float(total_order(one, each, other)) for each in mixed.T]
        first_error, total_error = _errors(one, mixed, other, times)
        rows += [(output, *each) for each in zip(names, first, first_error, total, total_error, strict=True)]
    return pd.DataFrame(rows, columns=["output", "choice", "first", "first_error", "total", "total_error"])


def _errors(one: Array, mixed: Array, other: Array, times: Array) -> tuple[Array, Array]:
    """Standard errors of first-order and total indices, from how often each resample of the bootstrap has each point.

    SALib's own bootstrap gives the same, and goes through all points anew for each resample and group.
    """
    one, other = one[:, None], other[:, None]
    sums, squares = (times @ np.column_stack([one + other, one**2 + other**2])).T / (2 * len(one))
    parts = times @ np.column_stack([other * (mixed - one), (one - mixed) ** 2 / 2]) / len(one)
    first, total = np.split((parts / (squares - sums**2)[:, None]).std(axis=0, ddof=1), 2)
    return first, total


def _part(
    model: Callable[[Array], Array], columns: Sequence[Sequence[int]], step: int, seed: int, part: range
) -> Found:
    from scipy.stats import qmc

    count = sum(map(len, columns))
    made = []
    sequence = qmc.Sobol(2 * count, seed=np.random.default_rng([seed]))
    sequence = sequence.fast_forward(part.start * step) if part.start else sequence
    for _ in part:
        both = sequence.random(step)
        one, other = both[:, :count], both[:, count:]
        runs = [one]
        for at in columns:
            mixed = one.copy()
            mixed[:, at] = other[:, at]
            runs.append(mixed)
        made.append(np.stack([model(each) for each in (*runs, other)], axis=1))
    return {"outputs": np.concatenate(made)}
