"""Checks by the coded evidence: the source against itself, through our coding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Status, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import (
    Comparison,
    Determinant,
    Facets,
    Illustrations,
    Implication,
    Restatements,
    Seen,
    Term,
    all_true,
    where_true,
)
from smeclusters.claims.words import (
    how_many,
    none_of_these,
    of_clusters,
    passages,
    places_in_brackets,
    quotes,
    terms_in_words,
)
from smeclusters.model.paths import PATHS, SETS, in_words, overlap
from smeclusters.wording import begun, counted, in_a_row, plural

# ---- What other statements say.


@check("evidence", terms=Restatements, of="evidence")
def other_statements(assessed: Assessed, claim: Claim, terms: Restatements) -> Verdict:
    """Whether other statements of the paper on the same point, which ``terms`` names, lean the same way.

    Only one with another work behind it confirms; what rests on the same work, on none or on a guess says it
    again. After ``part: `` come statements that bear on a part of the claim alone.

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
        ``holds`` if another work confirms the whole of it and nothing speaks against it; else
        ``holds_in_part``, or ``untestable`` where nothing leans.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="other_statements", terms="almen-guild-2", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    rows = assessed.study.evidence
    leaning = np.sign(rows[rows["id"] == claim.rows[0]]["rating"].iloc[0])
    others = assessed.statements(terms.ids)
    others = others[others["rating"] != 0]
    if others.empty or leaning == 0:
        return Verdict("untestable", "Nothing else that is said leans one way or the other.", ours=True)
    agreeing = others[np.sign(others["rating"]) == leaning]
    against = others.drop(agreeing.index)
    own = set(claim.sources.split(";"))
    works = agreeing["sources"].map(lambda cited: set(filter(None, cited.split(";"))))
    confirming = (works.map(len) > 0) & ~works.map(own.intersection).astype(bool) & (agreeing["basis"] != "inferred")
    reason = _by_side(
        assessed,
        {
            "for it, with another work behind it": agreeing[confirming],
            "for it, with no other work behind it": agreeing[~confirming],
            "against it": against,
        },
    ) + (" That bears on a part of it only." if terms.partly else "")
    holds = confirming.any() and against.empty and not terms.partly
    return Verdict("holds" if holds else "holds_in_part", reason, ours=True)


@check("evidence", terms=Illustrations)
def agrees_with(assessed: Assessed, claim: Claim, terms: Illustrations) -> Verdict:
    """Whether the named statements about places, which show the claim at work or not, are favourable.

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
        ``holds_in_part`` if one of them is for it, ``untestable`` otherwise.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="agrees_with", terms="almen-craft-2", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    rows = assessed.statements(terms.ids)
    if rows.empty:
        return Verdict("untestable", "No statement about a place bears on it.", ours=True)
    for_it = rows[np.sign(rows["rating"]) == (1 if terms.favourable else -1)]
    reason = _by_side(assessed, {"for it": for_it, "against it": rows.drop(for_it.index)})
    reason += " The statements are the paper’s own; they illustrate and can’t prove."
    return Verdict("untestable" if for_it.empty else "holds_in_part", reason, ours=True)


@check("evidence", terms=Facets)
def points_both_ways(assessed: Assessed, claim: Claim, terms: Facets) -> Verdict:
    """Whether the statements on some facets are favourable and unfavourable, both.

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
        ``holds_in_part`` if there are both, ``untestable`` otherwise.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="points_both_ways", terms="marks;quarrels", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    rows = assessed.evidence[assessed.evidence["facet"].isin(terms.keys)]
    good, bad = rows[rows["rating"] > 0], rows[rows["rating"] < 0]
    if rows.empty:
        return Verdict("untestable", "Nothing is said of it in any place.", ours=True)
    where = [f" ({passages(assessed, side)})" if len(side) else "" for side in (good, bad)]
    are = "statement on it is" if len(good) == 1 else "statements on it are"
    reason = f"{begun(how_many(len(good)))} {are} favourable{where[0]}, {counted(len(bad))} unfavourable{where[1]}."
    # Statements about clusters illustrate what is claimed of the region; one side alone leaves it open.
    return Verdict("holds_in_part" if len(good) and len(bad) else "untestable", reason, ours=True)


