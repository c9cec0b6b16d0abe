from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smeclusters import Assessed, InputError, Prepared, Rules, load_study
from smeclusters.analysis.minimization import minimize
from smeclusters.analysis.qca import (
    IDEAL,
    Memberships,
    calibrate,
    deviant_cases,
    members,
    necessity,
    parameters_of_fit,
    read_conjunction,
    sufficiency,
    truth_table,
)

# Lipset's fuzzy memberships as the R package QCA ships them (data set LF; Dusa, A. (2019), QCA with R,
# Springer): development, urbanisation, literacy, industrialisation, stability, survival of democracy.
LIPSET = np.array(
    [
        [0.81, 0.12, 0.99, 0.73, 0.43, 0.05],
        [0.99, 0.89, 0.98, 1.00, 0.98, 0.95],
        [0.58, 0.98, 0.98, 0.90, 0.91, 0.89],
        [0.16, 0.07, 0.98, 0.01, 0.91, 0.12],
        [0.58, 0.03, 0.99, 0.08, 0.58, 0.77],
        [0.98, 0.03, 0.99, 0.81, 0.95, 0.95],
        [0.89, 0.79, 0.99, 0.96, 0.31, 0.05],
        [0.04, 0.09, 0.13, 0.36, 0.43, 0.06],
        [0.07, 0.16, 0.88, 0.07, 0.13, 0.42],
        [0.72, 0.05, 0.98, 0.01, 0.95, 0.92],
        [0.34, 0.10, 0.41, 0.47, 0.58, 0.05],
        [0.98, 1.00, 0.99, 0.94, 0.99, 0.95],
        [0.02, 0.17, 0.59, 0.00, 0.00, 0.12],
        [0.01, 0.02, 0.01, 0.11, 0.01, 0.05],
        [0.01, 0.03, 0.17, 0.00, 0.84, 0.21],
        [0.03, 0.30, 0.09, 0.21, 0.20, 0.06],
        [0.95, 0.13, 0.99, 0.67, 0.91, 0.95],
        [0.98, 0.99, 0.99, 1.00, 0.98, 0.95],
    ]
).T
NAMES = ("DEV", "URB", "LIT", "IND", "STB")
LF = dict(zip(NAMES, LIPSET, strict=False))
SURVIVAL = LIPSET[5]

MEMBERSHIPS = arrays(float, 5, elements=st.integers(0, 20).map(lambda n: n / 20))


# ---- Against published figures.


def test_necessity_of_literacy_is_what_the_r_package_prints():
    found = necessity(LF["LIT"], SURVIVAL)
    assert (found.consistency, found.relevance, found.coverage) == pytest.approx((0.9906, 0.5094, 0.6428), abs=5e-5)


def test_necessity_in_crisp_sets_is_what_the_r_package_s_own_tests_expect():
    """QCA's snapshot of ``superSubset(LC, SURV)``: inclusion, relevance, coverage. LC is LF cut at one half."""
    crisp = {key: (values > 0.5).astype(float) for key, values in LF.items()}
    survival = (SURVIVAL > 0.5).astype(float)
    printed = {
        "DEV": (1, 0.8, 0.8),
        "LIT": (1, 0.5, 0.615),
        "STB": (1, 0.7, 0.727),
        "DEV*LIT": (1, 0.8, 0.8),
        "DEV*STB": (1, 1, 1),
        "LIT*STB": (1, 0.9, 0.889),
        "DEV*LIT*STB": (1, 1, 1),
    }
    for key, expected in printed.items():
        found = necessity(np.min([crisp[name] for name in key.split("*")], axis=0), survival)
        assert (found.consistency, found.relevance, found.coverage) == pytest.approx(expected, abs=5e-4), key
    either = np.maximum(1 - crisp["URB"], crisp["IND"])  # true of every case: needed, and quite irrelevant
    found = necessity(either, survival)
    assert (found.consistency, found.relevance, found.coverage) == pytest.approx((1, 0, 0.444), abs=5e-4)


def lipset() -> Memberships:
    return Memberships(tuple(f"c{i}" for i in range(18)), NAMES, LF, LF, SURVIVAL, SURVIVAL)


