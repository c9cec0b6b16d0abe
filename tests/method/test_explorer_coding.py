"""Whose coding counts in the explorer: the page's modules and the library on the same cases."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.browser.explorer_page import assert_same, rows_of

from smeclusters import (
    Explorer,
    Framework,
    InputError,
    Study,
    acceptability,
    example_study,
    load_study,
    rate,
)
from smeclusters.explorer import Words
from smeclusters.explorer.links import read_link, read_links
from smeclusters.explorer.own import OwnCluster, OwnRow

Run = Callable[[str, Any], Any]

CODINGS = ("", "b", "c")
LINK = "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
OWN = OwnCluster("nova_serrana", "Nova Serrana", "BRA", rows=(OwnRow("skills", 1, 2), OwnRow("trust", 0, 0)))
FOLLOW = """
import { follow, shareOf, usualRows } from "FRONT/results.js";
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
      told: told.coding, rows: numbers(found.rows), observed: found.rows.map((row) => row.observed),
      usual: numbers(usual(state)),
      cells: found.rows.map((row) => row.cells.map(({ lo, hi, silent }) => [lo, hi, silent])),
      statements: found.clusters.flatMap((cluster) => cluster.cells.flatMap((cell) => cell.entered
        .map((id) => (cluster.evidence?.[id] ?? content.evidence[id])?.text ?? id))),
      shares: found.rows.map((row) => shareOf(row, state, reference, content)),
      text, again: readLink(`w=${text}`, content, state.own).state.coding, python: python(state, content),
      table: classesTable(found, content), summary: summary(found, content),
      differing: differing(reference, state, content).map((pair) => pair.join(" → ")),
    };
  });
};
"""
READ = """
import { readLink } from "FRONT/links.js";
import { readContent } from "FRONT/host.js";
const answer = ({ content: given, links }) => links.map((link) => {
  try {
    const { state, kept } = readLink(link.slice(1), readContent({ get: () => given }));
    return [state.coding, kept && kept.coding];
  } catch (problem) {
    return problem.message;
  }
});
"""


@pytest.fixture
def explorer(study: Study, codings: dict[str, Study]) -> Explorer:
    return Explorer(study, codings=codings)


def held(explorer: Explorer) -> dict[str, Any]:
    """The explorer's state as its page gets it."""
    return explorer.get_state()


def rows_here(explorer: Explorer) -> list[tuple[str, str, float, float]]:
    paths, scores = explorer.paths, explorer.scores
    return [(key, paths[key], scores.loc[key, "lo"], scores.loc[key, "hi"]) for key in paths.index]


