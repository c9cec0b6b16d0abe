"""Checks by the paper’s text and its list of works."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed, Missing
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.study import each_row
from smeclusters.wording import begun, counted, in_a_row, plural
from whichroad.checks.words import case_studies, named, passages, place_list

# ---- The paper's text and its list of works.


@check("text")
def clusters_are_counted(paper: Assessed, claim: Claim) -> Verdict:
    """Whether as many clusters are named as are announced."""
    clusters = paper.study.clusters
    named, cases = len(clusters), clusters["case"].nunique()
    reason = f"{begun(counted(named))} places are named, in {counted(cases)} cases: {place_list(paper, clusters['place'])}."
    status = "holds" if named == claim.figure else "holds_in_part" if cases == claim.figure else "fails"
    return Verdict(status, reason)


@check("text")
def sections_in_order(paper: Assessed, claim: Claim) -> Verdict:
    """Whether evidence on clusters stands in section 3 alone and recommendations in section 4 alone."""
    rows = paper.evidence["locator"][~paper.evidence["locator"].str.startswith("fn")].str[0]
    policies = paper.study.policies["locator"].str[0]
    if rows.empty or policies.empty:
        raise Missing("evidence or policies")
    reason = f"Evidence on places stands in section {in_a_row(sorted(set(rows)))}, recommendations in section {in_a_row(sorted(set(policies)))}."
    return Verdict(
        "holds" if set(rows) == {"3"} and set(policies) == {"4"} else "holds_in_part", reason, ours=True
    )


@check("text")
def framework_is_wider(paper: Assessed, claim: Claim) -> Verdict:
    """Whether Box 1 has determinants beyond those of collective efficiency, on more levels."""
    weights = paper.framework.weightings["collective_efficiency"].flat
    added = [key for key, weight in zip(paper.framework.determinants, weights, strict=True) if weight == 0]
    levels = paper.study.determinants.set_index("determinant")["level"]
    counts = levels[added].value_counts()
    each = in_a_row(
        [f"{counts[level]} on the {level} level" for level in paper.framework.levels if level in counts]
    )
    return Verdict(
        "holds" if len(counts) > 1 else "fails",
        f"Beyond collective efficiency the box has {len(added)} determinants: {each}.",
    )


@check("text")
def advice_on_each_level(paper: Assessed, claim: Claim) -> Verdict:
    """Whether section 4 has recommendations for each level."""
    counts = paper.study.policies["level"].value_counts()
    levels = list(paper.framework.levels)
    each = in_a_row([f"{counts.get(level, 0)} for the {level} level" for level in levels])
    found = sum(level in counts for level in levels)
    return Verdict("holds" if found > 1 else "fails", f"Recommendations: {each}.", ours=True)


@check("text")
def titles_speak_of(paper: Assessed, claim: Claim) -> Verdict:
    """How many titles in the list of works hold one of some words."""
    words = claim.terms.split(";")
    found = _with_words(paper, words)
    quoted = " or ".join(f"“{word}”" for word in words)
    reason = f"{begun(counted(len(found)))} of {len(paper.study.listed)} titles in the list of works {plural(len(found), 'has', 'have')} {quoted}."
    if 0 < len(found) <= 3:
        reason += " " + "; ".join(f"“{title}”" for title in found) + "."
    return Verdict("holds_in_part" if found else "fails", f"{reason} Titles are all that was looked at.")


@check("text")
def titles_lean(paper: Assessed, claim: Claim) -> Verdict:
    """Whether more than twice as many titles have one of some words as have one of others (``district > capabilit``)."""
    one, _, other = claim.terms.partition(" > ")
    counts = [len(_with_words(paper, words.split(";"))) for words in (one, other)]
    quoted = [" or ".join(f"“{word}”" for word in words.split(";")) for words in (one, other)]
    reason = (
        f"Of {len(paper.study.listed)} titles in the list of works {counts[0]} have {quoted[0]}, {counts[1]} {quoted[1]}. The list is "
        "the paper’s own choice, and titles are all that was looked at."
    )
    return Verdict("holds_in_part" if counts[0] > 2 * counts[1] else "fails", reason)


def _with_words(paper: Assessed, words: list[str]) -> list[str]:
    """The titles in the list of works that have one of some words."""
    return [title for title in paper.study.listed["title"] if any(word in title.casefold() for word in words)]


@check("text")
def term_in_titles(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the earliest title in the list that has a term is the work that is said to have coined it."""
    listed = paper.study.listed
    found = listed[listed["title"].str.casefold().str.contains(claim.terms, regex=False)].sort_values("year")
    if found.empty:
        return Verdict("untestable", "No title in the list of works has the term.")
    first = found.iloc[0]
    reason = f"The earliest listed title with the term is {first['authors'].replace(';', ' and ')} {first['year']}; that it was coined on this cluster the title doesn’t say."
    return Verdict("holds_in_part" if first["key"] in claim.sources.split(";") else "fails", reason)


