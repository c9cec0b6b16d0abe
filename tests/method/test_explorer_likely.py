"""The likely reading of the page against that of the library, on the same cases and points."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from smeclusters import (
    Explorer,
    Framework,
    InputError,
    Ratings,
    Rules,
    Study,
    Thresholds,
    likely_paths,
    likely_scores,
)
from smeclusters.analysis.likely import PARTS, points
from smeclusters.explorer.script import FRONT
from smeclusters.model.paths import PATHS

COMPENSATIONS = (1.0, 0.5, 1e-3, 1e-13, 0.0, -1e-3, -1.0, -10.0, -400.0, float("-inf"))
RUN = """
import { likely, likelyScores } from "FRONT/likely.js";
import { POINTS } from "FRONT/points.js";
import { weigh } from "FRONT/model.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const { levelOf, cases } = JSON.parse(text);
const found = cases.map(({ factors, levels, compensation, silent, thresholds, cells }) => {
  const shares = weigh(factors, levels, levelOf);
  const read = (row) => Object.entries(likely(row, shares, compensation ?? -Infinity, silent, thresholds));
  const where = (row) => likelyScores(row, shares, compensation ?? -Infinity, silent);
  return shares && cells.map((row) => ({ paths: read(row), scores: where(row) }));
});
// A cell of −2…+2 that alone counts, for the points themselves: its share below t is that of the points below t.
const whole = levelOf.map(() => ({ lo: -2, hi: 2, silent: false }));
const alone = (at) => levelOf.map((_, other) => Number(other === at));
const below = (at, t) => 1 - likely(whole, alone(at), 1, "range", { low: t, high: 1 }).mixed;
const edges = [0.1, 0.25, 0.4, 0.6, 0.9];
const start = performance.now();
for (let move = 0; move < 10; move += 1) {
  const shares = weigh(levelOf.map((_, at) => 1 + ((at * 7 + move) % 5)), [1, 1, 1], levelOf);
  const rows = cases.slice(0, 5).flatMap(({ cells }) => cells);
  for (const row of rows) likely(row, shares, 1, "range", { low: 0.4, high: 0.6 });
}
const each = (performance.now() - start) / 10;
const parts = levelOf.map((_, at) => edges.map((t) => below(at, t)));
console.log(JSON.stringify({ found, points: POINTS, each, below: parts }));
"""


def random_case(random: np.random.Generator, ratings: Ratings) -> dict:
    """Any state of the explorer: weights with zeros, every compensation, re-coded and unknown cells."""
    lo, hi, silent = ratings.lo.copy(), ratings.hi.copy(), ratings.silent.copy()
    for row, column in random.integers([lo.shape[0], lo.shape[1]], size=(random.integers(0, 20), 2)):
        silent[row, column] = random.random() < 0.3
        ends = np.sort(random.integers(-4, 5, 2) / 2)
        lo[row, column], hi[row, column] = (-2, 2) if silent[row, column] else ends
    low, high = np.sort(random.choice(np.linspace(0, 1, 41), 2, replace=False)).tolist()
    return {
        "factors": (random.integers(0, 101, 12) * (random.random(12) < 0.8)).tolist(),
        "levels": (random.integers(0, 101, 3) * (random.random(3) < 0.8)).tolist(),
        "compensation": float(random.choice(COMPENSATIONS)),
        "thresholds": {"low": low, "high": high},
        "silent": str(random.choice(["range", "middle", "leave_out"])),
        "cells": [
            [{"lo": float(a), "hi": float(b), "silent": bool(c)} for a, b, c in zip(*row, strict=True)]
            for row in zip(lo, hi, silent, strict=True)
        ],
    }


def edges(ratings: Ratings) -> list[dict]:
    """Cells that are all single ratings, with scores on a threshold; one factor alone; silent ones alone."""
    single = [[{"lo": (-1.0) ** at, "hi": (-1.0) ** at, "silent": False} for at in range(12)] for _ in ratings.clusters]
    silent = [[{"lo": -2.0, "hi": 2.0, "silent": True} for _ in range(12)] for _ in ratings.clusters]
    rules = {"thresholds": {"low": 0.5, "high": 0.75}, "levels": [1, 1, 1], "factors": [1] * 12}
    found = []
    for compensation in COMPENSATIONS:
        found += [{**rules, "compensation": compensation, "silent": "range", "cells": single}]
        found += [
            {**rules, "compensation": compensation, "silent": each, "cells": silent}
            for each in ("range", "middle", "leave_out")
        ]
    return [*found, {**found[0], "factors": [3, 1, 7, 9, 1, 1, 1, 1, 0, 0, 3, 17]}, {**found[0], "factors": [0] * 12}]


@pytest.fixture(scope="module")
def cases(ratings: Ratings) -> list[dict]:
    random = np.random.default_rng(71)
    return [random_case(random, ratings) for _ in range(300)] + edges(ratings)


@pytest.fixture(scope="module")
def answers(node: str, cases: list[dict], framework: Framework, tmp_path_factory: pytest.TempPathFactory) -> dict:
    script: Path = tmp_path_factory.mktemp("likely") / "run.mjs"
    script.write_text(RUN.replace("FRONT", FRONT.as_uri()), "utf-8")
    given = [
        {**each, "compensation": None if np.isinf(each["compensation"]) else each["compensation"]} for each in cases
    ]
    text = json.dumps({"levelOf": framework.level_of.tolist(), "cases": given})
    done = subprocess.run([node, "--no-warnings", script], input=text, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_page_has_the_points_of_the_library(answers: dict):
    chances = points(12)
    assert answers["points"] == len(chances)
    below = [[(column < t).mean() for t in (0.1, 0.25, 0.4, 0.6, 0.9)] for column in chances.T]
    np.testing.assert_allclose(answers["below"], below, rtol=0, atol=1e-12)


def test_the_page_finds_what_the_library_finds(
    answers: dict, cases: list[dict], ratings: Ratings, framework: Framework
):
    nothing = 0
    for case, answer in zip(cases, answers["found"], strict=True):
        ends = [[[cell[key] for cell in row] for row in case["cells"]] for key in ("lo", "hi", "silent")]
        cells = Ratings(ratings.clusters, ratings.determinants, *ends)
        rules = Rules(case["compensation"], Thresholds(**case["thresholds"]), case["silent"])
        try:
            weights = framework.weigh(case["factors"], levels=case["levels"])
        except InputError:
            assert answer is None
            nothing += 1
            continue
        expected = likely_paths(cells, {"": weights}, rules)[list(PATHS)].to_numpy()
        assert [[path for path, _ in row["paths"]] for row in answer] == [list(PATHS)] * len(cells.clusters)
        found = [[share for _, share in row["paths"]] for row in answer]
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9, err_msg=str(case))
        where = likely_scores(cells, {"": weights}, rules)[list(PARTS)].to_numpy()
        assert [list(row["scores"]) for row in answer] == [list(PARTS)] * len(cells.clusters)
        np.testing.assert_allclose(
            [list(row["scores"].values()) for row in answer], where, rtol=0, atol=1e-9, err_msg=str(case)
        )
    assert 0 < nothing < len(cases) / 4


def test_thirty_clusters_are_read_within_a_frame(answers: dict):
    assert answers["each"] < 16, answers["each"]


def test_in_python_the_explorer_tells_the_same(study: Study):
    widget = Explorer(study, silent="middle", compensation=0.5)
    weights = widget.framework.weigh(widget.weights, levels=widget.levels)
    expected = likely_paths(widget.ratings, {"": weights}, Rules(0.5, silent="middle")).set_index("cluster")
    assert widget.likely.equals(expected[list(PATHS)])
