"""Tables of all choices at once: what can be chosen, and what stands however one chooses."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
from markupsafe import escape

from smeclusters.analysis.uncertainty.choices import NAMES
from smeclusters.analysis.uncertainty.scheme import VARIED
from smeclusters.wording import percent
from whichroad.markup import Html, absent, html_table
from whichroad.otherwise import Decides, Otherwise
from whichroad.tables.agreement import coder

TITLES: Mapping[str, str] = {
    "joint-action-not-enough": "Joint action is not enough",
    "collective-efficiency-too-narrow": "The narrow framework rules out a path that was observed",
    "integrating-framework-needed": "A wider framework rules out fewer such paths",
    "none_on_high_road": "No cluster is on the high road for certain",
    "beyond_commonest": "The scores name more observed paths than “one path for all”",
}
"""What is asked of each way to choose, by the key of the thesis."""

DRAWN = {**NAMES, "cells": "Where in its cell a rating lies"}
"""What each choice is called where settings are drawn."""


def title_of(found: Otherwise, thesis: str) -> str:
    """What a thesis asks of each way to choose, in few words."""
    return TITLES.get(thesis, found.theses[found.number(thesis)].name.rstrip("."))


def option_names(found: Otherwise) -> dict[tuple[str, str], str]:
    """What each option is called, by choice and key.

    Examples
    --------
    >>> from whichroad.otherwise import otherwise
    >>> names = option_names(otherwise())
    >>> names["coding", "own"], names["coding", "b"], names["weights", "macro_first"]
    ('this edition', 'coder B', 'Country first')
    """
    names = {(name, option.key): option.name for name in VARIED for option in found.choices.each()[name]}
    return names | {("coding", key): coder(key) for key in found.others} | {("coding", "own"): "this edition"}


def choices_table(found: Otherwise) -> Html:
    """Every choice with its options, why a careful person might choose so, and how often it is chosen.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.otherwise import otherwise
    >>> made = BeautifulSoup(choices_table(otherwise()).markup, "html.parser")
    >>> [cell.text for cell in made.select("tbody tr")[3]("td")]
    ['Silence: anything (33\xa0%)', 'What is not said may be anything.']
    """
    names, each, rows = option_names(found), found.choices.each(), []
    for name in VARIED:
        shares = [option.probability for option in each[name]]
        for option in each[name]:
            chance = percent(option.probability / sum(shares), sign="\N{NO-BREAK SPACE}%")
            reason = escape(option.reason)  # markup, which a phone may wrap as narrow as it likes
            rows.append((f"{NAMES[name]}: {names[name, option.key]} ({chance})", reason))
    columns = ["Choice and option, and its part of all ways", "Why a careful person might choose it"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "What can be chosen, and why"))


def stands_table(found: Otherwise) -> Html:
    """How often each thesis holds: of all combinations, of what is drawn, of what is drawn without ranks, and what
    that hangs on.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.otherwise import otherwise
    >>> made = BeautifulSoup(stands_table(otherwise()).markup, "html.parser")
    >>> [cell.text for cell in made.select("tbody tr")[0]("td")][:3]
    ['Joint action is not enough', '100 %', '100 %']
    """
    if not found.theses:
        return absent("no claim that can be asked of each way to choose")
    rows = [
        (
            title_of(found, thesis.key),
            percent(found.stands(thesis.key)),
            percent(found.drawn[thesis.key][0]),
            percent(found.by_steps[thesis.key][0]),
            most_deciding(found, thesis.key),
        )
        for thesis in found.theses
    ]
    columns = ["What is asked", "Of all ways", "Of draws", "By steps", "Decided most by"]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "What stands however one chooses"))


def most_deciding(found: Otherwise, thesis: str) -> str:
    """The choices with the largest total indices, as many as no error tells apart from the largest.

    Examples
    --------
    >>> from whichroad.otherwise import otherwise
    >>> most_deciding(otherwise(), "joint-action-not-enough")
    'no choice to speak of'
    """
    rows = found.decides(thesis)
    if not rows:
        return "no choice to speak of"
    first = next(iter(rows.values()))
    level = {key: each for key, each in rows.items() if not apart(first, each)}
    return "; ".join(
        f"{DRAWN[name].lower()} {with_error(each.total, each.total_error)}" for name, each in level.items()
    )


def apart(one: Decides, other: Decides) -> bool:
    """Whether two total indices differ by more than twice the error of their difference."""
    return abs(one.total - other.total) > 2 * math.hypot(one.total_error, other.total_error)


def options_table(found: Otherwise) -> Html:
    """In what share of the combinations with each option each thesis holds.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.otherwise import otherwise
    >>> made = BeautifulSoup(options_table(otherwise()).markup, "html.parser")
    >>> [cell.text for cell in made.find("td", string="by the clusters’ order").find_parent("tr")("td")][1:]
    ['by the clusters’ order', '100 %', '99 %', '78 %', '93 %', '3 %']
    """
    if not found.theses:
        return absent("no claim that can be asked of each way to choose")
    names = option_names(found)
    keys = [thesis.key for thesis in found.theses]
    rows = [("All ways to choose", "", *(percent(found.stands(key)) for key in keys))]
    for name in VARIED:
        for key in found.keys(name):
            held = (percent(found.stands(each, name, key)) for each in keys)
            rows.append((NAMES[name], names[name, key], *held))
    columns = ["Choice", "Option", *(title_of(found, key) for key in keys)]
    return Html(html_table(pd.DataFrame(rows, columns=columns), "How often each thesis holds, by option"))


def with_error(value: float, error: float) -> str:
    """An index with its standard error, to a hundredth; none below nought, which only chance gives.

    Examples
    --------
    >>> with_error(0.531, 0.016), with_error(-0.003, 0.004)
    ('0.53 ± 0.02', '0.00 ± 0.01')
    """
    return f"{max(value, 0):.2f} ± {max(error, 0.01):.2f}"