@check("text")
def cases_before_the_term(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the case studies are younger than the term under which they are said to have been made."""
    listed = paper.study.listed.drop_duplicates("key").set_index("key")
    if "schmitz1994" not in listed.index:
        raise Missing("schmitz1994")
    term = int(listed.loc["schmitz1994", "year"][:4])
    keys = case_studies(paper)
    years = {key: int(listed.loc[key, "year"][:4]) for key in keys if key in listed.index}
    before = [key for key, year in years.items() if year < term]
    reason = f"{begun(counted(len(before)))} of {len(years)} works on the clusters came out before {term}, when by the paper’s account the term was coined."
    return Verdict(
        "holds_in_part" if before and len(before) < len(years) else "fails" if before else "holds",
        reason,
        ours=True,
    )


@check("text")
def other_works_on_levels(paper: Assessed, claim: Claim) -> Verdict:
    """Whether works other than the case studies speak of the country and the firm."""
    level = paper.study.determinants.set_index("determinant")["level"]
    rows = paper.evidence[paper.evidence["determinant"].map(level).isin(["country", "firm"])]
    keys = {key for sources in rows["sources"] for key in sources.split(";") if key} - case_studies(paper)
    reason = (
        f"{begun(counted(len(keys)))} works beyond the case studies are cited on the country and the firm."
    )
    return Verdict("holds" if keys else "fails", reason, ours=True)


@check("text")
def textbook_covers_the_level(paper: Assessed, claim: Claim) -> Verdict:
    """Whether each cluster-level determinant is among the features of the textbook district."""
    names = paper.study.determinants.query("level == 'cluster'").set_index("determinant")["name"]
    missing = [key for key in names.index if key not in set(paper.study.textbook["determinant"])]
    told = in_a_row([names[key].lower() for key in missing])
    reason = (
        f"Of the {counted(len(names))}, {told} {plural(len(missing), 'is', 'are')} not among the features by which section 2 describes the Italian model."
        if missing
        else f"All {counted(len(names))} are among its features."
    )
    return Verdict(
        "holds" if not missing else "holds_in_part" if len(missing) < len(names) else "fails",
        reason,
        ours=True,
    )


@check("text")
def among_the_features(paper: Assessed, claim: Claim) -> Verdict:
    """Whether a determinant is among the features of the textbook district, by a passage other than the claim's."""
    rows = paper.study.textbook
    rows = rows[(rows["feature"] == claim.terms) & (rows["locator"] != claim.locator)]
    if rows.empty:
        return Verdict(
            "fails", "It is not among the features by which section 2 describes the Italian model.", ours=True
        )
    return Verdict(
        "holds_in_part",
        f"Section 2 names it among the features of the Italian model: “{rows['definition'].iloc[0].rstrip('.')}” ({passages(paper, rows)}). "
        "Both are the paper’s own account of the model.",
        ours=True,
    )


@check("text")
def cites_for_each_level(paper: Assessed, claim: Claim) -> Verdict:
    """Whether section 2 cites, for two levels at least, works that it doesn't cite for others."""
    rows = paper.study.citations
    cited = {part: set(rows[rows["locator"].str.startswith(f"2{part}:")]["cited"]) for part in "abc"}
    own = {
        part: len(cited[part] - set().union(*(cited[other] for other in "abc" if other != part)))
        for part in cited
    }
    each = in_a_row([
        f"{counted(own[part])} on the {level} level"
        for part, level in zip("abc", paper.framework.levels, strict=True)
    ])  # fmt: skip
    reason = (
        f"Works that section 2 cites in its text for one level alone: {each}. Whether they belong to different literatures their "
        "number doesn’t tell."
    )
    return Verdict("holds_in_part" if sum(map(bool, own.values())) > 1 else "fails", reason)


@check("text")
def works_are_recent(paper: Assessed, claim: Claim) -> Verdict:
    """Whether most works on the clusters came out in the five years before the paper."""
    listed = paper.study.listed.drop_duplicates("key").set_index("key")
    years = [int(listed.loc[key, "year"][:4]) for key in case_studies(paper) if key in listed.index]
    if not years:
        raise Missing("listed")
    late = sum(year >= paper.study.vintage - 5 for year in years)
    reason = f"{begun(counted(late))} of {len(years)} works on the clusters came out in {paper.study.vintage - 5} or later; the youngest is of {max(years)}."
    return Verdict("holds_in_part" if late * 2 > len(years) else "fails", reason, ours=True)


@check("text", naming=True)
def several_works_say_so(paper: Assessed, claim: Claim) -> Verdict:
    """Whether more than one work is cited for the rows that ``terms`` names, and not the author's own alone."""
    rows = named(paper, claim, claim.terms)
    keys = sorted({key for sources in rows["sources"] for key in sources.split(";") if key})
    listed = paper.study.listed
    cited = listed[listed["key"].isin(keys)].drop_duplicates("key")
    works = [f"{row.authors.replace(';', ' and ')} {row.year}" for row in each_row(cited)]
    own = [key for key in keys if key.startswith("albaladejo")]
    reason = f"{begun(counted(len(keys)))} {plural(len(keys), 'work is', 'works are')} cited there" + (
        f" ({in_a_row(works)})" if works else ""
    )
    reason += ", which is the paper’s author’s own." if keys and keys == own else "."
    status = "fails" if not keys else "holds" if len(keys) > 1 and keys != own else "holds_in_part"
    return Verdict(status, reason, ours=True)
