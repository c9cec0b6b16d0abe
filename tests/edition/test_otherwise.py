"""All choices of this edition, held to the core's own results and to a reckoning by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from smeclusters import Assessed, Prepared, Rules, Thresholds, compare_paths, example_study
from smeclusters.analysis.uncertainty.scheme import VARIED
from whichroad.otherwise import Curve, Otherwise, curve, otherwise, stands_in_words


@pytest.fixture(scope="module")
def found() -> Otherwise:
    return otherwise()


def test_a_page_works_each_thing_out_once(found: Otherwise):
    assert otherwise() is found and found.universes is found.universes and found.indices is found.indices


def test_shares_are_those_of_the_universes_counted(found: Otherwise):
    holding = found.universes.holding
    for at, thesis in enumerate(found.theses):
        assert found.stands(thesis.key) == pytest.approx(holding[:, at].mean())
        for name in VARIED:
            for number, key in enumerate(found.keys(name)):
                here = found.positions[name] == number
                assert found.stands(thesis.key, name, key) == pytest.approx(holding[here, at].mean())
                assert found.where(thesis.key, **{name: key}) == pytest.approx(holding[here, at].mean())


def test_two_options_at_once_are_those_universes_that_have_both(found: Otherwise):
    share = found.where("none_on_high_road", scale="rank", levels="mean")
    here = (found.positions["scale"] == 1) & (found.positions["levels"] == 0)
    assert share == pytest.approx(found.universes.holding[here, found.number("none_on_high_road")].mean())


def test_the_editions_own_way_gives_what_the_edition_finds(found: Otherwise, paper: Assessed):
    assert found.own == {
        "coding": "own",
        "silent": "range",
        "widening": "one",
        "cells": "range",
        "scale": "linear",
        "compensation": "full",
        "levels": "mean",
        "weights": "extended",
        "thresholds": "fifths",
        "observed": "one_wider",
    }
    classes = compare_paths(paper).set_index("weighting")
    ruled_out = classes.groupby("weighting")["contradicted"].sum()
    assert found.own_measure("none_on_high_road") == (classes.loc["extended", "path"] != "high_road").sum()
    assert found.own_measure("collective-efficiency-too-narrow") == ruled_out["collective_efficiency"]
    fewer = ruled_out["collective_efficiency"] - ruled_out["extended"]
    assert found.own_measure("integrating-framework-needed") == fewer > 0


def test_rules_that_are_no_option_have_no_place_among_the_universes(paper: Assessed):
    odd = Otherwise(Prepared(example_study(), Rules(thresholds=Thresholds(0.2, 0.9))), {})
    assert "thresholds" not in odd.own and math.isnan(odd.own_measure("none_on_high_road"))


def test_universes_that_differ_are_fewer_than_all(found: Otherwise):
    """Centres know no widening, and the weakest level no weights of levels, by which alone the weightings differ."""
    sizes = {name: len(found.keys(name)) for name in VARIED}
    most = found.count / (sizes["widening"] * 2) * (1 + sizes["widening"])  # centres count once for all widenings
    for option in found.choices.weights:
        levels = found.paper.framework.level_of
        assert all(np.ptp(option.value.flat[levels == level]) == pytest.approx(0) for level in set(levels))
    most = most / (sizes["weights"] * 2) * (1 + sizes["weights"])
    assert found.different <= most < found.count


def test_what_is_drawn_by_steps_leaves_ranks_out(found: Otherwise):
    alone = replace(found.choices, scale=found.choices.scale[:1])
    assert [option.key for option in alone.scale] == ["linear"]
    for key, (share, error) in found.by_steps.items():
        assert 0 <= share <= 1 and error < 0.01
        assert share >= found.drawn[key][0] - 3 * error


def test_what_decides_is_sorted_and_empty_where_nothing_varies(found: Otherwise):
    assert found.decides("joint-action-not-enough") == {}
    totals = [index.total for index in found.decides("none_on_high_road").values()]
    assert all(one >= other for one, other in pairwise(totals)) and len(totals) == len(VARIED)


def test_shares_in_words(found: Otherwise):
    assert stands_in_words(found, "joint-action-not-enough") == f"in all {found.count:,}"
    share = found.stands("integrating-framework-needed")
    assert stands_in_words(found, "integrating-framework-needed") == f"in {100 * share:.0f} of 100"


# ---- Curves.


def test_a_curve_holds_every_universe_once(found: Otherwise):
    for thesis in found.theses:
        made = curve(found, thesis.key)
        measured = found.universes.measures[:, found.number(thesis.key)]
        assert made.values.tolist() == sorted(set(measured))
        assert made.shares == pytest.approx([np.mean(measured == value) for value in made.values])
        assert made.fails == pytest.approx(1 - found.stands(thesis.key))
        assert made.joint.sum() == pytest.approx(len(VARIED))
        assert made.usual == pytest.approx([1 / len(found.keys(name)) for name, _ in made.options])


@pytest.mark.parametrize("columns", [20, 40])
def test_slices_hold_what_they_hold_and_never_cross_the_line(found: Otherwise, columns: int):
    for thesis in found.theses:
        made = curve(found, thesis.key)
        bounds, lifts = made.bounds(columns), made.lifts(columns)
        assert len(bounds) == columns + 1 and (np.diff(bounds) > 0).all() and bounds[[0, -1]].tolist() == [0, 1]
        assert made.fails in (0, 1) or np.isclose(bounds, made.fails).any()
        # Over all slices an option occurs as often as in all; and in each slice one option of each choice.
        assert np.diff(bounds) @ lifts == pytest.approx(np.ones(len(made.options)))
        for name in VARIED:
            of = [at for at, (choice, _) in enumerate(made.options) if choice == name]
            assert lifts[:, of] @ made.usual[of] == pytest.approx(np.ones(columns))


def test_a_slice_of_one_value_has_what_universes_of_that_value_have():
    joint = np.array([[0.2, 0.0], [0.3, 0.5]])
    made = Curve(np.array([0.0, 2.0]), np.array([False, True]), (("a", "x"), ("a", "y")), joint, np.array([0.2, 0.8]))
    assert made.bounds(5) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert made.lifts(5)[0] == pytest.approx([2, 0])
    assert made.lifts(5)[1:] == pytest.approx(np.tile([0.375 / 0.5, 0.625 / 0.5], (4, 1)))
    assert made.failing == pytest.approx([1, 0])


def test_a_sliver_of_failures_has_a_slice_of_its_own():
    joint = np.array([[0.01], [0.99]])
    made = Curve(np.array([0.0, 1.0]), np.array([False, True]), (("a", "x"),), joint, np.array([0.01, 0.99]))
    assert made.bounds(4) == pytest.approx([0, 0.01, 0.34, 0.67, 1])
    nothing = replace(made, holds=np.array([True, True]))
    assert nothing.bounds(4) == pytest.approx([0, 0.25, 0.5, 0.75, 1]) and np.isnan(nothing.failing).all()
