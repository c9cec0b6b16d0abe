"""Words that reasons share: places, passages, statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim
from smeclusters.claims.registry import unusable
from smeclusters.model.paths import PATH_NAMES
from smeclusters.model.ratings import lineage
from smeclusters.wording import counted, in_a_row, plural

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


def place_name(paper: Assessed, key: str) -> str:
    names = dict(zip(paper.study.places["place"], paper.study.places["name"], strict=True))
    return names.get(key) or ABROAD.get(key, key)


def place_list(paper: Assessed, keys: Iterable[str]) -> str:
    """The names of places, in the order of the table."""
    wanted = set(keys)
    return in_a_row([place_name(paper, key) for key in paper.study.places["place"] if key in wanted])


def concerns(paper: Assessed, claim: Claim, country: str) -> bool:
    """Whether a claim is about a country, something that it lies in, or something in it."""
    return any(
        place in lineage(paper.study, country) or country in lineage(paper.study, place)
        for place in claim.places
    )


def in_brackets(paper: Assessed, keys: Iterable[str]) -> str:
    """The same in brackets; nothing for none."""
    names = place_list(paper, keys)
    return f" ({names})" if names else ""


def passages(paper: Assessed, rows: pd.DataFrame) -> str:
    labels = paper.study.locators.set_index("locator")["label"]
    return in_a_row([f"WP71 {labels[locator]}" for locator in dict.fromkeys(rows["locator"])])


def none_of_these(count: int, total: int, words: str) -> str:
    """How many of some are not what the words say: “two of these are not …”, “none of these is …”."""
    if count == total > 1:
        return f"none of these is {words}"
    return f"{counted(count)} of these {plural(count, 'is', 'are')} not {words}"


def quotes(paper: Assessed, rows: pd.DataFrame) -> str:
    """Statements with the places that they are about and where they stand, each once."""
    told = rows.groupby(["summary", "locator"], sort=False)
    return "; ".join(
        f"{place_list(paper, part['place'])}, “{part['summary'].iloc[0].rstrip('.')}” ({passages(paper, part)})"
        for _, part in told
    )


def named(paper: Assessed, claim: Claim, keys: str) -> pd.DataFrame:
    """The rows of evidence with these ids, without those that were taken out; one at least must be meant."""
    if not keys:
        raise unusable(claim, "terms", "", "ids of rows of evidence.csv")
    return paper.evidence.loc[[key for key in keys.split(";") if key in paper.evidence.index]]


def case_studies(paper: Assessed) -> set[str]:
    """The works by which the clusters had been studied, as section 3 names them."""
    rows = paper.study.claims.set_index("id")["sources"]
    return set(filter(None, rows.get("cases-researched-in-depth", "").split(";")))


def told_of_itself(paper: Assessed, cluster: str, terms: Sequence[str]) -> bool:
    """Whether the paper tells of the cluster itself what terms say of it, not in a sentence on all clusters."""
    about = paper.evidence[paper.evidence["place"] == cluster]["determinant"].unique()
    described = seen_themselves(paper)
    return all(
        cluster in described if term.startswith("path:") else term[:-1] in about
        for term in terms
        if term[:-1] in paper.framework.determinants or term.startswith("path:")
    )


def said(paper: Assessed, terms: Sequence[str]) -> str:
    """Terms in words, after “is” or “are”."""
    names = paper.framework.names
    facets = dict(zip(paper.study.facets["facet"], paper.study.facets["name"], strict=True))
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


def seen_themselves(paper: Assessed) -> Sequence[str]:
    """Clusters whose path the paper describes, rather than that of the clusters at large."""
    rows = paper.study.outcomes
    return list(rows[rows["about"] == rows["cluster"]]["cluster"])
