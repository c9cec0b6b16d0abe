"""Checks by the paper's own figures, its text and its list of works."""

from __future__ import annotations

from smeclusters.checks.words import (
    CLOSE,
    begun,
    case_studies,
    counted,
    named,
    passages,
    place_list,
    plural,
)
from smeclusters.claims import Claim, Grounds, Missing, Verdict, check
from smeclusters.ratings import PAPER, in_a_row

#: Jobs from which a firm counts as large.
LARGE = 250


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
    """Whether the jobs of Sinos Valley leave room for more than half of its firms to be large."""
    mean = grounds.profile("sinos-jobs") / grounds.profile("sinos-firms")
    most = mean / LARGE
    status = "holds" if most < 0.5 else "holds_in_part" if most < 1 else "fails"
    return Verdict(
        status,
        f"The paper’s figures make {mean:.0f} jobs a firm. So {100 * min(most, 1):.0f} per cent of the firms at most can have {LARGE} jobs "
        f"or more, if the jobs are those of these firms. The paper draws no line between small and large; {LARGE} jobs is a common one.",
    )


# ---- The paper's text and its list of works.


@check("text")
def clusters_are_counted(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether as many clusters are named as are announced."""
    clusters = grounds.study.clusters
    named, cases = len(clusters), clusters["case"].nunique()
    reason = f"{begun(counted(named))} places are named, in {counted(cases)} cases: {place_list(grounds, clusters['place'])}."
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
def titles_speak_of(grounds: Grounds, claim: Claim) -> Verdict:
    """How many titles in the list of works hold one of some words."""
    words = claim.terms.split(";")
    found = _with_words(grounds, words)
    quoted = " or ".join(f"“{word}”" for word in words)
    reason = f"{begun(counted(len(found)))} of {len(grounds.study.listed)} titles in the list of works {plural(len(found), 'has', 'have')} {quoted}."
    if 0 < len(found) <= 3:
        reason += " " + "; ".join(f"“{title}”" for title in found) + "."
    return Verdict("holds_in_part" if found else "fails", f"{reason} Titles are all that was looked at.")


@check("text")
def titles_lean(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether more than twice as many titles have one of some words as have one of others (``district > capabilit``)."""
    one, _, other = claim.terms.partition(" > ")
    counts = [len(_with_words(grounds, words.split(";"))) for words in (one, other)]
    quoted = [" or ".join(f"“{word}”" for word in words.split(";")) for words in (one, other)]
    reason = (
        f"Of {len(grounds.study.listed)} titles in the list of works {counts[0]} have {quoted[0]}, {counts[1]} {quoted[1]}. The list is "
        "the paper’s own choice, and titles are all that was looked at."
    )
    return Verdict("holds_in_part" if counts[0] > 2 * counts[1] else "fails", reason)


def _with_words(grounds: Grounds, words: list[str]) -> list[str]:
    """The titles in the list of works that have one of some words."""
    return [
        title for title in grounds.study.listed["title"] if any(word in title.casefold() for word in words)
    ]


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
    keys = case_studies(grounds)
    years = {key: int(listed.loc[key, "year"][:4]) for key in keys if key in listed.index}
    before = [key for key, year in years.items() if year < term]
    reason = f"{begun(counted(len(before)))} of {len(years)} works on the clusters came out before {term}, when by the paper’s account the term was coined."
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
    keys = {key for sources in rows["sources"] for key in sources.split(";") if key} - case_studies(grounds)
    reason = (
        f"{begun(counted(len(keys)))} works beyond the case studies are cited on the country and the firm."
    )
    return Verdict("holds" if keys else "fails", reason, ours=True)


@check("text")
def textbook_covers_the_level(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether each cluster-level determinant is among the features of the textbook district."""
    names = grounds.study.determinants.query("level == 'cluster'").set_index("determinant")["name"]
    missing = [key for key in names.index if key not in set(grounds.study.textbook["determinant"])]
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
def among_the_features(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether a determinant is among the features of the textbook district, by a passage other than the claim's."""
    rows = grounds.study.textbook
    rows = rows[(rows["feature"] == claim.terms) & (rows["locator"] != claim.locator)]
    if rows.empty:
        return Verdict(
            "fails", "It is not among the features by which section 2 describes the Italian model.", ours=True
        )
    return Verdict(
        "holds_in_part",
        f"Section 2 names it among the features of the Italian model: “{rows['definition'].iloc[0].rstrip('.')}” ({passages(grounds, rows)}). "
        "Both are the paper’s own account of the model.",
        ours=True,
    )


@check("text")
def cites_for_each_level(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether section 2 cites, for two levels at least, works that it doesn't cite for others."""
    rows = grounds.study.citations
    cited = {part: set(rows[rows["locator"].str.startswith(f"2{part}:")]["cited"]) for part in "abc"}
    own = {
        part: len(cited[part] - set().union(*(cited[other] for other in "abc" if other != part)))
        for part in cited
    }
    each = in_a_row([
        f"{counted(own[part])} on the {level} level"
        for part, level in zip("abc", grounds.framework.levels, strict=True)
    ])  # fmt: skip
    reason = (
        f"Works that section 2 cites in its text for one level alone: {each}. Whether they belong to different literatures their "
        "number doesn’t tell."
    )
    return Verdict("holds_in_part" if sum(map(bool, own.values())) > 1 else "fails", reason)


@check("text")
def works_are_recent(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether most works on the clusters came out in the five years before the paper."""
    listed = grounds.study.listed.drop_duplicates("key").set_index("key")
    years = [int(listed.loc[key, "year"][:4]) for key in case_studies(grounds) if key in listed.index]
    if not years:
        raise Missing("listed")
    late = sum(year >= PAPER - 5 for year in years)
    reason = f"{begun(counted(late))} of {len(years)} works on the clusters came out in {PAPER - 5} or later; the youngest is of {max(years)}."
    return Verdict("holds_in_part" if late * 2 > len(years) else "fails", reason, ours=True)


@check("text", naming=True)
def several_works_say_so(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether more than one work is cited for the rows that ``terms`` names, and not the author's own alone."""
    rows = named(grounds, claim, claim.terms)
    keys = sorted({key for sources in rows["sources"] for key in sources.split(";") if key})
    listed = grounds.study.listed
    cited = listed[listed["key"].isin(keys)].drop_duplicates("key")
    works = [f"{row.authors.replace(';', ' and ')} {row.year}" for row in cited.itertuples()]
    own = [key for key in keys if key.startswith("albaladejo")]
    reason = f"{begun(counted(len(keys)))} {plural(len(keys), 'work is', 'works are')} cited there" + (
        f" ({in_a_row(works)})" if works else ""
    )
    reason += ", which is the paper’s author’s own." if keys and keys == own else "."
    status = "fails" if not keys else "holds" if len(keys) > 1 and keys != own else "holds_in_part"
    return Verdict(status, reason, ours=True)


@check("arithmetic")
def clusters_hold_much(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the shares of their trade that the paper gives for clusters are a third or more."""
    shares = {key: grounds.profile(key) for key in claim.terms.split(";")}
    rows = grounds.study.profiles.set_index("id")
    each = in_a_row([f"{rows.loc[key, 'indicator']} {value:.0f}" for key, value in shares.items()])
    large = [key for key, value in shares.items() if value >= 100 / 3]
    return Verdict(
        "holds_in_part" if large else "fails",
        f"Shares that the paper gives, per cent: {each}. They are of the clusters chosen, which are the large ones; for the region nothing is given.",
    )


@check("arithmetic")
def most_share_it(grounds: Grounds, claim: Claim) -> Verdict:
    """Whether the share that the paper gives, in the row that ``terms`` names, is a third or more: its figure, its word."""
    of_evidence = claim.terms in set(grounds.study.evidence["id"])
    share = (grounds.figure if of_evidence else grounds.profile)(claim.terms)
    return Verdict(
        "holds_in_part" if share >= 100 / 3 else "fails",
        f"The paper’s own figure for it is {share:.0f} per cent, {'more than half' if share > 50 else 'not more than half'}; the figure "
        "itself nothing here can test.",
    )
