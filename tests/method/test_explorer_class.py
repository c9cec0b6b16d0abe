"""The class page's modules: what they make of hand-ins, held to the library's summary of the same."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from smeclusters import Explorer, Study
from smeclusters.study.handed_in import read_handed_in

Run = Callable[[str, Any], Any]
CASES = json.loads(Path(__file__).with_name("class_cases.json").read_text("utf-8"))["cases"]
IDS = [case["what"] for case in CASES]
SUMMARISE = """
import { handInOf, kindOf } from "FRONT/classfiles.js";
import { followed, ownOf, summarise } from "FRONT/classmean.js";
import { textOf } from "FRONT/csv.js";
import { summaryTable } from "FRONT/classalong.js";
import { readContent } from "FRONT/host.js";
const answer = ({ content: given, files: handed }) => {
  const content = readContent({ get: () => given });
  const files = handed.map(({ name, bytes }) => ({ name, text: textOf(Uint8Array.from(bytes).buffer).text }));
  const { members, layers, problems } = followed(files.map((file) => handInOf(file, content)), content);
  const own = ownOf(members, layers, content);
  const summary = summarise(members, content);
  const kinds = files.map(({ text }) => kindOf(text));
  return { members, problems, own, summary, kinds, table: summaryTable(members, summary, own, content) };
};
"""


@pytest.fixture
def content(study: Study, codings: dict[str, Study]) -> Any:
    return Explorer(study, codings=codings).get_state(["content"])["content"]


def in_bytes(case: dict[str, Any]) -> list[dict[str, Any]]:
    """All files of a case but coding sheets, which the page compares by themselves."""
    return [
        {"name": file["name"], "bytes": list(file["text"].encode(file.get("encoding", "utf-8")))}
        for file in case["files"]
        if "passage," not in file["text"]
    ]


@pytest.fixture
def found(run: Run, content: Any, case: dict[str, Any]) -> Any:
    return run(SUMMARISE, {"content": content, "files": in_bytes(case)})


def assert_alike(here: list[dict[str, Any]], there: list[dict[str, Any]], what: str) -> None:
    assert len(here) == len(there), what
    for one, other in zip(here, there, strict=True):
        assert one == pytest.approx(other, abs=1e-9), what


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_page_sums_a_class_up_as_the_library_does(found: Any, case: dict[str, Any], content: Any):
    expected = case["summary"]
    levels, determinants, clusters = (
        [each["key"] for each in content[name]] for name in ("levels", "determinants", "clusters")
    )
    for member, row in zip(found["members"], expected["settings"], strict=True):
        state, shares = member["result"]["state"], member["result"]["shares"]
        assert member["name"] == row["setting"]
        assert shares == pytest.approx([row[f"weight_{key}"] for key in determinants], abs=1e-9)
        paths = {each["key"]: each["path"] for each in member["result"]["rows"]}
        assert [paths[key] for key in clusters] == [row[f"path_{key}"] for key in clusters]
        assert (state["silent"], state["coding"]) == (row["silent"], row["coding"])
        # Neither JSON of JavaScript nor that of the cases has an infinity.
        assert state["compensation"] == row["compensation"]
        assert state["thresholds"] == {"low": row["threshold_low"], "high": row["threshold_high"]}
        assert sum(len(cells) for cells in state["overrides"].values()) == row["recoded"]
    summary = found["summary"]
    names = ("least", "lower", "median", "upper", "most")
    spread = [
        {"scope": each["kind"], "key": each["key"]} | dict(zip(names, each["five"], strict=True))
        for each in summary["weights"]
    ]
    assert [each["key"] for each in spread] == [*levels, *determinants]
    assert_alike(spread, [{k: v for k, v in row.items() if k != "mean"} for row in expected["weights"]], "weights")
    means = [summary["average"]["levels"], summary["average"]["shares"]]
    assert sum(means, []) == pytest.approx([row["mean"] for row in expected["weights"]], abs=1e-9)
    classes = [{"cluster": each["key"]} | each["counts"] for each in summary["classes"]]
    assert [row.pop("") for row in classes] == [0] * len(classes)
    assert_alike(classes, expected["classes"], "classes")
    recoded = [
        {"cluster": each["cluster"], "determinant": each["determinant"], "settings": each["count"]}
        | {"mean": each["mean"], "edition": each["was"]}
        for each in summary["recoded"]
    ]
    assert_alike(recoded, expected["recoded"], "recoded")
    assert_alike(summary["pairs"], expected["pairs"], "pairs")
    average = [
        {"cluster": each["key"], "path": each["path"], "score_lo": each["lo"], "score_hi": each["hi"]}
        | {"hidden": each["hidden"]}
        for each in summary["average"]["classes"]
    ]
    assert_alike(average, expected["average"], "average")
    own = [{("place" if key == "key" else key): value for key, value in each.items()} for each in found["own"]]
    assert_alike(own, expected["own"], "own")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_page_tells_the_same_problems_by_file_and_line(found: Any, case: dict[str, Any]):
    files = {each["name"] for each in in_bytes(case)}
    told = sorted((problem["file"], problem["line"]) for problem in found["problems"])
    wrong = case["summary"]["problems"]
    assert told == sorted((each["file"], each["row"] or 0) for each in wrong if each["file"] in files)
    for problem in found["problems"]:
        assert problem["sentence"].startswith(problem["file"])
        assert "found" in problem["sentence"] and "expected" in problem["sentence"]


def test_a_file_that_is_no_hand_in_is_told_in_the_same_sentence(run: Run, content: Any):
    case = next(case for case in CASES if "no hand-in" in case["what"])
    found = run(SUMMARISE, {"content": content, "files": in_bytes(case)})["problems"]
    plain = {each["file"]: re.sub("[“”]", '"', each["sentence"]).removesuffix(".") for each in found}
    expected = [each for each in case["summary"]["problems"] if each["sentence"].endswith("or a table of the explorer")]
    assert len(expected) == 4
    for each in expected:
        assert plain[each["file"]] == each["sentence"]


def test_the_table_to_take_along_has_the_same_numbers(run: Run, content: Any):
    case = CASES[-1]
    table = run(SUMMARISE, {"content": content, "files": in_bytes(case)})["table"]
    lines = [line.split(",") for line in table.removeprefix("\ufeff").splitlines()]
    assert lines[0] == ["part", "of", "name", "value"]
    hidden = {of: int(value) for part, of, name, value, *_ in lines if (part, name) == ("average", "hidden")}
    assert hidden == {row["cluster"]: row["hidden"] for row in case["summary"]["average"]}
    most = {of: float(value) for part, of, name, value, *_ in lines if (part, name) == ("weights", "most")}
    expected = {f"{row['scope']} {row['key']}": row["most"] for row in case["summary"]["weights"]}
    assert most == pytest.approx(expected, abs=1e-9)
    settings = [of for part, of, name, *_ in lines if (part, name) == ("settings", "silent")]
    assert settings == [row["setting"] for row in case["summary"]["settings"]]


def test_numbers_of_that_table_are_read_back(run: Run, content: Any, tmp_path: Path):
    """An infinity among them, which a spreadsheet must not take for a formula of a stranger's; names are guarded."""
    link = "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;none;0.4,0.6;range"
    source = (
        SUMMARISE.replace("export", "")
        .replace(
            "table: summaryTable(members, summary, own, content)",
            "read: parse(summaryTable(members, summary, own, content), (cell) => cell).rows.map(({ cells }) => cells), "
            "table: summaryTable(members, summary, own, content)",
        )
        .replace("{ textOf }", "{ parse, textOf }")
    )
    found = run(
        source, {"content": content, "files": in_bytes({"files": [{"name": "class.txt", "text": f"=1+1 {link}"}]})}
    )
    path = tmp_path / "summary.csv"
    path.write_bytes(found["table"].encode())
    frame = pd.read_csv(path, encoding="utf-8-sig").query("part == 'settings'").set_index("name")
    assert float(frame.loc["compensation", "value"]) == -math.inf
    assert set(frame["of"]) == {"'=1+1"}
    [told] = [cells for cells in found["read"] if cells[2] == "compensation"]
    assert float(told[3]) == -math.inf
    table = read_handed_in(path, ["part", "of", "name", "value"])
    [row] = [cells for _, cells in table.rows if cells["name"] == "compensation"]
    assert row["of"] == "=1+1" and float(row["value"]) == -math.inf


