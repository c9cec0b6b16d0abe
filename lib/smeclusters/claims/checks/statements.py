"""Checks by what else the source says on the same point: other statements, as coded, and other passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Determinant, Facets, Illustrations, Passages, Restatements
from smeclusters.claims.weighing import GENERAL, independent_of, left_open, on_a_part, teams_of, weigh
from smeclusters.claims.words import BESIDE, how_many, of_clusters, passages, places_in_brackets, quotes, statement
from smeclusters.wording import begun, counted, plural, signed


@check("evidence", terms=Restatements, of="evidence")
def other_statements(assessed: Assessed, claim: Claim, terms: Restatements) -> Verdict:
    """Do other statements of the paper on the same point, which ``terms`` names, say the same?

    What stands in the same sentence as the claim is no other statement. Those that bear on a part of the claim alone
    can't support or contradict the whole of it. What is only said to be possible is not contradicted by what speaks
    for something else, a guess speaks against nothing, and what can be true beside the claim is told and not counted.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Restatements
        The other statements.

    Returns
    -------
    Verdict
        As :func:`weigh` says; of a part, ``supported_within`` at best, and ``not_checked`` where all are against it.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="other_statements", terms="almen-guild-2", why_not="")
    >>> assessed.judge(claim).status
    'contradicted'
    """
    rows = assessed.study.evidence
    own = rows[rows["id"].isin(claim.rows)]
    leaning = np.sign(rows[rows["id"] == claim.rows[0]]["rating"].iloc[0])
    others = assessed.statements(terms.ids)
    others = others[(others["rating"] != 0) & (leaning != 0) & ~_same_sentence(others, own)]
    beside = assessed.statements(terms.beside)
    asked = "Do other statements say the same?"
    if others.empty and beside.empty:
        reason = f"{asked} None speaks for it or against it; one that does would decide it."
        return Verdict("not_checked", reason, ours=True)
    same = (np.sign(others["rating"]) == leaning) != others.index.isin(terms.turned)
    return replace(_weighed(assessed, claim, asked, others[same], others[~same], beside), ours=True)


@check("text", terms=Passages)
def said_elsewhere(assessed: Assessed, claim: Claim, terms: Passages) -> Verdict:
    """Does the source say the same in other passages, which ``terms`` names?

    Claims that bear on a part of this one alone can't support or contradict the whole of it, and what can be true
    beside it is told and not counted.

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
    rows, beside = (_passages(assessed, ids) for ids in (terms.ids, terms.beside))
    asked = "Does the paper say so again?"
    if rows.empty and beside.empty:
        return Verdict("not_checked", f"{asked} It does not; a passage that does would decide it.")
    against = rows.index.isin(terms.turned)
    enough = 1 if claim.places else GENERAL
    return _weighed(assessed, claim, asked, rows[~against], rows[against], beside, enough=enough)


@check("evidence", terms=Illustrations)
def agrees_with(assessed: Assessed, claim: Claim, terms: Illustrations) -> Verdict:
    """Do the named statements about places show a general statement at work?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Illustrations
        The statements about places.

    Returns
    -------
    Verdict
        As :func:`weigh` says; examples from two teams of other authors make it supported.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="agrees_with", terms="almen-craft-2", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    rows = assessed.statements(terms.ids)
    rows = rows[rows["rating"] != 0]
    beside = assessed.statements(terms.beside)
    asked = "Do the places that the paper describes show it?"
    if rows.empty and beside.empty:
        return Verdict(
            "not_checked", f"{asked} No place that it describes bears on it; one would decide it.", ours=True
        )
    same = (np.sign(rows["rating"]) == (1 if terms.favourable else -1)) != rows.index.isin(terms.turned)
    found = _weighed(assessed, claim, asked, rows[same], rows[~same], beside, enough=GENERAL)
    found = on_a_part(found, claim.part)  # before the last word, which is on all that was told
    return replace(found, reason=f"{found.reason} Examples illustrate; they do not prove.", ours=True)


@check("evidence", terms=Facets)
def points_both_ways(assessed: Assessed, claim: Claim, terms: Facets) -> Verdict:
    """Are there favourable and unfavourable statements on some facets, both?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Facets
        The facets to look at.

    Returns
    -------
    Verdict
        As :func:`weigh` says of pairs of statements, one of each side; ``contradicted`` if two or more are all on
        one side, and ``not_checked`` if there is a single one.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="points_both_ways", terms="marks;quarrels", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    rows = assessed.evidence[assessed.evidence["facet"].isin(terms.keys) & (assessed.evidence["rating"] != 0)]
    rows = rows.drop(index=[row for row in claim.rows if row in rows.index])
    asked = "Does the paper report good and bad sides of it?"
    if rows.empty:
        return Verdict("not_checked", f"{asked} It reports neither; a study of one place would decide it.", ours=True)
    sides = [rows[rows["rating"] > 0], rows[rows["rating"] < 0]]
    alone = [teams_of(assessed.study, side[independent_of(assessed.study, claim, side)]) for side in sides]
    each = [
        f"{how_many(len(side))} {plural(len(side), 'statement is', 'statements are')} {word}"
        + (f", {_from_others(own)} – {quotes(assessed, side)}" if len(side) else "")
        for side, own, word in zip(sides, alone, ("favourable", "unfavourable"), strict=True)
    ]
    pairs = min(map(len, sides))
    status = weigh(
        min(alone), pairs - min(alone), against=0 if pairs else len(rows), at_least=1 if pairs else 2, enough=GENERAL
    )
    return Verdict(status, f"{asked} {begun(each[0])}. {begun(each[1])}.", ours=True)


