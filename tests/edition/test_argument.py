"""What the paper argues, in the matrix of this edition."""

from __future__ import annotations

from smeclusters import Assessed, Study, compare_paths


def test_what_the_paper_argues(paper: Assessed):
    """By the narrow framework several clusters look fit for the high road, by the extended one none."""
    table = compare_paths(paper).set_index(["weighting", "cluster"])["path"]
    assert set(table["collective_efficiency"][lambda path: path == "high_road"].index) == {
        "sinos",
        "gamarra",
        "cachoeiro",
    }
    assert "high_road" not in set(table["extended"])


def test_where_joint_action_of_every_kind_is_favourable(study: Study):
    """What the comparison says of Sinos Valley and Guadalajara, and of no other cluster."""
    rows = study.evidence.query("determinant == 'joint_action' and period == 'current'")
    kinds = rows[rows["place"].isin(study.clusters["place"])].groupby(["place", "facet"])["rating"].median()
    favourable = (kinds > 0).groupby("place").agg(["all", "size"]).query("all and size == 4")
    assert set(favourable.index) == {"sinos", "guadalajara"}
    assert {study.observed[cluster] for cluster in favourable.index} == {"mixed", "low_road"}


def test_the_extended_framework_contradicts_no_observed_path(paper: Assessed):
    table = compare_paths(paper).set_index("weighting")["contradicted"]
    assert not table["extended"].any()
    assert table["collective_efficiency"].sum() == 4  # Trujillo could be on the low road, León on a mixed one
