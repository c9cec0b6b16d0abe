"""Checks by the coded evidence: the clusters as cases, what goes together in them, and the paths observed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Status, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Concentrated, FacetRated, Implication, Rated, Seen, Term, all_true, where_true
from smeclusters.claims.weighing import independent_of, on_a_part, weigh
from smeclusters.claims.words import place_list, places_in_brackets, terms_in_words
from smeclusters.model.paths import overlap
from smeclusters.wording import begun, counted, in_a_row, plural

#: What would decide what no case shows.
_WANTED = " A cluster with evidence on both would decide it."

_OPEN = "the evidence leaves it open"

#: Cases that it takes to say that things go together.
TENDENCY = 2

#: Cases that it takes for what is said to be shown strongly.
STRONG = 3


# ---- What goes together.


@check("evidence", terms=Implication)
def goes_together(assessed: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Where the one is sure, is the other there too?

    ``terms`` has the form ``a+ -> b+`` for a tendency, which takes two cases, or ``a+ => b+`` for a rule, which one
    case refutes. Clusters where the evidence leaves the other open are told and not counted, and neither are those of
    which only a sentence on more than the cluster tells.

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
        As :func:`weigh` says of the clusters.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="goes_together", terms="guild- => path:high_road", why_not="")
    >>> assessed.judge(claim).status
    'contradicted'
    """
    cases = {key: all_true(assessed, key, terms.expected) for key in where_true(assessed, terms.given)}
    told = [key for key in cases if _told(assessed, terms, key)]
    for_it, against, left_open = ([key for key in told if cases[key] is value] for value in (True, False, None))
    general = [key for key in cases if key not in told]
    given, expected = (terms_in_words(assessed, side) for side in (terms.given, terms.expected))
    asked = f"Is a cluster that is {given} also {expected}?"
    if not cases:
        return Verdict("not_checked", f"{asked} {_no_cluster_is(given)}", ours=True)
    reason = f"{asked}{_answers(assessed, {'yes': for_it, 'no': against, _OPEN: left_open})}"
    if general:
        reason += (
            f" For {counted(len(general))} there is only a sentence on several places"
            f"{places_in_brackets(assessed, general)}."
        )
    status = _by_cases(assessed, claim, terms, for_it, against)
    if status == "not_checked":
        reason += " One case is too little to go by; more would decide it." if for_it or against else _WANTED
    elif terms.rule and against:
        reason += " What is said of all is refuted by one case."
    elif len(cases) == len(assessed.study.clusters):
        reason += " No cluster is otherwise, so that nothing shows what would be without it."
    told_by = _told_by(assessed, claim, terms, for_it) if status in ("supported", "supported_within") else ""
    return Verdict(status, reason + told_by, ours=True)