def test_every_coding_gives_the_same_numbers_on_the_page_and_in_python(
    run: Run, explorer: Explorer, framework: Framework
):
    """Any weights and rules, with own clusters and cells re-coded on top."""
    chance = random.Random(17)
    content = held(explorer)["content"]
    states, expected = [], []
    for at in range(60):
        explorer.coding = CODINGS[at % 3]
        explorer.weights = [chance.randint(0, 100) for _ in framework.determinants]
        explorer.levels = [chance.randint(1, 100) for _ in framework.levels]
        explorer.compensation = chance.choice([1.0, 0.5, 0.0, -2.0, -math.inf])
        explorer.thresholds = chance.choice([(0.4, 0.6), (0.3, 0.5)])
        explorer.silent = chance.choice(["range", "middle", "leave_out"])
        explorer.own = [OWN] if chance.random() < 0.5 else []
        cells: list[Any] = [None, 2, (-1, 1)]
        explorer.overrides = {"sinos": {"trust": chance.choice(cells), "finance": -2}} if chance.random() < 0.5 else {}
        states.append({key: value for key, value in held(explorer).items() if not key.startswith("_")})
        expected.append((rows_here(explorer), explorer.ratings))
    found = run(FOLLOW, {"content": content, "states": [{**state, "content": None} for state in states]})
    for state, (rows, ratings), answer in zip(states, expected, found, strict=True):
        assert_same(answer["rows"], rows, state)
        assert answer["cells"] == [
            [[lo, hi, silent] for lo, hi, silent in zip(*row, strict=True)]
            for row in zip(ratings.lo.tolist(), ratings.hi.tolist(), ratings.silent.tolist(), strict=True)
        ]
        assert answer["again"] == answer["told"] == state["coding"]
        setting = read_link(f"#w={answer['text']}", explorer.study)
        assert setting.state["coding"] == state["coding"]
        assert answer["text"].count(";") == (7 if state["coding"] else 6 if state["overrides"] else 5)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_coding_brings_its_cells_observed_paths_shares_and_statements(
    run: Run, explorer: Explorer, study: Study, codings: dict[str, Study], framework: Framework, coding: str
):
    coded = codings.get(coding, study)
    content = held(explorer)["content"]
    explorer.coding = coding
    rows = rows_of(framework, rate(coded), [25.0] * 12, [33.0] * 3)
    assert_same(rows_here(explorer), rows)
    answer = run(FOLLOW, {"content": content, "states": [held(explorer)]})[0]
    assert_same(answer["rows"], rows)
    assert answer["observed"] == [coded.observed.get(key, "") for key in coded.clusters["place"]]
    shares = acceptability(rate(coded), framework)
    np.testing.assert_allclose(answer["shares"], [shares.loc[row[0], row[1]] for row in rows], atol=5e-4)
    assert set(answer["statements"]) <= set(coded.evidence["summary"]) and len(set(answer["statements"])) > 60
    assert_same(answer["usual"], rows_of(framework, rate(study), [25.0] * 12, [33.0] * 3))


def test_the_codings_differ(explorer: Explorer):
    """Or the tests above would show little."""
    explorer.own = [OWN]
    found = []
    for coding in CODINGS:
        explorer.coding = coding
        found.append((explorer.ratings.lo.copy(), explorer.ratings.hi.copy()))
    for first, second in ((0, 1), (0, 2), (1, 2)):
        differs = (found[first][0] != found[second][0]) | (found[first][1] != found[second][1])
        assert differs[:6].sum() > 10
        assert differs[6].any()  # what it takes from its country is by that coding


def test_lines_tables_and_words_name_the_coding(run: Run, explorer: Explorer):
    content = held(explorer)["content"]
    explorer.coding = "b"
    answer = run(FOLLOW, {"content": content, "states": [held(explorer)]})[0]
    assert 'Prepared(load_study(coding="b"), rules)' in answer["python"]
    output = io.StringIO()
    with redirect_stdout(output):
        exec(answer["python"], {})
    assert [tuple(line.split()) for line in output.getvalue().splitlines()] == [row[:2] for row in rows_here(explorer)]
    head, first, *_ = answer["table"].splitlines()
    assert dict(zip(head.split(","), first.split(","), strict=True))["coding"] == "b"
    assert "Observed, as Coder B has it: " in answer["summary"]
    assert answer["differing"] == ["coding: This study → coding: Coder B"]
    explorer.own = [OWN]
    answer = run(FOLLOW, {"content": content, "states": [held(explorer)]})[0]
    assert 'load_study(layers=["clusters.csv"], coding="b")' in answer["python"]


def test_the_page_gets_names_and_only_statements_that_can_be_shown(study: Study, codings: dict[str, Study]):
    words = Words(coding_own="Ours", coder="Reader {coding}")
    content = Explorer(study, codings=codings, words=words).content
    assert [(each["key"], each["name"]) for each in content["codings"]] == [("b", "Reader B"), ("c", "Reader C")]
    assert content["words"]["coding_own"] == "Ours"
    shown = set()
    for each in (content, *content["codings"]):
        shown |= {row for cluster in each["clusters"] for cell in cluster["cells"] for row in cell["entered"]}
        shown |= {row["id"] for rows in each["grounds"].values() for row in rows}
    assert set(content["evidence"]) == shown
    late = set(codings["b"].evidence.loc[codings["b"].evidence["period"] == "past", "id"]) - shown
    assert late  # rows that no cell rests on
    assert Explorer(study, codings=codings, small=True).content["evidence"] == {}
    assert Explorer(study).content["codings"] == []