def test_the_truth_table_of_lipset_is_what_the_r_package_prints():
    """Dusa, A. (2019), QCA with R, Springer, chapters 7 and 8: ``truthTable(LF, "SURV", incl.cut = 0.8)``."""
    table = truth_table(lipset(), NAMES)
    seen = table.rows[table.rows["cases"].map(len) > 0]
    printed = {
        "11111": 0.904,
        "10101": 0.804,
        "10111": 0.709,
        "10110": 0.378,
        "11110": 0.445,
        "00101": 0.529,
        "00100": 0.521,
        "00001": 0.278,
        "00000": 0.216,
    }
    found = {
        "".join(str(int(value)) for value in row[: len(NAMES)]): row.consistency
        for row in seen[[*NAMES, "consistency"]].itertuples(index=False)
    }
    assert found == pytest.approx(printed, abs=5e-4)
    assert minimize(table) == ("DEV*URB*LIT*IND*STB + DEV*~URB*LIT*~IND*STB",)
    assert minimize(table, remainders=True) == ("DEV*~IND + URB*STB",)


# ---- Properties.


@given(MEMBERSHIPS, MEMBERSHIPS)
def test_what_is_enough_one_way_is_needed_the_other(x: np.ndarray, y: np.ndarray):
    enough, needed = sufficiency(x, y), necessity(y, x)
    np.testing.assert_equal(enough.consistency, needed.consistency)
    np.testing.assert_equal(enough.coverage, needed.coverage)
    for value in (enough.consistency, enough.pri, enough.coverage, needed.relevance):
        assert np.isnan(value) or -1e-12 <= value <= 1 + 1e-12
    if (x <= y).all() and x.any():
        assert enough.consistency == 1


@settings(max_examples=40)
@given(MEMBERSHIPS, MEMBERSHIPS, MEMBERSHIPS)
def test_bounds_are_reached_and_never_passed(one: np.ndarray, other: np.ndarray, outcome: np.ndarray):
    """Against every combination of a fine grid in each interval."""
    lo, hi = np.minimum(one, other)[:4], np.maximum(one, other)[:4]
    outcome = outcome[:4]
    table = parameters_of_fit(Memberships(tuple("abcd"), (), {"x": lo}, {"x": hi}, outcome, outcome), ["x"]).iloc[0]
    grids = [np.unique(np.clip(np.arange(0, 1.01, 0.05).round(2), low, high)) for low, high in zip(lo, hi, strict=True)]
    grids = [grid if len(grid) < 7 else grid[np.linspace(0, len(grid) - 1, 7).astype(int)] for grid in grids]
    values = np.array(list(product(*grids)))
    for measure, name in ((sufficiency, "sufficiency"), (necessity, "necessity")):
        fields = type(measure(hi, outcome)).__slots__
        found = np.array([astuple(measure(x, outcome)) for x in values])
        for field, column in zip(fields, found.T, strict=True):
            known = column[~np.isnan(column)]
            if len(known):
                assert table[f"{name}_{field}_lo"] <= known.min() + 1e-9, field
                assert table[f"{name}_{field}_hi"] >= known.max() - 1e-9, field


@settings(max_examples=30, deadline=None)
@given(*[MEMBERSHIPS] * 4)
def test_bounds_over_an_outcome_that_is_an_interval_are_those_of_every_combination(
    one: np.ndarray, other: np.ndarray, first: np.ndarray, second: np.ndarray
):
    """Each bound is reached by one combination of a fine grid, and none passes it."""
    (lo, hi), (low, high) = ((np.minimum(*ends)[:2], np.maximum(*ends)[:2]) for ends in ((one, other), (first, second)))
    table = parameters_of_fit(Memberships(("a", "b"), (), {"x": lo}, {"x": hi}, low, high), ["x"]).iloc[0]
    grids = [np.clip(np.linspace(0, 1, 21).round(2), *ends) for ends in zip([*lo, *low], [*hi, *high], strict=True)]
    x1, x2, y1, y2 = (part.ravel() for part in np.meshgrid(*map(np.unique, grids)))
    x, y = np.stack([x1, x2]), np.stack([y1, y2])
    both = np.minimum(x, y)
    shared = np.minimum(both, 1 - y).sum(axis=0)
    measures = {
        "sufficiency_consistency": (both.sum(axis=0), x.sum(axis=0)),
        "sufficiency_pri": (both.sum(axis=0) - shared, x.sum(axis=0) - shared),
        "sufficiency_coverage": (both.sum(axis=0), y.sum(axis=0)),
        "necessity_relevance": ((1 - x).sum(axis=0), (1 - both).sum(axis=0)),
    }
    for name, (part, whole) in measures.items():
        known = whole > 1e-9
        if known.any():
            values = part[known] / whole[known]
            assert table[f"{name}_lo"] == pytest.approx(values.min(), abs=1e-9), name
            assert table[f"{name}_hi"] == pytest.approx(values.max(), abs=1e-9), name