@check("evidence", terms=Facets)
def past_and_present_differ(assessed: Assessed, claim: Claim, terms: Facets) -> Verdict:
    """Was a facet of a cluster rated one way in the past, and is it rated the other way now?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Facets
        The facets to look at.

    Returns
    -------
    Verdict
        ``supported`` or ``supported_within`` if the signs differ, ``contradicted`` if not; ``not_checked`` if only
        one of the two is told.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="past_and_present_differ", terms="marks", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    rows = assessed.study.evidence
    rows = rows[
        (rows["vintage"] <= assessed.study.vintage) & rows["facet"].isin(terms.keys) & rows["place"].isin(claim.places)
    ]
    past, now = (rows[rows["period"] == period] for period in ("past", "current"))
    asked = "Does the paper rate it otherwise in the past than now?"
    if past.empty or now.empty:
        return Verdict(
            "not_checked",
            f"{asked} Only one of the two is rated; a work on the other would decide it.",
            ours=True,
        )
    before, after = past["rating"].median(), now["rating"].median()
    alone = min(independent_of(assessed.study, claim, side).any() for side in (past, now))
    differs = before * after < 0
    status = weigh(int(differs and alone), int(differs and not alone), int(not differs))
    reason = f"{asked} It is rated {signed(before)} in the past and {signed(after)} now ({passages(assessed, rows)})."
    by = " Other authors report both." if alone else " Other authors do not report both."
    return Verdict(status, reason + by, ours=True)


@check("evidence", terms=Facets)
def nothing_known(assessed: Assessed, claim: Claim, terms: Facets) -> Verdict:
    """Is nothing said of a facet in the places themselves? What a sentence on all clusters says is told.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Facets
        The facets to look at.

    Returns
    -------
    Verdict
        ``supported_within`` or ``contradicted``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="nothing_known", terms="masters", why_not="")
    >>> assessed.judge(claim).status
    'contradicted'
    """
    rows = assessed.evidence[assessed.evidence["facet"].isin(terms.keys)]
    places = assessed.study.places
    own = rows[rows["place"].isin(claim.places)]
    general = rows[rows["place"].isin(places[places["kind"] == "sample"]["place"])]
    reason = "Does the paper say anything of it? "
    if len(own):
        reason += f"It does – {quotes(assessed, own)}."
    elif len(general):
        reason += (
            "Not of the places themselves. One sentence is on all clusters and says nothing of what followed – "
            f"{quotes(assessed, general)}."
        )
    else:
        reason += "It does not."
    return Verdict(weigh(0, int(own.empty), len(own)), reason, ours=True)


@check("evidence", terms=Determinant)
def only_these_places(assessed: Assessed, claim: Claim, terms: Determinant) -> Verdict:
    """Of the clusters, do works speak of a determinant in those of the claim alone?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Determinant
        The determinant to look at.

    Returns
    -------
    Verdict
        As :func:`weigh` says: each of the claim's clusters is for it, each other one against it.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="only_these_places", terms="fairs", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    clusters = assessed.ratings.clusters
    rows = assessed.evidence
    rows = rows[(rows["determinant"] == terms.key) & rows["place"].isin(clusters) & (rows["basis"] != "inferred")]
    studied = set(rows[rows["sources"] != ""]["place"])
    reason = (
        "For which clusters does a work speak on this point? "
        f"{begun(of_clusters(len(studied), len(clusters)))}{places_in_brackets(assessed, studied)}. "
        "The works themselves were not looked at."
    )
    others = studied - set(claim.places)
    found = Verdict(weigh(0, len(studied & set(claim.places)), len(others)), reason, ours=True)
    silent = studied and not others  # which is no case
    return on_a_part(found, "that works speak of it there, not that none does elsewhere") if silent else found


