"""Cards: a cluster at a glance, and claims with their verdicts."""

from __future__ import annotations

import html

from smeclusters.claims.assessed import Assessed
from smeclusters.model.paths import in_words
from smeclusters.model.prepared import compare_paths
from smeclusters.model.ratings import Cell, cell_in_words
from smeclusters.study import each_row
from whichroad.addresses import evidence_address, with_locators, works
from whichroad.marks import _about, mark, status_in_words
from whichroad.markup import Html, Markup
from whichroad.tables.evidence import country, profile_facts
from whichroad.words import shade, sureness


def card(paper: Assessed, cluster: str) -> Html:
    """A cluster at a glance: its figures, its twelve cells, and its classes beside the path observed.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "150,000 jobs" in card(edition(), "sinos")._repr_html_()
    True
    """
    place = paper.study.clusters.set_index("place").loc[cluster]
    cited = paper.study.evidence.loc[paper.study.evidence["place"] == cluster, "sources"]
    keys = sorted({key for sources in cited for key in sources.split(";") if key})
    classes = compare_paths(paper, paper.framework.weightings).query("cluster == @cluster")
    paths = classes.set_index("weighting")["path"].map(in_words)
    titles = paper.study.weightings.set_index("weighting")["name"]
    facts: dict[str, str | Markup] = {
        "Country": country(paper, cluster),
        "Makes": place["products"],
        "The paper also writes": place["spelling"],
        **{
            title: "; ".join(profile_facts(paper, cluster, aspect))
            for aspect, title in (
                ("firms", "Firms"), ("parts", "Of these"), ("jobs", "Jobs"), ("sales", "Sells"),
                ("rivals", "Rivals abroad"), ("extent", "Extent"),
            )
        },
        "Path observed": in_words(paper.study.observed[cluster]) if cluster in paper.study.observed else "none",
        **{titles[key]: paths[key] for key in ("collective_efficiency", "extended") if key in paths},
        "Works cited on it": works(paper, ";".join(keys)),
    }  # fmt: skip
    entries = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{value if isinstance(value, Markup) else html.escape(value)}</dd></div>"
        for name, value in facts.items()
        if value
    )
    return Html(f'<div class="sme-card"><dl>{entries}</dl>{_strip(paper, cluster)}</div>')


def _strip(paper: Assessed, cluster: str) -> str:
    """The twelve cells of a cluster as a list of small boxes, each a link to its evidence."""
    names = paper.framework.names
    mine = {cell.determinant: cell for cell in paper.cells.values() if cell.cluster == cluster}
    levels = "".join(
        f"<li><span>{html.escape(level.name)}</span><ol>"
        + "".join(
            _box(mine[key], names[key])
            for key in paper.study.determinants.query("level == @level.level")["determinant"]
        )
        + "</ol></li>"
        for level in each_row(paper.study.levels)
    )
    label = f"Ratings of {paper.names[cluster]}"
    return f'<ul class="sme-strip" aria-label="{html.escape(label)}">{levels}</ul>'


def _box(cell: Cell, name: str) -> str:
    return (
        f'<li class="sme-{shade(cell)}"><a href="{evidence_address(cell.cluster, cell.determinant)}" '
        f'title="{html.escape(sureness(cell))}">{html.escape(name)} <b>{cell_in_words(cell)}</b></a></li>'
    )


def cards(paper: Assessed, *ids: str) -> Html:
    """Some claims with their verdicts and reasons, for a page that discusses them.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "Venezuela" in cards(edition(), "ven-macro-2")._repr_html_()
    True
    """
    items = "".join(
        f"<div><dt>{mark(paper, id)} {html.escape(_about(paper, claim) + claim.summary)}</dt>"
        f"<dd><b>{html.escape(status_in_words(claim, verdict))}</b>: {with_locators(paper, verdict.reason)}</dd></div>"
        for id in ids
        for claim, verdict in [paper.judged[id]]
    )
    return Html(f'<dl class="sme-verdicts">{items}</dl>')