@check("evidence", terms=Facets)
def past_and_present_differ(assessed: Assessed, claim: Claim, terms: Facets) -> Verdict:
    """Whether a facet of a cluster was rated one way in the past and is now rated the other.

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
        ``holds`` if the signs differ, ``holds_in_part`` if both come from one passage, ``fails`` if they do
        not differ; ``untestable`` if only one is told.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="past_and_present_differ", terms="marks", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    rows = assessed.study.evidence
    rows = rows[
        (rows["vintage"] <= assessed.study.vintage) & rows["facet"].isin(terms.keys) & rows["place"].isin(claim.places)
    ]
    past, now = (rows[rows["period"] == period]["rating"].median() for period in ("past", "current"))
    if pd.isna(past) or pd.isna(now):
        return Verdict("untestable", "Only one of past and present is told.", ours=True)
    passage = rows["locator"].nunique() == 1
    status: Status = "fails" if past * now >= 0 else "holds_in_part" if passage else "holds"
    reason = f"Rated {past:+.0f} in the past and {now:+.0f} now.".replace("-", "−")
    return Verdict(status, reason + (" Both come from one passage." if passage else ""), ours=True)


@check("evidence", terms=Facets)
def nothing_known(assessed: Assessed, claim: Claim, terms: Facets) -> Verdict:
    """Whether no statement about the places themselves concerns a facet; what one on all clusters says is told.

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
        ``holds`` or ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="nothing_known", terms="masters", why_not="")
    >>> assessed.judge(claim).status
    'fails'
    """
    rows = assessed.evidence[assessed.evidence["facet"].isin(terms.keys)]
    places = assessed.study.places
    own = rows[rows["place"].isin(claim.places)]
    general = rows[rows["place"].isin(places[places["kind"] == "sample"]["place"])]
    if len(own):
        return Verdict("fails", f"It is told after all: {quotes(assessed, own)}.", ours=True)
    if len(general):
        return Verdict(
            "holds",
            "Nothing is said of the places themselves. One sentence is on all clusters and says nothing of what "
            f"followed: {quotes(assessed, general)}.",
            ours=True,
        )
    return Verdict("holds", "Nothing is said of it.", ours=True)


@check("evidence", terms=Determinant)
def only_these_places(assessed: Assessed, claim: Claim, terms: Determinant) -> Verdict:
    """Whether, of the clusters, only those of the claim have statements on a determinant.

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
        ``holds``, ``holds_in_part`` if the clusters that have them are others in part, ``fails`` if all are
        others.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["almen-mark"], check="only_these_places", terms="fairs", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    clusters = assessed.ratings.clusters
    rows = assessed.evidence[assessed.evidence["determinant"] == terms.key]
    spoken_of = set(rows["place"]) & set(clusters)
    reason = (
        f"Statements on it are about {of_clusters(len(spoken_of), len(clusters))}"
        f"{places_in_brackets(assessed, spoken_of)}."
    )
    shared = spoken_of & set(claim.places)
    return Verdict(
        "holds" if spoken_of == set(claim.places) else "holds_in_part" if shared else "fails",
        reason,
        ours=True,
    )


# ---- What goes together.


