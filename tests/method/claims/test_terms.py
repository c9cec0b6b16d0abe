from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.alter import put

from smeclusters import Assessed, Study
from smeclusters.claims.claim import NotChecked, Unusable
from smeclusters.claims.registry import checks
from smeclusters.claims.terms import (
    Concentrated,
    Determinant,
    FacetRated,
    Facets,
    Feature,
    Figure,
    Figures,
    Form,
    Illustrations,
    Implication,
    Passages,
    Rated,
    Restatements,
    Seen,
    Statements,
    all_true,
)

MARKED = "each with ~ or beside before it or neither"


@pytest.mark.parametrize(
    ("form", "text", "read"),
    [
        (Statements, "a-1", Statements(("a-1",))),
        (Statements, "a-1; b-2", Statements(("a-1", "b-2"))),  # as a spreadsheet's user writes it
        (Restatements, "a-1;b-2", Restatements(("a-1", "b-2"))),
        (Restatements, "a-1; ~b-2", Restatements(("a-1", "b-2"), turned=("b-2",))),
        (
            Restatements,
            "~a-1;beside b-2; beside  c-3;d-4",
            Restatements(("a-1", "d-4"), turned=("a-1",), beside=("b-2", "c-3")),
        ),
        (Restatements, "beside b-2", Restatements((), beside=("b-2",))),
        (Passages, "a;~b;beside c", Passages(("a", "b"), turned=("b",), beside=("c",))),
        (Illustrations, "a-1;beside b-2;negative", Illustrations(("a-1",), favourable=False, beside=("b-2",))),
        (Illustrations, "a-1;b-2", Illustrations(("a-1", "b-2"), favourable=True)),
        (Illustrations, "a-1;b-2;negative", Illustrations(("a-1", "b-2"), favourable=False)),
        (Illustrations, "~a-1;b-2;negative", Illustrations(("a-1", "b-2"), favourable=False, turned=("a-1",))),
        (
            Implication,
            "trust+, exports- -> technology+",
            Implication(
                (Rated("trust", favourable=True), FacetRated("exports", favourable=False)),
                (Rated("technology", favourable=True),),
                rule=False,
            ),
        ),
        (
            Implication,
            "path:!low_road => concentrated",
            Implication((Seen("low_road", on=False),), (Concentrated(),), rule=True),
        ),
        (Determinant, "macro", Determinant("macro")),
        (Facets, "inflation;identity", Facets(("inflation", "identity"))),
        (Feature, "gone", Feature("gone")),
        (Figure, "gone", Figure("gone")),
        (Figures, "one;two", Figures(("one", "two"))),
    ],
)
def test_each_form_is_read(study: Study, form: type[Form], text: str, read: Form):
    assert form.read(text, study) == read


@pytest.mark.parametrize(
    ("form", "text", "value", "expected"),
    [
        (Statements, "", "", "ids of rows of evidence.csv"),
        (Statements, "a-1;;b-2", "a-1;;b-2", "ids of rows of evidence.csv"),
        (Restatements, ";", ";", "ids of rows of evidence.csv"),
        (Restatements, "a-1;beside", "a-1;beside", f"ids of rows of evidence.csv, {MARKED}"),
        (Restatements, "a-1;beside ~b-2", "a-1;beside ~b-2", f"ids of rows of evidence.csv, {MARKED}"),
        (Illustrations, "~;negative", "~", f"ids of rows of evidence.csv, {MARKED}"),
        (Passages, "beside ;a", "beside ;a", f"ids of rows of claims.csv, {MARKED}"),
        (Implication, "trust+", "trust+", "terms, an arrow and terms, such as a+, b- -> path:mixed"),
        (
            Implication,
            "trust+ -> macro+ -> finance+",
            "trust+ -> macro+ -> finance+",
            "terms, an arrow and terms, such as a+, b- -> path:mixed",
        ),
        (
            Implication,
            "trust -> macro+",
            "trust",
            "a determinant or a facet with + or - behind it, a path such as path:mixed, or concentrated",
        ),
        (Implication, "export+ -> macro+", "export+", "a facet (exports?)"),
        (Implication, "path:high -> macro+", "path:high", "one of low_road, mixed, high_road (high_road?)"),
        (Figure, "one;two", "one;two", "the id of a row of profiles.csv or evidence.csv"),
    ],
)
def test_a_wrong_term_tells_what_stands_there_and_what_was_expected(
    study: Study, form: type[Form], text: str, value: str, expected: str
):
    with pytest.raises(Unusable) as caught:
        form.read(text, study)
    assert (caught.value.field, caught.value.value, caught.value.expected) == ("terms", value, expected)


