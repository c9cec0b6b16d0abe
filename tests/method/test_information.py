"""Value of information."""

from __future__ import annotations

from smeclusters import (
    Framework,
    Ratings,
    value_of_information,
)


def test_to_know_a_cell_never_adds_doubt(ratings: Ratings, framework: Framework):
    table = value_of_information(ratings, framework, prior="flat")
    assert (table["drop"] > -1e-9).all()
    assert set(table.query("silent")[["cluster", "determinant"]].itertuples(index=False, name=None)) == {
        (row.cluster, row.determinant) for row in ratings.frame().query("silent").itertuples()
    }
    assert table["drop"].is_monotonic_decreasing
