"""Layers that a reader lays over the study in the explorer: the page's modules and the library on the same cases."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.browser.explorer_page import assert_same

from smeclusters import (
    Explorer,
    Framework,
    InputError,
    Prepared,
    Study,
    acceptability,
    class_summary,
    example_study,
    load_study,
    read_hand_ins,
)
from smeclusters.explorer import Overlay, Words
from smeclusters.explorer.brought import FILE
from smeclusters.explorer.links import read_link, write_link
from smeclusters.explorer.overlays import overlays_along
from smeclusters.explorer.own import OwnCluster, OwnRow

Run = Callable[[str, Any], Any]

HERE = Path(__file__).parent
CASES = json.loads((HERE / "layer_cases.json").read_text("utf-8"))
CHOICES = [(), ("after",), ("elsewhere",), ("after", "elsewhere")]
LINK = "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
OWN = OwnCluster("nova_serrana", "Nova Serrana", "BRA", rows=(OwnRow("skills", 1, 2), OwnRow("trust", 0, 0)))
TAKEN = OwnCluster("brenta", "My Brenta", rows=(OwnRow("skills", -2, -2),))
FOLLOW = """
import { codingOf } from "FRONT/coding.js";
import { follow, onSameClusters, shareOf, usualRows } from "FRONT/results.js";
import { readLink, writeState } from "FRONT/links.js";
import { python } from "FRONT/python.js";
import { readContent, readModel, referenceOf, writeModel } from "FRONT/host.js";
import { classesTable } from "FRONT/tables.js";
import { differing, summary } from "FRONT/words.js";
const numbers = (rows) => rows.map((row) => [row.key, row.path, row.lo, row.hi]);
const answer = ({ content: given, states }) => {
  const content = readContent({ get: () => given });
  const reference = referenceOf(content);
  const usual = usualRows(content, reference);
  return states.map((held) => {
    const state = readModel({ get: (name) => held[name] }, content);
    const text = writeState(state);
    const told = {};
    writeModel({ set: (name, value) => { told[name] = value; }, save_changes() {} }, content, state);
    const found = follow(content, state);
    return {
      told: told.laid, rows: numbers(found.rows), observed: found.rows.map((row) => row.observed),
      usual: usual(state).map(({ key }) => key), same: codingOf(state, content) === codingOf({ ...state }, content),
      beside: onSameClusters(follow(content, reference), state, content).rows.map(({ key }) => key),
      statements: found.clusters.flatMap((cluster) => cluster.cells.flatMap((cell) => cell.entered
        .map((id) => (cluster.evidence?.[id] ?? content.evidence[id])?.text ?? id))),
      shares: found.rows.map((row) => shareOf(row, state, reference, content)),
      text, again: readLink(`w=${text}`, content, state.own).state.laid, python: python(state, content),
      table: classesTable(found, content), summary: summary(found, content),
      differing: differing(reference, state, content).map((pair) => pair.join(" → ")),
    };
  });
};
"""
READ = """
import { readLink, writeState } from "FRONT/links.js";
import { readContent } from "FRONT/host.js";
const answer = ({ content: given, links }) => links.map((link) => {
  try {
    const { state, kept, chosen } = readLink(link.slice(1), readContent({ get: () => given }));
    return { laid: state.laid, kept: kept && kept.laid, chosen, cells: state.overrides, again: writeState(state) };
  } catch (problem) {
    return problem.message;
  }
});
"""


@pytest.fixture(scope="module")
def along(study: Study) -> Mapping[str, Overlay]:
    return overlays_along(study)


@pytest.fixture(scope="module")
def codings_here() -> dict[str, Study]:
    return {key: load_study(coding=key) for key in ("b", "c")}


@pytest.fixture(scope="module")
def whole(study: Study, codings_here: dict[str, Study], along: Mapping[str, Overlay]) -> Explorer:
    """With all that can be chosen; each test sets what it asks about."""
    return Explorer(study, codings=codings_here, layers=along)


@pytest.mark.parametrize("coding", ["", "b", "c"])
@pytest.mark.parametrize("laid", CHOICES)
def test_cells_are_those_of_the_study_that_is_loaded_with_the_layers(
    whole: Explorer, laid: tuple[str, ...], coding: str
):
    """Those of a layer that adds clusters hang on no other layer and no coding, as the page takes for granted."""
    whole.own, whole.overrides, whole.laid, whole.coding = [], {}, laid, coding
    expected = Prepared(load_study(layers=laid, coding=coding or None)).ratings
    assert whole.ratings.clusters == expected.clusters
    for name in ("lo", "hi", "silent"):
        np.testing.assert_array_equal(getattr(whole.ratings, name), getattr(expected, name))


def test_the_page_finds_the_same_numbers_as_python(run: Run, whole: Explorer, framework: Framework):
    chance = random.Random(22)
    content = whole.get_state()["content"]
    states, expected = [], []
    for at in range(60):
        whole.overrides = {}
        whole.coding, whole.laid = chance.choice(["", "b", "c"]), CHOICES[at % 4]
        whole.weights = [chance.randint(0, 100) for _ in framework.determinants]
        whole.levels = [chance.randint(1, 100) for _ in framework.levels]
        whole.compensation = chance.choice([1.0, 0.5, 0.0, -2.0, -math.inf])
        whole.silent = chance.choice(["range", "middle", "leave_out"])
        whole.own = chance.choice([[], [OWN], [TAKEN, OWN]])
        cells = {"sinos": {"trust": (-1, 1)}, **({"mendoza": {"finance": -2}} if "elsewhere" in whole.laid else {})}
        whole.overrides = cells if chance.random() < 0.5 else {}
        states.append({**whole.get_state(), "content": None})
        expected.append(list(zip(whole.paths.index, whole.paths, whole.scores["lo"], whole.scores["hi"], strict=True)))
    found = run(FOLLOW, {"content": content, "states": states})
    for state, rows, answer in zip(states, expected, found, strict=True):
        assert_same(answer["rows"], rows, state)
        keys = [row[0] for row in rows]
        assert answer["usual"] == answer["beside"] == keys and answer["same"]
        assert answer["again"] == answer["told"] == list(state["laid"])
        assert read_link(f"#w={answer['text']}", whole.study).state["laid"] == tuple(state["laid"])
        assert (";".join(state["laid"]) in answer["table"]) and ("layers" in answer["table"]) == bool(state["laid"])
        assert ("evidence: This study alone → evidence: After" in answer["differing"]) == ("after" in state["laid"])


def test_a_layer_brings_its_statements_shares_and_paths(run: Run, whole: Explorer, study: Study, framework: Framework):
    whole.own, whole.overrides, whole.coding, whole.silent, whole.compensation = [], {}, "", "range", 1
    whole.weights = whole.framework.weightings[whole.framework.reference]
    content, states = whole.get_state()["content"], []
    for laid in CHOICES:
        whole.laid = laid
        states.append({**whole.get_state(), "content": None})
    for laid, answer in zip(CHOICES, run(FOLLOW, {"content": content, "states": states}), strict=True):
        prepared = Prepared(load_study(layers=laid))
        summaries = dict(zip(prepared.study.evidence["id"], prepared.study.evidence["summary"], strict=True))
        cells = (prepared.cells[key, name] for key in prepared.ratings.clusters for name in framework.determinants)
        assert answer["statements"] == [summaries[id] for cell in cells for id in cell.entered]
        assert answer["observed"] == [prepared.study.observed.get(key, "") for key in prepared.ratings.clusters]
        shares = acceptability(prepared.ratings, framework)
        for (key, path, *_), share in zip(answer["rows"], answer["shares"], strict=True):
            assert share == pytest.approx(shares.loc[key, path], abs=5e-4)
        lines = f"load_study({f'layers={json.dumps(list(laid))}' if laid else ''})"
        assert lines in answer["python"]


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_links_with_layers_are_read_alike(run: Run, whole: Explorer, case: dict[str, Any]):
    (found,) = run(READ, {"content": whole.get_state()["content"], "links": [case["link"]]})
    if "refused" in case:
        assert found == case["refused"]
        with pytest.raises(InputError) as refused:
            read_link(case["link"], whole.study)
        assert case["python"] in str(refused.value) and "\n" not in str(refused.value)
        return
    assert (found["laid"], found["kept"], found["chosen"]) == (case["laid"], case.get("kept"), case["chosen"])
    setting = read_link(case["link"], whole.study)
    assert list(setting.state["laid"]) == case["laid"] and setting.cluster == case["chosen"]
    assert (setting.kept and list(setting.kept["laid"])) == case.get("kept")
    assert {
        place: {key: list(ends) for key, ends in row.items()} for place, row in setting.state["overrides"].items()
    } == (found["cells"])
    assert f"#w={found['again']}" == write_link(setting.state) == case.get("written", case["link"].split("&")[0])


def test_where_no_layer_lies_a_link_is_as_it_was(study: Study):
    state = read_link(LINK, study).state
    assert state["laid"] == () and write_link(state) == LINK
    assert write_link({key: value for key, value in state.items() if key != "laid"}) == LINK
    coded = f"{LINK};;b"
    assert write_link(read_link(coded, study).state) == coded


def test_cells_go_with_the_clusters_of_a_layer(whole: Explorer):
    whole.own, whole.laid = [TAKEN], ["elsewhere"]
    whole.overrides = {"mendoza": {"trust": 1}, "brenta": {"trust": 1}, "sinos": {"trust": 1}}
    whole.laid = []
    assert set(whole.overrides) == {"brenta", "sinos"}
    whole.own = []
    assert set(whole.overrides) == {"sinos"}
    whole.overrides = {}


def test_from_link_reads_the_layers_that_it_names(study: Study):
    found = Explorer.from_link(f"{LINK};mendoza:trust:1;b;after,elsewhere&c=mendoza")
    assert found.laid == ("after", "elsewhere") and "mendoza" in found.paths.index
    assert [layer["key"] for layer in found.content["layers"]] == ["after", "elsewhere"]
    assert Explorer.from_link(LINK).content["layers"] == []


def test_a_page_offers_layers_whose_data_lie_beside_it(study: Study, along: Mapping[str, Overlay]):
    explorer = Explorer(study, beside=along)
    assert explorer.content["layers"] == []  # a host with a kernel loads no script
    offered = {layer["key"]: layer for layer in explorer.page_content["layers"]}
    assert [(key, layer["moves"], bool(layer["rows"])) for key, layer in offered.items()] == [
        ("after", True, False),
        ("elsewhere", False, True),
    ]
    assert all("data" not in layer for layer in offered.values())
    assert set(explorer.scripts()) == {FILE.format(key) for key in along}
    for key in along:
        name, _, told = explorer.scripts()[FILE.format(key)].partition("=")
        assert name == f'explorerLayers["{key}"]'
        carried = Explorer(study, layers={key: along[key]}).content["layers"][0]["data"]
        assert json.loads(told.removesuffix(";\n")) == json.loads(json.dumps(carried))
    with pytest.raises(InputError, match="no layer, as none is offered"):
        explorer.laid = ["after"]


def test_without_layers_nothing_is_offered():
    explorer = Explorer(example_study())
    assert explorer.content["layers"] == explorer.page_content["layers"] == [] and explorer.scripts() == {}
    assert Words().evidence_own == "This study alone"


def test_any_layer_can_be_offered_but_two_that_move_cells_do_not_stand_together(tmp_path: Path):
    for name in ("visit", "other"):
        (tmp_path / f"{name}.csv").write_text("place,determinant,rating,summary\nborg,fairs,2,Seen.\n")
    layers = {"mine": Overlay(tmp_path / "visit.csv", "A visit"), "more": Overlay(tmp_path / "other.csv")}
    explorer = Explorer(example_study(), layers=layers)
    before = explorer.ratings.lo[1].tolist()
    explorer.laid = ["mine"]
    assert explorer.ratings.lo[1].tolist() != before and explorer.content["layers"][0]["name"] == "A visit"
    with pytest.raises(InputError, match='found "mine and more", expected one that speaks of the study\'s places'):
        explorer.laid = ["mine", "more"]
    with pytest.raises(InputError, match=r"one of mine, more \(mine\?\)"):
        explorer.laid = ["mines"]
    with pytest.raises(InputError, match="a key of small letters"):
        Explorer(example_study(), layers={"Mine!": layers["mine"]})


def test_a_class_may_hand_in_settings_with_layers(study: Study, tmp_path: Path):
    lines = [f"Ada {LINK}", f"Ben {LINK};mendoza:trust:1;;after,elsewhere", f"Cleo {LINK};;;nowhere"]
    (tmp_path / "class.txt").write_text("\n".join(lines))
    handed = read_hand_ins(tmp_path, study)
    assert [setting.name for setting in handed.settings] == ["Ada", "Ben"] and handed.problems[0].row == 3
    summary = class_summary(handed, study)
    assert summary.settings["layers"].tolist() == ["", "after;elsewhere"]
    found = Explorer.from_link(lines[1].split(" ", 1)[1]).paths
    own = [f"path_{key}" for key in study.clusters["place"]]
    assert summary.settings.loc[1, own].tolist() == found[study.clusters["place"]].tolist()


def test_a_table_of_classes_keeps_its_layers(run: Run, whole: Explorer, study: Study, tmp_path: Path):
    whole.own, whole.coding, whole.laid = [], "", ["after", "elsewhere"]
    whole.overrides = {"mendoza": {"trust": 1}}
    content = whole.get_state()["content"]
    (answer,) = run(FOLLOW, {"content": content, "states": [{**whole.get_state(), "content": None}]})
    (tmp_path / "ada.csv").write_text(answer["table"], "utf-8")
    setting = read_hand_ins(tmp_path / "ada.csv", study).settings[0]
    assert setting.state["laid"] == ("after", "elsewhere")
    assert setting.state["overrides"] == {"mendoza": {"trust": (1.0, 1.0)}}
    source = """
import { handInOf } from "FRONT/classfiles.js";
import { readContent } from "FRONT/host.js";
const answer = ({ content, text }) =>
  handInOf({ name: "ada.csv", text }, readContent({ get: () => content })).settings[0].state;
"""
    state = run(source, {"content": content, "text": answer["table"]})
    assert (state["laid"], state["overrides"]) == (["after", "elsewhere"], {"mendoza": {"trust": [1, 1]}})
    whole.overrides = {}