def test_of_a_key_that_is_misspelt_all_that_would_do_are_named(study: Study):
    with pytest.raises(Unusable) as caught:
        Facets.read("inflaton", study)
    assert caught.value.expected == f"one of {', '.join(study.facets['facet'])} (inflation?)"


@pytest.mark.parametrize(
    ("form", "text", "reason"),
    [
        (Determinant, "weather", "The tables have no determinant “weather”."),
        (Implication, "weather+ -> macro+", "The tables have no determinant “weather”."),
        (Facets, "identity;weather", "The tables have no facet “weather”."),
    ],
)
def test_a_key_that_is_like_none_was_taken_out(study: Study, form: type[Form], text: str, reason: str):
    with pytest.raises(NotChecked) as caught:
        form.read(text, study)
    assert str(caught.value) == reason


def test_the_terms_of_every_claim_are_of_the_form_of_its_check(paper: Assessed):
    for claim in paper.claims.values():
        if claim.check:
            check = checks()[claim.check]
            read = check.read(paper.study, claim)
            assert type(read) is (check.form or type(None)), claim.id


# ---- What is true of a cluster: by hand, from the rows of its evidence.


@pytest.mark.parametrize(
    ("term", "ratings", "value"),
    [
        (Rated("trust", favourable=True), {"sinos": 1}, True),
        (Rated("trust", favourable=False), {"sinos": 1}, False),
        (Rated("trust", favourable=False), {"sinos": -1}, True),
        (Rated("trust", favourable=True), {"sinos": 0}, False),
        (Rated("trust", favourable=True), {}, None),
        (FacetRated("identity", favourable=True), {"sinos": 1}, True),
        (FacetRated("identity", favourable=False), {"sinos": 1}, False),
        (FacetRated("identity", favourable=False), {"sinos": -2}, True),
        (FacetRated("identity", favourable=True), {"sinos": 0}, False),
        (FacetRated("identity", favourable=True), {"lac": 2}, None),
    ],
)
def test_a_rating_is_true_only_where_it_is_sure(study: Study, term, ratings: dict[str, int], value):
    rows = study.evidence.head(1)
    current = {"determinant": "trust", "facet": "identity", "period": "current", "basis": "reported"}
    one = rows.assign(**current)
    evidence = [one.assign(id=place, place=place, rating=rating) for place, rating in ratings.items()]
    assert term.true_of(_with_evidence(study, evidence or [rows.head(0)]), "sinos") is value


@pytest.mark.parametrize("favourable", [True, False])
def test_a_guess_between_good_and_bad_tells_nothing(study: Study, favourable: bool):
    guess = study.evidence.head(1).assign(
        determinant="trust", facet="identity", period="current", basis="inferred", place="sinos", rating=0
    )
    assessed = _with_evidence(study, [guess])
    assert (assessed.cells["sinos", "trust"].lo, assessed.cells["sinos", "trust"].hi) == (-1, 1)
    assert Rated("trust", favourable).true_of(assessed, "sinos") is None


def _with_evidence(study: Study, frames: list[pd.DataFrame]) -> Assessed:
    return Assessed(replace(study, evidence=pd.concat(frames, ignore_index=True)))


@pytest.mark.parametrize(
    ("path", "term", "value"),
    [
        ("mixed", Seen("mixed", on=True), True),
        ("mixed", Seen("mixed", on=False), False),
        ("low_road", Seen("mixed", on=False), True),
        ("low_road", Seen("mixed", on=True), False),
    ],
)
def test_a_path_is_true_where_it_is_observed(study: Study, path: str, term: Seen, value: bool):
    assert term.true_of(Assessed(put("outcomes", "path", path, cluster="sinos")(study)), "sinos") is value


def test_one_untrue_term_is_enough_and_one_unknown_leaves_it_open(study: Study):
    assessed = Assessed(study)
    true, false, unknown = Seen("mixed", True), Seen("mixed", False), FacetRated("freedom", True)
    assert unknown.true_of(assessed, "sinos") is None
    for terms, value in (
        ((true, true), True),
        ((true, unknown), None),
        ((unknown, false), False),
        ((true, false), False),
    ):
        assert all_true(assessed, "sinos", terms) is value
