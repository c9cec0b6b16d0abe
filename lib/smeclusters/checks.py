"""The checks: what decides each claim, from the paper's own figures to figures from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from smeclusters.claims import CHECKS, REASONS, Claim, Grounds, Missing, Verdict, check, read_claims
from smeclusters.errors import InputError, Problem, suggestion
from smeclusters.paths import PATH_NAMES, SETS, classify
from smeclusters.ratings import HIGHEST, LOWEST, PAPER, Cell, in_a_row, lineage
from smeclusters.robustness import draw
from smeclusters.scoring import score
from smeclusters.study import Study
from smeclusters.sufficiency import CONSISTENT, conditions, set_tests

#: Inflation from which Bruno and Easterly (1998) speak of a crisis: per cent a year, two years running.
CRISIS = 40
#: Inflation from which Cagan (1956) speaks of hyperinflation: per cent a month.
HYPERINFLATION = 50
#: What a figure of the paper may differ from one from outside and still agree: a tenth.
CLOSE = 0.1
#: Of all weightings: from here on a share counts as all of them, and below its complement as none.
ALL = 0.999
#: Up to here a level counts as neglected: its share of what is said of clusters themselves.
FEW = 0.2
#: Shares that differ by no more than this are the same: quadrature is exact to less.
SAME = 0.0015
#: Names of countries that the paper's tables have no row for.
ABROAD = {
    "ITA": "Italy",
    "CHL": "Chile",
    "COL": "Colombia",
    "BOL": "Bolivia",
    "NIC": "Nicaragua",
    "CHN": "China",
    "USA": "United States",
}


def verify(study: Study, only: str | None = None) -> dict[str, Verdict]:
    """The verdict on every claim, or on one, by id and in the order of the paper.

    Raises
    ------
    InputError
        As :func:`smeclusters.claims.read_claims`, and if a claim names a check that does not exist.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> verify(load_study(), only="ven-macro-2")["ven-macro-2"].status
    'fails'
    """
    if unknown := study.claims[~study.claims["check"].isin(["", *CHECKS])].to_dict("index"):
        raise InputError(
            Problem("claims.csv", at + 2, "check", row["check"], f"a check{suggestion(row['check'], CHECKS)}")
            for at, row in unknown.items()
        )
    grounds = Grounds(study)
    return {
        claim.id: CHECKS[claim.check].run(grounds, claim)
        if claim.check
        else Verdict("untestable", REASONS[claim.why_not])
        for claim in read_claims(study)
        if only in (None, claim.id)
    }


def verdict_frame(study: Study, only: str | None = None) -> pd.DataFrame:
    """The claims with their verdicts, a row each.

    Returns
    -------
    DataFrame
        ``id, locator, kind, summary, sources, check, ground, status, share, reason``; `share` is NaN
        where a verdict has none.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> verdict_frame(load_study(), "bra-macro-2")["status"].item()
    'holds'
    """
    verdicts = verify(study, only)
    rows = [
        (claim.id, claim.locator, claim.kind, claim.summary, claim.sources, claim.check,
         CHECKS[claim.check].ground if claim.check else "", verdict.status,
         np.nan if verdict.share is None else round(verdict.share, 3), verdict.reason)
        for claim in read_claims(study)
        if (verdict := verdicts.get(claim.id))
    ]  # fmt: skip
    columns = ["id", "locator", "kind", "summary", "sources", "check", "ground", "status", "share", "reason"]
    return pd.DataFrame(rows, columns=columns)


def turning_steps(study: Study, tick: Callable[[], None] = lambda: None) -> dict[str, int]:
    """How many single steps of coding would turn each verdict that rests on the coding.

    Every current row of evidence is coded one step higher and one step lower, by itself, as far as the scale
    goes, and every check that looks at the coding is run again.

    Parameters
    ----------
    study : Study
        The coded paper.
    tick : function
        Called after each row, for a progress bar.

    Returns
    -------
    dict
        By claim: the number of steps after which its status is another; claims whose checks don't look at the
        coding are not in it.
    """
    claims = [claim for claim in read_claims(study) if claim.check]
    before = verify(study)
    claims = [claim for claim in claims if before[claim.id].ours]
    facets = study.evidence.set_index("id")["facet"]
    turned = dict.fromkeys((claim.id for claim in claims), 0)
    for row in study.evidence.itertuples():
        tick()
        if row.period != "current" or row.vintage > PAPER:
            continue
        # What is said elsewhere on a claim's own facet is all that this check looks at.
        near = [c for c in claims if c.check != "other_statements" or facets[c.rows[0]] == row.facet]
        for rating in (row.rating - 1, row.rating + 1):
            if not LOWEST <= rating <= HIGHEST:
                continue
            evidence = study.evidence.copy()
            evidence.loc[row.Index, "rating"] = rating
            grounds = Grounds(replace(study, evidence=evidence))
            for claim in near:
                turned[claim.id] += CHECKS[claim.check].run(grounds, claim).status != before[claim.id].status
    return turned


def changes(study: Study, frame: pd.DataFrame) -> list[str]:
    """Where verdicts differ from those recorded in ``verdicts.csv``, a sentence each.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> study = load_study()
    >>> changes(study, verdict_frame(study, "bra-macro-2"))
    []
    """
    recorded = study.verdicts.set_index("id")
    known = {claim.id for claim in read_claims(study)}
    found = [
        f"{key}: recorded {recorded.loc[key, 'status']}, now gone"
        for key in recorded.index
        if key not in known
    ]
    for row in frame.itertuples():
        if row.id not in recorded.index:
            found.append(f"{row.id}: nothing recorded, now {row.status}")
            continue
        status, share = recorded.loc[row.id, ["status", "share"]]
        if status != row.status:
            found.append(f"{row.id}: recorded {status}, now {row.status}")
        elif not np.isclose(share, row.share, atol=SAME, equal_nan=True):
            found.append(f"{row.id}: recorded a share of {share}, now {row.share}")
    return found


# ---- The coded evidence.


@check("evidence")
def other_statements(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether what the paper says elsewhere of the same facet, in the same place or within it, leans the same way.

    Statements that lean the other way make a claim hold in part. By themselves they can't make it fail: that
    firms keep steps in house and that they specialise in women's shoes may both be so.
    """
    row = grounds.study.evidence.set_index("id").loc[claim.rows[0]]
    if row["rating"] == 0:
        return Verdict("untestable", "It leans neither way, so that no other statement can agree.", ours=True)
    others = grounds.evidence
    others = others[(others["facet"] == row["facet"]) & (others["locator"] != row["locator"])]
    within = {
        other: any(place in lineage(grounds.study, other) for place in claim.places)
        for other in set(others["place"])
    }
    others = others[others["place"].map(within).astype(bool) & (others["rating"] != 0)]
    if others.empty:
        return Verdict(
            "untestable", "The paper says nothing else on this point, and no outside figure does.", ours=True
        )
    agreeing = others[np.sign(others["rating"]) == np.sign(row["rating"])]
    against = others.drop(agreeing.index)
    if against.empty:
        told = (
            "The one other statement on this point leans"
            if len(others) == 1
            else f"All {_number(len(others))} other statements on this point lean"
        )
        return Verdict("holds", f"{told} the same way ({_where(agreeing)}).", ours=True)
    lean = f"{_number(len(against))} {_plural(len(against), 'leans', 'lean')} the other way, for instance {_quoted(against.head(1))}"
    if agreeing.empty:
        return Verdict(
            "untestable",
            f"Nothing else that the paper says on this point leans the same way; {lean}, which need not contradict it.",
            ours=True,
        )
    same = f"{_number(len(agreeing))} of {_number(len(others))} other statements on this point {_plural(len(agreeing), 'leans', 'lean')} the same way"
    return Verdict("holds_in_part", f"{_upper(same)}; {lean}.", ours=True)


