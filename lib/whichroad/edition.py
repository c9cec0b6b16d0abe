"""This edition: the paper's tables with all that follows from them, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smeclusters import Assessed, Study

_HERE = Path(__file__).resolve().parent
# A wheel carries the tables inside the package; a checkout keeps them at its top level.
DATA = next(folder for folder in (_HERE / "data", _HERE.parents[1] / "data") if folder.is_dir())


@cache
def edition() -> Assessed:
    """The paper as this edition has coded it, prepared and assessed."""
    from smeclusters import Assessed, load_study  # here, as the method asks for DATA alone

    return Assessed(load_study(DATA))


@cache
def codings() -> Mapping[str, Study]:
    """The other codings of the paper that come along, by name."""
    from smeclusters import load_study

    folders = sorted(path for path in (DATA / "codings").iterdir() if path.is_dir())
    return {path.name: load_study(DATA, coding=path.name) for path in folders}
