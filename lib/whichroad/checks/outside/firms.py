"""Checks by counts of firms, jobs, output and exports."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.checks.arithmetic import CLOSE, MUCH
from smeclusters.claims.claim import Claim, NotChecked, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import left_open, on_a_part, weigh
from smeclusters.claims.words import place_list
from smeclusters.study import each_row
from smeclusters.wording import begun, counted, in_a_row
from whichroad.checks.outside.figures import countries, yearly
from whichroad.checks.words import place_name

#: The year before the works appeared that the paper cites for jobs.
COUNTED = 1995

#: How many years after the paper a figure may be of and still tell of its time.
LATER = 5


def _close(value: float, stated: float) -> bool:
    return abs(value - stated) <= CLOSE * stated


@check("outside")
def smes_are_much(paper: Assessed, claim: Claim) -> Verdict:
    """Do small firms have a third or more of the jobs, in the figures of others?"""
    asked = "Do small firms provide much of the jobs and of the output?"
    rows = paper.study.external
    kinds = {"sme_jobs": "jobs", "sme_jobs_formal": "registered jobs"}
    rows = rows[rows["series"].isin(kinds)].sort_values(["place", "year"]).drop_duplicates(["series", "place"])
    if rows.empty:
        return Verdict("not_checked", f"{asked} No other figures are at hand.")
    much = int((rows["value"] >= MUCH).sum())
    each = in_a_row(
        [
            f"{row.value:.0f} per cent of {kinds[row.series]} in {place_name(paper, row.place)} ({row.year})"
            for row in each_row(rows)
        ]
    )
    reason = (
        f"{asked} By others they have {each}; a third is taken for much. Of output no figure at hand counts medium "
        "firms in, as the paper does."
    )
    part = f"jobs in {counted(rows['place'].nunique())} countries, not output nor most countries"
    return on_a_part(left_open(Verdict(weigh(0, much, len(rows) - much), reason), part), part)


@check("outside")
def brazil_has_as_many(paper: Assessed, claim: Claim) -> Verdict:
    """Does another count of Brazil's small firms agree within a tenth?"""
    return _agrees(paper, claim, "sme_number", "Does Brazil have so many small firms?", "million")


@check("outside")
def argentina_has_as_many(paper: Assessed, claim: Claim) -> Verdict:
    """Does another count of Argentina's firms find as large a part of them small, within a tenth?"""
    return _agrees(paper, claim, "sme_share", "Are so many of Argentina’s firms small?", "per cent")


def _agrees(paper: Assessed, claim: Claim, series: str, asked: str, unit: str) -> Verdict:
    rows = [row for place in claim.places for row in each_row(paper.series(series, place).head(1))]
    if not rows or claim.figure is None:
        return Verdict("not_checked", f"{asked} No other figure is at hand.")
    close = sum(_close(row.value, claim.figure) for row in rows)
    each = in_a_row([f"{row.value:g} {unit} in {row.year} ({row.source})" for row in rows])
    return Verdict(
        weigh(close, against=len(rows) - close),
        f"{asked} The paper says {claim.figure:g} {unit}, another count {each}. Who counts as small differs from count "
        "to count.",
    )


@check("outside")
def most_firms_are_tiny(paper: Assessed, claim: Claim) -> Verdict:
    """Do censuses of single countries find as many very small firms as the paper says of the region?"""
    asked = "Are so many businesses as small as that?"
    found = {key: yearly_any(paper, "tiny_share", key) for key in countries(paper, "tiny_share")}
    if not found or claim.figure is None:
        return Verdict("not_checked", f"{asked} No other figure is at hand.")
    as_many = sum(value >= (1 - CLOSE) * claim.figure for _, value in found.values())
    each = in_a_row([f"{place_name(paper, key)} {value:.0f} in {year}" for key, (year, value) in found.items()])
    reason = (
        f"{asked} The paper says over {claim.figure:.0f} per cent. Firms with about ten people or fewer, per cent by "
        f"later censuses: {each}. No others are at hand; that the region is like them is assumed."
    )
    part = f"{place_list(paper, found)}, not the rest of the region"
    return on_a_part(Verdict(weigh(as_many, against=len(found) - as_many), reason), part)


def yearly_any(paper: Assessed, series: str, place: str) -> tuple[int, float]:
    """The first year and figure of a series and a place, though it be later than the paper.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> yearly_any(edition(), "tiny_share", "MEX")
    (2014, 94.3)
    """
    row = paper.series(series, place).iloc[0]
    return int(row["year"]), float(row["value"])


