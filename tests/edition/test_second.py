"""Second codings of layers: every row has one, and what agrees is counted as Krippendorff's own package counts it."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest

from smeclusters import load_study
from whichroad.second import by_second, coded_twice, own_id, second_ratings

LAYERS = ("after", "elsewhere")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_row_was_coded_twice(layer: str):
    rows = load_study(layers=[layer]).evidence.query("layer != ''")
    second = second_ratings(layer)
    assert [own_id(row) for row in rows["id"]] == [key for key in map(own_id, rows["id"]) if key in second]
    assert len(second) == len(rows) and set(second.values()) <= {-2, -1, 0, 1, 2}


@pytest.mark.parametrize("layer", LAYERS)
def test_agreement_is_that_of_another_package(layer: str):
    study = load_study(layers=[layer])
    rows = study.evidence.query("layer != ''")
    pairs = np.array([rows["rating"], [second_ratings(layer)[own_id(key)] for key in rows["id"]]], dtype=float)
    found = coded_twice(study, layer)
    assert found == pytest.approx(krippendorff.alpha(pairs, level_of_measurement="ordinal"))
    assert 0.8 < found < 1, "what the pages say of agreement would have to be said otherwise"


def test_the_other_coders_ratings_stand_in_for_a_layers_and_for_no_others():
    study = load_study(layers=["after"])
    other = by_second(study, "after")
    own = study.evidence["layer"] == ""
    assert other.evidence[own].equals(study.evidence[own])
    given = [second_ratings("after")[own_id(key)] for key in other.evidence.loc[~own, "id"]]
    assert other.evidence.loc[~own, "rating"].tolist() == given
