"""Tables of clusters outside the paper: what is known of each, three contrasts, and how weights tell their paths."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from smeclusters.model.paths import PATH_NAMES, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import cell_in_words
from smeclusters.study import each_row
from smeclusters.wording import begun, percent
from whichroad.addresses import determinant_link, works
from whichroad.elsewhere import VARIANTS, fits, variant
from whichroad.later import SPACES
from whichroad.markup import Html, folded, html_table
from whichroad.words import numbered, rating_in_words


def cases_table(laid: Prepared) -> Html:
    """The clusters with what they make, the path observed, and how much is known of each."""
    study = laid.study
    within = dict(zip(study.memberships["place"], study.memberships["within"], strict=True))
    rows = [
        (
            laid.names[place.place],
            laid.names.get(within.get(place.place, ""), "not covered"),
            place.products,
            in_words(study.observed[place.place]) if place.place in study.observed else "not known",
            str(sum(not laid.cells[place.place, key].silent for key in laid.framework.determinants)),
            str((study.evidence["place"] == place.place).sum()),
        )
        for place in each_row(study.clusters)
    ]
    table = pd.DataFrame(
        rows, columns=["Cluster", "Country of the layer", "Makes", "Path", "Factors known", "Rows of its own"]
    )
    return Html(html_table(table, "Clusters elsewhere"))


def contrast_table(laid: Prepared, *clusters: str) -> Html:
    """Some clusters side by side, factor by factor; factors on which nothing is known of any are left out."""
    rows = [("Path observed", *(in_words(laid.study.observed[cluster]) for cluster in clusters))]
    for key in laid.framework.determinants:
        cells = [laid.cells[cluster, key] for cluster in clusters]
        if not all(cell.silent for cell in cells):
            rows.append((determinant_link(laid, key), *("?" if cell.silent else cell_in_words(cell) for cell in cells)))
    names = [laid.names[cluster] for cluster in clusters]
    return Html(html_table(pd.DataFrame(rows, columns=["", *names]), f"{' beside '.join(names)}"))


def lists_elsewhere(laid: Prepared) -> Html:
    """The evidence on every cluster, each under a fold of its own."""
    return Html(Markup("").join(statements_elsewhere(laid, key).markup for key in laid.ratings.clusters))


def statements_elsewhere(laid: Prepared, cluster: str) -> Html:
    """Every row on a cluster elsewhere and on its country, with the work that says so."""
    study = laid.study
    around = set(study.memberships.loc[study.memberships["place"] == cluster, "within"])
    rows = study.evidence[study.evidence["place"].isin({cluster, *around}) & (study.evidence["layer"] != "")]
    order = list(laid.framework.determinants)
    rows = rows.sort_values("determinant", key=lambda column: column.map(order.index), kind="stable")
    table = pd.DataFrame(
        [
            (
                determinant_link(laid, row.determinant),
                laid.names[row.place],
                rating_in_words(row) + (" (past)" if row.period == "past" else ""),
                row.summary,
                works(laid, row.sources, row.layer) + (f", {row.locator}" if row.locator else ""),
            )
            for row in each_row(rows)
        ],
        columns=["Factor", "Of", "Rating", "What is said", "Source"],
    )
    label = f"{laid.names[cluster]}: {numbered(len(rows), 'row', 'rows')}"
    outcomes = study.outcomes[study.outcomes["cluster"] == cluster]
    paths = [
        Markup("<p>{}: {} ({})</p>").format(
            begun(PATH_NAMES[row.path]), row.summary, works(laid, row.sources, row.layer)
        )
        for row in each_row(outcomes)
    ]
    inside = Markup("").join([*paths, html_table(table, f"Evidence on {laid.names[cluster]}")])
    return Html(folded(label, inside))


def fits_table(paper: Prepared, laid: Prepared) -> Html:
    """How the weightings of each framework tell the paths of the clusters, beside what says nothing."""
    found = fits(paper, laid)
    rows = [
        (
            SPACES[key],
            f"{percent(one.alike.right)} ({percent(one.alike.least)} to {percent(one.alike.most)})",
            percent(one.chance),
            percent(one.better),
            percent(one.fitted),
            percent(one.named),
        )
        for key, one in found.items()
    ]
    rows.append(("What is commonest among the others", "50 %", "", "", "", percent(found["extended"].commonest)))
    columns = [
        "Weightings",
        "Pairs right",
        "By chance",
        "Better than a coin",
        "Named in fitting",
        "Named when left out",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "How weights tell the paths"))


def variants_table(paper: Prepared) -> Html:
    """What the two frameworks say of the paths, with one thing at a time chosen otherwise."""
    rows = []
    for key, name in VARIANTS.items():
        found = fits(paper, variant(key))
        wide, narrow = found["extended"], found["narrow"]
        pairs = f"{percent(wide.alike.right)} / {percent(narrow.alike.right)}"
        named = f"{percent(wide.named)} / {percent(narrow.named)}"
        rows.append((name, pairs, named, percent(wide.commonest)))
    columns = ["Choice", "Pairs right: all levels / narrow", "Named when left out", "Commonest path names"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "The same with other choices"))
