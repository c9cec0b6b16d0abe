"""Coding sheets on the class page: units and agreement, held to the library's by shared cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smeclusters import Explorer, Study, agreement, load_study, units
from smeclusters.analysis.agreement import UNIT, coded_rows

Run = Callable[[str, Any], Any]
FILE = json.loads(Path(__file__).with_name("sheet_cases.json").read_text("utf-8"))
COMPARE = """
import { rowProblems, stemOf } from "FRONT/classfiles.js";
import { readContent } from "FRONT/host.js";
import { readSheet } from "FRONT/sheetread.js";
import { agreementOf, pairsOfCoders, unitsOf } from "FRONT/sheetunits.js";
const answer = ({ content: given, keys, files, own }) => {
  const content = readContent({ get: () => given });
  const problems = [];
  const coders = files.flatMap(({ name, text }) => {
    try { return [{ name: stemOf(name), ...readSheet(text, keys, content) }]; }
    catch (problem) { problems.push(...rowProblems(name, problem)); return []; }
  });
  if (own) coders.push({ name: "own", rows: own, passages: [] });
  const all = unitsOf(coders, keys, content);
  const whole = agreementOf(all, coders.map((_, at) => at));
  return { coders, problems, units: all, pairs: pairsOfCoders(all, coders.length), whole };
};
"""
SAME = {"units": "units", "shared": "shared", "in_all": "inAll"} | {
    name: name for name in ("exact", "ordinal", "interval", "reason")
}


@pytest.fixture
def given(study: Study) -> dict[str, Any]:
    return {
        "content": Explorer(study).get_state(["content"])["content"],
        "keys": {
            "passages": list(study.locators["locator"]),
            "places": study.places[["place", "name"]].to_numpy().tolist(),
        },
    }


def assert_agreement(found: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, here in SAME.items():
        if name in expected:
            assert found[here] == pytest.approx(expected[name], abs=1e-9), name


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["what"] for case in FILE["cases"]])
def test_the_page_compares_sheets_as_the_library_does(run: Run, given: dict[str, Any], case: dict[str, Any]):
    found = run(COMPARE, {**given, "files": case["files"]})
    names = [coder["name"] for coder in found["coders"]]
    assert found["problems"] == []
    shown = [
        dict(zip(UNIT, unit["of"], strict=True)) | dict(zip(names, unit["ratings"], strict=True))
        for unit in found["units"]
    ]
    assert shown == case["units"]
    for pair, expected in zip(found["pairs"], case["pairs"], strict=True):
        assert (names[pair["one"]], names[pair["other"]]) == (expected["one"], expected["other"])
        assert_agreement(pair, expected)
    assert_agreement(found["whole"], case["all"])


@pytest.mark.parametrize("case", FILE["refused"], ids=[case["what"] for case in FILE["refused"]])
def test_the_page_refuses_the_same_sheets(run: Run, given: dict[str, Any], case: dict[str, Any]):
    found = run(COMPARE, {**given, "files": case["files"]})
    told = [(problem["file"], problem["line"], problem["name"]) for problem in found["problems"]]
    field = {"locator": "passage"}  # as its column is called
    expected = [(each["file"], each["row"], field.get(each["field"], each["field"])) for each in case["problems"]]
    assert [(file, row if row else told[at][1], name) for at, (file, row, name) in enumerate(expected)] == told
    assert len(found["coders"]) == len(case["files"]) - len({each["file"] for each in case["problems"]})


def test_a_sheet_beside_the_own_coding_agrees_as_in_python(
    run: Run, given: dict[str, Any], study: Study, tmp_path: Path
):
    rows = coded_rows(study)[["locator", "place", "determinant", "facet", "rating"]]
    own = rows.rename(columns={"locator": "passage"}).to_dict("records")
    case = FILE["cases"][0]
    passages = sorted({unit["locator"] for unit in case["units"]})
    found = run(
        COMPARE,
        {**given, "files": case["files"][:1], "own": [row for row in own if row["passage"] in passages]},
    )
    path = tmp_path / "ada.csv"
    path.write_bytes(case["files"][0]["text"].encode())
    codings = {"ada": load_study(coding=path), "own": study}
    expected = agreement(codings, where=passages, replicates=1).iloc[0]
    assert_agreement(found["whole"], expected.to_dict())
    assert len(found["units"]) == len(units(codings, where=passages))