@check("evidence", terms=Implication)
def goes_together(assessed: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Whether, in the clusters where the one is sure and the other known, the other is there too.

    ``terms`` has the form ``a+ -> b+`` for a tendency, which one case can neither show nor refute, or
    ``a+ => b+`` for a rule, which one case refutes. What only a sentence on all clusters tells can add to what
    speaks for it, and can't make up for two cases against it; a case that such a sentence leaves open is a doubt.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Implication
        What is given, and what is expected.

    Returns
    -------
    Verdict
        ``holds``, ``holds_in_part`` or ``fails``; ``untestable`` with too few cases.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="goes_together", terms="guild- => path:high_road", why_not="")
    >>> assessed.judge(claim).status
    'fails'
    """
    given, expected = terms.given, terms.expected
    cases = {key: all_true(assessed, key, expected) for key in where_true(assessed, given)}
    for_it = [key for key, value in cases.items() if value is True]
    against = [key for key, value in cases.items() if value is False]
    left_open = [key for key, value in cases.items() if value is None]
    if not cases:
        return Verdict("untestable", f"No cluster is {terms_in_words(assessed, given)}.", ours=True)
    if len(cases) == 1:
        missing = [term for term in expected if term.true_of(assessed, [*cases][0]) is False]
        found = "it is" if for_it else "it is not" if against else "the evidence doesn’t tell whether it is"
        reason = (
            f"One cluster is {terms_in_words(assessed, given)}{places_in_brackets(assessed, cases)}; {found} "
            f"{terms_in_words(assessed, missing or expected)}."
        )
    else:
        reason = (
            f"{begun(counted(len(cases)))} clusters are {terms_in_words(assessed, given)}; of these "
            f"{counted(len(for_it))} {plural(len(for_it), 'is', 'are')} "
            f"{terms_in_words(assessed, expected)}{places_in_brackets(assessed, for_it)}, "
            f"{counted(len(against))} {plural(len(against), 'is', 'are')} not{places_in_brackets(assessed, against)}."
            + (f" Of {counted(len(left_open))} the evidence doesn’t tell." if left_open else "")
        )
    if len(cases) == len(assessed.study.clusters):
        reason += " No cluster is otherwise, so that nothing shows what would be without it."
    if any(isinstance(term, Seen) and not term.on for term in given):
        reason += " To be off a road is taken here for the gain that is meant."
    if terms.rule and against:
        return Verdict("fails", f"{reason} A rule is refuted by one case.", ours=True)
    general = _by_general_sentence(assessed, for_it, terms)
    if general:
        where = f"in {counted(len(general))} of them " if len(for_it) > 1 else ""
        reason += (
            f" What speaks for it {where}comes in part from a "
            f"sentence on all clusters{places_in_brackets(assessed, general)}."
        )
    if len(for_it) + len(against) < 2:
        status: Status = "holds_in_part" if terms.rule and for_it else "untestable"
        return Verdict(status, f"{reason} One case is too little to go by.", ours=True)
    if len(against) > 1 and len(general) == len(for_it):
        return Verdict("fails", reason, ours=True)
    doubts = against or general or _by_general_sentence(assessed, left_open, terms)
    return Verdict("holds_in_part" if doubts else "holds", reason, ours=True)


@check("evidence", terms=Implication)
def is_not_enough(assessed: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Whether there is a cluster where the one is sure and the other surely missing.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Implication
        What is given, and what is expected.

    Returns
    -------
    Verdict
        ``holds`` if there is one, ``fails`` if not; ``untestable`` where the first is sure in none.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="is_not_enough", terms="guild- -> path:high_road", why_not="")
    >>> assessed.judge(claim).status
    'holds'
    """
    given, expected = terms.given, terms.expected
    cases = {key: all_true(assessed, key, expected) for key in where_true(assessed, given)}
    against = [key for key, value in cases.items() if value is False]
    if not cases:
        return Verdict("untestable", f"No cluster is {terms_in_words(assessed, given)}.", ours=True)
    reason = (
        f"{begun(counted(len(cases)))} {plural(len(cases), 'cluster is', 'clusters are')} "
        f"{terms_in_words(assessed, given)}"
        f"{places_in_brackets(assessed, cases)}; "
        f"{none_of_these(len(against), len(cases), terms_in_words(assessed, expected))}. "
        "One such case shows that the first isn’t enough; what would be enough no such case can show."
    )
    general = _by_general_sentence(assessed, against, terms)
    if general:
        reason += (
            f" In {counted(len(general))} of them this comes in part from a sentence on all clusters"
            f"{places_in_brackets(assessed, general)}."
        )
    if expected == (Seen("high_road", on=True),) and not _may_be(assessed, "high_road"):
        reason += " With no high road among the cases, this would be so of any condition."
    return Verdict("holds" if against else "fails", reason, ours=True)


