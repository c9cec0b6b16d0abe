"""Settings drawn from all choices, continuous ones included: how often a path is found and a thesis holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from smeclusters.analysis.sampling import REPLICATES, standard_error
from smeclusters.analysis.uncertainty.blocks import HERE, Found, Where, gather, parts, per_block
from smeclusters.analysis.uncertainty.choices import Choices
from smeclusters.analysis.uncertainty.scheme import Scheme
from smeclusters.analysis.uncertainty.theses import Thesis
from smeclusters.analysis.uncertainty.worlds import Tables, Worlds, worlds
from smeclusters.model.paths import PATHS, code_of
from smeclusters.model.scoring import Array

SAMPLES = 1 << 16
"""Settings that are drawn unless more are asked for."""

_CODES = np.array([code_of(path) for path in PATHS], dtype=np.uint8)
_MEASURES = (*PATHS, "score", "rank")


def simulate(
    choices: Choices,
    theses: Sequence[Thesis],
    samples: int = SAMPLES,
    seed: int = 0,
    tables: Tables | None = None,
    where: Where = HERE,
) -> pd.DataFrame:
    """Draw settings, and count what follows from them.

    Options are drawn by their probabilities, exponents and thresholds uniformly between their options, weights from
    their prior, and every rating uniformly on its cell's range. All but the ratings come from scrambled Sobol
    sequences, 16 of them, whose spread gives the errors; for the ratings, one for each cell, such points are no better
    than random ones.

    Parameters
    ----------
    choices : Choices
        What can be chosen; its weightings and what a cell counts as play no part.
    theses : sequence of Thesis
        What is asked of each setting.
    samples : int, default 65,536
        How many settings; the next power of two from 16 on is drawn.
    seed : int, default 0
        Of all that is drawn.
    tables : Tables, optional
        Those of the choices, if they are at hand.
    where : Where, optional
        By default in this process, with nothing kept.

    Returns
    -------
    DataFrame
        One row a result: ``of`` (a cluster or a thesis), ``measure`` (of a cluster the share of each path, and the
        means of its score and its rank, 1 the best; of a thesis ``holds``, the share in which it does), ``value`` and
        its standard ``error``. The same wherever it was worked out.

    Examples
    --------
    Almen is rated well throughout, Borg badly.

    >>> from smeclusters import example_study
    >>> table = simulate(Choices.of(example_study()), [], samples=1024)
    >>> table.query("measure == 'rank'")["value"].round(1).tolist()
    [1.0, 3.0, 2.0]
    """
    tables = Tables.of(choices) if tables is None else tables
    scheme = Scheme.of(choices)
    each = 1 << max(0, (-(-samples // REPLICATES) - 1).bit_length())
    step = min(each, per_block(tables.lo[0, 0].size))
    wanted = parts(REPLICATES * each // step)
    work = partial(_part, scheme, tables, tuple(theses), each, step, seed)
    sums = np.zeros(())
    for found in gather(work, wanted, where):
        sums = sums + np.concatenate([found["clusters"].reshape(REPLICATES, -1), found["theses"]], axis=1)
    results = sums / each
    return pd.DataFrame(
        {
            "of": [*(key for key in tables.clusters for _ in _MEASURES), *(thesis.key for thesis in theses)],
            "measure": [*_MEASURES * len(tables.clusters), *["holds"] * len(theses)],
            "value": results.mean(axis=0),
            "error": standard_error(list(results)),
        }
    )


def drawn(scheme: Scheme, tables: Tables, points: Array, places: Array) -> Worlds:
    """The worlds of some points.

    Parameters
    ----------
    scheme : Scheme
        What points stand for.
    tables : Tables
        What settings look up.
    points : ndarray, shape (n, columns), in 0…1
        Of the cube of all choices but the ratings.
    places : ndarray, shape (n, clusters, determinants), in 0…1
        Where in its range each rating lies.

    Returns
    -------
    Worlds
        One for each point.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> choices = Choices.of(example_study())
    >>> scheme = Scheme.of(choices)
    >>> points, places = np.full((2, len(scheme.columns)), 0.3), np.full((2, 3, 5), 0.5)
    >>> drawn(scheme, Tables.of(choices), points, places).open.shape
    (2, 3)
    """
    return worlds(tables, scheme.settings(points), places)


def ranks(found: Worlds) -> Array:
    """The clusters' ranks by their scores, shape (n, clusters): 1 the best, ties sharing theirs.

    Parameters
    ----------
    found : Worlds
        Drawn, so that a score is one number.

    Examples
    --------
    >>> from smeclusters.analysis.uncertainty.theses import _worlds
    >>> ranks(_worlds(rating=1, score=1, narrow=1, observed=1)).tolist()
    [[1.0]]
    """
    from scipy.stats import rankdata  # half a second, and much that imports this module ranks nothing

    return np.asarray(rankdata(-found.score_lo, axis=1))


def _part(
    scheme: Scheme, tables: Tables, theses: Sequence[Thesis], each: int, step: int, seed: int, part: range
) -> Found:
    from scipy.stats import qmc

    cells = tables.lo[0, 0].shape
    clusters = np.zeros((REPLICATES, cells[0], len(_MEASURES)))
    held = np.zeros((REPLICATES, len(theses)))
    sequence = None
    for block in part:
        replicate, start = divmod(block * step, each)
        if sequence is None or start == 0:
            sequence = qmc.Sobol(len(scheme.columns), seed=np.random.default_rng([seed, replicate]))
            sequence = sequence.fast_forward(start) if start else sequence
        places = np.random.default_rng([seed, replicate, 1 + start]).random((step, *cells))
        found = drawn(scheme, tables, sequence.random(step), places)
        for kind, code in enumerate(_CODES):
            clusters[replicate, :, kind] += (found.open == code).sum(axis=0)
        clusters[replicate, :, -2] += found.score_lo.sum(axis=0)
        clusters[replicate, :, -1] += ranks(found).sum(axis=0)
        held[replicate] += [thesis.holds(thesis.measure(found)).sum() for thesis in theses]
    return {"clusters": clusters, "theses": held}
