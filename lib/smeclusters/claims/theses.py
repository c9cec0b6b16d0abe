"""The claims of a study that can be asked of any setting of all choices, and two questions that fit any study."""

from __future__ import annotations

from functools import partial

from smeclusters.analysis.uncertainty.theses import (
    Thesis,
    beyond_commonest,
    fewer_ruled_out,
    narrow_rules_out,
    off_high_road,
    speaking_against,
)
from smeclusters.claims.claim import Claim, read_claims
from smeclusters.claims.terms import Implication, Rated, Seen
from smeclusters.model.prepared import Prepared


def theses(prepared: Prepared) -> tuple[Thesis, ...]:
    """What can be asked of each setting of a study's choices.

    Parameters
    ----------
    prepared : Prepared
        The study.

    Returns
    -------
    tuple of Thesis
        First the claims that say that a determinant is not enough for the high road, that the narrow framework
        misleads, and that a wider one does better, under the ids of the claims, in the order of the source. Then
        ``none_on_high_road``, that no cluster is on it for certain by its score, and ``beyond_commonest``, that the
        scores name more of the observed paths than whoever says the commonest of all. What a study lacks cannot be
        asked: without an observed path the last is not there.

    Examples
    --------
    >>> from smeclusters import Prepared, example_study
    >>> [thesis.key for thesis in theses(Prepared(example_study()))]
    ['none_on_high_road', 'beyond_commonest']
    """
    found = [each for claim in read_claims(prepared.study.own) if (each := _of_claim(prepared, claim))]
    count = len(prepared.ratings.clusters)
    found.append(
        Thesis(
            "none_on_high_road", "No cluster is on the high road for certain.", off_high_road, "clusters off it", count
        )
    )
    if prepared.study.observed:
        name = "The scores name more observed paths than whoever says one path of all clusters."
        found.append(Thesis("beyond_commonest", name, beyond_commonest, "more paths named"))
    return tuple(found)


def _of_claim(prepared: Prepared, claim: Claim) -> Thesis | None:
    if claim.check == "is_not_enough":
        terms = Implication.read(claim.terms, prepared.study)
        match terms.given, terms.expected:
            case (Rated(determinant, True),), (Seen("high_road", True),):
                at = prepared.ratings.determinants.index(determinant)
                measure = partial(speaking_against, determinant=at)
                return Thesis(claim.id, claim.summary, measure, "clusters that speak for it")
        return None
    if prepared.framework.narrow and claim.check == "narrow_framework_misleads":
        return Thesis(claim.id, claim.summary, narrow_rules_out, "paths ruled out")
    if prepared.framework.narrow and claim.check == "wider_framework_fits_better":
        return Thesis(claim.id, claim.summary, fewer_ruled_out, "fewer paths ruled out")
    return None