@check("evidence")
def answers_weakness(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether what is recommended acts on something that the paper finds weak in its own clusters."""
    policies = grounds.study.policies.set_index("id")
    acted_on = {key for row in claim.rows for key in policies.loc[row, "determinants"].split(";")}
    grid = [cell for cell in grounds.cells.values() if cell.determinant in acted_on]
    weak = {cell.cluster for cell in grid if cell.hi < 0}
    strong = {cell.cluster for cell in grid if cell.lo > 0 and cell.cluster not in weak}
    total = len(grounds.study.clusters)
    reason = (
        f"Of what it acts on, something is surely weak in {_number(len(weak))} of {_number(total)} clusters"
        f"{_named(grounds, weak)}."
        + (
            f" Nothing is weak and something surely strong in {_number(len(strong))}{_named(grounds, strong)}."
            if strong
            else ""
        )
        + " Whether it would help can’t be tested here."
    )
    if not weak and not strong:
        return Verdict("untestable", reason, ours=True)
    status = "holds" if len(weak) * 2 > total else "holds_in_part" if weak else "fails"
    return Verdict(status, reason, ours=True)


@check("evidence")
def agrees_with(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the named statements about places, which show the claim at work or not, are favourable."""
    rows = grounds.evidence.loc[[key for key in claim.terms.split(";") if key in grounds.evidence.index]]
    wanted = -1 if claim.terms.endswith(";negative") else 1
    for_it = rows[np.sign(rows["rating"]) == wanted]
    against = rows.drop(for_it.index)
    if rows.empty:
        return Verdict("untestable", "No statement about a place bears on it.", ours=True)
    told = [
        f"{word}: {_quoted(part)}"
        for word, part in (("for it", for_it), ("against it", against))
        if len(part)
    ]
    reason = (
        f"{_upper('; '.join(told))}. The statements are the paper’s own; they illustrate and can’t prove."
    )
    return Verdict("untestable" if for_it.empty else "holds_in_part", reason, ours=True)


@check("evidence")
def goes_together(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether, in the clusters where the one is sure and the other known, the other is there too.

    ``terms`` has the form ``trust+ -> technology+`` for a tendency, which one case can neither show nor refute,
    or ``trust+ => technology+`` for a rule, which one case refutes; see :func:`_true_of` for its parts.
    """
    given, expected = _terms(claim)
    rule = " => " in claim.terms
    cases = {key: _all_true(grounds, key, expected) for key in _where_true(grounds, given)}
    for_it = [key for key, value in cases.items() if value is True]
    against = [key for key, value in cases.items() if value is False]
    reason = _upper(
        f"{_number(len(cases))} {_plural(len(cases), 'cluster is', 'clusters are')} {_said(grounds, given)}; of these "
        f"{_number(len(for_it))} {_plural(len(for_it), 'is', 'are')} {_said(grounds, expected)}{_named(grounds, for_it)}, "
        f"{_number(len(against))} {_plural(len(against), 'is', 'are')} not{_named(grounds, against)}."
    )
    if unknown := len(cases) - len(for_it) - len(against):
        reason += f" Of {_number(unknown)} the evidence doesn’t tell."
    if rule and against:
        return Verdict("fails", f"{reason} A rule is refuted by one case.", ours=True)
    if len(for_it) + len(against) < 2:
        status = "holds_in_part" if rule and for_it else "untestable"
        return Verdict(
            status,
            f"{reason} One case is too little to go by." if cases else "No cluster is a case of it.",
            ours=True,
        )
    return Verdict("holds" if not against else "holds_in_part" if for_it else "fails", reason, ours=True)


@check("evidence")
def is_not_enough(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether there is a cluster where the one is sure and the other surely missing."""
    given, expected = _terms(claim)
    cases = {key: _all_true(grounds, key, expected) for key in _where_true(grounds, given)}
    against = [key for key, value in cases.items() if value is False]
    if not cases:
        return Verdict("untestable", f"No cluster is {_said(grounds, given)}.", ours=True)
    reason = (
        f"{_upper(_number(len(cases)))} {_plural(len(cases), 'cluster is', 'clusters are')} {_said(grounds, given)}"
        f"{_named(grounds, cases)}; {_number(len(against))} of these {_plural(len(against), 'is', 'are')} not {_said(grounds, expected)}. "
        "One such case shows that the first isn’t enough; what would be enough no such case can show."
    )
    return Verdict("holds" if against else "fails", reason, ours=True)


@check("evidence")
def counterexamples_are_described(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the paper describes, one by one, most of the cases that refute that the one suffices for the other."""
    given, expected = _terms(claim)
    against = [key for key in _where_true(grounds, given) if _all_true(grounds, key, expected) is False]
    described = [key for key in against if key in _seen_themselves(grounds)]
    reason = (
        f"{_upper(_number(len(against)))} clusters speak for it{_named(grounds, against)}; for {_number(len(described))} of them the "
        f"paper describes the path itself{_named(grounds, described)}, for the rest only in a sentence on all clusters."
    )
    if not against:
        return Verdict("fails", "No cluster speaks for it.", ours=True)
    return Verdict(
        "holds" if described == against and len(against) > 2 else "holds_in_part" if described else "fails",
        reason,
        ours=True,
    )


@check("evidence")
def no_high_road(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the paper sees no cluster on the high road."""
    seen = grounds.study.observed
    high = [key for key, path in seen.items() if path == "high_road"]
    mixed = [key for key, path in seen.items() if path == "mixed"]
    about = _seen_themselves(grounds)
    reason = _upper(
        f"{_number(len(high))} of {_number(len(seen))} clusters {_plural(len(high), 'is', 'are')} seen on the high road, "
        f"{_number(len(mixed))} on a mixed one{_named(grounds, mixed)}. "
        f"Only {_number(len(about))} are described one by one{_named(grounds, about)}; "
        "of the others a general sentence tells."
    )
    if not seen:
        return Verdict("untestable", "No path is observed.", ours=True)
    status = "holds" if not high else "holds_in_part" if len(high) * 2 <= len(seen) else "fails"
    return Verdict(status, reason, ours=True)


@check("evidence")
def price_decides(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the clusters that are described one by one are on the low road."""
    about = _seen_themselves(grounds)
    low = [key for key in about if grounds.study.observed[key] == "low_road"]
    reason = (
        f"Of the {_number(len(about))} clusters described one by one, {_number(len(low))} compete by price"
        f"{_named(grounds, low)}; {_named(grounds, set(about) - set(low)).strip(' ()') or 'none'} has turned to quality "
        "in part. On the other clusters there is only the general sentence, which can’t test itself."
    )
    if not about:
        return Verdict("untestable", "No cluster is described by itself.", ours=True)
    return Verdict(
        "holds" if len(low) == len(about) else "holds_in_part" if low else "fails", reason, ours=True
    )


@check("evidence")
def some_path_is_between(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether a cluster is seen on neither road: for a claim of two roads, a case against it."""
    seen = grounds.study.observed
    mixed = [key for key, path in seen.items() if path == "mixed"]
    reason = (
        f"{_upper(_number(len(mixed)))} of {_number(len(seen))} clusters {_plural(len(mixed), 'is', 'are')} seen between the two "
        f"roads{_named(grounds, mixed)}."
    )
    if claim.figure is not None:  # that there are two roads
        return Verdict("holds_in_part" if mixed else "holds", reason, ours=True)
    return Verdict("holds" if mixed else "fails", reason, ours=True)


@check("evidence")
def paths_differ(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the clusters' paths differ; their growth itself is not observed."""
    kinds = sorted({PATH_NAMES[path] for path in grounds.study.observed.values()})
    if not kinds:
        return Verdict("untestable", "No path is observed.", ours=True)
    reason = f"Paths observed: {in_a_row(kinds)}. How fast a cluster grew the paper says of none."
    return Verdict("holds_in_part" if len(kinds) > 1 else "fails", reason, ours=True)


@check("evidence")
def is_lower(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether one cluster's cell is surely lower than others' (``joint_action: trujillo < sinos;guadalajara``)."""
    key, _, clusters = claim.terms.partition(": ")
    one, _, others = clusters.partition(" < ")
    grid = _cells(grounds, key)
    sure = [other for other in others.split(";") if grid[one].hi < grid[other].lo]
    refuted = [other for other in others.split(";") if grid[one].lo >= grid[other].hi]
    reason = (
        f"In {_place(grounds, one)} it is surely lower than in {_number(len(sure))} of the {_number(len(others.split(';')))} clusters that it is "
        f"set beside{_named(grounds, sure)}"
        + (
            f", and surely not lower than in {_number(len(refuted))}{_named(grounds, refuted)}."
            if refuted
            else "."
        )
    )
    compared = len(others.split(";"))
    status = "holds" if len(sure) == compared else "fails" if len(refuted) == compared else "holds_in_part"
    return Verdict(status, reason, ours=True)


@check("evidence")
def points_both_ways(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the statements on some facets are favourable and unfavourable, both."""
    rows = grounds.evidence[grounds.evidence["facet"].isin(claim.terms.split(";"))]
    good, bad = rows[rows["rating"] > 0], rows[rows["rating"] < 0]
    if rows.empty:
        return Verdict("untestable", "Nothing is said of it in any place.", ours=True)
    reason = f"{_upper(_number(len(good)))} statements on it are favourable ({_where(good)}), {_number(len(bad))} unfavourable ({_where(bad)})."
    return Verdict("holds" if len(good) and len(bad) else "holds_in_part", reason, ours=True)


@check("evidence")
def success_and_failure(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether each cluster has favourable and unfavourable cells."""
    both = [
        key for key in grounds.study.clusters["place"]
        if any(cell.lo > 0 for (cluster, _), cell in grounds.cells.items() if cluster == key)
        and any(cell.hi < 0 for (cluster, _), cell in grounds.cells.items() if cluster == key)
    ]  # fmt: skip
    total = len(grounds.study.clusters)
    reason = f"Both what is surely favourable and what is surely unfavourable are found in {_number(len(both))} of {_number(total)} clusters{_named(grounds, both)}."
    return Verdict("holds" if len(both) == total else "holds_in_part" if both else "fails", reason, ours=True)


@check("evidence")
def every_level_bears(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether something surely favourable or unfavourable is known at each level, in each cluster."""
    level = grounds.study.determinants.set_index("determinant")["level"]
    known = {
        (cell.cluster, level[cell.determinant])
        for cell in grounds.cells.values()
        if cell.lo > 0 or cell.hi < 0
    }
    total = len(grounds.study.clusters) * len(grounds.study.levels)
    reason = (
        f"In {len(known)} of {total} pairs of a cluster and a level something is surely favourable or unfavourable. That the factors "
        "are tied to one another is not coded."
    )
    return Verdict("holds_in_part" if known else "fails", reason, ours=True)


@check("evidence")
def determinants_tell_apart(grounds: Grounds, claim: Claim) -> Verdict:
    """How many determinants surely differ between clusters: the others could not explain a difference."""
    names = dict(
        zip(grounds.study.determinants["determinant"], grounds.study.determinants["name"], strict=True)
    )
    apart = [
        key for key in names
        if max(cell.lo for cell in _cells(grounds, key).values()) > min(cell.hi for cell in _cells(grounds, key).values())
    ]  # fmt: skip
    reason = f"{_upper(_number(len(apart)))} of {len(names)} determinants surely differ between clusters ({in_a_row([names[key].lower() for key in apart]) or 'none'}); what is alike or unknown everywhere can’t explain why they fare differently."
    status = "holds" if len(apart) == len(names) else "holds_in_part" if apart else "fails"
    return Verdict(status, reason, ours=True)


@check("evidence")
def likeness_does_not_tell(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether clusters that are as like the textbook took different paths."""
    like = grounds.study.likeness[grounds.study.likeness["likeness"] == "like"].groupby("cluster").size()
    seen = grounds.study.observed
    better = [key for key, path in seen.items() if path != "low_road"]
    rivals = {
        key: [other for other in seen if seen[other] == "low_road" and like.get(other, 0) >= like.get(key, 0)]
        for key in better
    }
    if not better:
        return Verdict("untestable", "All clusters took the same path.", ours=True)
    found = [key for key in better if rivals[key]]
    one = found[0] if found else better[0]
    reason = (
        f"{_place(grounds, one)} is like the textbook in {like.get(one, 0)} features; {_number(len(rivals[one]))} low-road "
        f"{_plural(len(rivals[one]), 'cluster is', 'clusters are')} like it in as many or more{_named(grounds, rivals[one])}."
    )
    return Verdict("holds" if len(found) == len(better) else "fails", reason, ours=True)


@check("evidence")
def country_burdens_all(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the country level is surely unfavourable in all clusters, so that none shows its absence."""
    level = grounds.study.determinants.query("level == 'country'")["determinant"]
    burdened = [
        key for key in grounds.study.clusters["place"]
        if any(grounds.cells[key, name].hi < 0 for name in level)
    ]  # fmt: skip
    total = len(grounds.study.clusters)
    reason = (
        f"Something at the country level is surely unfavourable in {_number(len(burdened))} of {_number(total)} clusters{_named(grounds, burdened)}. "
        "Where all carry the burden, no case can show what would be without it."
    )
    return Verdict("holds_in_part" if burdened else "fails", reason, ours=True)


@check("evidence")
def past_and_present_differ(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether a facet of a cluster was rated one way in the past and is now rated the other."""
    rows = grounds.study.evidence
    rows = rows[
        (rows["vintage"] <= PAPER) & (rows["facet"] == claim.terms) & rows["place"].isin(claim.places)
    ]
    past, now = (rows[rows["period"] == period]["rating"].median() for period in ("past", "current"))
    if pd.isna(past) or pd.isna(now):
        return Verdict("untestable", "Only one of past and present is told.", ours=True)
    status = "holds" if past * now < 0 else "fails"
    return Verdict(status, f"Rated {past:+.0f} in the past and {now:+.0f} now.".replace("-", "−"), ours=True)


@check("evidence")
def nothing_known(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether no statement about the places themselves concerns a facet; and what a general one says."""
    rows = grounds.evidence[grounds.evidence["facet"] == claim.terms]
    own = rows[rows["place"].isin(claim.places)]
    general = rows[rows["place"] == "sample"]
    if len(own):
        return Verdict("fails", f"It is told after all: {_quoted(own)}.", ours=True)
    if len(general):
        return Verdict(
            "holds_in_part",
            f"Nothing is said of the places themselves, yet of all clusters there is: {_quoted(general)}.",
            ours=True,
        )
    return Verdict("holds", "Nothing is said of it.", ours=True)


@check("evidence")
def only_these_places(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether, of the clusters, only those of the claim have statements on a determinant."""
    clusters = set(grounds.study.clusters["place"])
    rows = grounds.evidence[grounds.evidence["determinant"] == claim.terms]
    told = set(rows["place"]) & clusters
    reason = f"Statements on it are about {_number(len(told))} of {_number(len(clusters))} clusters{_named(grounds, told)}."
    return Verdict(
        "holds" if told == set(claim.places) else "holds_in_part" if told & set(claim.places) else "fails",
        reason,
        ours=True,
    )


@check("evidence")
def case_studies_neglect(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether a fifth at most of what is said of clusters themselves concerns some levels."""
    level = grounds.study.determinants.set_index("determinant")["level"]
    rows = grounds.evidence[grounds.evidence["place"].isin(grounds.study.clusters["place"])]
    if rows.empty:
        return Verdict("untestable", "Nothing is said of the clusters themselves.", ours=True)
    shares = {key: float((rows["determinant"].map(level) == key).mean()) for key in claim.terms.split(";")}
    each = in_a_row([f"{100 * share:.0f} per cent the {key} level" for key, share in shares.items()])
    few = [key for key, share in shares.items() if share <= FEW]
    reason = f"Of {len(rows)} statements about a cluster itself, {each}."
    status = (
        "holds"
        if len(few) == len(shares)
        else "holds_in_part"
        if few or max(shares.values()) < 1 / 3
        else "fails"
    )
    return Verdict(status, reason, ours=True)


# ---- All weightings.


@check("weightings")
def left_open(grounds: Grounds, claim: Claim) -> Verdict:
    """Under how many of all weightings the framework leaves open the path that the paper sees."""
    cluster = claim.places[0]
    path = grounds.study.observed[cluster]
    row = grounds.shares.loc[cluster]
    share = float(sum(row[key] for key in SETS if path in key.split("|")))
    alone = float(row[path])
    reason = (
        f"The framework leaves the {PATH_NAMES[path].removesuffix(' road')} {'road' if 'road' in path else 'path'} open under {_percent(share)} of all weightings, and under "
        f"{_percent(alone)} it names nothing else."
    )
    return _by_share(share, reason)


@check("weightings")
def narrow_framework_misleads(grounds: Grounds, claim: Claim) -> Verdict:
    """However external economies and joint action are weighed, does their sum rule out what was seen?"""
    framework, seen = grounds.framework, grounds.study.observed
    if not seen:
        return Verdict("untestable", "No path is observed.", ours=True)
    split = np.linspace(0, 1, 201)
    weights = np.zeros((len(split), len(framework.determinants)))
    weights[:, framework.determinants.index("external_economies")] = split
    weights[:, framework.determinants.index("joint_action")] = 1 - split
    excluded = _excluded(grounds, weights)
    share = float((excluded > 0).mean())
    reason = (
        f"By external economies and joint action alone the path observed is ruled out for {_number(excluded.min())} to "
        f"{_number(excluded.max())} of {_number(len(seen))} clusters, whichever of the two counts more."
    )
    return _by_share(share, reason)


@check("weightings")
def wider_framework_fits_better(grounds: Grounds, claim: Claim) -> Verdict:
    """Under how many weightings of all levels are fewer observed paths ruled out than by the narrow one?"""
    if not grounds.study.observed:
        return Verdict("untestable", "No path is observed.", ours=True)
    narrow = _excluded(grounds, grounds.framework.weightings["collective_efficiency"].flat[None])[0]
    excluded = _excluded(grounds, draw(grounds.framework, "hierarchical"))
    share = float((excluded < narrow).mean())
    reason = (
        f"The narrow framework rules out what was observed in {_number(int(narrow))} of {_number(len(grounds.study.observed))} "
        f"clusters; {_percent(share)} of the weightings of all three levels rule out fewer (on average "
        f"{excluded.mean():.1f}). Part of that is silence, which leaves more paths open."
    )
    return _by_share(share, reason)


@check("weightings")
def firm_level_lifts(grounds: Grounds, claim: Claim) -> Verdict:
    """How often one step up on every firm-level determinant would open a better path or close the low road."""
    ratings, framework = grounds.ratings, grounds.framework
    step = (framework.level_of == framework.levels.index("firm")).astype(float)
    raised = replace(
        ratings, lo=np.minimum(ratings.lo + step, HIGHEST), hi=np.minimum(ratings.hi + step, HIGHEST)
    )
    weights = draw(framework, "hierarchical")
    before, after = (classify(score(each, weights)).open for each in (ratings, raised))
    share = float((before != after).mean())
    reason = (
        f"One step up on every firm-level determinant would change what is open to a cluster in {_percent(share)} of all pairs of "
        "a cluster and a weighting. That is what the framework says; whether firms would fare so is another question."
    )
    return _by_share(share, reason)


def _excluded(grounds: Grounds, weights: np.ndarray) -> np.ndarray:
    """For each weighting, in how many clusters it rules out the path observed."""
    seen = grounds.study.observed
    kept = [at for at, key in enumerate(grounds.ratings.clusters) if key in seen]
    keys = classify(score(grounds.ratings, weights)).keys()[kept]
    names = [seen[grounds.ratings.clusters[at]] for at in kept]
    return np.sum(
        [[name not in key.split("|") for key in row] for name, row in zip(names, keys, strict=True)], axis=0
    )


def _by_share(share: float, reason: str) -> Verdict:
    if 1 - ALL < share < ALL:
        return Verdict("depends_on_weights", reason, share, ours=True)
    return Verdict("holds" if share >= ALL else "fails", reason, share, ours=True)


# ---- Set-theoretic tests.


@check("sets")
def consistency_is_low(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether conditions fall short, together, of the consistency asked of what suffices for the high road."""
    given, _ = _terms(claim)
    name = "*".join(term.rstrip("+") for term in given)
    found = set_tests(conditions(grounds.study, grounds.ratings, grounds.framework), [name]).iloc[0]
    lo, hi = found["sufficiency_consistency_lo"], found["sufficiency_consistency_hi"]
    if np.isnan([lo, hi]).any():
        return Verdict("untestable", "No case has a path that is observed.", ours=True)
    reason = (
        f"As a condition that is enough for the high road its consistency lies between {lo:.2f} and {hi:.2f}, where {CONSISTENT} "
        "is usually asked for."
        + (
            ""
            if "high_road" in grounds.study.observed.values()
            else " With no high road among the cases, no condition could do better."
        )
    )
    return Verdict(
        "holds" if hi < CONSISTENT else "fails" if lo >= CONSISTENT else "holds_in_part", reason, ours=True
    )


# ---- The paper's own figures.


@check("arithmetic")
def parts_add_up(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the kinds of firm in Sinos Valley add up to its firms."""
    rows = grounds.study.profiles
    parts = rows[(rows["place"] == "sinos") & (rows["aspect"] == "parts")]
    whole, total = grounds.profile("sinos-firms"), parts["value"].sum()
    each = in_a_row(
        [f"{value:,.0f} {name}" for value, name in zip(parts["value"], parts["indicator"], strict=True)]
    )
    reason = f"{each} make {total:,.0f} of {whole:,.0f} firms; the paper doesn’t account for the difference of {abs(whole - total):,.0f}."
    if abs(whole - total) <= CLOSE * whole:
        return Verdict("holds", f"The kinds of firm add up to {total:,.0f} of {whole:,.0f}.")
    return Verdict("holds_in_part" if total < whole else "fails", reason)


@check("arithmetic")
def stage_firms(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether two figures on specialisation in Cachoeiro agree: stage firms, and firms in one phase."""
    share = 100 * grounds.profile("cachoeiro-stages") / grounds.profile("cachoeiro-firms")
    asked = grounds.figure("cachoeiro-external_economies-2")
    reason = (
        f"Of all firms, {share:.0f} per cent do a single stage; of those interviewed, {asked:.0f} per cent. The two may "
        "differ because not all firms were interviewed; the paper doesn’t say."
    )
    if abs(share - asked) <= CLOSE * asked:
        return Verdict("holds", reason)
    both = min(share, asked) > 50
    return Verdict("holds_in_part" if both else "fails", reason)


@check("arithmetic")
def firms_are_small(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the jobs and firms of Sinos Valley make firms that are small or medium on average."""
    mean = grounds.profile("sinos-jobs") / grounds.profile("sinos-firms")
    status, size = (
        ("holds", "small") if mean < 50 else ("holds_in_part", "medium") if mean < 250 else ("fails", "large")
    )
    return Verdict(
        status,
        f"The paper’s figures make {mean:.0f} jobs a firm: {size} on average. How firms of different size share the jobs it "
        "doesn’t say.",
    )


@check("arithmetic")
def more_than_half(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the two Mexican clusters hold more than half of the country's shoe producers."""
    share, firms = grounds.profile("mexico-share"), grounds.profile("mexico-firms")
    reason = f"They have {share:.0f} per cent of the producers; with {firms:,.0f} firms there would be {firms / share * 100:,.0f} in the country."
    return Verdict("holds" if share > 50 else "fails", reason)


# ---- The paper's text and its list of works.


@check("text")
def clusters_are_counted(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether as many clusters are named as are announced."""
    clusters = grounds.study.clusters
    named, cases = len(clusters), clusters["case"].nunique()
    reason = f"{_upper(_number(named))} places are named, in {_number(cases)} cases: {_named(grounds, clusters['place']).strip(' ()')}."
    status = "holds" if named == claim.figure else "holds_in_part" if cases == claim.figure else "fails"
    return Verdict(status, reason)


@check("text")
def sections_in_order(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether evidence on clusters stands in section 3 alone and recommendations in section 4 alone."""
    rows = grounds.evidence["locator"][~grounds.evidence["locator"].str.startswith("fn")].str[0]
    policies = grounds.study.policies["locator"].str[0]
    if rows.empty or policies.empty:
        raise Missing("evidence or policies")
    reason = f"Evidence on places stands in section {in_a_row(sorted(set(rows)))}, recommendations in section {in_a_row(sorted(set(policies)))}."
    return Verdict(
        "holds" if set(rows) == {"3"} and set(policies) == {"4"} else "holds_in_part", reason, ours=True
    )


@check("text")
def framework_is_wider(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether Box 1 has determinants beyond those of collective efficiency, on more levels."""
    weights = grounds.framework.weightings["collective_efficiency"].flat
    added = [key for key, weight in zip(grounds.framework.determinants, weights, strict=True) if weight == 0]
    levels = grounds.study.determinants.set_index("determinant")["level"]
    counts = levels[added].value_counts()
    each = in_a_row(
        [f"{counts[level]} on the {level} level" for level in grounds.framework.levels if level in counts]
    )
    return Verdict(
        "holds" if len(counts) > 1 else "fails",
        f"Beyond collective efficiency the box has {len(added)} determinants: {each}.",
    )


@check("text")
def advice_on_each_level(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether section 4 has recommendations for each level."""
    counts = grounds.study.policies["level"].value_counts()
    levels = list(grounds.framework.levels)
    each = in_a_row([f"{counts.get(level, 0)} for the {level} level" for level in levels])
    found = sum(level in counts for level in levels)
    return Verdict("holds" if found > 1 else "fails", f"Recommendations: {each}.", ours=True)


@check("text")
def advice_names_the_market(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether recommendations address others than government."""
    counts = grounds.study.policies["actor"].value_counts()
    if counts.empty:
        raise Missing("policies")
    each = in_a_row([f"{count} to {actor}" for actor, count in counts.items()])
    others = counts.sum() - counts.get("government", 0)
    return Verdict(
        "holds_in_part" if others else "fails",
        f"By our reading the recommendations are addressed {each}; none names the market itself.",
        ours=True,
    )


@check("text")
def titles_speak_of(grounds: Grounds, claim: Claim) -> Verdict:
    """How many titles in the list of works hold one of some words."""
    words = claim.terms.split(";")
    titles = grounds.study.listed["title"].str.casefold()
    found = sum(any(word in title for word in words) for title in titles)
    quoted = in_a_row([f"“{word}”" for word in words])
    reason = f"{_upper(_number(found))} of {len(titles)} titles in the list of works {_plural(found, 'has', 'have')} {quoted}. Titles are all that was looked at."
    return Verdict("holds_in_part" if found else "fails", reason)


@check("text")
def term_in_titles(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the earliest title in the list that has a term is the work that is said to have coined it."""
    listed = grounds.study.listed
    found = listed[listed["title"].str.casefold().str.contains(claim.terms, regex=False)].sort_values("year")
    if found.empty:
        return Verdict("untestable", "No title in the list of works has the term.")
    first = found.iloc[0]
    reason = f"The earliest listed title with the term is {first['authors'].replace(';', ' and ')} {first['year']}; that it was coined on this cluster the title doesn’t say."
    return Verdict("holds_in_part" if first["key"] in claim.sources.split(";") else "fails", reason)


@check("text")
def cases_before_the_term(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the case studies are younger than the term under which they are said to have been made."""
    listed = grounds.study.listed.drop_duplicates("key").set_index("key")
    if "schmitz1994" not in listed.index:
        raise Missing("schmitz1994")
    term = int(listed.loc["schmitz1994", "year"][:4])
    keys = _case_studies(grounds)
    years = {key: int(listed.loc[key, "year"][:4]) for key in keys if key in listed.index}
    before = [key for key, year in years.items() if year < term]
    reason = f"{_upper(_number(len(before)))} of {len(years)} works on the clusters came out before {term}, when by the paper’s account the term was coined."
    return Verdict(
        "holds_in_part" if before and len(before) < len(years) else "fails" if before else "holds",
        reason,
        ours=True,
    )


@check("text")
def other_works_on_levels(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether works other than the case studies speak of the country and the firm."""
    level = grounds.study.determinants.set_index("determinant")["level"]
    rows = grounds.evidence[grounds.evidence["determinant"].map(level).isin(["country", "firm"])]
    keys = {key for sources in rows["sources"] for key in sources.split(";") if key} - _case_studies(grounds)
    reason = (
        f"{_upper(_number(len(keys)))} works beyond the case studies are cited on the country and the firm."
    )
    return Verdict("holds" if keys else "fails", reason, ours=True)


@check("text")
def works_on_each_case(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether there is more than one work on each case."""
    rows = grounds.evidence
    names = grounds.study.clusters.set_index("place")["case"]
    works: dict[str, set[str]] = {case: set() for case in names.unique()}
    for row in rows[rows["place"].isin(names.index)].itertuples():
        works[names[row.place]] |= set(filter(None, row.sources.split(";")))
    single = [case for case, keys in works.items() if len(keys) < 2]
    each = in_a_row([f"{len(keys)} on {_case_name(grounds, case)}" for case, keys in works.items()])
    return Verdict(
        "holds" if not single else "holds_in_part" if len(single) < len(works) else "fails",
        f"Works cited for statements on a case: {each}.",
        ours=True,
    )


@check("text")
def textbook_covers_the_level(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether each cluster-level determinant is among the features of the textbook district."""
    names = grounds.study.determinants.query("level == 'cluster'").set_index("determinant")["name"]
    missing = [key for key in names.index if key not in set(grounds.study.textbook["determinant"])]
    told = in_a_row([names[key].lower() for key in missing])
    reason = (
        f"Of the four, {told} is not among the features by which section 2 describes the Italian model."
        if missing
        else "All four are among its features."
    )
    return Verdict(
        "holds" if not missing else "holds_in_part" if len(missing) < len(names) else "fails",
        reason,
        ours=True,
    )


# ---- Figures from outside.


@check("outside")
def hyperinflation(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether prices rose by half in a month, at some time before the paper."""
    told, found, before = [], 0, 0
    for place in claim.places:
        episodes = grounds.series("hyperinflation", place)
        early = episodes[(episodes["year"] <= PAPER) & (episodes["value"] >= HYPERINFLATION)]
        yearly = grounds.series("inflation", place)
        yearly = yearly[yearly["year"] <= PAPER]
        if early.empty and yearly.empty:
            continue
        found += 1
        before += not early.empty
        name = _place(grounds, place)
        if early.empty:
            peak = yearly.loc[yearly["value"].idxmax()]
            late = episodes[episodes["year"] > PAPER]
            told.append(
                f"none is on record for {name} up to {PAPER}, whose highest year was {peak['year']} with "
                f"{peak['value']:,.0f} per cent"
                + ("" if late.empty else f"; its hyperinflation came in {late['year'].iloc[0]}")
            )
        else:
            top = early.loc[early["value"].idxmax()]
            told.append(f"prices in {name} rose by {top['value']:,.0f} per cent a month in {top['year']}")
    if not found:
        return Verdict("untestable", "No figure on the country’s inflation is at hand.")
    status = "holds" if before == found else "holds_in_part" if before else "fails"
    return Verdict(status, f"{_upper(in_a_row(told))}.")


@check("outside")
def unstable_prices(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether inflation was at crisis height in two years running, between 1980 and the paper."""
    rows = grounds.series("inflation")
    rows = rows[rows["year"] <= PAPER]
    inside = [key for key in rows["place"].unique() if _concerns(grounds, claim, key)]
    if not inside:
        return Verdict("untestable", "No figure on inflation there is at hand.")
    years = {}
    for key in inside:
        high = rows[(rows["place"] == key) & (rows["value"] > CRISIS)]["year"]
        years[key] = len(high) if (high.diff() == 1).any() else 0
    shaken = [key for key in inside if years[key]]
    each = in_a_row([f"{_place(grounds, key)} {years[key]}" for key in inside])
    reason = (
        f"Years from {rows['year'].min()} to {rows['year'].max()} with inflation above {CRISIS} per cent: {each}. Two such years "
        "running count as a crisis of prices; deficits abroad are not looked at."
    )
    status = "holds" if len(shaken) == len(inside) else "holds_in_part" if shaken else "fails"
    return Verdict(status, reason)


@check("outside")
def credit_was_thin(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether banks lent the private sector less than half of what they lent it in Italy."""
    mean = _credit(grounds)
    if mean is None:
        return Verdict("untestable", "No figures on credit to compare are at hand.")
    italy = mean.pop("ITA")
    thin = mean[mean < italy / 2]
    each = in_a_row([f"{_place(grounds, key)} {value:.0f}" for key, value in mean.items()])
    reason = (
        f"Bank credit to private firms and households, per cent of GDP, mean of 1985 to {PAPER}: {each}; Italy {italy:.0f}. "
        "How much of it reached small firms these figures don’t tell."
    )
    return Verdict("fails" if thin.empty else "holds_in_part", reason)


@check("outside")
def money_was_there(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether banks lent at least half as much, of output, as in Italy: else money was scarce for all."""
    mean = _credit(grounds)
    if mean is None:
        return Verdict("untestable", "No figures on credit to compare are at hand.")
    italy = mean.pop("ITA")
    enough = [key for key, value in mean.items() if value >= italy / 2]
    each = in_a_row([f"{_place(grounds, key)} {value:.0f}" for key, value in mean.items()])
    reason = f"Bank credit, per cent of output, mean of 1985 to {PAPER}: {each}; Italy {italy:.0f}. Where it is thin, money was scarce for all, not for small firms alone."
    return Verdict("holds" if len(enough) == len(mean) else "holds_in_part" if enough else "fails", reason)


@check("outside")
def credit_deepened(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether credit grew, of output, from the last year of crisis inflation to the paper."""
    told, grew = [], []
    for place in ("ARG", "BRA", "PER"):
        prices = grounds.series("inflation", place)
        crisis = prices[(prices["value"] > CRISIS) & (prices["year"] <= PAPER)]
        credit = grounds.series("private_credit", place).set_index("year")["value"]
        if crisis.empty or crisis["year"].iloc[-1] not in credit.index or PAPER not in credit.index:
            continue
        last = crisis["year"].iloc[-1]
        grew.append(credit[PAPER] > credit[last])
        told.append(
            f"{_place(grounds, place)} from {credit[last]:.0f} per cent of output in {last} to {credit[PAPER]:.0f} in {PAPER}"
        )
    if not grew:
        return Verdict("untestable", "No figures on prices and credit are at hand.")
    reason = f"Bank credit from the last year of crisis inflation: {in_a_row(told)}. Savings and investment themselves are not looked at."
    return Verdict("holds" if all(grew) else "holds_in_part" if any(grew) else "fails", reason)


@check("outside")
def registering_got_easier(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether registering a firm in Peru came to take less time."""
    trial, later = grounds.series("days_to_register_trial", "PER"), grounds.series("days_to_register", "PER")
    if trial.empty or later.empty:
        return Verdict("untestable", "No figures of two times are at hand.")
    before, after = trial.iloc[0], later.iloc[0]
    reason = (
        f"Peru: {before['value']:g} days in De Soto’s trial, {after['value']:g} in {after['year']} by Doing Business. The two were not counted in the same way, "
        "and other countries’ earlier figures are missing."
    )
    return Verdict("holds_in_part" if after["value"] < before["value"] else "fails", reason)


@check("outside")
def smes_are_much(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether small firms have half of the jobs or of the output, in the figures of the paper and of others."""
    jobs, output = grounds.series("sme_jobs", "BRA"), grounds.series("sme_gdp", "BRA")
    if jobs.empty or output.empty:
        return Verdict("untestable", "No other figures are at hand.")
    shares = [jobs["value"].iloc[0], output["value"].iloc[0]]
    rows = grounds.study.profiles
    paper = rows[rows["unit"].isin(["% of GDP", "% of employment"])]
    if paper.empty:
        raise Missing("profiles")
    reason = (
        f"The paper gives figures for {_number(paper['place'].nunique())} countries, from {paper['value'].min():.0f} to {paper['value'].max():.0f} per cent. For Brazil others give "
        f"{shares[0]:.0f} per cent of jobs and {shares[1]:.0f} of output to micro and small firms."
    )
    return Verdict(
        "holds" if min(shares) >= 50 else "holds_in_part" if max(shares) >= 50 else "fails", reason
    )


def _credit(grounds: Grounds) -> pd.Series | None:
    """Mean bank credit of 1985 to the paper, by country; None if Italy or all others are missing."""
    rows = grounds.series("private_credit")
    mean = rows[rows["year"].between(1985, PAPER)].groupby("place")["value"].mean()
    return mean if "ITA" in mean and len(mean) > 1 else None


@check("outside")
def trade_opened(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether tariffs fell by a third or more between the first and the last year known before the paper."""
    rows = grounds.study.external
    rows = rows[rows["series"].isin(["tariff", "tariff_highest"]) & (rows["year"] <= PAPER)].sort_values(
        "year"
    )
    # For Mexico the mean begins after the opening; its highest tariff is known before and after.
    rows = rows[(rows["place"] != "MEX") == (rows["series"] == "tariff")]
    told, fallen, found = [], 0, 0
    for key, group in rows.groupby("place", sort=False):
        if not _concerns(grounds, claim, str(key)) or len(group) < 2:
            continue
        first, last = group.iloc[0], group.iloc[-1]
        found += 1
        fallen += last["value"] <= 2 / 3 * first["value"]
        told.append(
            f"{_place(grounds, str(key))} from {first['value']:.0f} per cent in {first['year']} to {last['value']:.0f} in {last['year']}"
        )
    if not found:
        return Verdict("untestable", "No tariffs of two years are at hand.")
    status = "holds" if fallen == found else "holds_in_part" if fallen else "fails"
    return Verdict(
        status,
        f"Tariffs (mean; for Mexico the highest): {in_a_row(told)}. Where a series begins after the opening, it can’t show it.",
    )


@check("outside")
def peso_fell(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the peso lost a third of its worth or more between 1994 and 1996."""
    rows = grounds.series("exchange_rate", "MEX").set_index("year")["value"]
    if not {1994, 1996} <= set(rows.index):
        return Verdict("untestable", "No exchange rates of 1994 and 1996 are at hand.")
    before, after = rows[1994], rows[1996]
    status = "holds_in_part" if after >= 1.5 * before else "fails"
    return Verdict(
        status,
        f"A dollar cost {before:.1f} pesos in 1994 and {after:.1f} in 1996: the fall is there. That it gave firms time is Rabellotti’s finding, "
        "which these figures can’t test." if status == "holds_in_part" else
        f"A dollar cost {before:.1f} pesos in 1994 and {after:.1f} in 1996: there was no such fall.",
    )  # fmt: skip


@check("outside")
def registering_takes_long(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether registering a business in Peru took longer than in other countries of the region."""
    rows = grounds.series("days_to_register")
    peru = rows[rows["place"] == "PER"]
    if peru.empty:
        return Verdict("untestable", "No figure on Peru is at hand.")
    first = peru.iloc[0]
    others = rows[(rows["year"] == first["year"]) & (rows["place"] != "PER")]["value"]
    later = peru.iloc[-1]
    reason = (
        f"Earliest figure: {first['value']:g} days in {first['year']} ({first['source']})"
        + (f"; elsewhere in that year {others.min():.0f} to {others.max():.0f}" if len(others) else "")
        + f"; {later['value']:.0f} days in {later['year']}."
    )
    status = "holds" if first["value"] >= 90 else "holds_in_part" if first["value"] >= 30 else "fails"
    return Verdict(status, reason)


@check("outside")
def china_gained(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether footwear from China gained ground in the United States, and as fast as stated."""
    pairs = grounds.series("us_footwear_imports", "CHN")
    share = grounds.series("us_footwear_share", "CHN")
    if len(pairs) < 2:
        return Verdict("untestable", "No imports of two years are at hand.")
    first, last = pairs.iloc[0], pairs.iloc[-1]
    growth = 100 * ((last["value"] / first["value"]) ** (1 / (last["year"] - first["year"])) - 1)
    reason = (
        f"Pairs that the United States bought from China rose by {growth:.0f} per cent a year from {first['year']} to {last['year']}"
        + (f", to {share['value'].iloc[-1]:.0f} per cent of all sold there" if len(share) else "")
        + ". The paper names neither the market nor the years."
    )
    if growth <= 0:
        return Verdict("fails", reason)
    return Verdict(
        "holds" if claim.figure is None or growth >= (1 - CLOSE) * claim.figure else "holds_in_part", reason
    )


@check("outside")
def brazil_has_as_many(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether another count of Brazil's small firms agrees."""
    return _agrees(
        grounds, claim, "sme_number", "Another count has {value:.1f} million in {year} ({source})."
    )


@check("outside")
def brazil_makes_as_much(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether another figure for small firms' part of Brazil's output agrees."""
    return _agrees(
        grounds, claim, "sme_gdp",
        "Another figure is {value:.0f} per cent in {year} ({source}), for micro and small firms alone: "
        "medium ones, which the paper counts in, can account for part of the difference.",
    )  # fmt: skip


@check("outside")
def cachoeiro_exports_as_much(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the town's or the state's part of Brazil's stone exports is as large as stated."""
    town, state = (grounds.series(name) for name in ("stone_exports", "stone_exports_state"))
    if town.empty and state.empty:
        return Verdict("untestable", "No figures on the exports of stone are at hand.")
    told, close = [], []
    for name, rows in (("the state of Espírito Santo", state), ("the town", town)):
        if len(rows):
            row = rows.iloc[0]
            told.append(f"{name} {row['value']:.0f} per cent in {row['year']}")
            close.append(row["value"] >= (1 - 2 * CLOSE) * (claim.figure or 0))
    status = "holds" if len(town) and close[-1] else "holds_in_part" if any(close) else "fails"
    return Verdict(
        status,
        f"Part of Brazil’s exports of stone in the years at hand, all later than the paper: {in_a_row(told)}.",
    )


def _agrees(grounds: Grounds, claim: Claim, series: str, sentence: str) -> Verdict:
    rows = grounds.series(series, "BRA")
    if rows.empty or claim.figure is None:
        return Verdict("untestable", "No other figure is at hand.")
    row = rows.iloc[0]
    off = abs(row["value"] - claim.figure) / claim.figure
    # Who counts as small differs from count to count: only a factor of more than two is a disagreement.
    status = (
        "holds" if off <= CLOSE else "holds_in_part" if 0.5 <= row["value"] / claim.figure <= 2 else "fails"
    )
    return Verdict(status, sentence.format(**row))


# ---- Words.

_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} per cent"


def _place(grounds: Grounds, key: str) -> str:
    names = dict(zip(grounds.study.places["place"], grounds.study.places["name"], strict=True))
    return names.get(key) or ABROAD.get(key, key)


def _concerns(grounds: Grounds, claim: Claim, country: str) -> bool:
    """Whether a claim is about a country, something that it lies in, or something in it."""
    return any(
        place in lineage(grounds.study, country) or country in lineage(grounds.study, place)
        for place in claim.places
    )


def _named(grounds: Grounds, keys: Iterable[str]) -> str:
    """The names of places in brackets, in the order of the table; nothing for none."""
    wanted = set(keys)
    names = [_place(grounds, key) for key in grounds.study.places["place"] if key in wanted]
    return f" ({in_a_row(names)})" if names else ""


def _where(rows: pd.DataFrame) -> str:
    return in_a_row([f"WP71 {locator}" for locator in dict.fromkeys(rows["locator"])])


def _plural(count: int, one: str, many: str) -> str:
    return one if count < 2 else many


def _quoted(rows: pd.DataFrame) -> str:
    return "; ".join(f"“{row.summary.rstrip('.')}” (WP71 {row.locator})" for row in rows.itertuples())


def _case_name(grounds: Grounds, case: str) -> str:
    clusters = grounds.study.clusters
    return in_a_row(list(clusters[clusters["case"] == case]["name"]))


def _case_studies(grounds: Grounds) -> set[str]:
    """Works that statements about the clusters themselves, at the cluster level, rest on."""
    level = grounds.study.determinants.set_index("determinant")["level"]
    rows = grounds.evidence
    own = rows[
        rows["place"].isin(grounds.study.clusters["place"]) & (rows["determinant"].map(level) == "cluster")
    ]
    return {key for sources in own["sources"] for key in sources.split(";") if key}


# ---- Terms: what is true of a cluster.


def _terms(claim: Claim) -> tuple[list[str], list[str]]:
    given, expected = re.split(" [-=]> ", claim.terms)
    return given.split(", "), expected.split(", ")


def _true_of(grounds: Grounds, cluster: str, term: str) -> bool | None:
    """Whether a term is true of a cluster; None where the evidence doesn't tell.

    ``trust+``: the cell is surely above 0; ``trust-``: surely below; ``path:low_road`` and ``path:!low_road``:
    the path observed is, or is not, the low road; ``concentrated``: as the textbook has it.
    """
    if term == "concentrated":
        rows = grounds.study.likeness
        rows = rows[(rows["feature"] == "concentration") & (rows["cluster"] == cluster)]
        return None if rows.empty else rows["likeness"].iloc[0] == "like"
    if term.startswith("path:"):
        seen = grounds.study.observed.get(cluster)
        wanted = term.removeprefix("path:")
        return None if seen is None else (seen == wanted.lstrip("!")) != wanted.startswith("!")
    cell = grounds.cells[cluster, term[:-1]]
    lo, hi = (cell.lo, cell.hi) if term.endswith("+") else (-cell.hi, -cell.lo)
    return True if lo > 0 else False if hi <= 0 else None


def _all_true(grounds: Grounds, cluster: str, terms: Sequence[str]) -> bool | None:
    values = [_true_of(grounds, cluster, term) for term in terms]
    return False if False in values else None if None in values else True


def _where_true(grounds: Grounds, terms: Sequence[str]) -> list[str]:
    return [key for key in grounds.study.clusters["place"] if _all_true(grounds, key, terms) is True]


def _said(grounds: Grounds, terms: Sequence[str]) -> str:
    """Terms in words, after “is” or “are”."""
    names = dict(
        zip(grounds.study.determinants["determinant"], grounds.study.determinants["name"], strict=True)
    )
    words = []
    for term in terms:
        if term == "concentrated":
            words.append("gathered in one place as the textbook has it")
        elif term.startswith("path:"):
            path = PATH_NAMES[term.removeprefix("path:").lstrip("!")]
            words.append(f"seen {'off' if '!' in term else 'on'} the {path}")
        else:
            words.append(f"surely {'strong' if term.endswith('+') else 'weak'} in {names[term[:-1]].lower()}")
    return in_a_row(words)


def _cells(grounds: Grounds, determinant: str) -> dict[str, Cell]:
    return {key: grounds.cells[key, determinant] for key in grounds.study.clusters["place"]}


def _seen_themselves(grounds: Grounds) -> Sequence[str]:
    """Clusters whose path the paper describes, rather than that of the clusters at large."""
    rows = grounds.study.outcomes
    return list(rows[rows["about"] == rows["cluster"]]["cluster"])
