"""A layer that tries to be taken for the paper: its places, names and passages, against all its ratings."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

MARKUP = "<script>alert(1)</script><b onmouseover=alert(2)>&amp;{{ 7 * 7 }}</b>"
DEEP = "Ｓｉａｌｋｏｔ 晋江\N{RIGHT-TO-LEFT OVERRIDE}kot\N{COMBINING ACUTE ACCENT}\N{FAMILY}" + "é̂" * 40
NAMES = ("León", "Sinos Valley", MARKUP, DEEP, "L" * 300, "Tiruppur and all the villages around it in Tamil Nadu")
"""Of thirty clusters, in turn: two of the paper’s, markup, what is no Latin, one long word and a long name."""


def _write(path: Path, columns: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns.split(), *rows])


def hostile_layer(folder: Path, determinants: Iterable[str], clusters: int = 30, rows: int = 1000) -> Path:
    """Write it into a folder.

    Half of its rows are on the paper’s own places, as contrary as can be, the others on clusters of its own; some
    cite the paper’s works and passages as if they were its own. Of its clusters some have coordinates, all over the
    world, some a path observed, and each third neither rows nor anything else.
    """
    folder.mkdir()
    keys = [f"own_{number}" for number in range(clusters)]
    countries = ("MEX", "Pakistan", "BRA", "CHN", "Nowhere at all", "")
    _write(
        folder / "places.csv",
        "place name country products latitude longitude",
        (
            (key, NAMES[at % 6] + ("" if at < 12 else f" {at}"), countries[at % 6], MARKUP)
            + ((at * 4 - 50, at * 11 - 160) if at % 2 else ("", ""))
            for at, key in enumerate(keys)
        ),
    )
    factors = list(determinants)
    spoken_of = [key for at, key in enumerate(keys) if at % 3]
    theirs = ("sinos", "leon", "gamarra", "cachoeiro", "BRA", "MEX", "sample", "lac")
    _write(
        folder / "evidence.csv",
        "place determinant rating basis summary sources locator vintage",
        (
            (
                theirs[at % 8] if at % 2 else spoken_of[at % len(spoken_of)],
                factors[at % len(factors)],
                (2, -2, 1, 0, -1)[at % 5],
                ("reported", "stated", "inferred")[at % 3],
                (MARKUP, DEEP, "Firms trust each other.")[at % 3],
                ("nadvi1999", "knorringa1999", "my <i>own</i> visit", "")[at % 4],
                ("1608", "3.2.1:4", "3.2.1:4 ¶", "", "box1")[at % 5],
                (1600, 1999, 2001, "", 2030)[at % 5],
            )
            for at in range(rows)
        ),
    )
    _write(
        folder / "outcomes.csv",
        "cluster path basis summary sources locator",
        (
            (key, ("low road", "mixed", "high road")[at % 3], "stated", MARKUP, "nadvi1999", "1610")
            for at, key in enumerate(["leon", *spoken_of[:9]])
        ),
    )
    (folder / "references.bib").write_text(
        "@article{nadvi1999, author={Nadvi, Khalid}, title={Collective efficiency}, year={1999}}\n", "utf-8"
    )
    return folder
