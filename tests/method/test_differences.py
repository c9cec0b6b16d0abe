"""Where codings differ: kinds by hand, and each hinge held to what an exchange of rows does to the ratings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeclusters import (
    Framework,
    InputError,
    Rules,
    Study,
    cell_differences,
    class_differences,
    classify,
    example_study,
    load_study,
    rate,
    score,
    unit_differences,
)
from smeclusters.analysis.agreement import UNIT
from smeclusters.analysis.differences import KINDS, CodingRule, coding_rules

Change = Callable[[pd.DataFrame], pd.DataFrame]


def coded(study: Study, *changes: Change) -> Study:
    rows = study.evidence.copy()
    for change in changes:
        rows = change(rows)
    return replace(study, evidence=rows.reset_index(drop=True))


def put(id: str, **cells: Any) -> Change:
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        assert (rows["id"] == id).any()
        for name, value in cells.items():
            rows.loc[rows["id"] == id, name] = value
        return rows

    return change


def drop(id: str) -> Change:
    return lambda rows: rows[rows["id"] != id]


def again(id: str, **cells: Any) -> Change:
    return lambda rows: pd.concat([rows, rows[rows["id"] == id].assign(id=f"{id}9", **cells)])


@pytest.fixture(scope="module")
def toy() -> Study:
    return example_study()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("borg-tools-1", rating=-1), [("tools", -2.0, -1.0, "strength", "")]),
        (put("cresta-roads-1", rating=1), [("roads", 0.0, 1.0, "zero", "")]),
        (put("cresta-tools-1", rating=-1), [("tools", 1.0, -1.0, "sign", "")]),
        (put("cresta-tools-1", basis="inferred"), [("tools", 1.0, 1.0, "basis", "")]),
        (put("cresta-tools-1", period="past"), [("tools", 1.0, None, "period", "")]),
        (drop("cresta-tools-1"), [("tools", 1.0, None, "omission", "")]),
        (again("cresta-tools-1", rating=-1), [("tools", 1.0, 0.0, "count", "")]),
        (again("cresta-tools-1", summary="It says so twice."), [("tools", 1.0, 1.0, "count", "")]),
        (  # a row more, and all of them otherwise
            lambda rows: again("cresta-tools-1")(put("cresta-tools-1", rating=2)(rows)),
            [("tools", 1.0, 2.0, "strength", "")],
        ),
        (put("cresta-tools-1", summary="In other words."), []),
        (
            put("cresta-tools-1", determinant="roads", facet="lanes"),
            [("roads", None, 1.0, "determinant", "tools"), ("tools", 1.0, None, "determinant", "roads")],
        ),
        (
            put("almen-craft-2", facet="journeys"),
            [("craft", 1.0, None, "facet", "journeys"), ("craft", None, 1.0, "facet", "apprentices")],
        ),
        (
            put("cresta-tools-1", place="borg"),
            [("tools", None, 1.0, "place", "cresta"), ("tools", 1.0, None, "place", "borg")],
        ),
        (  # of opposite signs: not the same statement
            put("cresta-tools-1", determinant="roads", facet="lanes", rating=-1),
            [("roads", None, -1.0, "omission", ""), ("tools", 1.0, None, "omission", "")],
        ),
    ],
)
def test_each_kind_of_difference_is_told(toy: Study, change: Change, expected: list[tuple[Any, ...]]):
    table = unit_differences({"a": toy, "b": coded(toy, change)})
    ends = (
        table[["one_rating", "other_rating"]].astype(object).where(table[["one_rating", "other_rating"]].notna(), None)
    )
    found = list(
        zip(table["determinant"], *(ends[name] for name in ends), table["kind"], table["instead"], strict=True)
    )
    assert found == expected
    assert set(table["kind"]) <= set(KINDS)


def test_a_statement_that_has_moved_is_paired_once(toy: Study):
    """Two rows of one coder and one of the other: one has moved, the other is missing."""
    two = coded(toy, again("cresta-tools-1", determinant="craft", facet="looms"))
    one = coded(toy, drop("cresta-tools-1"), again("cresta-roads-1", facet="lanes", rating=1))
    table = unit_differences({"a": two, "b": one}).set_index("facet")
    assert table["kind"].to_dict() == {"looms": "determinant", "lanes": "determinant", "lathes": "omission"}


def test_what_one_codes_of_a_country_another_may_code_of_its_clusters(toy: Study):
    place = toy.evidence.query("id == 'alp-roads-1'").assign(locator="1:2", facet="bridges")
    one = replace(toy, evidence=pd.concat([toy.evidence, place.assign(id="alp-roads-2")], ignore_index=True))
    of_two = [place.assign(id=f"{key}-roads-9", place=key) for key in ("almen", "borg")]
    two = replace(toy, evidence=pd.concat([toy.evidence, *of_two], ignore_index=True))
    table = unit_differences({"a": one, "b": two}).set_index("place")
    assert table["kind"].tolist() == ["place"] * 3
    assert table["instead"].to_dict() == {"ALP": "almen;borg", "almen": "ALP", "borg": "ALP"}


def test_rules_of_the_codebook_go_with_differences(toy: Study):
    codings = {"a": toy, "b": coded(toy, drop("almen-craft-2"), put("borg-tools-1", rating=-1))}
    assert unit_differences(codings)["rule"].tolist() == [
        "Whatever the letter says of a place is coded.",
        "Two steps need a number.",
    ]
    moved = coded(toy, put("cresta-fairs-1", determinant="roads", facet="strangers"))
    assert set(unit_differences({"a": toy, "b": moved})["rule"]) == {"Who can come is roads; who does come is fairs."}
    elsewhere = coded(toy, put("cresta-fairs-1", determinant="guild", facet="strangers"))
    assert set(unit_differences({"a": toy, "b": elsewhere})["rule"]) == {""}


def test_every_kind_has_its_rule_in_the_edition(study: Study):
    rules = coding_rules(study)
    assert {rule.kind for rule in rules} == set(KINDS)
    assert {key for rule in rules for key in rule.between} < set(study.determinants["determinant"])
    assert all(rule.says.endswith(".") for rule in rules)
    first = next(rule for rule in rules if rule.kind == "determinant")
    assert first == CodingRule("determinant", first.says, ("macro", "connectivity", "regulation"))


@pytest.mark.parametrize(
    "stated", ["two", {"kind": "omission", "says": "."}, [{"kind": "omision", "says": "."}], [{"kind": "sign"}], [3]]
)
def test_rules_that_are_none_are_told_in_a_sentence(toy: Study, tmp_path: Path, stated: Any):
    folder = Path(shutil.copytree(toy.folder, tmp_path / "toy"))
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**descriptor, "rules": stated}), "utf-8")
    if stated == {"kind": "omission", "says": "."}:
        assert coding_rules(load_study(folder)) == (CodingRule("omission", "."),)
        return
    with pytest.raises(InputError, match=r"^datapackage.json, rules: found .*, expected a rule with the words"):
        coding_rules(load_study(folder))


# ---- Cells and classes: what is said to end a difference is tried.


def takes_over(taker: Study, giver: Study, unit: tuple[str, ...]) -> Study:
    """One coding with the other's rows on a unit."""

    def on(rows: pd.DataFrame) -> pd.Series:
        return pd.Series([tuple(row) == unit for row in rows[list(UNIT)].itertuples(index=False)], index=rows.index)

    own, given = taker.evidence, giver.evidence
    return replace(taker, evidence=pd.concat([own[~on(own)], given[on(given)]], ignore_index=True))


