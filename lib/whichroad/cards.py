"""Cards: a cluster at a glance, and claims with their verdicts."""

from __future__ import annotations

from markupsafe import Markup

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.words import statement
from smeclusters.model.paths import in_words
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.ratings import cell_in_words
from smeclusters.study import each_row
from smeclusters.wording import begun
from whichroad.addresses import cell_address, with_locators, works
from whichroad.colours import colour_of_cell
from whichroad.marks import mark, status_in_words
from whichroad.markup import Html, absent, joined, render
from whichroad.tables.evidence import country, profile_facts
from whichroad.words import source_in_words, support_in_words, weighting_names

#: What a card tells of a cluster's profile, by aspect.
ASPECTS = {
    "firms": "Firms",
    "parts": "Of these",
    "jobs": "Employs",
    "sales": "Sells",
    "rivals": "Rivals abroad",
    "extent": "Extent",
}


def cluster_card(paper: Prepared, cluster: str) -> Html:
    """A cluster at a glance: its figures, its cells, and its classes beside the path observed.

    Where the tables have no such cluster, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> shown = BeautifulSoup(cluster_card(edition(), "sinos").markup, "html.parser")
    >>> shown.find("dt", string="Employs").find_next("dd").text
    '150,000 people (1990)'
    """
    if cluster not in paper.ratings.clusters:
        return absent(f"no cluster “{cluster}”")
    [place] = each_row(paper.study.clusters[paper.study.clusters["place"] == cluster])
    rows = paper.study.evidence[paper.study.evidence["place"] == cluster]
    keys = {str(layer): ";".join(part["sources"]).split(";") for layer, part in rows.groupby("layer")}
    cited = [works(paper, ";".join(sorted(set(each))), layer) for layer, each in keys.items()]
    facts: list[tuple[str, str | Markup]] = [
        ("Country", country(paper, cluster)),
        ("Makes", place.products),
        ("The paper also writes", place.spelling),
        *((title, "; ".join(profile_facts(paper, cluster, aspect))) for aspect, title in ASPECTS.items()),
        ("Path observed", in_words(paper.study.observed[cluster]) if cluster in paper.study.observed else "none"),
        *_classes(paper, cluster),
        ("Works cited on it", joined(filter(None, cited))),
    ]
    return Html(render("cluster_card", facts=facts, strip=_strip(paper, cluster)))


def _classes(paper: Prepared, cluster: str) -> list[tuple[str, str]]:
    """What the narrow weighting and the reference make of a cluster, by their names."""
    framework = paper.framework
    keys = list(dict.fromkeys(filter(None, (framework.narrow, framework.reference))))
    table = compare_paths(paper, {key: framework.weightings[key] for key in keys})
    paths = table.loc[table["cluster"] == cluster, "path"]
    return list(zip(weighting_names(paper, keys), map(in_words, paths), strict=True))


def _strip(paper: Prepared, cluster: str) -> Markup:
    """The cells of a cluster as a list of small boxes, each a link to its evidence."""
    framework = paper.framework
    levels: list[tuple[str, list[dict[str, str]]]] = [(framework.names[key], []) for key in framework.levels]
    for level, determinant in zip(framework.level_of, framework.determinants, strict=True):
        cell = paper.cells[cluster, determinant]
        levels[level][1].append(
            {
                "shade": colour_of_cell(cell),
                "address": cell_address(paper, cluster, determinant),
                "support": support_in_words(cell, begun(source_in_words(paper))),
                "name": framework.names[determinant],
                "rating": cell_in_words(cell),
            }
        )
    return render("strip", label=f"Ratings of {paper.names[cluster]}", levels=levels)


def verdict_cards(paper: Assessed, *ids: str) -> Html:
    """Some claims with their verdicts and reasons, for a page that discusses them.

    A claim that the tables don't have is left out; where they have none of them, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(verdict_cards(edition(), "ven-macro-2").markup, "html.parser")
    >>> made.dd.b.text
    'contradicted'
    """
    known = [paper.judged[id] for id in ids if id in paper.judged]
    if not known:
        return absent("none of the claims that this is about")
    claims = [
        {
            "mark": mark(paper, claim.id),
            "statement": statement(paper, claim),
            "verdict": status_in_words(verdict),
            "reason": with_locators(paper, verdict.reason),
        }
        for claim, verdict in known
    ]
    return Html(render("verdict_cards", claims=claims))


def verdict_lines(paper: Assessed, *ids: str) -> Html:
    """Some claims with their verdicts, a line each, for a first look; the mark leads to the reason.

    A claim that the tables don't have is left out; where they have none of them, a sentence says so.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(verdict_lines(edition(), "ven-macro-2").markup, "html.parser")
    >>> made.li.b.text
    'Contradicted'
    """
    known = [paper.judged[id] for id in ids if id in paper.judged]
    if not known:
        return absent("none of the claims that this is about")
    lines = [
        {
            "mark": mark(paper, claim.id),
            "verdict": begun(status_in_words(verdict)),
            "statement": begun(statement(paper, claim)),
        }
        for claim, verdict in known
    ]
    return Html(render("verdict_lines", lines=lines))