def test_a_case_whose_outcome_is_in_doubt_is_on_no_side_of_it():
    x, doubt = np.ones(2), (np.array([1.0, 0.0]), np.array([1.0, 1.0]))
    found = Memberships(("a", "b"), (), {"x": x}, {"x": x}, *doubt)
    assert deviant_cases(found, "x") == ()
    row = truth_table(found, ["x"]).rows.iloc[0]
    assert row["consistency"] == 0.75 and not row["contradictory"]  # the middle of 0 and 1 is one half
    surely = Memberships(("a", "b"), (), {"x": x}, {"x": x}, np.array([1.0, 0.0]), np.array([1.0, 0.5]))
    assert deviant_cases(surely, "x") == ("b",)


def test_members_are_those_above_one_half_at_the_lower_end():
    ends = {"x": np.array([0.5, 0.51, 0.4]), "y": np.array([0.0, 0.6, 0.6])}
    found = Memberships(("a", "b", "c"), (), ends, {"x": np.ones(3), "y": ends["y"]}, np.ones(3), np.ones(3))
    assert members(found, "x") == ("b",) and members(found, "~y") == ("a",) and members(found, "x*y") == ("b",)


@pytest.mark.parametrize("x, told", [([0, 2], "from 0 to 1"), ([0, np.nan], "from 0 to 1"), ([0], "2 cases")])
def test_what_is_no_membership_is_refused(x: list[float], told: str):
    with pytest.raises(InputError, match=told):
        sufficiency(x, [0, 1])


@settings(max_examples=40)
@given(MEMBERSHIPS, MEMBERSHIPS)
def test_a_negation_is_the_rest_of_one(x: np.ndarray, y: np.ndarray):
    lo, hi = np.minimum(x, y), np.maximum(x, y)
    found = Memberships(tuple("abcde"), (), {"x": lo, "y": y}, {"x": hi, "y": y}, y, y)
    low, high = read_conjunction("~x*y", found.lo).ends(found)
    np.testing.assert_array_equal(low, np.minimum(1 - hi, y))
    np.testing.assert_array_equal(high, np.minimum(1 - lo, y))


@given(MEMBERSHIPS, MEMBERSHIPS)
def test_a_case_is_in_one_row_or_named_as_being_in_none(x: np.ndarray, y: np.ndarray):
    table = truth_table(certain(x=x, y=y), ["x", "y"])
    inside = [case for cases in table.rows["cases"] for case in cases]
    half = {case for case, *values in zip("abcde", x, y, strict=True) if 0.5 in values}
    assert sorted([*inside, *table.unassigned]) == list("abcde")
    assert set(table.unassigned) == half


# ---- Cases, rows and names.


def certain(outcome: np.ndarray | None = None, **memberships: np.ndarray) -> Memberships:
    """Cases a, b, … with memberships that are no intervals."""
    size = len(next(iter(memberships.values())))
    seen = np.ones(size) if outcome is None else outcome
    return Memberships(tuple("abcdefgh"[:size]), (), memberships, memberships, seen, seen)


def test_a_membership_of_one_half_by_rounding_is_one_half():
    table = truth_table(certain(x=np.array([0.5 + 1e-15, 0.5 - 1e-15, 0.500001, 0.499999])), ["x"])
    assert table.unassigned == ("a", "b")
    assert table.rows["cases"].tolist() == [("c",), ("d",)]


def test_a_combination_is_enough_from_the_consistency_asked_for():
    found = certain(x=np.ones(5), outcome=np.array([1.0, 1.0, 1.0, 1.0, 0.0]))
    assert truth_table(found, ["x"]).rows["outcome"].tolist() == [True, None]
    assert truth_table(found, ["x"], consistent=0.81).rows["outcome"].tolist() == [False, None]


