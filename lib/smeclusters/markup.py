"""What tables and figures share: markup for a page, links within the book, numbers in words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smeclusters.framework import Framework
from smeclusters.ratings import Cell, in_a_row, signed
from smeclusters.study import Study


class Markup(str):
    """Text that is markup already; all other text is escaped when a page shows it."""


@dataclass(frozen=True)
class Html:
    """Markup that a notebook and the book both show."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


def html_table(frame: pd.DataFrame, label: str) -> str:
    """A frame as an HTML table that scrolls sideways on its own and has a name.

    Cells are text unless they are :class:`Markup`.

    Examples
    --------
    >>> "&lt;b&gt;" in html_table(pd.DataFrame({"What": ["<b>"]}), "an example")
    True
    """
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame.columns)
    body = "".join(
        "<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in frame.itertuples(index=False)
    )
    return (
        f'<div class="sme-table" role="region" tabindex="0" aria-label="{html.escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, inside: str) -> str:
    """Something that the reader opens."""
    return f"<details><summary>{html.escape(summary)}</summary>{inside}</details>"


def anchor(*parts: str) -> str:
    """The identifier of a place on a page.

    Examples
    --------
    >>> anchor("cell", "sinos", "joint_action")
    'cell-sinos-joint-action'
    """
    return "-".join(parts).replace("_", "-").replace("/", "-")


def link(target: str, text: str) -> Markup:
    """A link to a page of the book or a place on it."""
    return Markup(f'<a href="{html.escape(target)}">{html.escape(text)}</a>')


def joined(parts: Iterable[str]) -> Markup:
    """Markup and text, with commas between."""
    return Markup(", ".join(part if isinstance(part, Markup) else html.escape(part) for part in parts))


def card_address(cluster: str) -> str:
    """Where a cluster's card stands."""
    return f"glance.html#{anchor('cluster', cluster)}"


def definition_address(study: Study, determinant: str) -> str:
    """Where a determinant is defined: each level has a page of its own."""
    level = study.determinants.set_index("determinant").loc[determinant, "level"]
    return f"framework-{level}.html#{anchor('determinant', determinant)}"


def evidence_address(*parts: str) -> str:
    """Where the making of a cell stands, or that of all cells of a determinant."""
    return f"evidence.html#{anchor('cell' if len(parts) > 1 else 'evidence', *parts)}"


def place_link(study: Study, place: str) -> Markup:
    """A place by name; a cluster leads to its card.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> place_link(load_study(), "leon")
    '<a href="glance.html#cluster-leon">León</a>'
    """
    name = place_names(study)[place]
    if place in set(study.clusters["place"]):
        return link(card_address(place), name)
    return Markup(html.escape(name))


def determinant_link(study: Study, determinant: str) -> Markup:
    """A determinant by name, with a link to its definition."""
    return link(definition_address(study, determinant), Framework.from_study(study).names[determinant])


def cell_link(cell: Cell, text: str) -> Markup:
    """A link to the making of a cell."""
    return link(evidence_address(cell.cluster, cell.determinant), text)


def locator_link(study: Study, locator: str) -> Markup:
    """A locator as a link to where the book deals with the passage; "" for none."""
    if not locator:
        return Markup()
    row = study.locators.set_index("locator").loc[locator]
    return link(
        f"{row['page']}.html#{passage(locator)}", f"WP71 {row['label']}".replace(" ", "\N{NO-BREAK SPACE}")
    )


def with_locators(study: Study, text: str) -> Markup:
    """Text in which passages of the paper, such as “WP71 §2a ¶3”, are links to where the book deals with them."""
    by_label = {label: locator for locator, label in study.locators.set_index("locator")["label"].items()}
    pattern = "|".join(map(re.escape, sorted(by_label, key=len, reverse=True)))
    parts = re.split(f"WP71 ({pattern})", text)
    return Markup("".join(
        locator_link(study, by_label[part]) if at % 2 else html.escape(part) for at, part in enumerate(parts)
    ))  # fmt: skip


def passage(locator: str) -> str:
    """The identifier of the place on a page that deals with a passage of the paper.

    Examples
    --------
    >>> passage("3.2.1:4")
    'wp-3-2-1-4'
    """
    return anchor("wp", locator.replace(".", "-").replace(":", "-"))


def works(study: Study, keys: str) -> Markup:
    """Works by author and year, from keys separated by semicolons."""
    links = []
    for key in filter(None, keys.split(";")):
        entry = study.references[key]
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        names = [" ".join(map(str, person.rich_prelast_names + person.rich_last_names)) for person in people]
        text = f"{in_a_row(names)} {entry.fields.get('year', 'n.d.')}".strip()
        links.append(link(f"references.html#{anchor('work', key)}", text))
    return joined(links)


def place_names(study: Study) -> dict[str, str]:
    """Names by key."""
    return dict(zip(study.places["place"], study.places["name"], strict=True))


def listed(study: Study, places: Iterable[str]) -> str:
    """Names of places as a list in words.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> listed(load_study(), ["sinos", "leon"])
    'Sinos Valley and León'
    """
    return in_a_row([place_names(study)[place] for place in places])


def interval(lo: float, hi: float, spec: str = "", to: str = " to ") -> str:
    """An interval as a reader sees it: one number where both ends agree.

    Examples
    --------
    >>> interval(-1, 1), interval(2, 2), interval(0.5, 0.625, ".2f")
    ('−1 to +1', '+2', '0.50 to 0.62')
    """
    ends = [format(value, spec) if spec else signed(value) for value in (lo, hi)]
    return ends[0] if ends[0] == ends[1] else to.join(ends)


def told(cell: Cell, to: str = " to ") -> str:
    """A cell's rating in words: its interval, or that the paper is silent."""
    return "silent" if cell.silent else interval(cell.lo, cell.hi, to=to)


def sureness(cell: Cell) -> str:
    """What a cell rests on, in a sentence."""
    if cell.silent:
        return "The paper says nothing."
    direct = (
        "Not said of the cluster itself, or only guessed." if cell.widened else "Said of the cluster itself."
    )
    return direct + (" The evidence disagrees." if cell.disagree else "")


def shade(cell: Cell) -> str:
    """The colour of a cell by name: its middle, rounded."""
    if cell.silent:
        return "paper"
    middle = round((cell.lo + cell.hi) / 2)
    return ["minus2", "minus1", "zero", "plus1", "plus2"][min(max(middle, -2), 2) + 2]


_FRACTIONS = {66.7: "two thirds"}  # percentages that the paper gives as fractions


def quantity(value: float, unit: str) -> str:
    """A figure with its unit in words.

    Examples
    --------
    >>> quantity(95.3, "% of firms"), quantity(150000, "jobs")
    ('95.3 per cent of firms', '150,000 jobs')
    """
    if unit.startswith("% ") and value in _FRACTIONS:
        return unit.replace("%", _FRACTIONS[value])
    return f"{value:,.10g} {unit.replace('%', 'per cent')}"


def profile(study: Study, key: str) -> str:
    """One figure of ``profiles.csv`` in words.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> profile(load_study(), "arg-jobs")
    'about 70 per cent of employment'
    """
    row = study.profiles.set_index("id").loc[key]
    qualifier = "" if row["qualifier"] == "exact" else f"{row['qualifier']} "
    return qualifier + quantity(row["value"], row["unit"])


def figure_of(study: Study, key: str) -> str:
    """The figure of one row of evidence in words.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> figure_of(load_study(), "mercosur-finance-1")
    '87 per cent of SMEs surveyed'
    """
    row = study.evidence.set_index("id").loc[key]
    return quantity(row["figure"], row["unit"])


def in_brackets(row: Any) -> str:
    """The figure of a row in brackets, if it has one."""
    return "" if pd.isna(row.figure) else f" ({quantity(row.figure, row.unit)})"


def _cell(content: Any) -> str:
    text = content if isinstance(content, Markup) else html.escape(str(content))
    prose = ' class="sme-prose"' if len(text) > 40 and "<" not in text else ""  # a sentence needs room
    return f"<td{prose}>{text}</td>"
