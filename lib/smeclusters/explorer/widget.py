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
from smeclusters.explorer.brought import FILE, brought, offered, script
from smeclusters.explorer.content import Links, Words, content, sliders
from smeclusters.explorer.links import read_link
from smeclusters.explorer.overlays import Layered, Overlay, overlays_along
from smeclusters.explorer.own import KEY, OwnCluster, own_frame, read_own
from smeclusters.explorer.script import module, style
from smeclusters.explorer.story import Step
from smeclusters.model.framework import Weights, read_numbers
from smeclusters.model.paths import PATHS, classify
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings, Recoded, read_overrides
from smeclusters.model.rules import Rules, Silent, Thresholds
from smeclusters.model.scoring import Scores, score
from smeclusters.study import Study, load_study

STATE = ("levels", "weights", "compensation", "thresholds", "silent", "coding", "laid", "own", "overrides")
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
    layers : mapping of str to Overlay
        Layers that the reader may lay over the study, by key.
    beside : mapping of str to Overlay
        Others, which a page alone offers: what they bring lies in scripts of their own beside that of the page.
    curve : mapping, optional
        All ways to choose, among which it shows where a setting lies; see :func:`content`.
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
    laid : tuple of str
        Keys of the layers that lie over the study.
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
    laid = _Read(()).tag(sync=True, to_json=lambda value, _: list(value))
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
        layers: Mapping[str, Overlay] = MappingProxyType({}),
        beside: Mapping[str, Overlay] = MappingProxyType({}),
        curve: Mapping[str, Any] | None = None,
        **state: Any,
    ) -> None:
        self.study = load_study() if study is None else study
        prepared = Prepared(self.study, Rules(vintage=vintage))
        others = {key: Prepared(coded, prepared.rules) for key, coded in _alike(codings, self.study).items()}
        self.framework = prepared.framework
        coded = {"": prepared, **others}
        self._codings = tuple(others)
        self._layered, self._offered = Layered(coded, layers), Layered(coded, {**beside, **layers})
        self._links = links
        if unknown := [name for name in state if name not in STATE]:
            raise InputError([Problem("Explorer", None, None, unknown[0], one_of(STATE, unknown[0]))])
        reference = self.framework.weightings[self.framework.reference]
        start = sliders(self.framework, reference)
        given = [{**offered(self._layered, key), "data": brought(self._layered, key)} for key in layers]
        shown = content(prepared, links, words, others, small, story, scrolled, since, given, curve)
        opens = {**start, **state}
        in_order = {name: opens[name] for name in STATE if name in opens}  # cells may be of clusters that others bring
        super().__init__(**in_order, small=small, content=shown)

    @classmethod
    def from_link(
        cls,
        url: str,
        study: Study | None = None,
        codings: Mapping[str, Study] | None = None,
        layers: Mapping[str, Overlay] | None = None,
    ) -> Explorer:
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
        layers : mapping of str to Overlay, optional
            The layers that can be laid over it there, by key; by default those that stand in the folder of the
            study, of which only those that the link names are read.

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
        along = overlays_along(study) if layers is None else layers
        state = read_link(url, study, codings=codings, layers=along).state
        if codings is None:
            over = [layer.path for layer in study.layers]
            codings = {key: load_study(study.folder, over, key) for key in [state["coding"]] if key}
        if layers is None:
            layers = {key: along[key] for key in state["laid"]}
        return cls(study, codings=codings, layers=layers, **state)

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
        if value not in ["", *self._codings]:
            known = f"{one_of(self._codings, str(value))}, or " if self._codings else ""
            raise InputError([Problem("coding", None, None, str(value), f"{known}nothing, for the study's own")])
        return str(value)

    def _read_overrides(self, value: Any) -> Mapping[str, Mapping[str, Recoded]]:
        clusters = self._layered.ratings("", self.laid, self.own).clusters
        read = read_overrides(value, clusters, self.framework.determinants)
        return MappingProxyType({cluster: MappingProxyType(row) for cluster, row in read.items()})

    def _read_laid(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(key, str) for key in value):
            expected = "a list of keys of layers, or an empty one"
            raise InputError([Problem("laid", None, None, repr(value), expected)])
        read = self._layered.read(value)
        self._forget(read, self._trait_values.get("own", ()))
        return read

    def _read_own(self, value: Any) -> tuple[OwnCluster, ...]:
        read = read_own(value, self.study)
        self._forget(self._trait_values.get("laid", ()), read)
        return read

    def _forget(self, laid: tuple[str, ...], own: tuple[OwnCluster, ...]) -> None:
        """Takes away re-coded cells of clusters that will be gone."""
        # As they stand, if they do: to ask for a trait that has no value yet would come back here.
        before: Mapping[str, Any] = self._trait_values.get("overrides", {})
        if before and before.keys() - (stay := set(self._layered.ratings("", laid, own).clusters)):
            self.overrides = {key: row for key, row in before.items() if key in stay}

    @property
    def layer(self) -> pd.DataFrame:
        """The clusters of `own` as the table that the page gives to take along, a row a statement."""
        return own_frame(self.own)

    @property
    def ratings(self) -> Ratings:
        """The cells by the coding and the layers chosen, those of own clusters too, re-coded where the reader has."""
        return self._layered.ratings(self.coding, self.laid, self.own).recode(self.overrides)

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

    @property
    def page_content(self) -> dict[str, Any]:
        """What the explorer shows on a page: of layers only what stands in the menu, as the rest is loaded later."""
        return {**self.content, "layers": [offered(self._offered, key) for key in self._offered.overlays]}

    def scripts(self) -> dict[str, str]:
        """The scripts that lie beside that of the page, by name: what each layer brings."""
        return {FILE.format(key): script(self._offered, key) for key in self._offered.overlays}

    def page(self) -> str:
        """The explorer as part of a page that needs no kernel: its state as data, and a table until it runs."""
        # The address of a page that is scrolled is that of its sections.
        linked = self._links is not None and not self.content["story"]["scrolled"]
        synced = {**self.get_state([*STATE, "small"]), "content": self.page_content, "linked": linked}
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