def test_an_interval_that_begins_or_ends_at_one_half_may_be_in_one_row_alone():
    ends = {"x": np.array([0.5, 0.2, 0.5])}, {"x": np.array([0.8, 0.5, 0.5])}
    table = truth_table(Memberships(("a", "b", "c"), (), *ends, np.ones(3), np.ones(3)), ["x"])
    assert table.rows["possible"].tolist() == [("a",), ("b",)]
    assert table.rows["cases"].tolist() == [(), ()]
    assert table.unassigned == ("c",)


def test_cases_on_both_sides_make_a_row_contradictory():
    table = truth_table(certain(x=np.array([1.0, 1.0, 0.0]), outcome=np.array([1.0, 0.0, 0.0])), ["x"])
    assert table.rows["contradictory"].tolist() == [True, False]


@pytest.mark.parametrize(
    "text, read",
    [
        ("cluster*firm", "cluster*firm"),
        (" cluster * firm ", "cluster*firm"),
        ("CLUSTER*~FIRM", "cluster*~firm"),
        ("~ Cluster", "~cluster"),
        ("firm*cluster*firm", "firm*cluster"),
        ("Lower*LOWER", "Lower*LOWER"),
    ],
)
def test_conditions_are_read_as_users_of_r_write_them(text: str, read: str):
    assert str(read_conjunction(text, ["cluster", "firm", "Lower", "LOWER"])) == read


@pytest.mark.parametrize(
    "text, told",
    [
        ("cluster*frim", 'condition: found "frim", expected one of cluster, firm, Lower, LOWER (firm?)'),
        ("FRIM", 'condition: found "FRIM", expected one of cluster, firm, Lower, LOWER (firm?)'),
        ("cluster*", "condition: found nothing, expected one of cluster, firm, Lower, LOWER"),
        ("lower", 'condition: found "lower", expected one of cluster, firm, Lower, LOWER (Lower?)'),
        ("~~firm", 'condition: found "~firm", expected one of cluster, firm, Lower, LOWER (firm?)'),
        ("cluster + firm", 'condition: found "cluster + firm", expected conditions joined by *, not by +'),
        ("firm*~firm", 'condition: found "firm*~firm", expected firm either with ~ or without it'),
    ],
)
def test_conditions_that_cannot_be_read_are_told_in_one_sentence(text: str, told: str):
    with pytest.raises(InputError) as error:
        read_conjunction(text, ["cluster", "firm", "Lower", "LOWER"])
    assert str(error.value) == told


def test_an_unknown_condition_is_told_in_the_same_sentence_by_all_that_take_one():
    found = certain(trust=np.array([0.2]))
    told = 'condition: found "thrust", expected one of trust (trust?)'
    for ask in (
        lambda: parameters_of_fit(found, ["thrust"]),
        lambda: truth_table(found, ["thrust"]),
        lambda: deviant_cases(found, "thrust"),
    ):
        with pytest.raises(InputError) as error:
            ask()
        assert str(error.value) == told


@pytest.mark.parametrize(
    "keys, told",
    [
        (["trust", "trust"], 'condition: found "trust", expected each condition once'),
        ([], "condition: found nothing, expected one of trust"),
    ],
)
def test_a_truth_table_needs_conditions_that_differ(keys: list[str], told: str):
    with pytest.raises(InputError) as error:
        truth_table(certain(trust=np.array([0.2])), keys)
    assert str(error.value) == told


def test_measures_of_what_is_no_number_are_refused():
    for measures in (sufficiency, necessity):
        with pytest.raises(InputError, match='^condition: found "joint_action", expected memberships: a number'):
            measures("joint_action", [0, 1])


# ---- On the study.


