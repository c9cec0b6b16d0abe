"""Where things stand in the book, and links to them."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from smeclusters.claims.assessed import Assessed
from smeclusters.model.ratings import Cell
from smeclusters.study import each_row
from smeclusters.wording import in_a_row
from whichroad.markup import Markup, joined, link


def anchor(*parts: str) -> str:
    """The identifier of a place on a page.

    Examples
    --------
    >>> anchor("cell", "sinos", "joint_action")
    'cell-sinos-joint-action'
    """
    return "-".join(parts).replace("_", "-").replace("/", "-")


def card_address(cluster: str) -> str:
    """Where a cluster's card stands."""
    return f"glance.html#{anchor('cluster', cluster)}"


def definition_address(paper: Assessed, determinant: str) -> str:
    """Where a determinant is defined: each level has a page of its own."""
    level = paper.study.determinants.set_index("determinant").loc[determinant, "level"]
    return f"framework-{level}.html#{anchor('determinant', determinant)}"


def evidence_address(*parts: str) -> str:
    """Where the making of a cell stands, or that of all cells of a determinant."""
    return f"evidence.html#{anchor('cell' if len(parts) > 1 else 'evidence', *parts)}"


def place_link(paper: Assessed, place: str) -> Markup:
    """A place by name; a cluster leads to its card.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> place_link(edition(), "leon")
    '<a href="glance.html#cluster-leon">León</a>'
    """
    name = paper.names[place]
    if place in set(paper.study.clusters["place"]):
        return link(card_address(place), name)
    return Markup(html.escape(name))


def determinant_link(paper: Assessed, determinant: str) -> Markup:
    """A determinant by name, with a link to its definition."""
    return link(definition_address(paper, determinant), paper.framework.names[determinant])


def cell_link(cell: Cell, text: str) -> Markup:
    """A link to the making of a cell."""
    return link(evidence_address(cell.cluster, cell.determinant), text)


def locator_link(paper: Assessed, locator: str) -> Markup:
    """A locator as a link to where the book deals with the passage; "" for none."""
    if not locator:
        return Markup()
    label = passage_label(paper, locator).replace(" ", "\N{NO-BREAK SPACE}")
    return link(passage_address(paper, locator), label)


def passage_label(paper: Assessed, locator: str) -> str:
    """A passage of the paper as a reader sees it, such as “WP71 §2a ¶3”."""
    return f"WP71 {_passages(paper)[locator][0]}"


def passage_address(paper: Assessed, locator: str) -> str:
    """Where the book deals with a passage of the paper."""
    return f"{_passages(paper)[locator][1]}.html#{passage(locator)}"


@lru_cache(maxsize=4)
def _passages(paper: Assessed) -> dict[str, tuple[str, str]]:
    """By locator: its label, and the page that deals with it."""
    return {row.locator: (row.label, row.page) for row in each_row(paper.study.locators)}


def with_locators(paper: Assessed, text: str) -> Markup:
    """Text in which passages of the paper, such as “WP71 §2a ¶3”, are links to where the book deals with them."""
    by_label = {label: locator for locator, (label, _) in _passages(paper).items()}
    pattern = "|".join(map(re.escape, sorted(by_label, key=len, reverse=True)))
    parts = re.split(f"WP71 ({pattern})", text)
    return Markup("".join(
        locator_link(paper, by_label[part]) if at % 2 else html.escape(part) for at, part in enumerate(parts)
    ))  # fmt: skip


def passage(locator: str) -> str:
    """The identifier of the place on a page that deals with a passage of the paper.

    Examples
    --------
    >>> passage("3.2.1:4")
    'wp-3-2-1-4'
    """
    return anchor("wp", locator.replace(".", "-").replace(":", "-"))


def works(paper: Assessed, keys: str) -> Markup:
    """Works by author and year, from keys separated by semicolons."""
    links = []
    for key in filter(None, keys.split(";")):
        entry = paper.study.references[key]
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        names = [" ".join(map(str, person.rich_prelast_names + person.rich_last_names)) for person in people]
        text = f"{in_a_row(names)} {entry.fields.get('year', 'n.d.')}".strip()
        links.append(link(f"references.html#{anchor('work', key)}", text))
    return joined(links)
