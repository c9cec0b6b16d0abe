"""Tables of clusters outside the paper: what is known of each, three contrasts, and how weights tell their paths."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from smeclusters.model.paths import PATH_NAMES, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import cell_in_words
from smeclusters.study import each_row
from smeclusters.wording import begun
from whichroad.addresses import determinant_link
from whichroad.elsewhere import LAYER, VARIANTS, fits, variant
from whichroad.later import SPACES
from whichroad.markup import Html, folded, html_table
from whichroad.tables.evidence import country, country_key
from whichroad.tables.layers import bounds, rests_on, share, statements_of, statements_table
from whichroad.words import numbered


def cases_table(laid: Prepared) -> Html:
    """The clusters with what they make, the path observed, and how much is known of each and of its country.

    Examples
    --------
    >>> from whichroad.elsewhere import elsewhere_alone
    >>> "Suame" in cases_table(elsewhere_alone()).markup
    True
    """
    study = laid.study
    counted = study.evidence["place"].value_counts()
    rows = [
        (
            laid.names[place.place],
            place.products,
            in_words(study.observed[place.place]) if place.place in study.observed else "not known",
            str(sum(not laid.cells[place.place, key].silent for key in laid.framework.determinants)),
            str(counted.get(place.place, 0)),
            f"{country(laid, place.place)}: {counted.get(around, 0)}" if around else "not used",
        )
        for place in each_row(study.clusters)
        for around in [country_key(laid, place.place)]
    ]
    columns = ["Cluster", "Makes", "Path", "Factors known", "Rows of its own", "Rows on its country"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "Clusters elsewhere", cards=True))


def contrast_table(laid: Prepared, *clusters: str) -> Html:
    """Some clusters side by side, factor by factor; factors on which nothing is known of any are left out.

    Examples
    --------
    >>> from whichroad.elsewhere import elsewhere_alone
    >>> "Mendoza beside San Juan" in contrast_table(elsewhere_alone(), "mendoza", "san_juan").markup
    True
    """
    rows = [("Path observed", *(in_words(laid.study.observed[cluster]) for cluster in clusters))]
    for key in laid.framework.determinants:
        cells = [laid.cells[cluster, key] for cluster in clusters]
        if not all(cell.silent for cell in cells):
            rows.append((determinant_link(laid, key), *("?" if cell.silent else cell_in_words(cell) for cell in cells)))
    names = [laid.names[cluster] for cluster in clusters]
    return Html(html_table(pd.DataFrame(rows, columns=["Factor", *names]), " beside ".join(names)))


def lists_elsewhere(laid: Prepared) -> Html:
    """The evidence on every cluster that the layer brings, each under a fold of its own.

    Examples
    --------
    >>> from whichroad.elsewhere import elsewhere_alone
    >>> lists_elsewhere(elsewhere_alone()).markup.count("<details") == len(elsewhere_alone().ratings.clusters)
    True
    """
    clusters = laid.study.clusters
    brought = clusters.loc[clusters["layer"] == LAYER, "place"]
    return Html(Markup("").join(statements_elsewhere(laid, key).markup for key in brought))


def statements_elsewhere(laid: Prepared, cluster: str) -> Html:
    """Every row on a cluster elsewhere and on its country, with the work that says so.

    Parameters
    ----------
    laid : Prepared
        The study with the layer of clusters elsewhere.
    cluster : str
        Key.

    Examples
    --------
    >>> from whichroad.elsewhere import elsewhere_alone
    >>> "Evidence on Sialkot" in statements_elsewhere(elsewhere_alone(), "sialkot").markup
    True
    """
    study, name = laid.study, laid.names[cluster]
    places = [cluster, *study.memberships.loc[study.memberships["place"] == cluster, "within"]]
    outcomes = study.outcomes[study.outcomes["cluster"] == cluster]
    paths = [
        Markup("<p>{}: {} ({})</p>").format(begun(PATH_NAMES[row.path]), row.summary, rests_on(laid, row, LAYER))
        for row in each_row(outcomes)
    ]
    label = f"{name}: {numbered(len(statements_of(laid, LAYER, places)), 'row', 'rows')}"
    table = statements_table(laid, LAYER, places, f"Evidence on {name}")
    return Html(folded(label, Markup("").join([*paths, table])))


def fits_table(paper: Prepared, laid: Prepared) -> Html:
    """How the weightings of each framework tell the paths of the clusters, beside what says nothing.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> from whichroad.elsewhere import elsewhere_alone
    >>> "of those not used" in fits_table(edition(), elsewhere_alone()).markup
    True
    """
    found = fits(paper, laid)
    rows = [
        (
            SPACES[key],
            share(one.alike.right),
            bounds(one.alike.least, one.alike.most),
            share(one.chance),
            share(one.better),
            share(one.fitted),
            share(one.named),
        )
        for key, one in found.items()
    ]
    commonest = share(found["extended"].commonest)
    rows.append(("What is commonest among the others", share(0.5), "", "", "", "", commonest))
    columns = [
        "Weightings",
        f"Right, of {found['extended'].pairs} pairs",
        "At worst and at best",
        "By chance",
        "Weightings better than a coin",
        "Paths right, of those used to choose weights",
        "Paths right, of those not used",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "How weights tell the paths", cards=True))


def variants_table(paper: Prepared) -> Html:
    """What the two frameworks say of the paths, with one thing at a time chosen otherwise.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "Paths named: all levels" in variants_table(edition()).markup
    True
    """
    rows = []
    for key, name in VARIANTS.items():
        found = fits(paper, variant(key))
        both = found["extended"], found["narrow"]
        pairs, named = [share(one.alike.right) for one in both], [share(one.named) for one in both]
        rows.append((name, *pairs, *named, share(both[0].commonest)))
    columns = [
        "Choice",
        "Pairs right: all levels",
        "Pairs right: collective efficiency",
        "Paths named: all levels",
        "Paths named: collective efficiency",
        "Commonest path names",
    ]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "The same with other choices", cards=True))