def test_joint_action_is_not_enough_where_it_is_there_and_the_high_road_is_not(paper: Assessed):
    found = calibrate(paper)
    assert set(deviant_cases(found, "joint_action")) == {"sinos", "guadalajara", "gamarra"}
    table = parameters_of_fit(found).set_index("condition")
    assert (table["sufficiency_consistency_hi"][["joint_action", "collective_efficiency"]] < 0.6).all()
    # At best León, Gamarra and Trujillo are mixed like Sinos Valley, each by 0.5, and belong to joint action by 0.5,
    # 0.75 and 0.5; Sinos Valley and Guadalajara, which is on the low road, by 0.75, and Cachoeiro by 0.25.
    assert table.loc["joint_action", "sufficiency_consistency_hi"] == pytest.approx(2 / 3.5)
    # One case in doubt about its outcome and none in it: nothing beyond the doubt is reduced.
    assert table.loc["joint_action", "sufficiency_pri_hi"] == 0


@pytest.mark.parametrize(
    "mixed, most, pri",
    [
        # Joint action: Sinos Valley, Guadalajara and Gamarra 0.75, Cachoeiro 0.25, León from 0.5, Trujillo from 0.25.
        # At best the three in doubt are mixed, and León and Trujillo in joint action as far as helps.
        (1 / 3, (4 / 3) / (0.75 * 3 + 0.25 + 0.5 + 1 / 3), 0),
        (0.5, 2 / 3.5, 0),
        (2 / 3, (8 / 3) / (0.75 * 3 + 0.25 + 2 / 3 + 2 / 3), (4 / 3) / (0.75 * 3 + 0.25 + 4 / 3 - 4 / 3)),
        (1, 3.25 / 4.25, 3.25 / 4.25),  # all but Guadalajara and Cachoeiro are in the outcome in full
    ],
)
def test_what_a_mixed_path_counts_as_moves_the_consistency(paper: Assessed, mixed: float, most: float, pri: float):
    row = parameters_of_fit(calibrate(paper, mixed=mixed), ["joint_action"]).iloc[0]
    assert row["sufficiency_consistency_hi"] == pytest.approx(most)
    assert row["sufficiency_pri_hi"] == pytest.approx(pri)
    assert deviant_cases(calibrate(paper, mixed=mixed), "joint_action") == (
        ("sinos", "guadalajara", "gamarra") if mixed <= 0.5 else ("guadalajara",)
    )


def test_up_to_one_half_no_pri_can_be_anything_but_0(paper: Assessed):
    for mixed in (0, 0.2, 0.5):
        pri = parameters_of_fit(calibrate(paper, mixed=mixed))[["sufficiency_pri_lo", "sufficiency_pri_hi"]]
        assert (pri.fillna(0) == 0).all(axis=None)


def test_to_ask_for_less_is_to_count_a_mixed_path_in_full(paper: Assessed):
    less, full = calibrate(paper, "not_low_road", mixed=0.2), calibrate(paper, mixed=1)
    np.testing.assert_array_equal(less.outcome_lo, full.outcome_lo)
    np.testing.assert_array_equal(less.outcome_hi, full.outcome_hi)


@pytest.mark.parametrize("mixed", [-0.1, 1.5, float("nan"), "half"])
def test_what_a_mixed_path_counts_as_is_a_membership(paper: Assessed, mixed: float):
    with pytest.raises(InputError) as error:
        calibrate(paper, mixed=mixed)
    assert str(error.value) == f'mixed: found "{mixed}", expected a membership from 0 to 1'


def test_without_compensation_a_level_is_the_conjunction_of_its_factors(paper: Assessed):
    """Fuzzy AND, worked out from the ratings: the least of them."""
    least = calibrate(Prepared(paper.study, Rules(compensation=float("-inf"))))
    level = paper.framework.level_of == paper.framework.levels.index("cluster")
    for found, ends in ((least.lo, paper.ratings.lo), (least.hi, paper.ratings.hi)):
        np.testing.assert_allclose(found["cluster"], (ends[:, level].min(axis=1) + 2) / 4)


def test_the_cases_against_a_conjunction_are_in_all_of_it(paper: Assessed):
    found = calibrate(paper)
    both = set(deviant_cases(found, "joint_action * external_economies"))
    assert both == set(deviant_cases(found, "joint_action")) & set(deviant_cases(found, "external_economies"))
    assert deviant_cases(found, "~joint_action") == ("cachoeiro",)


def test_the_ideal_case_is_marked_and_joins_only_when_asked(paper: Assessed):
    without, with_it = (calibrate(paper, ideal=ideal) for ideal in (False, True))
    assert IDEAL not in without.cases and with_it.cases == (*without.cases, IDEAL)
    assert with_it.outcome_lo[-1] == with_it.outcome_hi[-1] == 1
    assert all(with_it.lo[key][-1] == with_it.hi[key][-1] == 1 for key in with_it.lo)


