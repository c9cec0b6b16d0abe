"""A chart for notebooks where nothing can draw it, as in a browser's own Python: they get what it is drawn from.

JupyterLab, Colab and others draw Vega-Lite themselves. All of them know its fifth version, few the sixth that Altair
writes; charts use nothing of which the two differ.
"""

from __future__ import annotations

from typing import Any

TIP = "tip:"
"""Marks whose description a reader should see begin with this."""

KIND = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def as_vegalite(spec: dict[str, Any], alt: str, caption: list[str]) -> dict[str, Any]:
    """What a chart is drawn from, with its finding and its caption, on white, so that it is legible in the dark.

    Parameters
    ----------
    spec : dict
        The chart, as Altair writes it; its layers are placed by the pixel.
    alt : str
        The finding, in words.
    caption : list of str
        What to look at, in lines.
    """
    title = {"text": caption, "anchor": "start", "fontWeight": "normal"}
    return {
        **spec,
        "$schema": _SCHEMA,
        "description": alt,
        "title": title,
        "background": "white",
        "layer": [{**layer, "encoding": _told(layer["encoding"])} for layer in spec["layer"]],
        "datasets": {name: [_plain(row) for row in rows] for name, rows in spec["datasets"].items()},
    }


def _told(encoding: dict[str, Any]) -> dict[str, Any]:
    """The same with tooltips, and without links, which lead to pages of the book."""
    kept = {name: channel for name, channel in encoding.items() if name != "href"}
    return {**kept, "tooltip": kept["description"]} if "description" in kept else kept


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != "address"}
    return {**kept, "description": kept["description"].removeprefix(TIP)} if "description" in kept else kept
