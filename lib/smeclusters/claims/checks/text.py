"""Checks by the source’s text."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, NotChecked, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Passages
from smeclusters.claims.weighing import GENERAL, independent_of, of_a_part, teams_of, weigh
from smeclusters.claims.words import passages, place_in_words, place_list
from smeclusters.wording import begun, counted, in_a_row, plural


@check("text")
def clusters_are_counted(assessed: Assessed, claim: Claim) -> Verdict:
    """Are as many clusters named as are announced?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``supported_within`` if the figure is the number of clusters, ``mixed`` if it is that of cases and not of
        clusters, else ``contradicted``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="clusters_are_counted", figure=3.0, why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    if claim.figure is None:
        raise NotChecked("No number of clusters is announced.")
    clusters, announced = assessed.study.clusters, counted(round(claim.figure))
    named, cases = len(clusters), clusters["case"].nunique()
    reason = (
        f"Are as many clusters named as are announced? {begun(announced)} {plural(round(claim.figure), 'is', 'are')}. "
        f"{begun(counted(named))} {plural(named, 'place is', 'places are')} named, in {counted(cases)} "
        f"{plural(cases, 'case', 'cases')}: {place_list(assessed, clusters['place'])}."
    )
    counts = [named == claim.figure, cases == claim.figure]
    return Verdict(weigh(0, int(any(counts)), int(not counts[0])), reason)


@check("text", terms=Passages)
def said_elsewhere(assessed: Assessed, claim: Claim, terms: Passages) -> Verdict:
    """Does the source say the same in other passages, which ``terms`` names?

    After ``part: `` come claims that bear on a part of this one alone: they can't support or contradict the whole of
    it.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Passages
        The other claims.

    Returns
    -------
    Verdict
        As :func:`weigh` says of the claims; a general statement takes two teams of other authors to be supported.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="said_elsewhere", terms="valleys-differ", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    others = [assessed.claims[id] for id in terms.ids if id in assessed.claims]
    asked = "Does the paper say so elsewhere?"
    if not others:
        return Verdict("not_checked", f"{asked} It doesn’t; a passage that does would decide it.")
    table = pd.DataFrame(
        {
            "locator": [other.locator for other in others],
            "sources": [other.sources for other in others],
            "basis": "stated",
            "words": [place_in_words(assessed, other) for other in others],
        }
    )
    for_it = table[[other.id not in terms.turned for other in others]]
    against = table.drop(for_it.index)
    alone = independent_of(assessed.study, claim, for_it)
    status = weigh(
        teams_of(assessed.study, for_it[alone]),
        int((~alone).sum()),
        len(against),
        enough=1 if claim.places else GENERAL,
        may=claim.only_may,
    )
    sides = {
        "for it, from other authors": for_it[alone],
        "for it, in the paper’s own words or the same authors’": for_it[~alone],
        "against it": against,
    }
    table["told"] = [f"{words} ({passages(assessed, table.loc[[at]])})" for at, words in table["words"].items()]
    told = [f"{begun(side)} – {'; '.join(table.loc[part.index, 'told'])}." for side, part in sides.items() if len(part)]
    about = " They bear on a part of it only." if terms.partly else ""
    if gone := [id for id in terms.ids if id not in assessed.claims]:
        about += f" In no table: {in_a_row(gone)}."
    return Verdict(of_a_part(status) if terms.partly else status, f"{asked} {' '.join(told)}{about}")
