"""Checks by the coded evidence: the paper against itself, through our coding."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check, unusable
from smeclusters.claims.terms import all_true, cells_of, terms_of, true_of, where_true
from smeclusters.errors import one_of
from smeclusters.model.paths import PATH_NAMES
from smeclusters.wording import begun, counted, in_a_row, plural
from whichroad.checks.words import (
    in_brackets,
    named,
    none_of_these,
    passages,
    place_list,
    place_name,
    quotes,
    said,
    seen_themselves,
    told_of_itself,
)

#: Up to here a level counts as neglected: its share of what is said of clusters themselves.
FEW = 0.2


@check("evidence", of="evidence", naming=True)
def other_statements(paper: Assessed, claim: Claim) -> Verdict:
    """Whether other statements of the paper on the same point, which ``terms`` names, lean the same way.

    Only one with another work behind it confirms; what rests on the same work, on none or on a guess says it
    again. After ``part: `` come statements that bear on a part of the claim alone.
    """
    leaning = np.sign(paper.study.evidence.set_index("id").loc[claim.rows[0], "rating"])
    others = named(paper, claim, claim.terms.removeprefix("part: "))
    others = others[others["rating"] != 0]
    if others.empty or leaning == 0:
        return Verdict("untestable", "Nothing else that is said leans one way or the other.", ours=True)
    agreeing = others[np.sign(others["rating"]) == leaning]
    against = others.drop(agreeing.index)
    own = set(claim.sources.split(";"))
    works = agreeing["sources"].map(lambda cited: set(filter(None, cited.split(";"))))
    confirming = (
        (works.map(len) > 0) & ~works.map(own.intersection).astype(bool) & (agreeing["basis"] != "inferred")
    )
    told = [
        f"{word}: {quotes(paper, part)}" for word, part in
        (("for it, with another work behind it", agreeing[confirming]),
         ("for it, with no other work behind it", agreeing[~confirming]), ("against it", against))
        if len(part)
    ]  # fmt: skip
    partly = claim.terms.startswith("part: ")
    reason = f"{begun('; '.join(told))}." + (" That bears on a part of it only." if partly else "")
    holds = confirming.any() and against.empty and not partly
    return Verdict("holds" if holds else "holds_in_part", reason, ours=True)


@check("evidence", naming=True)
def answers_need(paper: Assessed, claim: Claim) -> Verdict:
    """Whether section 3 tells of the need that a recommendation answers; whether it would help it can't tell.

    ``terms`` names the statements that tell of the need, or of its contrary. It holds if the need is told of half
    of the clusters themselves, and of more than the contrary is.
    """
    rows = named(paper, claim, claim.terms)
    need, contrary = rows[rows["rating"] < 0], rows[rows["rating"] > 0]
    clusters = [key for key in paper.study.clusters["place"]]
    told, spared = ([key for key in clusters if key in set(part["place"])] for part in (need, contrary))
    if need.empty:
        reason = (
            f"Section 3 tells of no such need: {quotes(paper, contrary)}."
            if len(contrary)
            else "Section 3 tells of no such need."
        )
        return Verdict("fails", reason, ours=True)
    where = (
        f"{counted(len(told))} of {counted(len(clusters))} clusters themselves{in_brackets(paper, told)}"
        if told
        else f"{place_list(paper, need['place'])}, for no cluster by itself"
    )
    reason = (
        f"Section 3 tells of the need for {where}: {passages(paper, need)}."
        + (f" It tells of the contrary too: {quotes(paper, contrary)}." if len(contrary) else "")
        + " Whether this would meet the need is not shown."
    )
    holds = len(told) * 2 >= len(clusters) and len(told) > len(spared)
    return Verdict("holds" if holds else "holds_in_part", reason, ours=True)


@check("evidence", naming=True)
def agrees_with(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the named statements about places, which show the claim at work or not, are favourable."""
    rows = named(paper, claim, claim.terms.removesuffix(";negative"))
    wanted = -1 if claim.terms.endswith(";negative") else 1
    for_it = rows[np.sign(rows["rating"]) == wanted]
    against = rows.drop(for_it.index)
    if rows.empty:
        return Verdict("untestable", "No statement about a place bears on it.", ours=True)
    told = [
        f"{word}: {quotes(paper, part)}"
        for word, part in (("for it", for_it), ("against it", against))
        if len(part)
    ]
    reason = f"{begun('; '.join(told))}. The statements are the paper’s own; they illustrate and can’t prove."
    return Verdict("untestable" if for_it.empty else "holds_in_part", reason, ours=True)


