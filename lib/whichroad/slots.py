"""What stands in a sentence that moves: numbers to change, and words on clusters that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smeclusters.wording import in_a_row

UNSCORED = ""  # the class of a cluster where nothing weighs anything


@dataclass(frozen=True)
class Found:
    """What follows for one cluster: its name, its score and its class, in key form."""

    name: str
    lo: float
    hi: float
    path: str


@dataclass(frozen=True)
class Number:
    """A number that a reader can change.

    Attributes
    ----------
    start : float
        What it is until then.
    label : str
        What a screen reader calls it.
    least, most, step : float
        What it can be.
    """

    start: float
    label: str
    least: float = 0
    most: float = 100
    step: float = 1


@dataclass(frozen=True)
class Members:
    """Which clusters have a class of some kind.

    Attributes
    ----------
    among : mapping
        By the key of a cluster the classes, in key form, that count.
    forms : tuple of str
        The words for none, for one and so on up to all, with ``{names}``.
    """

    among: Mapping[str, tuple[str, ...]]
    forms: tuple[str, ...]

    def told(self, found: Mapping[str, Found]) -> str:
        names = [each.name for key, each in found.items() if each.path in self.among[key]]
        return self.forms[len(names)].format(names=in_a_row(names))

    def data(self, clusters: tuple[str, ...]) -> dict[str, Any]:
        return {"kind": "members", "among": [list(self.among[key]) for key in clusters], "forms": list(self.forms)}


@dataclass(frozen=True)
class Score:
    """Where the score of a cluster lies: forms for no score, for a point ``{lo}``, and for a range to ``{hi}``."""

    cluster: str
    forms: tuple[str, str, str]

    def told(self, found: Mapping[str, Found]) -> str:
        each = found[self.cluster]
        # Where a half is to be rounded, the last bit of a sum must not decide, which the page adds up otherwise.
        lo, hi = (f"{end + 1e-9:.3f}" for end in (each.lo, each.hi))
        return self.forms[0 if each.path == UNSCORED else 1 if lo == hi else 2].format(lo=lo, hi=hi)

    def data(self, clusters: tuple[str, ...]) -> dict[str, Any]:
        return {"kind": "score", "at": clusters.index(self.cluster), "forms": list(self.forms)}


@dataclass(frozen=True)
class Class:
    """The class of a cluster, in words by its key; :data:`UNSCORED` is the key of none."""

    cluster: str
    forms: Mapping[str, str]

    def told(self, found: Mapping[str, Found]) -> str:
        return self.forms[found[self.cluster].path]

    def data(self, clusters: tuple[str, ...]) -> dict[str, Any]:
        return {"kind": "class", "at": clusters.index(self.cluster), "forms": dict(self.forms)}
