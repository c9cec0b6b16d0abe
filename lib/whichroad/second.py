"""What a second coder made of the statements of a layer, without the ratings of the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from smeclusters.analysis.agreement import krippendorff_alpha
from smeclusters.study import Study
from whichroad.edition import DATA


@cache
def second_ratings(layer: str) -> dict[str, int]:
    """The second coder's ratings by the id of the row.

    Parameters
    ----------
    layer : str
        Name of a layer that comes with the edition.
    """
    table = pd.read_csv(DATA / "layers" / layer / "second.csv", keep_default_na=False)
    return {str(key): int(rating) for key, rating in zip(table["id"], table["rating"], strict=True)}


def own_id(row_id: str) -> str:
    """The id that a row of a layer has in its own file.

    Examples
    --------
    >>> own_id("after:sinos-trust-1")
    'sinos-trust-1'
    """
    return row_id.rpartition(":")[2]


@dataclass(frozen=True)
class Twice:
    """How far two coders agree.

    Attributes
    ----------
    rows : int
        How many rows both have rated.
    exact, near : float, in 0…1
        The share with the same rating, and with ratings a step apart at most.
    alpha : float
        Krippendorff's alpha, ordinal.
    """

    rows: int
    exact: float
    near: float
    alpha: float


def coded_twice(study: Study, layer: str) -> Twice:
    """How far the second coder of a layer agrees with the first.

    Parameters
    ----------
    study : Study
        With the layer laid over it.
    layer : str
        Its name.

    Examples
    --------
    >>> from whichroad.elsewhere import LAYER, elsewhere_alone
    >>> found = coded_twice(elsewhere_alone().study, LAYER)
    >>> found.exact <= found.near <= 1
    True
    """
    evidence = study.evidence[study.evidence["layer"] == layer]
    second = second_ratings(layer)
    both = pd.DataFrame({"one": evidence["rating"], "other": evidence["id"].map(own_id).map(second)}).dropna()
    apart = (both["one"] - both["other"]).abs()
    alpha = krippendorff_alpha(both.to_numpy(dtype=float), "ordinal").value
    return Twice(len(both), float((apart == 0).mean()), float((apart <= 1).mean()), float(alpha or 0.0))


def by_second(study: Study, layer: str) -> Study:
    """A study whose rows from a layer have the second coder's ratings; rows that this coder left out are gone."""
    evidence = study.evidence
    rated = evidence["id"].map(own_id).map(second_ratings(layer))
    kept = evidence[(evidence["layer"] != layer) | rated.notna()]
    rating = kept["rating"].where(kept["layer"] != layer, rated[kept.index]).astype("int64")
    return replace(study, evidence=kept.assign(rating=rating).reset_index(drop=True))
