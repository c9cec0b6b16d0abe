"""Checks by all weightings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Unusable, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.words import of_clusters
from smeclusters.model.paths import PATH_NAMES, SETS, Paths, classify, overlap, within
from smeclusters.model.ratings import HIGHEST, Ratings
from smeclusters.model.scoring import Array, score
from smeclusters.wording import begun, counted, in_a_row, percent

#: Of all weightings: from here on a share counts as all of them, and below its complement as none.
ALL = 0.999


@check("weightings")
def leaves_path_open(assessed: Assessed, claim: Claim) -> Verdict:
    """Under how many of all weightings the framework leaves open what the source sees in a cluster.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        With the share: ``holds`` for all weightings, ``fails`` for none, else ``depends_on_weights``; ``untestable``
        where no path is observed.

    Raises
    ------
    InputError
        If the claim is about no cluster.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["borg-price"], check="leaves_path_open", why_not="")
    >>> assessed.judge(claim).status
    'holds'
    """
    cluster = next((key for key in claim.places if key in assessed.ratings.clusters), None)
    if cluster is None:
        raise Unusable("places", ";".join(claim.places), "a cluster")
    if cluster not in assessed.study.observed:
        return Verdict("untestable", "No path is observed.", ours=True)
    seen = assessed.study.observed[cluster]
    shares = assessed.shares.loc[cluster].to_dict()
    share = float(sum(shares[key] for key in SETS if overlap(key, seen)))
    alone = float(sum(shares[key] for key in SETS if within(key, seen)))
    named = [PATH_NAMES[path] if "road" in path else f"{PATH_NAMES[path]} path" for path in seen.split("|")]
    there = f"the paper sees the {' or the '.join(named)} there"
    reason = (
        f"{begun(there if len(named) == 1 else f'by a sentence on more than this cluster, {there}')}. "
        f"The framework leaves it open under {percent(share, 0, ' per cent')} "
        "of all weightings, which is what "
        f"counts here, and under {percent(alone, 0, ' per cent')} it names nothing else. Being open is a weak "
        "test: other paths mostly are too."
    )
    return _by_share(share, reason)


@check("weightings")
def narrow_framework_misleads(assessed: Assessed, claim: Claim) -> Verdict:
    """However the two determinants of the narrow framework are weighed, does their sum rule out what was seen?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        With the share of the splits under which it rules out some: ``holds`` for all, ``fails`` for none, else
        ``depends_on_weights``; ``untestable`` where the narrow framework is not one of two determinants.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="narrow_framework_misleads", why_not="")
    >>> assessed.judge(claim).status
    'untestable'
    """
    framework, seen = assessed.framework, assessed.seen
    counting = np.flatnonzero(assessed.narrow.flat)
    if len(counting) != 2:
        return Verdict("untestable", "The narrow framework is not one of two determinants.")
    split = np.linspace(0, 1, 201)
    weights = np.zeros((len(split), len(framework.determinants)))
    weights[:, counting] = np.stack([split, 1 - split], axis=1)
    excluded = _excluded(assessed, weights)
    share = float((excluded > 0).mean())
    names = in_a_row([framework.names[framework.determinants[at]].lower() for at in counting])
    least = f"{counted(excluded.min())} to " if excluded.min() < excluded.max() else ""
    reason = (
        f"By {names} alone the path observed is ruled out for {least}{of_clusters(excluded.max(), len(seen))}, "
        "whichever of the two counts more. The marks "
        "from which a score "
        "rules a path out are this edition’s."
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
        With the share: ``holds`` for all weightings, ``fails`` for none, else ``depends_on_weights``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="wider_framework_fits_better", why_not="")
    >>> assessed.judge(claim).status
    'fails'
    """
    seen, few, many = assessed.seen, assessed.narrow.flat[None], assessed.drawn
    narrow, excluded = _excluded(assessed, few)[0], _excluded(assessed, many)
    share = float((excluded < narrow).mean())
    reason = (
        f"The narrow framework rules out what was observed in {of_clusters(int(narrow), len(seen))}; "
        f"{percent(share, 0, ' per cent')} of the weightings of all "
        f"{counted(len(assessed.framework.levels))} levels rule out fewer (on average "
        f"{excluded.mean():.1f}). But it also says less: of three paths it leaves {_open(assessed, many):.1f} "
        "open to a cluster on "
        f"average, where the narrow one leaves {_open(assessed, few):.1f}; a framework that rules nothing out "
        "can’t be wrong."
    )
    return _by_share(share, reason)


@check("weightings")
def firm_level_lifts(assessed: Assessed, claim: Claim) -> Verdict:
    """Under how many weightings one step up on every firm-level determinant changes what is open to half the clusters.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        With the share: ``holds`` for all weightings, ``fails`` for none, else ``depends_on_weights``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="firm_level_lifts", why_not="")
    >>> assessed.judge(claim).status
    'depends_on_weights'
    """
    ratings, raised_keys = assessed.ratings, assessed.at_level("firm")
    step = np.array([float(key in raised_keys) for key in assessed.framework.determinants])
    raised = replace(ratings, lo=np.minimum(ratings.lo + step, HIGHEST), hi=np.minimum(ratings.hi + step, HIGHEST))
    before, after = (_paths(assessed, each, assessed.drawn).open for each in (ratings, raised))
    changed = (before != after).sum(axis=0)
    share = float((2 * changed >= len(ratings.clusters)).mean())
    reason = (
        "One step up on every firm-level determinant would change which paths are open to half of the clusters "
        "or more under "
        f"{percent(share, 0, ' per cent')} of all weightings. That is what the framework says; whether firms "
        "would fare so is another question."
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
    return Verdict("holds" if share >= ALL else "fails", reason, share, ours=True)