@check("evidence", terms=Implication)
def counterexamples_are_described(assessed: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Whether the paper describes, one by one, most of the cases that refute that the one suffices for the other.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Implication
        What is given, and what is expected.

    Returns
    -------
    Verdict
        ``holds`` if it describes all, and more than two; ``holds_in_part`` if some; ``fails`` if none.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> terms = "guild- -> path:high_road"
    >>> claim = replace(assessed.claims["learn"], check="counterexamples_are_described", terms=terms, why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    cases = where_true(assessed, terms.given)
    against = [key for key in cases if all_true(assessed, key, terms.expected) is False]
    described = [key for key in against if key in assessed.described]
    if not against:
        return Verdict("fails", "No cluster speaks for it.", ours=True)
    rest = ", for the rest only in a sentence on all clusters" if len(described) < len(against) else ""
    reason = (
        f"{begun(counted(len(against)))} {plural(len(against), 'cluster speaks', 'clusters speak')} for "
        f"it{places_in_brackets(assessed, against)}; for {counted(len(described))} of them the "
        f"paper describes the path itself{places_in_brackets(assessed, described)}{rest}."
    )
    return Verdict(
        "holds" if described == against and len(against) > 2 else "holds_in_part" if described else "fails",
        reason,
        ours=True,
    )


# ---- The paths observed.


@check("evidence")
def no_high_road(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether the paper sees no cluster on the high road.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds`` if it sees none and describes all, ``fails`` if most surely are on it, else ``holds_in_part``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="no_high_road", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    seen, described = assessed.seen, assessed.described
    high = [key for key, path in seen.items() if path == "high_road"]
    mixed = [key for key, path in seen.items() if path == "mixed"]
    reason = begun(
        f"{of_clusters(len(high), len(seen))} {plural(len(high), 'is', 'are')} seen on the high "
        "road, "
        f"{counted(len(mixed))} on a mixed one{places_in_brackets(assessed, mixed)}. "
        f"The paths of {counted(len(described))} are described one by one{places_in_brackets(assessed, described)}"
        + ("; those of the others only a sentence on all clusters tells." if len(described) < len(seen) else ".")
    )
    if len(high) * 2 > len(seen):
        return Verdict("fails", reason, ours=True)
    return Verdict("holds" if not high and len(described) == len(seen) else "holds_in_part", reason, ours=True)


@check("evidence")
def price_decides(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether the clusters that are described one by one are on the low road.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds`` if all are, ``holds_in_part`` if some, ``fails`` if none; ``untestable`` if none is
        described.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="price_decides", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    described = assessed.described
    low = [key for key in described if assessed.seen[key] == "low_road"]
    others = set(described) - set(low)
    if not described:
        return Verdict("untestable", "No cluster is described by itself.", ours=True)
    each = plural(len(described), "described by itself", "described one by one")
    reason = (
        f"Of the {counted(len(described))} {plural(len(described), 'cluster', 'clusters')} {each}, {counted(len(low))} "
        f"{plural(len(low), 'competes', 'compete')} by price"
        f"{places_in_brackets(assessed, low)}, {counted(len(others))} not by price "
        f"alone{places_in_brackets(assessed, others)}. "
        "On other clusters there is only the general sentence, which can’t test itself."
    )
    return Verdict("holds" if not others else "holds_in_part" if low else "fails", reason, ours=True)


@check("evidence")
def some_path_is_between(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether a cluster is seen on neither road.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds`` or ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="some_path_is_between", why_not="")
    >>> assessed.judge(claim).status
    'fails'
    """
    mixed = [key for key, path in assessed.seen.items() if path == "mixed"]
    reason = (
        f"{begun(of_clusters(len(mixed), len(assessed.seen)))} "
        f"{plural(len(mixed), 'is', 'are')} seen between the two "
        f"roads{places_in_brackets(assessed, mixed)}."
    )
    return Verdict("holds" if mixed else "fails", reason, ours=True)


@check("evidence")
def paths_differ(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether the clusters' paths differ; their growth itself is not observed.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds_in_part`` if two surely differ, ``fails`` if all are surely alike, else ``untestable``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="paths_differ", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    kinds = sorted(set(assessed.seen.values()), key=SETS.index)
    reason = f"Paths observed: {'; '.join(map(in_words, kinds))}. How fast a cluster grew the paper says of none."
    differ = any(not overlap(one, other) for one, other in combinations(kinds, 2))
    status: Status = "holds_in_part" if differ else "fails" if kinds in [[path] for path in PATHS] else "untestable"
    return Verdict(status, reason, ours=True)


@check("evidence")
def likeness_does_not_tell(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether clusters that are as like the textbook took different paths.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds_in_part`` if each better cluster has a rival surely on the low road, else ``fails``;
        ``untestable`` if none is surely better.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="likeness_does_not_tell", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    like = assessed.study.likeness[assessed.study.likeness["likeness"] == "like"].groupby("cluster").size()
    seen = assessed.seen
    better = [key for key, paths in seen.items() if not overlap(paths, "low_road")]
    rivals = {
        key: [other for other in seen if seen[other] == "low_road" and like.get(other, 0) >= like.get(key, 0)]
        for key in better
    }
    if not better:
        return Verdict("untestable", "No cluster surely took a better path.", ours=True)
    found = [key for key in better if rivals[key]]
    one = found[0] if found else better[0]
    reason = (
        f"{assessed.names[one]} is like the textbook in {like.get(one, 0)} features; {how_many(len(rivals[one]))} "
        "low-road "
        f"{plural(len(rivals[one]), 'cluster is', 'clusters are')} like it in as "
        f"many{places_in_brackets(assessed, rivals[one])}"
        + (", some of them by sentences on all clusters" if rivals[one] else "")
        + ". One better case is too little to go by."
    )
    return Verdict("holds_in_part" if len(found) == len(better) else "fails", reason, ours=True)


# ---- The cells.


@check("evidence", terms=Comparison)
def is_lower(assessed: Assessed, claim: Claim, terms: Comparison) -> Verdict:
    """Whether one cluster's cell is surely lower than others'.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Comparison
        The determinant, the cluster and the others.

    Returns
    -------
    Verdict
        ``holds`` if surely lower than all, ``fails`` if surely not lower than any, else ``holds_in_part``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="is_lower", terms="fairs: cresta < almen;borg", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    cells = {key: assessed.cells[key, terms.determinant] for key in assessed.ratings.clusters}
    cell, others = cells[terms.cluster], terms.others
    sure = [other for other in others if cell.hi < cells[other].lo]
    refuted = [other for other in others if cell.lo >= cells[other].hi]
    if len(others) == 1:
        how = "surely lower" if sure else "surely not lower" if refuted else "neither surely lower nor surely not lower"
        against = f"the one cluster that it is set beside{places_in_brackets(assessed, others)}"
    else:
        how = "surely lower"
        against = (
            f"{counted(len(sure))} of the {counted(len(others))} clusters that it is set "
            f"beside{places_in_brackets(assessed, sure)}"
        )
        if refuted:
            against += f", and surely not lower than in {counted(len(refuted))}{places_in_brackets(assessed, refuted)}"
    reason = f"In {assessed.names[terms.cluster]} it is {how} than in {against}."
    status: Status = (
        "holds" if len(sure) == len(others) else "fails" if len(refuted) == len(others) else "holds_in_part"
    )
    return Verdict(status, reason, ours=True)


@check("evidence")
def success_and_failure(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether each cluster has favourable and unfavourable cells.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds_in_part`` if some cluster has both, else ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="success_and_failure", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    good = {cell.cluster for cell in assessed.cells.values() if cell.lo > 0}
    bad = {cell.cluster for cell in assessed.cells.values() if cell.hi < 0}
    total = len(assessed.study.clusters)
    reason = (
        "Both what is surely favourable and what is surely unfavourable are found in "
        f"{of_clusters(len(good & bad), total)}{places_in_brackets(assessed, good & bad)}."
    )
    # Determinants are not marks of success; they only stand in for them.
    return Verdict("holds_in_part" if good & bad else "fails", reason, ours=True)


@check("evidence")
def every_level_bears(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether something surely favourable or unfavourable is known at each level, in each cluster.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds_in_part`` if something is known, else ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="every_level_bears", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    level = assessed.study.determinants.set_index("determinant")["level"]
    known = {(cell.cluster, level[cell.determinant]) for cell in assessed.cells.values() if cell.lo > 0 or cell.hi < 0}
    total = len(assessed.study.clusters) * len(assessed.study.levels)
    reason = (
        f"In {len(known)} of {total} pairs of a cluster and a level something is surely favourable or "
        "unfavourable. That the factors "
        "are tied to one another is not coded."
    )
    return Verdict("holds_in_part" if known else "fails", reason, ours=True)


@check("evidence")
def clusters_differ(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether some determinant surely differs between clusters.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds`` or ``fails``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="clusters_differ", why_not="")
    >>> assessed.judge(claim).status
    'holds'
    """
    ratings, names = assessed.ratings, assessed.framework.names
    differs = ratings.lo.max(axis=0) > ratings.hi.min(axis=0)
    apart = [key for key, apart in zip(ratings.determinants, differs, strict=True) if apart]
    reason = (
        f"{begun(counted(len(apart)))} of {len(ratings.determinants)} determinants surely differ between the "
        "clusters studied"
        f" ({in_a_row([names[key].lower() for key in apart]) or 'none'})."
    )
    return Verdict("holds" if apart else "fails", reason, ours=True)


def _may_be(assessed: Assessed, path: str) -> bool:
    """Whether what is observed of some cluster leaves a path open."""
    return any(overlap(path, seen) for seen in assessed.study.observed.values())


def _by_side(assessed: Assessed, sides: dict[str, pd.DataFrame]) -> str:
    """Statements on each side of a claim, as a sentence."""
    quoted = [f"{side}: {quotes(assessed, rows)}" for side, rows in sides.items() if len(rows)]
    return f"{begun('; '.join(quoted))}."


def _by_general_sentence(assessed: Assessed, clusters: Sequence[str], terms: Implication) -> list[str]:
    """The clusters of which a sentence on all tells something that the terms look at."""
    looked_at: tuple[Term, ...] = (*terms.given, *terms.expected)
    return [key for key in clusters if not all(term.told_of(assessed, key) for term in looked_at)]