def test_of_too_many_settings_the_first_count_and_no_more_than_five_pairs_are_kept(run: Run, content: Any):
    source = SUMMARISE.replace(
        "return { members",
        "return { given: followed(files.map((file) => handInOf(file, content)), content).given, members",
    )
    links = [
        f"S{at} #w=1;{at % 7 + 1},33,{at % 11};25,25,{at % 13},25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
        for at in range(620)
    ]
    found = run(
        source, {"content": content, "files": in_bytes({"files": [{"name": "class.txt", "text": "\n".join(links)}]})}
    )
    assert found["given"] == 620
    assert [member["name"] for member in found["members"]] == [f"S{at}" for at in range(500)]
    assert len(found["summary"]["pairs"]) == 5


def test_a_table_is_told_from_a_text_of_links(run: Run, content: Any):
    files = {
        "classes": "cluster;recoded;compensation;threshold_low;threshold_high;silent;coding",
        "weights": "sep=;\nDeterminant;Weight;label",
        "sheet": "passage\tplace\tdeterminant\tfacet\trating",
        "layer": "\ufeffplace,determinant,rating",
        "": "Ada, Ben, Cleo",
    }
    source = SUMMARISE.split("const answer")[0] + "const answer = (texts) => texts.map(kindOf);\n"
    assert run(source, list(files.values())) == list(files)


@pytest.mark.parametrize(
    "head", ["where,place,determinant,facet,rating", "where,cluster,determinant,facet,rating"], ids=["place", "none"]
)
def test_a_sheet_without_passages_is_told_what_it_lacks(run: Run, content: Any, head: str):
    source = """
import { handInOf, kindOf } from "FRONT/classfiles.js";
import { readContent } from "FRONT/host.js";
import { readSheet } from "FRONT/sheetread.js";
const answer = ({ content: given, text }) => {
  const content = readContent({ get: () => given });
  if (kindOf(text) !== "sheet") return handInOf({ name: "ben.csv", text }, content).problems[0].sentence;
  try { return readSheet(text, { passages: [], places: [] }, content); } catch (problem) { return problem.message; }
};
"""
    said = run(source, {"content": content, "text": f"{head}\n3.2.2:1,sinos,trust,,1\n"})
    assert "Row 1: found the columns where" in said
    assert "expected passage" in said and said.endswith("as well, as a coding sheet has them.")
