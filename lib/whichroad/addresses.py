"""Where things stand in the book, and links to them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Cell
from smeclusters.study import each_row, source_label
from smeclusters.study.labels import as_cited, author_and_year, authors_of
from whichroad.edition import DATA
from whichroad.markup import joined, link, replaced

_PAPERS = 4  # how many papers keep what is looked up for every link
_FEW = 3  # authors of a work of a layer that are all named


def anchor(*parts: str) -> str:
    """The identifier of a place on a page.

    Examples
    --------
    >>> anchor("cell", "sinos", "joint_action")
    'cell-sinos-joint-action'
    """
    return "-".join(parts).replace("_", "-").replace("/", "-")


def card_address(paper: Prepared, cluster: str) -> str:
    """Where a cluster's card stands; "" for one that the book doesn't deal with.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> card_address(edition(), "sinos"), card_address(edition(), "sialkot")
    ('glance.html#cluster-sinos', '')
    """
    return f"glance.html#{anchor('cluster', cluster)}" if cluster in _clusters(paper) else ""


def definition_address(paper: Prepared, determinant: str) -> str:
    """Where a determinant is defined: each level has a page of its own, named by its role.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> definition_address(edition(), "trust")
    'framework-cluster.html#determinant-trust'
    """
    framework = paper.framework
    level = framework.levels[framework.level_of[framework.determinants.index(determinant)]]
    role = next((role for role, key in framework.roles.items() if key == level), "")
    page = f"framework-{role}" if role else "framework"
    return f"{page}.html#{anchor('determinant', determinant)}"


def evidence_address(determinant: str) -> str:
    """Where the making of all cells of a determinant stands."""
    return f"evidence.html#{anchor('evidence', determinant)}"


def cell_address(paper: Prepared, cluster: str, determinant: str) -> str:
    """Where the making of a cell stands; "" for a cluster that the book doesn't deal with.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> cell_address(edition(), "sinos", "joint_action"), cell_address(edition(), "sialkot", "joint_action")
    ('evidence.html#cell-sinos-joint-action', '')
    """
    return f"evidence.html#{anchor('cell', cluster, determinant)}" if cluster in _clusters(paper) else ""


def work_address(key: str) -> str:
    """Where a work stands among the references."""
    return f"references.html#{anchor('work', key)}"


def claim_address(id: str) -> str:
    """Where a claim stands with its verdict."""
    return f"claims.html#{anchor('claim', id)}"


def place_link(paper: Prepared, place: str) -> Markup:
    """A place by name; a cluster of the paper leads to its card.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> place_link(edition(), "leon"), place_link(edition(), "MEX")
    (Markup('<a href="glance.html#cluster-leon">León</a>'), Markup('Mexico'))
    """
    return link(card_address(paper, place), paper.names[place])


@lru_cache(_PAPERS)
def _clusters(paper: Prepared) -> frozenset[str]:
    """Those of the study itself, on which the book has pages, without those that layers bring."""
    return frozenset(paper.study.own.clusters["place"])


def determinant_link(paper: Prepared, determinant: str) -> Markup:
    """A determinant by name, with a link to its definition."""
    return link(definition_address(paper, determinant), paper.framework.names[determinant])


def cell_link(paper: Prepared, cell: Cell, text: str) -> Markup:
    """A link to the making of a cell."""
    return link(cell_address(paper, cell.cluster, cell.determinant), text)


class _Passage(NamedTuple):
    label: str
    page: str


@lru_cache(_PAPERS)
def _passages(paper: Prepared) -> dict[str, _Passage]:
    """By locator, in the order of the paper."""
    return {row.locator: _Passage(row.label, row.page) for row in each_row(paper.study.locators)}


def locator_link(paper: Prepared, locator: str) -> Markup:
    """A locator as a link to where the book deals with the passage; "" for none."""
    if not locator:
        return Markup()
    label = passage_label(paper, locator).replace(" ", "\N{NO-BREAK SPACE}")
    return link(passage_address(paper, locator), label)


def source_link(paper: Prepared, row: Any) -> Markup:
    """Where a row of the evidence or the outcomes stands: a link to the passage, or the work that a layer names.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> source_link(edition(), next(each_row(edition().study.evidence))).striptags()
    'WP71 §1 ¶1'
    """
    if row.layer:
        return escape(source_label(paper.study, row))
    return locator_link(paper, row.locator)


def passage_label(paper: Prepared, locator: str) -> str:
    """A passage of the paper as a reader sees it.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> passage_label(edition(), "2a:3")
    'WP71 §2a ¶3'
    """
    return f"WP71 {_passages(paper)[locator].label}"


def passage_address(paper: Prepared, locator: str) -> str:
    """Where the book deals with a passage of the paper.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> passage_address(edition(), "2a:3")
    'framework-country.html#wp-2a-3'
    """
    return f"{_passages(paper)[locator].page}.html#{passage(locator)}"


def passage(locator: str) -> str:
    """The identifier of the place on a page that deals with a passage of the paper.

    Examples
    --------
    >>> passage("3.2.1:4")
    'wp-3-2-1-4'
    """
    return anchor("wp", locator.replace(".", "-").replace(":", "-"))


def with_locators(paper: Prepared, text: str) -> Markup:
    """Text in which passages of the paper, such as “WP71 §2a ¶3”, are links to where the book deals with them."""
    by_label, pattern = _labels(paper)
    return replaced(pattern, text, lambda label: locator_link(paper, by_label[label]))


@lru_cache(_PAPERS)
def _labels(paper: Prepared) -> tuple[dict[str, str], str]:
    """Locators by label, and a pattern that finds any label, the longest that fits."""
    by_label = {passage.label: locator for locator, passage in _passages(paper).items()}
    longest_first = sorted(by_label, key=len, reverse=True)
    return by_label, f"WP71 ({'|'.join(map(re.escape, longest_first))})"


def works(paper: Prepared, keys: str, layer: str = "", page: str = "") -> Markup:
    """Works by author and year, from keys separated by semicolons; those of the book’s list lead to it.

    A layer’s own bibliography comes first; that of a layer which comes with the edition is in the book’s list too.
    What is no key is the work itself, in the words of who brought it. A page is one of the last work.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> works(edition(), "rabellotti1997", page="44")
    Markup('<a href="references.html#work-rabellotti1997">Rabellotti 1997</a>, p.\xa044')
    """
    of_layer = next((each for each in paper.study.layers if each.name == layer), None)
    brought = of_layer.references if of_layer else {}
    listed = of_layer is not None and of_layer.path.parent == DATA / "layers"

    def called(key: str) -> str | Markup:
        if key in brought:
            label = _in_a_layer(brought[key])
            return link(work_address(key), label) if listed else label
        if key in paper.study.references:
            return link(work_address(key), _author_and_year(paper, key))
        return key

    named = [called(key) for key in map(str.strip, keys.split(";")) if key]
    return joined([*named, f"p.\N{NO-BREAK SPACE}{page}"] if page else named)


def _in_a_layer(work: Any) -> str:
    """A work of a layer by its author and year; of many authors the first."""
    authors = authors_of(as_cited(work))
    if len(authors) <= _FEW:
        return author_and_year(work)
    return f"{authors[0]} and others {as_cited(work).fields.get('year', 'n.d.')}"


@lru_cache(_PAPERS * 100)
def _author_and_year(paper: Prepared, key: str) -> str:
    return author_and_year(paper.study.references[key])
