"""The explorer: weights, rules and cells to move, and the classes that follow at once.

One front end for two hosts. In Jupyter the widget keeps Python and the view in step; on a page of a
built book the same module runs by itself on what :meth:`Explorer.page` has put there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import anywidget
import numpy as np
import pandas as pd
import traitlets
from numpy.typing import ArrayLike

from smeclusters.analysis.acceptability import acceptability
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.framework import Framework, Weights, read_numbers
from smeclusters.model.paths import PATH_NAMES, SETS, classify
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings, Recoded, read_overrides
from smeclusters.model.rules import Rules, Silent, Thresholds
from smeclusters.model.scoring import Scores, score
from smeclusters.study import Study, each_row, load_study

_HERE = Path(__file__).parent
_SOURCES = ("model.js", "texts.js", "explorer.js")  # each imports only from those before it
STATE = ("levels", "weights", "compensation", "thresholds", "silent", "overrides")
"""Names of the traits that a reader changes."""


@dataclass(frozen=True)
class Links:
    """Where the explorer leads on a page of a book, and what stands there until its script runs.

    Attributes
    ----------
    determinant : callable
        From a determinant's key to the address of its definition.
    cell : callable
        From the keys of a cluster and a determinant to the address of the cell's making.
    passage : callable
        From a row's locator to its label and its address.
    fallback : str
        Markup for readers without scripts.
    """

    determinant: Callable[[str], str]
    cell: Callable[[str, str], str]
    passage: Callable[[str], tuple[str, str]]
    fallback: str


class Explorer(anywidget.AnyWidget):
    """The explorer as a widget: what the reader moves can be read and set from Python.

    Parameters
    ----------
    study : Study, optional
        The coded paper, or a study of your own; by default the one that comes with the library.
    small : bool
        Only the levels and the named weightings.
    vintage : int, optional
        Evidence published later than this year stays out; by default the year of the study.
    links : Links, optional
        Where it leads on a page of a book.
    **state
        Any of the traits below.

    Attributes
    ----------
    levels : mapping
        A number of at least 0 for each level; what counts is their proportion.
    weights : mapping
        A number of at least 0 for each determinant; what counts is their proportion within their
        level. A :class:`Weights` may be assigned too, and sets `levels` as well.
    compensation : float, −∞…1
        How far strength makes up for weakness; see :func:`smeclusters.score`.
    thresholds : Thresholds
        Where the mixed path begins and where the high road does; two numbers may be assigned.
    silent : {"range", "middle", "leave_out"}
        What stands for a cell about which the paper says nothing.
    overrides : mapping of mappings
        Re-coded cells by cluster and determinant: a rating, two ends, or None for unknown.
    ratings, scores, paths
        What follows: :class:`Ratings`, a frame ``lo, hi`` and a series of open paths in key form,
        both indexed by cluster.

    Raises
    ------
    InputError
        If a value cannot be used; `scores` and `paths` also if nothing weighs anything.

    Notes
    -----
    Mappings that a trait returns cannot be changed in place; assign a new one, and whoever
    observes the trait is told.

    Examples
    --------
    >>> explorer = Explorer()
    >>> explorer.paths["sinos"]
    'low_road|mixed'
    >>> explorer.weights = Framework.from_study(explorer.study).weightings["collective_efficiency"]
    >>> explorer.paths["sinos"]
    'high_road'
    >>> explorer.overrides = {"sinos": {"joint_action": -1}}
    >>> explorer.paths["sinos"]
    'mixed'
    """

    levels = traitlets.Any().tag(sync=True, to_json=lambda value, _: dict(value))
    weights = traitlets.Any().tag(sync=True, to_json=lambda value, _: dict(value))
    compensation = traitlets.Any(1.0).tag(
        sync=True,
        to_json=lambda value, _: value if math.isfinite(value) else None,  # JSON has no infinity
        from_json=lambda value, _: -math.inf if value is None else value,
    )
    thresholds = traitlets.Any(Thresholds()).tag(
        sync=True, to_json=lambda value, _: {"low": value.low, "high": value.high}
    )
    silent = traitlets.Any("range").tag(sync=True)
    overrides = traitlets.Any(MappingProxyType({})).tag(
        sync=True, to_json=lambda value, _: {cluster: dict(row) for cluster, row in value.items()}
    )
    small = traitlets.Bool(False).tag(sync=True)
    content = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        study: Study | None = None,
        *,
        small: bool = False,
        vintage: int | None = None,
        links: Links | None = None,
        **state: Any,
    ) -> None:
        self.study = load_study() if study is None else study
        prepared = Prepared(self.study, Rules(vintage=vintage))
        self.framework = prepared.framework
        self._rated = prepared.ratings
        self._links = links
        if unknown := [name for name in state if name not in STATE]:
            raise InputError([Problem("Explorer", None, None, unknown[0], one_of(STATE, unknown[0]))])
        reference = self.framework.weightings[self.framework.reference]
        start = _sliders(self.framework, reference)
        super().__init__(**{**start, **state}, small=small, content=content(prepared, links))

    # The widget's script and style, read where it is made.
    @property
    def _esm(self) -> str:
        return module()

    @property
    def _css(self) -> str:
        return style()

    @traitlets.validate("levels")
    def _read_levels(self, proposal: Any) -> Mapping[str, float]:
        return _numbers(proposal["value"], self.framework.levels, "levels")

    @traitlets.validate("weights")
    def _read_weights(self, proposal: Any) -> Mapping[str, float]:
        value = proposal["value"]
        if isinstance(value, Weights):
            both = _sliders(self.framework, value)
            self.levels, value = both["levels"], both["weights"]
        return _numbers(value, self.framework.determinants, "weights")

    @traitlets.validate("compensation")
    def _read_compensation(self, proposal: Any) -> float:
        return float(Rules(compensation=proposal["value"]).compensation)

    @traitlets.validate("thresholds")
    def _read_thresholds(self, proposal: Any) -> Thresholds:
        value = proposal["value"]
        if isinstance(value, Thresholds):
            return value
        ends = tuple(value.values()) if isinstance(value, Mapping) else value
        try:
            low, high = map(float, ends)
        except (TypeError, ValueError):
            expected = "two numbers from 0 to 1, the lower one first"
            raise InputError([Problem("thresholds", None, None, str(value), expected)]) from None
        return Thresholds(low, high)

    @traitlets.validate("silent")
    def _read_silent(self, proposal: Any) -> Silent:
        return Rules(silent=proposal["value"]).silent

    @traitlets.validate("overrides")
    def _read_overrides(self, proposal: Any) -> Mapping[str, Mapping[str, Recoded]]:
        read = read_overrides(proposal["value"], self._rated.clusters, self._rated.determinants)
        return MappingProxyType({cluster: MappingProxyType(row) for cluster, row in read.items()})

    @property
    def ratings(self) -> Ratings:
        """The cells, re-coded where the reader has."""
        return self._rated.recode(self.overrides)

    @property
    def scores(self) -> pd.DataFrame:
        """Ends of each cluster's score: ``lo, hi``, in 0…1."""
        found = self._scores()
        return pd.DataFrame({"lo": found.lo, "hi": found.hi}, index=pd.Index(found.clusters, name="cluster"))

    @property
    def paths(self) -> pd.Series:
        """Each cluster's open paths in key form."""
        found = classify(self._scores(), self.thresholds)
        return pd.Series(found.keys(), index=pd.Index(found.clusters, name="cluster"), name="path")

    def _scores(self) -> Scores:
        weights = self.framework.weigh(self.weights, levels=self.levels)
        return score(self.ratings, weights, Rules(self.compensation, self.thresholds, self.silent))

    def page(self) -> str:
        """The explorer as part of a page that needs no kernel: its state as data, and a table until it runs."""
        synced = {**self.get_state([*STATE, "small", "content"]), "linked": self._links is not None}
        data = json.dumps(synced, ensure_ascii=False, separators=(",", ":"))
        data = data.replace("<", r"\u003c")  # or a text could end the script
        return (
            f'<div class="sme-explorer" data-explorer><script type="application/json">{data}</script>'
            f"{self._links.fallback if self._links else ''}"
            "<p data-screen>To move the weights yourself, allow scripts on this page.</p></div>"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/html": self.page()}, metadata


def module() -> str:
    """The front end as one ES module, as anywidget wants it."""
    parts = [(_HERE / name).read_text("utf-8") for name in _SOURCES]
    return "\n".join(
        re.sub(r'^import [^;]*? from "\./[^;]*;\n', "", part, flags=re.MULTILINE) for part in parts
    )


def style() -> str:
    """The front end's style sheet."""
    return (_HERE / "explorer.css").read_text("utf-8")


def page_script() -> str:
    """The front end as one classic script, since browsers load no modules from a disk."""
    source = re.sub(r"^export (default )?", "", module(), flags=re.MULTILINE)
    return f'(() => {{\n"use strict";\n{source}\n{(_HERE / "page.js").read_text("utf-8")}}})();\n'


def content(prepared: Prepared, links: Links | None = None) -> dict[str, Any]:
    """What the front end shows and never changes: names, cells, evidence, named weightings.

    Addresses and labels of passages are in it as far as there are `links`.
    """
    study, framework, names = prepared.study, prepared.framework, prepared.names
    used = {row for cell in prepared.cells.values() for row in cell.entered}
    facets = dict(zip(study.facets["facet"], study.facets["name"], strict=True))
    passages = {
        locator: links.passage(locator) if links and locator else (locator, "")
        for locator in study.evidence["locator"].unique()
    }
    # To a tenth of a per cent a coarse rule is enough; but what is not nothing must not become it.
    shares = acceptability(prepared.ratings, framework, rules=prepared.rules, nodes=(6, 5))
    return {
        "levels": [{"key": key, "name": framework.names[key]} for key in framework.levels],
        "determinants": [
            {
                "key": row.determinant,
                "name": row.name,
                "level": framework.levels.index(row.level),
                "means": row.definition,
                "href": links.determinant(row.determinant) if links else "",
            }
            for row in each_row(study.determinants)
        ],
        "clusters": [
            {
                "key": key,
                "name": names[key],
                "observed": study.observed.get(key, ""),
                "shares": shares.loc[key, list(SETS)].round(9).to_dict(),
                "cells": [
                    {
                        "lo": cell.lo,
                        "hi": cell.hi,
                        "silent": cell.silent,
                        "entered": cell.entered,
                        "reasons": cell.reasons,
                        "href": links.cell(key, cell.determinant) if links else "",
                    }
                    for cell in (prepared.cells[key, determinant] for determinant in framework.determinants)
                ],
            }
            for key in study.clusters["place"]
        ],
        "evidence": {
            row.id: {
                "text": row.summary,
                "about": names[row.place],
                "facet": facets[row.facet],
                "rating": row.rating,
                "inferred": row.basis == "inferred",
                "label": passages[row.locator][0],
                "href": passages[row.locator][1],
            }
            for row in each_row(study.evidence)
            if row.id in used
        },
        "weightings": [
            {"key": row.weighting, "name": row.name, "means": row.description}
            | {
                name: list(values.values())
                for name, values in _sliders(framework, framework.weightings[row.weighting]).items()
            }
            for row in each_row(study.weightings)
        ],
        "reference": framework.reference,
        "thresholds": {"low": Thresholds().low, "high": Thresholds().high},
        "paths": PATH_NAMES,
    }


def _sliders(framework: Framework, weights: Weights) -> dict[str, Mapping[str, float]]:
    """Positions of the sliders, 0 to 100, that stand for some weights."""
    factors = np.zeros(len(framework.determinants))
    for level in range(len(framework.levels)):
        inside = framework.level_of == level
        within = weights.within[inside]
        # In a level that weighs nothing the factors stand ready, all alike.
        factors[inside] = _proportions(within if within.any() else np.ones(inside.sum()))
    return {
        "levels": dict(zip(framework.levels, _proportions(weights.levels).tolist(), strict=True)),
        "weights": dict(zip(framework.determinants, factors.tolist(), strict=True)),
    }


def _proportions(shares: ArrayLike) -> np.ndarray:
    """Numbers in proportion to some shares that add up to about 100: whole ones, if such exist."""
    shares = np.asarray(shares) / np.sum(shares)
    for parts in range(1, 101):
        whole = np.round(shares * parts)
        if np.allclose(whole, shares * parts, rtol=0, atol=1e-9):
            return whole * (100 // parts)
    return shares * 100


def _numbers(
    values: Mapping[str, float] | Sequence[float], keys: tuple[str, ...], what: str
) -> Mapping[str, float]:
    return MappingProxyType(dict(zip(keys, read_numbers(values, keys, what).tolist(), strict=True)))
