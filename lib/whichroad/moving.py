"""Sentences that move: a number stands in the text to be changed, and what the sentence tells follows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from string import Formatter
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from smeclusters.model.paths import classify
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Thresholds
from smeclusters.model.scoring import score
from whichroad.markup import render
from whichroad.shown import Shown
from whichroad.slots import UNSCORED, Class, Found, Members, Number, Score

WHOLE = 100  # what the sides of a sentence share, where one takes the rest


@dataclass(frozen=True, eq=False)
class Moving(Shown):
    """A sentence with numbers in it, and what it tells of some clusters.

    Attributes
    ----------
    key : str
        By which pages and tests know it.
    paper : Prepared
        Whose cells and rules count.
    asks, tells : str
        Its two parts, with a field for each number and each slot. ``{rest}`` is what is left of a hundred.
    numbers : mapping
        By name.
    sides : mapping
        Among which factors share what a number gives, by its name; "" has the rest. No factor is on two sides.
    slots : mapping
        What is told, by name.
    back : str
        Says what the numbers were before they were changed.
    high : str
        Name of the number that is the threshold of the high road; "" where the paper's rules say.
    clusters : tuple of str
        Of which something is told.
    """

    key: str
    paper: Prepared
    asks: str
    tells: str
    numbers: Mapping[str, Number]
    sides: Mapping[str, NDArray[np.float64]]
    slots: Mapping[str, Members | Score | Class]
    back: str
    clusters: tuple[str, ...]
    high: str = ""

    def at(self, **numbers: float) -> str:
        """The sentence in words, where some of its numbers are changed.

        Examples
        --------
        >>> from whichroad.edition import edition
        >>> from whichroad.sentences import class_sentence
        >>> print(class_sentence(edition(), "sinos").at(country=0, firm=0).partition("Then ")[2])
        the score of Sinos Valley is 0.625, and its class reads “high road”.
        """
        words = self._words(numbers)
        return f"{self.asks.format(**words)} {self.tells.format(**words)}"

    def _repr_html_(self) -> str:
        return str(self.markup)

    @cached_property
    def markup(self) -> Markup:
        """The sentence for a page, where a script lets it move."""
        data = json.dumps(self._data(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        words = self._words({})
        return render(
            "moving",
            key=self.key,
            parts=[list(self._parts(part, words)) for part in (self.asks, self.tells)],
            data=Markup(data.replace("<", r"\u003c")),  # or a text could end the script
        )

    def _parts(self, text: str, words: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Pieces of the text: what each is, its name and its words."""
        for plain, field, _, _ in Formatter().parse(text):
            yield "text", "", plain
            if field:
                yield "number" if field in self.numbers else "slot", field, words[field]

    def _words(self, changed: Mapping[str, float]) -> dict[str, str]:
        numbers = {name: number.start for name, number in self.numbers.items()} | dict(changed)
        rest = WHOLE - sum(numbers[name] for name in self.sides if name)
        found = self._found(numbers, rest)
        words = {name: slot.told(found) for name, slot in self.slots.items()}
        return words | {name: f"{value:g}" for name, value in {**numbers, "rest": rest}.items()}

    def _found(self, numbers: Mapping[str, float], rest: float) -> dict[str, Found]:
        names, rules = self.paper.names, self.paper.rules
        weights = np.sum([numbers.get(name, rest) * side for name, side in self.sides.items()], axis=0)
        if not weights.any():
            return {key: Found(names[key], 0, 1, UNSCORED) for key in self.clusters}
        thresholds = Thresholds(rules.thresholds.low, numbers[self.high]) if self.high else rules.thresholds
        scores = score(self.paper.ratings, weights, rules)
        rows = zip(scores.clusters, scores.lo, scores.hi, classify(scores, thresholds).keys(), strict=True)
        found = {key: Found(names[key], lo, hi, path) for key, lo, hi, path in rows}
        return {key: found[key] for key in self.clusters}

    def _data(self) -> dict[str, Any]:
        """What the script needs: few cells, as few weights, and all words."""
        paper = self.paper
        sides = np.array(list(self.sides.values()))
        return {
            "clusters": [
                {
                    "name": paper.names[key],
                    "cells": [
                        {"lo": cell.lo, "hi": cell.hi, "silent": cell.silent}
                        for cell in (paper.cells[key, name] for name in paper.framework.determinants)
                    ],
                }
                for key in self.clusters
            ],
            "numbers": {name: asdict(number) for name, number in self.numbers.items()},
            "sides": list(self.sides),
            "sideOf": sides.argmax(axis=0).tolist(),
            "factors": sides.sum(axis=0).tolist(),
            "compensation": paper.rules.compensation,
            "silent": paper.rules.silent,
            "low": paper.rules.thresholds.low,
            "high": self.high or paper.rules.thresholds.high,
            "slots": {name: slot.data(self.clusters) for name, slot in self.slots.items()},
            "back": self.back,
        }