@check("evidence", terms=Implication)
def is_not_enough(assessed: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Is a cluster where the one is sure always one where the other is too?

    What is said to be possible, that it isn’t, is shown by one case. It is contradicted only if there are cases enough
    and the one always comes with the other.

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
        As :func:`weigh` says: clusters without the other are for it; only if all have it, and two or more, those are
        against.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="is_not_enough", terms="guild- -> path:high_road", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    cases = {key: all_true(assessed, key, terms.expected) for key in where_true(assessed, terms.given)}
    without, both, left_open = ([key for key in cases if cases[key] is value] for value in (False, True, None))
    given, expected = (terms_in_words(assessed, side) for side in (terms.given, terms.expected))
    asked = f"Is a cluster that is {given} always {expected}?"
    if not cases:
        return Verdict("not_checked", f"{asked} {_no_cluster_is(given)}", ours=True)
    reason = f"{asked}{_answers(assessed, {'it is not': without, 'it is': both, _OPEN: left_open})}"
    if without:
        reason += " One such case shows that it is not enough. No such case shows what would be enough."
    if terms.expected == (Seen("high_road", on=True),) and not _may_be(assessed, "high_road"):
        reason += " It follows from the paths observed: with no high road among the cases, any condition would pass."
    independent, within = _by_authors(assessed, claim, terms, without)
    always = len(both) if len(both) == len(cases) else 0
    status = weigh(independent, within, always, at_least=1 if without else TENDENCY)
    if status == "not_checked":
        reason += " A case of the first without the other would show that the first is not enough."
    told = _told_by(assessed, claim, terms, without) if without else ""
    return Verdict(status, reason + told + _general(assessed, without, terms), ours=True)


@check("evidence", terms=Implication)
def counterexamples_are_described(assessed: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Are there enough cases with the one and without the other, each described by itself, to say so strongly?

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
        As :func:`weigh` says: described cases without the other are for it, those with it against; three from other
        authors make it supported.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> terms = "guild- -> path:high_road"
    >>> claim = replace(assessed.claims["learn"], check="counterexamples_are_described", terms=terms, why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    cases = {key: all_true(assessed, key, terms.expected) for key in where_true(assessed, terms.given)}
    without, both = (
        [key for key in cases if cases[key] is value and key in assessed.described] for value in (False, True)
    )
    reason = (
        f"How many cases are there, described one by one, that show it? {begun(counted(len(without)))}"
        f"{places_in_brackets(assessed, without)}; for “strongly” this edition asks for {counted(STRONG)}."
    )
    if general := [key for key in cases if cases[key] is False and key not in without]:
        reason += f" For others there is only a sentence on all clusters{places_in_brackets(assessed, general)}."
    if both:
        reason += f" The contrary shows in {counted(len(both))}{places_in_brackets(assessed, both)}."
    independent, within = _by_authors(assessed, claim, terms, without)
    status = weigh(independent, within, len(both), enough=STRONG)
    if status == "not_checked":
        reason += " Studies of single clusters would decide it."
    return Verdict(status, reason + (_told_by(assessed, claim, terms, without) if without else ""), ours=True)


# ---- The paths observed.


@check("evidence")
def no_high_road(assessed: Assessed, claim: Claim) -> Verdict:
    """Are the clusters that are described one by one off the high road?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        As :func:`weigh` says of them.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="no_high_road", why_not="")
    >>> assessed.judge(claim).status
    'mixed'
    """
    off = [key for key in assessed.described if not overlap(assessed.seen[key], "high_road")]
    reason = f"Was a cluster observed on the high road? {_told_of_paths(assessed, 'high_road')}"
    others = [each for key, each in assessed.seen.items() if key not in assessed.described]
    if assessed.described and any(overlap(each, "high_road") for each in others):
        reason += " Of the others the high road is not ruled out."
    return _of_paths(assessed, claim, reason, off, enough=TENDENCY)


@check("evidence")
def price_decides(assessed: Assessed, claim: Claim) -> Verdict:
    """Are the clusters that are described one by one on the low road, where price decides?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        As :func:`weigh` says of them.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="price_decides", why_not="")
    >>> assessed.judge(claim).status
    'mixed'
    """
    low = [key for key in assessed.described if assessed.seen[key] == "low_road"]
    high = [key for key in assessed.described if assessed.seen[key] == "high_road"]
    asked = "Was each cluster observed on the low road, where price decides?"
    reason = f"{asked} {_told_of_paths(assessed, 'low_road')}"
    if high:
        where = f"{counted(len(high))}{places_in_brackets(assessed, high)}"
        reason += f" The high road, where price does not decide, was observed in {where}."
    elif low:
        reason += " Between the roads price may decide too."
    found = _of_paths(assessed, claim, reason, low, len(high), enough=TENDENCY)
    part = "" if set(low) == set(assessed.seen) else f"{place_list(assessed, low)}, not the other clusters"
    return on_a_part(found, part)


@check("evidence")
def some_path_is_between(assessed: Assessed, claim: Claim) -> Verdict:
    """Is a cluster seen on neither road?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        As :func:`weigh` says: one such cluster is for it; only if there is none, the others are against.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="some_path_is_between", why_not="")
    >>> assessed.judge(claim).status
    'contradicted'
    """
    between = [key for key in assessed.described if assessed.seen[key] == "mixed"]
    reason = f"Was a cluster observed between the two roads? {_told_of_paths(assessed, 'mixed')}"
    return _of_paths(assessed, claim, reason, between, against=0 if between else len(assessed.described))


@check("evidence")
def likeness_does_not_tell(assessed: Assessed, claim: Claim) -> Verdict:
    """Did clusters that are as like the textbook as each other take different paths?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        As :func:`weigh` says of the clusters that took a better path: those with a rival on the low road that is as
        like the textbook are for it, the others against; ``not_checked`` if none is surely better.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="likeness_does_not_tell", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    like = assessed.study.likeness[assessed.study.likeness["likeness"] == "like"].groupby("cluster").size()
    seen = assessed.seen
    better = [key for key, paths in seen.items() if not overlap(paths, "low_road")]
    asked = "Did clusters that are equally like the textbook take different paths?"
    if not better:
        reason = f"{asked} No cluster took a better path than the low road for certain; one that did would decide it."
        return Verdict("not_checked", reason, ours=True)
    rivals = {
        key: [other for other in seen if seen[other] == "low_road" and like.get(other, 0) >= like.get(key, 0)]
        for key in better
    }
    matched = [key for key in better if rivals[key]]
    each = "; ".join(
        f"{assessed.names[key]} took a better path and is like the textbook in {counted(int(like.get(key, 0)))} "
        f"{plural(int(like.get(key, 0)), 'feature', 'features')}, and {_how_many_rivals(assessed, rivals[key])}"
        for key in better
    )
    return Verdict(weigh(0, len(matched), len(better) - len(matched)), f"{asked} {each}.", ours=True)


def _answers(assessed: Assessed, found: Mapping[str, Sequence[str]]) -> str:
    """In how many clusters each answer is found, as a sentence with a blank before it; nothing for no cluster."""
    told = [
        f"{answer} in {counted(len(keys))}{places_in_brackets(assessed, keys)}"
        for answer, keys in found.items()
        if keys
    ]
    return f" {begun(in_a_row(told))}." if told else ""


def _how_many_rivals(assessed: Assessed, keys: Sequence[str]) -> str:
    if not keys:
        return "no cluster on the low road is like it in so many"
    clusters = plural(len(keys), "cluster on the low road is", "clusters on the low road are")
    return f"{counted(len(keys))} {clusters} like it in at least as many{places_in_brackets(assessed, keys)}"


def _told_of_paths(assessed: Assessed, path: str) -> str:
    """How many of the clusters that are described one by one are seen on a path."""
    described = assessed.described
    if not described:
        return (
            "No path is described of any one cluster: there is only a sentence on all. A study of one would decide it."
        )
    on = [key for key in described if assessed.seen[key] == path]
    off = [key for key in described if key not in on]
    others = len(assessed.seen) - len(described)
    return (
        f"Of the {counted(len(described))} described one by one, {counted(len(on))} "
        f"{plural(len(on), 'is', 'are')}{places_in_brackets(assessed, on)} and {counted(len(off))} "
        f"{plural(len(off), 'is', 'are')} not{places_in_brackets(assessed, off)}."
        + (f" On the other {counted(others)} there is only a sentence on all clusters." if others else "")
    )


def _of_paths(
    assessed: Assessed, claim: Claim, reason: str, for_it: Sequence[str], against: int | None = None, enough: int = 1
) -> Verdict:
    """What the paths of the clusters described make of a claim; against it are, if nothing else is said, the others."""
    rows = assessed.study.outcomes
    rows = rows[rows["cluster"].isin(for_it)]
    alone = list(rows[independent_of(assessed.study, claim, rows)]["cluster"])
    against = len(assessed.described) - len(for_it) if against is None else against
    status = weigh(len(alone), len(for_it) - len(alone), against, enough=enough)
    told = _other_authors_tell(assessed, alone) if for_it else ""
    return Verdict(status, reason + told, ours=True)


def _by_cases(
    assessed: Assessed, claim: Claim, terms: Implication, for_it: Sequence[str], against: Sequence[str]
) -> Status:
    independent, within = _by_authors(assessed, claim, terms, for_it)
    return weigh(independent, within, len(against), at_least=TENDENCY, enough=TENDENCY, rule=terms.rule)


def _by_authors(assessed: Assessed, claim: Claim, terms: Implication, clusters: Sequence[str]) -> tuple[int, int]:
    """Of some clusters, in how many other authors tell all that is looked at, and in how many not."""
    alone = len(_of_others(assessed, claim, terms, clusters))
    return alone, len(clusters) - alone


def _of_others(assessed: Assessed, claim: Claim, terms: Implication, clusters: Iterable[str]) -> list[str]:
    """The clusters of which other authors tell all that is looked at."""
    looked_at = (*terms.given, *terms.expected)
    return [key for key in clusters if all(_told_by_others(assessed, claim, term, key) for term in looked_at)]


def _told_by(assessed: Assessed, claim: Claim, terms: Implication, clusters: Iterable[str]) -> str:
    """Of which of some clusters other authors tell all that is looked at, as a sentence."""
    return _other_authors_tell(assessed, _of_others(assessed, claim, terms, clusters))


def _other_authors_tell(assessed: Assessed, clusters: Sequence[str]) -> str:
    if not clusters:
        return " Other authors report it for none."
    return f" Other authors report it for {counted(len(clusters))}{places_in_brackets(assessed, clusters)}."


def _no_cluster_is(given: str) -> str:
    return f"No cluster is {given}, by our coding.{_WANTED}"


def _told_by_others(assessed: Assessed, claim: Claim, term: Term, cluster: str) -> bool:
    """Whether authors other than the claim's tell of the cluster itself what a term looks at."""
    study, evidence = assessed.study, assessed.evidence
    match term:
        case Seen():
            rows = study.outcomes[(study.outcomes["cluster"] == cluster) & (study.outcomes["about"] == cluster)]
        case Rated(determinant):
            rows = evidence[(evidence["place"] == cluster) & (evidence["determinant"] == determinant)]
        case FacetRated(facet):
            rows = evidence[(evidence["place"] == cluster) & (evidence["facet"] == facet)]
        case Concentrated():
            features = study.likeness[study.likeness["feature"] == "concentration"]
            rows = features[features["cluster"] == cluster]
    return bool(independent_of(study, claim, rows).any())


def _told(assessed: Assessed, terms: Implication, cluster: str) -> bool:
    """Whether all that is looked at is told of the cluster itself."""
    return all(term.told_of(assessed, cluster) for term in (*terms.given, *terms.expected))


def _may_be(assessed: Assessed, path: str) -> bool:
    """Whether what is observed of some cluster leaves a path open."""
    return any(overlap(path, seen) for seen in assessed.study.observed.values())


def _general(assessed: Assessed, clusters: Iterable[str], terms: Implication) -> str:
    """Of which clusters a sentence on all tells something that the terms look at, as a sentence."""
    found = [key for key in clusters if not _told(assessed, terms, key)]
    return f" In part this comes from a sentence on all clusters{places_in_brackets(assessed, found)}." if found else ""