@check("outside")
def brazil_makes_as_much(paper: Assessed, claim: Claim) -> Verdict:
    """Does another figure for small firms' part of Brazil's output agree, though it leaves medium firms out?"""
    asked = "Do small and medium firms make so much of Brazil’s output?"
    rows = paper.series("sme_gdp", "BRA")
    if rows.empty or claim.figure is None:
        return Verdict("not_checked", f"{asked} No other figure is at hand.")
    most = float(rows["value"].max())
    each = in_a_row([f"{row.value:.0f} per cent in {row.year}" for row in each_row(rows)])
    reason = (
        f"{asked} The paper says {claim.figure:.0f} per cent. Others give micro and small firms, without medium ones, "
        f"{each}."
    )
    if _close(most, claim.figure) or most > claim.figure:
        return Verdict(weigh(int(_close(most, claim.figure)), against=int(not _close(most, claim.figure))), reason)
    return Verdict(
        "not_checked",
        f"{reason} Medium firms would have to make the other {claim.figure - most:.0f} points at least; a figure for "
        "them would decide it.",
    )


@check("outside")
def jobs_for_so_many(paper: Assessed, claim: Claim) -> Verdict:
    """Is the number of jobs a part of all who work that the same bank has found possible?"""
    asked = "Can so many jobs be in businesses of ten people or fewer?"
    engaged = yearly(paper, "persons_engaged", "lac")
    if COUNTED not in engaged.index or claim.figure is None:
        return Verdict("not_checked", f"{asked} No figure on people at work is at hand.")
    share = 100 * claim.figure / engaged[COUNTED]
    reason = (
        f"{asked} {claim.figure:.0f} million would be {share:.0f} per cent of the {engaged[COUNTED]:.0f} million "
        "people "
        f"at work in nineteen countries in {COUNTED}."
    )
    ends = [paper.series(name, "lac")["value"] for name in ("tiny_jobs_least", "tiny_jobs_most")]
    if any(end.empty for end in ends):
        return Verdict("contradicted" if share > 100 else "not_checked", reason)
    least, most = (float(end.iloc[0]) for end in ends)
    inside = least <= share <= most
    return Verdict(
        weigh(0, against=int(not inside)),
        f"{reason} The bank whose staff the paper cites gave {least:.0f} to {most:.0f} per cent by country in 1998, so "
        f"that it is {'high and not impossible' if inside else 'not possible as a mean'}. A count would decide it.",
    )


@check("outside")
def labour_force_fits(paper: Assessed, claim: Claim) -> Verdict:
    """Does a part of the labour force fit the number of people at work, and a census of jobs?"""
    asked = "Can small and medium firms employ so much of the labour force?"
    place = claim.places[0]
    force, engaged = (yearly(paper, name, place) for name in ("labour_force", "persons_engaged"))
    census = paper.series("sme_jobs_formal", place)
    if claim.figure is None or COUNTED not in force.index or COUNTED not in engaged.index or census.empty:
        return Verdict("not_checked", f"{asked} No figures on people at work are at hand.")
    jobs = claim.figure / 100 * force[COUNTED]
    share, row = 100 * jobs / engaged[COUNTED], census.iloc[0]
    close = _close(float(row["value"]), claim.figure) and share <= 100
    return Verdict(
        weigh(int(close), against=int(not close)),
        f"{asked} {claim.figure:.0f} per cent of the labour force of {COUNTED} would be {jobs:.1f} million people, "
        f"{share:.0f} per cent of the {engaged[COUNTED]:.1f} million at work: all large firms and the state would be "
        "left "
        f"with {100 - share:.0f}. A census gives firms up to 199 employees {row['value']:.0f} per cent of registered "
        f"private jobs in {row['year']}. "
        + (
            ""
            if close
            else "As a share of jobs in firms the figure would be less far off; as it is worded it does not fit."
        ),
    )


@check("outside")
def cachoeiro_exports_as_much(paper: Assessed, claim: Claim) -> Verdict:
    """Is the town's or the state's part of Brazil's stone exports as large as stated, within a fifth?"""
    asked = "Does so much of Brazil’s exports of stone come from Cachoeiro?"
    if claim.figure is None:
        raise NotChecked
    each, as_much, years = [], [], []
    for name, series in (("the state of Espírito Santo", "stone_exports_state"), ("the town", "stone_exports")):
        rows = paper.series(series)
        if len(rows):
            row = rows.iloc[0]
            each.append(f"{name} {row['value']:.0f} per cent in {row['year']}")
            as_much.append(bool(row["value"] >= (1 - 2 * CLOSE) * claim.figure))
            years.append(int(row["year"]))
    if not each:
        return Verdict("not_checked", f"{asked} No figures on the exports of stone are at hand.")
    reason = f"{asked} The paper says almost {claim.figure:.0f} per cent. {begun(in_a_row(each))}."
    if min(years) > paper.study.vintage + LATER:
        return Verdict("not_checked", f"{reason} That is too late; figures of the town’s exports then would decide it.")
    return Verdict(weigh(sum(as_much), against=len(as_much) - sum(as_much)), reason)
