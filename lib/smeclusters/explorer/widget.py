"""The explorer as a widget: what the reader moves can be read and set from Python."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

import anywidget
import pandas as pd
import traitlets

from smeclusters.analysis.likely import likely_paths
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.explorer.content import Links, Words, content, sliders
from smeclusters.explorer.links import read_link
from smeclusters.explorer.own import KEY, OwnCluster, own_frame, own_ratings, read_own
from smeclusters.explorer.script import module, style
from smeclusters.explorer.story import Step
from smeclusters.model.framework import Weights, read_numbers
from smeclusters.model.paths import PATHS, classify
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings, Recoded, read_overrides
from smeclusters.model.rules import Rules, Silent, Thresholds
from smeclusters.model.scoring import Scores, score
from smeclusters.study import Study, load_study

STATE = ("levels", "weights", "compensation", "thresholds", "silent", "coding", "own", "overrides")
"""Names of the traits that a reader changes."""


class _Read(traitlets.TraitType[Any, Any]):
    """A trait whose values the explorer reads, or refuses, before anything is stored.

    A validator of traitlets' own would let None past, and comes too late where changes are held back.
    """

    def validate(self, obj: Any, value: Any) -> Any:
        return getattr(obj, f"_read_{self.name}")(value)


class Explorer(anywidget.AnyWidget):
    """Weights, rules and cells to move, and the classes that follow at once.

    Parameters
    ----------
    study : Study, optional
        The coded paper, or a study of your own; by default the one that comes with the library.
    codings : mapping
        Other codings of the study, by key: studies of the same clusters and determinants.
    small : bool
        Only the levels and the named weightings.
    vintage : int, optional
        Evidence published later than this year stays out; by default the year of the study.
    links : Links, optional
        Where it leads on a page of a book.
    words : Words
        What it says of the study.
    story : sequence of Step
        What it plays, step by step.
    scrolled : bool
        Only the rows, which show each step as its section of the page passes; the sections follow on the page.
    since : mapping
        What became of clusters later, in words, by key: rows say it where the reader asks for it.
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
    coding : str
        Key of the coding whose cells count; "" for the study's own.
    own : tuple of OwnCluster
        Clusters that the reader has put beside those of the study. A table of them may be assigned, as
        `layer` gives it.
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
    >>> from smeclusters.study import example_study
    >>> explorer = Explorer(example_study())
    >>> explorer.paths["borg"]
    'low_road|mixed'
    >>> explorer.weights = explorer.framework.weightings["handwork"]
    >>> explorer.paths["borg"]
    'low_road'
    >>> explorer.overrides = {"borg": {"craft": 2}}
    >>> explorer.paths["borg"]
    'mixed|high_road'
    """

    levels = _Read().tag(sync=True, to_json=lambda value, _: dict(value))
    weights = _Read().tag(sync=True, to_json=lambda value, _: dict(value))
    compensation = _Read(1.0).tag(
        sync=True,
        to_json=lambda value, _: value if math.isfinite(value) else None,  # JSON has no infinity
        from_json=lambda value, _: -math.inf if value is None else value,
    )
    thresholds = _Read(Thresholds()).tag(sync=True, to_json=lambda value, _: {"low": value.low, "high": value.high})
    silent = _Read("range").tag(sync=True)
    coding = _Read("").tag(sync=True)
    own = _Read(()).tag(sync=True, to_json=lambda value, _: [asdict(each) for each in value])
    overrides = _Read(MappingProxyType({})).tag(
        sync=True, to_json=lambda value, _: {cluster: dict(row) for cluster, row in value.items()}
    )
    small = traitlets.Bool(False).tag(sync=True)
    content = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        study: Study | None = None,
        *,
        codings: Mapping[str, Study] = MappingProxyType({}),
        small: bool = False,
        vintage: int | None = None,
        links: Links | None = None,
        words: Words = Words(),
        story: Sequence[Step] = (),
        scrolled: bool = False,
        since: Mapping[str, str] = MappingProxyType({}),
        **state: Any,
    ) -> None:
        self.study = load_study() if study is None else study
        prepared = Prepared(self.study, Rules(vintage=vintage))
        others = {key: Prepared(coded, prepared.rules) for key, coded in _alike(codings, self.study).items()}
        self.framework = prepared.framework
        self._prepared = {"": prepared, **others}
        self._links = links
        if unknown := [name for name in state if name not in STATE]:
            raise InputError([Problem("Explorer", None, None, unknown[0], one_of(STATE, unknown[0]))])
        reference = self.framework.weightings[self.framework.reference]
        start = sliders(self.framework, reference)
        shown = content(prepared, links, words, others, small, story, scrolled, since)
        super().__init__(**{**start, **state}, small=small, content=shown)

    @classmethod
    def from_link(cls, url: str, study: Study | None = None, codings: Mapping[str, Study] | None = None) -> Explorer:
        """An explorer in the state that a link of its page restores.

        Parameters
        ----------
        url : str
            The link, or what stands in it from the # on.
        study : Study, optional
            The study of the page; by default the one that comes with the library.
        codings : mapping, optional
            The other codings that can be chosen there, by key; by default those that stand in the folder of
            the study, of which only the one that the link names is read.

        Returns
        -------
        Explorer
            With its own clusters too.

        Raises
        ------
        InputError
            If the link cannot be read.

        Examples
        --------
        >>> from smeclusters.study import example_study
        >>> link = "#w=1;1,3;1,1,1,1,1;1;0.4,0.6;middle;borg:craft:2"
        >>> Explorer.from_link(link, example_study()).silent
        'middle'
        """
        study = load_study() if study is None else study
        state = read_link(url, study, codings=codings).state
        if codings is None:
            over = [layer.path for layer in study.layers]
            codings = {key: load_study(study.folder, over, key) for key in [state["coding"]] if key}
        return cls(study, codings=codings, **state)

    # The widget's script and style, read where it is made.
    @property
    def _esm(self) -> str:
        return module()

    @property
    def _css(self) -> str:
        return style()

    # What each trait takes, by its name.

    def _read_levels(self, value: Any) -> Mapping[str, float]:
        return _numbers(value, self.framework.levels, "levels")

    def _read_weights(self, value: Any) -> Mapping[str, float]:
        determinants = self.framework.determinants
        if not isinstance(value, Weights):
            return _numbers(value, determinants, "weights")
        if (len(value.levels), len(value.flat)) != (len(self.framework.levels), len(determinants)):
            found = f"weights of {len(value.levels)} levels and {len(value.flat)} determinants"
            expected = f"weights of {len(self.framework.levels)} levels and {len(determinants)} determinants"
            raise InputError([Problem("weights", None, None, found, expected)])
        both = sliders(self.framework, value)
        self.levels = both["levels"]
        return MappingProxyType(both["weights"])

    def _read_compensation(self, value: Any) -> float:
        return float(Rules(compensation=value).compensation)

    def _read_thresholds(self, value: Any) -> Thresholds:
        if isinstance(value, Thresholds):
            return value
        ends = tuple(value.values()) if isinstance(value, Mapping) else value
        try:
            low, high = map(float, ends)
        except (TypeError, ValueError):
            expected = "two numbers from 0 to 1, the lower one first"
            raise InputError([Problem("thresholds", None, None, str(value), expected)]) from None
        return Thresholds(low, high)

    def _read_silent(self, value: Any) -> Silent:
        return Rules(silent=value).silent

    def _read_coding(self, value: Any) -> str:
        others = [key for key in self._prepared if key]
        if value not in ["", *others]:
            known = f"{one_of(others, str(value))}, or " if others else ""
            raise InputError([Problem("coding", None, None, str(value), f"{known}nothing, for the study's own")])
        return str(value)

    def _read_overrides(self, value: Any) -> Mapping[str, Mapping[str, Recoded]]:
        clusters = (*self._prepared[""].ratings.clusters, *(each.key for each in self.own))
        read = read_overrides(value, clusters, self.framework.determinants)
        return MappingProxyType({cluster: MappingProxyType(row) for cluster, row in read.items()})

    def _read_own(self, value: Any) -> tuple[OwnCluster, ...]:
        read = read_own(value, self.study)
        # As they stand, if they do: to ask for a trait that has no value yet would come back here.
        before: tuple[OwnCluster, ...] = self._trait_values.get("own", ())
        gone = {each.key for each in before} - {each.key for each in read}
        if gone & self._trait_values.get("overrides", {}).keys():
            self.overrides = {key: row for key, row in self.overrides.items() if key not in gone}
        return read

    @property
    def layer(self) -> pd.DataFrame:
        """The clusters of `own` as the table that the page gives to take along, a row a statement."""
        return own_frame(self.own)

    @property
    def ratings(self) -> Ratings:
        """The cells by the coding chosen, those of own clusters too, re-coded where the reader has."""
        return own_ratings(self._prepared[self.coding], self.own).recode(self.overrides)

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

    @property
    def likely(self) -> pd.DataFrame:
        """How likely each path is for each cluster: ``low_road, mixed, high_road``, shares that add up to 1."""
        found = likely_paths(self.ratings, {"": self._weights()}, self._rules())
        return found.set_index("cluster")[list(PATHS)]

    def _weights(self) -> Weights:
        return self.framework.weigh(self.weights, levels=self.levels)

    def _rules(self) -> Rules:
        return Rules(self.compensation, self.thresholds, self.silent)

    def _scores(self) -> Scores:
        return score(self.ratings, self._weights(), self._rules())

    def page(self) -> str:
        """The explorer as part of a page that needs no kernel: its state as data, and a table until it runs."""
        # The address of a page that is scrolled is that of its sections.
        linked = self._links is not None and not self.content["story"]["scrolled"]
        synced = {**self.get_state([*STATE, "small", "content"]), "linked": linked}
        data = json.dumps(synced, ensure_ascii=False, separators=(",", ":"))
        data = data.replace("<", r"\u003c")  # or a text could end the script
        return (
            f'<div class="sme-explorer" data-explorer><script type="application/json">{data}</script>'
            f"{self._links.fallback if self._links else ''}"
            "<p data-screen>To move the weights yourself, allow scripts on this page.</p></div>"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**data, "text/html": self.page()}, metadata


def _numbers(values: Any, keys: tuple[str, ...], what: str) -> Mapping[str, float]:
    return MappingProxyType(dict(zip(keys, read_numbers(values, keys, what).tolist(), strict=True)))


def _alike(codings: Mapping[str, Study], study: Study) -> Mapping[str, Study]:
    """Codings whose keys can stand in a link, of the clusters and determinants of a study."""
    problems = []
    for key, coded in codings.items():
        if not KEY.fullmatch(key):
            problems.append(Problem("codings", None, None, key or None, "a key of small letters"))
        for table, column, what in (("clusters", "place", "clusters"), ("determinants", "determinant", "determinants")):
            if list(getattr(coded, table)[column]) != list(getattr(study, table)[column]):
                problems.append(Problem("codings", None, key, f"other {what}", f"the {what} of the study"))
    if problems:
        raise InputError(problems)
    return codings
