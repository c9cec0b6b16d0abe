"""Filled coding sheets, held against each other: the cases that the page is held to as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import krippendorff
import pandas as pd
import pytest

from smeclusters import InputError, Study, agreement, example_study, load_study, pairwise_agreement, units
from smeclusters.analysis.agreement import UNIT

FILE = json.loads(Path(__file__).with_name("sheet_cases.json").read_text("utf-8"))
MEASURES = ("ordinal", "interval")
DRAWS = {"replicates": 1}  # intervals are no part of the cases


def read(case: dict[str, Any], folder: Path) -> dict[str, Study]:
    paths = [folder / file["name"] for file in case["files"]]
    for path, file in zip(paths, case["files"], strict=True):
        path.write_bytes(file["text"].encode())
    return {path.stem: load_study(coding=path) for path in paths}


def records(frame: pd.DataFrame, like: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows, with None for what has no value, and the columns that a case has."""
    rows = frame[list(like)].astype(object)
    return rows.where(rows.notna(), None).to_dict("records")


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["what"] for case in FILE["cases"]])
def test_sheets_agree_as_on_record(case: dict[str, Any], tmp_path: Path):
    codings = read(case, tmp_path)
    table = units(codings)
    for found, expected in (
        (records(table, case["units"][0]), case["units"]),
        (records(pairwise_agreement(codings, **DRAWS), case["pairs"][0]), case["pairs"]),
        (records(agreement(codings, **DRAWS), case["all"])[:1], [case["all"]]),
    ):
        assert len(found) == len(expected)
        for here, there in zip(found, expected, strict=True):
            assert here == pytest.approx(there, abs=1e-9)
    for row, names in ((case["all"], list(codings)), *((row, [row["one"], row["other"]]) for row in case["pairs"])):
        ratings = table[names].to_numpy(float).T
        for measure in MEASURES:
            if row[measure] is not None:
                alpha = krippendorff.alpha(reliability_data=ratings, level_of_measurement=measure)
                assert row[measure] == pytest.approx(alpha)


@pytest.mark.parametrize("case", FILE["refused"], ids=[case["what"] for case in FILE["refused"]])
def test_a_sheet_with_anything_wrong_is_refused(case: dict[str, Any], tmp_path: Path):
    with pytest.raises(InputError) as error:
        read(case, tmp_path)
    told = [(problem.file, problem.row, problem.field, str(problem)) for problem in error.value.problems]
    assert told == [tuple(problem.values()) for problem in case["problems"]]


def test_pairs_by_hand(tmp_path: Path):
    """Three units: Ada and Ben agree on two of two, Ada and Cleo on one of two, Ben and Cleo on none of one."""
    ratings = {"ada": "1,0,", "ben": "1,0,2", "cleo": ",-1,2"}
    passages = (("2:1", "almen", "roads"), ("2:3", "cresta", "craft"), ("2:3", "cresta", "tools"))
    codings = {}
    for name, given in ratings.items():
        lines = [",".join([*unit, rating]) for unit, rating in zip(passages, given.split(","), strict=True) if rating]
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(["passage,place,determinant,rating", *lines]), "utf-8")
        codings[name] = load_study(example_study().folder, coding=path)
    table = pairwise_agreement(codings, **DRAWS)
    assert table[["one", "other", "units", "shared", "exact"]].values.tolist() == [
        ["ada", "ben", 3, 2, 1.0],
        ["ada", "cleo", 3, 1, 0.0],
        ["ben", "cleo", 3, 2, 0.5],
    ]
    assert table["reason"].tolist() == ["", "only one unit has two ratings", ""]
    # Ben and Cleo: 0 and −1, 2 and 2. Observed 2/4; expected of −1, 0, 2, 2: (1 + 9 + 9 + 4 + 4) · 2 / 12.
    assert table.loc[2, "interval"] == pytest.approx(1 - (2 / 4) / (27 * 2 / 12))
    assert set(UNIT) < set(units(codings))


def test_two_codings_are_one_pair_and_agree_as_all_do(study: Study, codings: dict[str, Study]):
    given = {"own": study, **codings}
    pairs = pairwise_agreement(given, **DRAWS)
    assert pairs[["one", "other"]].values.tolist() == [["own", "b"], ["own", "c"], ["b", "c"]]
    for row in pairs.itertuples():
        two = agreement({name: given[name] for name in (row.one, row.other)}, **DRAWS).iloc[0]
        assert (row.units, row.shared, row.exact, row.ordinal) == tuple(two[["units", "shared", "exact", "ordinal"]])


def test_a_sheet_without_passages_is_told_what_it_lacks(tmp_path: Path):
    path = tmp_path / "ben.csv"
    path.write_text("where,place,determinant,rating\n3.2.2:1,sinos,trust,1\n3.2.2:1,sinos,skills,1\n", "utf-8")
    with pytest.raises(InputError) as error:
        load_study(coding=path)
    assert list(map(str, error.value.problems)) == [
        'ben.csv, row 1: found "no passages", expected the column passage as well, filled in'
    ]
