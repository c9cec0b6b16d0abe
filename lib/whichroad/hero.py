"""The first picture of the book: the clusters under two weightings, of which a press shows the other."""

from __future__ import annotations

from typing import Any

from smeclusters.model.paths import PATH_NAMES, PATHS, in_words
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.study import each_row
from smeclusters.wording import begun, counted, plural
from whichroad.addresses import locator_link
from whichroad.colours import COLOURS_OF_SETS
from whichroad.markup import Html, absent, joined, render
from whichroad.tables.evidence import country
from whichroad.words import places_in_words

SIGNS = dict(zip(PATHS, ("↓", "→", "↑"), strict=True))
"""A sign for each path, as in the explorer; a set of paths has those of all its members."""

HIGH = PATHS[-1]


def hero(paper: Prepared) -> Html:
    """The clusters under the narrow weighting and under the reference, with two buttons to go between them.

    All is in the markup, so that the script works nothing out, and a reader without scripts or on paper sees both.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> shown = BeautifulSoup(hero(edition()).markup, "html.parser")
    >>> [button.text for button in shown.select("button")]
    ['Count only what firms gain from each other', 'Count firms and country too']
    """
    framework, observed, thresholds = paper.framework, paper.study.observed, paper.rules.thresholds
    if framework.narrow is None:
        return absent("no weighting that is called narrow")
    keys = {"narrow": framework.narrow, "reference": framework.reference}
    readings = {role: _readings(paper, key) for role, key in keys.items()}
    rows = [
        {
            "key": place.place,
            "name": paper.names[place.place],
            "about": " · ".join(filter(None, [place.products, country(paper, place.place)])),
            "readings": {role: readings[role][place.place] for role in keys},
            "seen": in_words(observed[place.place]) if place.place in observed else "",
            "bands": _bands(observed.get(place.place, ""), thresholds.low, thresholds.high),
        }
        for place in each_row(paper.study.clusters)
    ]
    seen = sum(HIGH in path for path in observed.values())
    return Html(
        render(
            "hero",
            states=_states(paper, keys, readings),
            rows=rows,
            low=thresholds.low,
            high=thresholds.high,
            bands=[(path, SIGNS[path], PATH_NAMES[path]) for path in PATHS],
            seen=f"{counted(seen)} of them on the {PATH_NAMES[HIGH]}",
            passages=joined(locator_link(paper, locator) for locator in dict.fromkeys(paper.study.outcomes["locator"])),
        )
    )


def _readings(paper: Prepared, key: str) -> dict[str, dict[str, Any]]:
    """What a weighting makes of each cluster."""
    table = compare_paths(paper, {key: paper.framework.weightings[key]})
    return {
        row.cluster: {
            "path": row.path,
            "lo": row.score_lo,
            "hi": row.score_hi,
            "words": in_words(row.path),
            "signs": "".join(SIGNS[path] for path in row.path.split("|")),
            "colour": COLOURS_OF_SETS[row.path],
        }
        for row in each_row(table)
    }


def _states(
    paper: Prepared, keys: dict[str, str], readings: dict[str, dict[str, dict[str, Any]]]
) -> list[dict[str, str]]:
    """Each weighting with its button, its count, and what a press of the button has done, for who does not see it."""
    sentences = dict(zip(paper.study.weightings["weighting"], paper.study.weightings["sentence"], strict=True))
    high = {role: [key for key, each in found.items() if each["path"] == HIGH] for role, found in readings.items()}
    states = []
    for (role, key), other in zip(keys.items(), reversed(keys), strict=True):
        number = len(high[role])
        count = (
            f"{str(number) if number else counted(number)} of {len(readings[role])} "
            f"{plural(number, 'looks', 'look')} fit for the {PATH_NAMES[HIGH]}"
        )
        moved = [
            f"{places_in_words(paper, places)} {plural(len(places), one, many)} it"
            for places, one, many in (
                ([each for each in high[other] if each not in high[role]], "leaves", "leave"),
                ([each for each in high[role] if each not in high[other]], "takes", "take"),
            )
            if places
        ]
        said = f"{sentences[key]}: {'; '.join([count, *moved])}."
        states.append({"role": role, "key": key, "sentence": sentences[key], "count": begun(count), "said": said})
    return states


def _bands(path: str, low: float, high: float) -> tuple[float, float]:
    """From where to where on the scale the paths of a set lie."""
    ends = dict(zip(PATHS, ((0.0, low), (low, high), (high, 1.0)), strict=True))
    found = [ends[each] for each in path.split("|") if each]
    return (found[0][0], found[-1][1]) if found else (0.0, 0.0)