def every_unit(*studies: Study) -> list[tuple[str, ...]]:
    return list(
        dict.fromkeys(
            tuple(row) for study in studies for row in study.evidence[list(UNIT)].itertuples(index=False, name=None)
        )
    )


def held(one: Study, other: Study) -> None:
    """Each difference and each hinge against ratings and paths worked out anew."""
    framework, first, second = Framework.from_study(one), rate(one), rate(other)

    def paths(study: Study) -> np.ndarray:
        return classify(score(rate(study), [each.flat for each in framework.weightings.values()])).keys()

    units = every_unit(one, other)
    swapped = {unit: (takes_over(one, other, unit), takes_over(other, one, unit)) for unit in units}
    cells, classes = cell_differences({"a": one, "b": other}), class_differences({"a": one, "b": other})

    differing = set()
    for i, cluster in enumerate(first.clusters):
        for j, determinant in enumerate(first.determinants):
            ends = [(each.lo[i, j], each.hi[i, j]) for each in (first, second)]
            rows = cells[(cells["cluster"] == cluster) & (cells["determinant"] == determinant)]
            if ends[0] == ends[1]:
                assert rows.empty
                continue
            differing.add((cluster, determinant))
            assert set(rows["steps"]) == {max(abs(a - b) for a, b in zip(*ends, strict=True))}
            expected = {
                unit
                for unit, (mine, theirs) in swapped.items()
                if unit[2] == determinant
                and any(
                    (rate(study).lo[i, j], rate(study).hi[i, j]) == goal
                    for study, goal in ((mine, ends[1]), (theirs, ends[0]))
                )
            }
            found = {tuple(row) for row in rows[list(UNIT)].to_numpy().tolist() if row[0]}
            assert found == expected and len(rows) == max(1, len(expected))

    before, after = paths(one), paths(other)
    for i, cluster in enumerate(first.clusters):
        for j, weighting in enumerate(framework.weightings):
            rows = classes[(classes["cluster"] == cluster) & (classes["weighting"] == weighting)]
            if before[i, j] == after[i, j]:
                assert rows.empty
                continue
            assert set(rows["one_path"]) == {before[i, j]} and set(rows["other_path"]) == {after[i, j]}
            expected = {
                unit
                for unit, (mine, theirs) in swapped.items()
                if (cluster, unit[2]) in differing
                and (paths(mine)[i, j] == after[i, j] or paths(theirs)[i, j] == before[i, j])
            }
            found = {tuple(row) for row in rows[list(UNIT)].to_numpy().tolist() if row[0]}
            assert found == expected and len(rows) == max(1, len(expected))