@check("evidence")
def goes_together(paper: Assessed, claim: Claim) -> Verdict:
    """Whether, in the clusters where the one is sure and the other known, the other is there too.

    ``terms`` has the form ``trust+ -> technology+`` for a tendency, which one case can neither show nor refute,
    or ``trust+ => technology+`` for a rule, which one case refutes; see :func:`true_of` for its parts. What only a
    sentence on all clusters tells can add to what speaks for it, and can't make up for two cases against it.
    """
    given, expected = terms_of(claim)
    rule = " => " in claim.terms
    cases = {key: all_true(paper, claim, key, expected) for key in where_true(paper, claim, given)}
    for_it = [key for key, value in cases.items() if value is True]
    against = [key for key, value in cases.items() if value is False]
    if not cases:
        return Verdict("untestable", f"No cluster is {said(paper, given)}.", ours=True)
    if len(cases) == 1:
        missing = [term for term in expected if true_of(paper, claim, [*cases][0], term) is False]
        found = "it is" if for_it else "it is not" if against else "the evidence doesn’t tell whether it is"
        reason = f"One cluster is {said(paper, given)}{in_brackets(paper, cases)}; {found} {said(paper, missing or expected)}."
    else:
        unknown = len(cases) - len(for_it) - len(against)
        reason = (
            f"{begun(counted(len(cases)))} clusters are {said(paper, given)}; of these "
            f"{counted(len(for_it))} {plural(len(for_it), 'is', 'are')} {said(paper, expected)}{in_brackets(paper, for_it)}, "
            f"{counted(len(against))} {plural(len(against), 'is', 'are')} not{in_brackets(paper, against)}."
            + (f" Of {counted(unknown)} the evidence doesn’t tell." if unknown else "")
        )
    if len(cases) == len(paper.study.clusters):
        reason += " No cluster is otherwise, so that nothing shows what would be without it."
    if any(term.startswith("path:!") for term in given):
        reason += " To be off a road is taken here for the gain that is meant."
    if rule and against:
        return Verdict("fails", f"{reason} A rule is refuted by one case.", ours=True)
    general = [key for key in for_it if not told_of_itself(paper, key, [*given, *expected])]
    if general:
        reason += (
            f" What speaks for it {plural(len(general), 'in one of them', f'in {counted(len(general))} of them')} comes in part from a "
            f"sentence on all clusters{in_brackets(paper, general)}."
        )
    if len(for_it) + len(against) < 2:
        status = "holds_in_part" if rule and for_it else "untestable"
        return Verdict(status, f"{reason} One case is too little to go by.", ours=True)
    if len(against) > 1 and len(general) == len(for_it):
        return Verdict("fails", reason, ours=True)
    return Verdict("holds_in_part" if against or general else "holds", reason, ours=True)


@check("evidence")
def is_not_enough(paper: Assessed, claim: Claim) -> Verdict:
    """Whether there is a cluster where the one is sure and the other surely missing."""
    given, expected = terms_of(claim)
    cases = {key: all_true(paper, claim, key, expected) for key in where_true(paper, claim, given)}
    against = [key for key, value in cases.items() if value is False]
    if not cases:
        return Verdict("untestable", f"No cluster is {said(paper, given)}.", ours=True)
    reason = (
        f"{begun(counted(len(cases)))} {plural(len(cases), 'cluster is', 'clusters are')} {said(paper, given)}"
        f"{in_brackets(paper, cases)}; {none_of_these(len(against), len(cases), said(paper, expected))}. "
        "One such case shows that the first isn’t enough; what would be enough no such case can show."
    )
    general = [key for key in against if not told_of_itself(paper, key, [*given, *expected])]
    if general:
        reason += f" In {counted(len(general))} of them this comes in part from a sentence on all clusters{in_brackets(paper, general)}."
    if expected == ["path:high_road"] and "high_road" not in paper.study.observed.values():
        reason += " With no high road among the cases, this would be so of any condition."
    return Verdict("holds" if against else "fails", reason, ours=True)


