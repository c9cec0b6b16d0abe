"""Checks by all weightings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import weigh
from smeclusters.claims.words import of_clusters
from smeclusters.model.paths import Paths, classify, overlap
from smeclusters.model.ratings import Ratings
from smeclusters.model.scoring import Array, score
from smeclusters.wording import counted, in_a_row, percent

#: Of all weightings: from here on a share counts as all of them, and below its complement as none.
ALL = 0.999


@check("weightings")
def narrow_framework_misleads(assessed: Assessed, claim: Claim) -> Verdict:
    """However its two determinants are weighed, does the narrow framework rule out what was seen?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        With the share of the splits under which it rules out some: ``supported_within`` for all, ``contradicted`` for
        none, else ``depends_on_weights``; ``not_checked`` where the narrow framework is not one of two determinants.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="narrow_framework_misleads", why_not="")
    >>> assessed.judge(claim).status
    'not_checked'
    """
    framework, seen = assessed.framework, assessed.seen
    counting = np.flatnonzero(assessed.narrow.flat)
    if len(counting) != 2:
        return Verdict("not_checked", "The narrow framework is not one of two determinants.")
    split = np.linspace(0, 1, 201)
    weights = np.zeros((len(split), len(framework.determinants)))
    weights[:, counting] = np.stack([split, 1 - split], axis=1)
    excluded = _excluded(assessed, weights)
    share = float((excluded > 0).mean())
    names = in_a_row([framework.names[framework.determinants[at]].lower() for at in counting])
    least, most = int(excluded.min()), int(excluded.max())
    span = f"{counted(least)} to " if least < most else ""
    reason = (
        f"Do {names}, taken alone, predict what was not observed? They rule out the path observed for "
        f"{span}{of_clusters(most, len(seen))}, whichever of the two counts more. The thresholds of the "
        "score are this edition’s."
    )
    return _by_share(share, reason)


@check("weightings")
def wider_framework_fits_better(assessed: Assessed, claim: Claim) -> Verdict:
    """Under how many weightings of all levels are fewer observed paths ruled out than by the narrow one?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        With the share: ``supported_within`` for all weightings, ``contradicted`` for none, else ``depends_on_weights``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="wider_framework_fits_better", why_not="")
    >>> assessed.judge(claim).status
    'contradicted'
    """
    seen, few, many = assessed.seen, assessed.narrow.flat[None], assessed.drawn
    narrow, excluded = _excluded(assessed, few)[0], _excluded(assessed, many)
    share = float((excluded < narrow).mean())
    reason = (
        "Does a framework of all levels rule out less of what was observed? The narrow one rules out "
        f"{of_clusters(int(narrow), len(seen))}; "
        f"{percent(share, 0, ' per cent')} of the weightings of all "
        f"{counted(len(assessed.framework.levels))} levels rule out fewer (on average "
        f"{excluded.mean():.1f}). But it also says less: of three paths it leaves {_open(assessed, many):.1f} "
        "open to a cluster on "
        f"average, where the narrow one leaves {_open(assessed, few):.1f}; a framework that rules nothing out "
        "cannot be wrong."
    )
    return _by_share(share, reason)


def _paths(assessed: Assessed, ratings: Ratings, weights: Array) -> Paths:
    return classify(score(ratings, weights, assessed.rules), assessed.rules.thresholds)


def _excluded(assessed: Assessed, weights: Array) -> NDArray[np.intp]:
    """For each weighting, in how many clusters it rules out what is observed."""
    keys = _paths(assessed, assessed.ratings, weights).keys()
    rows = dict(zip(assessed.ratings.clusters, keys, strict=True))
    ruled_out: NDArray[np.bool_] = np.array(
        [[not overlap(key, seen) for key in rows[cluster]] for cluster, seen in assessed.seen.items()]
    )
    counts: NDArray[np.intp] = ruled_out.sum(axis=0)
    return counts


def _open(assessed: Assessed, weights: Array) -> float:
    """How many paths are open to a cluster, on average over clusters and weightings."""
    keys = _paths(assessed, assessed.ratings, weights).keys()
    return float(np.mean([len(key.split("|")) for key in keys.ravel()]))


def _by_share(share: float, reason: str) -> Verdict:
    if 1 - ALL < share < ALL:
        return Verdict("depends_on_weights", reason, share, ours=True)
    return Verdict(weigh(0, int(share >= ALL), int(share < ALL)), reason, share, ours=True)