def _weighed(
    assessed: Assessed,
    claim: Claim,
    asked: str,
    for_it: pd.DataFrame,
    against: pd.DataFrame,
    beside: pd.DataFrame,
    enough: int = 1,
) -> Verdict:
    """The verdict by statements on each side of a claim, and its reason, which names what keeps it from more.

    Those beside it are told and not counted. Statements against a part of it alone leave the whole open.
    """
    alone = independent_of(assessed.study, claim, for_it)
    teams = teams_of(assessed.study, for_it[alone])
    speaks = _speaks(assessed, claim, against)
    status = weigh(teams, int((~alone).sum()), sum(speaks), enough=enough, may=claim.only_may)
    others, own_words = "for it, from other authors", "for it, in the paper’s own words"
    of_case = claim.places and not claim.sources
    same = f"for it, from the {'authors of the case study' if of_case else 'same authors or newspaper'}"
    contrary, guess, summary = "against it", "otherwise, as a guess", "otherwise, in a summary that passes over it"
    if claim.only_may:
        contrary = f"{'not so, which' if status == 'not_checked' else 'otherwise, as'} a “may” allows"
    cited = (for_it["sources"] != "") & (for_it["basis"] != "inferred")
    favour = [others if other else same if work else own_words for other, work in zip(alone, cited, strict=True)]
    disfavour = [
        contrary if each else guess if basis == "inferred" else summary
        for each, basis in zip(speaks, against["basis"], strict=True)
    ]
    told = [
        *_told(assessed, for_it, favour, (others, same, own_words)),
        *_told(assessed, against, disfavour, (contrary, guess, summary)),
        *_told(assessed, beside, [BESIDE] * len(beside), (BESIDE,)),
    ]
    reason = " ".join([asked, *told])
    if status == "supported_within" and 0 < teams < enough and not claim.part:
        reason += f" A general statement takes {counted(enough)} teams of other authors; found: {counted(teams)}."
    found = left_open(Verdict(status, reason), claim.part)
    if found.status == "not_checked":
        left = "That does not contradict it; a work on the same point would decide it."
        found = replace(found, reason=f"{found.reason} {left}")
    return found


def _told(assessed: Assessed, rows: pd.DataFrame, sides: list[str], order: Iterable[str]) -> list[str]:
    """Statements, a sentence for each side that has some; `sides` says on which each stands."""
    found = [(side, rows[[each == side for each in sides]]) for side in order if side in sides]
    return [f"{begun(side)} – {quotes(assessed, each)}." for side, each in found]


def _passages(assessed: Assessed, ids: Iterable[str]) -> pd.DataFrame:
    """Those of the claims that have these ids, as rows of evidence would have them."""
    found = [assessed.claims[id] for id in ids if id in assessed.claims]
    return pd.DataFrame(
        {
            "place": "",  # their words name it
            "summary": [statement(assessed, each) for each in found],
            "locator": [each.locator for each in found],
            "sources": [each.sources for each in found],
            "basis": ["inferred" if each.kind == "inference" else "stated" for each in found],
        },
        index=[each.id for each in found],
    )


def _from_others(teams: int) -> str:
    return (
        f"with {counted(teams)} {plural(teams, 'team', 'teams')} of other authors"
        if teams
        else "none from other authors"
    )


def _speaks(assessed: Assessed, claim: Claim, rows: pd.DataFrame) -> list[bool]:
    """Which rows speak against a claim: no guess, and no summary against an exception that it passes over."""
    generality = assessed.generality
    widest = max((generality[place] for place in claim.places), default=max(generality.values()))
    told = zip(rows["basis"], rows["place"], strict=True)
    return [basis != "inferred" and generality.get(place, 0) <= widest for basis, place in told]


def _same_sentence(rows: pd.DataFrame, own: pd.DataFrame) -> pd.Series:
    """Which rows rest on a sentence on which one of a claim's own rests."""
    told = own.dropna(subset="sentence")
    sentences = set(zip(told["locator"], told["sentence"], strict=True))
    each = zip(rows["locator"], rows["sentence"], strict=True)
    return pd.Series([at in sentences for at in each], rows.index, dtype=bool)
