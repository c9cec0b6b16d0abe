"""What the page says of a layer before it is chosen, and what it brings once it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

from smeclusters.explorer.content import clusters_shown, evidence_shown, grounds_shown
from smeclusters.explorer.overlays import Layered
from smeclusters.explorer.own import REASONS
from smeclusters.model.prepared import Prepared
from smeclusters.wording import begun

FILE = "explorer-{}.js"
"""Name of the script that holds what a layer brings, beside that of the page."""


def offered(layered: Layered, key: str) -> dict[str, Any]:
    """What stands in the menu, and which clusters the layer adds; ``types.d.ts`` has the form.

    Parameters
    ----------
    layered : Layered
        The study and its layers.
    key : str
        One of these.

    Returns
    -------
    dict
        By name.
    """
    overlay = layered.overlays[key]
    name = overlay.name or begun(key)
    return {
        "key": key,
        "name": name,
        "means": overlay.means,
        "heading": overlay.heading or name,
        "href": overlay.href,
        "moves": layered.moves(key),
        "rows": list(layered.added([key])),
    }


def brought(layered: Layered, key: str) -> dict[str, Any]:
    """The clusters that a layer adds, the study's as it moves them by each coding, and its statements.

    Parameters
    ----------
    layered : Layered
        The study and its layers.
    key : str
        One of these.

    Returns
    -------
    dict
        By name; ``types.d.ts`` has the form.
    """
    moves, added, own = layered.moves(key), layered.added([key]), layered.prepared("").ratings.clusters
    under = {coding: layered.prepared(coding, (key,)) for coding in (layered.codings if moves else ("",))}
    return {
        "rows": [{**row, "layer": key} for row in _clusters(under[""], added)] if added else [],
        "moved": {
            coding: {"clusters": _clusters(prepared, own), "grounds": grounds_shown(prepared)}
            for coding, prepared in under.items()
            if moves
        },
        "evidence": {
            id: row
            for prepared in under.values()
            for id, row in _statements(prepared, layered.overlays[key].work).items()
        },
    }


def _clusters(prepared: Prepared, keys: Collection[str]) -> list[dict[str, Any]]:
    """As they are shown; of a silent cell is not said that the study is silent, as other works are too."""
    shown = clusters_shown(prepared, None, keys)
    for cell in (cell for cluster in shown for cell in cluster["cells"] if cell["silent"]):
        cell["reasons"] = [REASONS["silent"]]
    return shown


def _statements(prepared: Prepared, work: Callable[[str], str] | None) -> dict[str, dict[str, Any]]:
    """Those of the layer that lies on top, each leading to the first work that it names."""
    layer, rows = prepared.study.layers[-1], prepared.study.evidence
    first = dict(zip(rows["id"], rows["sources"].str.split(";").str[0].str.strip(), strict=True))
    shown = evidence_shown(prepared, None, layer.name)
    if work is None:
        return shown
    return {id: row | {"href": work(first[id]) if first[id] in layer.references else ""} for id, row in shown.items()}


def script(layered: Layered, key: str) -> str:
    """What a layer brings as a script, which a page from disk can load too.

    Parameters
    ----------
    layered : Layered
        The study and its layers.
    key : str
        One of these.

    Returns
    -------
    str
        JavaScript that lays it where the page looks for it.
    """
    told = json.dumps(brought(layered, key), ensure_ascii=False, separators=(",", ":"))
    return f"explorerLayers[{json.dumps(key)}]={told};\n"
