"""What a second coder made of the statements of a layer, without the ratings of the first."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from smeclusters.analysis.agreement import krippendorff_alpha
from smeclusters.errors import InputError, Problem
from smeclusters.study import Study
from whichroad.edition import DATA


@cache
def second_ratings(layer: str) -> dict[str, int]:
    """The second coder's ratings by the id of the row.

    Parameters
    ----------
    layer : str
        Name of a layer that comes with the edition.

    Examples
    --------
    >>> set(second_ratings("after").values()) <= {-2, -1, 0, 1, 2}
    True
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


def coded_twice(study: Study, layer: str) -> float:
    """How far the second coder of a layer agrees with the first: Krippendorff's alpha for ordered ratings.

    Parameters
    ----------
    study : Study
        With the layer laid over it.
    layer : str
        Its name.

    Raises
    ------
    InputError
        If a row has no second rating.

    Examples
    --------
    >>> from whichroad.elsewhere import LAYER, elsewhere_alone
    >>> 0.8 < coded_twice(elsewhere_alone().study, LAYER) < 1
    True
    """
    evidence = study.evidence[study.evidence["layer"] == layer]
    second = evidence["id"].map(own_id).map(second_ratings(layer))
    if second.isna().any():
        raise InputError([Problem("second.csv", None, "id", own_id(evidence["id"][second.isna()].iloc[0]), "a rating")])
    found = krippendorff_alpha(np.stack([evidence["rating"], second], axis=1).astype(float), "ordinal")
    assert found.value is not None  # ratings differ, and there are many
    return found.value


def by_second(study: Study, layer: str) -> Study:
    """A study whose rows from a layer have the second coder's ratings.

    Examples
    --------
    >>> from whichroad.elsewhere import LAYER, elsewhere_alone
    >>> study = elsewhere_alone().study
    >>> by_second(study, LAYER).evidence["id"].equals(study.evidence["id"])
    True
    """
    second = study.evidence["id"].map(own_id).map(second_ratings(layer))
    rating = study.evidence["rating"].astype(float).mask(study.evidence["layer"] == layer, second).astype("int64")
    return replace(study, evidence=study.evidence.assign(rating=rating))