TOY = example_study()
CHANGES = st.lists(
    st.one_of(
        st.builds(drop, st.sampled_from(sorted(TOY.evidence["id"]))),
        st.builds(put, st.sampled_from(sorted(TOY.evidence["id"])), rating=st.integers(-2, 2)),
        st.builds(put, st.sampled_from(sorted(TOY.evidence["id"])), basis=st.sampled_from(["stated", "inferred"])),
        st.builds(put, st.sampled_from(sorted(TOY.evidence["id"])), period=st.sampled_from(["current", "past"])),
        st.builds(again, st.sampled_from(sorted(TOY.evidence["id"])), rating=st.integers(-2, 2)),
    ),
    min_size=1,
    max_size=4,
    unique_by=id,
)


@settings(max_examples=40)
@given(CHANGES)
def test_a_difference_hangs_on_those_units_whose_exchange_ends_it(changes: list[Change]):
    other = TOY
    for change in changes:
        try:
            other = coded(other, change)
        except AssertionError:  # a row to be changed is gone already
            continue
    held(TOY, other)


def test_a_coding_does_not_differ_from_itself(study: Study):
    codings = {"a": study, "b": replace(study)}
    for find in (unit_differences, cell_differences, class_differences):
        assert find(codings).empty


def test_three_codings_are_held_against_each_other_in_pairs(toy: Study):
    other = coded(toy, put("borg-tools-1", rating=-1))
    table = cell_differences({"a": toy, "b": other, "c": other})
    assert table[["one", "other"]].values.tolist() == [["a", "b"], ["a", "c"]]
    assert table[["one_lo", "one_hi", "other_lo", "other_hi", "steps"]].values.tolist() == [[-2, -2, -1, -1, 1]] * 2


def test_a_silent_cell_is_told_apart_from_one_that_could_be_anything(toy: Study):
    table = cell_differences({"a": toy, "b": coded(toy, drop("cresta-tools-1"))})
    assert table[["one_silent", "other_silent", "other_lo", "other_hi"]].values.tolist() == [[False, True, -2, 2]]


def test_the_rules_decide_what_differs(toy: Study):
    """A row of 2004 counts only if evidence up to then does."""
    other = coded(toy, drop("almen-tools-2"))
    assert cell_differences({"a": toy, "b": other}).empty
    table = cell_differences({"a": toy, "b": other}, Rules(vintage=2004))
    assert table[["cluster", "determinant", "facet", "kind"]].values.tolist() == [["almen", "tools", "lathes", "count"]]