@check("evidence")
def counterexamples_are_described(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the paper describes, one by one, most of the cases that refute that the one suffices for the other."""
    given, expected = terms_of(claim)
    against = [
        key for key in where_true(paper, claim, given) if all_true(paper, claim, key, expected) is False
    ]
    described = [key for key in against if key in seen_themselves(paper)]
    reason = (
        f"{begun(counted(len(against)))} clusters speak for it{in_brackets(paper, against)}; for {counted(len(described))} of them the "
        f"paper describes the path itself{in_brackets(paper, described)}, for the rest only in a sentence on all clusters."
    )
    if not against:
        return Verdict("fails", "No cluster speaks for it.", ours=True)
    return Verdict(
        "holds" if described == against and len(against) > 2 else "holds_in_part" if described else "fails",
        reason,
        ours=True,
    )


@check("evidence")
def no_high_road(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the paper sees no cluster on the high road."""
    seen = paper.study.observed
    high = [key for key, path in seen.items() if path == "high_road"]
    mixed = [key for key, path in seen.items() if path == "mixed"]
    about = seen_themselves(paper)
    reason = begun(
        f"{counted(len(high))} of {counted(len(seen))} clusters {plural(len(high), 'is', 'are')} seen on the high road, "
        f"{counted(len(mixed))} on a mixed one{in_brackets(paper, mixed)}. "
        f"The paths of {counted(len(about))} are described one by one{in_brackets(paper, about)}; "
        "those of the others only a sentence on all clusters tells."
    )
    if not seen:
        return Verdict("untestable", "No path is observed.", ours=True)
    status = (
        "fails"
        if len(high) * 2 > len(seen)
        else "holds"
        if not high and len(about) == len(seen)
        else "holds_in_part"
    )
    return Verdict(status, reason, ours=True)


@check("evidence")
def price_decides(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the clusters that are described one by one are on the low road."""
    about = seen_themselves(paper)
    low = [key for key in about if paper.study.observed[key] == "low_road"]
    reason = (
        f"Of the {counted(len(about))} clusters described one by one, {counted(len(low))} {plural(len(low), 'competes', 'compete')} by price"
        f"{in_brackets(paper, low)}, {counted(len(about) - len(low))} not by price alone{in_brackets(paper, set(about) - set(low))}. "
        "On other clusters there is only the general sentence, which can’t test itself."
    )
    if not about:
        return Verdict("untestable", "No cluster is described by itself.", ours=True)
    return Verdict(
        "holds" if len(low) == len(about) else "holds_in_part" if low else "fails", reason, ours=True
    )


@check("evidence")
def some_path_is_between(paper: Assessed, claim: Claim) -> Verdict:
    """Whether a cluster is seen on neither road."""
    seen = paper.study.observed
    mixed = [key for key, path in seen.items() if path == "mixed"]
    reason = (
        f"{begun(counted(len(mixed)))} of {counted(len(seen))} clusters {plural(len(mixed), 'is', 'are')} seen between the two "
        f"roads{in_brackets(paper, mixed)}."
    )
    return Verdict("holds" if mixed else "fails", reason, ours=True)


@check("evidence")
def paths_differ(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the clusters' paths differ; their growth itself is not observed."""
    kinds = sorted({PATH_NAMES[path] for path in paper.study.observed.values()})
    if not kinds:
        return Verdict("untestable", "No path is observed.", ours=True)
    reason = f"Paths observed: {in_a_row(kinds)}. How fast a cluster grew the paper says of none."
    return Verdict("holds_in_part" if len(kinds) > 1 else "fails", reason, ours=True)


@check("evidence")
def is_lower(paper: Assessed, claim: Claim) -> Verdict:
    """Whether one cluster's cell is surely lower than others' (``joint_action: trujillo < sinos;guadalajara``)."""
    key, _, clusters = claim.terms.partition(": ")
    one, _, rest = clusters.partition(" < ")
    others = rest.split(";")
    grid = cells_of(paper, claim, key)
    for cluster in (one, *others):
        if cluster not in grid:
            raise unusable(claim, "terms", cluster, one_of(grid, cluster))
    sure = [other for other in others if grid[one].hi < grid[other].lo]
    refuted = [other for other in others if grid[one].lo >= grid[other].hi]
    reason = (
        f"In {place_name(paper, one)} it is surely lower than in {counted(len(sure))} of the {counted(len(others))} clusters that it is "
        f"set beside{in_brackets(paper, sure)}"
        + (
            f", and surely not lower than in {counted(len(refuted))}{in_brackets(paper, refuted)}."
            if refuted
            else "."
        )
    )
    status = (
        "holds" if len(sure) == len(others) else "fails" if len(refuted) == len(others) else "holds_in_part"
    )
    return Verdict(status, reason, ours=True)


@check("evidence")
def points_both_ways(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the statements on some facets are favourable and unfavourable, both."""
    rows = paper.evidence[paper.evidence["facet"].isin(claim.terms.split(";"))]
    good, bad = rows[rows["rating"] > 0], rows[rows["rating"] < 0]
    if rows.empty:
        return Verdict("untestable", "Nothing is said of it in any place.", ours=True)
    reason = f"{begun(counted(len(good)))} statements on it are favourable ({passages(paper, good)}), {counted(len(bad))} unfavourable ({passages(paper, bad)})."
    # Statements about clusters illustrate what is claimed of the region; one side alone leaves it open.
    return Verdict("holds_in_part" if len(good) and len(bad) else "untestable", reason, ours=True)


@check("evidence")
def success_and_failure(paper: Assessed, claim: Claim) -> Verdict:
    """Whether each cluster has favourable and unfavourable cells."""
    both = [
        key for key in paper.study.clusters["place"]
        if any(cell.lo > 0 for (cluster, _), cell in paper.cells.items() if cluster == key)
        and any(cell.hi < 0 for (cluster, _), cell in paper.cells.items() if cluster == key)
    ]  # fmt: skip
    total = len(paper.study.clusters)
    reason = f"Both what is surely favourable and what is surely unfavourable are found in {counted(len(both))} of {counted(total)} clusters{in_brackets(paper, both)}."
    # Determinants are not marks of success; they only stand in for them.
    return Verdict("holds_in_part" if both else "fails", reason, ours=True)


@check("evidence")
def every_level_bears(paper: Assessed, claim: Claim) -> Verdict:
    """Whether something surely favourable or unfavourable is known at each level, in each cluster."""
    level = paper.study.determinants.set_index("determinant")["level"]
    known = {
        (cell.cluster, level[cell.determinant]) for cell in paper.cells.values() if cell.lo > 0 or cell.hi < 0
    }
    total = len(paper.study.clusters) * len(paper.study.levels)
    reason = (
        f"In {len(known)} of {total} pairs of a cluster and a level something is surely favourable or unfavourable. That the factors "
        "are tied to one another is not coded."
    )
    return Verdict("holds_in_part" if known else "fails", reason, ours=True)


@check("evidence")
def clusters_differ(paper: Assessed, claim: Claim) -> Verdict:
    """Whether some determinant surely differs between clusters."""
    names = paper.framework.names
    apart = [
        key for key in paper.framework.determinants
        if max(cell.lo for cell in cells_of(paper, claim, key).values()) > min(cell.hi for cell in cells_of(paper, claim, key).values())
    ]  # fmt: skip
    reason = (
        f"{begun(counted(len(apart)))} of {len(paper.framework.determinants)} determinants surely differ between the clusters studied"
        f" ({in_a_row([names[key].lower() for key in apart]) or 'none'})."
    )
    return Verdict("holds" if apart else "fails", reason, ours=True)


@check("evidence")
def likeness_does_not_tell(paper: Assessed, claim: Claim) -> Verdict:
    """Whether clusters that are as like the textbook took different paths."""
    like = paper.study.likeness[paper.study.likeness["likeness"] == "like"].groupby("cluster").size()
    seen = paper.study.observed
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
        f"{place_name(paper, one)} is like the textbook in {like.get(one, 0)} features; {counted(len(rivals[one]))} low-road "
        f"{plural(len(rivals[one]), 'cluster is', 'clusters are')} like it in as many{in_brackets(paper, rivals[one])}, some of them "
        "by sentences on all clusters. One better case is too little to go by."
    )
    return Verdict("holds_in_part" if len(found) == len(better) else "fails", reason, ours=True)


@check("evidence")
def country_burdens_all(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the country level is surely unfavourable in all clusters, so that none shows its absence."""
    level = paper.study.determinants.query("level == 'country'")["determinant"]
    burdened = [
        key for key in paper.study.clusters["place"]
        if any(paper.cells[key, name].hi < 0 for name in level)
    ]  # fmt: skip
    total = len(paper.study.clusters)
    reason = (
        f"Something at the country level is surely unfavourable in {counted(len(burdened))} of {counted(total)} clusters{in_brackets(paper, burdened)}. "
        "Where all carry the burden, no case can show what would be without it."
    )
    status = "untestable" if len(burdened) == total else "holds_in_part" if burdened else "fails"
    return Verdict(status, reason, ours=True)


@check("evidence")
def past_and_present_differ(paper: Assessed, claim: Claim) -> Verdict:
    """Whether a facet of a cluster was rated one way in the past and is now rated the other."""
    rows = paper.study.evidence
    rows = rows[
        (rows["vintage"] <= paper.study.vintage)
        & (rows["facet"] == claim.terms)
        & rows["place"].isin(claim.places)
    ]
    past, now = (rows[rows["period"] == period]["rating"].median() for period in ("past", "current"))
    if pd.isna(past) or pd.isna(now):
        return Verdict("untestable", "Only one of past and present is told.", ours=True)
    passage = rows["locator"].nunique() == 1
    status = "fails" if past * now >= 0 else "holds_in_part" if passage else "holds"
    reason = f"Rated {past:+.0f} in the past and {now:+.0f} now.".replace("-", "−")
    return Verdict(status, reason + (" Both come from one passage." if passage else ""), ours=True)


@check("evidence")
def nothing_known(paper: Assessed, claim: Claim) -> Verdict:
    """Whether no statement about the places themselves concerns a facet; what one on all clusters says is told."""
    rows = paper.evidence[paper.evidence["facet"] == claim.terms]
    own = rows[rows["place"].isin(claim.places)]
    general = rows[rows["place"] == "sample"]
    if len(own):
        return Verdict("fails", f"It is told after all: {quotes(paper, own)}.", ours=True)
    if len(general):
        return Verdict(
            "holds",
            f"Nothing is said of the places themselves. One sentence is on all clusters and says nothing of what followed: {quotes(paper, general)}.",
            ours=True,
        )
    return Verdict("holds", "Nothing is said of it.", ours=True)


@check("evidence")
def only_these_places(paper: Assessed, claim: Claim) -> Verdict:
    """Whether, of the clusters, only those of the claim have statements on a determinant."""
    clusters = set(paper.study.clusters["place"])
    rows = paper.evidence[paper.evidence["determinant"] == claim.terms]
    told = set(rows["place"]) & clusters
    reason = f"Statements on it are about {counted(len(told))} of {counted(len(clusters))} clusters{in_brackets(paper, told)}."
    return Verdict(
        "holds" if told == set(claim.places) else "holds_in_part" if told & set(claim.places) else "fails",
        reason,
        ours=True,
    )


@check("evidence")
def case_studies_neglect(paper: Assessed, claim: Claim) -> Verdict:
    """Whether a fifth at most of what is said of clusters themselves concerns some levels."""
    level = paper.study.determinants.set_index("determinant")["level"]
    rows = paper.evidence[paper.evidence["place"].isin(paper.study.clusters["place"])]
    if rows.empty:
        return Verdict("untestable", "Nothing is said of the clusters themselves.", ours=True)
    shares = {key: float((rows["determinant"].map(level) == key).mean()) for key in claim.terms.split(";")}
    each = in_a_row([f"{100 * share:.0f} per cent concern the {key} level" for key, share in shares.items()])
    few = [key for key, share in shares.items() if share <= FEW]
    reason = (
        f"Of the {len(rows)} statements that the paper makes about a cluster itself, {each}. The case studies themselves are not "
        "looked at."
    )
    status = "holds_in_part" if few or max(shares.values()) < 1 / 3 else "fails"
    return Verdict(status, reason, ours=True)