def test_a_truth_table_has_every_combination_and_says_which_are_remainders(paper: Assessed):
    levels = list(paper.framework.levels)
    table = truth_table(calibrate(paper), levels)
    assert len(table.rows) == len(table.rows[levels].drop_duplicates()) == 8
    assert all(
        (outcome is None) == (cases == ())
        for outcome, cases in zip(table.rows["outcome"], table.rows["cases"], strict=True)
    )
    assert minimize(table) == ()  # no combination is enough for a road nobody is on


def test_an_unknown_outcome_is_refused(paper: Assessed):
    with pytest.raises(InputError, match="trust\\?"):
        parameters_of_fit(calibrate(paper), ["country*thrust"])
    with pytest.raises(InputError, match="high_road"):
        calibrate(paper, outcome="low_road")


# ---- On other studies.

Edit = Callable[[str, Callable[[list[list[str]]], object]], Path]


def renamed(edit: Edit, column: str, tables: list[str], names: dict[str, str]) -> Path:
    """The folder with other keys in a column of some tables."""

    def rename(lines: list[list[str]]) -> None:
        at = lines[0].index(column)
        for line in lines[1:]:
            line[at] = names.get(line[at], line[at])

    return [edit(table, rename) for table in tables][0]


def values(prepared: Prepared) -> np.ndarray:
    return parameters_of_fit(calibrate(prepared)).drop(columns="condition").to_numpy()


def test_other_names_of_weightings_and_levels_change_names_alone(edit: Edit, paper: Assessed):
    new = {"collective_efficiency": "old_view", "country": "nation", "cluster": "district", "firm": "shop"}
    renamed(edit, "weighting", ["weightings", "weights"], new)
    other = Prepared(load_study(renamed(edit, "level", ["levels", "determinants", "policies"], new)))
    found = calibrate(other)
    assert found.levels == ("nation", "district", "shop")
    assert list(found.lo) == [new.get(key, key) for key in calibrate(paper).lo]
    np.testing.assert_array_equal(values(other), values(paper))


def test_without_a_narrow_weighting_its_row_alone_is_missing(edit: Edit, paper: Assessed):
    def no_roles(lines: list[list[str]]) -> None:
        for line in lines[1:]:
            line[-1] = ""

    other = Prepared(load_study(edit("weightings", no_roles)))
    assert other.framework.narrow is None
    kept = parameters_of_fit(calibrate(paper)).query("condition != 'collective_efficiency'")
    table = parameters_of_fit(calibrate(other))
    assert table["condition"].tolist() == kept["condition"].tolist()
    np.testing.assert_array_equal(table.iloc[:, 1:], kept.iloc[:, 1:])


@pytest.mark.parametrize("key, meant", [("cluster", "cluster"), ("trust", "collective_efficiency")])
def test_a_key_that_stands_twice_means_the_level_then_the_narrow_framework(
    edit: Edit, paper: Assessed, key: str, meant: str
):
    folder = renamed(edit, "weighting", ["weightings", "weights"], {"collective_efficiency": key})
    found = calibrate(Prepared(load_study(folder)))
    np.testing.assert_array_equal(found.lo[key], calibrate(paper).lo[meant])


def test_a_study_of_one_level_has_no_conjunction_of_levels():
    found = Memberships(("a",), ("all",), {"all": np.array([0.2])}, {"all": np.array([0.9])}, *[np.ones(1)] * 2)
    assert parameters_of_fit(found)["condition"].tolist() == ["all"]


@pytest.mark.parametrize("ideal", [False, True])
def test_a_study_without_an_observed_path_is_told_so_in_one_sentence(edit: Edit, ideal: bool):
    def keep_the_header(lines: list[list[str]]) -> None:
        del lines[1:]

    study = load_study(edit("outcomes", keep_the_header))
    with pytest.raises(InputError) as error:
        calibrate(Prepared(study, Rules(silent="middle")), ideal=ideal)
    told = "outcomes.csv: found nothing, expected at least one cluster with the path observed"
    assert str(error.value) == told
