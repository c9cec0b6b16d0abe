"""The one rule by which checks decide: how many cases speak for a claim, whose they are, and how many against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from smeclusters.claims.claim import Claim, Status, Verdict
from smeclusters.study import Study
from smeclusters.study.labels import authors_of
from smeclusters.wording import plain

#: Teams of other authors that it takes to support a general statement.
GENERAL = 2


def weigh(
    independent: int,
    within: int = 0,
    against: int = 0,
    *,
    at_least: int = 1,
    enough: int = 1,
    rule: bool = False,
    may: bool = False,
) -> Status:
    """The verdict on a statement, from the number of cases on each side.

    A case is whatever a check counts: another statement, a cluster, a figure. The same numbers give the same verdict,
    whichever check has counted them.

    Parameters
    ----------
    independent : int
        Cases for it that come from other authors than the claim: see :func:`independent_of`.
    within : int, default 0
        Cases for it that are the source's own words, or the same authors'.
    against : int, default 0
        Cases against it.
    at_least : int, default 1
        How many cases it takes, on both sides together, for anything to be said: two for what is said to go together,
        since one case shows no tendency.
    enough : int, default 1
        How many independent cases make it supported: more than one for a general statement.
    rule : bool, default False
        Whether it is said of all cases, so that one against it contradicts it.
    may : bool, default False
        Whether it is only said that it may be so, which cases of something else don't contradict.

    Returns
    -------
    str
        ``contradicted`` if there are cases against it and none for it, or if one refutes a rule; ``not_checked`` if
        there are too few; ``mixed`` if there are cases on both sides; ``supported`` if enough of those for it are
        independent; else ``supported_within``.

    Examples
    --------
    >>> weigh(1), weigh(0, 2), weigh(1, 0, 1), weigh(0, 0, 1), weigh(0)
    ('supported', 'supported_within', 'mixed', 'contradicted', 'not_checked')

    One case shows no tendency, and refutes a rule.

    >>> weigh(1, at_least=2), weigh(0, 0, 1, at_least=2), weigh(3, 0, 1, rule=True)
    ('not_checked', 'not_checked', 'contradicted')

    What may be so can stand beside what speaks for something else.

    >>> weigh(1, 0, 2, may=True), weigh(0, 0, 2, may=True)
    ('supported', 'not_checked')
    """
    favour, against = independent + within, 0 if may else against
    if rule and against:
        return "contradicted"
    if favour + against < max(at_least, 1):
        return "not_checked"
    if favour and against:
        return "mixed"
    if against:
        return "contradicted"
    return "supported" if independent >= enough else "supported_within"


def team(study: Study, sources: str) -> frozenset[str]:
    """The authors of some works, by whom it is told whether two works come from the same hands.

    Parameters
    ----------
    study : Study
        The coded paper.
    sources : str
        Keys of works, separated by semicolons.

    Returns
    -------
    frozenset of str
        Their family names, without accents and capitals; the key itself of a work that the bibliography does not have.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> sorted(team(example_study(), "haller1998;nobody1990"))
    ['haller', 'nobody1990']
    """
    known = study.references
    return frozenset(
        plain(name)
        for key in filter(None, sources.split(";"))
        for name in (authors_of(known[key]) if key in known else [key])
    )


def on_a_part(verdict: Verdict, part: str) -> Verdict:
    """The verdict on the whole of a statement, where all cases bear on a part of it.

    It is reached for whatever part the claim names, whichever check decides it. A check calls it for a part that hangs
    on the data.

    Parameters
    ----------
    verdict : Verdict
        The verdict on the part.
    part : str
        Which part it is, in words that end the sentence “This bears on a part of it only: …”; "" for the whole.

    Returns
    -------
    Verdict
        ``supported_within`` where the part is supported. Where it is contradicted, so is the whole; what is not
        checked is so whatever the part; and a part that the check has named already stays.

    Examples
    --------
    >>> found = on_a_part(Verdict("supported", "Others tell of it."), "the harvest")
    >>> found.status, found.reason
    ('supported_within', 'Others tell of it. This bears on a part of it only: the harvest.')
    >>> on_a_part(Verdict("contradicted", "There was none."), "the harvest").reason
    'There was none.'
    """
    if not part or verdict.part or verdict.status in ("contradicted", "not_checked"):
        return verdict
    status: Status = "supported_within" if verdict.status == "supported" else verdict.status
    return replace(_named(verdict, part), status=status)


def left_open(verdict: Verdict, part: str) -> Verdict:
    """The verdict on the whole of a statement that can be true though a part of it that is looked at is otherwise.

    So it is with what was said in other words, and with a few countries out of many.

    Parameters
    ----------
    verdict : Verdict
        The verdict on the part.
    part : str
        Which part it is, as for :func:`on_a_part`; "" for the whole.

    Returns
    -------
    Verdict
        ``not_checked``, with the part, where the part is contradicted or not checked.

    Examples
    --------
    >>> found = left_open(Verdict("contradicted", "There was none."), "the harvest")
    >>> found.status, found.reason
    ('not_checked', 'There was none. This bears on a part of it only: the harvest.')
    >>> left_open(Verdict("supported", "Others tell of it."), "the harvest").status
    'supported'
    """
    if not part or verdict.status not in ("contradicted", "not_checked"):
        return verdict
    return replace(_named(verdict, part), status="not_checked")


def _named(verdict: Verdict, part: str) -> Verdict:
    return replace(verdict, reason=f"{verdict.reason} This bears on a part of it only: {part}.", part=part)


def account_of(study: Study, places: Iterable[str]) -> frozenset[str]:
    """From whom a source takes its account of some places: the authors of what it names as their case studies.

    Parameters
    ----------
    study : Study
        The coded paper.
    places : iterable of str
        Keys of places.

    Returns
    -------
    frozenset of str
        Their family names, without accents and capitals; none for a place that no study is named for.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> account_of(example_study(), ["borg"])
    frozenset()
    """
    wanted = set(places)
    named = zip(study.citations["cases"], study.citations["authors"], strict=True)
    by = [authors for cases, authors in named if not wanted.isdisjoint(cases.split(";"))]
    return frozenset(plain(name) for authors in by for name in authors.split(";"))


def independent_of(study: Study, claim: Claim, rows: pd.DataFrame) -> pd.Series:
    """Which rows come from other authors than a claim.

    Its authors are the paper's own, and those whom it cites for the claim; where it cites nobody, those from whom it
    takes its account of the clusters that the claim is about.

    Parameters
    ----------
    study : Study
        The coded paper, with its authors.
    claim : Claim
        The claim.
    rows : DataFrame
        Rows of a table with the columns ``sources`` and ``basis``.

    Returns
    -------
    Series of bool
        False for a row that cites nobody, or is a guess.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> rows = assessed.statements(["borg-tools-1", "almen-guild-2"])
    >>> independent_of(assessed.study, assessed.claims["learn"], rows).tolist()
    [True, False]
    """
    own = {*map(plain, study.authors), *(team(study, claim.sources) or account_of(study, claim.places))}
    teams = [team(study, sources) for sources in rows["sources"]]
    others = [bool(each) and not each & own for each in teams]
    return pd.Series(others, rows.index, dtype=bool) & (rows["basis"] != "inferred")


def teams_of(study: Study, rows: pd.DataFrame) -> int:
    """From how many teams of authors rows come: two works that share an author count once.

    Parameters
    ----------
    study : Study
        The coded paper.
    rows : DataFrame
        Rows of a table with the column ``sources``.

    Returns
    -------
    int
        Rows that cite nobody count for none.

    Examples
    --------
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> teams_of(assessed.study, assessed.statements(["borg-tools-1", "almen-guild-1", "almen-craft-1"]))
    1
    """
    found: list[frozenset[str]] = []
    for sources in rows["sources"]:
        joined = team(study, sources)
        apart = [each for each in found if not each & joined]
        joined = joined.union(*(each for each in found if each & joined))
        found = [*apart, joined] if joined else apart
    return len(found)
