"""This edition: the paper's tables with all that follows from them, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smeclusters import Assessed

_HERE = Path(__file__).resolve().parent
# A wheel carries the tables inside the package; a checkout keeps them at its top level.
DATA = next(folder for folder in (_HERE / "data", _HERE.parents[1] / "data") if folder.is_dir())


@cache
def edition() -> Assessed:
    """The paper as this edition has coded it, prepared and assessed."""
    from smeclusters import Assessed, load_study  # here, as the method asks for DATA alone

    return Assessed(load_study(DATA))
