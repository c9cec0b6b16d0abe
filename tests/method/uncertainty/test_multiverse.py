"""Every combination: counted one by one by the model itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from smeclusters import Assessed, Choices, Prepared, Rules, Study, Thesis, compare_paths, example_study, multiverse
from smeclusters.analysis.uncertainty.scheme import VARIED, Scheme
from smeclusters.analysis.uncertainty.theses import (
    beyond_commonest,
    fewer_ruled_out,
    narrow_rules_out,
    off_high_road,
    speaking_against,
)
from smeclusters.claims.theses import theses
from smeclusters.model.paths import SETS, overlap, within


def simple(study: Study) -> Choices:
    """Only what the model can be asked by itself: weights, exponents, thresholds, silence."""
    made = Choices.of(study)
    return replace(
        made,
        widening=made.widening[1:2],
        cells=made.cells[:1],
        scale=made.scale[:1],
        levels=made.levels[:1],
        observed=made.observed[1:],
    )


@pytest.fixture(scope="module", params=["toy", "edition"])
def paper(request: pytest.FixtureRequest, study: Study) -> Prepared:
    return Prepared(example_study() if request.param == "toy" else study)


@pytest.fixture(scope="module")
def tables(paper: Prepared) -> list[pd.DataFrame]:
    """What the model says in each setting, in the order of the grid: of all weights, and of the narrow ones."""
    choices, framework = simple(paper.study), paper.framework
    found = []
    narrow = framework.weightings[framework.narrow].flat > 0
    for silent in choices.silent:
        for compensation in choices.compensation:
            for weights in choices.weights:
                for cut in choices.thresholds:
                    rules = Rules(compensation.value, cut.value, silent.value)
                    weightings = {
                        "wide": weights.value,
                        "narrow": framework.weigh((weights.value.flat * narrow).tolist()),
                    }
                    found.append(compare_paths(Prepared(paper.study, rules), weightings))
    return found


def test_shares_of_paths_are_counted_one_by_one(paper: Prepared, tables: list[pd.DataFrame]):
    choices = simple(paper.study)
    assert Scheme.of(choices).size == len(tables)
    found = multiverse(choices, []).paths().query("choice == ''").set_index("cluster")[list(SETS)]
    wide = pd.concat([table[table["weighting"] == "wide"] for table in tables])
    wanted = pd.crosstab(wide["cluster"], wide["path"], normalize="index").reindex(columns=SETS, fill_value=0)
    np.testing.assert_allclose(found.to_numpy(), wanted.loc[found.index].to_numpy(), atol=1e-12)


def test_theses_are_measured_as_one_would_count(paper: Prepared, tables: list[pd.DataFrame]):
    choices, observed = simple(paper.study), paper.study.observed
    asked = [
        Thesis("narrow", "", narrow_rules_out, ""),
        Thesis("fewer", "", fewer_ruled_out, ""),
        Thesis("off", "", off_high_road, ""),
        Thesis("beyond", "", beyond_commonest, ""),
    ]
    measured = multiverse(choices, asked).measures
    most = max(sum(overlap(path, seen) for seen in observed.values()) for path in ("low_road", "mixed", "high_road"))
    for row, table in zip(measured, tables, strict=True):
        wide, narrow = (
            table[table["weighting"] == name].set_index("cluster")["path"].to_dict() for name in ("wide", "narrow")
        )
        out = [sum(not overlap(paths[key], seen) for key, seen in observed.items()) for paths in (narrow, wide)]
        named = sum(within(wide[key], seen) for key, seen in observed.items())
        off = sum(path != "high_road" for path in wide.values())
        assert row.tolist() == [out[0], out[0] - out[1], off, named - most]


def test_what_speaks_against_enough_is_what_the_claims_find(study: Study):
    """By the edition's own choice, as the check of the claim counts them."""
    paper, choices = Prepared(study), Choices.of(study)
    scheme = Scheme.of(choices)
    found = multiverse(choices, theses(paper))
    at = scheme.positions(np.arange(scheme.size))
    own = {"silent": "range", "widening": "one", "cells": "range", "observed": "one_wider"}
    here = np.ones(scheme.size, dtype=bool)
    for name, key in own.items():
        here &= at[name] == [option.key for option in choices.each()[name]].index(key)
    column = [thesis.key for thesis in found.theses].index("joint-action-not-enough")
    ratings, seen = paper.ratings, study.observed
    joint = ratings.determinants.index("joint_action")
    without = [
        key
        for key, lo in zip(ratings.clusters, ratings.lo[:, joint], strict=True)
        if lo > 0 and not overlap(seen[key], "high_road")
    ]
    assert set(found.measures[here, column]) == {len(without)}
    reason = Assessed(study).verdicts["joint-action-not-enough"].reason
    assert all(paper.names[key] in reason for key in without)


def test_shares_by_option_add_up_to_the_whole(paper: Prepared):
    choices = Choices.of(paper.study)
    table = multiverse(choices, [Thesis("fewer", "", fewer_ruled_out, "")]).shares()
    whole = table.query("choice == ''")["share"].item()
    for name in VARIED:
        assert table.query("choice == @name")["share"].mean() == pytest.approx(whole), name


def test_probabilities_weigh_the_options(paper: Prepared):
    """With all the probability on one option, the whole is the share of that option."""
    choices = Choices.of(paper.study)
    asked = [Thesis("fewer", "", fewer_ruled_out, ""), Thesis("off", "", off_high_road, "", len(paper.names))]
    even = multiverse(choices, asked).shares().set_index(["thesis", "choice", "option"])["share"]
    for name in ("scale", "levels", "thresholds"):
        first, *others = choices.each()[name]
        one_sided = replace(choices, **{name: (first, *(replace(each, probability=0.0) for each in others))})
        shares = multiverse(one_sided, asked).shares()
        for row in shares.query("choice == ''").itertuples():
            assert row.share == pytest.approx(even[row.thesis, name, first.key])


def test_a_determinant_speaks_only_where_it_is_surely_favourable(study: Study):
    """Widened by two steps, or silent, less is sure."""
    choices = Choices.of(study)
    at = list(study.determinants["determinant"]).index("joint_action")
    table = multiverse(choices, [Thesis("a", "", partial(speaking_against, determinant=at), "", 3)]).shares()
    share = table.set_index(["choice", "option"])["share"]
    assert share["widening", "two"] <= share["widening", "one"] <= share["widening", "none"]
