"""What became of the six clusters: signs of how they turned out, and the rule by which signs become outcomes.

Size and kind are two things: a cluster may shrink and turn to quality, or grow by selling cheaply. The rule was fixed
before any forecast was held against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import pandas as pd

from smeclusters.analysis.foresight import Later
from smeclusters.errors import InputError, Problem, one_of
from whichroad.edition import DATA

FOLDER = DATA / "layers" / "after"

Dimension = Literal["size", "kind"]
When = Literal["2001", "2010", "latest"]

WORDS: Mapping[Dimension, tuple[str, str, str]] = {
    "size": ("falling", "steady", "rising"),
    "kind": ("low road", "mixed", "high road"),
}
"""What a cluster can turn out to be, from the lowest to the highest."""

INDICATORS: Mapping[Dimension, tuple[str, ...]] = {
    "size": ("firms", "jobs", "exports", "output"),
    "kind": ("price", "brands", "processed", "wages"),
}
"""What signs are read from; each has at most one sign for a cluster and a time."""

WHEN: tuple[When, ...] = get_args(When)


@dataclass(frozen=True)
class Outcome:
    """How a cluster turned out by a time, in one dimension.

    Attributes
    ----------
    lowest, highest : int, in 0…2
        What it may be, as places in `WORDS`.
    signs : int
        How many signs say so.
    """

    lowest: int
    highest: int
    signs: int


def size_of(signs: Sequence[int]) -> Outcome | None:
    """Rising, falling or steady, by the sum of the signs; None where there is none.

    Parameters
    ----------
    signs : sequence of int, in −1…1
        One for each indicator.

    Examples
    --------
    Exports fell, jobs fell, output rose:

    >>> size_of([-1, -1, 1])
    Outcome(lowest=0, highest=0, signs=3)
    """
    if not signs:
        return None
    place = 1 + (sum(signs) > 0) - (sum(signs) < 0)
    return Outcome(place, place, len(signs))


def kind_of(signs: Sequence[int]) -> Outcome | None:
    """High road or low road where at least two signs all say so, or else mixed; a single sign leaves mixed open too.

    Parameters
    ----------
    signs : sequence of int, in −1…1
        One for each indicator: 1 for quality, −1 for price and cheap labour, 0 for both.

    Examples
    --------
    >>> kind_of([1, 1]), kind_of([-1])
    (Outcome(lowest=2, highest=2, signs=2), Outcome(lowest=0, highest=1, signs=1))
    """
    if not signs:
        return None
    if len(signs) == 1:
        return Outcome(min(1, 1 + signs[0]), max(1, 1 + signs[0]), 1)
    place = 1 + signs[0] if len(set(signs)) == 1 else 1
    return Outcome(place, place, len(signs))


_RULES = {"size": size_of, "kind": kind_of}


@cache
def signs() -> pd.DataFrame:
    """All signs: ``cluster, at, dimension, indicator, sign`` and what they rest on."""
    return pd.read_csv(FOLDER / "signs.csv", dtype={"at": str, "observed": str}, keep_default_na=False)


def turned_out(rows: pd.DataFrame, at: str, dimension: str) -> dict[str, Outcome]:
    """How each cluster turned out by a time.

    Parameters
    ----------
    rows : DataFrame
        As :func:`signs` gives them.
    at : {"2001", "2010", "latest"}
        The time.
    dimension : {"size", "kind"}
        The dimension.

    Returns
    -------
    dict of str to Outcome
        By cluster; one without signs does not stand in it.

    Raises
    ------
    InputError
        If time or dimension is unknown, or an indicator has two signs.

    Examples
    --------
    >>> rows = pd.DataFrame({"cluster": "leon", "at": "2010", "dimension": "kind", "indicator": ["brands"], "sign": 1})
    >>> turned_out(rows, "2010", "kind")
    {'leon': Outcome(lowest=1, highest=2, signs=1)}
    """
    for field, given, known in (("at", at, WHEN), ("dimension", dimension, get_args(Dimension))):
        if given not in known:
            raise InputError([Problem("signs", None, field, given, one_of(known, given))])
    mine = rows[(rows["at"] == at) & (rows["dimension"] == dimension)]
    twice = mine[mine.duplicated(["cluster", "indicator"])]
    if len(twice):
        told = f"{twice['cluster'].iloc[0]}, {twice['indicator'].iloc[0]}"
        raise InputError([Problem("signs", None, "indicator", told, f"one sign a cluster at {at}")])
    rule = _RULES[dimension]
    found = {
        cluster: rule([int(sign) for sign in group]) for cluster, group in mine.groupby("cluster", sort=False)["sign"]
    }
    return {str(cluster): outcome for cluster, outcome in found.items() if outcome}


def as_later(outcomes: Mapping[str, Outcome]) -> Later:
    """Outcomes as a forecast is held against them."""
    return {cluster: (float(each.lowest), float(each.highest)) for cluster, each in outcomes.items()}


def in_words(outcome: Outcome | None, dimension: Dimension) -> str:
    """What a cluster turned out to be.

    Examples
    --------
    >>> in_words(Outcome(1, 2, 1), "kind"), in_words(None, "size")
    ('mixed or high road', 'not known')
    """
    if outcome is None:
        return "not known"
    words = WORDS[dimension]
    return " or ".join(dict.fromkeys((words[outcome.lowest], words[outcome.highest])))
