from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeclusters import Framework, InputError, load_study

FRAMEWORK = Framework.from_study(load_study())
NUMBERS = st.floats(0, 1e300)


def test_box_1_has_three_levels_of_four(framework: Framework):
    assert framework.levels == ("country", "cluster", "firm")
    assert np.bincount(framework.level_of).tolist() == [4, 4, 4]


def test_named_weightings_are_those_of_the_design(framework: Framework):
    flat = {key: weights.flat for key, weights in framework.weightings.items()}
    assert flat["extended"] == pytest.approx(np.full(12, 1 / 12))
    assert flat["cluster_level"] == pytest.approx([0] * 4 + [0.25] * 4 + [0] * 4)
    assert flat["collective_efficiency"] == pytest.approx([0] * 4 + [0.5, 0.5, 0, 0] + [0] * 4)
    assert framework.weightings["firm_capability"].levels == pytest.approx([0.2, 0.2, 0.6])
    assert framework.weightings["macro_first"].levels == pytest.approx([0.6, 0.2, 0.2])


@given(st.lists(NUMBERS, min_size=12, max_size=12), st.lists(NUMBERS, min_size=3, max_size=3))
def test_weights_are_a_point_of_the_hierarchical_simplex(factors: list[float], levels: list[float]):
    try:
        weights = FRAMEWORK.weigh(factors, levels)
    except InputError:
        sums = [sum(factors[4 * i : 4 * i + 4]) for i in range(3)]
        # Refused only if nothing weighs: the smallest numbers vanish beside the largest.
        assert max(min(a / 1e300, b / 1e300) for a, b in zip(sums, levels, strict=True)) < 1e-10
        return
    assert weights.flat.sum() == pytest.approx(1)
    assert weights.levels.sum() == pytest.approx(1)
    within = np.bincount(FRAMEWORK.level_of, weights.within)
    assert within == pytest.approx(np.where(weights.levels > 0, 1, 0))
    assert weights.flat == pytest.approx(weights.levels[FRAMEWORK.level_of] * weights.within)


def test_without_level_weights_a_level_weighs_what_its_factors_do(framework: Framework):
    assert framework.weigh([3] * 4 + [1] * 8).levels == pytest.approx([0.6, 0.2, 0.2])


def test_a_level_whose_factors_are_zero_weighs_nothing(framework: Framework):
    weights = framework.weigh([0] * 4 + [1] * 8, levels=[8, 1, 1])
    assert weights.levels == pytest.approx([0, 0.5, 0.5])


def test_numbers_too_large_to_add_are_weighed(framework: Framework):
    assert framework.weigh([1.7e308] * 12).flat == pytest.approx(np.full(12, 1 / 12))


def test_a_series_is_taken_by_its_labels(framework: Framework):
    series = pd.Series(0.0, index=list(framework.determinants))
    series["trust"] = 1.0
    assert framework.weigh(series[::-1]).flat[framework.determinants.index("trust")] == 1


def test_weights_cannot_be_changed(framework: Framework):
    with pytest.raises(ValueError, match="read-only"):
        framework.weightings["extended"].flat[0] = 1


@pytest.mark.parametrize(
    ("factors", "levels", "said"),
    [
        ([0] * 12, None, "at least one determinant above 0"),
        ([1] * 12, [0, 0, 0], "at least one determinant above 0"),
        ([1] * 4 + [0] * 8, [0, 1, 1], "in a level above 0"),
        ([1] * 11 + [-1], None, 'infrastructure: found "-1"'),
        ([1] * 11 + [float("nan")], None, 'found "nan"'),
        ([1] * 11 + [float("inf")], None, 'found "inf"'),
        ([1] * 11 + ["much"], None, 'found "much"'),
        ([1] * 11, None, 'found "11 numbers", expected 12 numbers'),
        ({"macro": 1}, None, "weights, regulation: found nothing"),
        (dict.fromkeys(FRAMEWORK.determinants, 1) | {"thrust": 1}, None, "(trust?)"),
        ([1] * 12, {"country": 1, "cluster": 1, "firms": 1}, "level weights"),
    ],
)
def test_weights_that_make_no_sense(framework: Framework, factors, levels, said: str):
    with pytest.raises(InputError) as error:
        framework.weigh(factors, levels)
    assert said in str(error.value)


def test_a_level_without_a_determinant_is_left_out(edit):
    framework = Framework.from_study(
        load_study(edit("levels", lambda lines: lines.append(["chain", "Chain", "Buyers.", "2a:1", ""])))
    )
    assert framework.levels == ("country", "cluster", "firm")


def test_a_fourth_level_and_one_of_a_single_determinant(edit):
    edit("levels", lambda lines: lines.insert(2, ["chain", "Chain", "Buyers.", "2a:1", ""]))

    def move(lines: list[list[str]]) -> None:
        next(line for line in lines if line[0] == "connectivity")[1] = "chain"

    framework = Framework.from_study(load_study(edit("determinants", move)))
    assert framework.levels == ("country", "chain", "cluster", "firm")
    assert np.bincount(framework.level_of).tolist() == [4, 1, 3, 4]
    weights = framework.weigh([1] * 12, levels=[1, 1, 1, 1])
    assert weights.flat[framework.determinants.index("connectivity")] == 0.25


def test_roles_are_those_of_the_tables(framework: Framework, edit):
    assert (framework.narrow, framework.reference) == ("collective_efficiency", "extended")
    assert {role: framework.roles[role] for role in ("country", "cluster", "firm")} == {
        "country": "country",
        "cluster": "cluster",
        "firm": "firm",
    }

    def no_roles(lines: list[list[str]]) -> None:
        for line in lines[1:]:
            line[-1] = ""

    edit("levels", no_roles)
    bare = Framework.from_study(load_study(edit("weightings", no_roles)))
    assert (dict(bare.roles), bare.narrow, bare.reference) == ({}, None, "collective_efficiency")
