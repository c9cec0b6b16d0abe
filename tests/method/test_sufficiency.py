from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smeclusters import Framework, InputError, Ratings, Study
from smeclusters.analysis.qca import (
    IDEAL,
    Memberships,
    conditions,
    deviant_cases,
    necessity,
    parameters_of_fit,
    sufficiency,
    truth_table,
)
from smeclusters.analysis.minimization import minimize

# Lipset's fuzzy memberships as the R package QCA ships them (data set LF; Dusa, A. (2019), QCA with R,
# Springer): development, urbanisation, literacy, industrialisation, stability, survival of democracy.
LIPSET = np.array([
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
]).T  # fmt: skip
NAMES = ("DEV", "URB", "LIT", "IND", "STB")
LF = dict(zip(NAMES, LIPSET, strict=False))
SURVIVAL = LIPSET[5]

MEMBERSHIPS = arrays(float, 5, elements=st.integers(0, 20).map(lambda n: n / 20))


# ---- Against published figures.


def test_necessity_of_literacy_is_what_the_r_package_prints():
    found = necessity(LF["LIT"], SURVIVAL)
    assert (found.consistency, found.relevance, found.coverage) == pytest.approx(
        (0.9906, 0.5094, 0.6428), abs=5e-5
    )


def test_necessity_in_crisp_sets_is_what_the_r_package_s_own_tests_expect():
    """QCA's snapshot of ``superSubset(LC, SURV)``: inclusion, relevance, coverage. LC is LF cut at one half."""
    crisp = {key: (values > 0.5).astype(float) for key, values in LF.items()}
    survival = (SURVIVAL > 0.5).astype(float)
    printed = {"DEV": (1, 0.8, 0.8), "LIT": (1, 0.5, 0.615), "STB": (1, 0.7, 0.727), "DEV*LIT": (1, 0.8, 0.8),
               "DEV*STB": (1, 1, 1), "LIT*STB": (1, 0.9, 0.889), "DEV*LIT*STB": (1, 1, 1)}  # fmt: skip
    for key, expected in printed.items():
        found = necessity(np.min([crisp[name] for name in key.split("*")], axis=0), survival)
        assert (found.consistency, found.relevance, found.coverage) == pytest.approx(expected, abs=5e-4), key
    either = np.maximum(1 - crisp["URB"], crisp["IND"])  # true of every case: needed, and quite irrelevant
    found = necessity(either, survival)
    assert (found.consistency, found.relevance, found.coverage) == pytest.approx((1, 0, 0.444), abs=5e-4)


def lipset() -> Memberships:
    return Memberships(tuple(f"c{i}" for i in range(18)), LF, LF, SURVIVAL)


def test_the_truth_table_of_lipset_is_what_the_r_package_prints():
    """Dusa, A. (2019), QCA with R, Springer, chapters 7 and 8: ``truthTable(LF, "SURV", incl.cut = 0.8)``."""
    table = truth_table(lipset(), NAMES)
    seen = table[table["cases"].map(len) > 0]
    printed = {"11111": 0.904, "10101": 0.804, "10111": 0.709, "10110": 0.378, "11110": 0.445,
               "00101": 0.529, "00100": 0.521, "00001": 0.278, "00000": 0.216}  # fmt: skip
    found = {
        "".join(str(int(value)) for value in row[: len(NAMES)]): row.consistency
        for row in seen[[*NAMES, "consistency"]].itertuples(index=False)
    }
    assert found == pytest.approx(printed, abs=5e-4)
    assert minimize(table, NAMES) == "DEV*IND*LIT*STB*URB + DEV*~IND*LIT*STB*~URB"
    assert minimize(table, NAMES, remainders=True) == "DEV*~IND + STB*URB"


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
    table = parameters_of_fit(Memberships(tuple("abcd"), {"x": lo}, {"x": hi}, outcome), ["x"]).iloc[0]
    grids = [
        np.unique(np.clip(np.arange(0, 1.01, 0.05).round(2), low, high))
        for low, high in zip(lo, hi, strict=True)
    ]
    grids = [grid if len(grid) < 7 else grid[np.linspace(0, len(grid) - 1, 7).astype(int)] for grid in grids]
    values = np.array(list(product(*grids)))
    for measure, name in ((sufficiency, "sufficiency"), (necessity, "necessity")):
        fields = type(measure(hi, outcome)).__slots__
        found = np.array([[getattr(measure(x, outcome), field) for field in fields] for x in values])
        for field, column in zip(fields, found.T, strict=True):
            known = column[~np.isnan(column)]
            if len(known):
                assert table[f"{name}_{field}_lo"] <= known.min() + 1e-9, field
                assert table[f"{name}_{field}_hi"] >= known.max() - 1e-9, field


@pytest.mark.parametrize("x, told", [([0, 2], "from 0 to 1"), ([0, np.nan], "from 0 to 1"), ([0], "2 cases")])
def test_what_is_no_membership_is_refused(x: list[float], told: str):
    with pytest.raises(InputError, match=told):
        sufficiency(x, [0, 1])


# ---- On the study.


def test_joint_action_is_not_enough_where_it_is_there_and_the_high_road_is_not(
    study: Study, ratings: Ratings, framework: Framework
):
    found = calibrate(paper)
    assert set(deviant_cases(found, "joint_action")) == {"sinos", "guadalajara", "gamarra"}
    table = parameters_of_fit(found).set_index("condition")
    assert (table["sufficiency_consistency_hi"][["joint_action", "collective_efficiency"]] < 0.5).all()
    # One case in doubt about its outcome and none in it: nothing beyond the doubt is reduced.
    assert table.loc["joint_action", "sufficiency_pri_hi"] == 0


def test_the_ideal_case_is_marked_and_joins_only_when_asked(
    study: Study, ratings: Ratings, framework: Framework
):
    without, with_it = (calibrate(paper, ideal=ideal) for ideal in (False, True))
    assert IDEAL not in without.cases and with_it.cases == (*without.cases, IDEAL)
    assert with_it.outcome[-1] == 1
    assert all(with_it.lo[key][-1] == with_it.hi[key][-1] == 1 for key in with_it.lo)


def test_a_truth_table_has_every_combination_and_says_which_are_remainders(
    study: Study, ratings: Ratings, framework: Framework
):
    table = truth_table(calibrate(paper), framework.levels)
    assert len(table) == len(table[list(framework.levels)].drop_duplicates()) == 8
    assert all(
        (outcome is None) == (cases == ())
        for outcome, cases in zip(table["outcome"], table["cases"], strict=True)
    )
    assert minimize(table, framework.levels) == ""  # no combination is enough for a road nobody is on


def test_cases_on_both_sides_make_a_row_contradictory():
    ends = {"x": np.array([1.0, 1.0, 0.0])}
    table = truth_table(Memberships(("a", "b", "c"), ends, ends, np.array([1.0, 0.0, 0.0])), ["x"])
    assert table["contradictory"].tolist() == [True, False]


def test_an_unknown_condition_is_refused(study: Study, ratings: Ratings, framework: Framework):
    found = calibrate(paper)
    with pytest.raises(InputError, match="trust\\?"):
        parameters_of_fit(found, ["country*thrust"])
    with pytest.raises(InputError, match="high_road"):
        calibrate(paper, outcome="low_road")
