"""Agreement between codings, held to what Krippendorff published and to sums by hand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from smeclusters import (
    InputError,
    Study,
    agreement,
    example_study,
    krippendorff_alpha,
    passages,
    presence,
    units,
)
from smeclusters.analysis.agreement import weighted_alphas
from smeclusters.errors import MissingExtra

NAN = float("nan")

# K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A, B and C to E.
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
).T
MEG_AND_OWEN = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]).T
BEN_AND_GERRY = np.array([[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]]).T


@pytest.mark.parametrize(
    ("ratings", "measure", "published"),
    [
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
        (MEG_AND_OWEN, "nominal", 0.095),
        (BEN_AND_GERRY, "nominal", 0.692),
    ],
)
def test_alpha_is_the_published_one(ratings: np.ndarray, measure, published: float):
    alpha = krippendorff_alpha(ratings, measure)
    assert round(alpha.value, 3) == published
    assert alpha.lo < published < alpha.hi and alpha.reason == ""


ratings_of_two = arrays.arrays(int, st.tuples(st.integers(2, 30), st.just(2)), elements=st.integers(-2, 2))


@given(ratings_of_two)
def test_alpha_of_two_is_the_distance_within_units_over_that_between_all_ratings(ratings: np.ndarray):
    alpha = krippendorff_alpha(ratings, "interval", replicates=1)
    pairs = list(permutations(ratings.ravel().tolist(), 2))
    expected = sum((a - b) ** 2 for a, b in pairs) / len(pairs)
    if expected == 0:
        assert (alpha.value, alpha.reason) == (None, "all ratings are the same")
    else:
        observed = float(((ratings[:, 0] - ratings[:, 1]) ** 2).mean())
        assert alpha.value == pytest.approx(1 - observed / expected)


gapped = arrays.arrays(
    float, st.tuples(st.integers(2, 12), st.integers(2, 4)), elements=st.sampled_from([-2, -0.5, 0, 1, 2, NAN])
)


@given(gapped, st.sampled_from(["nominal", "ordinal", "interval"]), st.integers(0, 99))
def test_each_draw_has_the_alpha_of_the_units_drawn(ratings: np.ndarray, measure, seed: int):
    """By the library that gives the value itself."""
    ratings = ratings[(~np.isnan(ratings)).sum(axis=1) > 1]
    values = np.unique(ratings[~np.isnan(ratings)])
    if len(ratings) < 2 or len(values) < 2:
        return
    counts = (ratings[:, :, None] == values).sum(axis=1)
    drawn = np.random.default_rng(seed).multinomial(len(ratings), np.full(len(ratings), 1 / len(ratings)), 5)
    for weights, found in zip(drawn, weighted_alphas(counts, values, measure, drawn), strict=True):
        expected = krippendorff_alpha(np.repeat(ratings, weights, axis=0), measure, replicates=1).value
        assert expected is None and np.isnan(found) or found == pytest.approx(expected)


@given(gapped)
def test_alpha_is_at_most_1_and_its_interval_ordered(ratings: np.ndarray):
    alpha = krippendorff_alpha(ratings, replicates=50)
    if alpha.value is None:
        assert alpha.reason and alpha.lo is None and alpha.hi is None
    else:
        assert alpha.value <= 1 and not alpha.reason
        assert alpha.lo is None or alpha.lo <= alpha.hi <= 1 + 1e-12


@given(gapped)
def test_neither_the_order_of_coders_nor_a_unit_with_one_rating_matters(ratings: np.ndarray):
    alone = np.full((1, ratings.shape[1]), NAN)
    alone[0, 0] = 2
    more = np.concatenate([ratings[:, ::-1], alone])
    assert krippendorff_alpha(more, replicates=20) == krippendorff_alpha(ratings, replicates=20)


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ([], "no unit has two ratings"),
        ([[1, NAN], [NAN, 2]], "no unit has two ratings"),
        ([[1, 2], [NAN, 2]], "only one unit has two ratings"),
        ([[1, 1], [1, 1]], "all ratings are the same"),
    ],
)
def test_where_alpha_cant_be_told_a_reason_says_why(ratings, reason: str):
    alpha = krippendorff_alpha(ratings)
    assert (alpha.value, alpha.lo, alpha.hi, alpha.reason) == (None, None, None, reason)


def test_where_many_draws_have_no_alpha_there_is_no_interval():
    """Of six units one stands out: without it all ratings are the same, in (5/6)^6 = 33 % of the draws."""
    alpha = krippendorff_alpha([[-1, -1]] * 5 + [[-1, -2]])
    assert alpha.value == pytest.approx(0) and (alpha.lo, alpha.hi) == (None, None)
    two = krippendorff_alpha([[-1, -1]] * 5 + [[-1, -2]] * 5)
    assert two.lo < two.value < two.hi


def test_the_interval_is_the_same_each_time_and_another_with_another_seed():
    one, two = (krippendorff_alpha(FOUR_OBSERVERS) for _ in range(2))
    assert one == two != krippendorff_alpha(FOUR_OBSERVERS, seed=1)


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    with pytest.raises(MissingExtra, match=r"^the extra agree is needed: pip install 'smeclusters\[agree\]'$") as error:
        krippendorff_alpha([[1, 2], [2, 2]])
    assert error.value._render_traceback_() == [str(error.value)]


def test_an_unknown_measure_is_told():
    with pytest.raises(InputError, match=r'found "ordnal", expected one of nominal, ordinal, interval \(ordinal\?\)'):
        krippendorff_alpha([[1, 2], [2, 2]], "ordnal")  # type: ignore[arg-type]


# ---- Codings.


def coded(study: Study, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Study:
    return replace(study, evidence=change(study.evidence.copy()).reset_index(drop=True))


@pytest.fixture(scope="module")
def toy() -> Study:
    return example_study()


def test_units_are_passage_place_determinant_and_facet(toy: Study):
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        more = rows[rows["id"] == "cresta-guild-1"]
        rows = pd.concat([rows, more.assign(id="cresta-guild-2", rating=2)])
        return rows[rows["id"] != "borg-tools-1"]

    table = units({"a": toy, "b": coded(toy, change)})
    assert list(table) == ["locator", "place", "determinant", "facet", "a", "b"]
    found = {tuple(row[1:4]): (row[4], row[5]) for row in table.to_numpy().tolist()}
    assert found["cresta", "guild", "marks"] == (1.0, 1.5)  # the median of its rows
    assert found["borg", "tools", "lathes"][0] == -2 and np.isnan(found["borg", "tools", "lathes"][1])
    assert found["almen", "guild", "marks"] == (2.0, 2.0)  # without the row on the past
    assert found["almen", "tools", "lathes"] == (1.0, 1.0)  # without what was published later
    order = list(zip(table["locator"], table["place"], strict=True))
    assert order[0] == ("1:1", "ALP") and order[1:] == sorted(order[1:])


def test_rows_on_the_past_count_if_asked_for(toy: Study):
    table = units({"a": toy, "b": toy}, past=True).set_index(["place", "facet"])
    assert table.loc[("almen", "marks"), ["a", "b"]].tolist() == [0.0, 0.0]


def test_only_chosen_passages_are_looked_at(toy: Study):
    codings = {"a": toy, "b": toy}
    assert set(units(codings, where=["2:1", "1"])["locator"]) == {"2:1", "1:1"}
    assert presence(codings, where=["2:2"]).values.tolist() == [["a", 3, 3, 0, 0], ["b", 3, 3, 0, 0]]
    assert agreement(codings, where=["2:2"]).loc[0, "units"] == 3


def test_a_section_holds_its_paragraphs_and_those_of_sections_within_it(study: Study):
    assert passages(study, ["3.2.2"]) == ("3.2.2:1", "3.2.2:2", "3.2.2:3", "3.2.2:4")
    assert passages(study, ["3.2"])[0] == "3.2:1" and "3.2.4:4" in passages(study, ["3.2"])
    assert passages(study, ["2a:3", "1:2"]) == ("1:2", "2a:3")
    assert "2a:1" not in passages(study, ["2"])
    with pytest.raises(InputError, match=r'where: found "3.2.9", expected a section or paragraph'):
        passages(study, ["3.2.9", "1"])


def test_a_coding_agrees_with_itself(study: Study):
    table = agreement({"a": study, "b": study, "c": study}, replicates=20)
    known = table[table["ordinal"].notna()]
    assert len(known) > 10
    for name in ("exact", "ordinal", "interval"):
        assert known[name].tolist() == [1.0] * len(known)
    for name in ("ordinal_lo", "ordinal_hi", "interval_lo", "interval_hi"):
        assert known.loc[known["scope"] != "determinant", name].tolist() == [1.0] * 4
        assert set(known[name].dropna()) == {1.0}
    assert (table["units"] == table["in_all"]).all() and (table["units"] == table["shared"]).all()
    assert set(table.loc[table["ordinal"].isna(), "reason"]) == {"all ratings are the same"}


def test_shuffled_ratings_agree_by_chance_alone(study: Study):
    """Over many shuffles the mean of alpha is 0, within four standard errors."""
    ratings = units({"a": study, "b": study})["a"].to_numpy()
    rng = np.random.default_rng(7)
    for measure in ("ordinal", "interval"):
        alphas = [
            krippendorff_alpha(np.stack([ratings, rng.permutation(ratings)], axis=1), measure, replicates=1).value
            for _ in range(200)
        ]
        assert abs(np.mean(alphas)) < 4 * np.std(alphas) / np.sqrt(len(alphas))


def test_agreement_is_told_in_all_by_level_and_by_determinant(toy: Study):
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[rows["id"] == "cresta-tools-1", "rating"] = 2
        return rows[rows["place"] != "borg"]

    codings = {"a": toy, "b": coded(toy, change)}
    table = agreement(codings).set_index("key")
    assert table["scope"].tolist() == ["all", *["level"] * 2, *["determinant"] * 5]
    assert table.index.tolist() == ["", "valley", "workshop", "roads", "guild", "fairs", "craft", "tools"]
    assert table.loc["workshop", ["units", "shared", "in_all"]].tolist() == [7, 5, 5]
    assert table.loc["workshop", "exact"] == pytest.approx(4 / 5)
    assert table.loc["guild", ["units", "shared"]].tolist() == [4, 3]
    ratings = units(codings)[["a", "b"]]
    assert table.loc["", "ordinal"] == krippendorff_alpha(ratings).value
    assert table.loc["tools", "reason"] == "" and table.loc["tools", "exact"] == 0.5


def test_of_three_codings_a_unit_is_alike_if_all_that_have_it_say_the_same(toy: Study):
    b = coded(toy, lambda rows: rows.assign(rating=rows["rating"].where(rows["id"] != "cresta-tools-1", -1)))
    c = coded(toy, lambda rows: rows[~rows["id"].isin(["cresta-tools-1", "borg-tools-1"])])
    table = agreement({"a": toy, "b": b, "c": c}).set_index("key")
    assert table.loc["tools", ["units", "shared", "in_all", "exact"]].tolist() == [3, 3, 1, pytest.approx(2 / 3)]
    found = presence({"a": toy, "b": b, "c": c}).set_index("coding")
    assert found["lacking"].tolist() == [0, 0, 2] and found["alone"].tolist() == [0, 0, 0]


@given(st.sets(st.integers(0, 17)), st.sets(st.integers(0, 17)))
def test_who_has_a_row_adds_up(toy: Study, first: set[int], second: set[int]):
    codings = {
        name: coded(toy, lambda rows, gone=gone: rows.drop(rows.index[sorted(gone)]))
        for name, gone in (("a", first), ("b", second))
    }
    table, found = units(codings), presence(codings).set_index("coding")
    for name, other in (("a", "b"), ("b", "a")):
        assert found.loc[name, "units"] + found.loc[name, "lacking"] == len(table)
        assert found.loc[name, "alone"] == found.loc[other, "lacking"]


def test_codings_that_cant_be_compared_are_told(toy: Study, study: Study):
    with pytest.raises(InputError, match=r'codings: found "a", expected at least two'):
        units({"a": toy})
    with pytest.raises(InputError, match="expected the determinants of a"):
        units({"a": toy, "b": study})
    with pytest.raises(InputError, match='found "facet", expected a name other than'):
        units({"a": toy, "facet": toy})