def test_an_unknown_coding_is_refused_in_a_sentence(study: Study, codings: dict[str, Study]):
    explorer = Explorer(study, codings=codings)
    with pytest.raises(InputError) as refused:
        explorer.coding = "d"
    assert str(refused.value) == 'coding: found "d", expected one of b, c, or nothing, for the study\'s own'
    assert explorer.coding == ""
    with pytest.raises(InputError, match='coding: found "b", expected nothing, for the study'):
        Explorer(study, coding="b")
    with pytest.raises(InputError, match='codings, b: found "other clusters", expected the clusters of the study'):
        Explorer(example_study(), codings=codings)
    with pytest.raises(InputError, match='codings: found "b;c", expected a key of small letters'):
        Explorer(study, codings={"b;c": codings["b"]})


def test_links_restore_codings_of_both_settings_and_refuse_what_is_unknown(run: Run, study: Study, explorer: Explorer):
    kept = LINK.replace("#w=", "&a=")
    restored: dict[str, Any] = {
        LINK: ["", None],
        f"{LINK};;": ["", None],
        f"{LINK};;b": ["b", None],
        f"{LINK};sinos:trust:2;c": ["c", None],
        f"{LINK};;b{kept}": ["b", ""],
        f"{LINK}{kept};;c": ["", "c"],
        f"{LINK};;c{kept};;b&c=leon": ["c", "b"],
        f"{LINK.replace(';', '%3B')}%3B%3Bb": ["b", None],
    }
    refused = [f"{LINK};;{key}" for key in ("d", "B", "bc", "b,c", "__proto__", "constructor", "b b", "b;", "<b>")]
    content = held(explorer)["content"]
    found = run(READ, {"content": content, "links": [*restored, *refused]})
    for (link, expected), answer in zip(restored.items(), found, strict=False):
        assert answer == expected, link
        setting = read_link(link, study)
        assert [setting.state["coding"], setting.kept and setting.kept["coding"]] == expected, link
        assert read_link(link, study, codings=("b", "c")).state == setting.state
    for link, answer in zip(refused, found[len(restored) :], strict=True):
        assert answer in ("its coding is not known here", "a part of it is missing or left over"), link
        with pytest.raises(InputError):
            read_link(link, study)
    assert run(READ, {"content": Explorer(study).get_state(["content"])["content"], "links": [f"{LINK};;b"]}) == [
        "its coding is not known here"
    ]
    with pytest.raises(InputError, match='link, coding: found "d", expected one of b, c'):
        read_link(f"{LINK};;d", study)
    with pytest.raises(InputError, match='link, coding: found "b", expected the study'):
        read_link(f"{LINK};;b", study, codings=())


def test_an_explorer_from_a_link_reads_the_coding_that_it_names(study: Study, tmp_path: Path):
    found = Explorer.from_link(f"{LINK};;c")
    assert found.coding == "c" and [each["key"] for each in found.content["codings"]] == ["c"]
    assert found.paths.equals(Explorer(study, codings={"c": load_study(coding="c")}, coding="c").paths)
    layer = tmp_path / "here.csv"
    layer.write_text("place,name,country,determinant,rating\nsialkot,Sialkot,Pakistan,trust,1\n", "utf-8")
    layered = Explorer.from_link(f"{LINK};;c", load_study(layers=[layer]))
    assert layered.ratings.clusters[-1] == "sialkot"
    np.testing.assert_allclose(layered.scores.iloc[:6], found.scores)
    path = tmp_path / "class.txt"
    path.write_text(f"Ada {LINK};;b\nBen {LINK};;d\n", "utf-8")
    shared = read_links(path)
    assert [(setting.name, setting.state["coding"]) for setting in shared.settings] == [("Ada", "b")]
    assert [(problem.row, problem.field, problem.value) for problem in shared.problems] == [(2, "coding", "d")]
