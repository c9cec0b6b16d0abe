"""Checks by the source’s text and its list of works."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Status, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Contrast, Words
from smeclusters.claims.words import place_list
from smeclusters.wording import begun, counted, plural


@check("text")
def clusters_are_counted(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether as many clusters are named as are announced.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds`` if the figure is the number of clusters, ``holds_in_part`` if that of cases, else
        ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="clusters_are_counted", figure=3.0, why_not="")
    >>> assessed.judge(claim).status
    'holds'
    """
    clusters = assessed.study.clusters
    named, cases = len(clusters), clusters["case"].nunique()
    reason = (
        f"{begun(counted(named))} {plural(named, 'place is', 'places are')} named, in {counted(cases)} "
        f"{plural(cases, 'case', 'cases')}: {place_list(assessed, clusters['place'])}."
    )
    status: Status = "holds" if named == claim.figure else "holds_in_part" if cases == claim.figure else "fails"
    return Verdict(status, reason)


@check("text", terms=Words)
def titles_speak_of(assessed: Assessed, claim: Claim, terms: Words) -> Verdict:
    """How many titles in the list of works hold one of some words.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Words
        The words to look for.

    Returns
    -------
    Verdict
        ``holds_in_part`` if some do, else ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="titles_speak_of", terms="cheese", why_not="")
    >>> assessed.judge(claim).status
    'fails'
    """
    titles = list(_with_words(assessed, terms.words)["title"])
    reason = (
        f"{begun(counted(len(titles)))} of {len(assessed.study.listed)} titles in the list of works "
        f"{plural(len(titles), 'has', 'have')} {_either(terms.words)}."
    )
    if 0 < len(titles) <= 3:
        reason += " " + "; ".join(f"“{title}”" for title in titles) + "."
    return Verdict("holds_in_part" if titles else "fails", f"{reason} Titles are all that was looked at.")


@check("text", terms=Contrast)
def titles_lean(assessed: Assessed, claim: Claim, terms: Contrast) -> Verdict:
    """Whether more than twice as many titles have one of some words as have one of others.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Contrast
        The words that are said to be more frequent, and the others.

    Returns
    -------
    Verdict
        ``holds_in_part`` if so, else ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="titles_lean", terms="cheese > clocks", why_not="")
    >>> assessed.judge(claim).status
    'fails'
    """
    more, fewer = (len(_with_words(assessed, words)) for words in (terms.more, terms.fewer))
    reason = (
        f"Of {len(assessed.study.listed)} titles in the list of works {more} have {_either(terms.more)}, {fewer} "
        f"{_either(terms.fewer)}. The list is the paper’s own choice, and titles are all that was looked at."
    )
    return Verdict("holds_in_part" if more > 2 * fewer else "fails", reason)


@check("text", terms=Words)
def term_in_titles(assessed: Assessed, claim: Claim, terms: Words) -> Verdict:
    """Whether the earliest title in the list that has a term is the work that is said to have coined it.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Words
        The words to look for.

    Returns
    -------
    Verdict
        ``holds_in_part`` if so, else ``fails``; ``untestable`` if no title has it.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="term_in_titles", terms="cheese", why_not="")
    >>> assessed.judge(claim).status
    'untestable'
    """
    found = _with_words(assessed, terms.words).sort_values("year")
    if found.empty:
        return Verdict("untestable", "No title in the list of works has the term.")
    first = found.iloc[0]
    reason = (
        f"The earliest listed title with the term is {first['authors'].replace(';', ' and ')} "
        f"{first['year']}; that it was coined on this cluster the title doesn’t say."
    )
    return Verdict("holds_in_part" if first["key"] in claim.sources.split(";") else "fails", reason)


def _with_words(assessed: Assessed, words: Sequence[str]) -> pd.DataFrame:
    """The works in the list whose title has one of some words."""
    listed = assessed.study.listed
    titles = listed["title"].str.casefold()
    return listed[titles.map(lambda title: any(word in title for word in words)).astype(bool)]


def _either(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in words)
