"""Checks by all weightings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from smeclusters.analysis.sampling import draw
from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check, unusable
from smeclusters.model.paths import PATH_NAMES, SETS, classify
from smeclusters.model.ratings import HIGHEST
from smeclusters.model.scoring import score
from smeclusters.wording import counted, percent

#: Of all weightings: from here on a share counts as all of them, and below its complement as none.
ALL = 0.999


@check("weightings")
def leaves_path_open(paper: Assessed, claim: Claim) -> Verdict:
    """Under how many of all weightings the framework leaves open the path that the paper sees in a cluster."""
    clusters = [key for key in claim.places if key in paper.ratings.clusters]
    if not clusters:
        raise unusable(claim, "places", ";".join(claim.places), "a cluster")
    cluster = clusters[0]
    if cluster not in paper.study.observed:
        return Verdict("untestable", "No path is observed.", ours=True)
    path = paper.study.observed[cluster]
    row = paper.shares.loc[cluster]
    share = float(sum(row[key] for key in SETS if path in key.split("|")))
    alone = float(row[path])
    named = PATH_NAMES[path] if "road" in path else f"{PATH_NAMES[path]} path"
    reason = (
        f"The paper sees the {named} there. The framework leaves it open under {percent(share, 0, ' per cent')} of all weightings, which is what "
        f"counts here, and under {percent(alone, 0, ' per cent')} it names nothing else. Being open is a weak test: other paths mostly are too."
    )
    return _by_share(share, reason)


@check("weightings")
def narrow_framework_misleads(paper: Assessed, claim: Claim) -> Verdict:
    """However external economies and joint action are weighed, does their sum rule out what was seen?"""
    framework, seen = paper.framework, paper.study.observed
    if not seen:
        return Verdict("untestable", "No path is observed.", ours=True)
    split = np.linspace(0, 1, 201)
    weights = np.zeros((len(split), len(framework.determinants)))
    weights[:, framework.determinants.index("external_economies")] = split
    weights[:, framework.determinants.index("joint_action")] = 1 - split
    excluded = _excluded(paper, weights)
    share = float((excluded > 0).mean())
    reason = (
        f"By external economies and joint action alone the path observed is ruled out for {counted(excluded.min())} to "
        f"{counted(excluded.max())} of {counted(len(seen))} clusters, whichever of the two counts more. The marks from which a score "
        "rules a path out are this edition’s."
    )
    return _by_share(share, reason)


@check("weightings")
def wider_framework_fits_better(paper: Assessed, claim: Claim) -> Verdict:
    """Under how many weightings of all levels are fewer observed paths ruled out than by the narrow one?"""
    if not paper.study.observed:
        return Verdict("untestable", "No path is observed.", ours=True)
    few, many = (
        paper.framework.weightings["collective_efficiency"].flat[None],
        draw(paper.framework, "hierarchical"),
    )
    narrow, excluded = _excluded(paper, few)[0], _excluded(paper, many)
    share = float((excluded < narrow).mean())
    reason = (
        f"The narrow framework rules out what was observed in {counted(int(narrow))} of {counted(len(paper.study.observed))} "
        f"clusters; {percent(share, 0, ' per cent')} of the weightings of all three levels rule out fewer (on average "
        f"{excluded.mean():.1f}). But it also says less: of three paths it leaves {_open(paper, many):.1f} open to a cluster on "
        f"average, where the narrow one leaves {_open(paper, few):.1f}; a framework that rules nothing out can’t be wrong."
    )
    return _by_share(share, reason)


@check("weightings")
def firm_level_lifts(paper: Assessed, claim: Claim) -> Verdict:
    """Under how many weightings one step up on every firm-level determinant changes what is open to half the clusters."""
    ratings, framework = paper.ratings, paper.framework
    step = (framework.level_of == framework.levels.index("firm")).astype(float)
    raised = replace(
        ratings, lo=np.minimum(ratings.lo + step, HIGHEST), hi=np.minimum(ratings.hi + step, HIGHEST)
    )
    weights = draw(framework, "hierarchical")
    before, after = (classify(score(each, weights)).open for each in (ratings, raised))
    changed = (before != after).sum(axis=0)
    share = float((2 * changed >= len(ratings.clusters)).mean())
    reason = (
        f"One step up on every firm-level determinant would change which paths are open to half of the clusters or more under "
        f"{percent(share, 0, ' per cent')} of all weightings. That is what the framework says; whether firms would fare so is another question."
    )
    return _by_share(share, reason)


def _excluded(paper: Assessed, weights: np.ndarray) -> np.ndarray:
    """For each weighting, in how many clusters it rules out the path observed."""
    seen = paper.study.observed
    kept = [at for at, key in enumerate(paper.ratings.clusters) if key in seen]
    keys = classify(score(paper.ratings, weights)).keys()[kept]
    names = [seen[paper.ratings.clusters[at]] for at in kept]
    return np.sum(
        [[name not in key.split("|") for key in row] for name, row in zip(names, keys, strict=True)], axis=0
    )


def _open(paper: Assessed, weights: np.ndarray) -> float:
    """How many paths are open to a cluster, on average over clusters and weightings."""
    keys = classify(score(paper.ratings, weights)).keys()
    return float(np.mean([len(key.split("|")) for key in keys.ravel()]))


def _by_share(share: float, reason: str) -> Verdict:
    if 1 - ALL < share < ALL:
        return Verdict("depends_on_weights", reason, share, ours=True)
    return Verdict("holds" if share >= ALL else "fails", reason, share, ours=True)
