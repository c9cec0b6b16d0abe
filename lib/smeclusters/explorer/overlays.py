"""Layers that a reader of the explorer may lay over the study, and the cells that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.explorer.own import KEY, OwnCluster, own_ratings
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings
from smeclusters.study import Study
from smeclusters.study.layers import read_layer
from smeclusters.study.overlay import lay_over
from smeclusters.wording import begun, in_a_row


@dataclass(frozen=True)
class Overlay:
    """A layer that the explorer offers.

    Attributes
    ----------
    path : Path
        Its folder or file.
    name : str
        What the menu calls it.
    means : str
        What it does, in a sentence.
    heading : str
        Above the clusters that it adds.
    href : str
        Address of the page that tells of these.
    work : callable, optional
        From the key of a work of the layer's bibliography to the address at which it is listed.
    """

    path: Path
    name: str = ""
    means: str = ""
    heading: str = ""
    href: str = ""
    work: Callable[[str], str] | None = None


def overlays_along(study: Study) -> dict[str, Overlay]:
    """The layers that stand in the folder of a study, by name.

    Parameters
    ----------
    study : Study
        With or without layers; those that lie over it already are left out.

    Returns
    -------
    dict of str to Overlay
        Called as their folders are.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> overlays_along(example_study())
    {}
    """
    laid = {layer.name for layer in study.layers}
    folders = sorted(path for path in (study.folder / "layers").glob("*") if path.is_dir())
    return {path.name: Overlay(path, begun(path.name)) for path in folders if path.name not in laid}


class Layered:
    """A study and its codings with any of some layers laid over them, each worked out when it is first asked for.

    A layer that speaks of places of the study *moves* its cells, and stands alone; any number of others, which only
    add clusters of their own, may stand beside it.

    Parameters
    ----------
    coded : mapping of str to Prepared
        The study under its rules, by ``""``, and its other codings.
    overlays : mapping of str to Overlay
        The layers by key.

    Raises
    ------
    InputError
        If a key cannot stand in a link.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters.study import example_study
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "visit.csv"
    ...     _ = file.write_text("place,determinant,rating,name\\ndorn,fairs,2,Dorn\\n")
    ...     layered = Layered({"": Prepared(example_study())}, {"visit": Overlay(file)})
    ...     found = layered.ratings("", layered.read(["visit"]), ()).clusters
    >>> found[-1], layered.moves("visit"), layered.added(["visit"])
    ('dorn', False, ('dorn',))
    """

    def __init__(self, coded: Mapping[str, Prepared], overlays: Mapping[str, Overlay]) -> None:
        if wrong := [key for key in overlays if not KEY.fullmatch(key)]:
            raise InputError([Problem("layers", None, None, key or None, "a key of small letters") for key in wrong])
        self.overlays = overlays
        self._made: dict[tuple[str, tuple[str, ...]], Prepared] = {(key, ()): each for key, each in coded.items()}
        self.codings = tuple(coded)

    def prepared(self, coding: str, laid: Sequence[str] = ()) -> Prepared:
        """The study by a coding, with layers laid over it."""
        found = self._made.get((coding, tuple(laid)))
        if found is None:
            below = self.prepared(coding, laid[:-1])
            study = lay_over(below.study, read_layer(self.overlays[laid[-1]].path))
            found = self._made[coding, tuple(laid)] = Prepared(study, below.rules)
        return found

    def read(self, laid: Iterable[str]) -> tuple[str, ...]:
        """Keys of layers in the order in which they are offered, or a refusal."""
        given = tuple(laid)
        if unknown := [key for key in given if key not in self.overlays]:
            known = f"{one_of(self.overlays, unknown[0])}" if self.overlays else "no layer, as none is offered"
            raise InputError([Problem("layers", None, None, unknown[0], known)])
        found = tuple(key for key in self.overlays if key in given)
        if len(moving := self.moving(found)) > 1:
            raise InputError([Problem("layers", None, None, in_a_row(moving), "one that speaks of the study's places")])
        return found

    def moves(self, key: str) -> bool:
        """Whether a layer speaks of places of the study."""
        study, own = self.prepared("", (key,)).study, set(self.prepared("").study.places["place"])
        name = study.layers[-1].name
        brought = study.evidence.loc[study.evidence["layer"] == name, "place"]
        observed = study.outcomes.loc[study.outcomes["layer"] == name, "cluster"]
        return not own.isdisjoint([*brought, *observed])

    def moving(self, laid: Sequence[str]) -> tuple[str, ...]:
        """Those of some layers that speak of places of the study."""
        return tuple(key for key in laid if self.moves(key))

    def added(self, laid: Sequence[str]) -> tuple[str, ...]:
        """Keys of the clusters that layers add."""
        own = set(self.prepared("").ratings.clusters)
        return tuple(key for key in self.prepared("", laid).ratings.clusters if key not in own)

    def ratings(self, coding: str, laid: Sequence[str], owns: Sequence[OwnCluster]) -> Ratings:
        """The cells of the study's clusters, of those that layers add, and of a reader's own.

        These take from their country what the study says of it, or a layer that moves its cells; where one bears
        the key of a cluster that a layer adds, it takes that cluster's place.
        """
        own = own_ratings(self.prepared(coding, self.moving(laid)), owns)
        full = self.prepared(coding, laid).ratings
        beside = [at for at, key in enumerate(full.clusters) if key not in own.clusters]
        if not beside:
            return own
        first = len(own.clusters) - len(owns)
        parts = [
            (own.clusters[:first], own, slice(0, first)),
            ([full.clusters[at] for at in beside], full, beside),
            (own.clusters[first:], own, slice(first, None)),
        ]
        return Ratings(
            tuple(key for keys, _, _ in parts for key in keys),
            own.determinants,
            *(np.vstack([getattr(some, name)[at] for _, some, at in parts]) for name in ("lo", "hi", "silent")),
        )
