"""What checks share: terms that are true of a cluster, and words for their reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from smeclusters.claims import Claim, Grounds, unusable
from smeclusters.errors import one_of
from smeclusters.paths import PATH_NAMES
from smeclusters.ratings import Cell, in_a_row, lineage

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
#: What two figures may differ by and still agree: a tenth.
CLOSE = 0.1


_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)


def begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    return f"{100 * share:.0f} per cent"


def place_name(grounds: Grounds, key: str) -> str:
    names = dict(zip(grounds.study.places["place"], grounds.study.places["name"], strict=True))
    return names.get(key) or ABROAD.get(key, key)


def place_list(grounds: Grounds, keys: Iterable[str]) -> str:
    """The names of places, in the order of the table."""
    wanted = set(keys)
    return in_a_row([place_name(grounds, key) for key in grounds.study.places["place"] if key in wanted])


def concerns(grounds: Grounds, claim: Claim, country: str) -> bool:
    """Whether a claim is about a country, something that it lies in, or something in it."""
    return any(
        place in lineage(grounds.study, country) or country in lineage(grounds.study, place)
        for place in claim.places
    )


def in_brackets(grounds: Grounds, keys: Iterable[str]) -> str:
    """The same in brackets; nothing for none."""
    names = place_list(grounds, keys)
    return f" ({names})" if names else ""


def passages(grounds: Grounds, rows: pd.DataFrame) -> str:
    labels = grounds.study.locators.set_index("locator")["label"]
    return in_a_row([f"WP71 {labels[locator]}" for locator in dict.fromkeys(rows["locator"])])


def plural(count: int, one: str, many: str) -> str:
    return one if count < 2 else many


def none_of_these(count: int, total: int, words: str) -> str:
    """How many of some are not what the words say: “two of these are not …”, “none of these is …”."""
    if count == total > 1:
        return f"none of these is {words}"
    return f"{counted(count)} of these {plural(count, 'is', 'are')} not {words}"


def quotes(grounds: Grounds, rows: pd.DataFrame) -> str:
    """Statements with the places that they are about and where they stand, each once."""
    told = rows.groupby(["summary", "locator"], sort=False)
    return "; ".join(
        f"{place_list(grounds, part['place'])}, “{part['summary'].iloc[0].rstrip('.')}” ({passages(grounds, part)})"
        for _, part in told
    )


def named(grounds: Grounds, claim: Claim, keys: str) -> pd.DataFrame:
    """The rows of evidence with these ids, without those that were taken out; one at least must be meant."""
    if not keys:
        raise unusable(claim, "terms", "", "ids of rows of evidence.csv")
    return grounds.evidence.loc[[key for key in keys.split(";") if key in grounds.evidence.index]]


def case_studies(grounds: Grounds) -> set[str]:
    """The works by which the clusters had been studied, as section 3 names them."""
    rows = grounds.study.claims.set_index("id")["sources"]
    return set(filter(None, rows.get("cases-researched-in-depth", "").split(";")))


# ---- Terms: what is true of a cluster.


def terms_of(claim: Claim) -> tuple[list[str], list[str]]:
    parts = re.split(" [-=]> ", claim.terms)
    if len(parts) != 2:
        raise unusable(
            claim, "terms", claim.terms, "terms, an arrow and terms, such as trust+ -> technology+"
        )
    return parts[0].split(", "), parts[1].split(", ")


def true_of(grounds: Grounds, claim: Claim, cluster: str, term: str) -> bool | None:
    """Whether a term is true of a cluster; None where the evidence doesn't tell.

    ``trust+``: the cell is surely above 0; ``trust-``: surely below; ``exports+``: what is said of this facet in
    the cluster itself is favourable; ``path:low_road`` and ``path:!low_road``: the path observed is, or is not, the
    low road; ``concentrated``: as the textbook has it.
    """
    if term == "concentrated":
        rows = grounds.study.likeness
        rows = rows[(rows["feature"] == "concentration") & (rows["cluster"] == cluster)]
        return None if rows.empty else rows["likeness"].iloc[0] == "like"
    if term.startswith("path:"):
        seen = grounds.study.observed.get(cluster)
        wanted = term.removeprefix("path:")
        if wanted.lstrip("!") not in PATH_NAMES:
            raise unusable(claim, "terms", term, one_of(PATH_NAMES, wanted))
        return None if seen is None else (seen == wanted.lstrip("!")) != wanted.startswith("!")
    sign = 1 if term.endswith("+") else -1
    if term[:-1] in set(grounds.study.facets["facet"]):
        rows = grounds.evidence
        told = rows[(rows["place"] == cluster) & (rows["facet"] == term[:-1])]["rating"]
        return None if told.empty else bool(sign * told.median() > 0)
    cell = cells_of(grounds, claim, term[:-1])[cluster]
    lo, hi = (cell.lo, cell.hi) if sign > 0 else (-cell.hi, -cell.lo)
    return True if lo > 0 else False if hi <= 0 else None


def told_of_itself(grounds: Grounds, cluster: str, terms: Sequence[str]) -> bool:
    """Whether the paper tells of the cluster itself what terms say of it, not in a sentence on all clusters."""
    about = grounds.evidence[grounds.evidence["place"] == cluster]["determinant"].unique()
    described = seen_themselves(grounds)
    return all(
        cluster in described if term.startswith("path:") else term[:-1] in about
        for term in terms
        if term[:-1] in grounds.framework.determinants or term.startswith("path:")
    )


def all_true(grounds: Grounds, claim: Claim, cluster: str, terms: Sequence[str]) -> bool | None:
    values = [true_of(grounds, claim, cluster, term) for term in terms]
    return False if False in values else None if None in values else True


def where_true(grounds: Grounds, claim: Claim, terms: Sequence[str]) -> list[str]:
    return [key for key in grounds.study.clusters["place"] if all_true(grounds, claim, key, terms) is True]


def said(grounds: Grounds, terms: Sequence[str]) -> str:
    """Terms in words, after “is” or “are”."""
    names = grounds.framework.names
    facets = dict(zip(grounds.study.facets["facet"], grounds.study.facets["name"], strict=True))
    words, cells = [], {"+": [], "-": []}
    for term in terms:
        if term == "concentrated":
            words.append("gathered in one place as the textbook has it")
        elif term.startswith("path:"):
            path = PATH_NAMES[term.removeprefix("path:").lstrip("!")]
            words.append(f"seen {'off' if '!' in term else 'on'} the {path}")
        elif term[:-1] in facets:
            words.append(f"told to be {'strong' if term.endswith('+') else 'weak'} in {facets[term[:-1]]}")
        else:
            cells[term[-1]].append(names[term[:-1]].lower())
    for sign, side in (("+", "favourable"), ("-", "unfavourable")):
        if cells[sign]:
            words.append(f"surely {side} in {in_a_row(cells[sign])}")
    return in_a_row(words)


def cells_of(grounds: Grounds, claim: Claim, determinant: str) -> dict[str, Cell]:
    """The cells of a determinant that the terms of a claim name, by cluster."""
    if determinant not in grounds.framework.determinants:
        raise unusable(claim, "terms", determinant, one_of(grounds.framework.determinants, determinant))
    return {key: grounds.cells[key, determinant] for key in grounds.study.clusters["place"]}


def seen_themselves(grounds: Grounds) -> Sequence[str]:
    """Clusters whose path the paper describes, rather than that of the clusters at large."""
    rows = grounds.study.outcomes
    return list(rows[rows["about"] == rows["cluster"]]["cluster"])
